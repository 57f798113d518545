"""Old months of the trail leave the database for files that prove themselves, whatever happens meanwhile."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from clinic_common.database import Database, new_id
from clinic_common.sealing import Sealer
from clinic_contracts.trail import AccessRecorded
from clinic_embedded import archiving
from clinic_embedded.archiving import archive_to
from clinic_embedded.evidence import export_to, verify_folder
from identity import commands, queries
from identity.models import GUARDS, AccessEntry
from identity.service import SERVICE
from sqlalchemy import func, select, text

from .test_evidence import left_open

LATER = datetime(2026, 4, 15)
SEALED = (datetime(2026, 1, 10), datetime(2026, 1, 31), datetime(2026, 2, 10), datetime(2026, 4, 1))


async def look(database: Database, day: datetime, source: str, count: int) -> None:
    access = AccessRecorded(
        source=source, action="get_patient", kind="read", subject_ids=[new_id() for _ in range(count)],
        occurred_at=day.replace(tzinfo=UTC) - timedelta(hours=1),
    )  # fmt: skip
    await database.run(commands.append_access, access=access)
    await database.run(commands.seal_source, source=source, now=day.replace(tzinfo=UTC))


@pytest.fixture
async def trail(tmp_path: Path) -> AsyncIterator[Database]:
    """Patients' and billing's entries, sealed twice in January, once in February and once in April."""
    url = f"sqlite+aiosqlite:///{tmp_path}/identity.db"
    database = Database(url, service="identity", sealer=Sealer.from_text(Sealer.new_ring()))
    async with database.engine.begin() as connection:
        await connection.run_sync(SERVICE.metadata.create_all)
    await database.run(commands.make_trail_key, now=SEALED[0].replace(tzinfo=UTC))
    for day in SEALED:
        await look(database, day, "patients", 3)
        await look(database, day, "billing", 2)
    yield database
    await database.close()


async def left(database: Database) -> int:
    async def query(session: Any) -> int:
        return int((await session.execute(select(func.count()).select_from(AccessEntry))).scalar_one())

    return await database.read(query)


async def archive(database: Database, folder: Path) -> list[str]:
    said: list[str] = []
    await archive_to(folder, before=LATER, database=left_open(database), say=said.append)
    return said


async def test_whole_months_move_into_files_that_prove_themselves(trail: Database, tmp_path: Path) -> None:
    said = await archive(trail, tmp_path / "archive")
    assert [line.split(":")[0] for line in said] == ["2026-01", "2026-02"]
    for month, count in (("2026-01", 10), ("2026-02", 5)):
        proved: list[str] = []
        assert verify_folder(tmp_path / "archive" / month, keys=None, say=proved.append)
        assert f"{count} entries" in proved[0]
    assert await left(trail) == 5
    proof = await trail.read(queries.prove_trail)
    assert proof.valid, proof.first_break
    assert [(c.source, c.entries, c.sealed, c.archived) for c in proof.chains] == [
        ("billing", 8, 8, 6),
        ("patients", 12, 12, 9),
    ]
    assert await archive(trail, tmp_path / "archive") == []


async def test_the_trail_goes_on_and_its_export_begins_where_the_archive_ends(trail: Database, tmp_path: Path) -> None:
    await archive(trail, tmp_path / "archive")
    await look(trail, datetime(2026, 4, 20), "patients", 2)
    assert (await trail.read(queries.prove_trail)).valid
    said: list[str] = []
    await export_to(tmp_path / "rest", since=None, until=None, database=left_open(trail), say=said.append)
    assert verify_folder(tmp_path / "rest", keys=tmp_path / "archive/2026-01/trail-keys.json", say=said.append)
    assert "7 entries" in said[0]


@pytest.mark.parametrize("survived", range(5))
async def test_killed_between_any_two_steps_it_goes_on_and_loses_nothing(
    trail: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    real, done = commands.archive_seal, 0

    async def mortal(session: Any, **given: Any) -> int:
        nonlocal done
        if done == survived:
            raise KeyboardInterrupt
        gone = await real(session, **given)
        done += 1
        return gone

    monkeypatch.setattr(commands, "archive_seal", mortal)
    with pytest.raises(KeyboardInterrupt):
        await archive(trail, tmp_path / "archive")
    assert (await trail.read(queries.prove_trail)).valid
    monkeypatch.setattr(commands, "archive_seal", real)
    (tmp_path / "archive" / "2026-02.unfinished").mkdir(exist_ok=True)
    await archive(trail, tmp_path / "archive")
    assert (await left(trail), (await trail.read(queries.prove_trail)).valid) == (5, True)
    assert all(verify_folder(tmp_path / "archive" / month, keys=None, say=print) for month in ("2026-01", "2026-02"))


async def test_a_month_that_does_not_hold_stays(trail: Database, tmp_path: Path) -> None:
    async def tamper(session: Any) -> None:
        for name in GUARDS["sqlite"]:
            await session.execute(text(f"DROP TRIGGER {name}"))
        await session.execute(text("UPDATE access_entries SET role = 'x' WHERE source = 'patients' AND position = 8"))

    await trail.run(tamper)
    with pytest.raises(SystemExit, match="2026-02"):
        await archive(trail, tmp_path / "archive")
    assert await left(trail) == 10
    assert (await trail.read(queries.prove_trail)).first_break.position == 8


async def test_nothing_goes_while_its_archive_is_not_whole(
    trail: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "_let_go", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        await archive(trail, tmp_path / "archive")
    monkeypatch.undo()
    entries = tmp_path / "archive" / "2026-01" / "entries.jsonl.gz"
    packed = bytearray(entries.read_bytes())
    packed[len(packed) // 2] ^= 1
    entries.write_bytes(packed)
    with pytest.raises(SystemExit, match="not a whole archive"):
        await archive(trail, tmp_path / "archive")
    assert await left(trail) == 20


async def _interrupted(*_: Any) -> int:
    raise KeyboardInterrupt


async def test_another_clinics_archive_lets_nothing_go(trail: Database, tmp_path: Path) -> None:
    await export_to(
        tmp_path / "archive" / "2026-01", since=LATER - timedelta(days=30), until=None, database=left_open(trail),
        say=print,
    )  # fmt: skip
    with pytest.raises(SystemExit, match="another archive"):
        await archive(trail, tmp_path / "archive")
    assert await left(trail) == 20
