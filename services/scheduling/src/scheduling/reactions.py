"""Door 2: what the other services say of staff and patients, kept as copies, and what patients answer."""

import structlog
from clinic_common.database import Session, utc_now
from clinic_common.inbox import Reactions
from clinic_contracts.identity import StaffChanged, StaffDeactivated, StaffInvited
from clinic_contracts.notifications import CONFIRM, VisitAnswered
from clinic_contracts.patients import (
    PatientArchived,
    PatientChanged,
    PatientMergeUndone,
    PatientRegistered,
    PatientsMerged,
    PatientState,
)

from . import commands
from .models import PRACTISING
from .rules import LinkNotValid, LinkOver, NotByLink

log = structlog.get_logger(__name__)

reactions = Reactions("scheduling")


@reactions.on(StaffInvited, StaffChanged)
async def keep_staff_member(session: Session, event: StaffInvited | StaffChanged) -> None:
    """Keep who works here; those who practise have a calendar."""
    await commands.keep_staff_member(
        session,
        staff_id=event.staff_id,
        display_name=event.display_name,
        role=PRACTISING if event.practises else event.role,
        npi=event.npi,
        employed=event.active if isinstance(event, StaffChanged) else True,
        version=event.version,
    )


@reactions.on(StaffDeactivated)
async def retire_staff_member(session: Session, event: StaffDeactivated) -> None:
    """Have somebody not be booked any more."""
    await commands.deactivate_staff_member(session, staff_id=event.staff_id, version=event.version)


@reactions.on(PatientRegistered, PatientChanged)
async def keep_patient(session: Session, event: PatientState) -> None:
    """Keep what lists show of a patient."""
    await commands.keep_patient(
        session,
        patient_id=event.patient_id,
        record_number=event.record_number,
        given_name=event.given_name,
        family_name=event.family_name,
        born_on=event.born_on,
        phone=event.phone,
        archived=event.archived,
        version=event.version,
    )


@reactions.on(PatientArchived)
async def retire_patient(session: Session, event: PatientArchived) -> None:
    """Have nothing new be booked for a patient."""
    await commands.archive_patient(session, patient_id=event.patient_id, version=event.version)


@reactions.on(PatientsMerged)
async def move_appointments(session: Session, event: PatientsMerged) -> None:
    """Have the duplicate's appointments be the survivor's."""
    await commands.merge_patients(
        session, merge_id=event.merge_id, survivor_id=event.survivor_id, duplicate_id=event.duplicate_id
    )


@reactions.on(PatientMergeUndone)
async def return_appointments(session: Session, event: PatientMergeUndone) -> None:
    """Give the duplicate its appointments back."""
    await commands.undo_merge(
        session, merge_id=event.merge_id, survivor_id=event.survivor_id, duplicate_id=event.duplicate_id
    )


@reactions.on(VisitAnswered)
async def take_answer(session: Session, event: VisitAnswered) -> None:
    """Have a patient confirm or call off their visit by an answer to its reminder, as by the link in it (S12)."""
    try:
        if event.answer == CONFIRM:
            await commands.confirm_linked_visit(session, token=event.link, now=utc_now())
        else:
            reason = "By the patient, by text message."
            await commands.cancel_linked_visit(session, token=event.link, now=utc_now(), reason=reason)
    except (LinkNotValid, LinkOver, NotByLink) as refusal:
        log.info("an answer came too late", appointment_id=str(event.appointment_id), code=refusal.code)
