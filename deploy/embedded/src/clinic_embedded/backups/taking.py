"""Taking a backup, and letting old ones go."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime, timedelta

from clinic_common.database import Database, utc_now
from clinic_common.sealing import Sealer, Unsealable
from sqlalchemy.ext.asyncio import AsyncConnection

from . import schemas
from .archive import (
    DOCUMENTS,
    MANIFEST,
    Broken,
    Manifest,
    Part,
    backups_in,
    documents_in,
    moment_of,
    new_id,
    object_of,
    packed,
)  # fmt: skip
from .places import Place, Places
from .rows import Digest

UNFINISHED_FOR = timedelta(days=2)
"""How long a backup without a manifest may still be in the making."""
Advance = Callable[[int], None]


async def take(
    databases: dict[str, Database], documents: Place, places: Places, sealer: Sealer, *, advance: Advance
) -> Manifest:
    """
    Write one backup to every place.

    :param databases: word → schema; all are read as they are at one moment
    :param documents: where the clinic keeps the bytes of documents; they are sealed already, and never change
    :param advance: told each table that is done
    """
    async with schemas.one_moment(list(databases.values())) as (moment, connections):
        backup = new_id(moment)
        parts = {}
        for (word, database), connection in zip(databases.items(), connections, strict=True):
            parts[word] = Part(database.url.get_backend_name(), await _revision(connection), {})
            content = _schema(connection, word, parts[word], advance)
            await places.write(f"{backup}/{word}", sealer, packed(content))
    # After the moment: whatever a row speaks of is there by then.
    count, size = await _take_documents(backup, documents, places, sealer)
    manifest = Manifest(backup, moment.isoformat(), parts, count, size)
    await places.write(f"{backup}/{MANIFEST}", sealer, _once(manifest.text()))
    return manifest


async def _revision(connection: AsyncConnection) -> str:
    return str((await connection.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar_one())


async def _schema(connection: AsyncConnection, word: str, part: Part, advance: Advance) -> AsyncIterator[list[bytes]]:
    yield [_line({"schema": word})]
    for each in await schemas.tables_of(connection):
        digest = Digest()
        yield [_line({"table": each.name, "columns": each.columns})]
        async for some in schemas.lines(connection, each):
            digest.add(some)
            yield some
        part.tables[each.name] = str(digest)
        advance(1)


def _line(said: object) -> bytes:
    return json.dumps(said).encode() + b"\n"


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _take_documents(backup: str, documents: Place, places: Places, sealer: Sealer) -> tuple[int, int]:
    names = await documents.names("kept/")
    there = {place: set(await place.names(f"{DOCUMENTS}/")) for place in places.working}
    size = 0
    for name in names:
        lies_at = object_of(name, sealer)
        lacking = [place for place in places.working if lies_at not in there[place]]
        if lacking:
            size += await _take_document(name, lies_at, documents, places.only(lacking), sealer)

    async def listed() -> AsyncIterator[list[bytes]]:
        for name in names:
            yield [_line([name, object_of(name, sealer)])]

    await places.write(f"{backup}/{DOCUMENTS}", sealer, packed(listed()))
    return len(names), size


async def _take_document(name: str, lies_at: str, documents: Place, places: Places, sealer: Sealer) -> int:
    size = 0

    async def content() -> AsyncIterator[bytes]:
        nonlocal size
        async for chunk in documents.stream(name):
            size += len(chunk)
            yield chunk

    await places.write(lies_at, sealer, content())
    return size


def to_keep(moments: Iterable[datetime], *, days: int, weeks: int, months: int) -> set[datetime]:
    """The newest of each of the last so many days, weeks and months that have a backup; the newest of all always."""
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    for most, period in ((days, "%Y-%m-%d"), (weeks, "%G-%V"), (months, "%Y-%m")):
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(moment.strftime(period), moment)
        kept |= set(list(newest.values())[:most])
    return kept


async def let_go(place: Place, sealer: Sealer, *, days: int, weeks: int, months: int) -> list[str]:
    """Remove the backups of a place that are no longer kept, with the documents only they had; their names."""
    moments = {name: moment for name in await backups_in(place) if (moment := moment_of(name))}
    names = {name: await place.names(f"{name}/") for name in moments}
    finished = {name for name, held in names.items() if f"{name}/{MANIFEST}" in held}
    kept = to_keep((moments[name] for name in finished), days=days, weeks=weeks, months=months)
    old = {name for name in finished if moments[name] not in kept}
    old |= {name for name in moments if name not in finished and moments[name] < utc_now() - UNFINISHED_FOR}
    if old:
        orphans = await _only_of(place, old & finished, finished - old, sealer)
        await place.remove(orphans)
    for name in old:
        await place.remove(names[name])
    return sorted(old)


async def _only_of(place: Place, old: set[str], kept: set[str], sealer: Sealer) -> set[str]:
    """The objects of documents that only these backups list; none, if not every list can be read."""
    try:
        of_old, of_kept = [
            {lies_at for name in sorted(some) async for _, lies_at in documents_in(place, name, sealer)}
            for some in (old, kept)
        ]
    except (Unsealable, Broken, FileNotFoundError):
        return set()
    return of_old - of_kept
