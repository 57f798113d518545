"""Writing the ledger: the one place from which entries are posted, and the numbers without gaps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, is_duplicate, new_id
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from ..models import Claim, Counter, Coverage, Invoice, LedgerEntry, LedgerLine, PayerShare, Payment
from ..rules import ClaimState, DocumentKind, Leg, payer_legs


async def post_entry(
    session: Session,
    *,
    kind: DocumentKind,
    document_id: UUID,
    invoice: Invoice | None,
    number: str | None,
    description: str,
    legs: Sequence[Leg],
    now: datetime,
    payment: Payment | None = None,
) -> None:
    """
    Post what a document means in money: one balanced entry (L1), once (L4), for good (L2).

    Every document posts through here or `post_payer_entry`, and nothing else writes to the ledger. Where less is owed
    now than a payer was asked for, the entry takes that back to the patient as well (B12).

    :param payment: whose patient and currency it is, where there is no invoice
    """
    of = invoice or payment
    assert of is not None
    legs = list(legs)
    if invoice is not None and invoice.share_back:
        share, invoice.share_back = -invoice.share_back, 0
        legs += payer_legs(share)
        session.add(_share(invoice, kind, document_id, share, now))
    entry = LedgerEntry(
        document_kind=kind.value,
        document_id=document_id,
        invoice_id=invoice.id if invoice else None,
        original_patient_id=of.original_patient_id,
        number=number,
        description=description[:500],
        currency=of.currency,
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


def _share(invoice: Invoice, kind: DocumentKind, document_id: UUID, share_minor: int, now: datetime) -> PayerShare:
    return PayerShare(
        id=new_id(),
        invoice_id=invoice.id,
        document_kind=kind.value,
        document_id=document_id,
        amount_minor=share_minor,
        made_at=now,
    )


async def ask_payers(session: Session, invoice: Invoice, *, now: datetime) -> None:
    """
    Let what is owed stand with the payer while a claim waits for an answer, and with the patient otherwise (B12).

    To be called whenever a claim was sent, answered, refused or taken back; the invoice is locked.
    """
    await session.flush()
    waiting = (
        select(Coverage.payer_id)
        .join(Claim, Claim.coverage_id == Coverage.id)
        .where(Claim.invoice_id == invoice.id, Claim.state.in_((ClaimState.SUBMITTED, ClaimState.ACCEPTED)))
        .order_by(Claim.submitted_at.desc())
        .limit(1)
    )
    payer_id = (await session.execute(waiting)).scalar()
    share = (invoice.balance_minor if payer_id else 0) - invoice.payer_minor
    if not share:
        return
    invoice.payer_minor += share
    invoice.asked_payer_id = payer_id or invoice.asked_payer_id
    document_id = new_id()
    session.add(_share(invoice, DocumentKind.CLAIM, document_id, share, now))
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.CLAIM,
        document_id=document_id,
        invoice=invoice,
        number=invoice.number,
        description="A payer was asked" if share > 0 else "No longer asked of a payer",
        legs=payer_legs(share),
        now=now,
    )


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
