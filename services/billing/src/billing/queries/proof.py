"""The proof: what the documents say must be in the ledger, set against what is there."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import Select, and_, case, func, literal, null, or_, select, union_all

from ..models import (
    Allocation,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LedgerLine,
    PayerAdjustment,
    Payment,
    Refund,
    RemittancePosting,
)
from ..rules import (
    ADJUSTMENTS,
    CASH,
    OPEN_END,
    OWED,
    PAYER_ADJUSTMENTS,
    PAYER_RECEIVABLE,
    PAYER_SETTLEMENTS,
    REVENUE,
    TAX,
    UNAPPLIED_CREDIT,
    DocumentKind,
    InvoiceStatus,
)
from .legs import into, legs, paid_by_leg, written
from .payers import first_wrong_answer
from .reports import report_finance
from .said import said


@dataclass(frozen=True)
class Break:
    """The first place where the books do not agree."""

    what: str
    document_kind: str
    document_id: UUID
    number: str | None
    entry: int | None
    expected: str
    found: str

    def __str__(self) -> str:
        where = f", entry {self.entry}" if self.entry else ""
        name = self.number or self.document_id
        return f"{self.document_kind} {name}{where}: {self.what} (expected {self.expected}, found {self.found})"


@dataclass(frozen=True)
class Books:
    """The totals of one currency, as the ledger and the documents have them; the pairs are equal in sound books."""

    currency: str
    receivable_minor: int = 0
    owed_on_invoices_minor: int = 0
    payer_receivable_minor: int = 0
    asked_of_payers_minor: int = 0
    cash_minor: int = 0
    payments_minor: int = 0
    refunds_minor: int = 0
    remittances_minor: int = 0
    payer_adjustments_minor: int = 0
    """What payers kept beside the claims; below nought what they added."""
    kept_by_payers_minor: int = 0
    """The same in the ledger: what is carried to other payments, and what is kept for good."""
    revenue_minor: int = 0
    tax_minor: int = 0
    taxed_on_invoices_minor: int = 0
    charged_on_invoices_minor: int = 0
    adjustments_minor: int = 0
    adjusted_on_invoices_minor: int = 0
    unapplied_credit_minor: int = 0
    credit_of_payments_minor: int = 0

    @property
    def agree(self) -> bool:
        """Ledger = invoices = payments − refunds + remittances, and the ledger's accounts sum up to nought."""
        charged = self.revenue_minor + self.tax_minor
        return (
            self.receivable_minor == self.owed_on_invoices_minor
            and self.payer_receivable_minor == self.asked_of_payers_minor
            and self.cash_minor
            == self.payments_minor - self.refunds_minor + self.remittances_minor - self.payer_adjustments_minor
            and self.kept_by_payers_minor == self.payer_adjustments_minor
            and charged == self.charged_on_invoices_minor
            and self.tax_minor == self.taxed_on_invoices_minor
            and self.adjustments_minor == self.adjusted_on_invoices_minor
            and self.unapplied_credit_minor == self.credit_of_payments_minor
            and self.receivable_minor + self.cash_minor + self.adjustments_minor + self.kept_by_payers_minor
            == charged + self.unapplied_credit_minor
        )


@dataclass(frozen=True)
class Proof:
    """Whether the books agree, and where they first do not."""

    valid: bool
    entries: int
    totals: list[Books] = field(default_factory=list)
    first_break: Break | None = None


async def prove_ledger(session: Session) -> Proof:
    """
    Prove that the ledger says what the documents say, leg by leg, and that every kept amount follows (L5).

    Each check is one statement, so that it sees one moment also while others write.
    """
    entries = (await session.execute(select(func.count()).select_from(LedgerEntry))).scalar_one()
    checks = (_first_wrong_leg, _first_wrong_amount, _first_wrong_payment, _first_wrong_answer)
    first = None
    for check in checks:
        first = first or await check(session)
    totals = await _totals(session)
    for books in totals:
        first = first or (None if books.agree else _unequal(books, "the totals differ"))
        # While others write, a report and the totals are of two moments: only sound, quiet books are compared.
        first = first or await _wrong_report(session, books)
    return Proof(valid=first is None, entries=entries, totals=totals, first_break=first)


def _unequal(books: Books, what: str) -> Break:
    return Break(what, "ledger", UUID(int=0), books.currency, None, "equal totals", "unequal ones")


async def _first_wrong_leg(session: Session) -> Break | None:
    documents, ledger = said().subquery("said"), written().subquery("written")
    same_leg = and_(
        ledger.c.kind == documents.c.kind,
        ledger.c.document_id == documents.c.document_id,
        ledger.c.debit == documents.c.debit,
        ledger.c.credit == documents.c.credit,
    )
    differs = or_(
        ledger.c.amount != documents.c.amount,
        ledger.c.posted_at != documents.c.posted_at,
        ledger.c.invoice_id.is_distinct_from(documents.c.invoice_id),
        ledger.c.patient_id.is_distinct_from(documents.c.patient_id),
        ledger.c.currency != documents.c.currency,
    )
    columns = ("kind", "document_id", "posted_at", "debit", "credit")
    missing = (
        select(
            *(documents.c[name] for name in columns),
            documents.c.amount.label("said"),
            ledger.c.amount.label("written"),
            ledger.c.position.label("position"),
        )
        .outerjoin(ledger, same_leg)
        .where(or_(ledger.c.position.is_(None), differs))
    )
    surplus = (
        select(
            *(ledger.c[name] for name in columns),
            null().label("said"),
            ledger.c.amount.label("written"),
            ledger.c.position.label("position"),
        )
        .outerjoin(documents, same_leg)
        .where(documents.c.document_id.is_(None))
    )
    short = (
        select(
            LedgerEntry.document_kind,
            LedgerEntry.document_id,
            LedgerEntry.posted_at,
            literal("legs"),
            literal("legs"),
            LedgerEntry.legs,
            func.count(LedgerLine.leg),
            LedgerEntry.position,
        )
        .outerjoin(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
        .group_by(
            LedgerEntry.position,
            LedgerEntry.document_kind,
            LedgerEntry.document_id,
            LedgerEntry.posted_at,
            LedgerEntry.legs,
        )
        .having(func.count(LedgerLine.leg) != LedgerEntry.legs)
    )
    wrong = union_all(missing, surplus, short).subquery("wrong")
    # An entry stands before its time if it stands at all: position first, then time for what is not there.
    query = select(wrong).order_by(wrong.c.posted_at, wrong.c.position, wrong.c.debit).limit(1)
    row = (await session.execute(query)).first()
    if row is None:
        return None
    number = select(LedgerEntry.number).where(LedgerEntry.position == row.position)
    if row.position is None:
        number = select(Invoice.number).where(Invoice.id == row.document_id)
    if row.debit == "legs":
        what, expected, found = "it has not the legs it was posted with", str(row.said), str(row.written)
    elif row.said is None:
        what, expected, found = "it stands in the ledger without a document that says so", "nothing", str(row.written)
    elif row.written is None:
        what, expected, found = "it is not in the ledger as its document says", str(row.said), "nothing"
    elif row.said != row.written:
        what, expected, found = "its amount is another", str(row.said), str(row.written)
    else:
        what, expected, found = "its time, patient, invoice or currency is another", "its document's", "another"
    if row.debit != "legs":
        what = f"{what}: {row.debit} to {row.credit}"
    return Break(
        what=what,
        document_kind=row.kind,
        document_id=row.document_id,
        number=(await session.execute(number)).scalar(),
        entry=row.position,
        expected=expected,
        found=found,
    )


async def _first_wrong_amount(session: Session) -> Break | None:
    """The first invoice whose kept amounts do not follow from the ledger and its lines."""
    ledger = (
        legs(
            LedgerEntry.invoice_id,
            func.sum(into(*OWED)).label("balance"),
            func.sum(into(PAYER_RECEIVABLE)).label("asked"),
            func.sum(paid_by_leg()).label("paid"),
            func.sum(into(ADJUSTMENTS)).label("adjusted"),
        )
        .group_by(LedgerEntry.invoice_id)
        .subquery("ledger")
    )
    lines = (
        select(
            InvoiceLine.invoice_id,
            func.sum(InvoiceLine.amount_minor + InvoiceLine.tax_minor).label("total"),
            func.sum(InvoiceLine.tax_minor).label("tax"),
        )
        .group_by(InvoiceLine.invoice_id)
        .subquery("lines")
    )
    balance, asked, paid, adjusted, total, tax = (
        func.coalesce(column, 0)
        for column in (
            ledger.c.balance, ledger.c.asked, ledger.c.paid, ledger.c.adjusted, lines.c.total, lines.c.tax,
        )
    )  # fmt: skip
    checks = {
        "its balance is not the ledger's": (balance, Invoice.balance_minor),
        "what a payer was asked for is not the ledger's": (asked, Invoice.payer_minor),
        "what was paid on it is not the ledger's": (paid, Invoice.paid_minor),
        "what was adjusted on it is not the ledger's": (adjusted, Invoice.adjusted_minor),
        "its lines do not sum up to its total": (total, Invoice.total_minor),
        "the taxes of its lines do not sum up to its tax": (tax, Invoice.tax_minor),
        "its status does not follow from its amounts": (_status_of(), Invoice.status),
        "it is not marked as open while something is owed": (
            case((Invoice.balance_minor > 0, 1), else_=0),
            case((Invoice.open_until == OPEN_END, 1), else_=0),
        ),
    }
    query = (
        select(Invoice.id, Invoice.number, *(side for sides in checks.values() for side in sides))
        .outerjoin(ledger, ledger.c.invoice_id == Invoice.id)
        .outerjoin(lines, lines.c.invoice_id == Invoice.id)
        .where(or_(*(left != right for left, right in checks.values())))
        .order_by(Invoice.id)
        .limit(1)
    )
    return _break_of(await session.execute(query), checks, DocumentKind.INVOICE.value)


async def _first_wrong_payment(session: Session) -> Break | None:
    """The first payment that does not say what was given back of it, or what of it lies unapplied."""
    returned = (
        select(
            Refund.payment_id,
            func.sum(Refund.amount_minor).label("back"),
            func.sum(Refund.credit_minor).label("credit"),
        )
        .group_by(Refund.payment_id)
        .subquery("returned")
    )
    sign = case((Allocation.kind == DocumentKind.APPLICATION, 1), else_=-1)
    put = (
        select(Allocation.payment_id, func.sum(sign * Allocation.amount_minor).label("put"))
        .group_by(Allocation.payment_id)
        .subquery("put")
    )
    unapplied = (
        Payment.amount_minor - Payment.applied_minor - func.coalesce(put.c.put, 0) - func.coalesce(returned.c.credit, 0)
    )
    checks = {
        "it does not say what was refunded": (func.coalesce(returned.c.back, 0), Payment.refunded_minor),
        "it does not say what of it lies unapplied": (unapplied, Payment.credit_minor),
    }
    query = (
        select(Payment.id, Payment.receipt_number, *(side for sides in checks.values() for side in sides))
        .outerjoin(returned, returned.c.payment_id == Payment.id)
        .outerjoin(put, put.c.payment_id == Payment.id)
        .where(or_(*(left != right for left, right in checks.values())))
        .order_by(Payment.id)
        .limit(1)
    )
    return _break_of(await session.execute(query), checks, DocumentKind.PAYMENT.value)


def _break_of(result: Any, checks: Any, kind: str) -> Break | None:
    """The first check a found row fails; it holds id, number and both sides of each."""
    row = result.first()
    if row is None:
        return None
    document_id, number, *sides = row
    pairs = zip(checks, sides[::2], sides[1::2], strict=True)
    what, expected, found = next((what, a, b) for what, a, b in pairs if a != b)
    return Break(what, kind, document_id, number, None, str(expected), str(found))


async def _wrong_report(session: Session, books: Books) -> Break | None:
    """The reports' totals over all time, set against the ledger's."""
    report = await report_finance(session, begin=_EVER[0], end=_EVER[1], currency=books.currency)
    same = (
        report.charged_minor
        == books.revenue_minor + books.tax_minor
        == sum(row.charged_minor for row in report.by_code)
        and report.taken_minor - report.refunded_minor == books.cash_minor
        and report.adjusted_minor == books.adjustments_minor
        and report.outstanding_minor == books.receivable_minor == sum(report.aging.values())
        and report.credit_minor == books.unapplied_credit_minor
    )
    return None if same else _unequal(books, "the reports differ from the ledger")


_EVER = (datetime(1850, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC))


async def _first_wrong_answer(session: Session) -> Break | None:
    row = await first_wrong_answer(session)
    if row is None:
        return None
    what = "what is posted of this claim is not what the remittance says"
    return Break(what, DocumentKind.REMITTANCE.value, row[0], row[1], None, str(row[2]), str(row[3]))


def _status_of() -> Any:
    """`rules.status_of` for the database."""
    closed = Invoice.total_minor == Invoice.paid_minor + Invoice.adjusted_minor
    status = InvoiceStatus
    return case(
        (Invoice.voided_at.is_not(None), status.VOID.value),
        (Invoice.issued_at.is_(None), status.DRAFT.value),
        (and_(closed, Invoice.adjusted_minor > 0, Invoice.paid_minor == 0), status.ADJUSTED.value),
        (closed, status.PAID.value),
        (Invoice.paid_minor > 0, status.PART_PAID.value),
        else_=status.ISSUED.value,
    )


async def _totals(session: Session) -> list[Books]:
    """Both sides of every total, by currency, in one statement."""
    kept = Invoice.status.not_in((InvoiceStatus.DRAFT, InvoiceStatus.VOID))

    def side(name: str, currency: Any, value: Any) -> Select[Any]:
        return select(literal(name).label("name"), currency.label("currency"), func.sum(value).label("amount"))

    def account(name: str, value: Any) -> Select[Any]:
        query = side(name, LedgerEntry.currency, value)
        lines = query.join(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
        return lines.group_by(LedgerEntry.currency)

    def invoices(name: str, value: Any) -> Select[Any]:
        return side(name, Invoice.currency, value).where(kept).group_by(Invoice.currency)

    def payments(name: str, value: Any) -> Select[Any]:
        return side(name, Payment.currency, value).group_by(Payment.currency)

    parts = union_all(
        account("receivable_minor", into(*OWED)),
        account("payer_receivable_minor", into(PAYER_RECEIVABLE)),
        account("cash_minor", into(CASH)),
        account("kept_by_payers_minor", into(PAYER_SETTLEMENTS, PAYER_ADJUSTMENTS)),
        side("payer_adjustments_minor", PayerAdjustment.currency, PayerAdjustment.amount_minor).group_by(
            PayerAdjustment.currency
        ),
        account("revenue_minor", -into(REVENUE)),
        account("tax_minor", -into(TAX)),
        account("adjustments_minor", into(ADJUSTMENTS)),
        account("unapplied_credit_minor", -into(UNAPPLIED_CREDIT)),
        invoices("owed_on_invoices_minor", Invoice.balance_minor),
        invoices("asked_of_payers_minor", Invoice.payer_minor),
        invoices("charged_on_invoices_minor", Invoice.total_minor),
        invoices("taxed_on_invoices_minor", Invoice.tax_minor),
        invoices("adjusted_on_invoices_minor", Invoice.adjusted_minor),
        payments("payments_minor", Payment.amount_minor),
        payments("credit_of_payments_minor", Payment.credit_minor),
        payments("refunds_minor", Refund.amount_minor).join(Refund, Refund.payment_id == Payment.id),
        side("remittances_minor", Invoice.currency, RemittancePosting.paid_minor)
        .join(Invoice, Invoice.id == RemittancePosting.invoice_id)
        .group_by(Invoice.currency),
    )
    found: dict[str, dict[str, int]] = {}
    for name, currency, value in (await session.execute(parts)).all():
        found.setdefault(currency, {})[name] = int(value or 0)
    return [Books(currency, **amounts) for currency, amounts in sorted(found.items())]
