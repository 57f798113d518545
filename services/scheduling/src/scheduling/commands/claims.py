"""Taking and giving back cells: the part of every command in which S1, S4 and S9 are kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, among, new_id
from sqlalchemy import delete, insert, select

from .. import rules
from ..models import Appointment, AppointmentStep, BookedCell, Location, OverbookedHour, RoomCell, Within, room_of
from ..rules import OCCUPYING, Fit, Status


async def appointment_of(
    session: Session, appointment_id: UUID, version: int | None = None, *, within: Within = None
) -> Appointment:
    """
    The appointment that is to be changed.

    :param version: the version somebody saw, if they insist on it
    :raises AppointmentNotFound: no such appointment, or none at the locations whoever changes it is kept to (S17)
    """
    named = select(Appointment).where(Appointment.id == appointment_id, among(Appointment.location_id, within))
    appointment = await session.scalar(named)
    if not isinstance(appointment, Appointment):
        raise rules.AppointmentNotFound()
    if version is not None:
        session.expect_version(appointment, version)
    return appointment


async def give_back_cells(session: Session, visits: Sequence[Appointment]) -> None:
    """Free the time of these visits."""
    ids = [visit.id for visit in visits]
    for table in (BookedCell, RoomCell, OverbookedHour):
        await session.execute(
            delete(table).where(table.appointment_id.in_(ids)), execution_options={"synchronize_session": False}
        )


async def take_cells(
    session: Session, settled: Sequence[tuple[Appointment, Fit]], *, overbook_reason: str | None = None
) -> None:
    """
    Have these visits take place as planned, and claim their time (S1, S4, S9).

    :raises LocationUnknown: there is none at which they could be
    :raises SlotTaken: somebody was quicker
    :raises OverbookingFull: somebody was quicker, in overbooking the hour
    :raises RoomTaken: somebody was quicker to the room
    """
    with session.no_autoflush:
        for visit, fit in settled:
            location = await session.get(Location, fit.location_id) if fit.location_id else None
            if location is None:
                raise rules.LocationUnknown(field="location_id")
            visit.location = location
            visit.overbooked, visit.overbook_reason = fit.overbooked, overbook_reason if fit.overbooked else None
    visits = [visit for visit, _ in settled]
    session.add_all(visits)
    await session.flush()
    hours = [
        {
            "practitioner_id": visit.practitioner.id,
            "hour": fit.hour[0],
            "place": fit.hour[1],
            "appointment_id": visit.id,
        }
        for visit, fit in settled
        if fit.hour
    ]
    if hours:
        async with session.refusing_duplicates(rules.OverbookingFull(field="starts_at")):
            await session.execute(insert(OverbookedHour), hours)
    async with session.refusing_duplicates(rules.SlotTaken(field="starts_at")):
        await session.execute(
            insert(BookedCell),
            [
                {
                    "practitioner_id": visit.practitioner.id,
                    "cell": cell,
                    "lane": fit.lane,
                    "appointment_id": visit.id,
                }
                for visit, fit in settled
                for cell in visit.cells()
            ],
        )
    await take_rooms(session, visits)


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
    """Keep on record what happened, when, by whom and why, and when the visit is since."""
    session.add(
        AppointmentStep(
            id=new_id(),
            appointment_id=appointment.id,
            step=step,
            status=Status(appointment.status).value,
            starts_at=appointment.starts_at,
            at=now,
            staff_id=staff_id,
            reason=reason,
        )
    )
