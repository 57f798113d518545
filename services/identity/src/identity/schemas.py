"""The JSON that comes in and goes out."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Email, Moment, Name, PlainText, View
from clinic_contracts.permissions import Permission
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

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
RoleName = Annotated[str, StringConstraints(pattern=rules.ROLE_NAME)]
"""What a role is called: small letters, digits and underscores."""
Allowed = Annotated[set[Permission], Field(max_length=100)]
"""Permissions of a role."""
Locations = Annotated[set[UUID], Field(min_length=1, max_length=50)]
"""Ids of the locations somebody works at; what is kept by location is shown to them of these only."""
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


class ForgottenPassword(Body):
    """Whose password was forgotten."""

    email: TypedEmail


class PasswordReset(Body):
    """The token of the link in the mail, and the password chosen."""

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
    next: Literal["set_up_totp"] | None = None
    """What has to be done before anything else: one's role asks for a second factor."""


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
    totp_required: bool
    permissions: list[str]
    """What they may do; only their own profile as long as their role asks for a second factor they do not have."""


class NewStaff(Body):
    """Somebody to invite."""

    email: Email
    display_name: Name
    role: RoleName
    npi: Npi | None = None
    locations: Locations | None = None


class StaffChange(Body):
    """What changes; what is left out stays."""

    # Factories, so that a field may be left out but not be null.
    email: Email = Field(default_factory=str)
    display_name: Name = Field(default_factory=str)
    role: RoleName = Field(default_factory=lambda: "receptionist")
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
    """A role, and what it may do; one that is `built_in` came with the suite and keeps its permissions."""

    name: str
    description: str
    permissions: list[PermissionView]
    built_in: bool
    totp_required: bool
    practises: bool
    """Whether its holders have a calendar patients are booked into."""
    version: int

    @classmethod
    def of(cls, row: Any) -> Any:
        """A role in plain words."""
        return cls(
            name=row.name,
            description=rules.ROLE_WORDS[row.name] if row.built_in else row.description,
            permissions=[
                PermissionView(name=name, description=rules.PERMISSION_WORDS[Permission(name)]) for name in row.allowed
            ],
            built_in=row.built_in,
            totp_required=row.totp_required,
            practises=row.practises,
            version=row.version,
        )


class NewRole(Body):
    """A role of the clinic's own; everybody's permission to see their own profile comes by itself."""

    name: RoleName
    description: Annotated[PlainText, Field(max_length=300)]
    permissions: Allowed
    totp_required: bool = Field(False, strict=True)
    practises: bool = Field(False, strict=True)


class RoleChange(Body):
    """What changes of a role; what is left out stays."""

    description: Annotated[PlainText, Field(max_length=300)] = Field(default_factory=str)
    permissions: Allowed = Field(default_factory=set)
    totp_required: bool = Field(default_factory=bool, strict=True)


class NewProgram(Body):
    """A program outside the house to let in, and what it may ask for."""

    name: Name
    scopes: Annotated[set[Permission], Field(min_length=1, max_length=100)]


class ProgramView(View):
    """A program outside the house; `id` is its `client_id`."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: Moment
    last_used_at: Moment | None
    revoked_at: Moment | None


class NewProgramView(ProgramView):
    """A program just let in, with the secret that is shown now and never again."""

    client_secret: str

    @classmethod
    def of(cls, row: Any) -> Any:
        """A new program with its secret."""
        return cls(**ProgramView.of(row.program).model_dump(), client_secret=row.secret)


class TokenRequest(BaseModel):
    """How a program asks for an access token (RFC 6749, 4.4); as a form or as JSON, the secret also as HTTP Basic."""

    grant_type: str = Field(max_length=50)
    client_id: str = Field("", max_length=100)
    client_secret: str = Field("", max_length=200)
    scope: str | None = Field(None, max_length=4000)


class ProgramToken(View):
    """An access token of a program, as RFC 6749 words it."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int
    scope: str


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


class ChangedRole(View):
    """A role whose holders' tokens from before this moment are no longer true."""

    role: str
    not_before: Moment


class RevocationsView(View):
    """What makes access tokens invalid that have not expired yet."""

    sessions: list[EndedSession]
    staff: list[ChangedStaff]
    roles: list[ChangedRole]


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


class NewAccessLetter(Body):
    """Whom the letter about the accesses to a patient's data is addressed to, and whose days and hours it names."""

    addressed_to: Annotated[PlainText, StringConstraints(min_length=1, max_length=500)]
    time_zone: Annotated[str, StringConstraints(max_length=60)] = "UTC"
