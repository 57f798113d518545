"""Looking at claims, remittances and denials."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import func, select

from .. import rules
from ..models import Claim, Denial, Invoice, Patient, Remittance, RemittanceClaim
from ..rules import Answered, ClaimState, DenialStatus
from .invoices import seen_by


@dataclass(frozen=True)
class RemittanceSummary:
    """A remittance file and what became of the claims in it."""

    remittance: Remittance
    posted: int
    unmatched: int
    flagged: int
    claims: int
    items: Sequence[Any] = ()
    """Whose invoices were touched, for the trail."""

    @property
    def total_minor(self) -> int:
        """What the insurers paid with it."""
        return sum(payment.amount_minor for payment in self.remittance.payments)


class RemittanceFound(list[Any]):
    """A remittance with a page of its claims; as a list, so that each patient in it stands in the trail."""

    def __init__(self, summary: RemittanceSummary, claims: Any) -> None:
        super().__init__(claims)
        self.summary, self.next = summary, claims.next

    @property
    def items(self) -> list[Any]:
        """The claims."""
        return list(self)


async def _summaries(session: Session, remittances: Sequence[Remittance]) -> list[RemittanceSummary]:
    counts: dict[UUID, dict[str, int]] = {}
    query = (
        select(RemittanceClaim.remittance_id, RemittanceClaim.state, func.count())
        .where(RemittanceClaim.remittance_id.in_([each.id for each in remittances]))
        .group_by(RemittanceClaim.remittance_id, RemittanceClaim.state)
    )
    if remittances:
        for remittance_id, state, count in await session.execute(query):
            counts.setdefault(remittance_id, {})[state] = count
    found = []
    for each in remittances:
        by = counts.get(each.id, {})
        flagged = by.get(Answered.FLAGGED, 0) + by.get(Answered.HELD, 0)
        # A held file without claims is flagged itself.
        flagged = flagged or int(each.held)
        found.append(
            RemittanceSummary(
                each, by.get(Answered.POSTED, 0), by.get(Answered.UNMATCHED, 0), flagged, sum(by.values())
            )
        )
    return found


async def list_remittances(session: Session, *, held: bool | None, page: PageRequest) -> object:
    """Remittance files, the newest first."""
    query = select(Remittance).order_by(Remittance.id.desc()).limit(page.limit + 1)
    if held is not None:
        query = query.where(Remittance.held.is_(held))
    if key := page.key(UUID):
        query = query.where(Remittance.id < key[0])
    rows = paged((await session.execute(query)).scalars().all(), page, lambda row: (row.id,))
    rows[:] = await _summaries(session, rows)
    return rows


async def summarize_remittance(session: Session, remittance: Remittance) -> RemittanceSummary:
    """What became of the claims of a remittance, and whose they are."""
    whose = (
        select(Patient.owner_id.label("patient_id"))
        .distinct()
        .join(Invoice, Invoice.original_patient_id == Patient.id)
        .join(RemittanceClaim, RemittanceClaim.invoice_id == Invoice.id)
        .where(RemittanceClaim.remittance_id == remittance.id)
    )
    [summary] = await _summaries(session, [remittance])
    return replace(summary, items=(await session.execute(whose)).all())


async def get_remittance(
    session: Session, *, remittance_id: UUID, state: Answered | None, page: PageRequest
) -> RemittanceFound:
    """
    One remittance with a page of its claims, in the file's order.

    :raises NoSuchRemittance: there is none
    """
    remittance = await session.get(Remittance, remittance_id)
    if remittance is None:
        raise rules.NoSuchRemittance()
    query = (
        select(RemittanceClaim)
        .where(RemittanceClaim.remittance_id == remittance_id)
        .order_by(RemittanceClaim.position)
        .limit(page.limit + 1)
    )
    if state:
        query = query.where(RemittanceClaim.state == state.value)
    if key := page.key(int):
        query = query.where(RemittanceClaim.position > key[0])
    claims = paged((await session.execute(query)).scalars().all(), page, lambda row: (row.position,))
    return RemittanceFound(await summarize_remittance(session, remittance), claims)


async def list_claims(
    session: Session,
    *,
    patient_id: UUID | None,
    states: Sequence[ClaimState],
    own: UUID | None,
    page: PageRequest,
) -> object:
    """Claims, the newest first; of one patient, in some states."""
    query = (
        select(Claim)
        .join(Invoice, Invoice.id == Claim.invoice_id)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(seen_by(own, Patient.owner_id))
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


async def list_denials(
    session: Session,
    *,
    statuses: Sequence[DenialStatus],
    owner_id: UUID | None,
    own: UUID | None,
    page: PageRequest,
) -> object:
    """Denials to be worked, the oldest first; those open or in work, if no status is asked for."""
    wanted = statuses or [DenialStatus.OPEN, DenialStatus.IN_WORK]
    query = (
        select(Denial)
        .join(Invoice, Invoice.id == Denial.invoice_id)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(seen_by(own, Patient.owner_id), Denial.status.in_([status.value for status in wanted]))
        .order_by(Denial.id)
        .limit(page.limit + 1)
    )
    if owner_id:
        query = query.where(Denial.owner_id == owner_id)
    if key := page.key(UUID):
        query = query.where(Denial.id > key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.id,))
