"""Moving visits, and changing what they are: one, those that follow, or all of a series."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_contracts.scheduling import AppointmentRescheduled, CalendarChanged

from .. import rules
from ..models import Appointment, Within, plan_again, plan_move, wanted_of
from ..rules import OCCUPYING, OnConflict, Scope, Status
from .booking import must_accept
from .claims import appointment_of, give_back_cells, note_step, take_cells, use_room


async def reschedule_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    now: datetime,
    starts_at: datetime | None = None,
    practitioner_id: UUID | None = None,
    minutes: int | None = None,
    scope: Scope = Scope.THIS,
    on_conflict: OnConflict = OnConflict.STOP,
    overbook_reason: str | None = None,
    accept_conflict: bool = True,
    staff_id: UUID | None = None,
    version: int | None = None,
    within: Within = None,
) -> Appointment:
    """
    Move a visit, give it to somebody else or change its length, and others of its series likewise.

    The others move by as many days and to the same time of day. The old time stays taken if the new one cannot be had.

    :param scope: which visits of the series; those that have begun in any way stay
    :param on_conflict: whether visits that do not fit stop it, stay as they are, or are moved further
    :raises WrongStep: the patient has arrived, or the visit will not take place (S6)
    :raises SlotTaken: the practitioner is busy then (S1)
    :raises SeriesConflicts: some visits of the series do not fit; `conflicts` names them (S11)
    """
    appointment = await appointment_of(session, appointment_id, version, within=within)
    plan = await plan_move(
        session, appointment=appointment, now=now, starts_at=starts_at, practitioner_id=practitioner_id,
        minutes=minutes, scope=scope, overbook=overbook_reason is not None, on_conflict=on_conflict,
        within=within,
    )  # fmt: skip
    plan.must_fit()
    must_accept(plan, accept_conflict)
    settled = [(visit, fit) for visit, fit in zip(plan.visits, plan.fits, strict=True) if fit.fits]
    left = {visit.location_id for visit, fit in settled if visit.location_id != fit.location_id}
    await give_back_cells(session, [visit for visit, _ in settled])
    with session.no_autoflush:
        for visit, fit, practitioner in zip(plan.visits, plan.fits, plan.practitioners, strict=True):
            if not fit.fits:
                continue
            if visit.practitioner_id != practitioner.id:
                visit.practitioner, visit.room = practitioner, None
            visit.move(fit.starts_at, fit.wanted.minutes)
            visit.supersede()
            visit.stand_at(Status.BOOKED, now=now)
    await take_cells(session, settled, overbook_reason=overbook_reason)
    for visit, _ in settled:
        note_step(session, visit, "rescheduled", staff_id=staff_id, now=now, reason=visit.overbook_reason)
        session.emit(AppointmentRescheduled(**visit.state(now=now)))
    # Screens at the location a visit leaves do not hear of it where it is now.
    for location_id in left:
        session.emit(CalendarChanged(location_id=location_id, occurred_at=now))
    appointment.warnings = plan.warnings([visit.id for visit in plan.visits])
    return appointment


async def change_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    version: int,
    changes: dict[str, Any],
    now: datetime,
    staff_id: UUID | None = None,
    within: Within = None,
) -> Appointment:
    """
    Change reason, room or length of a visit.

    :param changes: some of `reason`, `room_id`, `minutes`, with their new values
    :raises WrongStep: another length, but the visit holds no time any more
    :raises SlotTaken: there is no time for that length (S1)
    :raises RoomTaken: the room is in use then (S9)
    """
    appointment = await appointment_of(session, appointment_id, version, within=within)
    if not changes:
        return appointment
    longer = "minutes" in changes and changes["minutes"] != appointment.minutes
    if longer and appointment.status not in OCCUPYING:
        raise rules.WrongStep("This visit takes no time any more.", status_now=appointment.status)
    with session.no_autoflush:
        appointment.reason = changes.get("reason", appointment.reason)
        appointment.touch(now=now)
        if "room_id" in changes and changes["room_id"] != appointment.room_id:
            await use_room(session, appointment, changes["room_id"], claim=not longer)
        if longer:
            await _change_length(session, appointment, changes["minutes"], now=now, within=within)
    note_step(session, appointment, "changed", staff_id=staff_id, now=now)
    await session.flush()
    if longer:
        session.emit(AppointmentRescheduled(**appointment.state(now=now)))
    return appointment


async def _change_length(
    session: Session, appointment: Appointment, minutes: int, *, now: datetime, within: Within
) -> None:
    room_id = appointment.room.id if appointment.room else None
    # It may be under way: what counts is whether there is time, not that it has begun.
    wanted = replace(wanted_of(appointment), minutes=minutes, room_id=room_id)
    fit = await plan_again(session, appointment, wanted, now=min(now, appointment.starts_at), within=within)
    await give_back_cells(session, [appointment])
    appointment.move(appointment.starts_at, minutes)
    appointment.supersede()
    await take_cells(session, [(appointment, fit)], overbook_reason=appointment.overbook_reason)
