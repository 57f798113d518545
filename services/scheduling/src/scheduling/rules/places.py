"""What must be true of locations, rooms, visit types and calendars, and the small facts about text and zones."""

import unicodedata
import zoneinfo
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from clinic_common.errors import Conflict, Forbidden, Invalid, NotFound


class LocationNotFound(NotFound):
    """There is no such location."""


class RoomNotFound(NotFound):
    """There is no such room."""


class VisitTypeNotFound(NotFound):
    """There is no such visit type."""


class CalendarNotFound(NotFound):
    """There is no such practitioner."""


class TimeOffNotFound(NotFound):
    """There is no such time off."""


class ExceptionNotFound(NotFound):
    """There is no such exception."""


class ClosureNotFound(NotFound):
    """There is no such closure."""


class SeriesNotFound(NotFound):
    """There is no such series."""


class WaitlistEntryNotFound(NotFound):
    """There is no such entry on the waitlist."""


class FeedNotFound(NotFound):
    """There is no such calendar feed."""


class LocationUnknown(Invalid):
    """There is no such location."""


class ZoneUnknown(Invalid):
    """There is no such time zone; zones are named like Europe/Zurich."""


class CodeTaken(Conflict):
    """There is a visit type with this code already."""


class RoomNameTaken(Conflict):
    """There is a room of this name at this location already."""


class PeriodInvalid(Invalid):
    """This period is empty, turned around or too long."""


class NotYourCalendar(Forbidden):
    """This is somebody else's calendar; you may change your own."""


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"})


def must_be_zone(name: str) -> None:
    """
    Insist on a zone of the IANA database.

    :raises ZoneUnknown: there is none of this name
    """
    if name not in _zones():
        raise ZoneUnknown(field="time_zone")


def must_be_own_calendar(practitioner_id: UUID, *, staff_id: UUID, may_all: bool) -> None:
    """
    Insist that somebody changes their own calendar, or may change all (S8).

    :raises NotYourCalendar: neither
    """
    if not may_all and staff_id != practitioner_id:
        raise NotYourCalendar()


def must_be_own_feed(practitioner_ids: Sequence[UUID], *, shows_patients: bool, staff_id: UUID, may_all: bool) -> None:
    """
    Insist that a feed shows patients of somebody's own visits only, or that they may show all (S16).

    :raises NotYourCalendar: neither
    """
    if shows_patients and not may_all and list(practitioner_ids) != [staff_id]:
        raise NotYourCalendar("With patients' names you may share your own calendar only.")


def must_be_period(starts_at: datetime, ends_at: datetime, *, longest: timedelta, field: str = "to") -> None:
    """
    Insist on a period that has a length, and not too much of it.

    :raises PeriodInvalid: it ends before it begins, or is longer than `longest`
    """
    if ends_at <= starts_at:
        raise PeriodInvalid("This period ends before it begins.", field=field)
    if ends_at - starts_at > longest:
        raise PeriodInvalid(f"This period is longer than {longest.days} days.", field=field)


def folded(text: str) -> str:
    """Text as it is searched: without accents and case."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


_COLORS = ("#1c7ed6", "#2f9e44", "#e8590c", "#9c36b5", "#0c8599", "#e03131", "#f08c00", "#5f3dc4", "#66a80f", "#c2255c")


def color_of(id: UUID) -> str:
    """The colour somebody's calendar is drawn in."""
    return _COLORS[id.int % len(_COLORS)]
