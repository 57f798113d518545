"""Taking and giving back cells: the part of every command in which S1 and S9 are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_common.errors import Refusal
from sqlalchemy import delete, insert, select

from .. import rules
from ..models import Appointment, AppointmentStep, BookedCell, Location, Room, RoomCell, load_calendars
from ..rules import OCCUPYING, Calendar, Scope, Status, Stretch

_MARGIN = 24
"""The longest buffer, in cells."""


async def appointment_of(session: Session, appointment_id: UUID, version: int | None = None) -> Appointment:
    """
    The appointment that is to be changed.

    :param version: the version somebody saw, if they insist on it
    :raises AppointmentNotFound: no such appointment
    """
    appointment = await session.get(Appointment, appointment_id)
    if appointment is None:
        raise rules.AppointmentNotFound()
    if version is not None:
        session.expect_version(appointment, version)
    return appointment


async def room_of(session: Session, room_id: UUID) -> Room:
    """
    The room somebody named.

    :raises RoomUnknown: there is none
    """
    room = await session.get(Room, room_id)
    if room is None:
        raise rules.RoomUnknown(field="room_id")
    return room


async def visits_meant(session: Session, appointment: Appointment, scope: Scope) -> list[Appointment]:
    """
    The visits of a series a change is meant for: those that have not begun, and the one named.

    :raises NotASeries: it is a single visit and more than this one is meant
    """
    if scope == Scope.THIS:
        return [appointment]
    if appointment.series_id is None:
        raise rules.NotASeries(field="scope")
    query = select(Appointment).where(
        Appointment.series_id == appointment.series_id, Appointment.status.in_(sorted(rules.MOVABLE))
    )
    if scope == Scope.FOLLOWING:
        query = query.where(Appointment.starts_at >= appointment.starts_at)
    found = await session.scalars(query.order_by(Appointment.starts_at))
    return [appointment, *(visit for visit in found if visit is not appointment)]


async def give_back_cells(session: Session, visits: Sequence[Appointment]) -> None:
    """Free the time of these visits."""
    ids = [visit.id for visit in visits]
    for table in (BookedCell, RoomCell):
        await session.execute(
            delete(table).where(table.appointment_id.in_(ids)), execution_options={"synchronize_session": False}
        )


async def take_cells(
    session: Session,
    visits: Sequence[Appointment],
    *,
    location_id: UUID | None = None,
    overbook_reason: str | None = None,
    stay: bool = False,
) -> None:
    """
    Decide where these visits of one practitioner take place, and claim their time (S1, S3, S4, S9).

    :param location_id: where, if somebody said; otherwise where the practitioner is then
    :param stay: keep the location and do not ask whether the practitioner is there
    :raises OutsideAvailability: the practitioner is not there then, and no reason to overbook was given
    :raises SlotTaken: they are busy then, and no reason to overbook was given
    :raises OverbookingFull: overbooked as far as may be
    :raises RoomTaken: the room is in use then
    :raises SeriesConflicts: of several visits some do not fit; `conflicts` names them
    """
    with session.no_autoflush:
        stretch = Stretch.around(min(v.starts_at for v in visits), max(v.ends_at for v in visits), margin=_MARGIN)
        practitioner_id = visits[0].practitioner.id
        calendar = (await load_calendars(session, [practitioner_id], stretch))[practitioner_id]
        lanes: dict[UUID, int] = {}
        conflicts: list[tuple[Appointment, Refusal]] = []
        for visit in visits:
            try:
                lanes[visit.id] = await _settle(session, visit, calendar, location_id, overbook_reason, stay)
            except Refusal as refusal:
                conflicts.append((visit, refusal))
        if conflicts:
            raise conflicts[0][1] if len(visits) == 1 else _several(conflicts)
    session.add_all(visits)
    await session.flush()
    async with session.refusing_duplicates(rules.SlotTaken(field="starts_at")):
        await session.execute(
            insert(BookedCell),
            [
                {"practitioner_id": practitioner_id, "cell": cell, "lane": lanes[v.id], "appointment_id": v.id}
                for v in visits
                for cell in v.cells()
            ],
        )
    await take_rooms(session, visits)


async def _settle(
    session: Session,
    visit: Appointment,
    calendar: Calendar,
    location_id: UUID | None,
    overbook_reason: str | None,
    stay: bool,
) -> int:
    """Decide on location and lane of one visit."""
    here = visit.location.id if stay else calendar.location_of(visit.starts_at, visit.ends_at, location_id)
    cells = visit.cells()
    refusal: Refusal | None = None
    if here is None:
        refusal = rules.OutsideAvailability(field="starts_at")
    elif calendar.is_taken(cells):
        refusal = rules.SlotTaken(field="starts_at")
    if refusal and not overbook_reason:
        raise refusal
    lane = calendar.free_lane(cells)
    if lane is None:
        raise rules.OverbookingFull(field="starts_at")
    visit.overbooked, visit.overbook_reason = refusal is not None, overbook_reason if refusal else None
    if not stay:
        visit.location = await _location(session, visit, here or location_id, calendar)
    if visit.room and visit.room.location_id != visit.location.id:
        raise rules.RoomElsewhere(field="room_id")
    return lane


async def _location(session: Session, visit: Appointment, wanted: UUID | None, calendar: Calendar) -> Location:
    """Where a visit takes place: as said, where its room is, where it was, or where its practitioner mostly is."""
    usual = calendar.locations()[:1]
    if wanted is None and visit.room:
        wanted = visit.room.location_id
    if wanted is None and visit.location:
        return visit.location
    if wanted is None and usual:
        wanted = usual[0]
    if wanted is None:
        wanted = await session.scalar(select(Location.id).order_by(Location.id).limit(1))
    location = await session.get(Location, wanted) if wanted else None
    if location is None:
        raise rules.LocationUnknown(field="location_id")
    return location


async def take_rooms(session: Session, visits: Sequence[Appointment]) -> None:
    """
    Claim the rooms of these visits for their time (S9).

    :raises RoomTaken: one is in use then
    """
    claims = [
        {"room_id": visit.room.id, "cell": cell, "appointment_id": visit.id}
        for visit in visits
        if visit.room
        for cell in visit.cells()
    ]
    if claims:
        async with session.refusing_duplicates(rules.RoomTaken(field="room_id")):
            await session.execute(insert(RoomCell), claims)


async def use_room(session: Session, appointment: Appointment, room_id: UUID | None, *, claim: bool = True) -> None:
    """
    Have a visit take place in this room, or in none.

    :param claim: whether to take the room's time; otherwise `take_cells` follows
    :raises RoomElsewhere: it is at another location
    :raises RoomTaken: it is in use then (S9)
    """
    room = await room_of(session, room_id) if room_id else None
    if room and room.location_id != appointment.location_id:
        raise rules.RoomElsewhere(field="room_id")
    await session.execute(
        delete(RoomCell).where(RoomCell.appointment_id == appointment.id),
        execution_options={"synchronize_session": False},
    )
    appointment.room = room
    if claim and appointment.status in OCCUPYING:
        await take_rooms(session, [appointment])


def note_step(
    session: Session,
    appointment: Appointment,
    step: str,
    *,
    staff_id: UUID | None,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Keep on record what happened, when, by whom and why."""
    session.add(
        AppointmentStep(
            id=new_id(),
            appointment_id=appointment.id,
            step=step,
            status=Status(appointment.status).value,
            at=now,
            staff_id=staff_id,
            reason=reason,
        )
    )


def _several(conflicts: list[tuple[Appointment, Refusal]]) -> rules.SeriesConflicts:
    listed: list[dict[str, Any]] = [
        {
            "starts_at": visit.starts_at.isoformat().replace("+00:00", "Z"),
            "code": refusal.code,
            "detail": refusal.detail,
        }
        for visit, refusal in conflicts
    ]
    return rules.SeriesConflicts(
        f"{len(listed)} of the visits do not fit; nothing was changed.", field="recurrence", conflicts=listed
    )
