"""Idempotency-Key: the same request answered once, in the same transaction as what it did."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BINARY,
    Column,
    ColumnElement,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    delete,
    select,
    tuple_,
    update,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError

from .database import Session, UtcDateTime, is_duplicate, utc_now
from .errors import IdempotencyKeyReused, Refusal
from .sealing import Sealer

KEPT_FOR = timedelta(days=2)


def add_table(metadata: MetaData) -> Table:
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


KEYS = add_table(MetaData())


class Answered(Refusal):
    """This very request was answered before; here is that answer."""

    def __init__(self, status: int, body: bytes, etag: str | None) -> None:
        super().__init__()
        self.answer_status, self.body, self.etag = status, body, etag


class Claim:
    """
    One request's hold on its key.

    :param owner: who sent it; keys of different people never meet
    :param key_hash: SHA-256 of the key
    :param fingerprint: HMAC-SHA-256 under the key of method, path, query, body, and what else proves who asks
    """

    def __init__(self, owner: str, key_hash: bytes, fingerprint: bytes, sealer: Sealer) -> None:
        self._owner, self._key_hash, self._fingerprint = owner, key_hash, fingerprint
        self._sealer = sealer
        self._context = f"answer/{owner}/{key_hash.hex()}"

    async def reserve(self, session: Session) -> None:
        """
        Take the key, waiting for a request with the same key that is under way.

        :raises Answered: the same request was answered before
        :raises IdempotencyKeyReused: another request was
        """
        row = KEYS.insert().values(
            owner=self._owner, key_hash=self._key_hash, fingerprint=self._fingerprint, created_at=utc_now()
        )
        try:
            async with session.begin_nested():
                await session.execute(row)
            return
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
        before = (await session.execute(select(KEYS).where(*self._this()))).one()
        if bytes(before.fingerprint) != self._fingerprint:
            raise IdempotencyKeyReused(field="Idempotency-Key")
        body = self._sealer.open(bytes(before.body), context=self._context)
        raise Answered(before.status, body, before.etag)

    async def keep(self, session: Session, *, status: int, body: bytes, etag: str | None) -> None:
        """Keep the answer; it commits with what the request did."""
        sealed = self._sealer.seal(body, context=self._context)
        await session.execute(update(KEYS).where(*self._this()).values(status=status, etag=etag, body=sealed))

    def _this(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return KEYS.c.owner == self._owner, KEYS.c.key_hash == self._key_hash


async def forget_old(session: Session, *, now: datetime) -> None:
    """Remove answers given long ago, a bounded number at a time."""
    key = (KEYS.c.owner, KEYS.c.key_hash)
    old = (await session.execute(select(*key).where(KEYS.c.created_at < now - KEPT_FOR).limit(500))).all()
    if old:
        await session.execute(delete(KEYS).where(tuple_(*key).in_([tuple(row) for row in old])))
