"""A calendar as outside programs read it (RFC 5545)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

_STATUSES = {"booked": "TENTATIVE", "cancelled": "CANCELLED"}
_EVERY = timedelta(minutes=15)
"""How often programs are asked to look again."""


def written(visits: Sequence[Any], *, name: str | None = None) -> bytes:
    """
    Write visits as an iCalendar file, in the time of the clock on each location's wall.

    A visit with a `patient_name` is titled by it, and private.
    Loaded when first asked for: the library is heavy and most processes never need it.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Clinic//Scheduling//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or "Clinic")
    calendar.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    # The same as Outlook calls it.
    calendar.add("x-published-ttl", "PT15M")
    if visits:
        years = min(visit.starts_at.year for visit in visits), max(visit.ends_at.year for visit in visits)
        for zone in sorted({visit.time_zone for visit in visits}):
            calendar.add_component(_time_zone(zone, *years))
    for visit in visits:
        calendar.add_component(_entry(visit))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=64)
def _time_zone(name: str, first_year: int, last_year: int) -> Any:
    """The `VTIMEZONE` of a zone; kept, because the library finds every change of the clocks by looking for it."""
    from icalendar import Timezone

    return Timezone.from_tzid(name, first_date=date(first_year - 1, 1, 1), last_date=date(last_year + 1, 12, 31))


def _entry(visit: Any) -> Any:
    from icalendar import Event

    zone, patient = ZoneInfo(visit.time_zone), getattr(visit, "patient_name", None)
    entry = Event()
    entry.add("uid", f"{visit.id}@clinic")
    entry.add("sequence", visit.sequence)
    entry.add("dtstamp", visit.changed_at)
    entry.add("last-modified", visit.changed_at)
    entry.add("dtstart", _on_the_wall(visit.starts_at, zone))
    entry.add("dtend", _on_the_wall(visit.ends_at, zone))
    entry.add("summary", f"{patient or visit.visit_type_name} · {visit.practitioner_name}")
    if patient:
        entry.add("description", visit.visit_type_name)
        entry.add("class", "PRIVATE")
    entry.add("location", visit.location_name)
    entry.add("status", _STATUSES.get(visit.status, "CONFIRMED"))
    return entry


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the clock shows it; in UTC when it shows that the second time, which it cannot say (3.3.5)."""
    local = moment.astimezone(zone)
    return moment if local.fold else local
