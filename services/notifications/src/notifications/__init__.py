"""Notifications: what is written to patients and staff, when, and how it went."""
