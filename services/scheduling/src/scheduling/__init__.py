"""Calendars, free slots and appointments."""
