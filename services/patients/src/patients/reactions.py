"""Door 2: what patients does when something happened elsewhere."""

from clinic_common.database import Session
from clinic_common.inbox import Reactions
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

reactions = Reactions("patients")


@reactions.on(
    AppointmentBooked,
    AppointmentRescheduled,
    AppointmentConfirmed,
    AppointmentProgressed,
    AppointmentCompleted,
    AppointmentCancelled,
    AppointmentMissed,
)
async def follow_visit(session: Session, event: AppointmentState) -> None:
    """Know who was seen by whom, for the statistics."""
    await commands.follow_visit(session, event=event)
