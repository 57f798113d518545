"""Receiving remittances: each claim matched, posted or queued; what payers keep beside the claims is posted too."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import select

from .. import rules
from ..models import Claim, PayerAdjustment, Remittance, RemittanceClaim, RemittancePayment
from ..rules import Answered
from ..x12 import remittance835 as x835
from .ledger import post_payer_entry
from .posting import judge_answer, post_answer

_AT_ONCE = 500


def _fingerprint(payment: x835.Remittance) -> str:
    """What makes a payment the same one, whatever envelope it comes in."""
    said = asdict(payment) | {"control_number": ""}
    for claim in said["claims"]:
        claim["segment"] = 0
        # What is read beside the money may grow; a payment received long ago stays the same one.
        del claim["rendering_provider"]
        for line in claim["lines"]:
            for name in ("allowed_units", "billed_units", "references", "remark_codes"):
                del line[name]
    return hashlib.sha256(repr(said).encode()).hexdigest()


async def receive_remittance(
    session: Session,
    *,
    payments: Sequence[x835.Remittance],
    notes: Sequence[str],
    by: UUID,
    now: datetime,
    denial_days: int = 30,
) -> Remittance:
    """
    Take a remittance file: post what can be posted, queue what cannot; hold all of it if its money does not add up.

    The same file, or the same payment in another file, is taken once (R2).

    :param denial_days: in which a refusal should be worked
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
        payments=[
            # A payment that was held may come once more in a sound file: its fingerprint is not used up.
            _payment_row(_held_print(whole, at) if problems else each, payment, at)
            for at, (each, payment) in enumerate(fresh.items(), 1)
        ],
    )
    async with session.refusing_duplicates(rules.BeingReceived()):
        session.add(remittance)
    rows: list[RemittanceClaim] = []
    for row, payment in zip(remittance.payments, fresh.values(), strict=True):
        rows += [_answer_row(remittance, row, claim, len(rows) + at) for at, claim in enumerate(payment.claims, 1)]
    session.add_all(rows)
    await session.flush()
    if not problems:
        await _match_and_post(session, rows, by=by, now=now, denial_days=denial_days)
        for row in remittance.payments:
            await _post_payer_adjustments(session, row, by=by, now=now)
    return remittance


async def _post_payer_adjustments(session: Session, payment: RemittancePayment, *, by: UUID, now: datetime) -> None:
    """Post what a payer kept or added beside the claims, so that the ledger has what the bank has (R7)."""
    for position, said in enumerate(payment.provider_adjustments, 1):
        kept = PayerAdjustment(
            id=new_id(),
            payment_id=payment.id,
            position=position,
            currency=payment.currency,
            posted_at=now,
            posted_by=by,
            **said,
        )
        session.add(kept)
        await session.flush()
        text = f"{payment.payer_name or 'Insurer'}, {said['reason']} {said['reference']}".rstrip()
        await post_payer_entry(
            session,
            document_id=kept.id,
            currency=payment.currency,
            number=payment.trace_number[:40] or None,
            description=text,
            legs=rules.payer_adjustment_legs(kept.reason, kept.amount_minor),
            now=now,
        )


def _held_print(whole: str, position: int) -> str:
    return hashlib.sha256(f"held {whole} {position}".encode()).hexdigest()


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
    row = RemittanceClaim(
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
        patient_share_minor=0,
        contractual_minor=0,
        adjustments=[
            {"group": each.group, "reason": each.reason, "amount_minor": each.amount_minor, "line": number}
            for each, number in _numbered(claim)
        ],
        lines=[_json(line) for line in claim.lines],
        denied=[],
        state=(Answered.HELD if remittance.held else Answered.UNMATCHED).value,
        why="The remittance does not add up." if remittance.held else None,
    )
    judge_answer(row)
    return row


def _numbered(claim: x835.ClaimPayment) -> list[tuple[x835.Adjustment, int | None]]:
    found: list[tuple[x835.Adjustment, int | None]] = [(each, None) for each in claim.adjustments]
    return found + [(each, at) for at, line in enumerate(claim.lines, 1) for each in line.adjustments]


async def _match_and_post(
    session: Session, rows: Sequence[RemittanceClaim], *, by: UUID, now: datetime, denial_days: int
) -> None:
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
        why = await post_answer(session, row, claim.invoice_id, claim, by=by, now=now, denial_days=denial_days)
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
