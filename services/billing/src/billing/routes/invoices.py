"""Doors of invoices and payments."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Db, IfMatch, Me, Now, Paging, needs, problems
from fastapi import Query, Response

from .. import commands, papers, queries
from ..rules import (
    AdjustmentKind,
    AlreadyVoid,
    CurrencyMismatch,
    FeeUnknown,
    HasPayments,
    InvoiceIncomplete,
    InvoiceNotOpen,
    InvoiceStatus,
    LineIncomplete,
    MoreThanOwed,
    MoreThanPaid,
    NoSuchInvoice,
    NoSuchPayment,
    NotADraft,
    NotOwed,
    Overpayment,
    PatientUnknown,
    TotalTooLarge,
)
from ..schemas import (
    InvoiceChange,
    InvoicePage,
    InvoiceView,
    NewCredit,
    NewInvoice,
    NewPayment,
    NewRefund,
    NewVoid,
    NewWriteOff,
    PaymentView,
    RefundView,
)
from .asking import Billing, Head, Period, PeriodUpsideDown, Sight, router, until_known

_LINES = (FeeUnknown, LineIncomplete, CurrencyMismatch, TotalTooLarge)


@router.post("/invoices", status_code=201, responses=problems(PatientUnknown, *_LINES))
async def create_invoice(body: NewInvoice, db: Db, terms: Billing, now: Now) -> InvoiceView:
    """Open a draft invoice."""
    await until_known(db, body.patient_id)
    return await db.run(commands.create_invoice, InvoiceView.of, **body.model_dump(), terms=terms, now=now)


@router.get("/invoices", responses=problems(PeriodUpsideDown))
async def list_invoices(
    db: Db,
    page: Paging,
    own: Sight,
    period: Annotated[Period, needs(Period)],
    patient_id: UUID | None = None,
    status: Annotated[list[InvoiceStatus] | None, Query(max_length=10)] = None,
) -> InvoicePage:
    """List invoices, the newest first; several `status` may be given; `from` and `to` are when they were opened."""
    return await db.read(
        queries.list_invoices,
        InvoicePage.of,
        patient_id=patient_id,
        statuses=status or [],
        begin=period.begin,
        end=period.end,
        own=own,
        page=page,
    )


@router.get("/invoices/{invoice_id}", responses=problems(NoSuchInvoice))
async def get_invoice(invoice_id: UUID, db: Db, own: Sight) -> InvoiceView:
    """Show one invoice."""
    return await db.read(queries.get_invoice, InvoiceView.of, invoice_id=invoice_id, own=own)


_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}, "description": "A PDF."}
}


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/invoices/{invoice_id}/pdf", response_class=Response, responses=_PDF | problems(NoSuchInvoice))
async def get_invoice_pdf(invoice_id: UUID, db: Db, own: Sight, head: Head) -> Response:
    """Print an invoice."""
    view = await db.read(queries.get_invoice, InvoiceView.of, invoice_id=invoice_id, own=own)
    pdf = await asyncio.to_thread(papers.invoice_pdf, view.model_dump(mode="json"), head)
    return _pdf(pdf, view.number or "draft")


@router.get("/payments/{payment_id}/receipt", response_class=Response, responses=_PDF | problems(NoSuchPayment))
async def get_receipt_pdf(payment_id: UUID, db: Db, own: Sight, head: Head) -> Response:
    """Print the receipt of a payment."""
    view = await db.read(queries.get_payment, PaymentView.of, payment_id=payment_id, own=own)
    pdf = await asyncio.to_thread(papers.receipt_pdf, view.model_dump(mode="json"), head)
    return _pdf(pdf, view.receipt_number)


@router.patch("/invoices/{invoice_id}", responses=problems(NoSuchInvoice, NotADraft, *_LINES))
async def change_invoice(
    invoice_id: UUID, body: InvoiceChange, version: IfMatch, db: Db, terms: Billing, now: Now
) -> InvoiceView:
    """Replace the lines of a draft."""
    return await db.run(
        commands.change_invoice,
        InvoiceView.of,
        invoice_id=invoice_id,
        version=version,
        lines=body.model_dump()["lines"],
        terms=terms,
        now=now,
    )


@router.post("/invoices/{invoice_id}/issue", responses=problems(NoSuchInvoice, NotADraft, InvoiceIncomplete))
async def issue_invoice(invoice_id: UUID, db: Db, terms: Billing, now: Now) -> InvoiceView:
    """Issue a draft: it gets its number and is owed."""
    return await db.run(commands.issue_invoice, InvoiceView.of, invoice_id=invoice_id, terms=terms, now=now)


@router.post("/invoices/{invoice_id}/void", responses=problems(NoSuchInvoice, AlreadyVoid, HasPayments))
async def void_invoice(invoice_id: UUID, body: NewVoid, db: Db, now: Now) -> InvoiceView:
    """Declare an invoice void."""
    return await db.run(commands.void_invoice, InvoiceView.of, invoice_id=invoice_id, reason=body.reason, now=now)


_ADJUSTING = problems(NoSuchInvoice, InvoiceNotOpen, NotOwed, MoreThanOwed)


@router.post("/invoices/{invoice_id}/write-off", responses=_ADJUSTING)
async def write_off_invoice(invoice_id: UUID, body: NewWriteOff, db: Db, me: Me, now: Now) -> InvoiceView:
    """Give up what is owed, or a part of it."""
    return await db.run(
        commands.adjust_invoice,
        InvoiceView.of,
        invoice_id=invoice_id,
        kind=AdjustmentKind.WRITE_OFF,
        **body.model_dump(),
        by=me.staff_id,
        now=now,
    )


@router.post("/invoices/{invoice_id}/credit", responses=_ADJUSTING)
async def credit_invoice(invoice_id: UUID, body: NewCredit, db: Db, me: Me, now: Now) -> InvoiceView:
    """Credit a part of what is owed."""
    return await db.run(
        commands.adjust_invoice,
        InvoiceView.of,
        invoice_id=invoice_id,
        kind=AdjustmentKind.CREDIT,
        **body.model_dump(),
        by=me.staff_id,
        now=now,
    )


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
