"""Taking and returning money, putting it to invoices, and forgiving debts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.billing import (
    CreditApplied,
    CreditReleased,
    DepositRefunded,
    DepositTaken,
    InvoiceAdjusted,
    PaymentRefunded,
    PaymentTaken,
)
from sqlalchemy import case, func, select

from .. import rules
from ..models import Adjustment, Allocation, Invoice, Patient, Payment, Refund
from ..rules import AdjustmentKind, DocumentKind, InvoiceStatus, Method
from .invoices import locked_invoice, settle, state_of
from .ledger import next_number, post_entry
from .patients import known_patient


def _must_be_open(invoice: Invoice) -> None:
    if invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID):
        raise rules.InvoiceNotOpen(f"This invoice is {_STANDING[invoice.status]}.")


_STANDING = {InvoiceStatus.DRAFT.value: "still a draft; issue it first", InvoiceStatus.VOID.value: "void"}


async def locked_payment(session: Session, payment_id: UUID) -> Payment:
    """
    A payment that nobody else changes until this transaction ends.

    :raises NoSuchPayment: there is none
    """
    query = select(Payment).where(Payment.id == payment_id).with_for_update()
    payment = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if payment is None:
        raise rules.NoSuchPayment()
    return payment


async def _received(
    session: Session,
    patient: Patient,
    *,
    currency: str,
    amount_minor: int,
    applied_minor: int,
    method: Method,
    reference: str | None,
    by: UUID,
    now: datetime,
) -> Payment:
    """Money with its receipt; what is not applied lies as credit."""
    return Payment(
        id=new_id(),
        original_patient_id=patient.id,
        patient=patient,
        currency=currency,
        receipt_number=f"R-{await next_number(session, 'receipt'):06}",
        amount_minor=amount_minor,
        applied_minor=applied_minor,
        credit_minor=amount_minor - applied_minor,
        refunded_minor=0,
        method=method.value,
        reference=reference,
        taken_at=now,
        taken_by=by,
    )


async def take_payment(
    session: Session,
    *,
    invoice_id: UUID,
    amount_minor: int,
    method: Method,
    reference: str | None,
    by: UUID,
    now: datetime,
    keep_excess: bool = False,
) -> Payment:
    """
    Take money for an invoice, up to what is owed on it (B5); what is more becomes credit only if that is asked for.

    :raises InvoiceNotOpen: it is a draft or void
    :raises Overpayment: more than is owed
    """
    invoice = await locked_invoice(session, invoice_id)
    _must_be_open(invoice)
    applied = min(amount_minor, invoice.balance_minor)
    if applied < amount_minor and not keep_excess:
        raise rules.Overpayment(field="amount_minor", balance_minor=invoice.balance_minor)
    payment = await _received(
        session, invoice.patient, currency=invoice.currency, amount_minor=amount_minor, applied_minor=applied,
        method=method, reference=reference, by=by, now=now,
    )  # fmt: skip
    invoice.payments.append(payment)
    invoice.paid_minor += applied
    settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.PAYMENT,
        document_id=payment.id,
        invoice=invoice,
        number=payment.receipt_number,
        description=f"Payment by {method.value} for {invoice.number}",
        legs=rules.payment_legs(method, amount_minor, payment.credit_minor),
        now=now,
    )
    session.emit(
        state_of(invoice, PaymentTaken, now, payment_id=payment.id, amount_minor=amount_minor, method=method.value)
    )
    return payment


async def take_deposit(
    session: Session,
    *,
    patient_id: UUID,
    amount_minor: int,
    currency: str,
    method: Method,
    reference: str | None,
    by: UUID,
    now: datetime,
) -> Payment:
    """
    Take money without an invoice: it lies as the patient's credit until it is put to one or given back (B14).

    :raises NoSuchPatient: billing has not heard of them
    """
    try:
        patient = await known_patient(session, patient_id)
    except rules.PatientUnknown as unknown:
        raise rules.NoSuchPatient() from unknown
    payment = await _received(
        session, patient, currency=currency, amount_minor=amount_minor, applied_minor=0,
        method=method, reference=reference, by=by, now=now,
    )  # fmt: skip
    session.add(payment)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.PAYMENT,
        document_id=payment.id,
        invoice=None,
        payment=payment,
        number=payment.receipt_number,
        description=f"Payment by {method.value} on account",
        legs=rules.payment_legs(method, amount_minor, amount_minor),
        now=now,
    )
    session.emit(
        DepositTaken(
            payment_id=payment.id, patient_id=payment.patient_id, amount_minor=amount_minor, currency=currency,
            method=method.value, occurred_at=now,
        )
    )  # fmt: skip
    return payment


async def apply_credit(
    session: Session, *, payment_id: UUID, invoice_id: UUID, amount_minor: int | None, by: UUID, now: datetime
) -> Invoice:
    """
    Put what lies unapplied of a payment to an invoice of the same patient: as much as fits, or an amount (B14).

    :raises NoSuchPayment: there is none
    :raises NoCredit: nothing of it lies unapplied
    :raises InvoiceUnknown: there is no such invoice
    :raises OtherPatient: it is somebody else's
    :raises OtherCurrency: it is in another currency
    :raises InvoiceNotOpen: it is a draft or void
    :raises NotOwed: nothing is owed on it
    :raises MoreThanCredit: more than lies unapplied
    :raises MoreThanOwed: more than is owed
    """
    payment = await locked_payment(session, payment_id)
    if not payment.credit_minor:
        raise rules.NoCredit()
    try:
        invoice = await locked_invoice(session, invoice_id)
    except rules.NoSuchInvoice as unknown:
        raise rules.InvoiceUnknown(field="invoice_id") from unknown
    if invoice.patient_id != payment.patient_id:
        raise rules.OtherPatient(field="invoice_id")
    if invoice.currency != payment.currency:
        raise rules.OtherCurrency(field="invoice_id")
    _must_be_open(invoice)
    if not invoice.balance_minor:
        raise rules.NotOwed()
    amount = min(payment.credit_minor, invoice.balance_minor) if amount_minor is None else amount_minor
    if amount > payment.credit_minor:
        raise rules.MoreThanCredit(field="amount_minor", credit_minor=payment.credit_minor)
    if amount > invoice.balance_minor:
        raise rules.MoreThanOwed(field="amount_minor", balance_minor=invoice.balance_minor)
    await _allocate(session, DocumentKind.APPLICATION, payment, invoice, amount, by=by, now=now)
    session.emit(state_of(invoice, CreditApplied, now, payment_id=payment.id, amount_minor=amount))
    return invoice


async def release_payment(
    session: Session, *, payment_id: UUID, invoice_id: UUID, amount_minor: int | None, by: UUID, now: datetime
) -> Invoice:
    """
    Take what a payment covers of an invoice off it again, so that it lies unapplied: all of it, or an amount (B14).

    :raises NoSuchPayment: there is none
    :raises InvoiceUnknown: there is no such invoice
    :raises MoreThanOnInvoice: the payment does not cover that much of it
    """
    payment = await locked_payment(session, payment_id)
    try:
        invoice = await locked_invoice(session, invoice_id)
    except rules.NoSuchInvoice as unknown:
        raise rules.InvoiceUnknown(field="invoice_id") from unknown
    covered = await _covered(session, payment, invoice.id)
    amount = covered if amount_minor is None else amount_minor
    if not covered or amount > covered:
        field = "invoice_id" if amount_minor is None else "amount_minor"
        raise rules.MoreThanOnInvoice(field=field, covered_minor=covered)
    await _allocate(session, DocumentKind.RELEASE, payment, invoice, amount, by=by, now=now)
    session.emit(state_of(invoice, CreditReleased, now, payment_id=payment.id, amount_minor=amount))
    return invoice


async def _covered(session: Session, payment: Payment, invoice_id: UUID) -> int:
    """What of an invoice a payment covers: put to it, less what was taken off or given back."""
    sign = case((Allocation.kind == DocumentKind.APPLICATION, 1), else_=-1)
    moved = select(func.coalesce(func.sum(sign * Allocation.amount_minor), 0)).where(
        Allocation.payment_id == payment.id, Allocation.invoice_id == invoice_id
    )
    covered = int((await session.execute(moved)).scalar_one())
    if invoice_id != payment.invoice_id:
        return covered
    back = select(func.coalesce(func.sum(Refund.amount_minor - Refund.credit_minor), 0))
    returned = (await session.execute(back.where(Refund.payment_id == payment.id))).scalar_one()
    return payment.applied_minor + covered - int(returned)


async def _allocate(
    session: Session, kind: DocumentKind, payment: Payment, invoice: Invoice, amount: int, *, by: UUID, now: datetime
) -> None:
    allocation = Allocation(
        id=new_id(), payment_id=payment.id, payment=payment, currency=payment.currency, kind=kind.value,
        amount_minor=amount, made_at=now, made_by=by,
    )  # fmt: skip
    invoice.credits.append(allocation)
    put = amount if kind is DocumentKind.APPLICATION else -amount
    payment.credit_minor -= put
    invoice.paid_minor += put
    settle(invoice, now)
    await session.flush()
    described = (
        f"Credit put to {invoice.number}" if put > 0 else f"Payment for {invoice.number} kept as credit"
    )  # fmt: skip
    said: dict[str, Any] = {
        "document_id": allocation.id,
        "number": payment.receipt_number,
        "description": described,
        "now": now,
    }
    legs = rules.credit_legs(kind, amount)
    if payment.original_patient_id != invoice.original_patient_id:
        # Two registrations of one person: each keeps what is its own, also if their merge is undone (B9).
        of_payment, legs = rules.transfer_legs(kind, amount)
        await post_entry(
            session, kind=DocumentKind.TRANSFER, invoice=None, payment=payment, legs=of_payment, **said
        )  # fmt: skip
    await post_entry(session, kind=kind, invoice=invoice, legs=legs, **said)


async def refund_payment(
    session: Session, *, payment_id: UUID, amount_minor: int, reason: str, by: UUID, now: datetime
) -> Refund:
    """
    Give money back, up to what is left of a payment (B7): first what lies unapplied, then what its invoice has of it.

    What an invoice had of it is owed again until it is credited or paid anew.

    :raises NoSuchPayment: there is none
    :raises MoreThanPaid: more than is left of it; what other invoices have must be taken off them first
    """
    payment = await locked_payment(session, payment_id)
    invoice = await locked_invoice(session, payment.invoice_id) if payment.invoice_id else None
    covered = await _covered(session, payment, invoice.id) if invoice else 0
    left = payment.credit_minor + covered
    if amount_minor > left:
        elsewhere = payment.amount_minor - payment.refunded_minor - left
        raise rules.MoreThanPaid(
            "Other invoices have a part of this payment; take it off them first." if elsewhere else "",
            field="amount_minor",
            left_minor=left,
        )
    from_credit = min(amount_minor, payment.credit_minor)
    refund = Refund(
        id=new_id(), payment=payment, amount_minor=amount_minor, credit_minor=from_credit, reason=reason,
        refunded_at=now, refunded_by=by,
    )  # fmt: skip
    session.add(refund)
    payment.refunded_minor += amount_minor
    payment.credit_minor -= from_credit
    # What was credit leaves its invoice alone, which may be void by now.
    if invoice and amount_minor > from_credit:
        invoice.paid_minor -= amount_minor - from_credit
        settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.REFUND,
        document_id=refund.id,
        invoice=invoice,
        payment=payment,
        number=payment.receipt_number,
        description=reason,
        legs=rules.refund_legs(payment.method, amount_minor, from_credit),
        now=now,
    )
    told = {"payment_id": payment.id, "refund_id": refund.id, "amount_minor": amount_minor}
    session.emit(
        state_of(invoice, PaymentRefunded, now, **told)
        if invoice
        else DepositRefunded(patient_id=payment.patient_id, currency=payment.currency, occurred_at=now, **told)
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
    numbered = f"CN-{await next_number(session, 'credit_note'):06}" if kind is AdjustmentKind.CREDIT else None
    adjustment = Adjustment(
        id=new_id(), kind=kind.value, number=numbered, amount_minor=amount, reason=reason, made_at=now, made_by=by
    )
    invoice.adjustments.append(adjustment)
    invoice.adjusted_minor += amount
    settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind(kind.value),
        document_id=adjustment.id,
        invoice=invoice,
        number=numbered or invoice.number,
        description=reason,
        legs=rules.adjustment_legs(kind, amount),
        now=now,
    )
    session.emit(
        state_of(invoice, InvoiceAdjusted, now, adjustment_id=adjustment.id, kind=kind.value, amount_minor=amount)
    )
    return invoice
