"""A patient's account: every entry of the ledger that touches what they owe, with the balance after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import case, func, select

from ..models import Invoice, LedgerEntry, LedgerLine, Patient, Payment
from ..rules import OWED, UNAPPLIED_CREDIT, DocumentKind
from .invoices import owner_of
from .legs import into


@dataclass(frozen=True)
class Owed:
    """What is owed in one currency."""

    currency: str
    balance_minor: int


@dataclass(frozen=True)
class AccountPage:
    """A stretch of a patient's account in one currency, the newest entry first."""

    patient_id: UUID
    patient_name: str | None
    currency: str
    balance_minor: int
    asked_of_payers_minor: int
    credit_minor: int
    credits: list[Payment]
    balances: list[Owed]
    entries: list[Any]
    next: str | None


@dataclass(frozen=True)
class Statement:
    """A stretch of a patient's account as it is sent out: what was owed before, what happened, what is owed now."""

    patient: Patient
    patient_id: UUID
    patient_name: str | None
    currency: str
    opening_minor: int
    closing_minor: int
    entries: list[Any]
    next: str | None


def _registered(owner_id: UUID) -> Any:
    """The ids a patient was registered under; a join instead lets SQLite begin with all there is of the currency."""
    return select(Patient.id).where(Patient.owner_id == owner_id)


def _postings(owner_id: UUID) -> Any:
    """What each entry of a patient changed of what they owe; credit they have lessens it."""
    amount = func.coalesce(func.sum(into(*OWED, UNAPPLIED_CREDIT)), 0).label("amount_minor")
    return (
        select(LedgerEntry.position, LedgerEntry.posted_at, LedgerEntry.currency, amount)
        .outerjoin(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
        .where(LedgerEntry.original_patient_id.in_(_registered(owner_id)))
        .where(LedgerEntry.document_kind != DocumentKind.CLAIM)
        .group_by(LedgerEntry.position, LedgerEntry.posted_at, LedgerEntry.currency)
        .subquery()
    )


def _entries(posted: Any, currency: str) -> Any:
    running = (
        select(
            posted.c.position,
            posted.c.amount_minor,
            func.sum(posted.c.amount_minor).over(order_by=posted.c.position).label("balance_minor"),
        )
        .where(posted.c.currency == currency)
        .subquery()
    )
    return select(
        LedgerEntry.position,
        LedgerEntry.posted_at,
        LedgerEntry.document_kind.label("kind"),
        LedgerEntry.document_id,
        LedgerEntry.invoice_id,
        LedgerEntry.number,
        LedgerEntry.description,
        running.c.amount_minor,
        running.c.balance_minor,
    ).join(running, running.c.position == LedgerEntry.position)


async def get_account(
    session: Session, *, patient_id: UUID, currency: str, own: UUID | None, page: PageRequest
) -> AccountPage:
    """
    A patient's account, derived from the ledger alone.

    :raises NoSuchPatient: nobody of this id is known, or none the asker may see (B8)
    """
    owner = await owner_of(session, patient_id, own)
    posted = _postings(owner.id)
    totals = select(posted.c.currency, func.sum(posted.c.amount_minor)).group_by(posted.c.currency)
    balances = sorted((row[0], int(row[1])) for row in (await session.execute(totals)).all())
    in_currency = case((Invoice.currency == currency, Invoice.payer_minor), else_=0)
    asked = select(func.coalesce(func.sum(in_currency), 0)).where(
        Invoice.original_patient_id.in_(_registered(owner.id))
    )
    unapplied = (
        select(Payment)
        .where(Payment.original_patient_id.in_(_registered(owner.id)))
        .where(Payment.currency == currency, Payment.credit_minor > 0)
        .order_by(Payment.id)
    )
    credits = list((await session.execute(unapplied)).scalars())
    query = _entries(posted, currency).order_by(LedgerEntry.position.desc()).limit(page.limit + 1)
    if key := page.key(int):
        query = query.where(LedgerEntry.position < key[0])
    rows = paged((await session.execute(query)).all(), page, lambda row: (row.position,))
    return AccountPage(
        patient_id=owner.id,
        patient_name=owner.name,
        currency=currency,
        balance_minor=dict(balances).get(currency, 0),
        asked_of_payers_minor=int((await session.execute(asked)).scalar_one()),
        credit_minor=sum(payment.credit_minor for payment in credits),
        credits=credits,
        balances=[Owed(*balance) for balance in balances],
        entries=list(rows),
        next=rows.next,
    )


async def get_statement(
    session: Session,
    *,
    patient_id: UUID,
    currency: str,
    begin: datetime | None,
    end: datetime | None,
    own: UUID | None,
    page: PageRequest,
) -> Statement:
    """
    What was posted to a patient's account in [begin, end), the oldest first, between the balances before and after.

    :raises NoSuchPatient: nobody of this id is known, or none the asker may see (B8)
    """
    owner = await owner_of(session, patient_id, own)
    posted = _postings(owner.id)
    query = _entries(posted, currency).order_by(LedgerEntry.position).limit(page.limit + 1)
    before = after = func.coalesce(func.sum(posted.c.amount_minor), 0)
    if begin:
        query = query.where(LedgerEntry.posted_at >= begin)
        before = func.coalesce(func.sum(case((posted.c.posted_at < begin, posted.c.amount_minor), else_=0)), 0)
    if end:
        query = query.where(LedgerEntry.posted_at < end)
        after = func.coalesce(func.sum(case((posted.c.posted_at < end, posted.c.amount_minor), else_=0)), 0)
    if key := page.key(int):
        query = query.where(LedgerEntry.position > key[0])
    opening, closing = (await session.execute(select(before, after).where(posted.c.currency == currency))).one()
    rows = paged((await session.execute(query)).all(), page, lambda row: (row.position,))
    return Statement(
        patient=owner,
        patient_id=owner.id,
        patient_name=owner.name,
        currency=currency,
        opening_minor=int(opening) if begin else 0,
        closing_minor=int(closing),
        entries=list(rows),
        next=rows.next,
    )
