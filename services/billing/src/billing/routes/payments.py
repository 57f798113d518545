"""Doors of payments: money that comes in, where it is put, what is given back."""

from uuid import UUID

from clinic_common.http import Db, Me, Now, problems
from clinic_common.sheets import AS_PDF
from fastapi import Response

from .. import commands, papers, queries
from ..rules import (
    InvoiceNotOpen,
    InvoiceUnknown,
    MoreThanCredit,
    MoreThanOnInvoice,
    MoreThanOwed,
    MoreThanPaid,
    NoCredit,
    NoSuchInvoice,
    NoSuchPatient,
    NoSuchPayment,
    NotOwed,
    OtherCurrency,
    OtherPatient,
    Overpayment,
)
from ..schemas import InvoiceView, NewAllocation, NewDeposit, NewPayment, NewRefund, PaymentView, RefundView
from .asking import Billing, Sight, must_be_reached, router, until_known
from .printing import Head, InLanguage, Printed


@router.post(
    "/invoices/{invoice_id}/payments",
    status_code=201,
    responses=problems(NoSuchInvoice, InvoiceNotOpen, Overpayment),
)
async def take_payment(invoice_id: UUID, body: NewPayment, db: Db, me: Me, now: Now) -> PaymentView:
    """Take a payment for an invoice."""
    return await db.run(
        commands.take_payment, PaymentView.of, invoice_id=invoice_id, **body.model_dump(), by=me.staff_id, now=now
    )


@router.get("/payments/{payment_id}", responses=problems(NoSuchPayment))
async def get_payment(payment_id: UUID, db: Db, own: Sight) -> PaymentView:
    """Show one payment."""
    return await db.read(queries.get_payment, PaymentView.of, payment_id=payment_id, own=own)


@router.post("/payments/{payment_id}/refund", status_code=201, responses=problems(NoSuchPayment, MoreThanPaid))
async def refund_payment(payment_id: UUID, body: NewRefund, db: Db, me: Me, now: Now) -> RefundView:
    """Give money back from a payment."""
    return await db.run(
        commands.refund_payment, RefundView.of, payment_id=payment_id, **body.model_dump(), by=me.staff_id, now=now
    )


@router.post("/patients/{patient_id}/payments", status_code=201, responses=problems(NoSuchPatient))
async def take_deposit(patient_id: UUID, body: NewDeposit, db: Db, me: Me, terms: Billing, now: Now) -> PaymentView:
    """Take money without an invoice; it lies as the patient's credit."""
    await until_known(db, patient_id, now)
    fields = body.model_dump() | {"currency": body.currency or terms.currency}
    return await db.run(commands.take_deposit, PaymentView.of, patient_id=patient_id, **fields, by=me.staff_id, now=now)


_CREDIT = (NoSuchPayment, NoCredit, InvoiceUnknown, InvoiceNotOpen, NotOwed)


@router.post(
    "/payments/{payment_id}/apply",
    responses=problems(*_CREDIT, OtherPatient, OtherCurrency, MoreThanCredit, MoreThanOwed),
)
async def apply_credit(payment_id: UUID, body: NewAllocation, db: Db, me: Me, now: Now) -> InvoiceView:
    """Put what lies unapplied of a payment to an invoice of the same patient."""
    await must_be_reached(db, me, "invoice_id", body.invoice_id, InvoiceUnknown(field="invoice_id"))
    return await db.run(
        commands.apply_credit, InvoiceView.of, payment_id=payment_id, **body.model_dump(), by=me.staff_id, now=now
    )


@router.post("/payments/{payment_id}/release", responses=problems(NoSuchPayment, InvoiceUnknown, MoreThanOnInvoice))
async def release_payment(payment_id: UUID, body: NewAllocation, db: Db, me: Me, now: Now) -> InvoiceView:
    """Take what a payment covers of an invoice off it: it is owed again, and the money lies as credit."""
    await must_be_reached(db, me, "invoice_id", body.invoice_id, InvoiceUnknown(field="invoice_id"))
    return await db.run(
        commands.release_payment, InvoiceView.of, payment_id=payment_id, **body.model_dump(), by=me.staff_id, now=now
    )


@router.get("/payments/{payment_id}/receipt", response_class=Response, responses=AS_PDF | problems(NoSuchPayment))
async def get_receipt_pdf(payment_id: UUID, db: Db, own: Sight, head: Head, language: InLanguage = None) -> Response:
    """Print the receipt of a payment, in the patient's language or another."""
    printed = await db.read(queries.get_payment, Printed.of(PaymentView), payment_id=payment_id, own=own)
    return await printed.as_pdf(papers.receipt_pdf, head, language, name=printed.view.receipt_number)
