"""A calendar as outside programs read it (RFC 5545)."""

import hashlib
from collections.abc import Sequence
from typing import Any

_STATUSES = {"booked": "TENTATIVE", "cancelled": "CANCELLED"}


def etag_of(visits: Sequence[Any]) -> str:
    """Tell visits apart from what they were, without writing them."""
    return '"' + hashlib.sha256(repr([tuple(visit) for visit in visits]).encode()).hexdigest()[:32] + '"'


def written(visits: Sequence[Any]) -> bytes:
    """
    Write visits as an iCalendar file, in UTC.

    Loaded when first asked for: the library is heavy and most processes never need it.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Clinic//Scheduling//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Clinic")
    for visit in visits:
        entry = Event()
        entry.add("uid", f"{visit.id}@clinic")
        entry.add("sequence", visit.sequence)
        entry.add("dtstamp", visit.changed_at)
        entry.add("dtstart", visit.starts_at)
        entry.add("dtend", visit.ends_at)
        entry.add("summary", f"{visit.visit_type_name} · {visit.practitioner_name}")
        entry.add("location", visit.location_name)
        entry.add("status", _STATUSES.get(visit.status, "CONFIRMED"))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
