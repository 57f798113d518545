"""What the documents say must stand in the ledger, leg by leg: one side of the proof."""

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, case, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from ..models import (
    Adjustment,
    Allocation,
    Invoice,
    PayerShare,
    Payment,
    Refund,
    RemittancePosting,
)
from ..rules import (
    ADJUSTMENTS,
    CASH,
    CONTRACTUAL,
    INSURANCE,
    PAYER_RECEIVABLE,
    RECEIVABLE,
    REFUNDS,
    REVENUE,
    TAX,
    TRANSFERS,
    UNAPPLIED_CREDIT,
    DocumentKind,
    InvoiceStatus,
    adjustments,
    cash,
)
from .payers import kept_by_payers


def _leg(kind: Any, document: Any, at: Any, debit: Any, credit: Any, amount: Any, of: Any = Invoice) -> Select[Any]:
    """A leg a document says; whose it is and in which currency says `of`, an invoice or a payment."""
    return select(
        (literal(kind.value) if isinstance(kind, DocumentKind) else kind).label("kind"),
        document.label("document_id"),
        at.label("posted_at"),
        (Invoice.id if of is Invoice else of.invoice_id).label("invoice_id"),
        of.original_patient_id.label("patient_id"),
        of.currency.label("currency"),
        (literal(debit) if isinstance(debit, str) else debit).label("debit"),
        (literal(credit) if isinstance(credit, str) else credit).label("credit"),
        amount.label("amount"),
    ).where(amount > 0)


def said() -> CompoundSelect[Any]:
    """Every leg that the documents say must stand in the ledger."""
    return union_all(*_invoices(), *_payments(), *_allocations(), *_adjustments(), *_insurers(), *kept_by_payers())


def _invoices() -> list[Select[Any]]:
    kind, earned = DocumentKind, Invoice.total_minor - Invoice.tax_minor
    parts = []
    for account, amount in ((REVENUE, earned), (TAX, Invoice.tax_minor)):
        issued = _leg(kind.INVOICE, Invoice.id, Invoice.issued_at, RECEIVABLE, account, amount)
        voided = _leg(kind.VOID, Invoice.id, Invoice.voided_at, account, RECEIVABLE, amount)
        parts += [issued.where(Invoice.issued_at.is_not(None)), voided.where(_void_of_issued())]
    return parts


def _void_of_issued() -> Any:
    return and_(Invoice.status == InvoiceStatus.VOID, Invoice.issued_at.is_not(None))


def _payments() -> list[Select[Any]]:
    kind, method = DocumentKind, literal(CASH) + Payment.method
    taken = (
        (RECEIVABLE, Payment.applied_minor),
        (UNAPPLIED_CREDIT, Payment.amount_minor - Payment.applied_minor),
    )
    returned = (
        (REFUNDS, method, Refund.amount_minor),
        (RECEIVABLE, REFUNDS, Refund.amount_minor - Refund.credit_minor),
        (UNAPPLIED_CREDIT, REFUNDS, Refund.credit_minor),
    )
    return [
        _leg(kind.PAYMENT, Payment.id, Payment.taken_at, method, account, amount, Payment) for account, amount in taken
    ] + [
        _leg(kind.REFUND, Refund.id, Refund.refunded_at, debit, credit, amount, Payment).join(
            Payment, Payment.id == Refund.payment_id
        )
        for debit, credit, amount in returned
    ]


def _allocations() -> list[Select[Any]]:
    """Credit put to invoices or taken off; across two registrations in two halves, each its own entry."""
    payer = aliased(Payment)
    same = payer.original_patient_id == Invoice.original_patient_id
    put = Allocation.kind == DocumentKind.APPLICATION
    document, at, amount = Allocation.id, Allocation.made_at, Allocation.amount_minor
    through = case((same, UNAPPLIED_CREDIT), else_=TRANSFERS)

    def joined(leg: Select[Any]) -> Select[Any]:
        return leg.join(payer, payer.id == Allocation.payment_id)

    parts = []
    for where, way in ((put, 1), (~put, -1)):
        debit, credit = (through, RECEIVABLE)[::way]
        of_invoice = _leg(Allocation.kind, document, at, debit, credit, amount)
        parts.append(joined(of_invoice.join(Invoice, Invoice.id == Allocation.invoice_id)).where(where))
        of_payment: Any = select(
            literal(DocumentKind.TRANSFER.value), document, at, null(), payer.original_patient_id, payer.currency,
            *(literal(account) for account in (UNAPPLIED_CREDIT, TRANSFERS)[::way]), amount,
        )  # fmt: skip
        parts.append(joined(of_payment).join(Invoice, Invoice.id == Allocation.invoice_id).where(where, ~same))
    return parts


def _adjustments() -> list[Select[Any]]:
    forgiven, total = literal(ADJUSTMENTS) + Adjustment.kind, func.sum(Adjustment.amount_minor)
    made = _leg(Adjustment.kind, Adjustment.id, Adjustment.made_at, forgiven, RECEIVABLE, Adjustment.amount_minor).join(
        Invoice, Invoice.id == Adjustment.invoice_id
    )
    sums = (
        select(Adjustment.invoice_id, Adjustment.kind, total.label("amount"))
        .group_by(Adjustment.invoice_id, Adjustment.kind)
        .subquery()
    )
    undone = _leg(
        DocumentKind.VOID, Invoice.id, Invoice.voided_at, RECEIVABLE, literal(ADJUSTMENTS) + sums.c.kind, sums.c.amount
    ).join(sums, sums.c.invoice_id == Invoice.id)
    return [made, undone.where(_void_of_issued())]


def _insurers() -> list[Select[Any]]:
    """What insurers paid and what is forgiven by contract, there and back; and what they are asked for."""
    posting, share = RemittancePosting, PayerShare
    answered = [
        _leg(posting.kind, posting.id, posting.posted_at, debit, credit, sign * column).join(
            Invoice, Invoice.id == posting.invoice_id
        )
        for column, account in (
            (posting.paid_minor, cash(INSURANCE)),
            (posting.contractual_minor, adjustments(CONTRACTUAL)),
        )
        for sign, debit, credit in ((1, account, RECEIVABLE), (-1, RECEIVABLE, account))
    ]
    asked = [
        _leg(share.document_kind, share.document_id, share.made_at, debit, credit, sign * share.amount_minor).join(
            Invoice, Invoice.id == share.invoice_id
        )
        for sign, debit, credit in ((1, PAYER_RECEIVABLE, RECEIVABLE), (-1, RECEIVABLE, PAYER_RECEIVABLE))
    ]
    return [*answered, *asked]
