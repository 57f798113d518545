"""Looking at payers and coverages."""

from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import select

from .. import rules
from ..models import Coverage, Patient, Payer
from .invoices import owner_of, seen_by


async def list_payers(session: Session, *, page: PageRequest) -> object:
    """Payers, in the order they were added."""
    query = select(Payer).order_by(Payer.id).limit(page.limit + 1)
    if key := page.key(UUID):
        query = query.where(Payer.id > key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda payer: (payer.id,))


async def list_coverages(session: Session, *, patient_id: UUID, own: UUID | None, page: PageRequest) -> object:
    """
    A patient's coverages, in the order they were added.

    :raises NoSuchPatient: nobody of this id is known, or none the asker may see (B8)
    """
    owner = await owner_of(session, patient_id, own)
    query = (
        select(Coverage)
        .join(Patient, Patient.id == Coverage.original_patient_id)
        .where(Patient.owner_id == owner.id)
        .order_by(Coverage.id)
        .limit(page.limit + 1)
    )
    if key := page.key(UUID):
        query = query.where(Coverage.id > key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda coverage: (coverage.id,))


async def get_coverage(session: Session, *, coverage_id: UUID, own: UUID | None) -> Coverage:
    """
    One coverage.

    :raises NoSuchCoverage: there is none, or none the asker may see (B8)
    """
    query = (
        select(Coverage)
        .join(Patient, Patient.id == Coverage.original_patient_id)
        .where(Coverage.id == coverage_id, seen_by(own, Patient.owner_id))
    )
    coverage = (await session.execute(query)).scalar_one_or_none()
    if coverage is None:
        raise rules.NoSuchCoverage()
    return coverage
