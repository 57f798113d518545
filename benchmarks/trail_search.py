"""
Whether a large access trail is still searched at once: by patient, by staff member, by day.

    python -m benchmarks.trail_search [--entries 10000000] [--sqlite]

Fills identity's schema with so many entries of 50,000 patients and 60 staff members over six years, puts the queries of
`GET /access-trail` to it at their first and a late page, and prints the median and the worst of each.
"""

import argparse
import asyncio
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_common.database import Database, new_id
from clinic_common.http import PageRequest
from clinic_common.http.bodies import cursor
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from clinic_common.testing import mysql_admin, mysql_url
from identity import queries
from identity.models import Base
from identity.service import SERVICE
from sqlalchemy import text

from tests.servers import mysql

PATIENTS, STAFF, YEARS = 50_000, 60, 6
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
BASE, CHUNK = 60_000, 5_000
SCHEMA = "benchmark_trail_search"
TIMES = 40
_TABLE = Base.metadata.tables["access_entries"]


def _rows(count: int, step: timedelta, patients: list[Any], staff: list[Any]) -> Iterator[list[dict[str, Any]]]:
    chance = random.Random(7)
    for start in range(0, count, CHUNK):
        yield [
            {
                "source": "patients", "position": number + 1, "occurred_at": BEGAN + number * step,
                "staff_id": chance.choice(staff), "staff_name": "Dora Chart", "role": "doctor",
                "session_id": staff[0], "action": "get_patient", "kind": "read",
                "patient_id": chance.choice(patients), "address": "203.0.113.7", "request_id": f"{number:032x}",
                "purpose": None, "outcome": "allowed", "previous_hash": bytes(32), "entry_hash": bytes(32),
            }
            for number in range(start, min(start + CHUNK, count))
        ]  # fmt: skip


async def _fill(database: Database, count: int, patients: list[Any], staff: list[Any]) -> int:
    """The first entries one by one, then all there are once more behind themselves, until it is enough; how many."""
    doublings = max(0, (count // BASE).bit_length() - 1)
    there = count >> doublings
    step = timedelta(days=365 * YEARS) / (there << doublings)
    async with database.engine.begin() as connection:
        for index in _TABLE.indexes:
            await connection.run_sync(index.drop)
        for rows in _rows(there, step, patients, staff):
            await connection.execute(_TABLE.insert(), rows)
    for _ in range(doublings):
        await database.run(_double, by=there, shift=there * step)
        there *= 2
    async with database.engine.begin() as connection:
        for index in _TABLE.indexes:
            await connection.run_sync(index.create)
        if database.is_mysql:
            await connection.execute(text("ANALYZE TABLE access_entries"))
    return there


async def _double(session: Any, *, by: int, shift: timedelta) -> None:
    columns = [column.name for column in _TABLE.columns]
    later = "occurred_at + INTERVAL :shift MICROSECOND"
    if session.bind.dialect.name == "sqlite":
        later = "strftime('%Y-%m-%d %H:%M:%f', occurred_at, (:shift / 1000000.0) || ' seconds') || '000'"
    values = {"position": "position + :by", "occurred_at": later}
    chosen = ", ".join(values.get(column, column) for column in columns)
    statement = f"INSERT INTO access_entries ({', '.join(columns)}) SELECT {chosen} FROM access_entries"
    await session.execute(text(statement), {"by": by, "shift": shift // timedelta(microseconds=1)})


async def _timed(database: Database, **asked: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    page: Any = await database.read(queries.list_access_entries, **asked)
    return (time.perf_counter() - started) * 1000, page


async def _measure(url: str, count: int) -> None:
    database = Database(url, service="identity", sealer=Sealer.from_text(Sealer.new_ring()))
    await upgrade(SERVICE, database)
    patients, staff = [new_id() for _ in range(PATIENTS)], [new_id() for _ in range(STAFF)]
    started = time.perf_counter()
    count = await _fill(database, count, patients, staff)
    print(f"{count:,} entries filled in {time.perf_counter() - started:.0f} s", flush=True)
    middle = BEGAN + timedelta(days=365 * YEARS / 2)
    late = cursor(middle, "patients", count // 2)
    day = {"since": middle, "until": middle + timedelta(days=1)}
    questions: dict[str, list[dict[str, Any]]] = {
        "by patient": [{"patient_id": patient} for patient in patients[:TIMES]],
        "by patient, a late page": [{"patient_id": patient, "after": late} for patient in patients[:TIMES]],
        "by staff member": [{"staff_id": member} for member in staff[:TIMES]],
        "by staff member, a late page": [{"staff_id": member, "after": late} for member in staff[:TIMES]],
        "by staff member on a day": [{"staff_id": member, **day} for member in staff[:TIMES]],
        "by patient and staff member": [
            {"patient_id": patient, "staff_id": staff[0]} for patient in patients[:TIMES]
        ],
        "on a day": [day] * 5,
    }  # fmt: skip
    print("question", "median", "worst", "entries found", sep="\t")
    for name, asked in questions.items():
        spent, found = [], 0
        for each in asked:
            page = PageRequest(limit=50, after=each.pop("after", None))
            milliseconds, answer = await _timed(database, page=page, **each)
            spent.append(milliseconds)
            found += len(answer.items)
        print(name, f"{statistics.median(spent):.1f} ms", f"{max(spent):.1f} ms", found, sep="\t", flush=True)
    await database.close()


def main() -> None:
    """Fill and ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument("--sqlite", action="store_true", help="on a SQLite file instead of MySQL")
    arguments = parser.parse_args()
    print(platform.machine(), os.cpu_count(), "cores, Python", platform.python_version())
    with tempfile.TemporaryDirectory() as folder:
        if arguments.sqlite:
            asyncio.run(_measure(f"sqlite+aiosqlite:///{folder}/identity.db", arguments.entries))
            return
        with mysql(Path(folder) / "mysql") as server:
            print(server.product, server.version)
            os.environ["CLINIC_TEST_MYSQL_URL"] = server.url
            mysql_admin(f"DROP DATABASE IF EXISTS {SCHEMA}", f"CREATE DATABASE {SCHEMA}")
            try:
                asyncio.run(_measure(mysql_url(SCHEMA), arguments.entries))
            finally:
                mysql_admin(f"DROP DATABASE {SCHEMA}")


if __name__ == "__main__":
    main()
