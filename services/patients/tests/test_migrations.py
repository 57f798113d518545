"""The scripts and the models agree, on both databases."""

import pytest
from clinic_common.database import Database
from clinic_common.migrations import differences, upgrade
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, WORKER, mysql_admin, mysql_url
from patients.service import SERVICE
from sqlalchemy import text

SCHEMA = f"test_patients_migrated_{WORKER}"


@pytest.fixture
async def migrated(foundation, tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/migrated.db"
    if foundation == "mysql":
        mysql_admin(
            f"DROP DATABASE IF EXISTS {SCHEMA}",
            f"CREATE DATABASE {SCHEMA} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        )
        url = mysql_url(SCHEMA)
    database = Database(url, service="patients", sealer=Sealer.from_text(RING))
    await upgrade(SERVICE, database)
    yield database
    await database.close()
    if foundation == "mysql":
        mysql_admin(f"DROP DATABASE {SCHEMA}")


async def test_the_scripts_build_what_the_models_say(migrated):
    assert await differences(SERVICE, migrated) == []


async def test_a_second_upgrade_changes_nothing(migrated):
    await upgrade(SERVICE, migrated)
    assert await differences(SERVICE, migrated) == []


async def test_p11_p18_the_scripts_install_the_guards_of_signed_notes_and_history(migrated):
    names = (
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        if migrated.is_mysql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    async with migrated.engine.connect() as connection:
        found = set((await connection.execute(text(names))).scalars())
    assert found == {
        "notes_signed_update", "notes_signed_delete", "note_addenda_update", "note_addenda_delete",
        "item_changes_update", "item_changes_delete",
    }  # fmt: skip
