"""The tables of identity, and the verbs of one row."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import TYPES, Id, UtcDateTime, new_id, new_metadata
from clinic_common.sealing import Sealer
from clinic_contracts.identity import RoleChanged, SessionEnded, StaffChanged, StaffDeactivated, StaffInvited
from sqlalchemy import (
    BINARY,
    DDL,
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    event,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from . import rules


class Base(DeclarativeBase):
    """The tables of this schema."""

    metadata = new_metadata()
    type_annotation_map = TYPES


class Role(Base):
    """
    What its holders may do: a row for each role the suite comes with, and for each the clinic made.

    `tokens_not_before`: access tokens of holders issued earlier say something that is no longer so.
    """

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    description: Mapped[str] = mapped_column(String(300))
    permissions: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """None: as the suite ships them, so that an update brings new ones."""
    totp_required: Mapped[bool] = mapped_column(default=False)
    practises: Mapped[bool] = mapped_column(default=False)
    """Whether its holders have a calendar patients are booked into."""
    tokens_not_before: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def built_in(self) -> bool:
        """Whether it came with the suite."""
        return self.permissions is None

    @property
    def allowed(self) -> list[str]:
        """The permissions it gives, as of now."""
        return rules.permissions_of(self.name, self.permissions)

    def changed(self, *, at: datetime) -> RoleChanged:
        """The event that its holders may do something else now."""
        return RoleChanged(role=self.name, permissions=self.allowed, version=self.version, occurred_at=at)


class Staff(Base):
    """
    Somebody who works here; never deleted, because the trail names them.

    `locations`: where they work, if they are kept to that; None: everywhere.
    `tokens_not_before`: access tokens issued earlier say something that is no longer so.
    """

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)  # I1
    display_name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(ForeignKey("roles.name"))  # I3
    npi: Mapped[str | None] = mapped_column(String(10), unique=True)  # I2
    locations: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    tokens_not_before: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("length(npi) = 10", name="npi_of_ten_digits"),  # I2
        Index("ix_staff_name_key_id", "name_key", "id"),
        Index("ix_staff_role_active", "role", "active"),
    )

    @classmethod
    def join(cls, *, email: str, display_name: str, role: str, npi: str | None, now: datetime) -> "Staff":
        """Somebody new."""
        staff = cls(id=new_id(), role=role, npi=npi, active=True, created_at=now)
        staff.rename(display_name)
        staff.move_to(email)
        return staff

    def rename(self, display_name: str) -> None:
        """Call them this from now on."""
        self.display_name, self.name_key = display_name, rules.folded(display_name)

    def move_to(self, email: str) -> None:
        """Give them another e-mail address."""
        self.email, self.email_key = email, rules.email_key(email)

    def keep_to(self, locations: Iterable[UUID] | None) -> None:
        """Show them only what is at these locations; None: everything."""
        self.locations = None if locations is None else sorted(map(str, set(locations)))

    @property
    def is_active_admin(self) -> bool:
        """Whether the clinic counts on them as an admin (I4)."""
        return self.active and self.role == "admin"

    def _described(self, role: Role) -> dict[str, Any]:
        return {
            "staff_id": self.id,
            "email": self.email,
            "display_name": self.display_name,
            "role": self.role,
            "npi": self.npi,
            "practises": role.practises,
            "version": self.version,
        }

    def invited(self, token: str | None, *, role: Role, at: datetime) -> StaffInvited:
        """The event that they were added, or invited once more."""
        return StaffInvited(**self._described(role), invitation_token=token, occurred_at=at)

    def changed(self, *, role: Role, at: datetime) -> StaffChanged:
        """The event that they were changed."""
        return StaffChanged(**self._described(role), active=self.active, occurred_at=at)

    def deactivated(self, *, at: datetime) -> StaffDeactivated:
        """The event that they were deactivated."""
        return StaffDeactivated(staff_id=self.id, version=self.version, occurred_at=at)


class Credentials(Base):
    """How one staff member proves who they are; apart from `Staff`, so that no list ever reads it."""

    __tablename__ = "credentials"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary(500))  # sealed
    totp_on: Mapped[bool] = mapped_column(default=False)
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)  # I9

    def forget_totp(self) -> None:
        """Turn the second factor off."""
        self.totp_secret, self.totp_on, self.totp_last_step = None, False, None


class RecoveryCode(Base):
    """A code that stands in for the second factor, once (I9); only its hash is kept."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[bytes] = mapped_column(BINARY(32), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)


class ListedPassword(Base):
    """A password nobody may choose, because it is guessed first (I6); a list the clinic loaded, as hashes."""

    __tablename__ = "listed_passwords"

    hash: Mapped[bytes] = mapped_column(BINARY(16), primary_key=True)


class Invitation(Base):
    """A link by mail that lets somebody choose a password, once (I5)."""

    __tablename__ = "invitations"

    token_hash: Mapped[bytes] = mapped_column(BINARY(32), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    reset: Mapped[bool] = mapped_column(server_default=false())
    """Asked for by somebody who forgot their password: their second factor stays."""


class SignIn(Base):
    """
    A session: one sign-in with everything that was refreshed from it.

    `generation` counts its refreshes; only tokens of this generation are good (I10).
    """

    __tablename__ = "sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    end_reason: Mapped[str | None] = mapped_column(String(40))
    generation: Mapped[int]
    rotated_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(String(45))
    place: Mapped[str] = mapped_column(String(45))
    device: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_sign_ins_staff_id_ended_at", "staff_id", "ended_at"),
        Index("ix_sign_ins_staff_id_place_created_at", "staff_id", "place", "created_at"),
    )

    def is_live(self, now: datetime) -> bool:
        """Whether it can still be used (I11)."""
        return self.ended_at is None and now < self.expires_at and now - self.last_used_at < rules.SESSION_IDLE

    def may_repeat(self, generation: int, now: datetime) -> bool:
        """Whether a token of this generation was replaced only just now, and its successor not used yet (I10)."""
        just_now = self.rotated_at is not None and now <= self.rotated_at + rules.REFRESH_GRACE
        return generation == self.generation - 1 and just_now

    def end(self, reason: str, *, now: datetime) -> SessionEnded:
        """Be over, from now on."""
        self.ended_at, self.end_reason = now, reason
        return SessionEnded(session_id=self.id, staff_id=self.staff_id, reason=reason, occurred_at=now)


class RefreshToken(Base):
    """A refresh token that was given out, good or replaced; only its hash is kept."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(BINARY(32), primary_key=True)
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True)
    generation: Mapped[int]


class FailedAttempts(Base):
    """How often a proof of somebody's identity failed lately (I8); the key is a hash of account and place."""

    __tablename__ = "failed_attempts"

    key: Mapped[bytes] = mapped_column(BINARY(32), primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)


class SigningKey(Base):
    """A key that signs access tokens: the newest whose `signs_from` has come (I12)."""

    __tablename__ = "signing_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary(2000))
    public: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    signs_from: Mapped[datetime]


class Chain(Base):
    """Where each source's chain of entries ends; its row is the queue new entries stand in (I13)."""

    __tablename__ = "chains"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(BINARY(32))
    told: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """How many accesses, as the source numbers them, are in the chain."""


class EarlyAccesses(Base):
    """A batch of accesses, sealed, that came before the one it follows; it waits for its turn (I17)."""

    __tablename__ = "early_accesses"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    occurred_at: Mapped[datetime]


class AccessEntry(Base):
    """Somebody saw or changed data of one patient. Never changed, never deleted (I14)."""

    __tablename__ = "access_entries"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[UUID | None]
    staff_name: Mapped[str | None] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(40))
    session_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    patient_id: Mapped[UUID] = mapped_column(Id)
    address: Mapped[str | None] = mapped_column(String(45))
    request_id: Mapped[str | None] = mapped_column(String(64))
    purpose: Mapped[str | None] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(40))
    previous_hash: Mapped[bytes] = mapped_column(BINARY(32))
    entry_hash: Mapped[bytes] = mapped_column(BINARY(32))

    __table_args__ = (
        CheckConstraint("position >= 1", name="counts_from_one"),
        Index("ix_access_entries_moment", "occurred_at", "source", "position"),
        Index("ix_access_entries_patient", "patient_id", "occurred_at", "source", "position"),
        Index("ix_access_entries_staff", "staff_id", "occurred_at", "source", "position"),
    )


class TrailKey(Base):
    """A key that signs seals; the newest signs. Its public half is derived, so that none can be put in its place."""

    __tablename__ = "trail_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary(2000))
    created_at: Mapped[datetime]

    @classmethod
    def make(cls, number: int, *, sealer: Sealer, now: datetime) -> "TrailKey":
        """A new key."""
        made = rules.new_signing_key()
        sealed = sealer.seal(made.private, context=f"trail-key/{made.key_id}")
        return cls(number=number, key_id=made.key_id, sealed_private=sealed, created_at=now)

    def private(self, sealer: Sealer) -> bytes:
        """
        Its private half.

        :raises Unsealable: this row was put here by somebody without the key ring
        """
        return sealer.open(rules.as_bytes(self.sealed_private), context=f"trail-key/{self.key_id}")


class TrailSeal(Base):
    """A signed statement about a stretch of one source's entries (I15). Never changed, never deleted (I14)."""

    __tablename__ = "trail_seals"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_position: Mapped[int] = mapped_column(BigInteger)
    last_position: Mapped[int] = mapped_column(BigInteger)
    sealed_at: Mapped[datetime]
    statement: Mapped[str] = mapped_column(String(2000))
    """A compact JWS of `rules.Statement`."""
    leaves: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    """The entries' hashes under the root, 32 bytes each: they name the entry that was changed."""

    __table_args__ = (
        CheckConstraint("number >= 1 AND first_position >= 1 AND last_position >= first_position", name="spans"),
    )


class Check(Base):
    """How something that is looked after from time to time went the last time, such as a backup or its proof."""

    __tablename__ = "checks"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    good: Mapped[bool]
    good_at: Mapped[datetime | None]
    """When it went well last."""
    said: Mapped[str] = mapped_column(String(200))


BUILT_IN = (
    "INSERT INTO roles (name, description, totp_required, practises, version) VALUES "
    "('admin', '', 0, 0, 1), ('doctor', '', 0, 1, 1), ('nurse', '', 0, 0, 1), ('receptionist', '', 0, 0, 1)"
)
"""The rows of the roles that come with the suite (I3). A migration holds the same."""
_FOREVER = {"access_entries": "the access trail", "trail_seals": "a seal", "trail_keys": "a trail key"}
_DONE = (("change", "UPDATE", "changed"), ("delete", "DELETE", "deleted"))
GUARDS: dict[str, dict[str, str]] = {
    "mysql": {
        f"{table}_never_{verb}": (
            f"CREATE TRIGGER {table}_never_{verb} BEFORE {statement} ON {table} FOR EACH ROW "
            f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{what} is never {done}'"
        )
        for table, what in _FOREVER.items()
        for verb, statement, done in _DONE
    },
    "sqlite": {
        f"{table}_never_{verb}": (
            f"CREATE TRIGGER {table}_never_{verb} BEFORE {statement} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{what} is never {done}'); END"
        )
        for table, what in _FOREVER.items()
        for verb, statement, done in _DONE
    },
}
"""By database: trigger name → the statement that makes it (I14). The first migration holds the same."""


def _guard(metadata: MetaData) -> None:
    for dialect, triggers in GUARDS.items():
        for name, statement in triggers.items():
            table = metadata.tables[name.partition("_never_")[0]]
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
    event.listen(metadata.tables["roles"], "after_create", DDL(BUILT_IN))  # type: ignore[no-untyped-call]
    metadata.info["mysql_guards_off"] = [f"DROP TRIGGER IF EXISTS {name}" for name in GUARDS["mysql"]]
    metadata.info["mysql_guards_on"] = [*GUARDS["mysql"].values(), BUILT_IN]


_guard(Base.metadata)
