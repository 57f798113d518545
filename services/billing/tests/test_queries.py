"""Queries: accounts, the proof that names the first break, and reports that equal the ledger."""

from datetime import timedelta

import pytest
from billing import queries, rules
from billing.queries import prove_ledger
from billing.rules import AdjustmentKind, Method
from clinic_common.database import Session, new_id
from clinic_common.http import PageRequest
from sqlalchemy import text

from .conftest import NOW, line

DAY = timedelta(days=1)


async def account(database, patient_id, **more):
    wanted = {"patient_id": patient_id, "currency": "USD", "own": None, "page": PageRequest(**more)}
    return await database.read(queries.get_account, **wanted)


async def test_an_account_tells_every_document_with_the_balance_after_it(desk, database):
    invoice = await desk.issued(10_000)
    payment = await desk.pay(invoice, 4_000)
    await desk.refund(payment, 500)
    await desk.adjust(invoice, 1_000)
    found = await account(database, invoice.patient_id)
    assert [(entry.kind, entry.amount_minor, entry.balance_minor) for entry in found.entries] == [
        ("credit", -1_000, 5_500),
        ("refund", 500, 6_500),
        ("payment", -4_000, 6_000),
        ("invoice", 10_000, 10_000),
    ]
    assert (found.balance_minor, found.next) == (5_500, None)
    first = await account(database, invoice.patient_id, limit=3)
    rest = await account(database, invoice.patient_id, limit=3, after=first.next)
    assert [entry.kind for entry in (*first.entries, *rest.entries)] == ["credit", "refund", "payment", "invoice"]


async def test_currencies_are_never_mixed_in_an_account(desk, database):
    await desk.fee("E1", 700, "EUR")
    invoice = await desk.issued(1_000)
    await desk.issued(patient_id=invoice.patient_id, lines=[line(None, fee_code="E1")])
    found = await account(database, invoice.patient_id)
    assert found.balance_minor == 1_000
    assert [(owed.currency, owed.balance_minor) for owed in found.balances] == [("EUR", 700), ("USD", 1_000)]
    proof = await database.read(prove_ledger)
    assert proof.valid
    assert [books.currency for books in proof.totals] == ["EUR", "USD"]


async def test_nobody_has_no_account(database):
    with pytest.raises(rules.NoSuchPatient):
        await account(database, new_id())


async def some_books(desk):
    """A few documents of every kind, a minute apart."""
    first = await desk.issued(10_000)
    payment = await desk.pay(first, 6_000, now=NOW + timedelta(minutes=1))
    await desk.refund(payment, 1_000, now=NOW + timedelta(minutes=2))
    await desk.adjust(first, 500, now=NOW + timedelta(minutes=3))
    second = await desk.issue(await desk.draft(3_000), now=NOW + timedelta(minutes=4))
    await desk.adjust(second, 100, now=NOW + timedelta(minutes=5))
    await desk.void(second, now=NOW + timedelta(minutes=6))
    return first, payment


BREAKS = [
    ("UPDATE ledger_lines SET amount_minor = 6001 WHERE amount_minor = 6000", "payment", "amount"),
    ("UPDATE ledger_lines SET debit_account = 'cash:card' WHERE amount_minor = 6000", "payment", "document"),
    ("UPDATE ledger_lines SET amount_minor = 9999 WHERE amount_minor = 10000", "invoice", "amount"),
    ("UPDATE ledger_entries SET posted_at = opened WHERE document_kind = 'refund'", "refund", "time"),
    ("UPDATE ledger_entries SET document_kind = 'credit' WHERE document_kind = 'refund'", "refund", "not in the led"),
    ("DELETE FROM ledger_lines WHERE amount_minor = 1000 AND debit_account = 'refunds'", "refund", "not in the ledger"),
    ("DELETE FROM ledger_lines WHERE amount_minor = 500", "credit", "not in the ledger"),
    ("UPDATE ledger_entries SET legs = 2 WHERE document_kind = 'payment'", "payment", "legs"),
    ("UPDATE payments SET amount_minor = 6002", "payment", "unapplied_credit"),
    ("UPDATE payments SET amount_minor = 6002, applied_minor = 6002", "payment", "amount"),
    ("UPDATE payments SET refunded_minor = 999", "payment", "refunded"),
    ("UPDATE refunds SET amount_minor = 999", "refund", "amount"),
    ("UPDATE adjustments SET amount_minor = 501 WHERE amount_minor = 500", "credit", "amount"),
    ("UPDATE invoices SET paid_minor = 4999, balance_minor = 4501 WHERE total_minor = 10000", "invoice", "balance"),
    ("UPDATE invoices SET status = 'issued' WHERE total_minor = 10000", "invoice", "status"),
    (
        "UPDATE invoice_lines SET unit_price_minor = 1, amount_minor = 1 WHERE amount_minor = 10000",
        "invoice",
        "lines do not sum up",
    ),
    ("UPDATE ledger_lines SET amount_minor = 101 WHERE amount_minor = 100", "credit", "amount"),
]


class TakenBack(Exception):
    """What was done in the transaction is undone."""


# L5
async def test_l5_the_proof_names_the_first_entry_that_was_tampered_with(desk, database, unguarded):
    await some_books(desk)
    sound = await database.read(prove_ledger)
    assert (sound.valid, sound.entries, sound.first_break) == (True, 7, None)
    found = {}

    async def tamper(session: Session, statement: str) -> None:
        done = await session.execute(text(statement.replace("= opened", "= '2026-11-22 09:00:00.000000'")))
        assert done.rowcount, statement
        found[statement] = await prove_ledger(session)
        raise TakenBack

    async with unguarded():
        for statement, _, _ in BREAKS:
            with pytest.raises(TakenBack):
                await database.run(tamper, statement)
    for statement, kind, what in BREAKS:
        proof = found[statement]
        assert not proof.valid, statement
        assert proof.first_break.document_kind == kind, statement
        assert what in str(proof.first_break), statement
    assert (await database.read(prove_ledger)).valid


async def test_l5_the_first_of_several_breaks_is_named(desk, database, unguarded):
    _, payment = await some_books(desk)
    async with unguarded(), database.engine.begin() as connection:
        await connection.execute(text("UPDATE ledger_lines SET amount_minor = 7 WHERE amount_minor IN (500, 6000)"))
    first = (await database.read(prove_ledger)).first_break
    assert (first.document_id, first.number, first.entry) == (payment.id, payment.receipt_number, first.entry)
    assert (first.expected, first.found) == ("6000", "7")


async def test_a_day_report_shows_what_was_charged_taken_and_given_back(desk, database):
    await some_books(desk)
    await desk.pay(await desk.issue(await desk.draft(2_000), now=NOW + DAY), 2_000, Method.CARD, NOW + DAY)
    between = {"begin": NOW, "end": NOW + timedelta(hours=1), "currency": "USD"}
    day = await database.read(queries.report_day, **between)
    assert vars(day) == {
        "charged_minor": 10_000,
        "taken_minor": 6_000,
        "refunded_minor": 1_000,
        "adjusted_minor": 500,
        "outstanding_minor": 4_500,
        "invoices_issued": 2,
        "invoices_voided": 1,
        "payments": 1,
        "tax_minor": 0,
        "credit_minor": 0,
        "currency": "USD",
        "by_method": {"cash": 6_000},
        "refunded_by_method": {"cash": 1_000},
    }
    nothing = await database.read(queries.report_day, **{**between, "currency": "EUR"})
    assert (nothing.charged_minor, nothing.outstanding_minor, nothing.by_method) == (0, 0, {})


async def test_a_finance_report_splits_by_code_method_kind_and_age(desk, database):
    await desk.fee("C1", 1_000)
    for days, price in ((0, 1), (30, 10), (31, 100), (60, 1_000), (61, 10_000), (90, 100_000), (91, 1_000_000)):
        await desk.issue(await desk.draft(price), now=NOW - days * DAY)
    coded = await desk.issued(lines=[line(None, 3, fee_code="C1"), line(200)])
    await desk.pay(coded, 1_000, Method.TRANSFER)
    await desk.pay(coded, 500, Method.CARD)
    await desk.adjust(coded, None, AdjustmentKind.WRITE_OFF)
    between = {"begin": NOW, "end": NOW + timedelta(seconds=1), "currency": "USD"}
    report = await database.read(queries.report_finance, **between)
    assert [(each.code, each.quantity, each.charged_minor) for each in report.by_code] == [
        ("C1", 3, 3_000),
        (None, 2, 201),
    ]
    assert report.by_method == {"card": 500, "transfer": 1_000}
    assert report.by_adjustment == {"write_off": 1_700}
    # The bounds of age are whole days before the period's end, a second after these were issued.
    assert report.aging == {"0-30": 11, "31-60": 1_100, "61-90": 110_000, "90+": 1_000_000}
    assert report.outstanding_minor == sum(report.aging.values())
    assert report.charged_minor == sum(each.charged_minor for each in report.by_code)


async def test_lists_are_filtered_and_go_on_where_they_stopped(desk, database):
    patient_id = await desk.patient()
    invoices = [await desk.draft(100 + n, patient_id=patient_id) for n in range(5)]
    await desk.issue(invoices[0])
    await desk.draft(7)
    wanted = {"patient_id": patient_id, "statuses": ["draft"], "begin": NOW, "end": NOW + DAY, "own": None}
    first = await database.read(queries.list_invoices, **wanted, page=PageRequest(limit=3))
    assert [row.total_minor for row in first] == [104, 103, 102]
    rest = await database.read(queries.list_invoices, **wanted, page=PageRequest(limit=3, after=first.next))
    assert ([row.total_minor for row in rest], rest.next) == ([101], None)
    late = await database.read(queries.list_invoices, **{**wanted, "begin": NOW + DAY}, page=PageRequest())
    assert list(late) == []
