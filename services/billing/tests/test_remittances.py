"""Remittances: posted to the cent, held when they do not add up, taken once, taken back exactly."""

from datetime import timedelta

import pytest
from billing import rules
from billing.commands import match_remittance_claim, receive_remittance, unmatch_remittance_claim, void_invoice
from billing.models import Denial, Invoice, RemittanceClaim
from billing.queries import get_remittance, prove_ledger, report_finance
from billing.x12 import read_remittances
from clinic_common.http import PageRequest
from sqlalchemy import select, text

from .conftest import BY, NOW
from .test_x12 import answer, remittance, wrapped


async def receive(database, *sets):
    payments = list(read_remittances([wrapped(*sets)]))
    return await database.run(receive_remittance, payments=payments, notes=[], by=BY, now=NOW)


async def answers(database, received):
    found = await database.read(get_remittance, remittance_id=received.id, state=None, page=PageRequest(50, None))
    return found.items


async def match(database, received, invoice, number="C1"):
    return await database.run(
        match_remittance_claim, remittance_id=received.id, remittance_claim_id=None, claim_reference=number,
        invoice_id=invoice.id, claim_id=None, by=BY, now=NOW,
    )  # fmt: skip


async def unmatch(database, row):
    return await database.run(
        unmatch_remittance_claim, remittance_id=row.remittance_id, remittance_claim_id=row.id, claim_reference=None,
        by=BY, now=NOW,
    )  # fmt: skip


async def invoice_of(database, invoice):
    return await database.read(lambda session: session.get_one(Invoice, invoice.id))


async def amounts(database, invoice):
    found = await invoice_of(database, invoice)
    return found.paid_minor, found.adjusted_minor, found.balance_minor, found.status


async def denials(database):
    async def query(session):
        return list((await session.execute(select(Denial).order_by(Denial.id))).scalars())

    return await database.read(query)


PLAIN = remittance(answer(adjust=["CO*45*15", "PR*3*5"]), amount="80")


# R3 R4 L5
async def test_r3_an_answer_is_posted_and_the_patients_share_stays_owed(desk, database):
    invoice = await desk.issued(10_000)
    received = await receive(database, PLAIN)
    [waiting] = await answers(database, received)
    assert (waiting.state, received.held) == ("unmatched", False)
    posted = await match(database, received, invoice)
    assert (posted.state, posted.patient_share_minor, posted.contractual_minor) == ("posted", 500, 1_500)
    assert await amounts(database, invoice) == (8_000, 1_500, 500, "part_paid")
    proof = await database.read(prove_ledger)
    assert (proof.valid, proof.totals[0].remittances_minor, proof.totals[0].cash_minor) == (True, 8_000, 8_000)
    report = await database.read(report_finance, begin=NOW, end=NOW + timedelta(days=1), currency="USD")
    assert (report.taken_minor, report.by_method, report.by_adjustment) == (
        8_000, {"insurance": 8_000}, {"contractual": 1_500},
    )  # fmt: skip
    with pytest.raises(rules.AlreadyMatched):
        await match(database, received, invoice)
    with pytest.raises(rules.HasPayments):
        await database.run(void_invoice, invoice_id=invoice.id, reason="typo", now=NOW)


# R4
async def test_r4_unmatch_takes_back_exactly_and_it_can_be_matched_again(desk, database):
    invoice, other = await desk.issued(10_000), await desk.issued(10_000)
    received = await receive(database, PLAIN)
    row = await match(database, received, invoice)
    back = await unmatch(database, row)
    assert (back.state, back.invoice_id) == ("unmatched", None)
    assert await amounts(database, invoice) == (0, 0, 10_000, "issued")
    with pytest.raises(rules.NotMatched):
        await unmatch(database, row)
    await match(database, received, other)
    assert await amounts(database, other) == (8_000, 1_500, 500, "part_paid")
    assert (await database.read(prove_ledger)).valid


# R1
@pytest.mark.parametrize(
    "unbalanced",
    [remittance(answer(adjust=["CO*45*15"]), amount="80"), remittance(answer(adjust=["CO*45*20"]), amount="81")],
)
async def test_r1_what_does_not_add_up_is_held_and_nothing_is_posted(desk, database, unbalanced):
    invoice = await desk.issued(10_000)
    received = await receive(database, unbalanced)
    [row] = await answers(database, received)
    assert (received.held, len(received.notes), row.state) == (True, 1, "held")
    with pytest.raises(rules.RemittanceHeld):
        await match(database, received, invoice)
    assert (await database.read(prove_ledger)).entries == 1


# R2
async def test_r2_the_same_payment_is_taken_once_whatever_file_it_comes_in(desk, database):
    first = await receive(database, PLAIN)
    assert (await receive(database, PLAIN)).id == first.id
    other = remittance(answer("C2", charge="50", paid="50"), amount="50")
    second = await receive(database, PLAIN, other)
    assert [row.control_number for row in await answers(database, second)] == ["C2"]
    assert "received before" in second.notes[0]


# R5
async def test_r5_a_reversal_takes_back_what_it_names_and_a_correction_follows(desk, database):
    invoice = await desk.issued(10_000)
    await match(database, await receive(database, PLAIN), invoice)
    reversal = answer(status="22", charge="-100", paid="-80", adjust=["CO*45*-15", "PR*3*-5"])
    again = answer(charge="100", paid="90", adjust=["CO*45*10"])
    received = await receive(database, remittance(reversal, again, amount="10"))
    turned, corrected = await answers(database, received)
    for row in (turned, corrected):
        await database.run(
            match_remittance_claim, remittance_id=received.id, remittance_claim_id=row.id, claim_reference=None,
            invoice_id=invoice.id, claim_id=None, by=BY, now=NOW,
        )  # fmt: skip
    assert await amounts(database, invoice) == (9_000, 1_000, 0, "paid")
    first = (await database.read(rows_of))[0]
    with pytest.raises(rules.CannotPost):
        await unmatch(database, first)
    assert (await database.read(prove_ledger)).valid
    unheard = await receive(database, remittance(reversal, amount="-80"))
    with pytest.raises(rules.CannotPost, match="not posted here"):
        await match(database, unheard, invoice)


async def rows_of(session):
    return list((await session.execute(select(RemittanceClaim).order_by(RemittanceClaim.id))).scalars())


# R6 D1
async def test_r6_d1_a_denial_is_never_written_off_and_waits_in_the_queue(desk, database):
    invoice = await desk.issued(10_000)
    refused = remittance(answer(status="4", paid="0", adjust=["CO*29*100"]), amount="0")
    row = await match(database, await receive(database, refused), invoice)
    assert await amounts(database, invoice) == (0, 0, 10_000, "issued")
    [denial] = await denials(database)
    assert (denial.group_code, denial.reason_code, denial.amount_minor, denial.status) == ("CO", "29", 10_000, "open")
    await unmatch(database, row)
    assert [each.status for each in await denials(database)] == ["closed"]
    assert (await database.read(prove_ledger)).valid


# B5
async def test_b5_an_answer_that_exceeds_what_is_owed_is_not_posted(desk, database):
    invoice = await desk.issued(10_000)
    await desk.pay(invoice, 1_000)
    received = await receive(database, PLAIN)
    with pytest.raises(rules.CannotPost, match="only 9000"):
        await match(database, received, invoice)
    with pytest.raises(rules.CannotPost, match="draft"):
        await match(database, received, await desk.draft(10_000))
    with pytest.raises(rules.CannotPost, match="more was charged"):
        await match(database, received, await desk.issued(9_999))


# L5
async def test_l5_the_proof_names_an_answer_that_was_tampered_with(desk, database, unguarded):
    invoice = await desk.issued(10_000)
    await match(database, await receive(database, PLAIN), invoice)
    for statement, what in (
        ("UPDATE remittance_postings SET paid_minor = 7999", "amount"),
        ("UPDATE remittance_postings SET paid_minor = 8000, contractual_minor = 1501", "amount"),
        ("UPDATE remittance_claims SET paid_minor = 1", "not what the remittance says"),
    ):
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE remittance_postings SET contractual_minor = 1500, paid_minor = 8000"))
            await connection.execute(text(statement))
        proof = await database.read(prove_ledger)
        assert what in str(proof.first_break), statement


# R7 L5
async def test_r7_what_a_payer_keeps_or_adds_is_posted_so_that_the_books_have_what_the_bank_has(desk, database, rows):
    invoice = await desk.issued(10_000)
    kept = ["PLB*1234567893*20261231*WO:OLD*30*L6:MAY*-2.5", "PLB*1234567893*20261231*FB*-7*72:X*10*CS*0"]
    paid = remittance(answer(adjust=["CO*45*15", "PR*3*5"]), amount="49.5", plb=kept)
    received = await receive(database, paid)
    await match(database, received, invoice)
    proof = await database.read(prove_ledger)
    [books] = proof.totals
    assert (proof.valid, books.cash_minor, books.payer_adjustments_minor) == (True, 4_950, 3_050)
    posted = await rows(
        "SELECT debit_account, credit_account, amount_minor FROM ledger_lines JOIN ledger_entries"
        " ON position = entry_position WHERE document_kind = 'payer_adjustment' ORDER BY position"
    )
    assert [tuple(row) for row in posted] == [
        ("payer_settlements", "cash:insurance", 3_000),
        ("cash:insurance", "payer_adjustments:L6", 250),
        ("cash:insurance", "payer_settlements", 700),
        ("payer_settlements", "cash:insurance", 1_000),
    ]
    await receive(database, paid)
    assert (await database.read(prove_ledger)).totals[0].cash_minor == 4_950
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE payer_adjustments SET amount_minor = 3001 WHERE reason = 'WO'"))
    assert "amount" in str((await database.read(prove_ledger)).first_break)


# R1 R2
async def test_r1_r2_a_payment_that_was_held_is_taken_from_a_sound_file(desk, database):
    good, bad = PLAIN, remittance(answer("C2", paid="10"), amount="80")
    held = await receive(database, good, bad)
    assert (held.held, (await receive(database, good, bad)).id) == (True, held.id)
    sound = await receive(database, good)
    assert (sound.held, [row.control_number for row in await answers(database, sound)]) == (False, ["C1"])


# R3
@pytest.mark.parametrize("status", ["23", "25"])
async def test_r3_what_decides_nothing_is_flagged(desk, database, status):
    invoice = await desk.issued(10_000)
    received = await receive(database, remittance(answer(status=status, paid="0", adjust=["CO*45*100"]), amount="0"))
    with pytest.raises(rules.CannotPost, match="nothing was decided"):
        await match(database, received, invoice)
