"""
How long a month's reports take on a ledger of a million entries: `python -m benchmarks.month URL [--explain]`.

URL is an empty schema of MySQL (or an SQLite file), such as `mysql+aiomysql://root@127.0.0.1:3306/month`. The first
run fills it, which takes some minutes; the next ones find it full. Five years of a busy clinic: 230,000 entries a
year, 19,000 a month, two lines to an invoice, one invoice in fifty still owed.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from billing import queries
from billing.service import SERVICE
from clinic_common.database import Database, new_id
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from sqlalchemy import event

from .books import fill_books

ENTRIES, YEARS, PATIENTS = 1_000_000, 5, 5_000
END = datetime(2026, 12, 1, tzinfo=UTC)
say = sys.stdout.write


async def measured(name: str, report: Callable[[], Awaitable[Any]]) -> None:
    """Print the median and the slowest of some runs."""
    await report()
    spent = []
    for _ in range(7):
        started = time.perf_counter()
        await report()
        spent.append(1_000 * (time.perf_counter() - started))
    told = f"fastest {min(spent):4.0f} ms, median {statistics.median(spent):4.0f} ms, slowest {max(spent):4.0f} ms"
    say(f"{name:26} {told}\n")


async def main() -> None:
    """Fill, then measure every report of the last month, and finance of a month four years ago."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="an empty schema, or one filled before")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--explain", action="store_true", help="show how MySQL finds the rows of each statement")
    options = parser.parse_args()
    database = Database(options.url, service="billing", sealer=Sealer.from_text(Sealer.new_ring()))
    await upgrade(SERVICE, database)
    patients = [new_id() for _ in range(PATIENTS)]
    await fill_books(database, patients=patients, visits=options.entries // 2, end=END, days=365 * YEARS)
    months = {"last month": (datetime(2026, 11, 1, tzinfo=UTC), END),
              "four years ago": (datetime(2022, 11, 1, tzinfo=UTC), datetime(2022, 12, 1, tzinfo=UTC))}  # fmt: skip
    for when, (begin, end) in months.items():
        between: dict[str, Any] = {"begin": begin, "end": end, "currency": "USD"}
        days = [
            (
                date(begin.year, begin.month, number + 1),
                begin + timedelta(days=number),
                begin + timedelta(days=number + 1),
            )
            for number in range(30)
        ]
        reports: dict[str, Callable[[], Awaitable[Any]]] = {
            "finance": lambda between=between: database.read(queries.report_finance, **between),  # type: ignore[misc]
            "day": lambda between=between: database.read(  # type: ignore[misc]
                queries.report_day, **{**between, "begin": between["end"] - timedelta(days=1)}
            ),
            "aging": lambda end=end: database.read(queries.report_aging, at=end, currency="USD"),  # type: ignore[misc]
            "payments": lambda days=days: database.read(queries.report_payments, days=days, currency="USD"),  # type: ignore[misc]
            "earnings": lambda between=between: database.read(queries.report_earnings, **between),  # type: ignore[misc]
        }
        for name, report in reports.items():
            await measured(f"{name}, {when}", report)
            if options.explain:
                await explained(database, report)
    await database.close()


async def explained(database: Database, report: Callable[[], Awaitable[Any]]) -> None:
    """Show how the database finds the rows of each statement of a report, and what each takes."""
    said: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        said.append((statement, parameters))

    event.listen(database.direct.sync_engine, "before_cursor_execute", note)
    await report()
    event.remove(database.direct.sync_engine, "before_cursor_execute", note)
    for statement, parameters in said:
        async with database.direct.connect() as connection:
            started = time.perf_counter()
            await connection.exec_driver_sql(statement, parameters)
            spent = 1_000 * (time.perf_counter() - started)
            rows = (await connection.exec_driver_sql(f"EXPLAIN FORMAT=TREE {statement}", parameters)).all()
        say(f"{spent:.0f} ms\n" + "\n".join(str(row[0]) for row in rows) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
