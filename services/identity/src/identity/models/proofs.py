"""How people prove who they are: passwords, links, second factors, sessions, and the keys that sign."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_contracts.identity import SessionEnded
from sqlalchemy import (
    BINARY,
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from .. import rules
from .people import Base


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
