"""Taking acknowledgements: what a clearinghouse or payer says it received, matched to our claims."""

import re
from collections.abc import Sequence
from datetime import datetime

from clinic_common.database import Session, new_id
from sqlalchemy import and_, or_, select

from .. import rules
from ..models import Acknowledgement, Claim, ClaimBatch, ClaimSubmission
from ..rules import ClaimState
from ..x12 import Result
from .invoices import locked_invoice
from .ledger import ask_payers

_NUMBER = re.compile(r"[0-9]{1,9}")
_OPEN = (ClaimState.SUBMITTED, ClaimState.ACCEPTED, ClaimState.REJECTED)
"""An acknowledgement says nothing more once the payer has judged a claim."""


async def receive_acknowledgement(
    session: Session, *, fingerprint: str, results: Sequence[Result], now: datetime
) -> Acknowledgement:
    """
    Take an acknowledgement, once (C5): claims it accepts are accepted, those it does not are rejected.

    :param fingerprint: of the whole file
    :raises BeingReceived: the same one is being taken at this moment
    """
    query = select(Acknowledgement).where(Acknowledgement.fingerprint == fingerprint)
    if kept := (await session.execute(query)).scalar_one_or_none():
        return kept
    told = []
    everyone: Sequence[Claim | None]
    for result, claims in await _claims_of(session, results):
        everyone = claims or [None]
        for claim in claims:
            if ClaimState(claim.state) in _OPEN:
                _hear(claim, result, now)
                await ask_payers(session, await locked_invoice(session, claim.invoice_id), now=now)
        told += [
            {
                "kind": result.kind,
                "reference": result.reference,
                "accepted": result.accepted,
                "said": result.said,
                "claim_id": str(claim.id) if claim else None,
                "patient_id": str(claim.patient_id) if claim else None,
            }
            for claim in everyone
        ]
    acknowledgement = Acknowledgement(
        id=new_id(),
        fingerprint=fingerprint,
        kind=results[0].kind if results else "none",
        results=told,
        received_at=now,
    )
    async with session.refusing_duplicates(rules.BeingReceived()):
        session.add(acknowledgement)
    return acknowledgement


def _hear(claim: Claim, result: Result, now: datetime) -> None:
    # A file that was accepted says nothing about a claim in it that was rejected.
    if not result.accepted:
        claim.state = ClaimState.REJECTED.value
    elif result.kind == "277CA":
        claim.state = ClaimState.ACCEPTED.value
    elif claim.state == ClaimState.REJECTED:
        return
    claim.payer_claim_number = result.payer_claim_number or claim.payer_claim_number
    claim.payer_answer, claim.changed_at = result.said, now


async def _claims_of(session: Session, results: Sequence[Result]) -> list[tuple[Result, list[Claim]]]:
    """Each result with our claims it is about: those of a file that were not sent again since, or the one named."""
    files = {int(each.reference) for each in results if each.kind == "999" and _NUMBER.fullmatch(each.reference)}
    names = {each.reference for each in results if each.kind == "277CA"}
    query = (
        select(Claim, ClaimBatch.interchange_number, ClaimSubmission.position)
        .outerjoin(ClaimBatch, ClaimBatch.interchange_number == Claim.interchange_number)
        .outerjoin(
            ClaimSubmission, and_(ClaimSubmission.batch_id == ClaimBatch.id, ClaimSubmission.claim_id == Claim.id)
        )
        .where(or_(Claim.interchange_number.in_(files), Claim.control_number.in_(names)))
        .order_by(Claim.id)
        .with_for_update(of=Claim)
    )
    rows = (await session.execute(query, execution_options={"populate_existing": True})).tuples().all()
    found = []
    for result in results:
        if result.kind == "277CA":
            claims = [claim for claim, _, _ in rows if claim.control_number == result.reference]
        else:
            claims = [
                claim
                for claim, number, place in rows
                if f"{claim.interchange_number}" == result.reference.lstrip("0")
                and (not result.set_number or f"{place}" == result.set_number.lstrip("0"))
            ]
        found.append((result, claims))
    return found
