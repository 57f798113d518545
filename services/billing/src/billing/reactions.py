"""Door 2 of billing: what happened elsewhere, each led to one command."""

from zoneinfo import ZoneInfo

from clinic_common.database import Session
from clinic_common.inbox import Reactions
from clinic_contracts.identity import StaffChanged, StaffInvited
from clinic_contracts.patients import (
    PatientArchived,
    PatientChanged,
    PatientMergeUndone,
    PatientRegistered,
    PatientsMerged,
    PatientState,
)  # fmt: skip
from clinic_contracts.scheduling import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentCompleted,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentProgressed,
    AppointmentRescheduled,
    AppointmentState,
    LocationSaved,
)  # fmt: skip

from . import commands

reactions = Reactions("billing")


@reactions.on(AppointmentCompleted)
async def open_invoice(session: Session, event: AppointmentCompleted) -> None:
    """Open the one draft of a visit that took place (B1)."""
    await commands.open_invoice_of_visit(
        session,
        appointment_id=event.appointment_id,
        patient_id=event.patient_id,
        fee_code=event.fee_code,
        visit_type_name=event.visit_type_name,
        now=event.occurred_at,
        service_on=event.starts_at.astimezone(ZoneInfo(event.time_zone)).date(),
        practitioner_id=event.practitioner_id,
        location_id=event.location_id,
    )


@reactions.on(
    AppointmentBooked,
    AppointmentRescheduled,
    AppointmentConfirmed,
    AppointmentProgressed,
    AppointmentCompleted,
    AppointmentCancelled,
    AppointmentMissed,
)
async def remember_appointment(session: Session, event: AppointmentState) -> None:
    """Keep who sees whom (B8)."""
    await commands.remember_appointment(
        session,
        appointment_id=event.appointment_id,
        practitioner_id=event.practitioner_id,
        patient_id=event.patient_id,
        status="cancelled" if isinstance(event, AppointmentCancelled) else event.status,
        version=event.version,
        starts_on=event.starts_at.astimezone(ZoneInfo(event.time_zone)).date(),
    )
    # Not newer than what their own publisher says: version nought.
    await commands.remember_practitioner(
        session, staff_id=event.practitioner_id, name=event.practitioner_name, npi=None, version=0
    )
    await commands.remember_location(
        session, location_id=event.location_id, name=event.location_name, time_zone=event.time_zone, version=0
    )


@reactions.on(LocationSaved)
async def remember_location(session: Session, event: LocationSaved) -> None:
    """Keep what a location is called and what time it is there."""
    await commands.remember_location(
        session,
        location_id=event.location_id,
        name=event.name,
        time_zone=event.time_zone,
        version=event.version,
    )


@reactions.on(PatientRegistered, PatientChanged)
async def remember_patient(session: Session, event: PatientState) -> None:
    """Keep who a patient is."""
    await commands.remember_patient(
        session,
        patient_id=event.patient_id,
        record_number=event.record_number,
        given_name=event.given_name,
        family_name=event.family_name,
        archived=event.archived,
        version=event.version,
        born_on=event.born_on,
        sex=event.sex,
        address=event.address,
        language=event.preferred_language,
    )


@reactions.on(PatientArchived)
async def archive_patient(session: Session, event: PatientArchived) -> None:
    """Keep that a patient was archived."""
    await commands.archive_patient(session, patient_id=event.patient_id, version=event.version)


@reactions.on(PatientsMerged)
async def merge_patients(session: Session, event: PatientsMerged) -> None:
    """Let the duplicate's papers be the survivor's (B9)."""
    await commands.merge_patients(
        session, merge_id=event.merge_id, survivor_id=event.survivor_id, duplicate_id=event.duplicate_id
    )


@reactions.on(PatientMergeUndone)
async def undo_merge(session: Session, event: PatientMergeUndone) -> None:
    """Give the duplicate's papers back (B9)."""
    await commands.undo_merge(
        session, merge_id=event.merge_id, survivor_id=event.survivor_id, duplicate_id=event.duplicate_id
    )


@reactions.on(StaffInvited, StaffChanged)
async def remember_practitioner(session: Session, event: StaffInvited | StaffChanged) -> None:
    """Keep how claims and reports name who treats patients."""
    await commands.remember_practitioner(
        session, staff_id=event.staff_id, name=event.display_name, npi=event.npi, version=event.version
    )
