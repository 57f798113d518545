"""Reports: each total is a sum over the ledger, made by the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clinic_common.database import Session
from sqlalchemy import ColumnElement, and_, case, func, select

from ..models import InvoiceLine, LedgerEntry, LedgerLine
from ..rules import ADJUSTMENTS, CASH, INSURANCE, REFUNDS, REVENUE, DocumentKind, cash
from .accounts import owed_by_leg

BUCKETS = (("0-30", 0, 31), ("31-60", 31, 61), ("61-90", 61, 91), ("90+", 91, None))
"""Name, from how many days, below how many days since the invoice was issued."""


@dataclass(frozen=True)
class Totals:
    """What a stretch of time came to."""

    charged_minor: int
    taken_minor: int
    refunded_minor: int
    adjusted_minor: int
    outstanding_minor: int
    invoices_issued: int
    invoices_voided: int
    payments: int


@dataclass(frozen=True)
class DayReport(Totals):
    """The money of a day."""

    currency: str
    by_method: dict[str, int]
    refunded_by_method: dict[str, int]


@dataclass(frozen=True)
class Charged:
    """What one code came to."""

    code: str | None
    description: str
    quantity: int
    charged_minor: int


@dataclass(frozen=True)
class FinanceReport(DayReport):
    """The money of a period."""

    by_code: list[Charged]
    by_adjustment: dict[str, int]
    aging: dict[str, int]


def _sum(*parts: tuple[ColumnElement[bool], Any]) -> Any:
    return func.coalesce(func.sum(case(*parts, else_=0)), 0)


def _net(debited: Any, credited: Any) -> Any:
    return _sum((debited, LedgerLine.amount_minor), (credited, -LedgerLine.amount_minor))


def _within(query: Any, currency: str, begin: datetime | None, end: datetime) -> Any:
    query = query.where(LedgerEntry.currency == currency, LedgerEntry.posted_at < end)
    return query if begin is None else query.where(LedgerEntry.posted_at >= begin)


def _legs(*columns: Any) -> Any:
    return select(*columns).select_from(LedgerEntry).join(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)


async def _totals(session: Session, currency: str, begin: datetime, end: datetime) -> dict[str, int]:
    debit, credit = LedgerLine.debit_account, LedgerLine.credit_account
    paid = LedgerEntry.document_kind == DocumentKind.PAYMENT
    sums = _legs(
        _net(credit == REVENUE, debit == REVENUE).label("charged_minor"),
        _sum(
            (and_(paid, debit.startswith(CASH)), LedgerLine.amount_minor),
            (debit == cash(INSURANCE), LedgerLine.amount_minor),
            (credit == cash(INSURANCE), -LedgerLine.amount_minor),
        ).label("taken_minor"),
        _sum((debit == REFUNDS, LedgerLine.amount_minor)).label("refunded_minor"),
        _net(debit.startswith(ADJUSTMENTS), credit.startswith(ADJUSTMENTS)).label("adjusted_minor"),
    )
    counts = select(
        _sum((LedgerEntry.document_kind == DocumentKind.INVOICE, 1)).label("invoices_issued"),
        _sum((LedgerEntry.document_kind == DocumentKind.VOID, 1)).label("invoices_voided"),
        _sum((paid, 1)).label("payments"),
    )
    owed = _legs(func.coalesce(func.sum(owed_by_leg()), 0).label("outstanding_minor"))
    found: dict[str, int] = {}
    for query in (_within(sums, currency, begin, end), _within(counts, currency, begin, end)):
        found |= (await session.execute(query)).one()._mapping
    found |= (await session.execute(_within(owed, currency, None, end))).one()._mapping
    return {name: int(value) for name, value in found.items()}


async def _by(session: Session, account: Any, prefix: str, query: Any) -> dict[str, int]:
    rows = await session.execute(query.where(account.startswith(prefix)).group_by(account).order_by(account))
    return {row[0].removeprefix(prefix): int(row[1]) for row in rows if row[1]}


async def _methods(session: Session, currency: str, begin: datetime, end: datetime) -> dict[str, Any]:
    debit, credit = LedgerLine.debit_account, LedgerLine.credit_account
    came = _legs(debit, func.sum(LedgerLine.amount_minor)).where(LedgerEntry.document_kind == DocumentKind.PAYMENT)
    went = _legs(credit, func.sum(LedgerLine.amount_minor)).where(debit == REFUNDS)
    by_method = await _by(session, debit, CASH, _within(came, currency, begin, end))
    insured = _legs(_net(debit == cash(INSURANCE), credit == cash(INSURANCE)))
    if from_insurers := (await session.execute(_within(insured, currency, begin, end))).scalar_one():
        by_method[INSURANCE] = int(from_insurers)
    return {
        "by_method": by_method,
        "refunded_by_method": await _by(session, credit, CASH, _within(went, currency, begin, end)),
    }


async def report_day(session: Session, *, begin: datetime, end: datetime, currency: str) -> DayReport:
    """The money of [begin, end): charged, taken, refunded, adjusted, and what was owed at its end."""
    fields: dict[str, Any] = await _totals(session, currency, begin, end)
    return DayReport(**fields, **await _methods(session, currency, begin, end), currency=currency)


async def report_finance(session: Session, *, begin: datetime, end: datetime, currency: str) -> FinanceReport:
    """The money of [begin, end) by code, method and kind of adjustment, and the age of what was owed at its end."""
    day = await report_day(session, begin=begin, end=end, currency=currency)
    return FinanceReport(
        **vars(day),
        by_code=await _by_code(session, currency, begin, end),
        by_adjustment=await _by_adjustment(session, currency, begin, end),
        aging=await _aging(session, currency, end),
    )


async def _by_code(session: Session, currency: str, begin: datetime, end: datetime) -> list[Charged]:
    sign = case((LedgerEntry.document_kind == DocumentKind.INVOICE, 1), else_=-1)
    charged = func.sum(sign * InvoiceLine.amount_minor)
    query = (
        select(
            InvoiceLine.fee_code,
            func.min(InvoiceLine.description),
            func.sum(sign * InvoiceLine.quantity),
            charged,
        )
        .select_from(LedgerEntry)
        .join(InvoiceLine, InvoiceLine.invoice_id == LedgerEntry.invoice_id)
        .where(LedgerEntry.document_kind.in_((DocumentKind.INVOICE, DocumentKind.VOID)))
        .group_by(InvoiceLine.fee_code)
        .order_by(charged.desc(), InvoiceLine.fee_code)
        .limit(1_000)
    )
    rows = await session.execute(_within(query, currency, begin, end))
    return [Charged(code, text, int(quantity), int(amount)) for code, text, quantity, amount in rows]


async def _by_adjustment(session: Session, currency: str, begin: datetime, end: datetime) -> dict[str, int]:
    debit, credit = LedgerLine.debit_account, LedgerLine.credit_account
    made = _legs(debit, func.sum(LedgerLine.amount_minor))
    undone = _legs(credit, func.sum(LedgerLine.amount_minor))
    found = await _by(session, debit, ADJUSTMENTS, _within(made, currency, begin, end))
    back = await _by(session, credit, ADJUSTMENTS, _within(undone, currency, begin, end))
    return {kind: found.get(kind, 0) - back.get(kind, 0) for kind in sorted(found.keys() | back.keys())}


async def _aging(session: Session, currency: str, end: datetime) -> dict[str, int]:
    issued = func.min(case((LedgerEntry.document_kind == DocumentKind.INVOICE, LedgerEntry.posted_at)))
    owed = _legs(LedgerEntry.invoice_id, issued.label("issued_at"), func.sum(owed_by_leg()).label("owed"))
    each = _within(owed, currency, None, end).group_by(LedgerEntry.invoice_id).subquery()
    columns = []
    for name, days, below in BUCKETS:
        # The lowest bucket has no upper bound in time: its invoices were issued up to the end itself.
        young = each.c.issued_at <= end - timedelta(days=days)
        old = each.c.issued_at > end - timedelta(days=below) if below else each.c.issued_at.is_not(None)
        columns.append(_sum((and_(young, old), each.c.owed)).label(name))
    row = (await session.execute(select(*columns))).one()
    return {name: int(value) for (name, _, _), value in zip(BUCKETS, row, strict=True)}
