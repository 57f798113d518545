"""
The books of a clinic in which anything happens, much of it at once: they prove themselves, and the reports agree.

`CLINIC_BOOK_OPERATIONS=10000 pytest services/billing/tests/test_books.py` does it at length.
"""

import asyncio
import os
import random
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from billing import commands, queries, rules
from billing.models import Claim, RemittanceClaim
from billing.rules import AdjustmentKind, Method
from billing.x12 import read_remittances
from clinic_common.database import new_id
from clinic_common.errors import Refusal
from clinic_common.http import PageRequest
from sqlalchemy import select

from .conftest import BY, NOW, TERMS, line
from .test_claims import ADDRESS, PROVIDER
from .test_x12 import answer, remittance, wrapped

OPERATIONS = int(os.environ.get("CLINIC_BOOK_OPERATIONS", "240"))
AT_ONCE = 6
WEIGHTS = {
    "draft": 5, "issue": 9, "pay": 12, "deposit": 4, "apply": 6, "release": 5, "refund": 5, "adjust": 4, "void": 2,
    "claim": 5, "answer": 6, "reverse": 3, "match": 3, "unmatch": 3, "merge": 1, "undo": 1, "remind": 1,
}  # fmt: skip


def cents(amount: int) -> str:
    """Minor units as X12 writes them."""
    return f"{amount / 100:.2f}"


class World:
    """A few insured patients, their papers, and every deed of desk and insurers."""

    def __init__(self, desk: Any, chance: random.Random) -> None:
        self.desk, self.run, self.chance = desk, desk.database.run, chance
        self.invoices: list[Any] = []
        self.payments: list[Any] = []
        self.merges: list[dict[str, Any]] = []
        self.coverages: dict[Any, Any] = {}
        self.done: dict[str, int] = {}

    async def begin(self) -> None:
        """Two payers, five patients with coverages, some drafts."""
        payers = [await self.run(commands.add_payer, name=f"Payer {n}", payer_identifier=f"P{n}") for n in (1, 2)]
        await self.desk.fee("99213", 10_050)
        for number in range(5):
            patient_id = new_id()
            await self.run(
                commands.remember_patient, patient_id=patient_id, record_number=f"P-{number}", given_name="Ada",
                family_name="Lovelace", archived=False, version=1, born_on=date(1990, 12, 10), sex="female",
                address=ADDRESS,
            )  # fmt: skip
            self.coverages[patient_id] = await self.run(
                commands.add_coverage, patient_id=patient_id, payer_id=payers[number % 2].id, member_id=f"M-{number}",
                group_number=None, rank=rules.Rank.PRIMARY, relationship=rules.Relationship.SELF,
                subscriber_name=None, valid_from=date(2026, 1, 1), valid_until=None,
            )  # fmt: skip
        for _ in range(8):
            await self.draft()

    async def act(self) -> str:
        """One deed; which one it was."""
        deed = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        await getattr(self, deed)()
        self.done[deed] = self.done.get(deed, 0) + 1
        return deed

    def amount(self) -> int:
        """Some money, most of it less than an invoice."""
        return self.chance.choice([self.chance.randint(1, 4_000), self.chance.randint(1, 30_000)])

    def invoice(self) -> Any:
        """One of the newer invoices, as old ones are mostly settled."""
        return self.chance.choice(self.invoices[-30:])

    def payment(self) -> Any:
        """One of the newer payments."""
        return self.chance.choice(self.payments[-30:] or [SimpleNamespace(id=new_id())])

    async def draft(self) -> None:
        """A draft with taxes and discounts, claimable."""
        lines = [
            line(None, self.chance.randint(1, 2), fee_code="99213", diagnosis_codes=["J45.909"]),
            line(self.chance.randint(0, 5_000), tax_rate=self.chance.choice([0, 8_875, 19_000])),
            line(1_000, 3, discount_minor=self.chance.randint(0, 3_000)),
        ]
        # Insurers take no line without a code.
        wanted = lines[:1] if self.chance.random() < 0.6 else self.chance.sample(lines, self.chance.randint(1, 3))
        patient_id = self.chance.choice(list(self.coverages))
        self.invoices.append(await self.desk.draft(patient_id=patient_id, lines=wanted))

    async def issue(self) -> None:
        """A draft is issued."""
        await self.desk.issue(self.chance.choice(self.invoices[-8:]))

    async def pay(self) -> None:
        """A payment, what is too much kept or not."""
        keep = self.chance.random() < 0.5
        method = self.chance.choice(list(Method))
        self.payments.append(await self.desk.pay(self.invoice(), self.amount(), method, keep=keep))

    async def deposit(self) -> None:
        """Money on account."""
        self.payments.append(await self.desk.deposit(self.chance.choice(list(self.coverages)), self.amount()))

    async def apply(self) -> None:
        """Credit is put to an invoice."""
        payment = self.payment()
        own = [invoice for invoice in self.invoices if invoice.original_patient_id == getattr(payment, "patient_id", 0)]
        invoice = self.chance.choice(own[-8:] if own and self.chance.random() < 0.7 else self.invoices[-30:])
        await self.desk.apply(payment, invoice, self.chance.choice([None, self.amount()]))

    async def release(self) -> None:
        """A payment is taken off its invoice, or off some other."""
        payment = self.payment()
        own = SimpleNamespace(id=getattr(payment, "invoice_id", None) or self.invoice().id)
        invoice = own if self.chance.random() < 0.7 else self.invoice()
        await self.desk.release(payment, invoice, self.chance.choice([None, self.amount()]))

    async def refund(self) -> None:
        """Money is given back."""
        await self.desk.refund(self.payment(), self.amount())

    async def adjust(self) -> None:
        """A credit note or a write-off."""
        kind = self.chance.choice(list(AdjustmentKind))
        await self.desk.adjust(self.invoice(), self.chance.choice([self.amount(), None]), kind)

    async def void(self) -> None:
        """An invoice is declared void."""
        await self.desk.void(self.invoice())

    async def claim(self) -> None:
        """An insurer is asked."""
        invoice = self.chance.choice(self.invoices[-12:])
        claim = await self.run(
            commands.create_claim, invoice_id=invoice.id, coverage_id=self.coverages[invoice.original_patient_id].id,
            diagnosis_codes=["J45.909"], place_of_service="11", prior_authorization=None, terms=TERMS, now=NOW,
        )  # fmt: skip
        await self.run(
            commands.submit_claim, claim_id=claim.id, provider=PROVIDER, terms=TERMS, deliver=False, by=BY, now=NOW
        )

    async def _one(self, query: Any) -> Any:
        """A row at random of those a query finds."""
        rows = list(await self.desk.database.read(lambda session: _all(session, query)))
        if not rows:
            raise rules.ClaimUnknown()
        return self.chance.choice(rows)

    async def answer(self) -> None:
        """An insurer pays a part, forgives a part, leaves or refuses the rest."""
        claim = await self._one(select(Claim).where(Claim.submitted_at.is_not(None)).order_by(Claim.id.desc()).limit(9))
        paid = self.chance.randint(0, claim.charge_minor)
        less = self.chance.randint(0, claim.charge_minor - paid)
        rest = claim.charge_minor - paid - less
        parts = [f"CO*45*{cents(less)}", f"{self.chance.choice(['PR*3', 'CO*16'])}*{cents(rest)}"]
        await self._receive(claim.control_number, "1", claim.charge_minor, paid, parts)

    async def reverse(self) -> None:
        """An insurer takes an answer back."""
        posted = RemittanceClaim.state == rules.Answered.POSTED.value
        row = await self._one(select(RemittanceClaim).where(posted).order_by(RemittanceClaim.id.desc()).limit(9))
        rest = row.charge_minor - row.paid_minor
        parts = [f"CO*45*{cents(-rest)}"]
        await self._receive(row.control_number, "22", -row.charge_minor, -row.paid_minor, parts)

    async def _receive(self, number: str, status: str, charge: int, paid: int, parts: list[str]) -> None:
        said = answer(number, status=status, charge=cents(charge), paid=cents(paid), adjust=parts)
        # A reversal lessens what is paid; the rest of the payment is for somebody we do not know.
        others = answer(str(new_id())[-12:], charge="900.00", paid="900.00")
        data = wrapped(remittance(said, others, amount=cents(paid + 90_000)))
        payments = list(read_remittances([data]))
        await self.run(commands.receive_remittance, payments=payments, notes=[], by=BY, now=NOW)

    async def match(self) -> None:
        """An answer that waits is matched by hand."""
        waiting = RemittanceClaim.state.in_((rules.Answered.UNMATCHED.value, rules.Answered.FLAGGED.value))
        row = await self._one(select(RemittanceClaim).where(waiting).order_by(RemittanceClaim.id.desc()).limit(30))
        await self.run(
            commands.match_remittance_claim, remittance_id=row.remittance_id, remittance_claim_id=row.id,
            claim_reference=None, invoice_id=self.invoice().id, claim_id=None, by=BY, now=NOW,
        )  # fmt: skip

    async def unmatch(self) -> None:
        """An answer is taken off its invoice."""
        posted = RemittanceClaim.state == rules.Answered.POSTED.value
        row = await self._one(select(RemittanceClaim).where(posted).order_by(RemittanceClaim.id.desc()).limit(20))
        await self.run(
            commands.unmatch_remittance_claim, remittance_id=row.remittance_id, remittance_claim_id=row.id,
            claim_reference=None, by=BY, now=NOW,
        )  # fmt: skip

    async def merge(self) -> None:
        """Two registrations turn out to be one person."""
        survivor, duplicate = self.chance.sample(list(self.coverages), 2)
        merge = {"merge_id": new_id(), "survivor_id": survivor, "duplicate_id": duplicate}
        await self.run(commands.merge_patients, **merge)
        self.merges.append(merge)

    async def undo(self) -> None:
        """Or not."""
        if self.merges:
            await self.run(commands.undo_merge, **self.merges.pop())

    async def remind(self) -> None:
        """What is overdue is told."""
        today = NOW.date() + timedelta(days=self.chance.choice([0, 40, 60, 90]))
        await self.run(commands.remind_of_debts, steps=[7, 21, 45], today=today, now=NOW)


async def _all(session: Any, query: Any) -> list[Any]:
    return list((await session.execute(query)).scalars())


async def accounts(database: Any, patients: Any) -> dict[Any, int]:
    """What each registration's account says, merges undone."""
    found = {}
    for patient_id in patients:
        account = await database.read(
            queries.get_account, patient_id=patient_id, currency="USD", own=None, page=PageRequest(500)
        )
        found[patient_id] = account.balance_minor
    return found


# L5 B5 B7 B12 B14
async def test_whatever_the_desk_does_the_books_agree(desk, database):
    """Random deeds, some at once; refusals are fine, a break is not."""
    world = World(desk, random.Random(20_261_123))
    await world.begin()
    began = 0
    while began < OPERATIONS:
        # One in three rounds goes one by one, as a desk of one person does.
        at_once = AT_ONCE if world.chance.random() < 0.67 else 1
        results = await asyncio.gather(*(world.act() for _ in range(at_once)), return_exceptions=True)
        assert [each for each in results if not isinstance(each, (str, Refusal))] == []
        began += at_once
    assert sum(world.done.values()) > OPERATIONS / 5
    assert {"pay", "deposit", "claim", "answer", "refund"} <= world.done.keys()
    assert OPERATIONS < 2_000 or world.done.keys() == WEIGHTS.keys()
    proof = await database.read(queries.prove_ledger)
    assert proof.valid, str(proof.first_break)
    for merge in world.merges:
        await database.run(commands.undo_merge, **merge)
    [books] = proof.totals
    balances = await accounts(database, world.coverages)
    assert sum(balances.values()) == books.receivable_minor - books.unapplied_credit_minor
    await _reports_agree(database, books)


async def _reports_agree(database: Any, books: Any) -> None:
    ever = {"begin": NOW - timedelta(days=1), "end": NOW + timedelta(days=1), "currency": "USD"}
    report = await database.read(queries.report_finance, **ever)
    assert report.outstanding_minor == books.receivable_minor == sum(report.aging.values())
    assert report.charged_minor == books.charged_on_invoices_minor == sum(row.charged_minor for row in report.by_code)
    assert report.taken_minor == books.payments_minor + books.remittances_minor == sum(report.by_method.values())
    assert report.refunded_minor == books.refunds_minor == sum(report.refunded_by_method.values())
    assert report.adjusted_minor == books.adjustments_minor == sum(report.by_adjustment.values())
    assert (report.credit_minor, report.tax_minor) == (books.unapplied_credit_minor, books.tax_minor)
    for part in ("by_payer", "by_practitioner", "by_location"):
        for figure in ("charged_minor", "taken_minor", "refunded_minor", "adjusted_minor", "outstanding_minor"):
            assert sum(getattr(row, figure) for row in getattr(report, part)) == getattr(report, figure), (part, figure)
    aging = await database.read(queries.report_aging, at=ever["end"], currency="USD")
    assert sum(row.total_minor for row in aging) == books.receivable_minor
    assert sum(row.total_minor for row in aging if row.payer_id) == books.payer_receivable_minor
    earned = await database.read(queries.report_earnings, **ever)
    paid = books.payments_minor - books.refunds_minor + books.remittances_minor - books.unapplied_credit_minor
    assert sum(row.collected_minor for row in earned) == paid
    assert sum(row.adjusted_minor for row in earned) == books.adjustments_minor
    days = [(NOW.date(), NOW, NOW + timedelta(days=1))]
    taken = await database.read(queries.report_payments, days=days, currency="USD")
    assert {row.method: row.taken_minor for row in taken if row.taken_minor} == report.by_method
