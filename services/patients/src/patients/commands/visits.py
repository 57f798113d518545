"""Keeping up with who was seen by whom."""

from clinic_common.database import Session
from clinic_contracts.scheduling import AppointmentState

from ..models import Patient, Visit


async def follow_visit(session: Session, *, event: AppointmentState) -> None:
    """Keep a visit as it was last told of; one of a merged patient is one of the record that stayed."""
    patient = await session.get(Patient, event.patient_id)
    while patient is not None and patient.merged_into is not None:
        patient = await Patient.get(session, patient.merged_into)
    if patient is None:
        return  # not of this clinic's patients: there is nothing to count
    visit = await session.get(Visit, event.appointment_id)
    if visit is None:
        visit = Visit(id=event.appointment_id, patient_id=patient.id, known_version=0)
        session.add(visit)
    if visit.known_version >= event.version:
        return
    visit.practitioner_id, visit.practitioner_name = event.practitioner_id, event.practitioner_name[:200]
    visit.starts_at, visit.completed = event.starts_at, event.status == "completed"
    visit.known_version = event.version
