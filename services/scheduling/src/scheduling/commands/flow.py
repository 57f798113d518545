"""The steps of a visit, its end, and the way back."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from clinic_common.database import Session
from clinic_contracts.scheduling import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentCompleted,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentProgressed,
    AppointmentState,
)
from sqlalchemy import select

from .. import rules
from ..models import Appointment, Within, plan_again, visits_meant, wanted_of
from ..rules import OCCUPYING, Scope, Status
from .claims import appointment_of, give_back_cells, note_step, take_cells, use_room

MISSED_AT_ONCE = 50
_FACTS: dict[Status, type[AppointmentState]] = {
    Status.CONFIRMED: AppointmentConfirmed,
    Status.ARRIVED: AppointmentProgressed,
    Status.ROOMED: AppointmentProgressed,
    Status.IN_VISIT: AppointmentProgressed,
    Status.COMPLETED: AppointmentCompleted,
    Status.NO_SHOW: AppointmentMissed,
}


async def advance_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    step: Status,
    now: datetime,
    room_id: UUID | None = None,
    staff_id: UUID | None = None,
    version: int | None = None,
    reason: str | None = None,
    within: Within = None,
) -> Appointment:
    """
    Take a visit a step further; steps may be skipped. A missed one gives its time back.

    :param room_id: the room the patient was brought to
    :param reason: what is noted beside the step, where nobody of the staff took it
    :param version: the version somebody saw, if they insist on it
    :raises AlreadyDone: it stands there already
    :raises WrongStep: the step leads back, or on from an end (S6)
    """
    appointment = await appointment_of(session, appointment_id, version, within=within)
    rules.must_follow(Status(appointment.status), step)
    with session.no_autoflush:
        appointment.stand_at(step, now=now)
        if room_id and room_id != appointment.room_id:
            await use_room(session, appointment, room_id)
    note_step(session, appointment, step.value, staff_id=staff_id, now=now, reason=reason)
    await session.flush()
    if step not in OCCUPYING:
        await give_back_cells(session, [appointment])
    session.emit(_FACTS[step](**appointment.state(now=now)))
    return appointment


async def miss_overdue(session: Session, *, after: timedelta, now: datetime) -> int:
    """
    Note of some visits that ended so long ago that nobody came, if nobody has said or done anything since; how many.

    Several processes pass over each other's.
    """
    before = now - after
    overdue = (
        select(Appointment.id)
        .where(
            Appointment.status.in_(sorted(rules.MOVABLE)),
            Appointment.ends_at < before,
            # One that was moved here afterwards, or reopened, is in somebody's hands.
            Appointment.changed_at < before,
        )
        .order_by(Appointment.ends_at)
        .limit(MISSED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(await session.scalars(overdue))
    for appointment_id in ids:
        await advance_appointment(
            session, appointment_id=appointment_id, step=Status.NO_SHOW, now=now, reason=rules.NOBODY_CAME
        )
    return len(ids)


async def cancel_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    reason: str,
    now: datetime,
    scope: Scope = Scope.THIS,
    staff_id: UUID | None = None,
    version: int | None = None,
    within: Within = None,
) -> Appointment:
    """
    Have a visit not take place, and free its time; others of its series too, if meant.

    :raises AlreadyDone: it is cancelled
    :raises WrongStep: the visit has begun, or is over (S6)
    """
    appointment = await appointment_of(session, appointment_id, version, within=within)
    rules.must_follow(Status(appointment.status), Status.CANCELLED)
    visits = await visits_meant(session, appointment, scope, now=now, within=within)
    for visit in visits:
        visit.stand_at(Status.CANCELLED, now=now)
        visit.supersede()
        visit.cancel_reason = reason
        note_step(session, visit, Status.CANCELLED.value, staff_id=staff_id, now=now, reason=reason)
    await session.flush()
    await give_back_cells(session, visits)
    for visit in visits:
        session.emit(AppointmentCancelled(**visit.state(now=now), reason=reason))
    return appointment


async def reopen_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    reason: str,
    now: datetime,
    staff_id: UUID | None = None,
    version: int | None = None,
    within: Within = None,
) -> Appointment:
    """
    Take the last step back, with the reason on record: the only way backwards (S6).

    A cancelled or missed visit takes its time again, if it is still free.

    :raises WrongStep: it is only booked; there is nothing to take back
    :raises SlotTaken: its time was given to somebody else (S1)
    """
    appointment = await appointment_of(session, appointment_id, version, within=within)
    was = Status(appointment.status)
    before = rules.status_before(was, appointment)
    if was in OCCUPYING:
        appointment.stand_at(before, now=now)
    else:
        with session.no_autoflush:
            appointment.stand_at(before, now=now)
            appointment.supersede()
            appointment.cancel_reason = None
            fit = await plan_again(session, appointment, replace(wanted_of(appointment), stays=True), now=now)
            await take_cells(session, [(appointment, fit)], overbook_reason=appointment.overbook_reason)
    note_step(session, appointment, "reopened", staff_id=staff_id, now=now, reason=reason)
    await session.flush()
    # What was off is on again: to the others that is a booking, with a higher version.
    fact = AppointmentProgressed if was in OCCUPYING else AppointmentBooked
    session.emit(fact(**appointment.state(now=now)))
    return appointment
