"""Looking at availability, and working out free slots."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import select

from .. import rules
from ..models import AvailabilityException, AvailabilityRule, StaffMember, TimeOff, VisitType, load_calendars
from ..rules import Calendar, Stretch, cell_of, moment_of
from .places import a_moment, beyond

LONGEST_SEARCH = timedelta(days=62)
_STEP = 15
"""Minutes between two offers of longer visits: what a receptionist expects to read out."""


@dataclass(frozen=True)
class Availability:
    """A practitioner's weekly rules, as one thing with a version."""

    practitioner_id: UUID
    rules: list[Any]
    version: int


async def get_availability(session: Session, *, practitioner_id: UUID) -> Availability:
    """
    Give a practitioner's weekly rules.

    :raises CalendarNotFound: no such practitioner
    """
    found = await session.execute(
        select(StaffMember.calendar_version).where(StaffMember.id == practitioner_id, StaffMember.is_practitioner)
    )
    version = found.scalar_one_or_none()
    if version is None:
        raise rules.CalendarNotFound()
    hours = AvailabilityRule.__table__.c
    rows = await session.execute(
        select(*hours)
        .where(hours.practitioner_id == practitioner_id)
        .order_by(hours.weekday, hours.starts_minute, hours.id)
    )
    return Availability(practitioner_id, list(rows.all()), version)


async def list_time_off(
    session: Session, *, practitioner_id: UUID, page: PageRequest, since: datetime | None = None
) -> Any:
    """
    List when a practitioner is away, the first to end first.

    :param since: leave out what ended before
    :raises CalendarNotFound: no such practitioner
    """
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.CalendarNotFound()
    order = (TimeOff.ends_at, TimeOff.id)
    query = select(*TimeOff.__table__.c).where(TimeOff.practitioner_id == practitioner_id)
    if since:
        query = query.where(TimeOff.ends_at > since)
    if key := page.key(a_moment, UUID):
        query = query.where(beyond(*order, key))
    rows = (await session.execute(query.order_by(*order).limit(page.limit + 1))).all()
    return paged(rows, page, lambda row: (row.ends_at, row.id))


async def list_exceptions(
    session: Session, *, practitioner_id: UUID, page: PageRequest, since: date | None = None
) -> Any:
    """
    List the days on which a practitioner is not there as the weekly rules say, the earliest first.

    :param since: leave out earlier ones
    :raises CalendarNotFound: no such practitioner
    """
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.CalendarNotFound()
    order = (AvailabilityException.on_date, AvailabilityException.id)
    query = select(*AvailabilityException.__table__.c).where(AvailabilityException.practitioner_id == practitioner_id)
    if since:
        query = query.where(AvailabilityException.on_date >= since)
    if key := page.key(date.fromisoformat, UUID):
        query = query.where(beyond(*order, key))
    rows = (await session.execute(query.order_by(*order).limit(page.limit + 1))).all()
    return paged(rows, page, lambda row: (row.on_date, row.id))


@dataclass(frozen=True, order=True)
class Slot:
    """A time at which a visit could begin; sorts as lists show it."""

    starts_at: datetime
    practitioner_id: UUID
    location_id: UUID
    ends_at: datetime
    practitioner_name: str
    time_zone: str


async def list_slots(
    session: Session,
    *,
    visit_type_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    page: PageRequest,
    practitioner_id: UUID | None = None,
    location_id: UUID | None = None,
) -> Any:
    """
    List free slots, computed from rules, time off and bookings: one query per table.

    :param starts_at: slots begin in `[starts_at, ends_at)`, and never before `now`
    :raises VisitTypeUnknown: no such visit type
    :raises PractitionerUnknown: no such practitioner
    :raises PeriodInvalid: the period is turned around or longer than 62 days
    """
    rules.must_be_period(starts_at, ends_at, longest=LONGEST_SEARCH)
    kind = await session.get(VisitType, visit_type_id)
    if kind is None:
        raise rules.VisitTypeUnknown(field="visit_type_id")
    people = select(StaffMember.id, StaffMember.display_name).where(StaffMember.is_practitioner, StaffMember.active)
    if practitioner_id:
        people = people.where(StaffMember.id == practitioner_id)
    names = {row.id: row.display_name for row in await session.execute(people)}
    if practitioner_id and not names:
        raise rules.PractitionerUnknown(field="practitioner_id")
    key = page.key(a_moment, UUID, UUID)
    begin = max(starts_at, now, key[0] if key else starts_at)
    if begin >= ends_at or not kind.active or not names:
        return paged([], page, lambda _: ())
    reach = (kind.minutes + kind.buffer_before + kind.buffer_after) // 5
    stretch = Stretch.around(begin, ends_at, margin=reach)
    calendars = await load_calendars(session, list(names), stretch)
    streams = [
        _slots_of(calendar, id, name, place, kind, stretch, begin, ends_at)
        for id, name in names.items()
        for calendar in [calendars[id]]
        for place in calendar.locations()
        if location_id in (None, place)
    ]
    found = merge(*streams)
    if key:
        after = (begin, key[1], key[2])
        found = (slot for slot in found if (slot.starts_at, slot.practitioner_id, slot.location_id) > after)
    slots = list(islice(found, page.limit + 1))
    return paged(slots, page, lambda slot: (slot.starts_at, slot.practitioner_id, slot.location_id))


def _slots_of(
    calendar: Calendar,
    practitioner_id: UUID,
    name: str,
    location_id: UUID,
    kind: VisitType,
    stretch: Stretch,
    begin: datetime,
    end: datetime,
) -> Iterator[Slot]:
    first, last = -int(-begin.timestamp() // 300), cell_of(end - timedelta(microseconds=1))
    for cell in calendar.free_starts(
        location_id,
        stretch,
        minutes=kind.minutes,
        before=kind.buffer_before,
        after=kind.buffer_after,
        step=min(_STEP, kind.minutes),
    ):
        if first <= cell <= last:
            starts_at = moment_of(cell)
            yield Slot(
                starts_at,
                practitioner_id,
                location_id,
                starts_at + timedelta(minutes=kind.minutes),
                name,
                calendar.zones[location_id],
            )
