"""The scripts make the schema the models describe, guards included, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from billing import commands, rules
from billing.models import Invoice, Payment
from billing.queries import prove_ledger
from billing.service import SERVICE
from clinic_common.database import Database, Id, UtcDateTime, new_id
from clinic_common.migrations import differences, upgrade
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, WORKER, mysql_admin, mysql_url
from sqlalchemy import CheckConstraint, Date, bindparam, inspect, text
from sqlalchemy.exc import DBAPIError

from .conftest import BY, NOW, Desk, line


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


# L2 L5 R7
async def test_the_books_of_an_older_schema_are_sound_after_the_scripts(empty_url):
    """Rows from before prices had payers and money could lie unapplied, on both databases."""
    database = Database(empty_url, service="billing", sealer=Sealer.from_text(RING))
    await upgrade(SERVICE, database, to="0001")
    ids = {name: new_id() for name in ("patient", "appointment", "doctor", "invoice", "draft", "line", "payment")}
    async with database.engine.begin() as connection:
        for statement in OLD.split(";"):
            values = {**ids, "at": NOW, "on": NOW.date(), "by": BY}
            bound = [name for name in values if f":{name}" in statement]
            typed = text(statement).bindparams(*(bindparam(name, type_=_TYPES.get(name, Id())) for name in bound))
            await connection.execute(typed, {name: values[name] for name in bound})
    await upgrade(SERVICE, database)
    assert await differences(SERVICE, database) == []
    proof = await database.read(prove_ledger)
    assert proof.valid, str(proof.first_break)
    assert (proof.totals[0].receivable_minor, proof.totals[0].cash_minor) == (500, 400)
    desk = Desk(database)
    payment = await database.read(lambda session: session.get_one(Payment, ids["payment"]))
    assert (payment.applied_minor, payment.currency, payment.patient_id) == (500, "USD", ids["patient"])
    await desk.refund(payment, 400)
    taxed = await desk.issue(await desk.draft(lines=[line(1_000, 2, discount_minor=500, tax_rate=8_875)]))
    await desk.refund(await desk.pay(taxed, 2_000, keep=True), 400)
    invoice = await database.read(lambda session: session.get_one(Invoice, ids["invoice"]))
    assert (invoice.practitioner_id, str(invoice.service_on)) == (ids["doctor"], "2026-11-23")
    assert (await database.read(prove_ledger)).valid
    await database.run(
        commands.post_payer_entry, document_id=new_id(), currency="USD", number=None, description="Acme, WO",
        legs=rules.payer_adjustment_legs("WO", 500), now=NOW,
    )  # fmt: skip
    with pytest.raises(DBAPIError, match="L2"):
        async with database.engine.begin() as connection:
            await connection.execute(text("DELETE FROM ledger_entries"))
    if not database.is_mysql:
        async with database.engine.connect() as connection:
            assert (await connection.execute(text("PRAGMA integrity_check"))).scalar() == "ok"
    await database.close()


_TYPES = {"at": UtcDateTime(), "on": Date()}
OLD = """
INSERT INTO counters (name, value) VALUES ('invoice', 1), ('receipt', 1);
INSERT INTO patients (id, owner_id, details_version, archived, archived_version) VALUES (:patient, :patient, 1, 0, 0);
INSERT INTO appointments (id, practitioner_id, patient_id, status, starts_on, version)
 VALUES (:appointment, :doctor, :patient, 'completed', :on, 1);
INSERT INTO fees (id, code, description, price_minor, currency, active, version)
 VALUES (:line, 'C1', 'Visit', 1000, 'USD', 1, 1);
INSERT INTO invoices (id, number, original_patient_id, appointment_id, status, needs_attention, currency, total_minor,
 paid_minor, adjusted_minor, balance_minor, opened_at, issued_at, issued_on, due_on, changed_at, version)
 VALUES (:invoice, 'INV-000001', :patient, :appointment, 'part_paid', 0, 'USD', 1000, 400, 100, 500,
 :at, :at, :on, :on, :at, 3);
INSERT INTO invoices (id, original_patient_id, status, needs_attention, currency, total_minor, paid_minor,
 adjusted_minor, balance_minor, opened_at, changed_at, version)
 VALUES (:draft, :patient, 'draft', 0, 'USD', 0, 0, 0, 0, :at, :at, 1);
INSERT INTO invoice_lines (id, invoice_id, position, description, quantity, unit_price_minor, amount_minor,
 diagnosis_codes, modifiers) VALUES (:line, :invoice, 1, 'Visit', 1, 1000, 1000, '[]', '[]');
INSERT INTO payments (id, invoice_id, receipt_number, amount_minor, refunded_minor, method, taken_at, taken_by)
 VALUES (:payment, :invoice, 'R-000001', 500, 100, 'cash', :at, :by);
INSERT INTO refunds (id, payment_id, amount_minor, reason, refunded_at, refunded_by)
 VALUES (:payment, :payment, 100, 'x', :at, :by);
INSERT INTO adjustments (id, invoice_id, kind, amount_minor, reason, made_at, made_by)
 VALUES (:draft, :invoice, 'credit', 100, 'x', :at, :by);
INSERT INTO ledger_entries (position, document_kind, document_id, invoice_id, original_patient_id, description,
 currency, posted_at, legs) VALUES (1, 'invoice', :invoice, :invoice, :patient, 'x', 'USD', :at, 1);
INSERT INTO ledger_entries (position, document_kind, document_id, invoice_id, original_patient_id, description,
 currency, posted_at, legs) VALUES (2, 'payment', :payment, :invoice, :patient, 'x', 'USD', :at, 1);
INSERT INTO ledger_entries (position, document_kind, document_id, invoice_id, original_patient_id, description,
 currency, posted_at, legs) VALUES (3, 'refund', :payment, :invoice, :patient, 'x', 'USD', :at, 2);
INSERT INTO ledger_entries (position, document_kind, document_id, invoice_id, original_patient_id, description,
 currency, posted_at, legs) VALUES (4, 'credit', :draft, :invoice, :patient, 'x', 'USD', :at, 1);
INSERT INTO ledger_lines VALUES (1, 1, 'patient_receivable', 'revenue', 1000);
INSERT INTO ledger_lines VALUES (2, 1, 'cash:cash', 'patient_receivable', 500);
INSERT INTO ledger_lines VALUES (3, 1, 'refunds', 'cash:cash', 100);
INSERT INTO ledger_lines VALUES (3, 2, 'patient_receivable', 'refunds', 100);
INSERT INTO ledger_lines VALUES (4, 1, 'adjustments:credit', 'patient_receivable', 100)
"""


async def test_the_scripts_make_every_check_the_models_describe(empty_url):
    database = Database(empty_url, service="billing", sealer=Sealer.from_text(RING))
    await upgrade(SERVICE, database)

    def checks(connection):
        found = inspect(connection)
        tables = SERVICE.metadata.tables
        return sorted((table, check["name"]) for table in tables for check in found.get_check_constraints(table))

    async with database.engine.connect() as connection:
        made = await connection.run_sync(checks)
    meant = sorted(
        (name, check.name)
        for name, table in SERVICE.metadata.tables.items()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    )
    assert made == meant
    await database.close()
