"""The published language: every event one service tells the others, and nothing else."""
