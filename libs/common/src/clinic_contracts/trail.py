"""What every service tells of accesses to people's data: the one fact with many publishers."""

from uuid import UUID

from .base import Event, Moment


class AccessRecorded(Event, name="trail.access_recorded.v1"):
    """Somebody read, listed, wrote, exported or opened data about these subjects (patients)."""

    source: str
    """The service that gave the data out."""
    actor_id: UUID | None = None
    actor_name: str | None = None
    role: str | None = None
    session_id: UUID | None = None
    action: str
    """The operation, such as `get_patient`."""
    kind: str
    """`read`, `list` or `write`."""
    subject_ids: list[UUID]
    address: str | None = None
    request_id: str | None = None
    purpose: str | None = None
    outcome: str = "allowed"
    occurred_at: Moment


class AccessesRecorded(Event, name="trail.accesses_recorded.v1"):
    """Accesses at one source, in order and numbered without a gap, so that none is lost or moved unseen."""

    source: str
    first: int
    """The number of the first of them at their source; its first access ever is 1."""
    accesses: list[AccessRecorded]
    occurred_at: Moment
