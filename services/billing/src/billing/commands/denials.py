"""Working denials: who does what until when, and the claims that follow from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import select

from .. import rules
from ..models import AdjustmentReason, Claim, Denial
from ..rules import DenialStatus
from ..rules.claim_facts import Frequency
from .claims import again_claim, pass_on_claim


async def _locked(session: Session, denial_id: UUID) -> Denial:
    query = select(Denial).where(Denial.id == denial_id).with_for_update()
    denial = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if denial is None:
        raise rules.NoSuchDenial()
    return denial


async def change_denial(session: Session, *, denial_id: UUID, version: int, change: dict[str, Any]) -> Denial:
    """
    Say who works a denial, what is next and until when.

    :raises NoSuchDenial: there is none
    :raises Stale: it was changed since
    """
    denial = await _locked(session, denial_id)
    session.expect_version(denial, version)
    for name, value in change.items():
        setattr(denial, name, value)
    return denial


async def correct_denied_claim(
    session: Session, *, denial_id: UUID, payer_claim_number: str | None, now: datetime
) -> Claim:
    """
    Begin to correct the claim of a denial, which is then in work.

    :raises NoSuchDenial: there is none
    :raises NoClaimOfOurs: the payer answered without a claim made here
    :raises ClaimNotAnswered: the claim is being corrected already
    """
    denial, claim_id = await _of_our_claim(session, denial_id)
    claim = await again_claim(
        session, claim_id=claim_id, frequency=Frequency.CORRECTED, payer_claim_number=payer_claim_number, now=now
    )
    _now_in_work(denial, "Complete and send the corrected claim.")
    return claim


async def pass_on_denied_claim(session: Session, *, denial_id: UUID, now: datetime) -> Claim:
    """
    Make the claim for the next payer from a denial, which is then in work.

    :raises NoSuchDenial: there is none
    :raises NoClaimOfOurs: the payer answered without a claim made here
    :raises NoLaterCoverage: everybody was asked
    """
    denial, claim_id = await _of_our_claim(session, denial_id)
    claim = await pass_on_claim(session, claim_id=claim_id, now=now)
    _now_in_work(denial, f"Send claim {claim.control_number} to {claim.payer_name}.")
    return claim


async def _of_our_claim(session: Session, denial_id: UUID) -> tuple[Denial, UUID]:
    denial = await _locked(session, denial_id)
    if denial.claim_id is None:
        raise rules.NoClaimOfOurs()
    return denial, denial.claim_id


def _now_in_work(denial: Denial, next_step: str) -> None:
    denial.status, denial.next_step = DenialStatus.IN_WORK.value, next_step


async def keep_reason(session: Session, *, code: str, description: str) -> AdjustmentReason:
    """Keep what a payer's reason code means, in the clinic's words."""
    reason = await session.get(AdjustmentReason, code)
    if reason is None:
        reason = AdjustmentReason(code=code, description=description)
        session.add(reason)
    reason.description = description
    return reason
