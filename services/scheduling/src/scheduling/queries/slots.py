"""Working out free slots, over practitioners, rooms and locations at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from clinic_common.http import PageRequest, paged
from sqlalchemy import bindparam, select

from .. import rules
from ..models import Location, Room, StaffMember, VisitType, Within, load_calendars, load_rooms
from ..rules import STEP, Calendar, Reach, Stretch, cell_of, moment_of
from .places import a_moment

LONGEST_SEARCH = timedelta(days=62)
_AT_FIRST = timedelta(days=7)
"""Where a search begins: who wants the first slots of two months mostly finds them in its first week."""
_KIND = select(*VisitType.__table__.c).where(VisitType.id == bindparam("id"))
_PEOPLE = select(StaffMember.id, StaffMember.display_name).where(StaffMember.is_practitioner, StaffMember.active)


@dataclass(frozen=True)
class Search:
    """What kind of slot is looked for; `rooms` are those of which one must be free, or none if no matter."""

    minutes: int
    before: int
    after: int
    names: Mapping[UUID, str]
    location_ids: Collection[UUID]
    rooms: Sequence[Any]
    within: Within

    @property
    def reach(self) -> int:
        """How many cells beyond its start a visit may need, on either side."""
        return (self.minutes + self.before + self.after) // 5


@dataclass(frozen=True)
class Slot:
    """A time at which a visit could begin."""

    starts_at: datetime
    practitioner_id: UUID
    location_id: UUID
    ends_at: datetime
    practitioner_name: str
    time_zone: str
    room_id: UUID | None = None
    room_name: str | None = None


async def list_slots(
    session: Session,
    *,
    visit_type_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    page: PageRequest,
    practitioner_ids: Collection[UUID] = (),
    location_ids: Collection[UUID] = (),
    room_ids: Collection[UUID] = (),
    minutes: int | None = None,
    within: Within = None,
) -> Any:
    """
    List free slots, computed from rules, closures, time off and bookings: one query per table.

    :param starts_at: slots begin in `[starts_at, ends_at)`, and never before `now`
    :param practitioner_ids: any of these; everybody, if none is named
    :param location_ids: at any of these; anywhere, if none is named
    :param room_ids: at least one of these must be free too; rooms are not looked at if none is named
    :param minutes: other than the visit type's
    :param within: the only locations there are for whoever asks (S17)
    :raises VisitTypeUnknown: no such visit type
    :raises PractitionerUnknown: one of them is none, or no longer sees patients
    :raises LocationUnknown: no such location
    :raises RoomUnknown: no such room
    :raises PeriodInvalid: the period is turned around or longer than 62 days
    """
    rules.must_be_period(starts_at, ends_at, longest=LONGEST_SEARCH)
    kind = (await session.execute(_KIND, {"id": visit_type_id})).one_or_none()
    if kind is None:
        raise rules.VisitTypeUnknown(field="visit_type_id")
    search = Search(
        minutes or kind.minutes, kind.buffer_before, kind.buffer_after,
        await _names(session, practitioner_ids), location_ids, await _rooms(session, room_ids, within), within,
    )  # fmt: skip
    if location_ids:
        named = select(Location.id).where(Location.id.in_(location_ids), among(Location.id, within))
        if set(await session.scalars(named)) != set(location_ids):
            raise rules.LocationUnknown(field="location_id")
    key = page.key(a_moment, UUID, UUID)
    reach = Reach(kind.lead_minutes, kind.horizon_days)
    begin = max(starts_at, reach.first(now), key[0] if key else starts_at)
    # The last moment itself is within reach.
    end = min(ends_at, reach.last(now) + timedelta(microseconds=1))
    if not kind.active or not search.names:
        return paged([], page, lambda _: ())
    slots: list[Slot] = []
    for first, last in _periods(begin, end):
        found = await _found(session, search, first, last)
        wanted = (slot for slot in found if not key or (slot.starts_at, slot.practitioner_id, slot.location_id) > key)
        slots += islice(wanted, page.limit + 1 - len(slots))
        if len(slots) > page.limit:
            break
    return paged(slots, page, lambda slot: (slot.starts_at, slot.practitioner_id, slot.location_id))


async def _names(session: Session, practitioner_ids: Collection[UUID]) -> dict[UUID, str]:
    people = _PEOPLE.where(StaffMember.id.in_(practitioner_ids)) if practitioner_ids else _PEOPLE
    names = {row.id: row.display_name for row in await session.execute(people)}
    if not names.keys() >= set(practitioner_ids):
        raise rules.PractitionerUnknown(field="practitioner_id")
    return names


async def _rooms(session: Session, room_ids: Collection[UUID], within: Within) -> list[Any]:
    if not room_ids:
        return []
    rooms = list(
        await session.execute(
            select(Room.id, Room.name, Room.location_id)
            .where(Room.id.in_(room_ids), among(Room.location_id, within))
            .order_by(Room.name)
        )
    )
    if len(rooms) != len(set(room_ids)):
        raise rules.RoomUnknown(field="room_id")
    return rooms


def _periods(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """A period in parts that grow."""
    length = _AT_FIRST
    while begin < end:
        yield begin, min(begin + length, end)
        begin, length = begin + length, length * 2


async def _found(session: Session, search: Search, begin: datetime, end: datetime) -> Iterator[Slot]:
    stretch = Stretch.around(begin, end, margin=search.reach)
    calendars = await load_calendars(session, list(search.names), stretch, within=search.within)
    in_use = await load_rooms(session, [room.id for room in search.rooms], stretch)
    free: dict[UUID, list[tuple[Any, int]]] = {}
    for room in search.rooms:
        mask = stretch.unclaimed_starts(
            in_use[room.id], minutes=search.minutes, before=search.before, after=search.after
        )
        free.setdefault(room.location_id, []).append((room, mask))
    return _slots(search, calendars, stretch, begin, end, free)


def _slots(
    search: Search,
    calendars: Mapping[UUID, Calendar],
    stretch: Stretch,
    begin: datetime,
    end: datetime,
    free: Mapping[UUID, Sequence[tuple[Any, int]]],
) -> Iterator[Slot]:
    # In the order of lists. Most are never shown, so only their numbers are compared and put in order.
    starts = merge(
        *(
            _starts(calendars[id], id, place, search, stretch, begin, end, free.get(place, []))
            for id in search.names
            for place in calendars[id].locations()
            if not search.location_ids or place in search.location_ids
        )
    )
    length = timedelta(minutes=search.minutes)
    for cell, id, place in starts:
        room = next((room for room, mask in free.get(place, ()) if mask >> (cell - stretch.first) & 1), None)
        starts_at = moment_of(cell)
        yield Slot(
            starts_at, id, place, starts_at + length, search.names[id], calendars[id].zones[place],
            room.id if room else None, room.name if room else None,
        )  # fmt: skip


def _starts(
    calendar: Calendar,
    practitioner_id: UUID,
    location_id: UUID,
    search: Search,
    stretch: Stretch,
    begin: datetime,
    end: datetime,
    rooms: Sequence[tuple[Any, int]],
) -> Iterator[tuple[int, UUID, UUID]]:
    starts = calendar.free_starts(
        location_id, stretch, minutes=search.minutes, before=search.before, after=search.after,
        step=min(STEP, search.minutes),
    )  # fmt: skip
    if search.rooms:
        anywhere = 0
        for _, mask in rooms:
            anywhere |= mask
        starts &= anywhere
    starts &= stretch.period(-int(-begin.timestamp() // 300), cell_of(end - timedelta(microseconds=1)) + 1)
    return ((cell, practitioner_id, location_id) for cell in stretch.cells(starts))
