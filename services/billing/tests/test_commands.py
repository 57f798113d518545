"""Commands: what is decided, and what the database guarantees, on both databases."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from billing import commands, rules
from billing.models import Invoice
from billing.queries import prove_ledger
from billing.rules import AdjustmentKind, Method
from clinic_common.database import Session, new_id
from clinic_common.errors import Refusal, Stale
from clinic_contracts.billing import InvoiceIssued, InvoiceOpened, InvoiceVoided, PaymentRefunded, PaymentTaken
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from .conftest import NOW, TERMS, line

LATER = NOW + timedelta(minutes=1)


def amounts(invoice: Any) -> tuple[str, int, int, int, int]:
    return (
        invoice.status,
        invoice.total_minor,
        invoice.paid_minor,
        invoice.adjusted_minor,
        invoice.balance_minor,
    )


async def test_an_invoice_is_issued_and_paid_in_two_parts(desk, database, emitted):
    draft = await desk.draft(12_500)
    assert (amounts(draft), draft.number) == (("draft", 12_500, 0, 0, 0), None)
    issued = await desk.issue(draft)
    assert amounts(issued) == ("issued", 12_500, 0, 0, 12_500)
    assert (issued.number, issued.due_on) == ("INV-000001", NOW.date() + timedelta(days=30))
    first = await desk.pay(issued, 4_000, Method.CASH)
    assert amounts(first.invoice) == ("part_paid", 12_500, 4_000, 0, 8_500)
    second = await desk.pay(issued, 8_500, Method.CARD)
    assert amounts(second.invoice) == ("paid", 12_500, 12_500, 0, 0)
    assert (first.receipt_number, second.receipt_number) == ("R-000001", "R-000002")
    for kind, count in ((InvoiceOpened, 1), (InvoiceIssued, 1), (PaymentTaken, 2)):
        assert len(await emitted(kind)) == count
    told = (await emitted(PaymentTaken))[-1]
    assert (told.status, told.balance_minor, told.amount_minor, told.method) == ("paid", 0, 8_500, "card")
    assert (await database.read(prove_ledger)).valid


async def test_b5_more_than_is_owed_is_refused(desk):
    invoice = await desk.issued(1_000)
    with pytest.raises(rules.Overpayment) as refused:
        await desk.pay(invoice, 1_001)
    assert refused.value.field == "amount_minor"
    await desk.pay(invoice, 1_000)
    with pytest.raises(rules.Overpayment):
        await desk.pay(invoice, 1)


async def test_b5_two_payments_at_once_never_exceed_the_balance(desk, database):
    invoice = await desk.issued(1_000)
    results = await asyncio.gather(*(desk.pay(invoice, 300) for _ in range(8)), return_exceptions=True)
    refused = [result for result in results if isinstance(result, rules.Overpayment)]
    assert (len(results) - len(refused), len(refused)) == (3, 5)
    assert (await database.read(prove_ledger)).valid


async def test_b5_the_database_itself_refuses_a_negative_balance(desk, database):
    invoice = await desk.issued(1_000)

    async def overdraw(session: Session) -> None:
        change = {"paid_minor": 1_500, "balance_minor": -500}
        await session.execute(update(Invoice).where(Invoice.id == invoice.id).values(change))

    with pytest.raises((IntegrityError, DBAPIError)):
        await database.run(overdraw)


async def test_a_draft_or_void_invoice_takes_no_money(desk):
    draft = await desk.draft()
    with pytest.raises(rules.InvoiceNotOpen):
        await desk.pay(draft, 1)
    await desk.void(draft)
    with pytest.raises(rules.InvoiceNotOpen):
        await desk.pay(draft, 1)
    with pytest.raises(rules.InvoiceNotOpen):
        await desk.adjust(draft, 1)


async def test_b7_no_more_is_refunded_than_is_left_of_a_payment(desk, database, emitted):
    invoice = await desk.issued(1_000)
    payment = await desk.pay(invoice, 1_000)
    refund = await desk.refund(payment, 400)
    assert amounts(refund.invoice) == ("part_paid", 1_000, 600, 0, 400)
    with pytest.raises(rules.MoreThanPaid):
        await desk.refund(payment, 601)
    results = await asyncio.gather(*(desk.refund(payment, 200) for _ in range(5)), return_exceptions=True)
    assert sorted(isinstance(result, rules.MoreThanPaid) for result in results) == [False] * 3 + [True] * 2
    assert [event.amount_minor for event in await emitted(PaymentRefunded)] == [400, 200, 200, 200]
    with pytest.raises(rules.NoSuchPayment):
        await desk.refund(type("Nothing", (), {"id": new_id()}), 1)
    assert (await database.read(prove_ledger)).valid


async def test_a_credit_and_a_write_off_close_an_invoice(desk, database):
    invoice = await desk.issued(1_000)
    with pytest.raises(rules.MoreThanOwed):
        await desk.adjust(invoice, 1_001)
    assert amounts(await desk.adjust(invoice, 300)) == ("issued", 1_000, 0, 300, 700)
    closed = await desk.adjust(invoice, None, AdjustmentKind.WRITE_OFF)
    assert amounts(closed) == ("adjusted", 1_000, 0, 1_000, 0)
    with pytest.raises(rules.NotOwed):
        await desk.adjust(invoice, 1)
    assert (await database.read(prove_ledger)).valid


async def test_an_invoice_is_void_only_without_payments(desk, database, emitted, rows):
    invoice = await desk.issued(1_000)
    await desk.adjust(invoice, 100)
    payment = await desk.pay(invoice, 200)
    with pytest.raises(rules.HasPayments):
        await desk.void(invoice)
    await desk.refund(payment, 200)
    assert amounts(await desk.void(invoice)) == ("void", 1_000, 0, 0, 0)
    with pytest.raises(rules.AlreadyVoid):
        await desk.void(invoice)
    assert len(await emitted(InvoiceVoided)) == 1
    assert (await database.read(prove_ledger)).valid
    balances = await rows(
        "SELECT account, SUM(amount) FROM (SELECT debit_account account, amount_minor amount FROM ledger_lines"
        " UNION ALL SELECT credit_account, -amount_minor FROM ledger_lines) legs GROUP BY account"
    )
    assert {int(total) for _, total in balances} == {0}


async def test_a_draft_that_is_not_wanted_is_void_and_never_had_a_number(desk, database, rows):
    voided = await desk.void(await desk.draft())
    assert (voided.status, voided.number) == ("void", None)
    assert (await rows("SELECT COUNT(*) FROM ledger_entries"))[0][0] == 0
    assert (await database.read(prove_ledger)).valid


async def test_b6_numbers_have_no_gaps_though_some_attempts_fail(desk, database):
    drafts = [await desk.draft() for _ in range(6)]

    async def issue_and_fail(session: Session, invoice: Any) -> None:
        await commands.issue_invoice(session, invoice_id=invoice.id, terms=TERMS, now=NOW)
        raise RuntimeError

    async def fail(invoice: Any) -> None:
        with pytest.raises(RuntimeError):
            await database.run(issue_and_fail, invoice)

    await asyncio.gather(*(work for draft in drafts for work in (fail(draft),)))
    issued = await asyncio.gather(*(desk.issue(draft) for draft in drafts))
    assert sorted(invoice.number for invoice in issued) == [f"INV-{n:06}" for n in range(1, 7)]


async def test_an_invoice_is_issued_once(desk):
    draft = await desk.draft()
    results = await asyncio.gather(*(desk.issue(draft) for _ in range(3)), return_exceptions=True)
    assert sorted(isinstance(result, rules.NotADraft) for result in results) == [False, True, True]


async def test_lines_are_priced_by_the_schedule_or_by_hand(desk, database):
    await desk.fee("C1", 12_000)
    draft = await desk.draft(
        lines=[
            line(None, 2, fee_code="C1", description=None),
            line(500, 1, fee_code="C1", description="Reduced"),
            line(1, 1_000),
        ]
    )
    assert [(each.description, each.amount_minor) for each in draft.lines] == [
        ("Fee C1", 24_000),
        ("Reduced", 500),
        ("Consultation", 1_000),
    ]
    assert draft.total_minor == 25_500


async def test_lines_that_cannot_be_priced_are_refused_by_name(desk):
    await desk.fee("C1", 12_000)
    await desk.fee("E1", 12_000, "EUR")
    for lines, refusal, field in (
        ([line(), line(fee_code="nope")], rules.FeeUnknown, "/lines/1/fee_code"),
        ([line(description=None)], rules.LineIncomplete, "/lines/0/description"),
        ([line(None)], rules.LineIncomplete, "/lines/0/unit_price_minor"),
        ([line(fee_code="C1"), line(fee_code="E1")], rules.CurrencyMismatch, "lines"),
        ([line(10**10, 11)], rules.TotalTooLarge, "lines"),
    ):
        with pytest.raises(Refusal) as refused:
            await desk.draft(lines=lines)
        assert (type(refused.value), refused.value.field) == (refusal, field)


async def test_a_fee_out_of_use_prices_nothing_more(desk, database):
    fee = await desk.fee("C1")
    await database.run(commands.change_fee, fee_id=fee.id, version=1, change={"active": False})
    with pytest.raises(rules.FeeUnknown):
        await desk.draft(lines=[line(fee_code="C1")])


async def test_the_lines_of_a_draft_are_replaced_whole(desk, database):
    draft = await desk.draft(10_000)
    change = {"invoice_id": draft.id, "lines": [line(10_000, description="Other")], "terms": TERMS, "now": LATER}
    changed = await database.run(commands.change_invoice, version=1, **change)
    assert ([each.description for each in changed.lines], changed.version) == (["Other"], 2)
    with pytest.raises(Stale):
        await database.run(commands.change_invoice, version=1, **change)
    await desk.issue(draft)
    with pytest.raises(rules.NotADraft):
        await database.run(commands.change_invoice, version=3, **change)


async def test_an_invoice_for_nobody_is_refused(desk):
    with pytest.raises(rules.PatientUnknown):
        await desk.draft(patient_id=new_id())


async def test_an_invoice_over_nothing_is_settled_when_issued(desk, database):
    assert amounts(await desk.issued(0)) == ("paid", 0, 0, 0, 0)
    assert (await database.read(prove_ledger)).valid


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_lines SET amount_minor = amount_minor + 1",
        "DELETE FROM ledger_lines",
        "UPDATE ledger_entries SET posted_at = posted_at, description = 'x'",
        "DELETE FROM ledger_entries",
        "INSERT INTO ledger_lines (entry_position, leg, debit_account, credit_account, amount_minor)"
        " SELECT position, 2, 'cash:cash', 'revenue', 5 FROM ledger_entries",
    ],
)
async def test_l2_what_was_posted_cannot_be_changed_removed_or_added_to(desk, database, statement):
    await desk.issued(1_000)

    async def tamper(session: Session) -> None:
        await session.execute(text(statement))

    with pytest.raises(DBAPIError, match="L2"):
        await database.run(tamper)
    assert (await database.read(prove_ledger)).valid


@pytest.mark.parametrize("legs", ["'revenue', 'revenue', 5", "'revenue', 'tax', 0", "'revenue', 'tax', -5"])
async def test_l1_an_unbalanced_leg_cannot_be_written(desk, database, legs):
    await desk.issued(0)  # an entry without legs, whose count is nought

    async def unbalance(session: Session) -> None:
        await session.execute(
            text(
                "INSERT INTO ledger_lines (entry_position, leg, debit_account, credit_account, amount_minor)"
                f" SELECT position, 1, {legs} FROM ledger_entries"
            )
        )

    with pytest.raises(DBAPIError):
        await database.run(unbalance)


async def test_l3_an_entry_is_in_its_invoices_currency(desk, database):
    invoice = await desk.draft(1_000)

    async def mix(session: Session) -> None:
        await session.execute(
            text(
                "INSERT INTO ledger_entries (document_kind, document_id, invoice_id, original_patient_id,"
                " description, currency, posted_at, legs)"
                " SELECT 'payment', id, id, original_patient_id, 'x', 'EUR', opened_at, 0 FROM invoices"
            )
        )

    with pytest.raises(IntegrityError):
        await database.run(mix)
    assert invoice.currency == "USD"


async def test_l4_a_document_is_posted_once(desk, database):
    invoice = await desk.issued(1_000)

    async def again(session: Session) -> None:
        kept = await session.get_one(Invoice, invoice.id)
        legs = rules.invoice_legs(1_000)
        await commands.post_entry(
            session,
            kind=rules.DocumentKind.INVOICE,
            document_id=kept.id,
            invoice=kept,
            number="x",
            description="x",
            legs=legs,
            now=NOW,
        )

    with pytest.raises(IntegrityError):
        await database.run(again)
