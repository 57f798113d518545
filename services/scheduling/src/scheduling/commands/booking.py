"""Booking visits, one or a series of them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.scheduling import AppointmentBooked

from .. import rules
from ..models import Appointment, Plan, Series, Within, plan_booking
from ..rules import Fit, OnConflict, Status
from .claims import note_step, take_cells


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
    exdates: Sequence[datetime | date] = (),
    on_conflict: OnConflict = OnConflict.STOP,
    overbook_reason: str | None = None,
    accept_conflict: bool = True,
    staff_id: UUID | None = None,
    within: Within = None,
) -> Appointment:
    """
    Book a practitioner for a patient; with a recurrence, a series.

    :param minutes: other than the visit type's
    :param recurrence: RFC 5545 rule with an end; every visit has the same time on the wall clock
    :param exdates: moments or days of the series on which there is no visit
    :param on_conflict: whether visits of a series that do not fit stop it, are left out, or moved
    :param overbook_reason: why the slot may be taken twice, or lie outside of the availability (S4)
    :param accept_conflict: whether the patient may be elsewhere at that time
    :param within: the only locations at which it may be (S17)
    :return: the appointment, or the first one of the series; `warnings` says what else is to be known
    :raises InThePast: the slot has begun (S2)
    :raises OffGrid: it is not on full five minutes (S5)
    :raises TooSoon: visits of this kind need more notice (S14)
    :raises OutsideAvailability: the practitioner is not there then (S3)
    :raises SlotTaken: the practitioner is busy then (S1)
    :raises RoomTaken: the room is in use then (S9)
    :raises SeriesConflicts: some visits of the series do not fit; `conflicts` names them (S11)
    :raises PatientElsewhere: they are, and that was not to be accepted
    """
    plan = await plan_booking(
        session, patient_id=patient_id, practitioner_id=practitioner_id, visit_type_id=visit_type_id,
        starts_at=starts_at, now=now, minutes=minutes, location_id=location_id, room_id=room_id,
        recurrence=recurrence, exdates=exdates, overbook=overbook_reason is not None, on_conflict=on_conflict,
        hold=True, within=within,
    )  # fmt: skip
    plan.must_fit()
    must_accept(plan, accept_conflict)
    series = await _add_series(session, recurrence, plan, starts_at, now) if recurrence else None
    settled = [(_visit(plan, fit, series, reason, now), fit) for fit in plan.fits if fit.fits]
    await take_cells(session, settled, overbook_reason=overbook_reason)
    for visit, _ in settled:
        note_step(session, visit, "booked", staff_id=staff_id, now=now, reason=visit.overbook_reason)
        session.emit(AppointmentBooked(**visit.state(now=now)))
    ids = iter([visit.id for visit, _ in settled])
    first = settled[0][0]
    first.warnings = plan.warnings([next(ids) if fit.fits else None for fit in plan.fits])
    return first


def must_accept(plan: Plan, accept_conflict: bool) -> None:
    """
    Insist that the patient is nowhere else, or that it is meant so.

    :raises PatientElsewhere: they are; `conflicts` says when and with whom
    """
    if plan.elsewhere and not accept_conflict:
        conflicts = [
            {name: value if isinstance(value, str) else _text(value) for name, value in each.items() if value}
            for each in plan.elsewhere
        ]
        raise rules.PatientElsewhere(str(plan.elsewhere[0]["detail"]), field="accept_conflict", conflicts=conflicts)


def _text(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


async def _add_series(session: Session, recurrence: str, plan: Plan, starts_at: datetime, now: datetime) -> Series:
    skipped = [fit.wanted.starts_at for fit in plan.fits if not fit.fits]
    series = Series(
        id=new_id(),
        rule=recurrence,
        time_zone=plan.zone,
        starts_at=starts_at,
        exdates=[_text(moment) for moment in sorted([*plan.left_out, *skipped])],
        created_at=now,
    )
    session.add(series)
    await session.flush()
    return series


def _visit(plan: Plan, fit: Fit, series: Series | None, reason: str | None, now: datetime) -> Appointment:
    visit = Appointment(
        id=new_id(),
        patient=plan.patient,
        practitioner=plan.practitioners[0],
        visit_type=plan.visit_type,
        room=plan.room,
        series_id=series.id if series else None,
        occurrence_at=fit.wanted.starts_at if series else None,
        buffer_before=fit.wanted.before,
        buffer_after=fit.wanted.after,
        status=Status.BOOKED.value,
        reason=reason,
        created_at=now,
        changed_at=now,
    )
    visit.move(fit.starts_at, fit.wanted.minutes)
    return visit
