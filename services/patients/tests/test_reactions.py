"""Patients hears nobody: everything it keeps comes through its own doors."""

from patients.service import SERVICE


def test_patients_reacts_to_nothing():
    assert SERVICE.reactions.all == {}
