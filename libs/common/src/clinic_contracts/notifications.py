"""What notifications tells: what was sent, what could not be, and what patients answered."""

from uuid import UUID

from pydantic import Field

from .base import Event, Moment

CONFIRM, CANCEL = "confirm", "cancel"
"""What a patient can answer to a reminder."""


class MessageSent(Event, name="notifications.message_sent.v1"):
    """A message left the house."""

    message_id: UUID
    patient_id: UUID | None = None
    appointment_id: UUID | None = None
    channel: str
    template: str
    occurred_at: Moment


class MessageFailed(Event, name="notifications.message_failed.v1"):
    """A message could not be sent, finally."""

    message_id: UUID
    patient_id: UUID | None = None
    appointment_id: UUID | None = None
    channel: str
    template: str
    reason: str
    occurred_at: Moment


class VisitAnswered(Event, name="notifications.visit_answered.v1"):
    """A patient answered a reminder by text message: they will come, or they call their visit off."""

    appointment_id: UUID
    patient_id: UUID
    answer: str
    link: str = Field(repr=False)
    """The token of their own link to the visit: it opens what it opens when they tap it, and nothing else."""
    occurred_at: Moment
