"""Sealing everything at rest anew under the newest key of the ring, so that an older one can go."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from .database import Database, Session

_AT_ONCE = 200


@dataclass(frozen=True)
class SealedColumn:
    """
    A column that a service keeps sealed.

    :param key: the primary key of its table, which the context names
    :param context: what its values are sealed to, with `{key}` in it
    :param stamp: a column that takes the id of the key, if the table's triggers ask for it
    :param after: what else follows from another key, such as blind indexes; gets the keys of the rows
    """

    table: str
    column: str
    key: str = "id"
    context: str = "{table}/{column}/{key}"
    stamp: str | None = None
    after: Callable[[Session, list[Any]], Awaitable[None]] | None = None

    def context_of(self, key: object) -> str:
        """What the value of one row is sealed to."""
        return self.context.format(table=self.table, column=self.column, key=key)


@dataclass(frozen=True)
class Progress:
    """How far one column is: rows looked at, of all, and how many of them were sealed anew."""

    column: SealedColumn
    looked_at: int
    of: int
    resealed: int


async def reseal(database: Database, metadata: Any, columns: tuple[SealedColumn, ...]) -> AsyncIterator[Progress]:
    """
    Seal every row of these columns under the newest key, some at a time, each time in a transaction of its own.

    Broken off, it can be run again: what the newest key sealed is passed over. Work goes on meanwhile.
    """
    for column in columns:
        of = await database.read(_count, column=column, metadata=metadata)
        looked_at = resealed = 0
        last: Any = None
        while True:
            keys, done = await database.run(_some, column=column, metadata=metadata, after=last)
            looked_at, resealed = looked_at + len(keys), resealed + done
            if keys:
                last = keys[-1]
            yield Progress(column, looked_at, max(of, looked_at), resealed)
            if len(keys) < _AT_ONCE:
                break


async def _count(session: Session, *, column: SealedColumn, metadata: Any) -> int:
    table = metadata.tables[column.table]
    query = select(func.count()).select_from(table).where(table.c[column.column].is_not(None))
    return int((await session.execute(query)).scalar_one())


async def _some(session: Session, *, column: SealedColumn, metadata: Any, after: Any) -> tuple[list[Any], int]:
    table = metadata.tables[column.table]
    key, value = table.c[column.key], table.c[column.column]
    query = select(key, value).where(value.is_not(None)).order_by(key).limit(_AT_ONCE).with_for_update()
    if after is not None:
        query = query.where(key > after)
    rows = (await session.execute(query)).all()
    sealer = session.sealer
    resealed = []
    for row_key, sealed in rows:
        if sealer.key_id(bytes(sealed)) == sealer.newest:
            continue
        context = column.context_of(row_key)
        values: dict[str, Any] = {
            column.column: sealer.seal(sealer.open(bytes(sealed), context=context), context=context)
        }
        if column.stamp:
            values[column.stamp] = sealer.newest
        await session.execute(update(table).where(key == row_key).values(values))
        resealed.append(row_key)
    if resealed and column.after:
        await column.after(session, resealed)
    return [row_key for row_key, _ in rows], len(resealed)
