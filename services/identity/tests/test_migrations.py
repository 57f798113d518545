"""The migration makes what the models say, on both databases."""

import pytest
from clinic_common.database import Database
from clinic_common.migrations import differences, upgrade
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, WORKER, mysql_admin, mysql_url
from identity import commands
from identity.service import SERVICE
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .conftest import access


@pytest.fixture
async def empty(foundation, tmp_path):
    """A schema without tables."""
    schema = f"test_identity_migration_{WORKER}"
    if foundation == "mysql":
        mysql_admin(f"DROP DATABASE IF EXISTS {schema}", f"CREATE DATABASE {schema}")
    url = mysql_url(schema) if foundation == "mysql" else f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    database = Database(url, service="identity", sealer=Sealer.from_text(RING))
    yield database
    await database.close()


async def test_the_migration_makes_the_models_and_can_be_run_again(empty):
    for _ in range(2):
        await upgrade(SERVICE, empty)
        assert await differences(SERVICE, empty) == []


async def test_the_migration_guards_the_access_trail(empty):
    await upgrade(SERVICE, empty)
    await empty.run(commands.append_access, access=access())
    for statement in ("UPDATE access_entries SET role = 'admin'", "DELETE FROM access_entries"):

        async def by_hand(session, statement=statement):
            await session.execute(text(statement))

        with pytest.raises(DBAPIError, match="never"):
            await empty.run(by_hand)
