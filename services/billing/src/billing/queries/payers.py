"""The part of the proof that is about payers: what they answered, and what they kept or added beside the claims."""

from typing import Any

from clinic_common.database import Session
from sqlalchemy import Select, case, func, literal, null, or_, select

from ..models import PayerAdjustment, RemittanceClaim, RemittancePosting
from ..rules import CARRIED, INSURANCE, PAYER_ADJUSTMENTS, PAYER_SETTLEMENTS, Answered, DocumentKind, cash


def kept_by_payers() -> list[Select[Any]]:
    """What payers kept or added beside the claims, by reason (R7): entries without invoice and patient."""
    kept, here = PayerAdjustment, literal(cash(INSURANCE))
    account = case((kept.reason.in_(CARRIED), PAYER_SETTLEMENTS), else_=literal(PAYER_ADJUSTMENTS) + kept.reason)
    return [
        select(
            literal(DocumentKind.PAYER_ADJUSTMENT.value), kept.id, kept.posted_at, null(), null(), kept.currency,
            debit, credit, sign * kept.amount_minor,
        ).where(sign * kept.amount_minor > 0)
        for sign, debit, credit in ((1, account, here), (-1, here, account))
    ]  # fmt: skip


async def first_wrong_answer(session: Session) -> tuple[Any, ...] | None:
    """The first answer of an insurer that is not posted as it says (R4): once if it is posted, not at all if not."""
    posted = RemittanceClaim.state == Answered.POSTED.value
    paid = func.coalesce(func.sum(RemittancePosting.paid_minor), 0)
    contractual = func.coalesce(func.sum(RemittancePosting.contractual_minor), 0)
    said = case((posted, RemittanceClaim.paid_minor + RemittanceClaim.contractual_minor), else_=0)
    said_paid = case((posted, RemittanceClaim.paid_minor), else_=0)
    query = (
        select(RemittanceClaim.id, RemittanceClaim.control_number, said, paid + contractual)
        .outerjoin(RemittancePosting, RemittancePosting.remittance_claim_id == RemittanceClaim.id)
        .group_by(
            RemittanceClaim.id,
            RemittanceClaim.control_number,
            RemittanceClaim.state,
            RemittanceClaim.paid_minor,
            RemittanceClaim.contractual_minor,
        )
        .having(or_(said != paid + contractual, said_paid != paid))
        .order_by(RemittanceClaim.id)
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return tuple(row) if row else None
