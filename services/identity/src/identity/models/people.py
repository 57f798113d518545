"""Who works here and what their role allows, and the programs that call as themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import TYPES, new_id, new_metadata
from clinic_contracts.identity import RoleChanged, SessionEnded, StaffChanged, StaffDeactivated, StaffInvited
from sqlalchemy import (
    BINARY,
    DDL,
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .. import rules


class Base(DeclarativeBase):
    """The tables of this schema."""

    metadata = new_metadata()
    type_annotation_map = TYPES


BUILT_IN = (
    "INSERT INTO roles (name, description, totp_required, practises, version) VALUES "
    "('admin', '', 0, 0, 1), ('doctor', '', 0, 1, 1), ('nurse', '', 0, 0, 1), ('receptionist', '', 0, 0, 1)"
)
"""The rows of the roles that come with the suite (I3). A migration holds the same."""


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


class Program(Base):
    """
    A program outside the house that calls as itself, with a secret shown once; only its hash is kept.

    Its id stands for the session of all its access tokens: revoked, they end at once, as a session's do.
    """

    __tablename__ = "programs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    secret_hash: Mapped[bytes] = mapped_column(BINARY(32))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None] = mapped_column(index=True)

    def revoke(self, *, now: datetime) -> SessionEnded:
        """Be let in no more, from now on."""
        self.revoked_at = now
        return SessionEnded(session_id=self.id, staff_id=self.id, reason="program_revoked", occurred_at=now)


event.listen(Role.__table__, "after_create", DDL(BUILT_IN))  # type: ignore[no-untyped-call]
