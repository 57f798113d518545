"""Matching insurers' answers by hand, and taking that back exactly."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import select

from .. import rules
from ..models import Claim, Remittance, RemittanceClaim
from ..rules import Answered, ClaimState, DocumentKind, InvoiceStatus
from ..rules.claim_facts import Frequency
from .claims import standing_of
from .invoices import locked_invoice
from .ledger import ask_payers
from .posting import close_denials, judge_answer, move, post_answer, why_not


async def _answer(
    session: Session, remittance_id: UUID, remittance_claim_id: UUID | None, claim_reference: str | None
) -> RemittanceClaim:
    remittance = await session.get(Remittance, remittance_id)
    if remittance is None:
        raise rules.NoSuchRemittance()
    if remittance.held:
        raise rules.RemittanceHeld()
    query = select(RemittanceClaim).where(RemittanceClaim.remittance_id == remittance_id)
    if remittance_claim_id:
        query, field = query.where(RemittanceClaim.id == remittance_claim_id), "remittance_claim_id"
    else:
        query, field = query.where(RemittanceClaim.control_number == claim_reference), "claim_reference"
    # One at a time: two people must not match one answer to two invoices.
    found = await session.execute(query.limit(2).with_for_update(), execution_options={"populate_existing": True})
    rows = list(found.scalars())
    if len(rows) != 1:
        raise rules.AnswerUnknown(field=field)
    return rows[0]


async def match_remittance_claim(
    session: Session,
    *,
    remittance_id: UUID,
    remittance_claim_id: UUID | None,
    claim_reference: str | None,
    invoice_id: UUID | None,
    claim_id: UUID | None,
    by: UUID,
    now: datetime,
    denial_days: int = 30,
) -> RemittanceClaim:
    """
    Say which invoice or claim an answer is for, and post it.

    :raises NoSuchRemittance: there is none
    :raises RemittanceHeld: it does not add up (R1)
    :raises AnswerUnknown: there is no such answer in it, or more than one of this reference
    :raises AlreadyMatched: it is posted
    :raises ClaimUnknown: there is no such claim
    :raises InvoiceUnknown: there is no such invoice
    :raises CannotPost: the invoice cannot take it, and why
    """
    row = await _answer(session, remittance_id, remittance_claim_id, claim_reference)
    if row.state == Answered.POSTED:
        raise rules.AlreadyMatched()
    claim = None
    if claim_id:
        claim = await session.get(Claim, claim_id)
        if claim is None or (invoice_id and claim.invoice_id != invoice_id):
            raise rules.ClaimUnknown(field="claim_id")
        invoice_id = claim.invoice_id
    elif row.claim_id:
        claim = await session.get(Claim, row.claim_id)
        claim = claim if claim and claim.invoice_id == invoice_id else None
    try:
        assert invoice_id is not None
        why = await post_answer(session, row, invoice_id, claim, by=by, now=now, denial_days=denial_days)
    except rules.NoSuchInvoice as unknown:
        raise rules.InvoiceUnknown(field="invoice_id") from unknown
    if why:
        raise rules.CannotPost(why)
    return row


async def unmatch_remittance_claim(
    session: Session,
    *,
    remittance_id: UUID,
    remittance_claim_id: UUID | None,
    claim_reference: str | None,
    by: UUID,
    now: datetime,
) -> RemittanceClaim:
    """
    Take an answer back exactly: the same money in the other direction, and it waits to be matched again (R4).

    :raises NoSuchRemittance: there is none
    :raises AnswerUnknown: there is no such answer in it, or more than one of this reference
    :raises NotMatched: it is not posted
    :raises CannotPost: the payer took it back already, or what was paid on it was given back
    """
    row = await _answer(session, remittance_id, remittance_claim_id, claim_reference)
    if row.state != Answered.POSTED or row.invoice_id is None:
        raise rules.NotMatched()
    invoice = await locked_invoice(session, row.invoice_id)
    if (await session.execute(select(RemittanceClaim.id).where(RemittanceClaim.reverses_id == row.id))).first():
        raise rules.CannotPost("A reversal of it is posted; unmatch that first.")
    if invoice.status == InvoiceStatus.VOID:
        raise rules.CannotPost("The invoice is void.")
    if why := why_not(invoice, -row.paid_minor, -row.contractual_minor):
        raise rules.CannotPost(why)
    await move(session, row, invoice, DocumentKind.UNMATCH, -row.paid_minor, -row.contractual_minor, by=by, now=now)
    await close_denials(session, row)
    claim = await session.get(Claim, row.claim_id) if row.claim_id else None
    row.state, row.why = Answered.UNMATCHED.value, "Taken back by hand."
    row.invoice_id = row.claim_id = row.reverses_id = row.invoice = None
    judge_answer(row)
    await session.flush()
    if claim and not (ClaimState(claim.state) in rules.EDITABLE and claim.frequency != Frequency.ORIGINAL):
        claim.state, claim.changed_at = (await standing_of(session, claim)).value, now
    await ask_payers(session, invoice, now=now)
    return row
