"""Door 2: what happened elsewhere, and what we do then."""

from clinic_common.database import Session, utc_now
from clinic_common.inbox import Reactions
from clinic_contracts.billing import (
    CreditApplied,
    CreditReleased,
    InvoiceAdjusted,
    InvoiceOverdue,
    InvoiceState,
    InvoiceVoided,
    PaymentRefunded,
    PaymentTaken,
    RemittancePosted,
)
from clinic_contracts.identity import PasswordResetOffered, StaffInvited
from clinic_contracts.patients import (
    PatientArchived,
    PatientChanged,
    PatientMergeUndone,
    PatientRegistered,
    PatientsMerged,
    PatientState,
)
from clinic_contracts.scheduling import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentCompleted,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentProgressed,
    AppointmentRescheduled,
    AppointmentState,
)

from . import commands

reactions = Reactions("notifications")


@reactions.on(
    AppointmentBooked,
    AppointmentRescheduled,
    AppointmentConfirmed,
    AppointmentProgressed,
    AppointmentCompleted,
    AppointmentCancelled,
    AppointmentMissed,
)
async def follow_appointment(session: Session, event: AppointmentState) -> None:
    """Plan, move or cancel the messages about a visit."""
    await commands.follow_appointment(session, event=event, now=utc_now())


@reactions.on(PatientRegistered, PatientChanged)
async def follow_patient(session: Session, event: PatientState) -> None:
    """Know how a patient can be reached."""
    await commands.follow_patient(session, event=event)


@reactions.on(PatientArchived)
async def archive_patient(session: Session, event: PatientArchived) -> None:
    """Send nothing to an archived patient."""
    await commands.archive_patient(session, event=event)


@reactions.on(PatientsMerged)
async def merge_patients(session: Session, event: PatientsMerged) -> None:
    """Write to the survivor for both."""
    await commands.merge_patients(session, event=event)


@reactions.on(PatientMergeUndone)
async def undo_merge(session: Session, event: PatientMergeUndone) -> None:
    """Write to each of them again."""
    await commands.undo_merge(session, event=event)


@reactions.on(StaffInvited)
async def invite_staff_member(session: Session, event: StaffInvited) -> None:
    """Send a new staff member the link to their password."""
    await commands.invite_staff_member(session, event=event, now=utc_now())


@reactions.on(PasswordResetOffered)
async def send_password_reset(session: Session, event: PasswordResetOffered) -> None:
    """Send a staff member the link to another password."""
    await commands.send_password_reset(session, event=event, now=utc_now())


@reactions.on(InvoiceOverdue)
async def remind_of_debt(session: Session, event: InvoiceOverdue) -> None:
    """Tell a patient what they still owe."""
    await commands.remind_of_debt(session, event=event, now=utc_now())


@reactions.on(
    PaymentTaken,
    PaymentRefunded,
    CreditApplied,
    CreditReleased,
    RemittancePosted,
    InvoiceAdjusted,
    InvoiceVoided,
)
async def follow_invoice(session: Session, event: InvoiceState) -> None:
    """Tell nobody of a debt that is paid."""
    await commands.follow_invoice(session, event=event)
