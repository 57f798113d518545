"""What notifications tells: what was sent, and what could not be."""

from uuid import UUID

from .base import Event, Moment


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
