"""Looking at appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from clinic_common.http import PageRequest, paged
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from .. import rules
from ..models import Appointment, AppointmentStep, Location, Patient, Room, Series, StaffMember, VisitType, Within
from ..rules import MOVABLE, Status
from .places import a_moment, beyond

_ROWS: Select[Any] = (
    select(
        *Appointment.__table__.c,
        (Patient.given_name + " " + Patient.family_name).label("patient_name"),
        StaffMember.display_name.label("practitioner_name"),
        Location.name.label("location_name"),
        Location.time_zone,
        Room.name.label("room_name"),
        VisitType.code.label("visit_type_code"),
        VisitType.name.label("visit_type_name"),
        VisitType.color,
    )
    .join(Patient, Patient.id == Appointment.patient_id)
    .join(StaffMember, StaffMember.id == Appointment.practitioner_id)
    .join(Location, Location.id == Appointment.location_id)
    .join(VisitType, VisitType.id == Appointment.visit_type_id)
    .outerjoin(Room, Room.id == Appointment.room_id)
    .order_by(Appointment.starts_at, Appointment.id)
)
"""Columns, not objects: this is what every open screen asks for; put together once, as that takes its time."""


def _rows(within: Within) -> Select[Any]:
    """What is at these locations."""
    return _ROWS.where(among(Appointment.location_id, within))


async def list_appointments(
    session: Session,
    *,
    page: PageRequest,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    practitioner_id: UUID | None = None,
    patient_id: UUID | None = None,
    location_id: UUID | None = None,
    status: Sequence[str] = (),
    q: str | None = None,
    within: Within = None,
) -> Any:
    """
    List appointments by time.

    :param starts_at: those that begin in `[starts_at, ends_at)`
    :param q: words that each occur in the patient's name, record number or phone, without accents and case
    :param within: those at these locations (S17)
    """
    query = _rows(within).limit(page.limit + 1)
    if starts_at:
        query = query.where(Appointment.starts_at >= starts_at)
    if ends_at:
        query = query.where(Appointment.starts_at < ends_at)
    if practitioner_id:
        query = query.where(Appointment.practitioner_id == practitioner_id)
    if patient_id:
        query = query.where(Appointment.patient_id == patient_id)
    if location_id:
        query = query.where(Appointment.location_id == location_id)
    if status:
        query = query.where(Appointment.status.in_(status))
    for word in rules.folded(q or "").split()[:10]:
        query = query.where(Patient.search_key.contains(word, autoescape=True))
    if key := page.key(a_moment, UUID):
        query = query.where(beyond(Appointment.starts_at, Appointment.id, key))
    return paged((await session.execute(query)).all(), page, lambda row: (row.starts_at, row.id))


async def get_appointment(
    session: Session, *, appointment_id: UUID, now: datetime, within: Within = None
) -> Appointment:
    """
    Give an appointment with its history, how often its patient did not come, and when they come next.

    :raises AppointmentNotFound: no such appointment, or none at these locations (S17)
    """
    history = selectinload(Appointment.history).joinedload(AppointmentStep.staff)
    named = (Appointment.id == appointment_id, among(Appointment.location_id, within))
    appointment = await session.scalar(select(Appointment).where(*named).options(history))
    if not isinstance(appointment, Appointment):
        raise rules.AppointmentNotFound()
    theirs = Appointment.patient_id == appointment.patient_id
    missed = select(func.count()).where(theirs, Appointment.status == Status.NO_SHOW.value)
    appointment.no_show_count = await session.scalar(missed) or 0
    to_come = (
        theirs,
        Appointment.id != appointment_id,
        Appointment.starts_at > now,
        Appointment.status.in_(sorted(MOVABLE)),
    )
    appointment.next_visit = (await session.execute(_rows(within).where(*to_come).limit(1))).one_or_none()
    return appointment


@dataclass(frozen=True)
class SeriesVisits:
    """A series with its visits."""

    id: UUID
    rule: str
    time_zone: str
    starts_at: datetime | None
    exdates: list[datetime]
    created_at: datetime
    items: list[Any]


async def get_series(session: Session, *, series_id: UUID, within: Within = None) -> SeriesVisits:
    """
    Give a series with all its visits, the cancelled ones included: these are exceptions to its rule (EXDATE) too.

    :param within: only the visits at these locations (S17)
    :raises SeriesNotFound: no such series, or none that has such a visit
    """
    series = await session.get(Series, series_id)
    if series is None:
        raise rules.SeriesNotFound()
    visits = (await session.execute(_rows(within).where(Appointment.series_id == series_id))).all()
    if within is not None and not visits:
        raise rules.SeriesNotFound()
    left_out = {datetime.fromisoformat(moment) for moment in series.exdates or ()}
    off = {visit.occurrence_at for visit in visits if visit.status == Status.CANCELLED and visit.occurrence_at}
    return SeriesVisits(
        series.id, series.rule, series.time_zone, series.starts_at, sorted(left_out | off), series.created_at,
        list(visits),
    )  # fmt: skip


async def knows_patient(session: Session, *, patient_id: UUID) -> bool:
    """Whether the registration of a patient has been heard of."""
    return await session.scalar(select(Patient.born_on).where(Patient.id == patient_id)) is not None
