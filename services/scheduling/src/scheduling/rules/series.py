"""Recurring visits: which RFC 5545 rules are honoured, and the moments they give."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from clinic_common.errors import Conflict, Invalid

from .booking import FARTHEST
from .wall_clock import instant_of, wall_of

MOST = 104
"""Two years of weeks."""
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class RecurrenceNotHonoured(Invalid):
    """This way of repeating is not possible here."""


class SeriesConflicts(Conflict):
    """Some visits of this series do not fit; nothing was changed."""


def _refused(why: str) -> RecurrenceNotHonoured:
    return RecurrenceNotHonoured(why, field="recurrence")


def _number(name: str, text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"-?[0-9]{1,4}", text) or not low <= int(text) <= high:
        raise _refused(f"{name} must be a number from {low} to {high}.")
    return int(text)


@dataclass(frozen=True)
class Rule:
    """A recurrence rule (RFC 5545 3.3.10) of the kind a clinic's calendar keeps."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str | None = None
    by_day: tuple[tuple[str, int | None], ...] = ()
    by_month_day: tuple[int, ...] = ()
    week_start: str = "MO"

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """
        Read a rule such as `FREQ=WEEKLY;BYDAY=TU;COUNT=10`.

        :raises RecurrenceNotHonoured: it is not one, has no end, or uses a part that is not honoured, by name
        """
        parts: dict[str, str] = {}
        for part in text.removeprefix("RRULE:").rstrip(";").split(";"):
            name, equals, value = part.strip().upper().partition("=")
            if not equals or not value:
                raise _refused("A rule looks like FREQ=WEEKLY;COUNT=10.")
            if name not in _PARTS:
                raise _refused(f"{name[:20]} is not honoured; use {', '.join(_PARTS)}.")
            if name in parts:
                raise _refused(f"{name} is given twice.")
            parts[name] = value
        frequency = parts.get("FREQ", "")
        if frequency not in _FREQUENCIES:
            raise _refused(f"FREQ must be one of {', '.join(_FREQUENCIES)}.")
        if ("COUNT" in parts) == ("UNTIL" in parts):
            raise _refused("A series needs an end: either COUNT or UNTIL.")
        if "BYMONTHDAY" in parts and frequency != "MONTHLY":
            raise _refused("BYMONTHDAY is honoured with FREQ=MONTHLY only.")
        if parts.get("WKST", "MO") not in _DAYS:
            raise _refused("WKST must be a weekday such as MO.")
        if "UNTIL" in parts and not re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", parts["UNTIL"]):
            raise _refused("UNTIL must look like 20261231 or 20261231T235959Z.")
        month_days = parts["BYMONTHDAY"].split(",") if "BYMONTHDAY" in parts else []
        rule = cls(
            frequency=frequency,
            interval=_number("INTERVAL", parts.get("INTERVAL", "1"), 1, 52),
            count=_number("COUNT", parts["COUNT"], 1, MOST) if "COUNT" in parts else None,
            until=parts.get("UNTIL"),
            by_day=tuple(_weekday(day, frequency) for day in parts["BYDAY"].split(",")) if "BYDAY" in parts else (),
            by_month_day=tuple(_number("BYMONTHDAY", day, -31, 31) for day in month_days),
            week_start=parts.get("WKST", "MO"),
        )
        if 0 in rule.by_month_day:
            raise _refused("BYMONTHDAY cannot be 0.")
        return rule

    def moments(self, starts_at: datetime, zone: str) -> list[datetime]:
        """
        The moments of the series, the first included: the same time on the wall clock every time.

        :raises RecurrenceNotHonoured: the first is not one of the rule's own, or there are too many
        """
        from dateutil import rrule  # type: ignore[import-untyped]

        first = wall_of(starts_at, zone)
        farthest = first + FARTHEST
        until = self._until(zone)
        last = min(until, farthest) if until else farthest
        # Without `until` an odd rule would be searched to the year 9999.
        walls: Any = rrule.rrule(
            getattr(rrule, self.frequency),
            dtstart=first,
            interval=self.interval,
            wkst=getattr(rrule, self.week_start),
            byweekday=[getattr(rrule, day)(nth) if nth else getattr(rrule, day) for day, nth in self.by_day] or None,
            bymonthday=self.by_month_day or None,
            until=last,
        )
        found: list[datetime] = list(islice(walls, self.count or MOST + 1))
        if not found or found[0] != first:
            raise _refused("The first visit must be on a day the rule names.")
        if len(found) > MOST:
            raise _refused(f"A series has at most {MOST} visits.")
        if (self.count and len(found) < self.count) or (until and until > farthest):
            raise _refused("A series ends within two years.")
        return [starts_at, *(instant_of(wall, zone) for wall in found[1:])]

    def _until(self, zone: str) -> datetime | None:
        if self.until is None:
            return None
        try:
            day_only = len(self.until) == 8
            until = datetime.strptime(self.until.rstrip("Z"), "%Y%m%d" if day_only else "%Y%m%dT%H%M%S")
        except ValueError as error:
            raise _refused("UNTIL is not a date that exists.") from error
        if not 1900 <= until.year <= 2200:
            raise _refused("UNTIL must be between the years 1900 and 2200.")
        if day_only:
            return datetime.combine(until, time.max)
        return wall_of(until.replace(tzinfo=UTC), zone) if self.until.endswith("Z") else until


def without(moments: Sequence[datetime], exdates: Sequence[datetime | date], zone: str) -> list[datetime]:
    """
    The moments of a series but for those left out (EXDATE).

    :param exdates: moments, or days of the wall calendar
    :raises RecurrenceNotHonoured: one is not of this series, or nothing is left
    """
    left = list(moments)
    for index, each in enumerate(exdates):
        is_day = not isinstance(each, datetime)
        kept = [m for m in left if (wall_of(m, zone).date() if is_day else m) != each]
        if len(kept) == len(left):
            raise RecurrenceNotHonoured(f"This series has no visit on {each:%Y-%m-%d}.", field=f"exdates/{index}")
        left = kept
    if not left:
        raise RecurrenceNotHonoured("No visit of this series is left.", field="exdates")
    return left


def _weekday(text: str, frequency: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"([+-]?[0-9]{1,2})?([A-Z]{2})", text)
    if not found or found[2] not in _DAYS:
        raise _refused("BYDAY must list weekdays such as MO,TH.")
    if found[1] is None:
        return found[2], None
    if frequency != "MONTHLY" or not 1 <= abs(int(found[1])) <= 5:
        raise _refused(f"BYDAY={text} is honoured with FREQ=MONTHLY only, from 1 to 5 or -5 to -1.")
    return found[2], int(found[1])
