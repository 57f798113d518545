"""The proof: what the documents say must be in the ledger, set against what is there."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)  # fmt: skip

from ..models import (
    Adjustment,
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
    CONTRACTUAL,
    INSURANCE,
    PAYER_ADJUSTMENTS,
    PAYER_RECEIVABLE,
    RECEIVABLE,
    REFUNDS,
    REVENUE,
    DocumentKind,
    InvoiceStatus,
    adjustments,
    cash,
)
from .accounts import owed_by_leg
from .payers import first_wrong_answer, kept_by_payers


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
    cash_minor: int = 0
    payments_minor: int = 0
    refunds_minor: int = 0
    remittances_minor: int = 0
    payer_adjustments_minor: int = 0
    """What payers kept beside the claims; below nought what they added."""
    kept_by_payers_minor: int = 0
    """The same in the ledger: what is carried to other payments, and what is kept for good."""
    revenue_minor: int = 0
    charged_on_invoices_minor: int = 0
    adjustments_minor: int = 0
    adjusted_on_invoices_minor: int = 0

    @property
    def agree(self) -> bool:
        """Ledger = invoices = payments − refunds + remittances, and the ledger's accounts sum up to nought."""
        return (
            self.receivable_minor == self.owed_on_invoices_minor
            and self.cash_minor
            == self.payments_minor - self.refunds_minor + self.remittances_minor - self.payer_adjustments_minor
            and self.kept_by_payers_minor == self.payer_adjustments_minor
            and self.revenue_minor == self.charged_on_invoices_minor
            and self.adjustments_minor == self.adjusted_on_invoices_minor
            and self.receivable_minor + self.cash_minor + self.adjustments_minor + self.kept_by_payers_minor
            == self.revenue_minor
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
    first = await _first_wrong_leg(session) or await _first_wrong_amount(session) or await _first_wrong_answer(session)
    totals = await _totals(session)
    if first is None:
        first = next((_unequal(books) for books in totals if not books.agree), None)
    return Proof(valid=first is None, entries=entries, totals=totals, first_break=first)


def _unequal(books: Books) -> Break:
    return Break("the totals differ", "ledger", UUID(int=0), books.currency, None, "equal totals", "unequal ones")


def _leg_said(kind: Any, document: Any, at: Any, debit: Any, credit: Any, amount: Any) -> Select[Any]:
    return select(
        (literal(kind.value) if isinstance(kind, DocumentKind) else kind).label("kind"),
        document.id.label("document_id"),
        at.label("posted_at"),
        Invoice.id.label("invoice_id"),
        Invoice.original_patient_id.label("patient_id"),
        Invoice.currency.label("currency"),
        (literal(debit) if isinstance(debit, str) else debit).label("debit"),
        (literal(credit) if isinstance(credit, str) else credit).label("credit"),
        amount.label("amount"),
    )


def _said() -> CompoundSelect[Any]:
    """Every leg that the documents say must stand in the ledger."""
    method = literal(CASH) + Payment.method
    forgiven = literal(ADJUSTMENTS) + Adjustment.kind
    total = func.sum(Adjustment.amount_minor)
    kind, voided = DocumentKind, Invoice.status == InvoiceStatus.VOID
    void_of_issued = and_(voided, Invoice.issued_at.is_not(None))
    refund_at, paid_at = Refund.refunded_at, Payment.taken_at
    refunded = [
        _leg_said(kind.REFUND, Refund, refund_at, debit, credit, Refund.amount_minor)
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Invoice, Invoice.id == Payment.invoice_id)
        for debit, credit in ((REFUNDS, method), (RECEIVABLE, REFUNDS))
    ]
    adjusted = [
        _leg_said(each, Adjustment, Adjustment.made_at, forgiven, RECEIVABLE, Adjustment.amount_minor)
        .join(Invoice, Invoice.id == Adjustment.invoice_id)
        .where(Adjustment.kind == each.value)
        for each in (kind.CREDIT, kind.WRITE_OFF)
    ]
    posting = RemittancePosting
    # What an insurer paid and what is forgiven by contract, each there and, below nought, back again.
    answered = [
        _leg_said(posting.kind, posting, posting.posted_at, debit, credit, sign * column)
        .join(Invoice, Invoice.id == posting.invoice_id)
        .where(sign * column > 0)
        for column, account in (
            (posting.paid_minor, cash(INSURANCE)),
            (posting.contractual_minor, adjustments(CONTRACTUAL)),
        )
        for sign, debit, credit in ((1, account, RECEIVABLE), (-1, RECEIVABLE, account))
    ]
    return union_all(
        _leg_said(kind.INVOICE, Invoice, Invoice.issued_at, RECEIVABLE, REVENUE, Invoice.total_minor).where(
            Invoice.issued_at.is_not(None), Invoice.total_minor > 0
        ),
        _leg_said(kind.VOID, Invoice, Invoice.voided_at, REVENUE, RECEIVABLE, Invoice.total_minor).where(
            void_of_issued, Invoice.total_minor > 0
        ),
        _leg_said(kind.VOID, Invoice, Invoice.voided_at, RECEIVABLE, forgiven, total)
        .join(Adjustment, Adjustment.invoice_id == Invoice.id)
        .where(void_of_issued)
        .group_by(Invoice.id, Invoice.voided_at, Invoice.original_patient_id, Invoice.currency, Adjustment.kind),
        _leg_said(kind.PAYMENT, Payment, paid_at, method, RECEIVABLE, Payment.amount_minor).join(
            Invoice, Invoice.id == Payment.invoice_id
        ),
        *refunded,
        *adjusted,
        *answered,
        *kept_by_payers(),
    )


def _written() -> Any:
    """Every leg that stands in the ledger."""
    return (
        select(
            LedgerEntry.position,
            LedgerEntry.document_kind.label("kind"),
            LedgerEntry.document_id,
            LedgerEntry.posted_at,
            LedgerEntry.invoice_id,
            LedgerEntry.original_patient_id.label("patient_id"),
            LedgerEntry.currency,
            LedgerEntry.number,
            LedgerLine.debit_account.label("debit"),
            LedgerLine.credit_account.label("credit"),
            LedgerLine.amount_minor.label("amount"),
        )
        .select_from(LedgerEntry)
        .join(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
    )


async def _first_wrong_leg(session: Session) -> Break | None:
    said, written = _said().subquery("said"), _written().subquery("written")
    same_leg = and_(
        written.c.kind == said.c.kind,
        written.c.document_id == said.c.document_id,
        written.c.debit == said.c.debit,
        written.c.credit == said.c.credit,
    )
    differs = or_(
        written.c.amount != said.c.amount,
        written.c.posted_at != said.c.posted_at,
        written.c.invoice_id.is_distinct_from(said.c.invoice_id),
        written.c.patient_id.is_distinct_from(said.c.patient_id),
        written.c.currency != said.c.currency,
    )
    columns = ("kind", "document_id", "posted_at", "debit", "credit")
    missing = (
        select(
            *(said.c[name] for name in columns),
            said.c.amount.label("said"),
            written.c.amount.label("written"),
            written.c.position.label("position"),
        )
        .outerjoin(written, same_leg)
        .where(or_(written.c.position.is_(None), differs))
    )
    surplus = (
        select(
            *(written.c[name] for name in columns),
            null().label("said"),
            written.c.amount.label("written"),
            written.c.position.label("position"),
        )
        .outerjoin(said, same_leg)
        .where(said.c.document_id.is_(None))
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


def _posted(kind: ColumnElement[Any]) -> Any:
    return func.coalesce(func.sum(kind), 0)


async def _first_wrong_amount(session: Session) -> Break | None:
    """The first invoice whose kept amounts do not follow from the ledger and its lines."""
    debit, credit = LedgerLine.debit_account, LedgerLine.credit_account
    amount = LedgerLine.amount_minor
    ledger = (
        select(
            LedgerEntry.invoice_id,
            func.sum(owed_by_leg()).label("balance"),
            func.sum(case((debit.startswith(CASH), amount), (credit.startswith(CASH), -amount), else_=0)).label("paid"),
            func.sum(
                case((debit.startswith(ADJUSTMENTS), amount), (credit.startswith(ADJUSTMENTS), -amount), else_=0)
            ).label("adjusted"),
        )
        .join(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
        .group_by(LedgerEntry.invoice_id)
        .subquery("ledger")
    )
    lines = (
        select(InvoiceLine.invoice_id, func.sum(InvoiceLine.amount_minor).label("total"))
        .group_by(InvoiceLine.invoice_id)
        .subquery("lines")
    )
    given_back = (
        select(Refund.payment_id, func.sum(Refund.amount_minor).label("back")).group_by(Refund.payment_id).subquery()
    )
    payments = (
        select(
            Payment.invoice_id,
            func.sum(case((Payment.refunded_minor != func.coalesce(given_back.c.back, 0), 1), else_=0)).label("wrong"),
        )
        .outerjoin(given_back, given_back.c.payment_id == Payment.id)
        .group_by(Payment.invoice_id)
        .subquery("returned")
    )
    balance, paid, adjusted, total = (
        func.coalesce(column, 0) for column in (ledger.c.balance, ledger.c.paid, ledger.c.adjusted, lines.c.total)
    )
    checks = {
        "its balance is not the ledger's": (balance, Invoice.balance_minor),
        "what was paid on it is not the ledger's": (paid, Invoice.paid_minor),
        "what was adjusted on it is not the ledger's": (adjusted, Invoice.adjusted_minor),
        "its lines do not sum up to its total": (total, Invoice.total_minor),
        "a payment on it does not say what was refunded": (func.coalesce(payments.c.wrong, 0), literal(0)),
        "its status does not follow from its amounts": (_status_of(), Invoice.status),
    }
    query = (
        select(Invoice.id, Invoice.number, *(side for sides in checks.values() for side in sides))
        .outerjoin(ledger, ledger.c.invoice_id == Invoice.id)
        .outerjoin(lines, lines.c.invoice_id == Invoice.id)
        .outerjoin(payments, payments.c.invoice_id == Invoice.id)
        .where(or_(*(left != right for left, right in checks.values())))
        .order_by(Invoice.id)
        .limit(1)
    )
    row = (await session.execute(query)).first()
    if row is None:
        return None
    invoice_id, number, *sides = row
    pairs = zip(checks, sides[::2], sides[1::2], strict=True)
    what, expected, found = next((what, a, b) for what, a, b in pairs if a != b)
    return Break(what, "invoice", invoice_id, number, None, str(expected), str(found))


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
    debit, credit, amount = LedgerLine.debit_account, LedgerLine.credit_account, LedgerLine.amount_minor
    kept = Invoice.status.not_in((InvoiceStatus.DRAFT, InvoiceStatus.VOID))

    def side(name: str, currency: Any, value: Any) -> Select[Any]:
        return select(literal(name).label("name"), currency.label("currency"), func.sum(value).label("amount"))

    def account(name: str, debited: Any, credited: Any) -> Select[Any]:
        value = case((debited, amount), (credited, -amount), else_=0)
        return (
            side(name, LedgerEntry.currency, value)
            .join(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)
            .group_by(LedgerEntry.currency)
        )

    def invoices(name: str, value: Any) -> Select[Any]:
        return side(name, Invoice.currency, value).where(kept).group_by(Invoice.currency)

    parts = union_all(
        account("receivable_minor", debit == RECEIVABLE, credit == RECEIVABLE),
        account("cash_minor", debit.startswith(CASH), credit.startswith(CASH)),
        account(
            "kept_by_payers_minor",
            or_(debit == PAYER_RECEIVABLE, debit.startswith(PAYER_ADJUSTMENTS)),
            or_(credit == PAYER_RECEIVABLE, credit.startswith(PAYER_ADJUSTMENTS)),
        ),
        side("payer_adjustments_minor", PayerAdjustment.currency, PayerAdjustment.amount_minor).group_by(
            PayerAdjustment.currency
        ),
        account("revenue_minor", credit == REVENUE, debit == REVENUE),
        account("adjustments_minor", debit.startswith(ADJUSTMENTS), credit.startswith(ADJUSTMENTS)),
        invoices("owed_on_invoices_minor", Invoice.balance_minor),
        invoices("charged_on_invoices_minor", Invoice.total_minor),
        invoices("adjusted_on_invoices_minor", Invoice.adjusted_minor),
        side("payments_minor", Invoice.currency, Payment.amount_minor)
        .join(Invoice, Invoice.id == Payment.invoice_id)
        .group_by(Invoice.currency),
        side("refunds_minor", Invoice.currency, Refund.amount_minor)
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Invoice, Invoice.id == Payment.invoice_id)
        .group_by(Invoice.currency),
        side("remittances_minor", Invoice.currency, RemittancePosting.paid_minor)
        .join(Invoice, Invoice.id == RemittancePosting.invoice_id)
        .group_by(Invoice.currency),
    )
    found: dict[str, dict[str, int]] = {}
    for name, currency, value in (await session.execute(parts)).all():
        found.setdefault(currency, {})[name] = int(value or 0)
    return [Books(currency, **amounts) for currency, amounts in sorted(found.items())]
