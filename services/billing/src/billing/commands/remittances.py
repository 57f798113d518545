"""Receiving remittances: each claim matched, posted or queued; matching by hand, and taking back exactly."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.billing import RemittancePosted
from sqlalchemy import func, select

from .. import rules
from ..models import (
    Claim,
    Denial,
    Invoice,
    Remittance,
    RemittanceClaim,
    RemittancePayment,
    RemittancePosting,
)
from ..rules import Answered, ClaimState, DenialStatus, DocumentKind, InvoiceStatus
from ..x12 import remittance835 as x835
from .invoices import locked_invoice, settle, state_of
from .ledger import ask_payers, post_entry

_AT_ONCE = 500


def _fingerprint(payment: x835.Remittance) -> str:
    """What makes a payment the same one, whatever envelope it comes in."""
    said = asdict(payment) | {"control_number": ""}
    for claim in said["claims"]:
        claim["segment"] = 0
    return hashlib.sha256(repr(said).encode()).hexdigest()


async def receive_remittance(
    session: Session, *, payments: Sequence[x835.Remittance], notes: Sequence[str], by: UUID, now: datetime
) -> Remittance:
    """
    Take a remittance file: post what can be posted, queue what cannot; hold all of it if its money does not add up.

    The same file, or the same payment in another file, is taken once (R2).

    :raises BeingReceived: the same file is being taken at this moment
    """
    prints = [_fingerprint(payment) for payment in payments]
    whole = hashlib.sha256("".join(prints).encode()).hexdigest()
    query = select(Remittance).where(Remittance.fingerprint == whole)
    if kept := (await session.execute(query)).scalar_one_or_none():
        return kept
    known: set[str] = set()
    for start in range(0, len(prints), _AT_ONCE):
        part = RemittancePayment.fingerprint.in_(prints[start : start + _AT_ONCE])
        known |= set((await session.execute(select(RemittancePayment.fingerprint).where(part))).scalars())
    fresh: dict[str, x835.Remittance] = {}
    said = list(notes)
    for each, payment in zip(prints, payments, strict=True):
        if each in known or each in fresh:
            said.append(f"Payment {payment.trace_number or payment.control_number} was received before.")
        else:
            fresh[each] = payment
    problems = [problem for payment in fresh.values() for problem in payment.problems()]
    remittance = Remittance(
        id=new_id(),
        fingerprint=whole,
        held=bool(problems),
        notes=[note[:500] for note in (problems + said)[:100]],
        received_at=now,
        received_by=by,
        payments=[_payment_row(*each, position) for position, each in enumerate(fresh.items(), 1)],
    )
    async with session.refusing_duplicates(rules.BeingReceived()):
        session.add(remittance)
    rows: list[RemittanceClaim] = []
    for row, payment in zip(remittance.payments, fresh.values(), strict=True):
        rows += [_answer_row(remittance, row, claim, len(rows) + at) for at, claim in enumerate(payment.claims, 1)]
    session.add_all(rows)
    await session.flush()
    if not problems:
        await _match_and_post(session, rows, by=by, now=now)
    return remittance


def _payment_row(fingerprint: str, payment: x835.Remittance, position: int) -> RemittancePayment:
    return RemittancePayment(
        id=new_id(),
        position=position,
        fingerprint=fingerprint,
        payer_name=payment.payer_name,
        payer_identifier=payment.payer_identifier,
        payee_name=payment.payee_name,
        payee_identifier=payment.payee_identifier,
        trace_number=payment.trace_number,
        method=payment.method,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        paid_on=payment.paid_on,
        provider_adjustments=[asdict(each) for each in payment.provider_adjustments],
    )


def _json(line: x835.ServiceLine) -> dict[str, Any]:
    said = asdict(line)
    for name in ("begins_on", "ends_on"):
        said[name] = said[name].isoformat() if said[name] else None
    return said


def _answer_row(
    remittance: Remittance, payment: RemittancePayment, claim: x835.ClaimPayment, position: int
) -> RemittanceClaim:
    every = [
        (each, line is not None and not line.paid_minor and all(other.group != "PR" for other in line.adjustments))
        for each, line in claim.every_adjustment()
    ]
    judged = rules.judge(claim.status, every)
    return RemittanceClaim(
        id=new_id(),
        remittance_id=remittance.id,
        payment_id=payment.id,
        payment=payment,
        position=position,
        control_number=claim.control_number,
        payer_claim_number=claim.payer_claim_number,
        status_code=claim.status,
        patient_name=claim.patient_name,
        member_id=claim.member_id,
        service_on=claim.service_on,
        charge_minor=claim.charge_minor,
        paid_minor=claim.paid_minor,
        patient_share_minor=judged.patient_share_minor,
        contractual_minor=judged.contractual_minor,
        adjustments=[
            {"group": each.group, "reason": each.reason, "amount_minor": each.amount_minor, "line": number}
            for each, number in _numbered(claim)
        ],
        lines=[_json(line) for line in claim.lines],
        denied=[list(each) for each in judged.denied],
        state=(Answered.HELD if remittance.held else Answered.UNMATCHED).value,
        why="The remittance does not add up." if remittance.held else None,
    )


def _numbered(claim: x835.ClaimPayment) -> list[tuple[x835.Adjustment, int | None]]:
    found: list[tuple[x835.Adjustment, int | None]] = [(each, None) for each in claim.adjustments]
    return found + [(each, at) for at, line in enumerate(claim.lines, 1) for each in line.adjustments]


async def _match_and_post(session: Session, rows: Sequence[RemittanceClaim], *, by: UUID, now: datetime) -> None:
    numbers = sorted({row.control_number for row in rows})
    ours: dict[str, Claim] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        query = select(Claim).where(Claim.control_number.in_(numbers[start : start + _AT_ONCE]))
        ours |= {claim.control_number: claim for claim in (await session.execute(query)).scalars()}
    for row in rows:
        claim = ours.get(row.control_number) or await _by_member(session, row)
        if claim is None:
            row.why = "No claim of ours has this number, nor this member, day and amount."
            continue
        row.claim_id = claim.id
        why = await _post(session, row, claim.invoice_id, claim, by=by, now=now)
        if why:
            row.state, row.why = Answered.FLAGGED.value, why[:500]


async def _by_member(session: Session, row: RemittanceClaim) -> Claim | None:
    """The one claim with this member, day of service and charge; None if there are none or several."""
    key = rules.member_key(row.member_id)
    if not key or row.service_on is None:
        return None
    query = select(Claim).where(
        Claim.member_key == key,
        Claim.service_on == row.service_on,
        Claim.charge_minor == abs(row.charge_minor),
        Claim.submitted_at.is_not(None),
    )
    found = list((await session.execute(query.limit(2))).scalars())
    return found[0] if len(found) == 1 else None


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


async def _post(
    session: Session, row: RemittanceClaim, invoice_id: UUID, claim: Claim | None, *, by: UUID, now: datetime
) -> str | None:
    """Post an answer to an invoice, or say why that cannot be."""
    invoice = await locked_invoice(session, invoice_id)
    if invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID):
        return f"Invoice {invoice.number or 'without number'} is {invoice.status}."
    if invoice.currency != row.payment.currency:
        return f"It is in {row.payment.currency}, the invoice in {invoice.currency}."
    if abs(row.charge_minor) > invoice.total_minor:
        return "The payer says more was charged than the invoice comes to."
    original = None
    if row.status_code == rules.REVERSAL_STATUS:
        original = await _reversed_by(session, row, invoice)
        if original is None:
            return "It takes back an answer that is not posted here."
        row.contractual_minor, row.patient_share_minor = -original.contractual_minor, -original.patient_share_minor
        row.denied = []
    elif row.paid_minor < 0:
        return "It takes money back without being a reversal."
    if why := _why_not(invoice, row.paid_minor, row.contractual_minor):
        return why
    row.state, row.why, row.invoice_id, row.invoice = Answered.POSTED.value, None, invoice.id, invoice
    row.claim_id = claim.id if claim else None
    row.reverses_id = original.id if original else None
    await session.flush()
    await _move(session, row, invoice, DocumentKind.REMITTANCE, row.paid_minor, row.contractual_minor, by=by, now=now)
    if original:
        await _close_denials(session, original)
    for group, reason, amount in row.denied:
        session.add(
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
                denied_on=row.payment.paid_on or now.date(),
            )
        )
    if claim:
        claim.submitted_at = claim.submitted_at or now
        claim.changed_at = now
        refused = not row.paid_minor and (row.denied or row.status_code == rules.DENIED_STATUS)
        standing = ClaimState.ACCEPTED if original else ClaimState.DENIED if refused else ClaimState.PAID
        claim.state = standing.value
    await ask_payers(session, invoice, now=now)
    return None


def _why_not(invoice: Invoice, paid_minor: int, contractual_minor: int) -> str | None:
    return rules.cannot_post(
        balance_minor=invoice.balance_minor,
        paid_so_far_minor=invoice.paid_minor,
        adjusted_so_far_minor=invoice.adjusted_minor,
        paid_minor=paid_minor,
        contractual_minor=contractual_minor,
    )


async def _move(
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


async def _close_denials(session: Session, row: RemittanceClaim) -> None:
    query = select(Denial).where(Denial.remittance_claim_id == row.id, Denial.status != DenialStatus.CLOSED.value)
    for denial in (await session.execute(query)).scalars():
        denial.status = DenialStatus.CLOSED.value


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
        why = await _post(session, row, invoice_id, claim, by=by, now=now)
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
    if why := _why_not(invoice, -row.paid_minor, -row.contractual_minor):
        raise rules.CannotPost(why)
    await _move(session, row, invoice, DocumentKind.UNMATCH, -row.paid_minor, -row.contractual_minor, by=by, now=now)
    await _close_denials(session, row)
    if claim := (await session.get(Claim, row.claim_id) if row.claim_id else None):
        others = select(func.count()).where(
            RemittanceClaim.claim_id == claim.id,
            RemittanceClaim.state == Answered.POSTED.value,
            RemittanceClaim.id != row.id,
        )
        if not (await session.execute(others)).scalar_one():
            claim.state, claim.changed_at = ClaimState.ACCEPTED.value, now
    row.state, row.why = Answered.UNMATCHED.value, "Taken back by hand."
    row.invoice_id = row.claim_id = row.reverses_id = row.invoice = None
    await ask_payers(session, invoice, now=now)
    return row
