"""What identity tells: who works here, and who no longer does."""

from uuid import UUID

from .base import Event, Moment


class StaffInvited(Event, name="identity.staff_invited.v1"):
    """A staff member was added; the link in `invitation_token` lets them choose a password, once."""

    staff_id: UUID
    email: str
    display_name: str
    role: str
    npi: str | None = None
    practises: bool | None = None
    """Whether patients are booked with them; None: as the role called `doctor` says."""
    invitation_token: str | None = None
    version: int
    occurred_at: Moment


class StaffChanged(Event, name="identity.staff_changed.v1"):
    """Name, role or NPI of a staff member changed; carries the whole new state."""

    staff_id: UUID
    email: str
    display_name: str
    role: str
    npi: str | None = None
    practises: bool | None = None
    """As in `StaffInvited`."""
    active: bool = True
    version: int
    occurred_at: Moment


class StaffDeactivated(Event, name="identity.staff_deactivated.v1"):
    """A staff member may no longer do anything, from now on."""

    staff_id: UUID
    version: int
    occurred_at: Moment


class PasswordResetAsked(Event, name="identity.password_reset_asked.v1"):
    """Somebody who cannot sign in asked for a new password; whether the address is known makes no difference here."""

    email: str
    occurred_at: Moment


class PasswordResetOffered(Event, name="identity.password_reset_offered.v1"):
    """A staff member may choose another password with the link in `token`, once and for an hour."""

    staff_id: UUID
    email: str
    display_name: str
    token: str
    occurred_at: Moment


class RoleChanged(Event, name="identity.role_changed.v1"):
    """A role allows something else now: what its holders' access tokens said before is no longer so."""

    role: str
    permissions: list[str]
    version: int
    occurred_at: Moment


class SessionEnded(Event, name="identity.session_ended.v1"):
    """A sign-in ended (logout, reuse of a refresh token, ended by its owner or an admin)."""

    session_id: UUID
    staff_id: UUID
    reason: str
    occurred_at: Moment
