"""Commands around money: prices by payer and time, taxes, credit, what payers are asked for, reminders."""

import asyncio
from datetime import date, timedelta

import pytest
from billing import commands, queries, rules
from billing.models import Invoice, Payment
from billing.queries import prove_ledger
from billing.rules import AdjustmentKind, Rank, Relationship
from clinic_common.database import Session, new_id
from clinic_common.errors import Refusal
from clinic_common.http import PageRequest
from clinic_contracts.billing import (
    CreditApplied,
    DepositRefunded,
    DepositTaken,
    InvoiceAdjusted,
    InvoiceOverdue,
    PaymentRefunded,
)
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, IntegrityError

from .conftest import NOW, line
from .test_claims import claim_for, covered, submit

TODAY = NOW.date()


async def again(database, row):
    return await database.read(lambda session: session.get_one(type(row), row.id))


async def insured(desk, database, patient_id=None):
    patient_id = patient_id or await desk.patient()
    payer = await database.run(commands.add_payer, name="Acme", payer_identifier=str(new_id())[:20])
    await database.run(
        commands.add_coverage, patient_id=patient_id, payer_id=payer.id, member_id="M1", group_number=None,
        rank=Rank.PRIMARY, relationship=Relationship.SELF, subscriber_name=None,
        valid_from=date(2026, 6, 1), valid_until=None,
    )  # fmt: skip
    return patient_id, payer


async def priced(desk, patient_id, **more):
    draft = await desk.database.run(
        commands.create_invoice, patient_id=patient_id, lines=[line(None, fee_code="C1")], terms=rules.Terms(),
        now=NOW, **more,
    )  # fmt: skip
    return draft.total_minor


# B11
async def test_b11_a_price_holds_for_its_payer_and_its_days(desk, database):
    patient_id, payer = await insured(desk, database)
    add = {"code": "C1", "description": "Visit", "currency": "USD"}
    for price, more in (
        (100, {"valid_from": date(2025, 1, 1), "valid_until": date(2026, 12, 31)}),
        (120, {"valid_from": date(2026, 3, 1), "valid_until": date(2026, 12, 31)}),
        (80, {"payer_id": payer.id}),
    ):
        await database.run(commands.add_fee, **add, price_minor=price, **more)
    assert await priced(desk, patient_id) == 80
    assert await priced(desk, patient_id, service_on=date(2026, 5, 31)) == 120  # not insured yet
    other = await desk.patient()
    assert await priced(desk, other, service_on=date(2026, 2, 28)) == 100
    assert await priced(desk, other, service_on=date(2026, 3, 1)) == 120
    for day in (date(2024, 12, 31), date(2027, 1, 1)):
        with pytest.raises(rules.FeeUnknown) as refused:
            await priced(desk, other, service_on=day)
        assert refused.value.field == "/lines/0/fee_code"


# B11
async def test_b11_two_prices_never_begin_on_one_day(desk, database):
    add = {"code": "C1", "description": "Visit", "currency": "USD", "price_minor": 1}
    begins = {"valid_from": date(2026, 1, 1)}
    results = await asyncio.gather(
        *(database.run(commands.add_fee, **add, **begins) for _ in range(3)), return_exceptions=True
    )
    assert sorted(isinstance(result, rules.FeeCodeTaken) for result in results) == [False, True, True]
    with pytest.raises(rules.FeeUpsideDown):
        await database.run(commands.add_fee, **add, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 31))
    with pytest.raises(rules.PayerUnknown):
        await database.run(commands.add_fee, **add, payer_id=new_id())


# B2
async def test_b2_taxes_and_discounts_are_posted_and_taken_back(desk, database):
    lines = [line(1_000, 2, discount_minor=500, tax_rate=8_875), line(200)]
    invoice = await desk.issue(await desk.draft(lines=lines))
    assert (invoice.total_minor, invoice.tax_minor) == (1_833, 133)
    [books] = (await database.read(prove_ledger)).totals
    assert (books.revenue_minor, books.tax_minor) == (1_700, 133)
    await desk.void(invoice)
    proof = await database.read(prove_ledger)
    assert (proof.valid, proof.totals[0].tax_minor) == (True, 0)
    with pytest.raises(rules.DiscountTooLarge) as refused:
        await desk.draft(lines=[line(100, discount_minor=101)])
    assert refused.value.field == "/lines/0/discount_minor"


# B2
async def test_b2_the_database_itself_refuses_a_tax_that_is_not_the_rate(desk, rows):
    draft = await desk.draft(lines=[line(1_000, tax_rate=8_875)])
    assert draft.tax_minor == 89

    async def cheat(session: Session) -> None:
        await session.execute(update(type(draft.lines[0])).values(tax_minor=88))

    with pytest.raises((IntegrityError, DBAPIError)):
        await desk.database.run(cheat)


# B6
async def test_b6_credit_notes_have_numbers_of_their_own(desk, emitted):
    invoice = await desk.issued(1_000)
    await desk.adjust(invoice, 1)
    await desk.adjust(invoice, 1, AdjustmentKind.WRITE_OFF)
    found = await desk.adjust(invoice, 1)
    assert [each.number for each in found.adjustments] == ["CN-000001", None, "CN-000002"]
    assert [(event.kind, event.amount_minor) for event in await emitted(InvoiceAdjusted)] == [
        ("credit", 1), ("write_off", 1), ("credit", 1),
    ]  # fmt: skip


# B14
async def test_b14_a_deposit_lies_until_it_is_put_to_an_invoice_or_given_back(desk, database, emitted):
    invoice = await desk.issued(1_000)
    patient_id = invoice.original_patient_id
    deposit = await desk.deposit(patient_id, 1_500)
    wanted = {"patient_id": patient_id, "currency": "USD", "own": None, "page": PageRequest()}
    account = await database.read(queries.get_account, **wanted)
    assert (account.balance_minor, account.credit_minor) == (-500, 1_500)
    with pytest.raises(rules.MoreThanOwed):
        await desk.apply(deposit, invoice, 1_001)
    with pytest.raises(rules.MoreThanCredit):
        await desk.apply(deposit, invoice, 1_501)
    paid = await desk.apply(deposit, invoice)
    assert (paid.status, paid.paid_minor) == ("paid", 1_000)
    with pytest.raises(rules.NotOwed):
        await desk.apply(deposit, invoice)
    with pytest.raises(rules.MoreThanPaid) as refused:
        await desk.refund(deposit, 501)
    assert "Other invoices" in refused.value.detail
    await desk.refund(deposit, 500)
    with pytest.raises(rules.NoCredit):
        await desk.apply(deposit, invoice)
    with pytest.raises(rules.HasPayments):
        await desk.void(invoice)
    back = await desk.release(deposit, invoice, 400)
    assert (back.status, back.balance_minor) == ("part_paid", 400)
    with pytest.raises(rules.MoreThanOnInvoice):
        await desk.release(deposit, invoice, 601)
    account = await database.read(queries.get_account, **wanted)
    assert (account.balance_minor, account.credit_minor) == (0, 400)
    assert (await database.read(prove_ledger)).valid
    for event, count in ((DepositTaken, 1), (DepositRefunded, 1), (CreditApplied, 1), (PaymentRefunded, 0)):
        assert len(await emitted(event)) == count


# B14
async def test_b14_too_much_is_kept_only_if_that_is_asked_for(desk, database):
    invoice = await desk.issued(1_000)
    with pytest.raises(rules.Overpayment):
        await desk.pay(invoice, 1_200)
    payment = await desk.pay(invoice, 1_200, keep=True)
    assert (payment.applied_minor, payment.credit_minor, payment.invoice.status) == (1_000, 200, "paid")
    refund = await desk.refund(payment, 300)  # 200 of it lay unapplied
    assert (refund.credit_minor, refund.invoice.balance_minor) == (200, 100)
    assert (await database.read(prove_ledger)).valid


# B14
async def test_b14_credit_is_not_used_twice_at_once(desk, database):
    patient_id = await desk.patient()
    invoices = [await desk.issued(1_000, patient_id=patient_id) for _ in range(4)]
    deposit = await desk.deposit(patient_id, 2_500)
    results = await asyncio.gather(
        *(desk.apply(deposit, invoice, 1_000) for invoice in invoices), return_exceptions=True
    )
    assert sorted(isinstance(result, rules.MoreThanCredit) for result in results) == [False, False, True, True]
    assert (await again(database, deposit)).credit_minor == 500
    assert (await database.read(prove_ledger)).valid


# B14
async def test_b14_credit_pays_for_its_patient_in_its_currency_only(desk, database):
    invoice = await desk.issued(1_000)
    strangers = await desk.deposit(await desk.patient(), 100)
    euros = await desk.deposit(invoice.original_patient_id, 100, currency="EUR")
    draft = await desk.draft(patient_id=invoice.original_patient_id)
    own = await desk.deposit(invoice.original_patient_id, 100)
    nothing = type("Nothing", (), {"id": new_id()})
    for payment, target, refusal in (
        (strangers, invoice, rules.OtherPatient),
        (euros, invoice, rules.OtherCurrency),
        (own, draft, rules.InvoiceNotOpen),
        (own, nothing, rules.InvoiceUnknown),
        (nothing, invoice, rules.NoSuchPayment),
    ):
        with pytest.raises(refusal):
            await desk.apply(payment, target)
    with pytest.raises(rules.NoSuchPatient):
        await desk.deposit(new_id(), 1)


# B9 B14
async def test_b9_credit_used_across_a_merge_stays_right_when_it_is_undone(desk, database):
    survivor, duplicate = await desk.patient(), await desk.patient()
    invoice = await desk.issued(1_000, patient_id=survivor)
    deposit = await desk.deposit(duplicate, 1_000)
    merge = {"merge_id": new_id(), "survivor_id": survivor, "duplicate_id": duplicate}
    await database.run(commands.merge_patients, **merge)
    await desk.apply(deposit, invoice, 700)
    await desk.release(deposit, invoice, 200)
    await database.run(commands.undo_merge, **merge)
    found = {}
    for patient_id in (survivor, duplicate):
        account = await database.read(
            queries.get_account, patient_id=patient_id, currency="USD", own=None, page=PageRequest()
        )
        found[patient_id] = (account.balance_minor, account.credit_minor)
    assert found == {survivor: (500, 0), duplicate: (-500, 500)}
    assert (await database.read(prove_ledger)).valid


# B7
async def test_b7_a_refund_of_credit_leaves_a_void_invoice_void(desk, database):
    invoice = await desk.issued(1_000)
    payment = await desk.pay(invoice, 600)
    await desk.release(payment, invoice)
    await desk.void(invoice)
    await desk.refund(payment, 600)
    assert (await again(database, invoice)).status == "void"
    assert (await database.read(prove_ledger)).valid


# B12
async def test_b12_what_a_payer_was_asked_for_stands_with_the_payer(desk, database):
    invoice, coverage = await covered(desk, database)
    claim = await submit(database, await claim_for(database, invoice, coverage))
    asked = await again(database, invoice)
    assert (asked.payer_minor, asked.asked_payer_id) == (10_050, coverage.payer_id)
    await desk.pay(invoice, 2_000)  # the patient's part, at the desk
    assert (await again(database, invoice)).payer_minor == 8_050
    [books] = (await database.read(prove_ledger)).totals
    assert (books.receivable_minor, books.payer_receivable_minor) == (8_050, 8_050)
    [of_payer, of_patients] = await database.read(queries.report_aging, at=NOW + timedelta(days=1), currency="USD")
    assert (of_payer.payer_name, of_payer.total_minor, of_patients.total_minor) == ("Acme Health", 8_050, 0)
    from billing.x12 import Result

    refused = Result("277CA", claim.control_number, False, "no")
    await database.run(commands.receive_acknowledgement, fingerprint="1", results=[refused], now=NOW)
    assert (await again(database, invoice)).payer_minor == 0
    assert (await database.read(prove_ledger)).valid

    async def cheat(session: Session) -> None:
        await session.execute(update(Invoice).values(payer_minor=8_051))

    with pytest.raises((IntegrityError, DBAPIError)):
        await database.run(cheat)


# B13
async def test_b13_who_is_late_is_reminded_once_a_step_and_never_for_what_is_not_owed(desk, database, emitted):
    late, void, paid = [await desk.issued(1_000) for _ in range(3)]
    invoice, coverage = await covered(desk, database)
    await submit(database, await claim_for(database, invoice, coverage))
    await desk.void(void)
    await desk.pay(paid, 1_000)
    await desk.pay(late, 300)

    async def remind(days: int) -> int:
        today = late.due_on + timedelta(days=days)
        return await database.run(commands.remind_of_debts, steps=[7, 21, 45], today=today, now=NOW)

    found = [await remind(days) for days in (0, 6, 7, 8, 21, 90, 91)]
    assert found == [0, 0, 1, 0, 1, 1, 0]
    told = await emitted(InvoiceOverdue)
    assert [(event.invoice_id, event.step, event.owed_minor) for event in told] == [
        (late.id, step, 700) for step in (1, 2, 3)
    ]
    assert told[0].due_on == late.due_on
    assert await asyncio.gather(*(remind(400) for _ in range(3))) == [0, 0, 0]
    assert await database.run(commands.remind_of_debts, steps=[], today=TODAY, now=NOW) == 0


async def test_an_invoice_is_issued_on_the_day_of_its_location(desk, database):
    location_id, practitioner_id = new_id(), new_id()
    place = {"location_id": location_id, "name": "Auckland", "time_zone": "Pacific/Auckland"}
    await database.run(commands.remember_location, **place, version=2)
    await database.run(commands.remember_location, **{**place, "time_zone": "UTC"}, version=1)
    await database.run(commands.remember_practitioner, staff_id=practitioner_id, name="Dr. Ngata", npi=None, version=1)
    draft = await database.run(
        commands.create_invoice, patient_id=await desk.patient(), lines=[line()], terms=rules.Terms(),
        now=NOW.replace(hour=20), location_id=location_id, practitioner_id=practitioner_id,
    )  # fmt: skip
    issued = await desk.issue(draft, now=NOW.replace(hour=20))
    assert (str(issued.service_on), str(issued.issued_on)) == ("2026-11-24", "2026-11-24")
    report = await database.read(queries.report_finance, begin=NOW, end=NOW + timedelta(days=1), currency="USD")
    assert [(part.name, part.charged_minor) for part in report.by_location + report.by_practitioner] == [
        ("Auckland", 10_000), ("Dr. Ngata", 10_000),
    ]  # fmt: skip
    for wrong, refusal in (
        ({"location_id": new_id()}, rules.LocationUnknown),
        ({"practitioner_id": new_id()}, rules.PractitionerUnknown),
    ):
        with pytest.raises(Refusal) as refused:
            await priced(desk, draft.original_patient_id, **wrong)
        assert isinstance(refused.value, refusal)


async def test_the_past_is_reported_as_it_was(desk, database):
    """A report of last month says what it said then, whatever happened since."""
    first, second = await desk.issued(1_000), await desk.issued(2_000)
    deposit = await desk.deposit(first.original_patient_id, 300)
    end = NOW + timedelta(hours=1)
    between = {"begin": NOW, "end": end, "currency": "USD"}
    before = await database.read(queries.report_finance, **between)
    aged = await database.read(queries.report_aging, at=end, currency="USD")
    later = NOW + timedelta(days=3)
    await desk.apply(deposit, first, now=later)
    payment = await desk.pay(second, 2_000, now=later)
    await desk.refund(payment, 500, now=later)
    await desk.void(await desk.issue(await desk.draft(70), now=later), now=later)
    assert await database.read(queries.report_finance, **between) == before
    assert await database.read(queries.report_aging, at=end, currency="USD") == aged
    assert (before.outstanding_minor, before.credit_minor) == (3_000, 300)


async def test_money_is_shared_among_codes_to_the_cent(desk, database):
    for code, price in (("A", 1_000), ("B", 1_000), ("C", 1_000)):
        await desk.fee(code, price)
    invoice = await desk.issue(await desk.draft(lines=[line(None, fee_code=code) for code in "ABC"]))
    payment = await desk.pay(invoice, 1_000)
    await desk.adjust(invoice, 100)
    between = {"begin": NOW, "end": NOW + timedelta(days=1), "currency": "USD"}
    earned = await database.read(queries.report_earnings, **between)
    assert [(row.code, row.collected_minor, row.adjusted_minor) for row in earned] == [
        ("A", 333, 33), ("B", 333, 33), ("C", 334, 34),
    ]  # fmt: skip
    await desk.refund(payment, 1_000)
    assert sum(row.collected_minor for row in await database.read(queries.report_earnings, **between)) == 0
    dear = await desk.issue(await desk.draft(lines=[line(10**10, 3), line(10**10, 6), line(7)]))
    await desk.pay(dear, 89_999_999_999)
    earned = await database.read(queries.report_earnings, **between)
    assert sum(row.collected_minor for row in earned) == 89_999_999_999
    assert (await again(database, payment)).refunded_minor == 1_000
    assert isinstance(payment, Payment)
