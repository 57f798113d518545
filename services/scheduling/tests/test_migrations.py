"""The scripts make the schema the models describe, and keep what was there, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from clinic_common.database import Database, new_id
from clinic_common.http import PageRequest
from clinic_common.migrations import _config, differences, upgrade
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, WORKER, mysql_admin, mysql_url
from scheduling import queries
from scheduling.service import SERVICE
from sqlalchemy import text

from services.scheduling.tests.conftest import NOW


@pytest.fixture
def empty_url(foundation: str, tmp_path: Path) -> Iterator[str]:
    """An empty schema."""
    if foundation == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
        return
    schema = f"test_scheduling_scripts_{WORKER}"
    mysql_admin(f"DROP DATABASE IF EXISTS {schema}", f"CREATE DATABASE {schema}")
    yield mysql_url(schema)
    mysql_admin(f"DROP DATABASE {schema}")


async def test_the_scripts_build_what_the_models_say(empty_url):
    database = Database(empty_url, service="scheduling", sealer=Sealer.from_text(RING))
    await upgrade(SERVICE, database)
    await upgrade(SERVICE, database)
    assert await differences(SERVICE, database) == []
    await database.close()


async def test_series_and_feeds_of_before_are_kept(empty_url):
    from alembic import command

    database = Database(empty_url, service="scheduling", sealer=Sealer.from_text(RING))
    ids = {name: new_id() for name in ("location", "staff", "patient", "kind", "series", "first", "second", "feed")}
    bound = {name: id.bytes for name, id in ids.items()}
    visit = (
        "INSERT INTO appointments (id, patient_id, practitioner_id, location_id, visit_type_id, series_id, starts_at,"
        " ends_at, minutes, buffer_before, buffer_after, status, overbooked, created_at, changed_at, sequence, version)"
        " VALUES (:{0}, :patient, :staff, :location, :kind, :series, '2027-03-{1} 14:00:00', '2027-03-{1} 14:30:00',"
        " 30, 0, 0, 'booked', 0, '2027-03-01 12:00:00', '2027-03-01 12:00:00', 0, 1)"
    )
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda it: command.upgrade(_config(SERVICE, it), "0002"))
        for statement in (
            "INSERT INTO locations (id, name, time_zone, version) VALUES (:location, 'Main', 'America/New_York', 1)",
            "INSERT INTO staff (id, display_name, role, color, is_practitioner, employed, active, known_version,"
            " calendar_version) VALUES (:staff, 'Dr. Grace', 'doctor', '#000000', 1, 1, 1, 1, 0)",
            "INSERT INTO patients (id, record_number, given_name, family_name, born_on, search_key, archived,"
            " known_version) VALUES (:patient, 'P-1', 'Ada', 'Lovelace', '1990-01-01', 'ada', 0, 1)",
            "INSERT INTO visit_types (id, code, name, minutes, buffer_before, buffer_after, active, version)"
            " VALUES (:kind, 'check', 'Check', 30, 0, 0, 1, 1)",
            "INSERT INTO series (id, rule, time_zone, created_at)"
            " VALUES (:series, 'FREQ=WEEKLY;COUNT=2', 'America/New_York', '2027-03-01 12:00:00')",
            visit.format("first", "02"),
            visit.format("second", "09"),
            "INSERT INTO calendar_feeds (id, secret_hash, practitioner_id, created_by, created_at)"
            " VALUES (:feed, 'abc', :staff, :staff, '2027-03-01 12:00:00')",
        ):
            needed = {name: value for name, value in bound.items() if f":{name}" in statement}
            await connection.execute(text(statement), needed)
    await upgrade(SERVICE, database)
    assert await differences(SERVICE, database) == []
    series = await database.read(queries.get_series, series_id=ids["series"])
    moments = [datetime(2027, 3, day, 14, tzinfo=UTC) for day in (2, 9)]
    assert (series.starts_at, [visit.occurrence_at for visit in series.items]) == (moments[0], moments)
    feed = await database.read(queries.find_feed, secret_hash="abc")
    assert (feed.practitioner_ids, feed.location_ids, feed.shows_patients) == ([ids["staff"]], [], False)
    assert len(await database.read(queries.list_feed_visits, feed=feed, now=NOW)) == 2
    kind = await database.read(queries.get_visit_type, visit_type_id=ids["kind"])
    location = await database.read(queries.list_locations, page=PageRequest(limit=1, after=None))
    assert (kind.lead_minutes, kind.horizon_days, location[0].overbook_per_hour) == (0, None, 2)
    await database.close()
