"""Doors of invoices."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Db, IfMatch, Me, Now, Paging, needs, problems
from clinic_common.sheets import AS_PDF
from fastapi import Query, Response

from .. import commands, papers, queries
from ..rules import (
    AdjustmentKind,
    AlreadyVoid,
    CurrencyMismatch,
    DiscountTooLarge,
    FeeUnknown,
    HasPayments,
    HasRemittances,
    InvoiceIncomplete,
    InvoiceNotOpen,
    InvoiceStatus,
    LineIncomplete,
    LocationUnknown,
    MoreThanOwed,
    NoSuchInvoice,
    NotADraft,
    NotOwed,
    PatientUnknown,
    PractitionerUnknown,
    TotalTooLarge,
)
from ..schemas import (
    InvoiceChange,
    InvoicePage,
    InvoiceView,
    NewCredit,
    NewInvoice,
    NewVoid,
    NewWriteOff,
)
from .asking import Billing, Period, PeriodUpsideDown, Sight, SightAt, router, until_known
from .printing import Head, InLanguage, Printed

_LINES = (FeeUnknown, LineIncomplete, DiscountTooLarge, CurrencyMismatch, TotalTooLarge)


@router.post(
    "/invoices", status_code=201, responses=problems(PatientUnknown, PractitionerUnknown, LocationUnknown, *_LINES)
)
async def create_invoice(body: NewInvoice, db: Db, me: Me, terms: Billing, now: Now) -> InvoiceView:
    """Open a draft invoice."""
    if body.location_id and me.locations is not None and body.location_id not in me.locations:
        raise LocationUnknown(field="location_id")
    await until_known(db, body.patient_id, now)
    return await db.run(commands.create_invoice, InvoiceView.of, **body.model_dump(), terms=terms, now=now)


@router.get("/invoices", responses=problems(PeriodUpsideDown))
async def list_invoices(
    db: Db,
    page: Paging,
    own: Sight,
    within: SightAt,
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
        within=within,
    )


@router.get("/invoices/{invoice_id}", responses=problems(NoSuchInvoice))
async def get_invoice(invoice_id: UUID, db: Db, own: Sight) -> InvoiceView:
    """Show one invoice."""
    return await db.read(queries.get_invoice, InvoiceView.of, invoice_id=invoice_id, own=own)


@router.get("/invoices/{invoice_id}/pdf", response_class=Response, responses=AS_PDF | problems(NoSuchInvoice))
async def get_invoice_pdf(invoice_id: UUID, db: Db, own: Sight, head: Head, language: InLanguage = None) -> Response:
    """Print an invoice, in the patient's language or another."""
    printed = await db.read(queries.get_invoice, Printed.of(InvoiceView), invoice_id=invoice_id, own=own)
    return await printed.as_pdf(papers.invoice_pdf, head, language, name=printed.view.number or "draft")


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


@router.post("/invoices/{invoice_id}/void", responses=problems(NoSuchInvoice, AlreadyVoid, HasPayments, HasRemittances))
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
