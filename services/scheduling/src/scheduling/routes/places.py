"""Locations, rooms, visit types and practitioners over HTTP."""

from typing import Annotated
from uuid import UUID

from clinic_common.errors import Stale
from clinic_common.http import Db, IfMatch, Now, Page, Paging, problems
from fastapi import Query

from .. import commands, queries
from ..rules import (
    CodeTaken,
    LocationNotFound,
    LocationUnknown,
    RoomNameTaken,
    RoomNotFound,
    VisitTypeNotFound,
    ZoneUnknown,
)
from ..schemas import (
    LocationChange,
    LocationView,
    NewLocation,
    NewRoom,
    NewVisitType,
    PractitionerView,
    RoomChange,
    RoomView,
    VisitTypeChange,
    VisitTypeView,
)
from .asked import SeenAt, SetAt
from .router import router


@router.get("/locations")
async def list_locations(db: Db, page: Paging) -> Page[LocationView]:
    """List the clinic's locations."""
    return await db.read(queries.list_locations, Page[LocationView].of, page=page)


@router.post("/locations", status_code=201, responses=problems(ZoneUnknown))
async def add_location(body: NewLocation, db: Db, now: Now) -> LocationView:
    """Add a location."""
    return await db.run(commands.add_location, LocationView.of, **body.model_dump(exclude_none=True), now=now)


@router.get("/locations/{location_id}", responses=problems(LocationNotFound))
async def get_location(location_id: UUID, db: Db) -> LocationView:
    """Give a location."""
    return await db.read(queries.get_location, LocationView.of, location_id=location_id)


@router.patch("/locations/{location_id}", responses=problems(LocationNotFound, ZoneUnknown, Stale))
async def change_location(
    location_id: UUID, body: LocationChange, version: IfMatch, db: Db, now: Now, within: SetAt
) -> LocationView:
    """Change a location."""
    changes = body.model_dump(exclude_unset=True)
    if changes.get("address"):
        changes["address"] = {name: value for name, value in changes["address"].items() if value}
    return await db.run(
        commands.change_location,
        LocationView.of,
        location_id=location_id,
        version=version,
        changes=changes,
        now=now,
        within=within,
    )


@router.get("/rooms")
async def list_rooms(db: Db, page: Paging, within: SeenAt, location_id: UUID | None = None) -> Page[RoomView]:
    """List rooms, of one location if asked."""
    return await db.read(queries.list_rooms, Page[RoomView].of, page=page, location_id=location_id, within=within)


@router.post("/rooms", status_code=201, responses=problems(LocationUnknown, RoomNameTaken))
async def add_room(body: NewRoom, db: Db, within: SetAt) -> RoomView:
    """Add a room to a location."""
    return await db.run(commands.add_room, RoomView.of, **body.model_dump(), within=within)


@router.patch("/rooms/{room_id}", responses=problems(RoomNotFound, RoomNameTaken, Stale))
async def change_room(room_id: UUID, body: RoomChange, version: IfMatch, db: Db, within: SetAt) -> RoomView:
    """Change a room; the visits in it stay there."""
    return await db.run(
        commands.change_room,
        RoomView.of,
        room_id=room_id,
        version=version,
        changes=body.model_dump(exclude_unset=True),
        within=within,
    )


@router.get("/visit-types")
async def list_visit_types(
    db: Db, page: Paging, active: Annotated[bool | None, Query(description="Only those offered, or not.")] = None
) -> Page[VisitTypeView]:
    """List the kinds of visits."""
    return await db.read(queries.list_visit_types, Page[VisitTypeView].of, page=page, active=active)


@router.post("/visit-types", status_code=201, responses=problems(CodeTaken))
async def add_visit_type(body: NewVisitType, db: Db) -> VisitTypeView:
    """Add a kind of visit."""
    return await db.run(commands.add_visit_type, VisitTypeView.of, fields=body.model_dump())


@router.get("/visit-types/{visit_type_id}", responses=problems(VisitTypeNotFound))
async def get_visit_type(visit_type_id: UUID, db: Db) -> VisitTypeView:
    """Give a kind of visit."""
    return await db.read(queries.get_visit_type, VisitTypeView.of, visit_type_id=visit_type_id)


@router.patch("/visit-types/{visit_type_id}", responses=problems(VisitTypeNotFound, CodeTaken, Stale))
async def change_visit_type(visit_type_id: UUID, body: VisitTypeChange, version: IfMatch, db: Db) -> VisitTypeView:
    """Change a kind of visit; what is booked keeps its length."""
    return await db.run(
        commands.change_visit_type,
        VisitTypeView.of,
        visit_type_id=visit_type_id,
        version=version,
        changes=body.model_dump(exclude_unset=True),
    )


@router.get("/practitioners")
async def list_practitioners(
    db: Db, page: Paging, active: Annotated[bool | None, Query(description="Only those bookable, or not.")] = None
) -> Page[PractitionerView]:
    """List practitioners, those who left included."""
    return await db.read(queries.list_practitioners, Page[PractitionerView].of, page=page, active=active)
