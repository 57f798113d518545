"""Looking at remittances."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import func, select

from .. import rules
from ..models import (
    Invoice,
    Patient,
    Remittance,
    RemittanceClaim,
)
from ..rules import Answered


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
