"""The access trail written out, and proved where it was taken: for a court, an auditor, or the clinic itself."""

import gzip
import json
import os
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from clinic_common.database import Database, Session, utc_now

from .terminal import progress

ENTRIES, SEALS, MANIFEST, KEYS = "entries.jsonl", "seals.jsonl", "manifest.jws", "trail-keys.json"
"""The files of an export."""
ENTRIES_PACKED = f"{ENTRIES}.gz"
"""The entries of an archive."""


_END = 2**62
"""After every position there is."""


async def export_to(
    folder: Path,
    *,
    since: datetime | None,
    until: datetime | None,
    database: AbstractAsyncContextManager[Database],
    say: Callable[[str], None],
) -> None:
    """
    Seal what is not sealed yet, then write entries, seals and public keys, and sign what was written.

    :param since: days; whole seals are written, so that a few entries from before and after may come along
    """
    commands, queries, rules = (import_module(f"identity.{name}") for name in ("commands", "queries", "rules"))
    since, until = (day and day.replace(tzinfo=UTC) for day in (since, until))
    async with database as opened:
        now = utc_now()
        await opened.run(commands.make_trail_key, now=now)
        for source in await opened.read(queries.spans_of):
            try:
                while await opened.run(commands.seal_source, source=source, now=now):
                    pass
            except (rules.TrailBroken, rules.Unsigned) as broken:
                say(f"NOT SEALED any further: {broken}")
        spans = await opened.read(queries.spans_of, since=since, until=until)
        total = sum(last - first + 1 for first, last in spans.values())
        gone = await opened.read(queries.archived_until)
        if since is None and until is None:
            # What has seals but no entries any more belongs to it, too: the export then shows what is gone.
            spans = {source: (gone.get(source, 0) + 1, _END) async for source in _sources(opened)}
        else:
            spans = {
                source: (first if since else gone.get(source, 0) + 1, last if until else _END)
                for source, (first, last) in spans.items()
            }
        count, keys = await write(folder, spans, total=total, database=opened, now=now)
    say(f"{count} entries are in {folder}.")
    _show_keys(keys, say)


async def write(
    folder: Path,
    spans: dict[str, tuple[int, int]],
    *,
    total: int,
    database: Database,
    now: datetime,
    compressed: bool = False,
) -> tuple[int, list[dict[str, Any]]]:
    """
    Write the seals over these spans with their entries and the public keys, and sign what was written.

    :param spans: source → first and last position; whole seals are written
    :param total: about how many entries there will be
    :return: how many there were, and the keys
    """
    commands, queries, rules = (import_module(f"identity.{name}") for name in ("commands", "queries", "rules"))
    _make(folder)
    parts = []
    with (
        progress("Exporting", total) as advance,
        _private(folder / (ENTRIES_PACKED if compressed else ENTRIES)) as entries,
        _private(folder / SEALS) as seals,
    ):
        for source, (first, last) in spans.items():
            if part := await _export_source(database, source, first, last, entries, seals, advance):
                parts.append(part)
    text = rules.export_text(parts, exported_at=rules.plain(now))
    keys = await database.read(queries.list_trail_keys)
    signature = await database.run(commands.sign_export, text=text)
    with _private(folder / MANIFEST) as manifest, _private(folder / KEYS) as key_file:
        manifest.write(signature.encode())
        key_file.write(json.dumps({"keys": keys}, indent=1).encode() + b"\n")
    return sum(part.last_position - part.first_position + 1 for part in parts), keys


async def _sources(database: Database) -> AsyncIterator[str]:
    queries = import_module("identity.queries")

    async def query(session: Session) -> list[str]:
        return [source async for source in queries.trail_sources(session)]

    for source in await database.read(query):
        yield source


def _make(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty: an export is not mixed with anything.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


@contextmanager
def _private(file: Path) -> Iterator[BinaryIO]:
    """A file only its owner can read: it says who was a patient here. It is on disk when this ends."""
    file.touch(mode=0o600)
    with file.open("wb") as out:
        if file.suffix == ".gz":
            with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=6, mtime=0) as packed:
                yield cast("BinaryIO", packed)
        else:
            yield out
        out.flush()
        os.fsync(out.fileno())


async def _export_source(
    database: Database, source: str, first: int, last: int, entries: BinaryIO, seals: BinaryIO, advance: Any
) -> Any:
    queries, rules = import_module("identity.queries"), import_module("identity.rules")
    number = await database.read(queries.find_seal, source=source, position=first)
    written: list[tuple[int, int, int, str]] = []
    while number and (found := await database.read(queries.list_seals, source=source, after=number - 1)):
        for number, begins, ends, statement, leaves in found:
            if begins > last:
                number = None
                break
            rows = await database.read(queries.list_sealed_entries, source=source, first=begins, last=ends)
            entries.writelines(rules.entry_line(row) for row in rows)
            seals.write(rules.seal_line(statement, leaves))
            written = [*written[:1], (number, begins, ends, statement)]
            advance(len(rows))
        number = number and number + 1
    if not written:
        return None
    keys = rules.public_keys(await database.read(queries.list_trail_keys))
    try:
        fingerprint = rules.read_statement(written[-1][3], keys=keys).fingerprint().hex()
    except rules.Unsigned:
        fingerprint = "not signed"  # the proof of this export then names the seal
    return rules.Part(source, written[0][0], written[-1][0], written[0][1], written[-1][2], fingerprint)


def verify_folder(folder: Path, *, keys: Path | None, say: Callable[[str], None]) -> bool:
    """
    Prove an export from its files alone, line by line, in bounded memory.

    :param keys: public keys noted earlier; those in the export prove only that it was not changed by somebody else
    """
    rules = import_module("identity.rules")
    try:
        documents = json.loads((keys or folder / KEYS).read_text())["keys"]
        known = rules.public_keys(documents)
        manifest = (folder / MANIFEST).read_text().strip()
        entries = next(file for file in (folder / ENTRIES, folder / ENTRIES_PACKED) if file.exists())
        size = None if entries.suffix == ".gz" else entries.stat().st_size
        with progress("Verifying", size) as advance, (folder / SEALS).open("rb") as seals:
            verdict = rules.verify_export(
                manifest=manifest,
                seals=_lines(seals, rules.LONGEST_SEAL),
                entries=lambda: _lines_of(entries, rules.LONGEST_ENTRY),
                keys=known,
                progress=advance,
            )
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        say(f"NOT PROVEN. This is not a whole export: {error}")
        return False
    if not verdict.valid:
        broken = verdict.first_break
        say(f"NOT PROVEN. The first break: {broken.source} {broken.position}: {broken.reason}")
        return False
    say(f"The export is whole: {verdict.entries} entries, exported at {verdict.exported_at}.")
    _show_keys(documents, say)
    if keys is None:
        say("Compare this with the key you noted, or with /.well-known/trail-keys.json of the clinic.")
    return True


def _show_keys(keys: list[dict[str, Any]], say: Callable[[str], None]) -> None:
    for key in keys:
        say(f"Trail key: {key['kid']}")


def _lines(file: BinaryIO, longest: int) -> Iterator[bytes]:
    while line := file.readline(longest):
        yield line


def _lines_of(path: Path, longest: int) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from _lines(cast("BinaryIO", file), longest)
