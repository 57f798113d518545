"""Months of the access trail that move out of the database into compressed, signed files, proved before they go."""

import os
import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from clinic_common.database import Database, utc_now

from .evidence import MANIFEST, verify_folder, write


async def archive_to(
    folder: Path, *, before: datetime, database: AbstractAsyncContextManager[Database], say: Callable[[str], None]
) -> None:
    """
    Write each month that was sealed before a day into a folder of its own, prove it, and let its entries go.

    Killed anywhere, it loses nothing: entries leave the database only under a seal that is in a whole archive, and a
    second run goes on where the first one stopped.

    :param before: a day; whole months that are over before it are archived
    """
    queries = import_module("identity.queries")
    day = min(before.replace(tzinfo=UTC), utc_now())
    first_of_month = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    async with database as opened:
        for month, sources in (await opened.read(queries.list_months, before=first_of_month)).items():
            archive = folder / month
            if archive.exists():
                _must_hold(archive, f"{archive} is not a whole archive: nothing of it leaves the database.")
            else:
                await _write_month(archive, sources, opened)
            gone = await _let_go(archive, sources, opened)
            say(f"{month}: {gone} entries are in {archive} and no longer in the database.")


def _must_hold(folder: Path, otherwise: str) -> None:
    said: list[str] = []
    if not verify_folder(folder, keys=None, say=said.append):
        raise SystemExit(f"{otherwise} {said[-1]}")


async def _write_month(archive: Path, sources: dict[str, list[int]], database: Database) -> None:
    queries = import_module("identity.queries")
    unfinished = archive.with_name(f"{archive.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    spans = {}
    for source, numbers in sources.items():
        seals = await database.read(queries.list_seals, source=source, after=numbers[0] - 1, limit=len(numbers))
        spans[source] = (seals[0][1], seals[-1][2])
    total = sum(last - first + 1 for first, last in spans.values())
    await write(unfinished, spans, total=total, database=database, now=utc_now(), compressed=True)
    _must_hold(unfinished, f"The trail of {archive.name} does not hold, so it stays in the database.")
    unfinished.rename(archive)
    there = os.open(archive.parent, os.O_RDONLY)
    os.fsync(there)
    os.close(there)


async def _let_go(archive: Path, sources: dict[str, list[int]], database: Database) -> int:
    commands, queries, rules = (import_module(f"identity.{name}") for name in ("commands", "queries", "rules"))
    manifest = (archive / MANIFEST).read_text()
    keys = rules.public_keys(await database.read(queries.list_trail_keys))
    parts = {part.source: part for part in rules.parts_of(manifest, keys=keys)}
    gone = 0
    for source, numbers in sources.items():
        for number in numbers:
            if source not in parts or not parts[source].first_seal <= number <= parts[source].last_seal:
                raise SystemExit(f"{archive} is another archive: it does not hold seal {number} of {source}.")
            gone += await database.run(
                commands.archive_seal, source=source, number=number, manifest=manifest, now=utc_now()
            )
    return gone
