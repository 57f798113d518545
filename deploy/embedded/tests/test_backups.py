"""Backups from within: sealed streams, one moment over all schemas, what is kept; nothing changed goes unseen."""

import asyncio
import itertools
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from clinic_common.database import Database, utc_now
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer, Unsealable
from clinic_common.testing import RING, eventually, mysql_admin, mysql_url
from clinic_embedded.backups import schemas, streams
from clinic_embedded.backups.archive import DOCUMENTS, Broken, backups_in, documents_in, manifest_of
from clinic_embedded.backups.places import Place, Places
from clinic_embedded.backups.restoring import fill, read_through, restore_documents
from clinic_embedded.backups.rows import line_of, row_of
from clinic_embedded.backups.taking import let_go, take, to_keep
from clinic_embedded.house import describe
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

SEALER = Sealer.from_text(RING)


async def _chunks(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _sealed(plain: bytes, name: str = "here", *, by: int = 7) -> bytes:
    sealing = streams.Sealing(SEALER, name)
    fed = [sealing.feed(plain[start : start + by]) for start in range(0, len(plain), by)]
    return b"".join(fed) + sealing.end()


def _open(sealed: bytes, name: str = "here", *, by: int = 11, sealer: Sealer = SEALER) -> bytes:
    async def work() -> bytes:
        return b"".join([part async for part in streams.opened(_chunks(sealed, by), sealer, name)])

    return asyncio.run(work())


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_PIECE", 16)


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 33, 100])
def test_a_stream_opens_as_it_was_sealed_however_it_comes_in(small_pieces: None, length: int) -> None:
    plain = secrets.token_bytes(length)
    for fed, read in itertools.product((1, 16, 1000), repeat=2):
        assert _open(_sealed(plain, by=fed), by=read) == plain


def test_no_change_to_a_stream_opens(small_pieces: None) -> None:
    sealed = _sealed(secrets.token_bytes(40))
    for place in range(len(sealed)):
        with pytest.raises(Unsealable):
            _open(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
    for cut in range(len(sealed)):
        with pytest.raises(Unsealable):
            _open(sealed[:cut])
    head, piece = 32, 32
    first, second, rest = sealed[:head], sealed[head : head + piece], sealed[head + piece :]
    for other in (sealed + b"x", first + rest, first + second + second + rest, first + rest[:piece] + second):
        with pytest.raises(Unsealable):
            _open(other)
    with pytest.raises(Unsealable):
        _open(sealed, "elsewhere")
    with pytest.raises(Unsealable, match="SEALING_KEYS"):
        _open(sealed, sealer=Sealer.from_text(Sealer.new_ring()))


def test_an_older_key_of_the_ring_still_opens_what_it_sealed() -> None:
    turned = Sealer.from_text(f"{RING},k2:{Sealer.new_ring()[3:]}")
    assert _open(_sealed(b"kept"), sealer=turned) == b"kept"


VALUES = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.binary(),
    st.datetimes(), st.dates(), st.timedeltas(), st.decimals(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@given(st.lists(VALUES))
def test_a_row_comes_back_as_it_was(row: list[Any]) -> None:
    line = line_of(row)
    assert line.count(b"\n") == 1
    found = row_of(line)
    assert found == row
    assert list(map(type, found)) == list(map(type, row))


def test_the_newest_of_each_day_week_and_month_stays() -> None:
    newest = datetime(2026, 11, 25, 3, tzinfo=UTC)
    nights = [newest - timedelta(days=number) for number in range(400)]
    twice = [newest - timedelta(hours=2)]
    kept = to_keep([*nights, *twice], days=7, weeks=5, months=12)
    assert kept >= set(nights[:7]) and not kept & set(twice)
    assert {moment.date() for moment in kept} >= {date(2026, 11, 22), date(2026, 11, 1), date(2026, 10, 31)}
    assert len({moment.strftime("%Y-%m") for moment in kept}) == 12
    assert len(kept) <= 7 + 5 + 12
    assert to_keep(nights[-1:], days=1, weeks=0, months=0) == set(nights[-1:])


@asynccontextmanager
async def _empty(foundation: str, folder: Path, words: tuple[str, ...]) -> AsyncIterator[dict[str, Database]]:
    """A schema for each word, of either database."""
    names = {word: f"kept_{word}_{secrets.token_hex(3)}" for word in words}
    async with AsyncExitStack() as stack:
        databases = {}
        for word, name in names.items():
            url = f"sqlite+aiosqlite:///{folder / name}.db"
            if foundation == "mysql":
                mysql_admin(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
                stack.callback(mysql_admin, f"DROP DATABASE {name}")
                url = mysql_url(name)
            databases[word] = Database(url, service=word, sealer=SEALER)
            stack.push_async_callback(databases[word].close)
        yield databases


async def _count(connection: Any) -> int:
    return int((await connection.exec_driver_sql("SELECT n FROM counts")).scalar_one())


async def _is_past(database: Database, number: int) -> bool:
    return bool((await schemas.execute(database, f"SELECT n > {number} FROM counts"))[0][0])


async def test_all_schemas_are_read_at_one_moment_while_others_write(foundation: str, tmp_path: Path) -> None:
    async with _empty(foundation, tmp_path, ("first", "second")) as databases:
        both = list(databases.values())
        for database in both:
            await schemas.execute(
                database, "CREATE TABLE counts (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO counts VALUES (1, 0)"
            )
        stopping = False

        async def count_up(session: Any) -> None:
            await session.execute(text("UPDATE counts SET n = n + 1"))

        async def write() -> None:
            while not stopping:
                for database in both:
                    await database.run(count_up)

        writer = asyncio.create_task(write())
        try:
            for _ in range(5):
                async with schemas.one_moment(both) as (_, connections):
                    first, second = [await _count(connection) for connection in connections]
                    # The second is never ahead of the first, nor more than the one step behind that is under way.
                    assert 0 <= first - second <= 1
                    # Writers go on, and the snapshots do not see it.
                    await eventually(lambda seen=second: _is_past(both[1], seen + 1))
                    assert [await _count(connection) for connection in connections] == [first, second]
        finally:
            stopping = True
            await writer


KINDS = (
    None, 2**62, "Zoë 🩺 'x' \\ :y %s", b"\x00\xff\n", datetime(2026, 3, 4, 5, 6, 7, 890), date(1931, 2, 28),
    Decimal("12.30"), 0.1,
)  # fmt: skip


async def _note_some(session: Any, number: int) -> None:
    from identity import commands

    for each in range(number):
        await commands.note_check(session, name=f"some {each}", good=True, said="ärztlich", now=utc_now())


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[tuple[Database, Place, Place]]:
    """A schema with something in it, the place of its documents, and one for backups."""
    async with _empty("sqlite", tmp_path, ("identity",)) as databases:
        await upgrade(describe("identity"), databases["identity"])
        await databases["identity"].run(_note_some, 700)
        documents = tmp_path / "documents"
        (documents / "kept/ab").mkdir(parents=True)
        (documents / "kept/ab/one").write_bytes(b"sealed already")
        (documents / "arriving").mkdir()
        (documents / "arriving/half").write_bytes(b"not yet")
        yield databases["identity"], Place(str(documents)), Place(str(tmp_path / "backups"))


async def _take(database: Database, documents: Place, *places: Place | str) -> Any:
    urls = [str(place) for place in places]
    return await take({database.service: database}, documents, Places(urls), SEALER, advance=lambda _: None)


async def _read(place: Place, backup: str) -> None:
    """Read all of a backup, and compare it with what it says it is."""
    manifest = await manifest_of(place, backup, SEALER)
    for word in manifest.schemas:
        await read_through(place, manifest, word, SEALER, advance=lambda _: None)
    async for _, lies_at in documents_in(place, backup, SEALER):
        async for _ in place.read(lies_at, SEALER):
            pass


async def test_one_flipped_byte_anywhere_is_found(kept: tuple[Database, Place, Place]) -> None:
    database, documents, place = kept
    backup = (await _take(database, documents, place)).id
    await _read(place, backup)
    files = [Path(place.url, name) for name in await place.names()]
    assert {file.name for file in files} >= {"identity", "manifest", DOCUMENTS} and len(files) == 4
    for file in files:
        good = file.read_bytes()
        for at in {0, 20, len(good) // 2, len(good) - 1}:
            file.write_bytes(good[:at] + bytes([good[at] ^ 0x20]) + good[at + 1 :])
            with pytest.raises(Unsealable):
                await _read(place, backup)
        file.unlink()
        with pytest.raises(FileNotFoundError):
            await _read(place, backup)
        file.write_bytes(good)
    await _read(place, backup)


async def test_a_part_of_another_backup_is_not_taken_for_this_one_s(kept: tuple[Database, Place, Place]) -> None:
    database, documents, place = kept
    older, newer = [(await _take(database, documents, place)).id for _ in range(2)]
    shutil.copy(Path(place.url, older, "identity"), Path(place.url, newer, "identity"))
    with pytest.raises(Unsealable):
        await _read(place, newer)


async def test_what_was_restored_is_compared_and_documents_come_back(
    kept: tuple[Database, Place, Place], tmp_path: Path
) -> None:
    database, documents, place = kept
    manifest = await _take(database, documents, place)
    (tmp_path / "other").mkdir()
    async with _empty("sqlite", tmp_path / "other", ("identity",)) as others:
        other = others["identity"]
        await fill(place, manifest, describe("identity"), other, SEALER, advance=lambda _: None)
        assert await schemas.digests(other, manifest.schemas["identity"].tables) == manifest.schemas["identity"].tables
        assert manifest.schemas["identity"].tables["checks"].startswith("700:")
    back = Place(str(tmp_path / "back"))
    assert await restore_documents(place, manifest.id, back, SEALER) == 1
    assert (tmp_path / "back/kept/ab/one").read_bytes() == b"sealed already"
    assert await restore_documents(place, manifest.id, back, SEALER) == 0
    # A backup of another database is refused in one sentence.
    part = manifest.schemas["identity"]
    foreign = type(part)("mysql", part.revision, part.tables)
    with pytest.raises(Broken, match="backed up from mysql"):
        await fill(
            place, type(manifest)(manifest.id, "", {"identity": foreign}, 0, 0), describe("identity"), database, SEALER,
            advance=lambda _: None,
        )  # fmt: skip


async def test_every_kind_of_column_is_the_same_after_a_restore_on_mysql(tmp_path: Path) -> None:
    columns = (
        "id INT PRIMARY KEY, a VARCHAR(9), b BIGINT, c VARCHAR(99), d LONGBLOB, e DATETIME(6), f DATE, g DECIMAL(9,2), "
        "h DOUBLE, `order` JSON, j BIGINT AS (b - 1)"
    )
    async with _empty("mysql", tmp_path, ("one", "two")) as databases:
        one, two = databases.values()
        for database in (one, two):
            await schemas.execute(database, f"CREATE TABLE kinds ({columns})")
        async with schemas.Filling.of(one) as filling:
            await filling.add("kinds", ["id", *"abcdefgh", "order"], [(1, *KINDS, '{"k": [1]}')])
        async with schemas.one_moment([one]) as (_, (connection,)):
            (table,) = await schemas.tables_of(connection)
            lines = [line async for part in schemas.lines(connection, table) for line in part]
        assert row_of(lines[0])[1:9] == list(KINDS)
        async with schemas.Filling.of(two) as filling:
            await filling.add("kinds", table.columns, [row_of(line) for line in lines])
        assert await schemas.digests(one, ["kinds"]) == await schemas.digests(two, ["kinds"])


async def test_a_place_that_fails_is_told_and_the_others_have_it(
    kept: tuple[Database, Place, Place], tmp_path: Path
) -> None:
    database, documents, place = kept
    (tmp_path / "file").write_text("no folder")
    places = Places([str(tmp_path / "file"), place.url])
    manifest = await take({"identity": database}, documents, places, SEALER, advance=lambda _: None)
    assert list(places.failed) == [str(tmp_path / "file")]
    await _read(place, manifest.id)
    with pytest.raises(SystemExit, match="No place"):
        Places([str(tmp_path / "file")])


def _age(place: Place, backup: str) -> None:
    """Pretend a backup is years old: its streams then lie under another name than theirs, and do not open."""
    Path(place.url, backup).rename(Path(place.url, "20200101T030000.000000Z"))
    Path(place.url, "20200102T030000.000000Z").mkdir()
    Path(place.url, "20200102T030000.000000Z", "identity").write_bytes(b"never finished")


async def test_old_backups_go_with_the_documents_only_they_had(kept: tuple[Database, Place, Place]) -> None:
    database, documents, place = kept
    one = Path(documents.url, "kept/ab/one")
    _age(place, (await _take(database, documents, place)).id)
    os.rename(one, one.with_name("two"))
    second = (await _take(database, documents, place)).id
    rules = {"days": 1, "weeks": 0, "months": 0}
    assert len(await let_go(place, SEALER, **rules)) == 2
    assert await backups_in(place) == [second]
    # The old list could not be read, so nothing of the documents was risked.
    assert len(await place.names(f"{DOCUMENTS}/")) == 2
    os.rename(one.with_name("two"), one)
    third = (await _take(database, documents, place)).id
    assert await let_go(place, SEALER, **rules) == [second]
    await _read(place, third)
    assert len(await place.names(f"{DOCUMENTS}/")) == 1
