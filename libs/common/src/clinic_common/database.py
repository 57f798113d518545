"""One service's database: its engine, the session a command works in, and the only dialect branches."""

import asyncio
import json
import random
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from clinic_contracts.base import Event
from sqlalchemy import ColumnElement, Table, event, text, true
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool

from . import telemetry
from .bus.message import sealed_body
from .errors import Refusal, Stale
from .sealing import Sealer
from .tables import OUTBOX, TYPES, Id, UtcDateTime, new_id, new_metadata, utc_now

__all__ = [
    "TYPES", "Database", "Id", "Session", "UtcDateTime", "among", "is_duplicate", "new_id", "new_metadata", "utc_now",
]  # fmt: skip

log = structlog.get_logger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

_DEADLOCK_CODES = {1205, 1213, 1020, 1305}
"""MySQL: lock wait timeout, deadlock, a deadlock inside a savepoint; MariaDB: record changed since last read."""
_DUPLICATE_CODES = {1062, 1586}
_ATTEMPTS = 8
_FRESH_SECONDS = 1.0


class Session(AsyncSession):
    """The unit of work: a command changes rows and emits events in it, and `Database.run` commits it."""

    @property
    def events(self) -> list[Event]:
        """What this transaction tells the other services, if it commits."""
        events: list[Event] = self.info.setdefault("events", [])
        return events

    @property
    def sealer(self) -> Sealer:
        """Seals and opens what a row keeps unreadable."""
        sealer: Sealer = self.info["sealer"]
        return sealer

    def emit(self, fact: Event) -> None:
        """Tell the other services a fact; it leaves only if this transaction commits."""
        self.events.append(fact)

    def expect_version(self, row: Any, version: int) -> None:
        """
        Insist that a row is still the version somebody saw; the database insists once more when it is changed.

        :raises Stale: it was changed since
        """
        if row.version != version:
            raise Stale(f"This was changed meanwhile: it is now version {row.version}.", version=row.version)

    @asynccontextmanager
    async def refusing_duplicates(self, refusal: Refusal) -> AsyncIterator[None]:
        """Flush what is done inside and turn a duplicate key into `refusal`."""
        try:
            yield
            await self.flush()
        except IntegrityError as error:
            if is_duplicate(error):
                raise refusal from error
            raise


def among(column: Any, ids: Collection[Any] | None) -> ColumnElement[bool]:
    """Whether the value of a column is one of these; None: whatever it is."""
    return true() if ids is None else column.in_(ids)


def is_duplicate(error: IntegrityError) -> bool:
    """Whether a unique key refused the row."""
    return _code(error) in _DUPLICATE_CODES or "UNIQUE constraint failed" in str(error.orig)


def _code(error: DBAPIError) -> object:
    arguments = getattr(error.orig, "args", None)
    return arguments[0] if arguments else None


def _is_deadlock(error: BaseException | None) -> bool:
    # A deadlock takes the savepoint with it, so leaving the savepoint fails too: look at what came before.
    while error is not None:
        if isinstance(error, DBAPIError) and (
            _code(error) in _DEADLOCK_CODES or "database is locked" in str(error.orig)
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


class Database:
    """
    One service's schema.

    :param url: `sqlite+aiosqlite:///file` or `mysql+aiomysql://account@host/schema[?ssl_ca=file]`
    :param nudge: called after a commit that emitted events, so that they leave at once
    """

    def __init__(self, url: str, *, service: str, sealer: Sealer, pool_size: int = 5) -> None:
        self.service, self.sealer = service, sealer
        self.url = make_url(url)
        self.nudge: Callable[[], None] = lambda: None
        # Two ways in: transactions, and statements that each stand by themselves. Changing one into the other and back
        # would cost a connection six questions for each answer.
        self.engine = _engine(self.url, pool_size)
        self.direct = _engine(self.url, pool_size, direct=True)
        self._most = 2 * pool_size
        # SQLite has one writer: waiting for one's turn here costs nothing, polling for it in the driver does.
        self._turn: AbstractAsyncContextManager[Any] = nullcontext() if self.is_mysql else asyncio.Lock()
        info = {"sealer": sealer}
        self._writing = async_sessionmaker(self.engine, class_=Session, expire_on_commit=False, info=info)
        self._reading = async_sessionmaker(self.direct, class_=Session, expire_on_commit=False, info=info)

    @property
    def is_mysql(self) -> bool:
        """Whether this is MySQL or MariaDB, not SQLite."""
        return self.url.get_backend_name() == "mysql"

    async def run(
        self, command: Callable[Concatenate[Session, P], Awaitable[R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """
        Run a command in a transaction of its own and commit it; again after a deadlock.

        The commit is done when this returns. A refusal or any other error rolls everything back.

        :raises Stale: a row was changed by somebody else since it was read
        """
        name = getattr(command, "__name__", "command")
        started = time.perf_counter()
        outcome = "failed"
        with telemetry.span(f"{self.service}.{name}"):
            try:
                result = await self._attempt(name, command, *args, **kwargs)
                outcome = "done"
            except StaleDataError as error:
                outcome = "refused"
                raise Stale() from error
            except Refusal:
                outcome = "refused"
                raise
            finally:
                spent = time.perf_counter() - started
                telemetry.COMMAND_SECONDS.labels(self.service, name, outcome).observe(spent)
        return result

    async def _attempt(
        self,
        name: str,
        command: Callable[Concatenate[Session, P], Awaitable[R]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._turn, self._writing() as session:
                    result = await command(session, *args, **kwargs)
                    if session.events:
                        await session.execute(OUTBOX.insert(), _rows_of(session.events, sealer=self.sealer))
                    await session.commit()
                if session.events:
                    self.nudge()
                return result
            except DBAPIError as error:
                if not _is_deadlock(error) or attempt == _ATTEMPTS:
                    raise
                telemetry.COMMAND_RETRIES.labels(self.service, name).inc()
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise AssertionError("unreachable")

    async def read(
        self, query: Callable[Concatenate[Session, P], Awaitable[R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a query that changes nothing, outside any write transaction."""
        name = getattr(query, "__name__", "query")
        started = time.perf_counter()
        outcome = "failed"
        with telemetry.span(f"{self.service}.{name}"):
            try:
                async with self._reading() as session:
                    result = await query(session, *args, **kwargs)
                outcome = "done"
                return result
            except Refusal:
                outcome = "refused"
                raise
            finally:
                spent = time.perf_counter() - started
                telemetry.COMMAND_SECONDS.labels(self.service, name, outcome).observe(spent)

    async def add(self, table: Table, row: dict[str, Any]) -> None:
        """Add a row without a transaction around it; committed when this returns."""
        async with self._turn, self.direct.connect() as connection:
            await connection.execute(table.insert(), row)

    def pool(self) -> tuple[int, int]:
        """How many connections are handed out, and how many there may be."""
        pools = (self.engine.pool, self.direct.pool)
        return sum(pool.checkedout() for pool in pools if isinstance(pool, QueuePool)), self._most

    async def is_up(self) -> bool:
        """Whether the database answers within two seconds."""
        try:
            async with asyncio.timeout(2), self.direct.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (OSError, TimeoutError, DBAPIError) as error:
            log.warning("database does not answer", service=self.service, error=type(error).__name__)
            return False
        return True

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        await self.direct.dispose()


def _engine(url: URL, pool_size: int, *, direct: bool = False) -> AsyncEngine:
    """
    Connections to a schema.

    :param direct: each statement is committed by itself; otherwise all of a transaction are
    """
    common: dict[str, Any] = {
        "pool_size": pool_size,
        "max_overflow": 0,
        "skip_autocommit_rollback": direct,
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        # A statement's parameters hold patients' data; errors and logs must not.
        "hide_parameters": True,
    }
    if url.get_backend_name() == "mysql":
        tls = tls_of(url)
        url = url.difference_update_query(["ssl_ca"]).update_query_dict({"charset": "utf8mb4"})
        isolation = "AUTOCOMMIT" if direct else "READ COMMITTED"
        engine = create_async_engine(
            url, isolation_level=isolation, pool_recycle=1800, connect_args={"ssl": tls}, **common
        )
        _ping_the_idle(engine)
        return engine
    from .sqlite import connect

    engine = create_async_engine(url, connect_args={"timeout": 15, "async_creator_fn": connect}, **common)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if not direct:
        # A query that only looks needs no transaction; one that writes takes its turn before it reads.
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def tls_of(url: URL) -> ssl.SSLContext | None:
    """How to make sure of a MySQL server: by the authority that `?ssl_ca=file` names, and by its name; None: not."""
    authority = url.query.get("ssl_ca")
    return ssl.create_default_context(cafile=str(authority)) if authority else None


def _ping_the_idle(engine: AsyncEngine) -> None:
    """Ask a connection that rested whether it still stands; one that was used just now needs no question."""
    dialect = engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def _rest(_: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _ask(connection: Any, record: Any, _: Any) -> None:
        if time.monotonic() - record.info.get("rests_since", 0) < _FRESH_SECONDS or record.fresh:
            return
        try:
            dialect.do_ping(connection)
        except dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise InvalidatePoolError from error


def _rows_of(events: Sequence[Event], *, sealer: Sealer) -> list[dict[str, Any]]:
    """Events as the outbox has them."""
    now = utc_now()
    headers = {"request_id": telemetry.request_id.get()}
    if traceparent := telemetry.traceparent_now():
        headers["traceparent"] = traceparent
    rows = []
    for fact in events:
        message_id = new_id()
        rows.append(
            {
                "message_id": message_id,
                "type": fact.wire_name,
                "occurred_at": now,
                "headers": headers,
                "body": sealed_body(fact, message_id, sealer),
                "available_at": now,
                "attempts": 0,
            }
        )
    return rows
