"""Filling schemas from a backup, and comparing what is there with what was."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from clinic_common.database import Database, utc_now
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from clinic_common.service import Service
from clinic_common.tables import OUTBOX
from sqlalchemy import URL, update

from . import schemas
from .archive import Broken, Manifest, documents_in, unpacked
from .places import Place
from .rows import Digest, row_of

_PART = 500
_REVISIONS = "alembic_version"
Advance = Callable[[int], None]


async def read_through(place: Place, manifest: Manifest, word: str, sealer: Sealer, *, advance: Advance) -> None:
    """
    Read one schema of a backup to its end and compare it with the manifest.

    :raises Broken: something is missing or other than it was
    :raises Unsealable: bytes were changed
    """
    await _read(place, manifest, word, sealer, None, advance)


async def fill(
    place: Place, manifest: Manifest, service: Service, database: Database, sealer: Sealer, *, advance: Advance
) -> None:
    """
    Fill an empty schema with what a backup holds of it, at the version it had then, and compare every table.

    :raises Broken: what is there now is not what was there then, or this is not the database it comes from
    """
    part = manifest.schemas[service.name]
    if part.dialect != database.url.get_backend_name():
        raise Broken(f"{service.name} was backed up from {part.dialect}, and can only be restored there")
    try:
        await upgrade(service, database, to=part.revision)
    except CommandError as error:
        raise Broken(f"{service.name} is of version {part.revision}, which this program does not know") from error
    async with schemas.Filling.of(database) as filling:
        await _read(place, manifest, service.name, sealer, filling, advance)
    found = await schemas.digests(database, part.tables)
    for table, expected in part.tables.items():
        if found.get(table) != expected:
            raise Broken(f"{service.name}.{table} has {found.get(table)} where {expected} was backed up")


async def _read(
    place: Place, manifest: Manifest, word: str, sealer: Sealer, filling: schemas.Filling | None, advance: Advance
) -> None:
    part = manifest.schemas[word]
    seen: dict[str, Digest] = {}
    async for head, rows in _parts(unpacked(place.read(f"{manifest.id}/{word}", sealer))):
        table = head["table"]
        if table not in seen:
            seen[table] = Digest()
            if filling and table != _REVISIONS:
                await filling.empty(table)
        seen[table].add(rows)
        if filling and rows and table != _REVISIONS:
            await filling.add(table, head["columns"], [row_of(row) for row in rows])
        if not rows:
            advance(1)
    found = {table: str(digest) for table, digest in seen.items()}
    if found != part.tables:
        wrong = next(t for t in {*found, *part.tables} if found.get(t) != part.tables.get(t))
        raise Broken(f"{word}.{wrong} holds {found.get(wrong)} where the manifest says {part.tables.get(wrong)}")


async def _parts(lines: AsyncIterator[bytes]) -> AsyncIterator[tuple[dict[str, Any], list[bytes]]]:
    """The rows of each table some at a time, after the table's head; an empty part ends a table."""
    head: dict[str, Any] = {}
    rows: list[bytes] = []
    async for line in lines:
        if line.startswith(b"["):
            rows.append(line)
            if len(rows) == _PART:
                yield head, rows
                rows = []
            continue
        if head.get("table"):
            if rows:
                yield head, rows
            yield head, []
        head, rows = json.loads(line), []
    if head.get("table"):
        if rows:
            yield head, rows
        yield head, []


async def send_again(database: Database) -> None:
    """
    Let every event of the outbox leave once more.

    What was on its way through the broker when the backup was taken is in no schema; the inboxes know what they had.
    """

    async def work(session: Any) -> None:
        await session.execute(update(OUTBOX).values(published_at=None, available_at=utc_now()))

    await database.run(work)


async def restore_documents(place: Place, backup: str, documents: Place, sealer: Sealer) -> int:
    """Bring every document back that is not there; how many."""
    import obstore

    there, count = set(await documents.names("kept/")), 0
    async for name, lies_at in documents_in(place, backup, sealer):
        if name not in there:
            await obstore.put_async(documents.store, name, place.read(lies_at, sealer))
            count += 1
    return count


@asynccontextmanager
async def scratch(database: Database, folder: Path) -> AsyncIterator[Database]:
    """
    An empty schema of the same kind beside another one, gone afterwards.

    On MySQL it has the schema's name and `_proof`; `clinic accounts` allows each account its own.

    :param folder: where one of SQLite lies
    """
    if not database.is_mysql:
        beside = _opened(URL.create("sqlite+aiosqlite", database=str(folder / f"{database.service}.db")), database)
        try:
            yield beside
        finally:
            await beside.close()
        return
    name = f"{database.url.database}_proof"
    beside, server = (
        _opened(database.url.set(database=name), database),
        _opened(database.url.set(database=""), database),
    )
    drop = f"DROP DATABASE IF EXISTS `{name}`"
    try:
        await schemas.execute(server, drop, f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        yield beside
    finally:
        await beside.close()
        await schemas.execute(server, drop)
        await server.close()


def _opened(url: URL, like: Database) -> Database:
    return Database(url.render_as_string(hide_password=False), service=like.service, sealer=like.sealer)
