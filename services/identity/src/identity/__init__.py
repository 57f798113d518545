"""Identity: who works here, how they prove it, and who has seen whose data."""
