"""One practitioner's calendar: when they are there, and where in it a visit still fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from clinic_common.errors import Invalid

from .grid import CELL_SECONDS, Stretch, cells_of, starts_of_runs
from .wall_clock import offsets_of

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
MINUTES_A_DAY = 1440
LANES = 3
"""Lane 0 is the calendar; the others hold what was overbooked on purpose (S4)."""


class EmptyRule(Invalid):
    """This rule never applies: it ends before it begins."""


class OverlappingRules(Invalid):
    """Two of these rules are open at the same time."""


@dataclass(frozen=True)
class WeeklyRule:
    """
    Open every week at these hours of the wall clock.

    :param weekday: 0 is Monday
    :param starts_minute: minutes since midnight; `ends_minute` 1440 is the midnight after
    :param valid_until: the last day it applies on
    """

    weekday: int
    starts_minute: int
    ends_minute: int
    location_id: UUID
    valid_from: date | None = None
    valid_until: date | None = None
    except_on: frozenset[date] = frozenset()
    """Days on which something else holds (S13)."""

    def overlaps(self, other: "WeeklyRule") -> bool:
        """Whether both are open at some moment."""
        return (
            self.weekday == other.weekday
            and self.starts_minute < other.ends_minute
            and other.starts_minute < self.ends_minute
            and (self.valid_from or date.min) <= (other.valid_until or date.max)
            and (other.valid_from or date.min) <= (self.valid_until or date.max)
        )

    def windows(self, zone: str, stretch: Stretch) -> Iterator[tuple[int, int, int]]:
        """
        The periods it is open in a stretch, as `(start, end, phase)` in seconds since 1970.

        A time skipped by the clocks is in none, one shown twice in both. `phase` is where the rule begins
        by the offset then in force: steps count from there, so they fall on the same times of the wall clock.
        """
        for offset in offsets_of(zone, stretch.first * CELL_SECONDS, stretch.end * CELL_SECONDS):
            first = (offset.starts + offset.seconds) // _DAY + _EPOCH
            last = (offset.ends + offset.seconds) // _DAY + _EPOCH
            # Ordinal 1 was a Monday.
            for ordinal in range(first + (self.weekday + 1 - first) % 7, last + 1, 7):
                if not self._applies(ordinal):
                    continue
                midnight = (ordinal - _EPOCH) * _DAY - offset.seconds
                phase = midnight + self.starts_minute * 60
                start, end = max(phase, offset.starts), min(midnight + self.ends_minute * 60, offset.ends)
                if start < end:
                    yield start, end, phase

    def _applies(self, ordinal: int) -> bool:
        day = date.fromordinal(ordinal)
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max) and day not in self.except_on


class ExceptionKind(StrEnum):
    """What is different on a day: not there at all, there in more hours, or in other hours than by the rules."""

    CLOSED = "closed"
    OPENED = "opened"
    HOURS = "hours"


@dataclass(frozen=True)
class DayException:
    """One day on which the weekly rules do not say everything (S13)."""

    on: date
    kind: str
    starts_minute: int | None = None
    ends_minute: int | None = None
    location_id: UUID | None = None


def with_exceptions(weekly: Sequence[WeeklyRule], exceptions: Sequence[DayException]) -> tuple[WeeklyRule, ...]:
    """
    The rules by which somebody is there, given what is different on single days (S13).

    A day that is closed or has other hours follows no weekly rule; hours that are opened come on top of all else.
    """
    instead = frozenset(each.on for each in exceptions if each.kind != ExceptionKind.OPENED)
    more = [
        WeeklyRule(each.on.weekday(), each.starts_minute, each.ends_minute, each.location_id, each.on, each.on)
        for each in exceptions
        if each.location_id and each.starts_minute is not None and each.ends_minute is not None
    ]
    return (*(replace(rule, except_on=instead) for rule in weekly), *more)


@dataclass(frozen=True)
class Closure:
    """Days on which a location is closed, whole or in these hours of its wall clock (S15)."""

    starts_on: date
    ends_on: date
    starts_minute: int = 0
    ends_minute: int = MINUTES_A_DAY

    def cells(self, zone: str, stretch: Stretch) -> list[tuple[int, int]]:
        """What it takes of a stretch, as cells from … up to …."""
        nowhere = UUID(int=0)
        return [
            (start // CELL_SECONDS, _up(end))
            for weekday in range(7)
            for start, end, _ in WeeklyRule(
                weekday, self.starts_minute, self.ends_minute, nowhere, self.starts_on, self.ends_on
            ).windows(zone, stretch)
        ]


def must_be_weekly_rules(rules: Sequence[WeeklyRule]) -> None:
    """
    Check what is to be somebody's availability.

    :raises EmptyRule: one ends before it begins, or is valid on no day
    :raises OverlappingRules: two are open at the same time (S7)
    """
    for index, rule in enumerate(rules):
        if rule.starts_minute >= rule.ends_minute:
            raise EmptyRule(f"Rule {index + 1} ends before it begins.", field=f"/rules/{index}/ends")
        if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
            raise EmptyRule(f"Rule {index + 1} is valid on no day.", field=f"/rules/{index}/valid_until")
        for before, other in enumerate(rules[:index]):
            if rule.overlaps(other):
                raise OverlappingRules(f"Rules {before + 1} and {index + 1} overlap.", field=f"/rules/{index}")


def _up(second: int) -> int:
    return -(-second // CELL_SECONDS)


@dataclass(frozen=True)
class Calendar:
    """
    What is known of one practitioner's time over a stretch of cells.

    :param zones: location → its IANA zone
    :param away: time off, as cells from … up to …
    :param taken: what is claimed, as cells from … up to …, and the lane
    :param closed: location → when it is closed, whoever works there, as cells from … up to …
    """

    rules: Sequence[WeeklyRule] = ()
    zones: Mapping[UUID, str] = field(default_factory=dict)
    away: Sequence[tuple[int, int]] = ()
    taken: Sequence[tuple[int, int, int]] = ()
    closed: Mapping[UUID, Sequence[tuple[int, int]]] = field(default_factory=dict)

    def locations(self) -> list[UUID]:
        """Where this practitioner sees patients, in the order of the rules."""
        return list(dict.fromkeys(rule.location_id for rule in self.rules))

    def open_cells(self, location_id: UUID, stretch: Stretch) -> int:
        """The cells in which they are there: by rule, not away, and the location not closed (S15)."""
        there = 0
        for rule in self.rules:
            if rule.location_id == location_id:
                for start, end, _ in rule.windows(self.zones[location_id], stretch):
                    there |= stretch.period(_up(start), end // CELL_SECONDS)
        for start, end in (*self.away, *self.closed.get(location_id, ())):
            there &= ~stretch.period(start, end)
        return there

    def location_of(self, starts_at: datetime, ends_at: datetime, wanted: UUID | None = None) -> UUID | None:
        """Where they are for all of this period, if anywhere (S3)."""
        stretch = Stretch.around(starts_at, ends_at)
        for location_id in [wanted] if wanted else self.locations():
            if location_id in self.zones and self.open_cells(location_id, stretch) == stretch.full:
                return location_id
        return None

    def is_taken(self, cells: range) -> bool:
        """Whether any of these cells is taken, in whichever lane."""
        return any(start < cells.stop and cells.start < end for start, end, _ in self.taken)

    def free_lane(self, cells: range) -> int | None:
        """The first lane that is free in all of these cells (S4)."""
        used = {lane for start, end, lane in self.taken if start < cells.stop and cells.start < end}
        return next((lane for lane in range(LANES) if lane not in used), None)

    def free_starts(
        self, location_id: UUID, stretch: Stretch, *, minutes: int, before: int, after: int, step: int
    ) -> int:
        """
        The cells at which a visit may begin.

        :param stretch: reaches at least a visit and its buffers beyond what is asked for
        :param before: buffer in minutes; the buffers must be free too but may lie outside of the hours
        :param step: minutes between two offers, counted from where a rule begins
        """
        there = starts_of_runs(self.open_cells(location_id, stretch), minutes // 5)
        if not there:
            return 0
        taken = [(start, end) for start, end, _ in self.taken]
        unclaimed = stretch.unclaimed_starts(taken, minutes=minutes, before=before, after=after)
        return there & unclaimed & self._offers(location_id, stretch, step)

    def _offers(self, location_id: UUID, stretch: Stretch, step: int) -> int:
        offers: list[int] = []
        seconds = step * 60
        for rule in self.rules:
            if rule.location_id == location_id:
                for start, end, phase in rule.windows(self.zones[location_id], stretch):
                    first = phase + -(-(start - phase) // seconds) * seconds
                    offers.extend(second // CELL_SECONDS for second in range(first, end, seconds))
        return stretch.mask(offers)

    def open_minutes(self, starts_at: datetime, ends_at: datetime, location_id: UUID | None = None) -> int:
        """The minutes they are there in a period."""
        cells = cells_of(starts_at, ends_at)
        stretch = Stretch(cells.start, len(cells))
        there = 0
        for each in [location_id] if location_id else self.locations():
            if each in self.zones:
                there |= self.open_cells(each, stretch)
        return there.bit_count() * 5
