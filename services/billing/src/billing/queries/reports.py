"""Reports: each total is a sum over the ledger, made by the database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    join,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from ..models import Invoice, InvoiceLine, LedgerEntry, LedgerLine, Location, Payer, Payment, Practitioner
from ..rules import (
    ADJUSTMENTS,
    CASH,
    INSURANCE,
    OWED,
    PAYER_RECEIVABLE,
    REFUNDS,
    REVENUE,
    TAX,
    UNAPPLIED_CREDIT,
    DocumentKind,
    cash,
)
from .legs import into, legs

BUCKETS = (("0-30", 0, 31), ("31-60", 31, 61), ("61-90", 61, 91), ("90+", 91, None))
"""Name, from how many days, below how many days since the invoice was issued."""


@dataclass
class Sums:
    """What a stretch of time came to, of everything or of a part."""

    charged_minor: int = 0
    taken_minor: int = 0
    refunded_minor: int = 0
    adjusted_minor: int = 0
    outstanding_minor: int = 0


@dataclass
class Part(Sums):
    """The same of one payer, practitioner or location; without an id those that have none."""

    id: UUID | None = None
    name: str | None = None


@dataclass
class DayReport(Sums):
    """The money of a day."""

    currency: str = ""
    tax_minor: int = 0
    credit_minor: int = 0
    invoices_issued: int = 0
    invoices_voided: int = 0
    payments: int = 0
    by_method: dict[str, int] = field(default_factory=dict)
    refunded_by_method: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Charged:
    """What one code came to."""

    code: str | None
    description: str
    quantity: int
    charged_minor: int


@dataclass
class FinanceReport(DayReport):
    """The money of a period."""

    by_code: list[Charged] = field(default_factory=list)
    by_payer: list[Part] = field(default_factory=list)
    by_practitioner: list[Part] = field(default_factory=list)
    by_location: list[Part] = field(default_factory=list)
    by_adjustment: dict[str, int] = field(default_factory=dict)
    aging: dict[str, int] = field(default_factory=dict)


DIMENSIONS = {"by_payer": Payer, "by_practitioner": Practitioner, "by_location": Location}
"""How a report is split, and who has the names."""
_OF_INVOICE = (Invoice.payer_id, Invoice.practitioner_id, Invoice.location_id)


def within(query: Any, currency: str, begin: datetime, end: datetime | None) -> Any:
    """The entries of a currency posted in [begin, end)."""
    query = query.where(LedgerEntry.currency == currency, LedgerEntry.posted_at >= begin)
    return query if end is None else query.where(LedgerEntry.posted_at < end)


def _sum(*parts: tuple[ColumnElement[bool], Any]) -> Any:
    return func.coalesce(func.sum(case(*parts, else_=0)), 0)


def _add(sums: Sums, kind: str, debit: str, credit: str, amount: int) -> None:
    """Count what legs of one kind between two accounts came to."""
    for account, sign in ((debit, 1), (credit, -1)):
        if account in (REVENUE, TAX):
            sums.charged_minor -= sign * amount
        elif account.startswith(ADJUSTMENTS):
            sums.adjusted_minor += sign * amount
        elif account == cash(INSURANCE) or (account.startswith(CASH) and kind == DocumentKind.PAYMENT):
            sums.taken_minor += sign * amount
    if debit == REFUNDS:
        sums.refunded_minor += amount


_FLOW = (LedgerEntry.document_kind, LedgerLine.debit_account, LedgerLine.credit_account)


async def _moves(session: Session, currency: str, begin: datetime, end: datetime) -> list[Any]:
    """What went from which account to which by which kind of document, in [begin, end)."""
    query = legs(*_FLOW, func.sum(LedgerLine.amount_minor)).group_by(*_FLOW)
    return list((await session.execute(within(query, currency, begin, end))).all())


async def _moves_of(session: Session, currency: str, begin: datetime, end: datetime) -> list[Any]:
    """The same by each dimension: its name, the id, then what went where."""
    columns = (*_OF_INVOICE, *_FLOW)
    every = legs(*columns, func.sum(LedgerLine.amount_minor).label("amount")).group_by(*columns)
    every = every.outerjoin(Invoice, Invoice.id == LedgerEntry.invoice_id)
    moves = within(every, currency, begin, end).cte("moves")
    flow = [moves.c[column.name] for column in _FLOW]
    return list((await session.execute(_split(moves, flow, [moves.c.amount]))).all())


def _split(rows: Any, also: list[Any], values: list[Any]) -> Any:
    """The sums of values by each dimension by itself: its name, the id, what else they are by, the sums."""
    parts = []
    for name, column in zip(DIMENSIONS, _OF_INVOICE, strict=True):
        each = rows.c[column.name]
        query = select(
            literal(name).label("dimension"), each.label("id"), *also, *(func.sum(value) for value in values)
        )
        parts.append(query.group_by(each, *also))
    return union_all(*parts)


async def _fill_day(session: Session, report: DayReport, moves: list[Any], begin: datetime, end: datetime) -> None:
    for kind, debit, credit, *_, value in moves:
        amount = int(value)
        _add(report, kind, debit, credit, amount)
        report.tax_minor += amount * ((credit == TAX) - (debit == TAX))
        if kind == DocumentKind.PAYMENT and debit.startswith(CASH):
            _count(report.by_method, debit.removeprefix(CASH), amount)
        elif cash(INSURANCE) in (debit, credit):
            _count(report.by_method, INSURANCE, amount if debit == cash(INSURANCE) else -amount)
        elif debit == REFUNDS:
            _count(report.refunded_by_method, credit.removeprefix(CASH), amount)
    report.by_method = {name: value for name, value in sorted(report.by_method.items()) if value}
    kinds = {"invoices_issued": "INVOICE", "invoices_voided": "VOID", "payments": "PAYMENT"}
    counts = select(*(_sum((LedgerEntry.document_kind == DocumentKind[kind], 1)) for kind in kinds.values()))
    row = (await session.execute(within(counts, report.currency, begin, end))).one()
    for name, value in zip(kinds, row, strict=True):
        setattr(report, name, int(value))
    report.credit_minor = await _credit(session, report.currency, end)


def _count(counts: dict[str, int], name: str, amount: int) -> None:
    counts[name] = counts.get(name, 0) + amount


async def _credit(session: Session, currency: str, end: datetime) -> int:
    """What lay unapplied at a moment: what does now, less what came since."""
    now = select(func.coalesce(func.sum(Payment.credit_minor), 0)).where(
        Payment.currency == currency, Payment.credit_minor > 0
    )
    # By either side's index: credit is rare, and what came since a moment long ago is much.
    since = [
        legs(func.coalesce(func.sum(sign * LedgerLine.amount_minor), 0))
        .where(account == UNAPPLIED_CREDIT, LedgerEntry.currency == currency, LedgerEntry.posted_at >= end)
        .scalar_subquery()
        for account, sign in ((LedgerLine.debit_account, 1), (LedgerLine.credit_account, -1))
    ]
    lies, put, came = (await session.execute(select(now.scalar_subquery(), *since))).one()
    return int(lies) + int(put) + int(came)


def _open_at(currency: str, end: datetime) -> Any:
    """
    The invoices on which something was owed at a moment, with what of it and what of that was asked of a payer.

    What is owed now, less what happened to it since; invoices settled before, or issued after, are not looked at.
    """
    # Found in an index by itself, row by row after that: else MySQL reads every invoice there ever was.
    then = aliased(Invoice, name="then")
    since = join(LedgerEntry, LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
    after = and_(LedgerEntry.invoice_id == then.id, LedgerEntry.currency == then.currency, LedgerEntry.posted_at >= end)
    return (
        select(
            Invoice.issued_at,
            *_OF_INVOICE,
            Invoice.asked_payer_id,
            (Invoice.balance_minor - func.sum(into(*OWED))).label("owed"),
            (Invoice.payer_minor - func.sum(into(PAYER_RECEIVABLE))).label("asked"),
        )
        .select_from(then)
        .join(Invoice, Invoice.id == then.id)
        .outerjoin(since, after)
        .where(then.currency == currency, then.open_until >= end, then.issued_at < end)
        .group_by(Invoice.id)
        .subquery("open")
    )


def _aged(each: Any, end: datetime, value: Any) -> list[Any]:
    """A column per bucket: the sum of what is as old as that."""
    columns = []
    for name, days, below in BUCKETS:
        # The lowest bucket has no upper bound in time: its invoices were issued up to the end itself.
        young = each.c.issued_at <= end - timedelta(days=days)
        old = each.c.issued_at > end - timedelta(days=below) if below else literal(True)
        columns.append(_sum((and_(young, old), value)).label(name))
    return columns


async def report_day(session: Session, *, begin: datetime, end: datetime, currency: str) -> DayReport:
    """The money of [begin, end): charged, taken, refunded, adjusted, and what was owed at its end."""
    report = DayReport(currency=currency)
    await _fill_day(session, report, await _moves(session, currency, begin, end), begin, end)
    owed = select(func.coalesce(func.sum(_open_at(currency, end).c.owed), 0))
    report.outstanding_minor = int((await session.execute(owed)).scalar_one())
    return report


async def report_finance(session: Session, *, begin: datetime, end: datetime, currency: str) -> FinanceReport:
    """The money of [begin, end) by payer, practitioner, location, code, method and kind of adjustment; what is owed."""
    report = FinanceReport(currency=currency)
    parts: dict[str, dict[UUID | None, Part]] = {name: {} for name in DIMENSIONS}
    rows = await _moves_of(session, currency, begin, end)
    for name, row_id, kind, debit, credit, value in rows:
        _add(parts[name].setdefault(row_id, Part(id=row_id)), kind, debit, credit, int(value))
    # Every dimension has all of it: any one tells the whole.
    moves = [row[2:] for row in rows if row[0] == next(iter(DIMENSIONS))]
    await _fill_day(session, report, moves, begin, end)
    for _, debit, credit, value in moves:
        for account, sign in ((debit, 1), (credit, -1)):
            if account.startswith(ADJUSTMENTS):
                _count(report.by_adjustment, account.removeprefix(ADJUSTMENTS), sign * int(value))
    await _fill_owed(session, report, parts, end)
    for name, model in DIMENSIONS.items():
        setattr(report, name, await _named(session, parts[name], model))
    report.by_adjustment = dict(sorted(report.by_adjustment.items()))
    report.by_code = await _by_code(session, currency, begin, end)
    return report


async def _fill_owed(
    session: Session, report: FinanceReport, parts: dict[str, dict[UUID | None, Part]], end: datetime
) -> None:
    each = _open_at(report.currency, end)
    ids = [each.c[column.name] for column in _OF_INVOICE]
    aged = select(*ids, *_aged(each, end, each.c.owed)).group_by(*ids).cte("aged")
    report.aging = {name: 0 for name, _, _ in BUCKETS}
    for dimension, row_id, *values in await session.execute(_split(aged, [], [aged.c[name] for name in report.aging])):
        owed = {name: int(value) for name, value in zip(report.aging, values, strict=True)}
        parts[dimension].setdefault(row_id, Part(id=row_id)).outstanding_minor += sum(owed.values())
        if dimension == next(iter(DIMENSIONS)):
            for name, value in owed.items():
                report.aging[name] += value
    report.outstanding_minor = sum(report.aging.values())


async def names_of(session: Session, model: Any, ids: Iterable[UUID | None]) -> dict[UUID | None, str | None]:
    """The names of some payers, practitioners or locations by their ids."""
    query = select(model.id, model.name).where(model.id.in_({each for each in ids if each}))
    return dict((await session.execute(query)).tuples().all())


async def _named(session: Session, parts: dict[UUID | None, Part], model: Any) -> list[Part]:
    """The parts with their names, those without any last; what came to nothing is left out."""
    names = await names_of(session, model, parts)
    kept = [part for part in parts.values() if any(value for value in asdict(part).values() if isinstance(value, int))]
    for part in kept:
        part.name = names.get(part.id)
    return sorted(kept, key=lambda part: (part.id is None, part.name or "", str(part.id)))


async def _by_code(session: Session, currency: str, begin: datetime, end: datetime) -> list[Charged]:
    sign = case((LedgerEntry.document_kind == DocumentKind.INVOICE, 1), else_=-1)
    charged = func.sum(sign * (InvoiceLine.amount_minor + InvoiceLine.tax_minor))
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
    )
    rows = await session.execute(within(query, currency, begin, end))
    return [Charged(code, text, int(quantity), int(amount)) for code, text, quantity, amount in rows]


@dataclass(frozen=True)
class Aged:
    """What a payer was asked for and has not answered, or what patients owe (no payer), by age."""

    payer_id: UUID | None
    payer_name: str | None
    buckets: dict[str, int]
    total_minor: int


async def report_aging(session: Session, *, at: datetime, currency: str) -> list[Aged]:
    """What was owed at a moment by age and by whom: each payer who was asked, then the patients themselves."""
    each = _open_at(currency, at)
    asked, left = _aged(each, at, each.c.asked), _aged(each, at, each.c.owed - each.c.asked)
    query = select(each.c.asked_payer_id, *asked, *left).group_by(each.c.asked_payer_id)
    of_payers: dict[UUID | None, list[int]] = {}
    of_patients = [0] * len(BUCKETS)
    for payer_id, *values in await session.execute(query):
        amounts = [int(value) for value in values]
        if any(amounts[: len(BUCKETS)]):
            of_payers[payer_id] = amounts[: len(BUCKETS)]
        of_patients = [sum(pair) for pair in zip(of_patients, amounts[len(BUCKETS) :], strict=True)]
    names = await names_of(session, Payer, of_payers)
    found = [_aged_row(payer_id, names.get(payer_id), amounts) for payer_id, amounts in of_payers.items()]
    return [*sorted(found, key=lambda row: row.payer_name or ""), _aged_row(None, None, of_patients)]


def _aged_row(payer_id: UUID | None, name: str | None, amounts: list[int]) -> Aged:
    buckets = {bucket: amount for (bucket, _, _), amount in zip(BUCKETS, amounts, strict=True)}
    return Aged(payer_id, name, buckets, sum(amounts))


@dataclass(frozen=True)
class Taken:
    """What came in and went out by one method on one day."""

    on: date
    method: str
    taken_minor: int
    refunded_minor: int


async def report_payments(
    session: Session, *, days: list[tuple[date, datetime, datetime]], currency: str
) -> list[Taken]:
    """What came in and went out by method on each of some days, given with the moments they begin and end."""
    # A day each by itself: by the index, where a join with a list of days would set every entry against every day.
    flows = [
        within(legs(literal(number).label("day"), *_FLOW, func.sum(LedgerLine.amount_minor)), currency, begin, end)
        .where(LedgerEntry.document_kind.not_in((DocumentKind.INVOICE, DocumentKind.CLAIM)))
        .group_by(*_FLOW)
        for number, (_, begin, end) in enumerate(days)
    ]
    found: dict[tuple[int, str], Sums] = {}
    for day, kind, debit, credit, value in await session.execute(union_all(*flows)):
        account = debit if debit.startswith(CASH) else credit
        if account.startswith(CASH):
            key = (int(day), account.removeprefix(CASH))
            _add(found.setdefault(key, Sums()), kind, debit, credit, int(value))
    return [
        Taken(days[day][0], method, sums.taken_minor, sums.refunded_minor)
        for (day, method), sums in sorted(found.items())
        if sums.taken_minor or sums.refunded_minor
    ]
