"""Backups: taken at one moment of all schemas, sealed, kept in several places, and proved by restoring them."""
