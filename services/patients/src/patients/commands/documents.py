"""Documents come in: announced, sent to the storage, completed; or forgotten after a day."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_common.sealing import Sealer
from sqlalchemy import delete

from .. import rules
from ..models import Document, OpenDocument, Patient
from .authors import Author


async def announce_document(
    session: Session,
    *,
    document_id: UUID | None = None,
    patient_id: UUID,
    filename: str,
    content_type: str,
    size: int,
    limit: int,
    author: Author,
    sealer: Sealer,
    now: datetime,
) -> OpenDocument:
    """
    Announce a document that will be sent; until it is complete nobody sees it.

    :param limit: the largest that is kept, in bytes
    :raises DocumentTooLarge: it is larger (P15)
    :raises MergedRecord: the record was merged; send it to the one that stayed
    """
    rules.must_be_small(size, limit=limit)
    [patient] = await Patient.keep_still(session, patient_id, read=True)
    patient.must_not_be_merged()
    document = Document(
        id=document_id or new_id(), patient_id=patient_id, author_id=author.id, author_name=author.name,
        content_type=content_type, size=size, created_at=now,
    )  # fmt: skip
    document.call(rules.clean_filename(filename), sealer=sealer)
    session.add(document)
    await session.flush()
    return document.opened(sealer=sealer)


async def complete_document(
    session: Session,
    *,
    patient_id: UUID,
    document_id: UUID,
    content_type: str,
    sha256: bytes,
    sealer: Sealer,
    now: datetime,
) -> OpenDocument:
    """
    Take a document into the record once all of it is in the storage; from now on it never changes (P16).

    :param content_type: what it is by its content
    :raises DocumentAlreadyComplete: it was completed with another content
    """
    document = await Document.get(session, document_id, patient_id=patient_id)
    if document.sha256 is None:
        name = document.opened(sealer=sealer).filename
        document.call(rules.clean_filename(name, kind=content_type), sealer=sealer)
        document.content_type, document.sha256, document.completed_at = content_type, sha256, now
        await session.flush()
    elif bytes(document.sha256) != sha256:
        raise rules.DocumentAlreadyComplete()
    return document.opened(sealer=sealer)


async def forget_documents(session: Session, *, document_ids: list[UUID]) -> None:
    """Forget documents that were announced and never completed."""
    await session.execute(delete(Document).where(Document.id.in_(document_ids), Document.completed_at.is_(None)))
