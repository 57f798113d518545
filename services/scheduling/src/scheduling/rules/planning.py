"""Whether and where visits fit, one or a whole series of them: decided before anything is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from clinic_common.errors import Refusal

from .booking import (
    InThePast,
    OutsideAvailability,
    OverbookingFull,
    Reach,
    RoomElsewhere,
    RoomTaken,
    SlotTaken,
    must_be_upcoming,
)
from .calendar import Calendar
from .grid import Stretch, cells_of, moment_of
from .wall_clock import day_of, instant_of, wall_of

STEP = 15
"""Minutes between two offers of longer visits: what a receptionist expects to read out."""
_LATER_DAYS = 6
"""How far a visit that does not fit is moved: not into the next week, where its series goes on."""
_MARGIN = timedelta(hours=12)
"""Longer than any visit with its buffers."""


class OnConflict(StrEnum):
    """What becomes of the visits of a series that do not fit."""

    STOP = "stop"
    SKIP = "skip"
    MOVE = "move"


@dataclass(frozen=True)
class RoomTime:
    """A room over a stretch: where it is, and when it is in use, as cells from … up to …."""

    location_id: UUID
    taken: Sequence[tuple[int, int]] = ()

    def is_taken(self, cells: range) -> bool:
        """Whether it is in use in any of these cells."""
        return any(start < cells.stop and cells.start < end for start, end in self.taken)


@dataclass(frozen=True)
class Wanted:
    """
    A visit as somebody wants it.

    :param location_id: where it must be
    :param usual: where it is otherwise, if it is to take place although the practitioner is not there then
    :param was: when it is now, if it is being moved
    :param held: what it takes now, as cells from … up to …; it is given back unless the visit stays
    :param stays: at its location and whatever the hours say: it only takes back what it had
    """

    starts_at: datetime
    minutes: int
    before: int = 0
    after: int = 0
    location_id: UUID | None = None
    usual: UUID | None = None
    room_id: UUID | None = None
    was: datetime | None = None
    held: tuple[int, int] | None = None
    stays: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it would end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def cells(self) -> range:
        """What it would take, its buffers included."""
        return cells_of(self.starts_at - timedelta(minutes=self.before), self.ends_at + timedelta(minutes=self.after))


@dataclass(frozen=True)
class Fit:
    """
    How a visit fits.

    :param refusal: why not at the time that was wanted; with `fits`, it was moved or overbooked instead
    :param hour: the overbooked hour and the place in it that it takes, if it takes one (S4)
    """

    wanted: Wanted
    fits: bool
    starts_at: datetime
    location_id: UUID | None = None
    lane: int = 0
    overbooked: bool = False
    hour: tuple[int, int] | None = None
    refusal: Refusal | None = None

    @property
    def outcome(self) -> str:
        """What becomes of it, in a word."""
        if not self.fits:
            return "conflict"
        return "fits" if self.starts_at == self.wanted.starts_at else "moved"


@dataclass(frozen=True)
class Diary:
    """
    Everything that decides whether visits of one practitioner fit.

    :param default_location_id: where an overbooked visit is if nothing else says so
    :param doubled: hour → the places in it that are taken (S4)
    :param limits: location → how many places an hour has
    """

    calendar: Calendar
    reach: Reach
    now: datetime
    rooms: Mapping[UUID, RoomTime] = field(default_factory=dict)
    overbook: bool = False
    default_location_id: UUID | None = None
    doubled: Mapping[int, frozenset[int]] = field(default_factory=dict)
    limits: Mapping[UUID, int] = field(default_factory=dict)
    zones: Mapping[UUID, str] = field(default_factory=dict)

    def with_held(self, visits: Iterable[Wanted]) -> "Diary":
        """The same with the time these visits hold."""
        visits = [visit for visit in visits if visit.held]
        taken = [(*visit.held, 0) for visit in visits if visit.held]
        rooms = dict(self.rooms)
        for visit in visits:
            if visit.held and visit.room_id in rooms:
                room = rooms[visit.room_id]
                rooms[visit.room_id] = replace(room, taken=(*room.taken, visit.held))
        return replace(self, calendar=replace(self.calendar, taken=(*self.calendar.taken, *taken)), rooms=rooms)

    def fit(self, wanted: Wanted) -> Fit:
        """Whether a visit fits where it is wanted (S1, S3, S4, S9, S14)."""
        try:
            return self._fit(wanted)
        except Refusal as refusal:
            return Fit(wanted, False, wanted.starts_at, wanted.location_id or wanted.usual, refusal=refusal)

    def _fit(self, wanted: Wanted) -> Fit:
        if not wanted.stays:
            must_be_upcoming(wanted.starts_at, now=self.now)
        here = wanted.usual if wanted.stays else self._location_of(wanted)
        refusal: Refusal | None = None
        if not wanted.stays:
            refusal = self.reach.refusal(wanted.starts_at, now=self.now, was=wanted.was)
        if refusal is None and here is None:
            refusal = OutsideAvailability(self._closed_then(wanted), field="starts_at")
        doubles = self.calendar.is_taken(wanted.cells)
        if refusal is None and doubles:
            refusal = SlotTaken(field="starts_at")
        if refusal and not self.overbook:
            raise refusal
        location_id = here or self._elsewhere(wanted)
        self._must_have_room(wanted, location_id)
        lane = self.calendar.free_lane(wanted.cells)
        if lane is None:
            raise OverbookingFull(field="starts_at")
        hour = self._place_in_hour(wanted, location_id) if doubles else None
        return Fit(wanted, True, wanted.starts_at, location_id, lane, refusal is not None, hour, refusal)

    def _location_of(self, wanted: Wanted) -> UUID | None:
        return self.calendar.location_of(wanted.starts_at, wanted.ends_at, wanted.location_id)

    def _closed_then(self, wanted: Wanted) -> str:
        places = [wanted.location_id] if wanted.location_id else self.calendar.locations()
        cells = cells_of(wanted.starts_at, wanted.ends_at)
        closed = (period for place in places for period in self.calendar.closed.get(place, ()))
        shut = any(start < cells.stop and cells.start < end for start, end in closed)
        return "The location is closed at that time." if shut else ""

    def _elsewhere(self, wanted: Wanted) -> UUID | None:
        """Where an overbooked visit is: as said, where its room is, where it was, where its practitioner mostly is."""
        room = self.rooms.get(wanted.room_id) if wanted.room_id else None
        mostly = next(iter(self.calendar.locations()), None)
        at_room = room.location_id if room else None
        return wanted.location_id or at_room or wanted.usual or mostly or self.default_location_id

    def _must_have_room(self, wanted: Wanted, location_id: UUID | None) -> None:
        room = self.rooms.get(wanted.room_id) if wanted.room_id else None
        if room and room.location_id != location_id:
            raise RoomElsewhere(field="room_id")
        if room and room.is_taken(wanted.cells):
            raise RoomTaken(field="room_id")

    def _place_in_hour(self, wanted: Wanted, location_id: UUID | None) -> tuple[int, int]:
        """The hour a visit begins in by the clock on the wall, and the first free place in it (S4)."""
        zone = self.zones.get(location_id, "UTC") if location_id else "UTC"
        limit = self.limits.get(location_id, 0) if location_id else 0
        hour = hour_of(wanted.starts_at, zone)
        used = self.doubled.get(hour, frozenset())
        place = next((place for place in range(1, limit + 1) if place not in used), None)
        if place is None:
            most = f"At most {limit} visits an hour are overbooked here." if limit else "Nothing is overbooked here."
            raise OverbookingFull(most, field="starts_at")
        return hour, place

    def nearest(self, wanted: Wanted) -> Fit | None:
        """The nearest time at which a visit would fit: that day, or within a week; never earlier than that day."""
        place = wanted.location_id or wanted.usual or next(iter(self.calendar.locations()), None)
        zone = self.zones.get(place) if place else None
        if place is None or zone is None:
            return None
        day, clock = day_of(wanted.starts_at, zone), wall_of(wanted.starts_at, zone)
        for later in range(_LATER_DAYS + 1):
            begin = instant_of(datetime.combine(day + timedelta(days=later), datetime.min.time()), zone)
            wish = instant_of(clock + timedelta(days=later), zone)
            offers = self._offers(wanted, place, begin, begin + timedelta(days=1))
            for starts_at in sorted(offers, key=lambda offer: (abs(offer - wish), offer)):
                fit = self.fit(replace(wanted, starts_at=starts_at, location_id=place))
                if fit.fits:
                    return replace(fit, wanted=wanted)
        return None

    def _offers(self, wanted: Wanted, place: UUID, begin: datetime, end: datetime) -> Iterator[datetime]:
        stretch = Stretch.around(begin - _MARGIN, end + _MARGIN)
        starts = self.calendar.free_starts(
            place, stretch, minutes=wanted.minutes, before=wanted.before, after=wanted.after,
            step=min(STEP, wanted.minutes),
        )  # fmt: skip
        return (moment for cell in stretch.cells(starts) if begin <= (moment := moment_of(cell)) < end)


def hour_of(moment: datetime, zone: str) -> int:
    """The number of an hour by the clock on the wall: on the autumn change one that comes twice is one."""
    return int((wall_of(moment, zone) - datetime(1970, 1, 1)).total_seconds() // 3600)


def plan(visits: Sequence[Wanted], diary: Diary, how: OnConflict = OnConflict.STOP) -> list[Fit]:
    """
    Decide of each of these visits how it fits, the visits of the plan themselves counted in (S11).

    One that is left out keeps the time it has, if it has any; that may be in the way of others.
    """
    staying: dict[int, Fit] = {}
    while True:
        around = diary.with_held(visits[index] for index in staying)
        fits: list[Fit] = []
        for index, wanted in enumerate(visits):
            fit = staying.get(index) or around.fit(wanted)
            if not fit.fits and how is OnConflict.MOVE and not isinstance(fit.refusal, InThePast):
                moved = around.nearest(wanted)
                fit = replace(moved, refusal=fit.refusal) if moved else fit
            if fit.fits:
                around = around.with_held([replace(_at(fit), held=_range(fit))])
            fits.append(fit)
        new = {i: fit for i, fit in enumerate(fits) if not fit.fits and visits[i].held and i not in staying}
        if not new or how is not OnConflict.SKIP:
            return fits
        staying |= new


def _at(fit: Fit) -> Wanted:
    return replace(fit.wanted, starts_at=fit.starts_at)


def _range(fit: Fit) -> tuple[int, int]:
    cells = _at(fit).cells
    return cells.start, cells.stop
