"""Looking at locations, rooms, visit types and practitioners."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from clinic_common.http import PageRequest, paged
from sqlalchemy import ColumnElement, and_, or_, select

from .. import rules
from ..models import Location, Room, StaffMember, VisitType, Within


def beyond(first: Any, second: Any, key: tuple[Any, ...]) -> ColumnElement[bool]:
    """What comes after a key in the order of two columns, said so that an index on them is used."""
    return and_(first >= key[0], or_(first > key[0], second > key[1]))


def a_moment(text: str) -> datetime:
    """The moment in a cursor."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        raise ValueError("not a moment we gave out")
    return moment


async def list_locations(session: Session, *, page: PageRequest) -> Any:
    """List locations, the oldest first: that one is the default."""
    query = select(*Location.__table__.c).order_by(Location.id).limit(page.limit + 1)
    if key := page.key(UUID):
        query = query.where(Location.id > key[0])
    return paged((await session.execute(query)).all(), page, lambda row: (row.id,))


async def get_location(session: Session, *, location_id: UUID) -> Location:
    """
    Give a location.

    :raises LocationNotFound: no such location
    """
    location = await session.get(Location, location_id)
    if location is None:
        raise rules.LocationNotFound()
    return location


async def get_zone(session: Session, *, location_id: UUID | None = None, within: Within = None) -> str:
    """
    Give the zone days are counted in: that of a location, or of the first one; UTC while there is none.

    :param within: the locations there are for whoever asks
    :raises LocationUnknown: no such location
    """
    query = select(Location.time_zone).where(among(Location.id, within)).order_by(Location.id).limit(1)
    if location_id is None:
        return await session.scalar(query) or "UTC"
    zone = await session.scalar(query.where(Location.id == location_id))
    if zone is None:
        raise rules.LocationUnknown(field="location_id")
    return zone


async def list_rooms(
    session: Session, *, page: PageRequest, location_id: UUID | None = None, within: Within = None
) -> Any:
    """List rooms by location and name, those at other locations than these left out (S17)."""
    query = (
        select(*Room.__table__.c)
        .where(among(Room.location_id, within))
        .order_by(Room.location_id, Room.name)
        .limit(page.limit + 1)
    )
    if location_id:
        query = query.where(Room.location_id == location_id)
    if key := page.key(UUID, str):
        query = query.where(beyond(Room.location_id, Room.name, key))
    return paged((await session.execute(query)).all(), page, lambda row: (row.location_id, row.name))


async def list_visit_types(session: Session, *, page: PageRequest, active: bool | None = None) -> Any:
    """List visit types by name."""
    query = select(*VisitType.__table__.c).order_by(VisitType.name, VisitType.id).limit(page.limit + 1)
    if active is not None:
        query = query.where(VisitType.active == active)
    if key := page.key(str, UUID):
        query = query.where(beyond(VisitType.name, VisitType.id, key))
    return paged((await session.execute(query)).all(), page, lambda row: (row.name, row.id))


async def get_visit_type(session: Session, *, visit_type_id: UUID) -> VisitType:
    """
    Give a visit type.

    :raises VisitTypeNotFound: no such visit type
    """
    visit_type = await session.get(VisitType, visit_type_id)
    if visit_type is None:
        raise rules.VisitTypeNotFound()
    return visit_type


async def list_practitioners(session: Session, *, page: PageRequest, active: bool | None = None) -> Any:
    """List practitioners by name, those who left included."""
    columns = (StaffMember.id, StaffMember.display_name, StaffMember.npi, StaffMember.active, StaffMember.color)
    order = (StaffMember.display_name, StaffMember.id)
    query = select(*columns).where(StaffMember.is_practitioner).order_by(*order).limit(page.limit + 1)
    if active is not None:
        query = query.where(StaffMember.active == active)
    if key := page.key(str, UUID):
        query = query.where(beyond(*order, key))
    return paged((await session.execute(query)).all(), page, lambda row: (row.display_name, row.id))
