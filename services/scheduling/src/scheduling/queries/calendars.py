"""Looking at when practitioners are there and locations open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import select

from .. import rules
from ..models import AvailabilityException, AvailabilityRule, Location, LocationClosure, StaffMember, TimeOff
from .places import a_moment, beyond


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


async def list_closures(session: Session, *, location_id: UUID, page: PageRequest, since: date | None = None) -> Any:
    """
    List when a location is closed, the first to end first.

    :param since: leave out what ended before
    :raises LocationNotFound: no such location
    """
    if await session.get(Location, location_id) is None:
        raise rules.LocationNotFound()
    order = (LocationClosure.ends_on, LocationClosure.id)
    query = select(*LocationClosure.__table__.c).where(LocationClosure.location_id == location_id)
    if since:
        query = query.where(LocationClosure.ends_on >= since)
    if key := page.key(date.fromisoformat, UUID):
        query = query.where(beyond(*order, key))
    rows = (await session.execute(query.order_by(*order).limit(page.limit + 1))).all()
    return paged(rows, page, lambda row: (row.ends_on, row.id))
