"""Keeping the rows of exchanged files: each goes out once (X1), each that comes is taken once (X2)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import select
from sqlalchemy.orm import undefer

from .. import rules
from ..models import ClaimBatch, ExchangeFile
from ..x12 import Result
from ..x12 import remittance835 as x835
from .acknowledgements import receive_acknowledgement
from .remittances import receive_remittance

BY_ITSELF = UUID(int=0)
"""Who takes files from the clearinghouse: nobody in person."""


async def leaving_files(session: Session) -> list[tuple[ExchangeFile, str]]:
    """The files that are still to go out, the oldest first, with their text."""
    query = (
        select(ExchangeFile, ClaimBatch)
        .join(ClaimBatch, ClaimBatch.id == ExchangeFile.batch_id)
        .where(ExchangeFile.direction == "out", ExchangeFile.state.in_(("pending", "sending")))
        .order_by(ExchangeFile.id)
        .limit(20)
        .options(undefer(ClaimBatch.file))
    )
    return [(row, batch.file) for row, batch in await session.execute(query)]


async def mark_file(session: Session, *, file_id: UUID, state: str, now: datetime) -> None:
    """Note how far a file is on its way."""
    row = await session.get_one(ExchangeFile, file_id, with_for_update=True)
    row.state, row.changed_at = state, now


async def known_file(session: Session, *, fingerprint: str) -> ExchangeFile | None:
    """The row of a file that came before."""
    query = select(ExchangeFile).where(ExchangeFile.direction == "in", ExchangeFile.fingerprint == fingerprint)
    return (await session.execute(query)).scalar_one_or_none()


async def take_file(
    session: Session,
    *,
    name: str,
    size: int,
    fingerprint: str,
    kind: str,
    payments: Sequence[x835.Remittance] | None = None,
    results: Sequence[Result] | None = None,
    why: str | None = None,
    denial_days: int,
    now: datetime,
) -> ExchangeFile:
    """
    Take a file that came, and what it says, in one transaction: remittances, acknowledgements, or why it is refused.

    :raises BeingReceived: it is being taken at this moment
    """
    if kept := await known_file(session, fingerprint=fingerprint):
        return kept
    row = ExchangeFile(
        id=new_id(),
        direction="in",
        name=name[-255:],
        fingerprint=fingerprint,
        size=size,
        kind=kind,
        state="refused" if why else "taken",
        why=why,
        seen_at=now,
        changed_at=now,
    )
    if payments is not None:
        remittance = await receive_remittance(
            session, payments=payments, notes=[], by=BY_ITSELF, now=now, denial_days=denial_days
        )
        row.remittance_id = remittance.id
    if results is not None:
        acknowledgement = await receive_acknowledgement(session, fingerprint=fingerprint, results=results, now=now)
        row.acknowledgement_id = acknowledgement.id
    async with session.refusing_duplicates(rules.BeingReceived()):
        session.add(row)
    return row
