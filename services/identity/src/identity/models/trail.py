"""The access trail: its entries, chains, seals, and what is looked after."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import Id, UtcDateTime
from clinic_common.sealing import Sealer
from sqlalchemy import (
    BINARY,
    DDL,
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from .. import rules
from .people import BUILT_IN, Base


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


class TrailArchive(Base):
    """
    A seal whose entries were written out of the database and proved there (I18). Never changed, never deleted (I14).

    While it is not here, the database lets none of the entries go.
    """

    __tablename__ = "trail_archives"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_position: Mapped[int] = mapped_column(BigInteger)
    archived_at: Mapped[datetime]
    statement: Mapped[str] = mapped_column(String(2000))
    """A compact JWS of `rules.archived`."""


_FOREVER = {
    "access_entries": "the access trail",
    "trail_seals": "a seal",
    "trail_keys": "a trail key",
    "trail_archives": "what was archived",
}
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
_KEPT = "NOT EXISTS (SELECT 1 FROM trail_archives WHERE source = OLD.source AND last_position >= OLD.position)"
GUARDS["mysql"]["access_entries_never_delete"] = (
    f"CREATE TRIGGER access_entries_never_delete BEFORE DELETE ON access_entries FOR EACH ROW BEGIN IF {_KEPT} "
    "THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the access trail is never deleted before it is archived'; "
    "END IF; END"
)
GUARDS["sqlite"]["access_entries_never_delete"] = (
    f"CREATE TRIGGER access_entries_never_delete BEFORE DELETE ON access_entries WHEN {_KEPT} "
    "BEGIN SELECT RAISE(ABORT, 'the access trail is never deleted before it is archived'); END"
)
"""By database: trigger name → the statement that makes it (I14). The migrations hold the same."""


def _guard(metadata: MetaData) -> None:
    for dialect, triggers in GUARDS.items():
        for name, statement in triggers.items():
            table = metadata.tables[name.partition("_never_")[0]]
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
    metadata.info["mysql_guards_off"] = [f"DROP TRIGGER IF EXISTS {name}" for name in GUARDS["mysql"]]
    metadata.info["mysql_guards_on"] = [*GUARDS["mysql"].values(), BUILT_IN]


_guard(Base.metadata)
