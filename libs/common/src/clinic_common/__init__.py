"""The plumbing every service stands on; it knows no clinic noun."""
