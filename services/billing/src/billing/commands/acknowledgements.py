"""Taking acknowledgements: what a clearinghouse or payer says it received, matched to our claims."""

from collections.abc import Sequence
from datetime import datetime

from clinic_common.database import Session, new_id
from sqlalchemy import select

from .. import rules
from ..models import Acknowledgement, Claim
from ..rules import ClaimState
from ..x12 import Result
from .invoices import locked_invoice
from .ledger import ask_payers

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
    for result in results:
        claim = await _claim_of(session, result)
        if claim is not None and ClaimState(claim.state) in _OPEN:
            # A file that was accepted says nothing about a claim in it that was rejected.
            if result.accepted and not (result.kind == "999" and claim.state == ClaimState.REJECTED):
                claim.state = (ClaimState.ACCEPTED if result.kind == "277CA" else ClaimState(claim.state)).value
            elif not result.accepted:
                claim.state = ClaimState.REJECTED.value
            claim.payer_answer, claim.changed_at = result.said, now
            await ask_payers(session, await locked_invoice(session, claim.invoice_id), now=now)
        told.append(
            {
                "kind": result.kind,
                "reference": result.reference,
                "accepted": result.accepted,
                "said": result.said,
                "claim_id": str(claim.id) if claim else None,
                "patient_id": str(claim.patient_id) if claim else None,
            }
        )
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


async def _claim_of(session: Session, result: Result) -> Claim | None:
    query = select(Claim).with_for_update()
    if result.kind == "999":
        if not result.reference.isdecimal() or len(result.reference) > 9:
            return None
        query = query.where(Claim.interchange_number == int(result.reference))
    else:
        query = query.where(Claim.control_number == result.reference)
    return (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
