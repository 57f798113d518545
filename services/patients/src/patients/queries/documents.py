"""The documents of a record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from clinic_common.sealing import Sealer
from sqlalchemy import select

from .. import rules
from ..models import Document, OpenDocument
from .chart import must_exist


async def list_documents(session: Session, *, patient_id: UUID, sealer: Sealer, page: PageRequest) -> Any:
    """
    A patient's complete documents, the newest first.

    :raises PatientNotFound: there is no such patient
    """
    query = select(Document).where(Document.patient_id == patient_id, Document.completed_at.is_not(None))
    if key := page.key(UUID):
        query = query.where(Document.id < key[0])
    rows = (await session.execute(query.order_by(Document.id.desc()).limit(page.limit + 1))).scalars().all()
    if not rows:
        await must_exist(session, patient_id)
    return paged([row.opened(sealer=sealer) for row in rows], page, lambda found: (found.row.id,))


async def get_document(
    session: Session, *, document_id: UUID, sealer: Sealer, patient_id: UUID | None = None
) -> OpenDocument:
    """
    One document, also one that is not complete yet.

    :raises DocumentNotFound: there is none
    """
    return (await Document.get(session, document_id, patient_id=patient_id)).opened(sealer=sealer)


async def list_abandoned(session: Session, *, now: datetime) -> list[UUID]:
    """List documents that were announced more than a day ago and never completed, a bounded number."""
    old = select(Document.id).where(Document.completed_at.is_(None), Document.created_at < now - rules.ABANDONED_AFTER)
    return list((await session.execute(old.limit(500))).scalars())
