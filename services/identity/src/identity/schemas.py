"""The JSON that comes in and goes out."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Email, Moment, Name, PlainText, View
from clinic_contracts.permissions import Permission
from pydantic import AfterValidator, Field, StringConstraints, computed_field

from . import rules


def _npi(text: str) -> str:
    if not rules.npi_is_valid(text):
        raise ValueError("is not an NPI: its check digit does not fit")
    return text


Npi = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$"), AfterValidator(_npi)]
"""A National Provider Identifier: ten digits, the last a check digit."""
Typed = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=rules.LONGEST_PASSWORD)]
"""A password somebody typed to prove who they are."""
Chosen = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=rules.SHORTEST_PASSWORD, max_length=rules.LONGEST_PASSWORD),
]
"""A password somebody chooses: 12 to 1024 characters of any kind (I6)."""
Opaque = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
"""A token as it was given out."""
Otp = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
"""Six digits from an authenticator app."""
OtpOrRecoveryCode = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{6}|[A-Za-z0-9]{4}([ -]?[A-Za-z0-9]{4}){3})$", max_length=19)
]
"""Six digits from an authenticator app, or a recovery code as it was given out or without its dashes."""
Locations = Annotated[set[UUID], Field(min_length=1, max_length=50)]
"""Ids of the locations somebody works at; they see no calendar of another."""
TypedEmail = Annotated[PlainText, Field(max_length=254)]
"""An e-mail address as typed to sign in; whether it is one makes no difference to the answer."""


class SignInRequest(Body):
    """An e-mail address and a password, and the code of the second factor if there is one."""

    email: TypedEmail
    password: Typed
    otp: OtpOrRecoveryCode | None = None


class RefreshRequest(Body):
    """The refresh token; without it the cookie counts."""

    refresh_token: Opaque | None = None


class AcceptInvitation(Body):
    """The token of an invitation, and the password chosen."""

    token: Opaque
    password: Chosen


class PasswordChange(Body):
    """The password so far, and the new one."""

    current_password: Typed
    new_password: Chosen


class TotpCode(Body):
    """A code from the app."""

    otp: Otp


class Tokens(View):
    """Proof of a sign-in: a token for each call, and one to get the next pair with."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int
    """Seconds."""
    refresh_token: str


class TotpSecretView(View):
    """What the authenticator app needs: as text, and as the URI its camera reads."""

    secret: str
    uri: str


class RecoveryCodesView(View):
    """Codes for when the app is not at hand, each good once; shown now and never again."""

    recovery_codes: list[str]


class SessionView(View):
    """One sign-in; `current` is the one that asks."""

    id: UUID
    created_at: Moment
    last_used_at: Moment
    expires_at: Moment
    address: str | None
    device: str | None
    current: bool = False


class MeView(View):
    """Who is signed in."""

    id: UUID
    email: str
    display_name: str
    role: str
    locations: list[UUID] | None
    totp_on: bool

    @computed_field  # type: ignore[prop-decorator]
    @property
    def permissions(self) -> list[str]:
        """What they may do."""
        return rules.permissions_of(self.role)


class NewStaff(Body):
    """Somebody to invite."""

    email: Email
    display_name: Name
    role: rules.Role
    npi: Npi | None = None
    locations: Locations | None = None


class StaffChange(Body):
    """What changes; what is left out stays."""

    # Factories, so that a field may be left out but not be null.
    email: Email = Field(default_factory=str)
    display_name: Name = Field(default_factory=str)
    role: rules.Role = Field(default_factory=lambda: "receptionist")
    npi: Npi | None = None
    locations: Locations | None = None
    active: bool = Field(default_factory=bool, strict=True)


class StaffView(View):
    """A staff member; `joined_at` is empty while their invitation waits."""

    id: UUID
    email: str
    display_name: str
    role: str
    npi: str | None
    locations: list[UUID] | None
    active: bool
    created_at: Moment
    joined_at: Moment | None
    deactivated_at: Moment | None
    version: int


class PermissionView(View):
    """One thing somebody may do, in plain words."""

    name: str
    description: str


class RoleView(View):
    """A role, and what it may do."""

    name: str
    description: str
    permissions: list[PermissionView]

    @classmethod
    def named(cls, role: str) -> "RoleView":
        """The role of this name."""
        permissions = [
            PermissionView(name=name, description=rules.PERMISSION_WORDS[Permission(name)])
            for name in rules.permissions_of(role)
        ]
        return cls(name=role, description=rules.ROLE_WORDS[role], permissions=permissions)


class JwkSet(View):
    """Public keys (RFC 7517)."""

    keys: list[dict[str, Any]]


class EndedSession(View):
    """A session that ended."""

    session_id: UUID
    ended_at: Moment


class ChangedStaff(View):
    """Somebody whose tokens from before this moment are no longer true."""

    staff_id: UUID
    not_before: Moment
    role: str
    active: bool


class RevocationsView(View):
    """What makes access tokens invalid that have not expired yet."""

    sessions: list[EndedSession]
    staff: list[ChangedStaff]


class AccessEntryView(View):
    """Who saw or changed what of a patient's data; `source` and `position` name the entry."""

    source: str
    position: int
    occurred_at: Moment
    staff_id: UUID | None
    staff_name: str | None
    role: str | None
    session_id: UUID | None
    action: str
    kind: str
    patient_id: UUID
    address: str | None
    request_id: str | None
    purpose: str | None
    outcome: str


class BreakView(View):
    """The first entry that does not hold, and why."""

    source: str
    position: int
    reason: str


class ChainView(View):
    """One service's chain; `head` is the hash of its last good entry, in hex."""

    source: str
    entries: int
    head: str
    sealed: int
    """How many entries, from the first on, are under a seal."""
    sealed_at: Moment | None


class TrailProofView(View):
    """Whether every entry of the access trail still says what it said."""

    valid: bool
    entries: int
    chains: list[ChainView]
    first_break: BreakView | None


class AccessInWords(View):
    """What somebody did with a patient's data on one day, however often."""

    who: str
    staff_id: UUID | None
    words: str
    outcome: str
    times: int
    first_at: Moment
    last_at: Moment


class AccessDayView(View):
    """One day's accesses to a patient's data, the newest first."""

    on: date
    accesses: list[AccessInWords]
