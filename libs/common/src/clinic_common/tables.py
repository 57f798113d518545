"""Column types, and the plumbing's own tables, which stand in every service's schema."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BINARY,
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    TypeDecorator,
)  # fmt: skip
from sqlalchemy.dialects.mysql import DATETIME as MYSQL_DATETIME
from uuid_utils.compat import uuid7 as _uuid7

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names, the same on every database, so that migrations can name what they change."""


def new_id() -> UUID:
    """A UUIDv7: sorts by the time it was made (RFC 9562)."""
    return _uuid7()


def utc_now() -> datetime:
    """The present moment, aware, in UTC. Only doors and jobs ask for it; commands take `now`."""
    return datetime.now(UTC)


class Id(TypeDecorator[UUID]):
    """A UUID in sixteen bytes."""

    impl = BINARY(16)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        return None if value is None else UUID(bytes=bytes(value))


class UtcDateTime(TypeDecorator[datetime]):
    """A moment to the microsecond; aware UTC in Python, without zone in the database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "mysql":
            return dialect.type_descriptor(MYSQL_DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


TYPES = {UUID: Id, datetime: UtcDateTime}
"""Python type → column type for `Mapped[...]` annotations."""


def _outbox(metadata: MetaData) -> Table:
    """The outbox of one schema. `available_at` is lease and back-off in one: nobody touches a row before."""
    return Table(
        "outbox",
        metadata,
        Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
        Column("message_id", Id, nullable=False, unique=True),
        Column("type", String(120), nullable=False),
        Column("occurred_at", UtcDateTime, nullable=False),
        Column("headers", JSON, nullable=False),
        Column("body", LargeBinary(2**24 - 1), nullable=False),
        Column("available_at", UtcDateTime, nullable=False),
        Column("attempts", Integer, nullable=False, default=0),
        Column("published_at", UtcDateTime),
        Index("ix_outbox_due", "published_at", "available_at"),
    )


def _inbox(metadata: MetaData) -> Table:
    """The inbox of one schema: which message was already worked on by which reaction."""
    return Table(
        "inbox",
        metadata,
        Column("reaction", String(80), primary_key=True),
        Column("message_id", Id, primary_key=True),
        Column("received_at", UtcDateTime, nullable=False),
        Index("ix_inbox_received_at", "received_at"),
    )


def _deliveries(metadata: MetaData) -> Table:
    """Messages one schema's reactions still owe an attempt, and those given up (`dead_at`)."""
    return Table(
        "deliveries",
        metadata,
        Column("queue", String(120), primary_key=True),
        Column("message_id", Id, primary_key=True),
        Column("type", String(120), nullable=False),
        Column("occurred_at", UtcDateTime, nullable=False),
        Column("app_id", String(40), nullable=False),
        Column("headers", JSON, nullable=False),
        Column("body", LargeBinary(2**24 - 1), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("reason", String(300), nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("dead_at", UtcDateTime),
        Index("ix_deliveries_due", "dead_at", "due_at"),
    )


def _idempotency_keys(metadata: MetaData) -> Table:
    """Answers already given to requests with an `Idempotency-Key`; their bodies are sealed."""
    return Table(
        "idempotency_keys",
        metadata,
        Column("owner", String(40), primary_key=True),
        Column("key_hash", BINARY(32), primary_key=True),
        Column("fingerprint", BINARY(32), nullable=False),
        Column("status", SmallInteger),
        Column("etag", String(80)),
        Column("body", LargeBinary(2**24 - 1)),
        Column("created_at", UtcDateTime, nullable=False),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )


def _accesses(metadata: MetaData) -> Table:
    """Who saw whose data, each row a sealed list of accesses; they wait here until the outbox takes them over."""
    return Table(
        "accesses",
        metadata,
        Column("id", Id, primary_key=True),
        Column("entries", Integer, nullable=False),
        Column("body", LargeBinary(2**24 - 1), nullable=False),
    )


def _access_counters(metadata: MetaData) -> Table:
    """How many accesses each source has told of; whoever numbers the next ones locks its row."""
    return Table(
        "access_counters",
        metadata,
        Column("source", String(40), primary_key=True),
        Column("position", BigInteger, nullable=False),
    )


def new_metadata() -> MetaData:
    """The tables of one service's schema, beginning with the plumbing's own."""
    metadata = MetaData(naming_convention=NAMES)
    for add in (_outbox, _inbox, _deliveries, _idempotency_keys, _accesses, _access_counters):
        add(metadata)
    return metadata


# To speak to these tables in whichever schema a session is bound to.
_OWN = MetaData()
OUTBOX, INBOX, DELIVERIES, KEYS = _outbox(_OWN), _inbox(_OWN), _deliveries(_OWN), _idempotency_keys(_OWN)
ACCESSES, ACCESS_COUNTERS = _accesses(_OWN), _access_counters(_OWN)
