"""Schemas read at one moment all together, and filled again; the only SQL of the backups."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic_common.database import Database, utc_now
from sqlalchemy import Connection, column, inspect, table, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from .rows import Digest, Row, line_of

_PART = 500
_LOCK_SECONDS = 10
_ATTEMPTS = 6
_LOCK_WAIT = 1205


@dataclass(frozen=True)
class Table:
    """A table: its name, the columns that are stored, and those that say the order."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def _tables(connection: Connection) -> list[Table]:
    found, inspector = [], inspect(connection)
    # What others refer to comes first.
    for name, _ in inspector.get_sorted_table_and_fkc_names():
        if name is None:
            continue
        columns = tuple(c["name"] for c in inspector.get_columns(name) if not c.get("computed"))
        key = tuple(inspector.get_pk_constraint(name)["constrained_columns"]) or columns
        found.append(Table(name, columns, key))
    return found


async def tables_of(connection: AsyncConnection) -> list[Table]:
    """Every table of a schema, what others refer to first."""
    return await connection.run_sync(_tables)


@asynccontextmanager
async def one_moment(databases: Sequence[Database]) -> AsyncIterator[tuple[datetime, list[AsyncConnection]]]:
    """
    Give a connection to each schema, all of which see the same moment.

    Writers are held up in all schemas until each has its snapshot, some milliseconds; then everything goes on. No
    transaction is under way anywhere at that moment, so nothing is half in it.

    :raises SystemExit: writers do not come to an end for a minute
    """
    async with AsyncExitStack() as reading:
        async with AsyncExitStack() as holding:
            for database in databases:
                await holding.enter_async_context(_held(database))
            moment = utc_now()
            connections = [await reading.enter_async_context(_snapshot(database)) for database in databases]
        yield moment, connections


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection outside any transaction of the driver's, thrown away afterwards with all that was set on it."""
    async with database.direct.connect() as connection:
        try:
            yield connection
        finally:
            await connection.invalidate()


@asynccontextmanager
async def _held(database: Database) -> AsyncIterator[None]:
    async with _alone(database) as connection:
        if not database.is_mysql:
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield
            return
        names = ", ".join(f"`{each.name}` READ" for each in await tables_of(connection))
        await connection.exec_driver_sql(f"SET SESSION lock_wait_timeout = {_LOCK_SECONDS}")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await connection.exec_driver_sql(f"LOCK TABLES {names}")
                break
            except OperationalError as error:
                if error.orig is None or error.orig.args[0] != _LOCK_WAIT:
                    raise
                if attempt == _ATTEMPTS:
                    raise SystemExit(f"{database.service} does not pause: something writes for minutes.") from None
        try:
            yield
        finally:
            await connection.exec_driver_sql("UNLOCK TABLES")


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    async with _alone(database) as connection:
        if database.is_mysql:
            await connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            await connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        else:
            await connection.exec_driver_sql("BEGIN")
            await connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # the first read takes the snapshot
        yield connection


async def lines(connection: AsyncConnection, of: Table) -> AsyncIterator[list[bytes]]:
    """The rows of a table in the order of its key, some at a time."""
    quote = connection.dialect.identifier_preparer.quote
    columns, key = (", ".join(map(quote, names)) for names in (of.columns, of.key))
    query = text(f"SELECT {columns} FROM {quote(of.name)} ORDER BY {key}".replace(":", "\\:"))
    async with connection.stream(query) as result:
        async for part in result.partitions(_PART):
            yield [line_of(row) for row in part]


async def digest_of(connection: AsyncConnection, of: Table) -> Digest:
    """What a table holds, as a checksum."""
    digest = Digest()
    async for part in lines(connection, of):
        digest.add(part)
    return digest


class Filling:
    """Puts rows into the empty tables of a schema."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @classmethod
    @asynccontextmanager
    async def of(cls, database: Database) -> AsyncIterator["Filling"]:
        """Open a schema for it; all rows come in with their keys unchecked, as they stood beside each other before."""
        async with _alone(database) as connection:
            if database.is_mysql:
                await connection.exec_driver_sql("SET FOREIGN_KEY_CHECKS = 0")
                yield cls(connection)
                return
            await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield cls(connection)
            await connection.exec_driver_sql("COMMIT")

    async def empty(self, name: str) -> None:
        """Take out what the schema's own scripts put into a table."""
        await self._connection.execute(text(f"DELETE FROM {self._connection.dialect.identifier_preparer.quote(name)}"))

    async def add(self, name: str, columns: Iterable[str], rows: Sequence[Row]) -> None:
        """Put rows in."""
        names = list(columns)
        insert = table(name, *map(column, names)).insert()
        await self._connection.execute(insert, [dict(zip(names, row, strict=True)) for row in rows])


async def digests(database: Database, names: Iterable[str]) -> dict[str, str]:
    """What these tables hold now, as checksums."""
    async with _alone(database) as connection:
        known = {each.name: each for each in await tables_of(connection)}
        return {name: str(await digest_of(connection, known[name])) for name in names if name in known}


async def is_empty(database: Database) -> bool:
    """Whether a schema has no table yet."""
    async with _alone(database) as connection:
        return not await tables_of(connection)


async def execute(database: Database, *statements: str) -> Sequence[Any]:
    """Execute statements one by one; what the last one found."""
    found: Sequence[Any] = ()
    async with _alone(database) as connection:
        for statement in statements:
            result = await connection.exec_driver_sql(statement)
            found = result.fetchall() if result.returns_rows else ()
    return found
