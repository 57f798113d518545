"""The whole clinic in one process, and the one command line of the suite."""
