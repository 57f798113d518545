"""Setting up where visits take place and which kinds there are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id

from .. import rules
from ..models import Location, Room, VisitType, Within, location_within


async def add_location(
    session: Session,
    *,
    name: str,
    time_zone: str,
    now: datetime,
    phone: str | None = None,
    address: dict[str, str] | None = None,
    overbook_per_hour: int = 2,
) -> Location:
    """
    Add a location.

    :raises ZoneUnknown: no such zone in the IANA database
    """
    rules.must_be_zone(time_zone)
    location = Location(
        id=new_id(), name=name, time_zone=time_zone, phone=phone, address=address, overbook_per_hour=overbook_per_hour
    )
    session.add(location)
    await session.flush()
    session.emit(location.saved(now=now))
    return location


async def change_location(
    session: Session,
    *,
    location_id: UUID,
    version: int,
    changes: dict[str, Any],
    now: datetime,
    within: Within = None,
) -> Location:
    """
    Change what is said of a location.

    :param changes: the fields that change, with their new values
    :raises LocationNotFound: no such location
    :raises ZoneUnknown: no such zone in the IANA database
    """
    location = await location_within(session, location_id, within)
    if location is None:
        raise rules.LocationNotFound()
    session.expect_version(location, version)
    if "time_zone" in changes:
        rules.must_be_zone(changes["time_zone"])
    for field, value in changes.items():
        setattr(location, field, value)
    if session.is_modified(location):
        await session.flush()
        session.emit(location.saved(now=now))
    return location


async def add_room(session: Session, *, location_id: UUID, name: str, within: Within = None) -> Room:
    """
    Add a room to a location.

    :raises LocationUnknown: no such location
    :raises RoomNameTaken: it has a room of this name
    """
    if await location_within(session, location_id, within) is None:
        raise rules.LocationUnknown(field="location_id")
    room = Room(id=new_id(), location_id=location_id, name=name)
    async with session.refusing_duplicates(rules.RoomNameTaken(field="name")):
        session.add(room)
    return room


async def change_room(
    session: Session, *, room_id: UUID, version: int, changes: dict[str, Any], within: Within = None
) -> Room:
    """
    Change what is said of a room; the visits in it stay there.

    :param changes: the fields that change, with their new values
    :raises RoomNotFound: no such room, or at another location than these
    :raises RoomNameTaken: its location has another room of this name
    """
    room = await session.get(Room, room_id)
    if room is None or await location_within(session, room.location_id, within) is None:
        raise rules.RoomNotFound()
    session.expect_version(room, version)
    async with session.refusing_duplicates(rules.RoomNameTaken(field="name")):
        for field, value in changes.items():
            setattr(room, field, value)
    return room


async def add_visit_type(session: Session, *, fields: dict[str, Any]) -> VisitType:
    """
    Add a kind of visit.

    :param fields: its columns, but for the id
    :raises CodeTaken: there is one of this code
    """
    visit_type = VisitType(id=new_id(), **fields)
    async with session.refusing_duplicates(rules.CodeTaken(field="code")):
        session.add(visit_type)
    return visit_type


async def change_visit_type(
    session: Session, *, visit_type_id: UUID, version: int, changes: dict[str, Any]
) -> VisitType:
    """
    Change a kind of visit; what is booked keeps its length.

    :param changes: the fields that change, with their new values
    :raises VisitTypeNotFound: no such visit type
    :raises CodeTaken: there is another one of this code
    """
    visit_type = await session.get(VisitType, visit_type_id)
    if visit_type is None:
        raise rules.VisitTypeNotFound()
    session.expect_version(visit_type, version)
    async with session.refusing_duplicates(rules.CodeTaken(field="code")):
        for field, value in changes.items():
            setattr(visit_type, field, value)
    return visit_type
