"""Keeping the copies of what patients and scheduling tell; an older version never overwrites a newer one."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from clinic_common.database import Session, is_duplicate
from clinic_contracts.patients import PatientArchived, PatientMergeUndone, PatientsMerged, PatientState
from clinic_contracts.scheduling import AppointmentState
from sqlalchemy.exc import IntegrityError

from ..models import Appointment, Base, Patient, PatientMerge
from .planning import keep_messages_true, plan_notice

R = TypeVar("R", bound=Base)


async def follow_appointment(session: Session, *, event: AppointmentState, now: datetime) -> None:
    """
    Take over an appointment's newest state, and let its messages follow in the same transaction (N4).

    An older state changes nothing, but its news may still be worth a notice: a booking that is heard of
    after its confirmation by the desk is confirmed to the patient all the same.
    """
    state = event.model_dump(include=_OF_AN_APPOINTMENT)
    appointment, made = await locked(session, Appointment, event.appointment_id, state)
    newer = made or event.version > appointment.version
    if newer and not made:
        for name, value in state.items():
            setattr(appointment, name, value)
    if newer:
        await keep_messages_true(session, appointment, now=now)
    await plan_notice(session, event, appointment, now=now)


async def follow_patient(session: Session, *, event: PatientState) -> None:
    """Take over how a patient can be reached."""
    state = event.model_dump(include=_OF_A_PATIENT)
    archived = {"archived": event.archived, "archived_version": event.version}
    patient, made = await locked(session, Patient, event.patient_id, state | archived)
    if made:
        return
    if event.version > patient.version:
        for name, value in state.items():
            setattr(patient, name, value)
    if event.version > patient.archived_version:
        patient.archived, patient.archived_version = event.archived, event.version


async def archive_patient(session: Session, *, event: PatientArchived) -> None:
    """Note that nothing is sent to a patient any more (N5)."""
    state = {"patient_id": event.patient_id, "version": 0, "archived": True, "archived_version": event.version}
    patient, _ = await locked(session, Patient, event.patient_id, state)
    if event.version > patient.archived_version:
        patient.archived, patient.archived_version = True, event.version


async def merge_patients(session: Session, *, event: PatientsMerged) -> None:
    """Note that two registrations are one person; nothing is moved, so nothing need be moved back."""
    await locked(session, PatientMerge, event.merge_id, event.model_dump(include=_OF_A_MERGE) | {"undone": False})


async def undo_merge(session: Session, *, event: PatientMergeUndone) -> None:
    """Note that a merge no longer stands, also before it is heard of."""
    state = event.model_dump(include=_OF_A_MERGE) | {"undone": True}
    merge, _ = await locked(session, PatientMerge, event.merge_id, state)
    merge.undone = True


_OF_A_MERGE = {"merge_id", "survivor_id", "duplicate_id"}
_OF_A_PATIENT = {
    "patient_id", "given_name", "family_name", "email", "phone", "preferred_language", "contact_by", "version",
}  # fmt: skip
_OF_AN_APPOINTMENT = {
    "appointment_id", "patient_id", "practitioner_name", "location_id", "location_name", "time_zone",
    "visit_type_id", "visit_type_name", "starts_at", "ends_at", "status", "series_id", "version", "sequence",
}  # fmt: skip


async def locked(session: Session, kind: type[R], key: UUID, state: dict[str, Any]) -> tuple[R, bool]:
    """The row of this key, nobody else's until the commit; made in this state if there is none (True)."""
    row = await session.get(kind, key, with_for_update=True)
    if row is not None:
        return row, False
    made = kind(**state)
    try:
        async with session.begin_nested():
            session.add(made)
        return made, True
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
    # Another event about the same thing was faster by a hair.
    return await session.get_one(kind, key, with_for_update=True), False
