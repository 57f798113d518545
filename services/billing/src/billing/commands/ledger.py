"""Writing the ledger: the one place from which entries are posted, and the numbers without gaps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, is_duplicate
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from ..models import Counter, Invoice, LedgerEntry, LedgerLine
from ..rules import DocumentKind, Leg


async def post_entry(
    session: Session,
    *,
    kind: DocumentKind,
    document_id: UUID,
    invoice: Invoice,
    number: str | None,
    description: str,
    legs: Sequence[Leg],
    now: datetime,
) -> None:
    """
    Post what a document means in money: one balanced entry (L1), once (L4), for good (L2).

    Every document posts through here or `post_payer_entry`, and nothing else writes to the ledger.
    """
    entry = LedgerEntry(
        document_kind=kind.value,
        document_id=document_id,
        invoice_id=invoice.id,
        original_patient_id=invoice.original_patient_id,
        number=number,
        description=description[:500],
        currency=invoice.currency,
        posted_at=now,
        legs=len(legs),
    )
    await _write(session, entry, legs)


async def post_payer_entry(
    session: Session,
    *,
    document_id: UUID,
    currency: str,
    number: str | None,
    description: str,
    legs: Sequence[Leg],
    now: datetime,
) -> None:
    """Post what is between the clinic and a payer alone: an entry without invoice and patient (R7)."""
    entry = LedgerEntry(
        document_kind=DocumentKind.PAYER_ADJUSTMENT.value,
        document_id=document_id,
        number=number,
        description=description[:500],
        currency=currency,
        posted_at=now,
        legs=len(legs),
    )
    await _write(session, entry, legs)


async def _write(session: Session, entry: LedgerEntry, legs: Sequence[Leg]) -> None:
    session.add(entry)
    await session.flush()
    if legs:
        rows = [
            {
                "entry_position": entry.position,
                "leg": place,
                "debit_account": leg.debit_account,
                "credit_account": leg.credit_account,
                "amount_minor": leg.amount_minor,
            }
            for place, leg in enumerate(legs, 1)
        ]
        await session.execute(insert(LedgerLine), rows)


async def next_number(session: Session, series: str) -> int:
    """
    Take the next number of a series (B6): it is spent only if this transaction commits, so there are no gaps.

    Others who want one wait for the row until then.
    """
    step = update(Counter).where(Counter.name == series).values(value=Counter.value + 1)
    if not await _moved(session, step):
        try:
            async with session.begin_nested():
                await session.execute(insert(Counter).values(name=series, value=1))
            return 1
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
        await session.execute(step)
    return (await session.execute(select(Counter.value).where(Counter.name == series))).scalar_one()


async def _moved(session: Session, step: object) -> bool:
    result = await session.execute(step)  # type: ignore[call-overload]
    return bool(result.rowcount)
