"""A SQLite connection that asks its thread once for each statement, where the driver asks four times."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")
_AT_ONCE = 1000
"""Rows that come with the statement; what there is beyond is fetched as it is asked for."""


def connect(database: str, **options: Any) -> "Connection":
    """Open a file, in the place of `aiosqlite.connect`."""
    connection = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # or a connection nobody closed keeps the process
    return connection


class Connection(aiosqlite.Connection):
    """
    The driver's connection, with fewer ways to its thread.

    Each way costs two hand-overs between threads, more than most statements take. A cursor is made, used and read to
    its end in one, and where no transaction is open nothing needs to be told to roll back.
    """

    _is_at_rest = True

    async def ask(self, work: Callable[[], T]) -> T:
        """Do something in the connection's thread."""
        # Whoever is cancelled leaves work behind that goes on; until the next that ends, anything may be open.
        self._is_at_rest = False
        result: T = await self._execute(work)  # type: ignore[no-untyped-call]
        self._is_at_rest = True
        return result

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """What one statement is asked with."""
        return Cursor(self)

    async def rollback(self) -> None:
        """End a transaction, if one is open."""
        if self._is_at_rest and not self.in_transaction:
            return
        await self.ask(self._conn.rollback)


class Cursor:
    """One statement and its answer, as the asynchronous adapter of SQLAlchemy asks for them."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self._is_whole = True
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Ask, and take what comes first."""
        return await self._connection.ask(lambda: self._take(self._connection._conn.execute(sql, parameters)))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> "Cursor":
        """Ask the same for many."""
        return await self._connection.ask(lambda: self._take(self._connection._conn.executemany(sql, parameters)))

    def _take(self, cursor: sqlite3.Cursor) -> "Cursor":
        self._cursor, self.description = cursor, cursor.description
        if cursor.description:
            self._rows = cursor.fetchmany(_AT_ONCE)
            self._is_whole = len(self._rows) < _AT_ONCE
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        if self._is_whole:
            cursor.close()
        return self

    async def fetchall(self) -> list[Any]:
        """All rows that were not taken yet."""
        rows, self._rows = self._rows, []
        if not self._is_whole and self._cursor:
            rows += await self._connection.ask(self._cursor.fetchall)
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        size = size or self.arraysize
        if not self._rows and not self._is_whole and self._cursor:
            self._rows = await self._connection.ask(partial(self._cursor.fetchmany, max(size, _AT_ONCE)))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> Any:
        """The next row, or None."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Let go of what was not fetched."""
        if not self._is_whole and self._cursor:
            await self._connection.ask(self._cursor.close)
        self._is_whole, self._cursor = True, None
