"""Posting what insurers answered: judged, moved to the cent, told to the claim, its refusals queued."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.billing import RemittancePosted
from sqlalchemy import func, select

from .. import rules
from ..models import Claim, Denial, Invoice, RemittanceClaim, RemittancePosting
from ..rules import Answered, ClaimState, DenialStatus, DocumentKind, InvoiceStatus, Rank
from ..rules.claim_facts import Frequency
from .claims import standing_of
from .invoices import locked_invoice, settle, state_of
from .ledger import ask_payers, post_entry


def judge_answer(row: RemittanceClaim) -> None:
    """Tell what an answer's adjustments mean here (R6)."""
    adjusted = [_Adjusted(**each) for each in row.adjustments]
    shared = {each.line for each in adjusted if each.group == "PR"}
    wholly = {at for at, line in enumerate(row.lines, 1) if not line["paid_minor"] and at not in shared}
    judged = rules.judge(row.status_code, [(each, each.line in wholly) for each in adjusted])
    row.contractual_minor, row.patient_share_minor = judged.contractual_minor, judged.patient_share_minor
    row.denied = [list(each) for each in judged.denied]


@dataclass(frozen=True)
class _Adjusted:
    group: str
    reason: str
    amount_minor: int
    line: int | None


async def _reversed_by(session: Session, row: RemittanceClaim, invoice: Invoice) -> RemittanceClaim | None:
    """The posted answer that a reversal takes back (R5): the same claim and money, not taken back before."""
    taken_back = select(RemittanceClaim.reverses_id).where(RemittanceClaim.reverses_id.is_not(None))
    query = (
        select(RemittanceClaim)
        .where(
            RemittanceClaim.invoice_id == invoice.id,
            RemittanceClaim.state == Answered.POSTED.value,
            RemittanceClaim.status_code != rules.REVERSAL_STATUS,
            RemittanceClaim.control_number == row.control_number,
            RemittanceClaim.charge_minor == -row.charge_minor,
            RemittanceClaim.paid_minor == -row.paid_minor,
            RemittanceClaim.id.not_in(taken_back),
        )
        .order_by(RemittanceClaim.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def post_answer(
    session: Session,
    row: RemittanceClaim,
    invoice_id: UUID,
    claim: Claim | None,
    *,
    by: UUID,
    now: datetime,
    denial_days: int,
) -> str | None:
    """Post an answer to an invoice, or say why that cannot be."""
    invoice = await locked_invoice(session, invoice_id)
    if invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID):
        return f"Invoice {invoice.number or 'without number'} is {invoice.status}."
    if invoice.currency != row.payment.currency:
        return f"It is in {row.payment.currency}, the invoice in {invoice.currency}."
    if abs(row.charge_minor) > invoice.total_minor:
        return "The payer says more was charged than the invoice comes to."
    if row.status_code in rules.NO_ANSWER:
        return rules.NO_ANSWER[row.status_code]
    original = None
    judge_answer(row)
    if row.status_code == rules.REVERSAL_STATUS:
        original = await _reversed_by(session, row, invoice)
        if original is None:
            return "It takes back an answer that is not posted here."
        row.contractual_minor, row.patient_share_minor = -original.contractual_minor, -original.patient_share_minor
        row.denied = []
    elif row.paid_minor < 0:
        return "It takes money back without being a reversal."
    elif claim and claim.coverage.rank != Rank.PRIMARY:
        # Each payer counts what it forgives from the full charge: only what goes beyond the earlier ones is new.
        row.contractual_minor = max(0, row.contractual_minor - await _forgiven(session, invoice))
    if why := why_not(invoice, row.paid_minor, row.contractual_minor):
        return why
    row.state, row.why, row.invoice_id, row.invoice = Answered.POSTED.value, None, invoice.id, invoice
    row.claim_id = claim.id if claim else None
    row.reverses_id = original.id if original else None
    await session.flush()
    await move(session, row, invoice, DocumentKind.REMITTANCE, row.paid_minor, row.contractual_minor, by=by, now=now)
    if original:
        await close_denials(session, original)
    denied_on = row.payment.paid_on or now.date()
    session.add_all(
        Denial(
            id=new_id(),
            remittance_claim_id=row.id,
            answer=row,
            claim_id=row.claim_id,
            invoice_id=invoice.id,
            invoice=invoice,
            group_code=group,
            reason_code=reason,
            amount_minor=amount,
            status=DenialStatus.OPEN.value,
            next_step=rules.first_step(reason),
            deadline=now.date() + timedelta(days=denial_days),
            denied_on=denied_on,
        )
        for group, reason, amount in row.denied
    )
    if claim:
        await session.flush()
        await _tell(session, claim, row, now)
    await ask_payers(session, invoice, now=now)
    return None


async def _tell(session: Session, claim: Claim, row: RemittanceClaim, now: datetime) -> None:
    """Let a claim know what was answered; one that is being corrected stays where it is."""
    claim.submitted_at = claim.submitted_at or now
    claim.payer_claim_number = row.payer_claim_number or claim.payer_claim_number
    claim.changed_at = now
    if ClaimState(claim.state) in rules.EDITABLE and claim.frequency != Frequency.ORIGINAL:
        return
    withdrawn = row.status_code == rules.REVERSAL_STATUS and claim.frequency == Frequency.VOID
    claim.state = (ClaimState.VOIDED if withdrawn else await standing_of(session, claim)).value


async def _forgiven(session: Session, invoice: Invoice) -> int:
    total = func.coalesce(func.sum(RemittancePosting.contractual_minor), 0)
    query = select(total).where(RemittancePosting.invoice_id == invoice.id)
    return int((await session.execute(query)).scalar_one())


def why_not(invoice: Invoice, paid_minor: int, contractual_minor: int) -> str | None:
    """Why an invoice cannot take this, if so (B5)."""
    return rules.cannot_post(
        balance_minor=invoice.balance_minor,
        paid_so_far_minor=invoice.paid_minor,
        adjusted_so_far_minor=invoice.adjusted_minor,
        paid_minor=paid_minor,
        contractual_minor=contractual_minor,
    )


async def move(
    session: Session,
    row: RemittanceClaim,
    invoice: Invoice,
    kind: DocumentKind,
    paid_minor: int,
    contractual_minor: int,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Keep what is posted or taken back, and post it (R4)."""
    posting = RemittancePosting(
        id=new_id(),
        kind=kind.value,
        remittance_claim_id=row.id,
        invoice_id=invoice.id,
        paid_minor=paid_minor,
        contractual_minor=contractual_minor,
        posted_at=now,
        posted_by=by,
    )
    session.add(posting)
    invoice.paid_minor += paid_minor
    invoice.adjusted_minor += contractual_minor
    settle(invoice, now)
    await session.flush()
    taken_back = "taken back" if kind is DocumentKind.UNMATCH else "answered"
    await post_entry(
        session,
        kind=kind,
        document_id=posting.id,
        invoice=invoice,
        number=row.payment.trace_number[:40] or None,
        description=f"{row.payment.payer_name or 'Insurer'} {taken_back} {invoice.number}",
        legs=rules.remittance_legs(paid_minor, contractual_minor),
        now=now,
    )
    session.emit(
        state_of(
            invoice, RemittancePosted, now,
            remittance_claim_id=row.id, paid_minor=paid_minor, contractual_minor=contractual_minor,
        )
    )  # fmt: skip


async def close_denials(session: Session, row: RemittanceClaim) -> None:
    """Close what an answer refused: it is taken back."""
    query = select(Denial).where(Denial.remittance_claim_id == row.id, Denial.status != DenialStatus.CLOSED.value)
    for denial in (await session.execute(query)).scalars():
        denial.status = DenialStatus.CLOSED.value
