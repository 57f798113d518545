"""The scripts make the schema the models describe, guards included, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from billing import commands, rules
from billing.service import SERVICE
from clinic_common.database import Database, new_id
from clinic_common.migrations import _config, differences, upgrade
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, WORKER, mysql_admin, mysql_url
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .conftest import NOW, Desk


@pytest.fixture
def empty_url(foundation: str, tmp_path: Path) -> Iterator[str]:
    """An empty schema."""
    if foundation == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
        return
    schema = f"test_billing_scripts_{WORKER}"
    mysql_admin(f"DROP DATABASE IF EXISTS {schema}", f"CREATE DATABASE {schema}")
    yield mysql_url(schema)
    mysql_admin(f"DROP DATABASE {schema}")


# L2
async def test_the_scripts_make_what_the_models_describe_and_guard_the_ledger(empty_url):
    database = Database(empty_url, service="billing", sealer=Sealer.from_text(RING))
    await upgrade(SERVICE, database)
    await upgrade(SERVICE, database)
    assert await differences(SERVICE, database) == []
    await Desk(database).issued(1_000)
    for statement in (
        "UPDATE ledger_lines SET amount_minor = 1",
        "DELETE FROM ledger_lines",
        "UPDATE ledger_entries SET description = 'x'",
        "DELETE FROM ledger_entries",
        "INSERT INTO ledger_lines SELECT entry_position, 2, 'a', 'b', 1 FROM ledger_lines",
    ):
        with pytest.raises(DBAPIError, match="L2"):
            async with database.engine.begin() as connection:
                await connection.execute(text(statement))
    await database.close()


# L2 R7
async def test_a_ledger_with_entries_in_it_learns_of_payers_and_keeps_its_guards(empty_url):
    from alembic import command

    database = Database(empty_url, service="billing", sealer=Sealer.from_text(RING))
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda it: command.upgrade(_config(SERVICE, it), "0002"))
    await Desk(database).issued(1_000)
    await upgrade(SERVICE, database)
    assert await differences(SERVICE, database) == []
    legs = rules.payer_adjustment_legs("WO", 500)
    await database.run(
        commands.post_payer_entry, document_id=new_id(), currency="USD", number=None, description="Acme, WO",
        legs=legs, now=NOW,
    )  # fmt: skip
    async with database.engine.connect() as connection:
        entries = await connection.execute(text("SELECT original_patient_id IS NULL FROM ledger_entries"))
        assert sorted(bool(each) for each in entries.scalars()) == [False, True]
        if not database.is_mysql:
            assert (await connection.execute(text("PRAGMA integrity_check"))).scalar() == "ok"
    with pytest.raises(DBAPIError, match="L2"):
        async with database.engine.begin() as connection:
            await connection.execute(text("DELETE FROM ledger_entries"))
    await database.close()
