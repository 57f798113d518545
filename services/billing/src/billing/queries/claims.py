"""Looking at claims, the files they went out in, and denials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import undefer

from .. import rules
from ..models import (
    AdjustmentReason,
    Claim,
    ClaimBatch,
    ClaimSubmission,
    Denial,
    ExchangeFile,
    Invoice,
    Patient,
    RemittanceClaim,
    RemittancePayment,
)
from ..rules import ClaimState, DenialStatus
from .invoices import Within, reached_from, seen_by

_NEVER = date(9999, 12, 31)


async def list_claims(
    session: Session,
    *,
    patient_id: UUID | None,
    states: Sequence[ClaimState],
    own: UUID | None,
    page: PageRequest,
    within: Within = None,
) -> object:
    """Claims, the newest first; of one patient, in some states."""
    query = (
        select(Claim)
        .join(Invoice, Invoice.id == Claim.invoice_id)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(seen_by(own, Patient.owner_id), reached_from(within))
        .order_by(Claim.id.desc())
        .limit(page.limit + 1)
    )
    if patient_id is not None:
        asked = select(Patient.owner_id).where(Patient.id == patient_id).scalar_subquery()
        query = query.where(Patient.owner_id == asked)
    if states:
        query = query.where(Claim.state.in_([state.value for state in states]))
    if key := page.key(UUID):
        query = query.where(Claim.id < key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.id,))


async def get_claim(session: Session, *, claim_id: UUID, own: UUID | None) -> Claim:
    """
    One claim.

    :raises NoSuchClaim: there is none, or none the asker may see (B8)
    """
    query = (
        select(Claim)
        .join(Invoice, Invoice.id == Claim.invoice_id)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(Claim.id == claim_id, seen_by(own, Patient.owner_id))
    )
    claim = (await session.execute(query)).scalar_one_or_none()
    if claim is None:
        raise rules.NoSuchClaim()
    return claim


@dataclass(frozen=True)
class BatchFound:
    """A file of claims, and the claims in it."""

    batch: ClaimBatch
    items: list[Any]


async def list_batches(session: Session, *, page: PageRequest) -> object:
    """Files of claims, the newest first."""
    query = select(ClaimBatch).order_by(ClaimBatch.id.desc()).limit(page.limit + 1)
    if key := page.key(UUID):
        query = query.where(ClaimBatch.id < key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.id,))


async def get_batch(session: Session, *, batch_id: UUID) -> BatchFound:
    """
    One file of claims, its text included.

    :raises NoSuchBatch: there is none
    """
    query = select(ClaimBatch).where(ClaimBatch.id == batch_id).options(undefer(ClaimBatch.file))
    batch = (await session.execute(query)).scalar_one_or_none()
    if batch is None:
        raise rules.NoSuchBatch()
    claims = (
        select(Claim)
        .join(ClaimSubmission, ClaimSubmission.claim_id == Claim.id)
        .where(ClaimSubmission.batch_id == batch_id)
        .order_by(ClaimSubmission.position)
    )
    return BatchFound(batch, list((await session.execute(claims)).scalars()))


async def list_exchange_files(session: Session, *, state: str | None, page: PageRequest) -> object:
    """Files to and from the clearinghouse, the newest first."""
    query = select(ExchangeFile).order_by(ExchangeFile.id.desc()).limit(page.limit + 1)
    if state:
        query = query.where(ExchangeFile.state == state)
    if key := page.key(UUID):
        query = query.where(ExchangeFile.id < key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.id,))


async def list_denials(
    session: Session,
    *,
    statuses: Sequence[DenialStatus],
    owner_id: UUID | None,
    unowned: bool,
    patient_id: UUID | None,
    claim_id: UUID | None,
    payer: str | None,
    reason_code: str | None,
    due_by: date | None,
    own: UUID | None,
    page: PageRequest,
    within: Within = None,
) -> object:
    """
    Denials to be worked, the soonest deadline first; those open or in work, if no status is asked for.

    :param payer: the payer's identifier, or its name
    """
    wanted = statuses or [DenialStatus.OPEN, DenialStatus.IN_WORK]
    # Those without a deadline come last, not first.
    deadline = func.coalesce(Denial.deadline, _NEVER)
    query = (
        select(Denial)
        .join(Invoice, Invoice.id == Denial.invoice_id)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(
            seen_by(own, Patient.owner_id),
            reached_from(within),
            Denial.status.in_([status.value for status in wanted]),
        )
        .order_by(deadline, Denial.id)
        .limit(page.limit + 1)
    )
    if owner_id:
        query = query.where(Denial.owner_id == owner_id)
    if unowned:
        query = query.where(Denial.owner_id.is_(None))
    if patient_id:
        query = query.where(
            Patient.owner_id == select(Patient.owner_id).where(Patient.id == patient_id).scalar_subquery()
        )
    if claim_id:
        query = query.where(Denial.claim_id == claim_id)
    if reason_code:
        query = query.where(Denial.reason_code == reason_code)
    if due_by:
        query = query.where(Denial.deadline <= due_by)
    if payer:
        query = (
            query.join(RemittanceClaim, RemittanceClaim.id == Denial.remittance_claim_id)
            .join(RemittancePayment, RemittancePayment.id == RemittanceClaim.payment_id)
            .where(or_(RemittancePayment.payer_identifier == payer, RemittancePayment.payer_name == payer))
        )
    if key := page.key(date.fromisoformat, UUID):
        query = query.where(or_(deadline > key[0], and_(deadline == key[0], Denial.id > key[1])))
    rows = (await session.execute(query)).scalars().all()
    return paged(rows, page, lambda row: ((row.deadline or _NEVER).isoformat(), row.id))


async def list_reasons(session: Session, *, page: PageRequest) -> object:
    """Reason codes the clinic keeps words for, in order."""
    query = select(AdjustmentReason).order_by(AdjustmentReason.code).limit(page.limit + 1)
    if key := page.key(str):
        query = query.where(AdjustmentReason.code > key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.code,))
