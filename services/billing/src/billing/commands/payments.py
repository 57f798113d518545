"""Taking and returning money, and forgiving debts."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.billing import PaymentRefunded, PaymentTaken

from .. import rules
from ..models import Adjustment, Invoice, Payment, Refund
from ..rules import AdjustmentKind, DocumentKind, InvoiceStatus, Method
from .invoices import locked_invoice, settle, state_of
from .ledger import next_number, post_entry


def _must_be_open(invoice: Invoice) -> None:
    if invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID):
        raise rules.InvoiceNotOpen(f"This invoice is {_STANDING[invoice.status]}.")


_STANDING = {InvoiceStatus.DRAFT.value: "still a draft; issue it first", InvoiceStatus.VOID.value: "void"}


async def take_payment(
    session: Session,
    *,
    invoice_id: UUID,
    amount_minor: int,
    method: Method,
    reference: str | None,
    by: UUID,
    now: datetime,
) -> Payment:
    """
    Take money for an invoice, up to what is owed on it (B5).

    :raises InvoiceNotOpen: it is a draft or void
    :raises Overpayment: more than is owed
    """
    invoice = await locked_invoice(session, invoice_id)
    _must_be_open(invoice)
    if amount_minor > invoice.balance_minor:
        raise rules.Overpayment(field="amount_minor", balance_minor=invoice.balance_minor)
    payment = Payment(
        id=new_id(),
        receipt_number=f"R-{await next_number(session, 'receipt'):06}",
        amount_minor=amount_minor,
        refunded_minor=0,
        method=method.value,
        reference=reference,
        taken_at=now,
        taken_by=by,
    )
    invoice.payments.append(payment)
    invoice.paid_minor += amount_minor
    settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.PAYMENT,
        document_id=payment.id,
        invoice=invoice,
        number=payment.receipt_number,
        description=f"Payment by {method.value} for {invoice.number}",
        legs=rules.payment_legs(method, amount_minor),
        now=now,
    )
    session.emit(
        state_of(invoice, PaymentTaken, now, payment_id=payment.id, amount_minor=amount_minor, method=method.value)
    )
    return payment


async def refund_payment(
    session: Session, *, payment_id: UUID, amount_minor: int, reason: str, by: UUID, now: datetime
) -> Refund:
    """
    Give money back, up to what is left of a payment (B7); it is owed again until it is credited or paid anew.

    :raises NoSuchPayment: there is none
    :raises MoreThanPaid: more than is left of it
    """
    payment = await session.get(Payment, payment_id)
    if payment is None:
        raise rules.NoSuchPayment()
    # Locks the invoice and reads it and its payments anew, this one with them.
    invoice = await locked_invoice(session, payment.invoice_id)
    left = payment.amount_minor - payment.refunded_minor
    if amount_minor > left:
        raise rules.MoreThanPaid(field="amount_minor", left_minor=left)
    refund = Refund(
        id=new_id(), payment=payment, amount_minor=amount_minor, reason=reason, refunded_at=now, refunded_by=by
    )
    session.add(refund)
    payment.refunded_minor += amount_minor
    invoice.paid_minor -= amount_minor
    settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.REFUND,
        document_id=refund.id,
        invoice=invoice,
        number=payment.receipt_number,
        description=reason,
        legs=rules.refund_legs(payment.method, amount_minor),
        now=now,
    )
    session.emit(
        state_of(invoice, PaymentRefunded, now, payment_id=payment.id, refund_id=refund.id, amount_minor=amount_minor)
    )
    return refund


async def adjust_invoice(
    session: Session,
    *,
    invoice_id: UUID,
    kind: AdjustmentKind,
    amount_minor: int | None,
    reason: str,
    by: UUID,
    now: datetime,
) -> Invoice:
    """
    Credit or write off part of what is owed; all of it when no amount is given (B5).

    :raises InvoiceNotOpen: it is a draft or void
    :raises NotOwed: nothing is owed
    :raises MoreThanOwed: more than is owed
    """
    invoice = await locked_invoice(session, invoice_id)
    _must_be_open(invoice)
    if not invoice.balance_minor:
        raise rules.NotOwed()
    amount = invoice.balance_minor if amount_minor is None else amount_minor
    if amount > invoice.balance_minor:
        raise rules.MoreThanOwed(field="amount_minor", balance_minor=invoice.balance_minor)
    adjustment = Adjustment(id=new_id(), kind=kind.value, amount_minor=amount, reason=reason, made_at=now, made_by=by)
    invoice.adjustments.append(adjustment)
    invoice.adjusted_minor += amount
    settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind(kind.value),
        document_id=adjustment.id,
        invoice=invoice,
        number=invoice.number,
        description=reason,
        legs=rules.adjustment_legs(kind, amount),
        now=now,
    )
    return invoice
