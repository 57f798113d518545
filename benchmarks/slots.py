"""
How much processor time finding free slots takes in a full calendar.

The budget is 20 ms for a week of five practitioners at 40,000 appointments.

    python -m benchmarks.slots [--appointments 40000] [--repeat 50] [--url mysql+aiomysql://…]
"""

import argparse
import asyncio
import platform
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_common.database import Database, Session, new_id
from clinic_common.http import PageRequest
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from scheduling import commands, queries
from scheduling.schemas import SlotView
from scheduling.service import SERVICE

from .filling import fill_calendar, people_of

PRACTITIONERS = 5


async def _found(database: Database) -> dict[str, Any]:
    """A location, three rooms, a visit type and practitioners who are there on weekdays from eight to five."""

    async def command(session: Session) -> dict[str, Any]:
        now = datetime.now(UTC)
        location = await commands.add_location(session, name="Main", time_zone="America/New_York", now=now)
        rooms = [await commands.add_room(session, location_id=location.id, name=f"{n}") for n in (1, 2, 3)]
        kind = await commands.add_visit_type(session, fields={"code": "check", "name": "Check", "minutes": 20})
        ids = [new_id() for _ in range(PRACTITIONERS)]
        for number, id in enumerate(ids):
            await commands.keep_staff_member(
                session, staff_id=id, display_name=f"Dr. {number}", role="doctor", npi=None, employed=True, version=1
            )
            hours: Any = [{"weekday": day, "starts_minute": 480, "ends_minute": 1020} for day in range(5)]
            await commands.set_availability(session, practitioner_id=id, hours=hours, now=now)
        return {"visit_type_id": kind.id, "practitioner_ids": ids, "room_ids": [room.id for room in rooms]}

    return await database.run(command)


async def _measured(database: Database, repeat: int, **query: Any) -> tuple[float, float, int]:
    """The median of processor and of wall time in ms, and how many slots there were."""
    spent, waited, found = [], [], 0
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        page = await database.read(queries.list_slots, **query)
        found = len([SlotView.of(slot) for slot in page])
        spent.append((time.process_time() - cpu) * 1000)
        waited.append((time.perf_counter() - wall) * 1000)
    return statistics.median(spent), statistics.median(waited), found


async def measure(url: str, *, appointments: int, repeat: int) -> None:
    """Fill a calendar, look for slots in it in the ways a desk does, and print what that takes."""
    database = Database(url, service="scheduling", sealer=Sealer.from_text(Sealer.new_ring()))
    await upgrade(SERVICE, database)
    ids = await _found(database)
    await fill_calendar(url, people_of(5_000), appointments)
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    kind = {"visit_type_id": ids["visit_type_id"], "starts_at": now, "now": now}
    everybody, same = ids["practitioner_ids"], ids["practitioner_ids"][:1]
    searches = {
        "a week of five practitioners, first page": {"days": 7, "limit": 50, "practitioner_ids": everybody},
        "a week of five practitioners, every slot": {"days": 7, "limit": 2000, "practitioner_ids": everybody},
        "… with one of three rooms free": {"days": 7, "limit": 2000, "room_ids": ids["room_ids"]},
        "next free with the same doctor": {"days": 60, "limit": 1, "practitioner_ids": same},
        "any doctor, first available in 60 days": {"days": 60, "limit": 1},
    }
    print(f"{appointments} appointments, {database.url.get_backend_name()}, Python {platform.python_version()}")
    print(f"{'':45}{'CPU ms':>8}{'wall ms':>9}{'slots':>7}")
    for name, search in searches.items():
        days, limit = search.pop("days"), search.pop("limit")
        page = PageRequest(limit=limit, after=None)
        cpu, wall, found = await _measured(
            database, repeat, **kind, **search, ends_at=now + timedelta(days=days), page=page
        )
        print(f"{name:45}{cpu:8.1f}{wall:9.1f}{found:7}")
    await database.close()


def main() -> None:
    """Measure on a SQLite file, or where the address says: an empty schema."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--appointments", type=int, default=40_000)
    parser.add_argument("--repeat", type=int, default=50)
    parser.add_argument("--url", default="", help="of an empty schema; a SQLite file if not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite+aiosqlite:///{Path(folder)}/scheduling.db"
        asyncio.run(measure(url, appointments=options.appointments, repeat=options.repeat))


if __name__ == "__main__":
    main()
