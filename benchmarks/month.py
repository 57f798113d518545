"""
How long a month's reports take on a ledger of a million entries: `python -m benchmarks.month URL [--explain]`.

URL is an empty schema of MySQL (or an SQLite file), such as `mysql+aiomysql://root@127.0.0.1:3306/month`. The first
run fills it, which takes some minutes; the next ones find it full. Five years of a busy clinic: 230,000 entries a
year, 19,000 a month, two lines to an invoice, one invoice in fifty still owed.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from billing import queries
from billing.models import (
    Fee,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LedgerLine,
    Location,
    Patient,
    Payer,
    Payment,
    Practitioner,
)
from billing.rules import ALWAYS, OPEN_END, RECEIVABLE, REVENUE, cash
from billing.service import SERVICE
from clinic_common.database import Database, Session, new_id
from clinic_common.migrations import upgrade
from clinic_common.sealing import Sealer
from sqlalchemy import event, func, insert, select, text

ENTRIES, YEARS, CHUNK = 1_000_000, 5, 2_000
END = datetime(2026, 12, 1, tzinfo=UTC)
METHODS = ("cash", "card", "transfer", "check")
say = sys.stdout.write


class Clinic:
    """Who and what the invoices are about."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.patients = [new_id() for _ in range(5_000)]
        self.payers = [new_id() for _ in range(12)]
        self.practitioners = [new_id() for _ in range(20)]
        self.locations = [new_id() for _ in range(4)]
        self.codes = [f"C-{number:03}" for number in range(200)]

    async def furnish(self, session: Session) -> None:
        """The rows that invoices refer to."""
        row = {"details_version": 1, "archived": False, "archived_version": 0}
        await put(session, Patient, [{"id": each, "owner_id": each, **row} for each in self.patients])
        await put(
            session, Payer, [{"id": each, "name": f"Payer {n}", "version": 1} for n, each in enumerate(self.payers)]
        )
        named = [{"id": each, "name": f"Dr. {n}", "version": 1} for n, each in enumerate(self.practitioners)]
        await put(session, Practitioner, named)
        places = [
            {"id": each, "name": f"Place {n}", "time_zone": "UTC", "version": 1}
            for n, each in enumerate(self.locations)
        ]
        await put(session, Location, places)
        fee = {"description": "Visit", "price_minor": 5_000, "currency": "USD", "active": True, "version": 1,
               "tax_rate": 0, "schedule": "", "valid_from": ALWAYS}  # fmt: skip
        await put(session, Fee, [{"id": new_id(), "code": code, **fee} for code in self.codes])

    def visit(self, number: int, at: datetime) -> dict[type, list[dict[str, Any]]]:
        """An issued invoice of two lines, mostly paid a few days later; positions come in pairs."""
        chance, invoice_id = self.chance, new_id()
        amounts = [chance.randrange(1_000, 20_000) for _ in range(2)]
        total = sum(amounts)
        paid = total if chance.random() < 0.98 else chance.randrange(1, total)
        paid_at = min(at + timedelta(days=chance.randrange(1, 40)), END - timedelta(seconds=1))
        patient, method = chance.choice(self.patients), chance.choice(METHODS)
        invoice = {
            "id": invoice_id, "number": f"INV-{number:07}", "original_patient_id": patient, "currency": "USD",
            "practitioner_id": chance.choice(self.practitioners), "location_id": chance.choice(self.locations),
            "payer_id": chance.choice([*self.payers, *[None] * 6]), "service_on": at.date(),
            "status": "paid" if paid == total else "part_paid", "needs_attention": False, "total_minor": total,
            "tax_minor": 0, "paid_minor": paid, "adjusted_minor": 0, "balance_minor": total - paid, "payer_minor": 0,
            "opened_at": at, "issued_at": at, "issued_on": at.date(), "due_on": at.date(), "changed_at": paid_at,
            "open_until": paid_at if paid == total else OPEN_END, "dunned": 0, "version": 2,
        }  # fmt: skip
        lines = [
            {"id": new_id(), "invoice_id": invoice_id, "position": place, "fee_code": chance.choice(self.codes),
             "description": "Visit", "quantity": 1, "unit_price_minor": amount, "discount_minor": 0,
             "amount_minor": amount, "tax_rate": 0, "tax_minor": 0, "diagnosis_codes": [], "modifiers": []}
            for place, amount in enumerate(amounts, 1)
        ]  # fmt: skip
        payment = {
            "id": new_id(), "original_patient_id": patient, "invoice_id": invoice_id, "currency": "USD",
            "receipt_number": f"R-{number:07}", "amount_minor": paid, "applied_minor": paid, "credit_minor": 0,
            "refunded_minor": 0, "method": method, "taken_at": paid_at, "taken_by": UUID(int=7),
        }  # fmt: skip
        entry = {
            "invoice_id": invoice_id,
            "original_patient_id": patient,
            "description": "x",
            "currency": "USD",
            "legs": 1,
        }
        issued = {**entry, "document_kind": "invoice", "document_id": invoice_id, "posted_at": at}
        taken = {**entry, "document_kind": "payment", "document_id": payment["id"], "posted_at": paid_at}
        legs = ((RECEIVABLE, REVENUE, total), (cash(method), RECEIVABLE, paid))
        positions = (2 * number - 1, 2 * number)
        return {
            Invoice: [invoice],
            InvoiceLine: lines,
            Payment: [payment],
            LedgerEntry: [{"position": place, **each} for place, each in zip(positions, (issued, taken), strict=True)],
            LedgerLine: [
                {
                    "entry_position": place,
                    "leg": 1,
                    "debit_account": debit,
                    "credit_account": credit,
                    "amount_minor": much,
                }
                for place, (debit, credit, much) in zip(positions, legs, strict=True)
            ],
        }


async def put(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert many rows by one statement each chunk."""
    for start in range(0, len(rows), CHUNK):
        await session.execute(insert(model), rows[start : start + CHUNK])


async def fill(database: Database) -> None:
    """A ledger of a million entries, unless it is there."""
    count = select(func.count()).select_from(LedgerEntry)
    if (await database.read(lambda session: session.execute(count))).scalar_one() >= ENTRIES:
        return
    clinic = Clinic(random.Random(7))
    await database.run(clinic.furnish)
    visits, begin = ENTRIES // 2, END - timedelta(days=365 * YEARS)
    step = timedelta(days=365 * YEARS) / visits
    for start in range(1, visits + 1, CHUNK):
        rows: dict[type, list[dict[str, Any]]] = {}
        for number in range(start, min(start + CHUNK, visits + 1)):
            for model, some in clinic.visit(number, begin + number * step).items():
                rows.setdefault(model, []).extend(some)

        async def chunk(session: Session, rows: dict[type, list[dict[str, Any]]] = rows) -> None:
            for model, some in rows.items():
                await put(session, model, some)

        await database.run(chunk)
        say(f"\r{2 * (start + CHUNK - 1):,} entries")
    say("\n")
    if database.is_mysql:
        tables = ", ".join(SERVICE.metadata.tables)
        await database.run(lambda session: session.execute(text(f"ANALYZE TABLE {tables}")))


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
    parser.add_argument("--explain", action="store_true", help="show how MySQL finds the rows of each statement")
    options = parser.parse_args()
    database = Database(options.url, service="billing", sealer=Sealer.from_text(Sealer.new_ring()))
    await upgrade(SERVICE, database)
    await fill(database)
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

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await report()
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    for statement, parameters in said:
        async with database.engine.connect() as connection:
            started = time.perf_counter()
            await connection.exec_driver_sql(statement, parameters)
            spent = 1_000 * (time.perf_counter() - started)
            rows = (await connection.exec_driver_sql(f"EXPLAIN FORMAT=TREE {statement}", parameters)).all()
        say(f"{spent:.0f} ms\n" + "\n".join(str(row[0]) for row in rows) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
