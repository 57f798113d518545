"""Patients and their records: registration, search, duplicates, merge, chart, import."""
