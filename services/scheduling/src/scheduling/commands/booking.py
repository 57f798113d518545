"""Booking visits and moving them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.scheduling import AppointmentBooked, AppointmentRescheduled
from sqlalchemy import select

from .. import rules
from ..models import Appointment, Patient, Series, StaffMember, VisitType, load_calendars
from ..rules import OCCUPYING, Rule, Scope, Status, Stretch
from ..rules.series import RecurrenceNotHonoured
from ..rules.wall_clock import shifted, wall_of
from .claims import (
    appointment_of,
    give_back_cells,
    note_step,
    room_of,
    take_cells,
    use_room,
    visits_meant,
)


async def patient_to_book(session: Session, patient_id: UUID) -> Patient:
    """
    The patient something may be planned for (S10), held as they are until the transaction ends.

    :raises PatientUnknown: nothing was heard of them
    :raises PatientArchived: nothing new is planned for them
    :raises PatientMerged: they are known under another registration
    """
    patient = await session.get(Patient, patient_id, with_for_update={"read": True})
    if patient is None or patient.born_on is None:
        raise rules.PatientUnknown(field="patient_id")
    if patient.merged_into:
        raise rules.PatientMerged(field="patient_id", survivor_id=str(patient.merged_into))
    if patient.archived:
        raise rules.PatientArchived(field="patient_id")
    return patient


async def practitioner_to_book(session: Session, practitioner_id: UUID) -> StaffMember:
    """
    The practitioner a visit may be with.

    :raises PractitionerUnknown: there is none
    :raises PractitionerNotBookable: they no longer see patients
    """
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.PractitionerUnknown(field="practitioner_id")
    if not practitioner.active:
        raise rules.PractitionerNotBookable(field="practitioner_id")
    return practitioner


async def visit_type_to_book(session: Session, visit_type_id: UUID) -> VisitType:
    """
    The kind a visit may be of.

    :raises VisitTypeUnknown: there is none
    :raises VisitTypeRetired: it is no longer offered
    """
    visit_type = await session.get(VisitType, visit_type_id)
    if visit_type is None:
        raise rules.VisitTypeUnknown(field="visit_type_id")
    if not visit_type.active:
        raise rules.VisitTypeRetired(field="visit_type_id")
    return visit_type


async def book_appointment(
    session: Session,
    *,
    patient_id: UUID,
    practitioner_id: UUID,
    visit_type_id: UUID,
    starts_at: datetime,
    now: datetime,
    minutes: int | None = None,
    location_id: UUID | None = None,
    room_id: UUID | None = None,
    reason: str | None = None,
    recurrence: str | None = None,
    overbook_reason: str | None = None,
    staff_id: UUID | None = None,
) -> Appointment:
    """
    Book a practitioner for a patient; with a recurrence, a whole series or nothing.

    :param minutes: other than the visit type's
    :param recurrence: RFC 5545 rule with an end; every visit has the same time on the wall clock
    :param overbook_reason: why the slot may be taken twice, or lie outside of the availability (S4)
    :return: the appointment, or the first one of the series; `warnings` says what else is to be known
    :raises InThePast: the slot has begun (S2)
    :raises OffGrid: it is not on full five minutes (S5)
    :raises OutsideAvailability: the practitioner is not there then (S3)
    :raises SlotTaken: the practitioner is busy then (S1)
    :raises RoomTaken: the room is in use then (S9)
    :raises SeriesConflicts: some visits of the series do not fit; `conflicts` names them (S11)
    """
    rules.must_be_on_grid(starts_at)
    rules.must_be_upcoming(starts_at, now=now)
    rule = Rule.parse(recurrence) if recurrence else None
    if rule and overbook_reason:
        raise RecurrenceNotHonoured("A series cannot be overbooked; book its visits one by one.", field="recurrence")
    visit_type = await visit_type_to_book(session, visit_type_id)
    practitioner = await practitioner_to_book(session, practitioner_id)
    patient = await patient_to_book(session, patient_id)
    room = await room_of(session, room_id) if room_id else None
    length = minutes or visit_type.minutes
    moments, series = [starts_at], None
    if rule and recurrence:
        zone = await _zone_then(session, practitioner_id, starts_at, length, location_id)
        moments = rule.moments(starts_at, zone)
        series = Series(id=new_id(), rule=recurrence, time_zone=zone, created_at=now)
        session.add(series)
        await session.flush()
    visits = []
    for moment in moments:
        visit = Appointment(
            id=new_id(),
            patient=patient,
            practitioner=practitioner,
            visit_type=visit_type,
            room=room,
            series_id=series.id if series else None,
            buffer_before=visit_type.buffer_before,
            buffer_after=visit_type.buffer_after,
            status=Status.BOOKED.value,
            reason=reason,
            created_at=now,
            changed_at=now,
        )
        visit.move(moment, length)
        visits.append(visit)
    await take_cells(session, visits, location_id=location_id, overbook_reason=overbook_reason)
    for visit in visits:
        note_step(session, visit, "booked", staff_id=staff_id, now=now, reason=visit.overbook_reason)
        session.emit(AppointmentBooked(**visit.state(now=now)))
    await _warn(session, visits)
    return visits[0]


async def _zone_then(
    session: Session, practitioner_id: UUID, starts_at: datetime, minutes: int, location_id: UUID | None
) -> str:
    """The zone of the location where a practitioner is at a time."""
    ends_at = starts_at + timedelta(minutes=minutes)
    calendars = await load_calendars(session, [practitioner_id], Stretch.around(starts_at, ends_at), taken=False)
    calendar = calendars[practitioner_id]
    here = calendar.location_of(starts_at, ends_at, location_id)
    if here is None:
        raise rules.OutsideAvailability(field="starts_at")
    return calendar.zones[here]


async def reschedule_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    starts_at: datetime,
    now: datetime,
    practitioner_id: UUID | None = None,
    scope: Scope = Scope.THIS,
    overbook_reason: str | None = None,
    staff_id: UUID | None = None,
    version: int | None = None,
) -> Appointment:
    """
    Move a visit, and with it others of its series by as many days and to the same time of day.

    The old time stays taken if the new one cannot be had.

    :param scope: which visits of the series; those that have begun in any way stay
    :raises WrongStep: the patient has arrived, or the visit will not take place (S6)
    :raises SlotTaken: the practitioner is busy then (S1)
    """
    appointment = await appointment_of(session, appointment_id, version)
    rules.must_be_movable(Status(appointment.status))
    rules.must_be_on_grid(starts_at)
    visits = await visits_meant(session, appointment, scope)
    if len(visits) > 1 and overbook_reason:
        raise RecurrenceNotHonoured("A series cannot be overbooked; move its visits one by one.", field="scope")
    other = practitioner_id is not None and practitioner_id != appointment.practitioner_id
    practitioner = await practitioner_to_book(session, practitioner_id or appointment.practitioner_id)
    await give_back_cells(session, visits)
    zone = appointment.time_zone
    was, will = wall_of(appointment.starts_at, zone), wall_of(starts_at, zone)
    with session.no_autoflush:
        for visit in visits:
            target = starts_at
            if visit is not appointment:
                target = shifted(visit.starts_at, zone, days=(will.date() - was.date()).days, to=will.time())
            rules.must_be_upcoming(target, now=now)
            visit.move(target, visit.minutes)
            visit.supersede()
            visit.practitioner = practitioner
            visit.stand_at(Status.BOOKED, now=now)
            if other:
                visit.room = None
    await take_cells(session, visits, overbook_reason=overbook_reason)
    for visit in visits:
        note_step(session, visit, "rescheduled", staff_id=staff_id, now=now, reason=visit.overbook_reason)
        session.emit(AppointmentRescheduled(**visit.state(now=now)))
    await _warn(session, visits)
    return appointment


async def change_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    version: int,
    changes: dict[str, Any],
    now: datetime,
    staff_id: UUID | None = None,
) -> Appointment:
    """
    Change reason, room or length of a visit.

    :param changes: some of `reason`, `room_id`, `minutes`, with their new values
    :raises WrongStep: another length, but the visit holds no time any more
    :raises SlotTaken: there is no time for that length (S1)
    :raises RoomTaken: the room is in use then (S9)
    """
    appointment = await appointment_of(session, appointment_id, version)
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
            await give_back_cells(session, [appointment])
            appointment.move(appointment.starts_at, changes["minutes"])
            appointment.supersede()
            await take_cells(session, [appointment], overbook_reason=appointment.overbook_reason)
    note_step(session, appointment, "changed", staff_id=staff_id, now=now)
    await session.flush()
    if longer:
        session.emit(AppointmentRescheduled(**appointment.state(now=now)))
    return appointment


async def _warn(session: Session, visits: list[Appointment]) -> None:
    """Say of each visit where else the patient is at that time: that is allowed, but rarely meant."""
    patient = visits[0].patient
    others = await session.execute(
        select(Appointment.id, Appointment.starts_at, Appointment.ends_at, StaffMember.display_name)
        .join(StaffMember, StaffMember.id == Appointment.practitioner_id)
        .where(
            Appointment.patient_id == patient.id,
            Appointment.starts_at < max(visit.ends_at for visit in visits),
            Appointment.starts_at > min(visit.starts_at for visit in visits) - timedelta(days=1),
            Appointment.status.in_(sorted(OCCUPYING)),
            Appointment.id.not_in([visit.id for visit in visits]),
        )
    )
    known = list(others)
    for visit in visits:
        visit.warnings = tuple(
            {
                "code": "patient_elsewhere",
                "detail": f"This patient is with {other.display_name} at that time.",
                "appointment_id": other.id,
            }
            for other in known
            if other.starts_at < visit.ends_at and visit.starts_at < other.ends_at
        )
