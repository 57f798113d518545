"""
How fast patients are found among 100,000, inside the service, for every kind of question.

    python -m benchmarks.search [--patients 100000] [--rounds 200]

On SQLite, and on MySQL too if MYSQL_URL names a server where a scratch schema may be made
(`mysql+aiomysql://root@127.0.0.1/`). Prints the median and the 95th percentile of each kind.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from clinic_common.database import Database
from clinic_common.http import PageRequest
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from patients import commands, queries, spreadsheet
from patients.service import SERVICE
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import make_url, text

from benchmarks.miswriting import people

_SCRATCH = "clinic_search_benchmark"
_FILE = 5_000
_FOREIGN = (("太郎", "山田"), ("Мария", "Иванова"), ("محمد", "الخطيب"), ("José", "Núñez"), ("Zoë", "O'Brien-Łuczak"))


def _swapped(word: str) -> str:
    place = max(len(word) // 2 - 1, 0)
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


KINDS: dict[str, Callable[[Any], str]] = {
    "family name": lambda p: str(p.family_name),
    "beginning, 2 letters": lambda p: str(p.family_name[:2]),
    "beginning, 4 letters": lambda p: str(p.family_name[:4]),
    "given name alone": lambda p: str(p.given_name),
    "both names": lambda p: f"{p.given_name} {p.family_name}",
    "family, given beginning": lambda p: f"{p.family_name} {p.given_name[:2]}",
    "one letter each": lambda p: f"{p.given_name[:1]} {p.family_name[:1]}",
    "typo": lambda p: _swapped(p.family_name),
    "typo and given name": lambda p: f"{p.given_name} {_swapped(p.family_name)}",
    "typo in both": lambda p: f"{_swapped(p.given_name)} {_swapped(p.family_name)}",
    "sounds alike": lambda p: str(p.family_name.replace("i", "y").replace("c", "k")),
    "nobody": lambda p: f"{p.family_name}qzx {p.given_name}",
    "date of birth": lambda p: f"{p.born_on:%d.%m.%Y}",
    "date and name": lambda p: f"{p.born_on:%m/%d/%Y} {p.family_name[:3]}",
    "year and given name": lambda p: f"{p.born_on.year} {p.given_name}",
    "phone": lambda p: str(p.phone),
    "end of a phone": lambda p: str(p.phone[-4:]),
    "e-mail": lambda p: str(p.email[:8]),
    "record number": lambda p: str(p.record_number),
    "identity number": lambda p: "7" + str(p.record_number)[2:] + "11",
    "another script": lambda p: " ".join(_FOREIGN[hash(p.id) % len(_FOREIGN)]),
}


def _rows(count: int) -> list[Any]:
    from types import SimpleNamespace

    chance = random.Random(3)
    made = []
    for number, row in enumerate(people(originals=count, duplicates=0)):
        given, family = chance.choice(_FOREIGN) if number % 50 == 0 else (row["given_name"], row["surname"])
        made.append(SimpleNamespace(
            id=number, record_number=number, given_name=given, family_name=family,
            born_on=date.fromisoformat(row["date_of_birth"]), sex="unknown",
            email=f"{row['surname']}{number}@example.org",
            phone=f"+1212{chance.randrange(2_000_000, 9_999_999)}", preferred_language=None, contact_by=None,
            address={"line1": f"{row['street_number']} {row['address_1']}", "city": row["suburb"]},
        ))  # fmt: skip
    return made


async def _fill(database: Database, count: int) -> None:
    from clinic_common.database import new_id, utc_now

    rows = _rows(count)
    numbers = {row.id: f"7{row.id:06}11" for row in rows}
    console = Console(stderr=True)
    for start in track(range(0, count, _FILE), "Filling", console=console):
        raw = spreadsheet.write_rows(rows[start : start + _FILE], numbers=numbers)
        await database.run(commands.import_rows, raw=raw, import_id=new_id(), now=utc_now())


async def measure(url: str, *, patients: int, rounds: int) -> dict[str, tuple[float, float, int]]:
    """Fill a schema and give for each kind of question the median, the 95th percentile (ms) and how many found."""
    database = Database(url, service="patients", sealer=Sealer.from_text(Sealer.new_ring()))
    await upgrade(SERVICE, database)
    await _fill(database, patients)
    async with database.engine.begin() as connection:
        for table in ("search_keys", "name_variants", "patients"):
            await connection.execute(text(f"ANALYZE {'TABLE ' if database.is_mysql else ''}{table}"))
    chance = random.Random(11)
    page = PageRequest(limit=20, after=None)
    everybody: list[Any] = []
    for letter in "abcdefghijklmnopqrstuvwxyz":
        everybody += await database.read(queries.list_patients, q=letter, page=PageRequest(limit=100, after=None))
    measured = {}
    for kind, question in KINDS.items():
        spent, found = [], 0
        for person in chance.choices(everybody, k=rounds):
            q = question(person)
            started = time.perf_counter()
            rows = await database.read(queries.list_patients, q=q, page=page)
            spent.append((time.perf_counter() - started) * 1000)
            found += bool(rows)
        measured[kind] = (statistics.median(spent), statistics.quantiles(spent, n=20)[-1], found)
    await database.close()
    return measured


def _show(name: str, measured: dict[str, tuple[float, float, int]], rounds: int) -> None:
    table = Table("question", "median ms", "p95 ms", "answered", title=name)
    for kind, (median, high, found) in measured.items():
        table.add_row(kind, f"{median:.1f}", f"{high:.1f}", f"{found}/{rounds}")
    Console(file=sys.stdout).print(table)


async def _on_mysql(url: str, **options: int) -> dict[str, tuple[float, float, int]]:
    server = make_url(url)
    admin = Database(url, service="patients", sealer=Sealer.from_text(Sealer.new_ring()))
    try:
        async with admin.engine.connect() as connection:
            await connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {_SCRATCH}")
            await connection.exec_driver_sql(f"CREATE DATABASE {_SCRATCH}")
        schema = server.set(database=_SCRATCH).render_as_string(hide_password=False)
        return await measure(schema, **options)
    finally:
        async with admin.engine.connect() as connection:
            await connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {_SCRATCH}")
        await admin.close()


def main() -> None:
    """Print how long each kind of question takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    sizes = {"patients": options.patients, "rounds": options.rounds}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/patients.db"
        _show(f"SQLite, {options.patients:,} patients", asyncio.run(measure(url, **sizes)), options.rounds)
    if server := os.environ.get("MYSQL_URL"):
        _show(f"MySQL, {options.patients:,} patients", asyncio.run(_on_mysql(server, **sizes)), options.rounds)


if __name__ == "__main__":
    main()
