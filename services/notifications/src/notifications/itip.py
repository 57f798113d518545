"""Invitations for calendar programs, as they travel in e-mail (iTIP, RFC 5546; iMIP, RFC 6047)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from . import rules
from .models import Appointment

REQUEST, CANCEL = "REQUEST", "CANCEL"
METHODS = {rules.CONFIRMATION: REQUEST, rules.RESCHEDULED: REQUEST, rules.CANCELLATION: CANCEL}
"""Template → what it asks of the reader's calendar; the others ask nothing."""
_SUMMARIES = {"en": "Appointment with {practitioner}", "es": "Cita con {practitioner}"}
_AROUND = timedelta(days=366)
"""How far around a visit the rules of its time zone are told."""


@dataclass(frozen=True)
class CalendarPart:
    """What a calendar program reads of a message."""

    method: str
    content: str = field(repr=False)


def calendar_part(
    template: str,
    visit: Appointment,
    *,
    organizer: tuple[str, str],
    attendee: tuple[str, str],
    language: str,
    link: str,
    now: datetime,
) -> CalendarPart | None:
    """
    What a message about a visit asks of its reader's calendar, if anything.

    The UID is that of the visit in every calendar feed; the higher SEQUENCE counts (RFC 5546 2.1.4). Times are those
    of the wall clock at the location, with the rules of its zone beside them.

    :param organizer: name and address of the clinic; `attendee` those of the patient
    :param link: where the visit can be seen; empty if there is nothing to see
    """
    method = METHODS.get(template)
    if method is None:
        return None
    # Loaded when first asked for: the library is heavy.
    from icalendar import Calendar, Event

    zone = rules.zone_of(visit.time_zone)
    entry = Event()
    entry.add("uid", f"{visit.appointment_id}@clinic")
    entry.add("sequence", visit.sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", _on_the_wall(visit.starts_at, zone))
    entry.add("dtend", _on_the_wall(visit.ends_at, zone))
    words = _SUMMARIES.get(language.partition("-")[0], _SUMMARIES["en"])
    entry.add("summary", words.format(practitioner=visit.practitioner_name))
    entry.add("location", visit.location_name)
    entry.add("organizer", _person(*organizer))
    wanted = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    entry.add("attendee", _person(*attendee, **wanted))
    entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if link:
        entry.add("description", link)
        entry.add("url", link)
    calendar = Calendar()
    calendar.add("prodid", "-//Clinic//Messages//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    calendar.add_missing_timezones(
        first_date=(visit.starts_at - _AROUND).date(), last_date=(visit.ends_at + _AROUND).date()
    )
    return CalendarPart(method, calendar.to_ical().decode())


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the clock there shows it; in UTC, where it shows that time before already (RFC 5545 3.3.5)."""
    local = moment.astimezone(zone)
    return moment.astimezone(UTC) if local.fold else local


def _person(name: str, address: str, **parameters: str) -> Any:
    from icalendar import vCalAddress

    person = vCalAddress(f"mailto:{address}")
    # A quote or a line break cannot stand in a parameter, however it is written (RFC 5545 3.2).
    person.params["CN"] = " ".join(name.replace('"', "'").split())
    person.params.update(parameters)
    return person
