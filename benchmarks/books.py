"""The books of a busy clinic: invoices and payments put straight into billing's schema."""

import random
import sys
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

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
from sqlalchemy import func, select, text

from .filling import CHUNK, put

METHODS = ("cash", "card", "transfer", "check")


class Clinic:
    """Who and what the invoices are about."""

    def __init__(self, patients: list[UUID], end: datetime) -> None:
        self.chance, self.patients, self.end = random.Random(7), patients, end
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
        named = [{"id": each, "name": f"Dr. {n}", "details_version": 1} for n, each in enumerate(self.practitioners)]
        await put(session, Practitioner, named)
        places = [
            {"id": each, "name": f"Place {n}", "time_zone": "UTC", "details_version": 1}
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
        paid_at = min(at + timedelta(days=chance.randrange(1, 40)), self.end - timedelta(seconds=1))
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


async def fill_books(database: Database, *, patients: list[UUID], visits: int, end: datetime, days: int) -> None:
    """
    Fill a ledger with two entries for each of so many visits in so many days, unless it is filled.

    :param end: when the last of them was
    """
    count = select(func.count()).select_from(LedgerEntry)
    if (await database.read(lambda session: session.execute(count))).scalar_one() >= 2 * visits:
        return
    clinic = Clinic(patients, end)
    await database.run(clinic.furnish)
    begin, step = end - timedelta(days=days), timedelta(days=days) / visits
    for start in range(1, visits + 1, CHUNK):
        rows: dict[type, list[dict[str, Any]]] = {}
        for number in range(start, min(start + CHUNK, visits + 1)):
            for model, some in clinic.visit(number, begin + (number - 1) * step).items():
                rows.setdefault(model, []).extend(some)

        async def chunk(session: Session, rows: dict[type, list[dict[str, Any]]] = rows) -> None:
            for model, some in rows.items():
                await put(session, model, some)

        await database.run(chunk)
        sys.stderr.write(f"\r{2 * (start + CHUNK - 1):,} entries")
    sys.stderr.write("\n")
    if database.is_mysql:
        tables = ", ".join(SERVICE.metadata.tables)
        await database.run(lambda session: session.execute(text(f"ANALYZE TABLE {tables}")))
