"""An export of a trail somebody laid hands on in the database shows what they did."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from clinic_common.database import Database, new_id
from clinic_common.sealing import Sealer
from clinic_contracts.trail import AccessRecorded
from clinic_embedded.evidence import export_to, verify_folder
from identity import commands
from identity.models import GUARDS
from identity.service import SERVICE
from sqlalchemy import text

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@asynccontextmanager
async def left_open(database: Database) -> AsyncIterator[Database]:
    yield database


async def exported(database: Database, folder: Path, **days: datetime | None) -> tuple[bool, str]:
    said: list[str] = []
    range_of = {"since": None, "until": None} | days
    await export_to(folder, database=left_open(database), say=said.append, **range_of)
    good = verify_folder(folder, keys=None, say=said.append)
    return good, "\n".join(said)


@pytest.fixture
async def trail(tmp_path: Path) -> AsyncIterator[Database]:
    """Patients 1–5 and billing 1–3, sealed by a first export."""
    database = Database(
        f"sqlite+aiosqlite:///{tmp_path}/identity.db", service="identity", sealer=Sealer.from_text(Sealer.new_ring())
    )
    async with database.engine.begin() as connection:
        await connection.run_sync(SERVICE.metadata.create_all)
    for source, count in (("patients", 5), ("billing", 3)):
        subjects = [new_id() for _ in range(count)]
        seen = AccessRecorded(source=source, action="get_patient", kind="read", subject_ids=subjects, occurred_at=NOON)
        await database.run(commands.append_access, access=seen)
    good, said = await exported(database, tmp_path / "first")
    assert good, said
    assert "8 entries" in said
    yield database
    await database.close()


TAMPERING = {
    "end gone": (["DELETE FROM access_entries WHERE source = 'patients' AND position > 3"], "patients 4: removed"),
    "source gone": (["DELETE FROM access_entries WHERE source = 'patients'",
                     "DELETE FROM chains WHERE source = 'patients'"], "patients 1: removed"),
    "changed": (["UPDATE access_entries SET action = 'nothing' WHERE source = 'billing' AND position = 2"],
                "billing 2: changed"),
    "seal": (["UPDATE trail_seals SET statement = 'e30.e30.AAAA' WHERE source = 'billing'"], "billing 1: seal"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
async def test_an_export_shows_what_was_done_to_the_database(trail: Database, tmp_path: Path, how: str) -> None:
    statements, first_break = TAMPERING[how]

    async def by_hand(session: object) -> None:
        for statement in (*(f"DROP TRIGGER {name}" for name in GUARDS["sqlite"]), *statements):
            await session.execute(text(statement))  # type: ignore[attr-defined]

    await trail.run(by_hand)
    good, said = await exported(trail, tmp_path / "second")
    assert not good
    assert first_break in said


async def test_a_range_holds_whole_seals(trail: Database, tmp_path: Path) -> None:
    after = datetime(2026, 11, 24)
    later = AccessRecorded(
        source="patients", action="x", kind="read", subject_ids=[new_id()], occurred_at=after.replace(tzinfo=UTC)
    )
    await trail.run(commands.append_access, access=later)
    good, said = await exported(trail, tmp_path / "later", since=after)
    assert good, said
    assert "1 entries" in said
    good, said = await exported(trail, tmp_path / "before", until=after)
    assert good, said
    assert "8 entries" in said
