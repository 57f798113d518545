"""Door 1 of billing: HTTP, each route led to one command or one query."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

from clinic_common.errors import Invalid
from clinic_common.http import Currency, Day, Db, IfMatch, Me, Moment, Now, Page, Paging, Res, problems
from clinic_contracts.permissions import Permission
from fastapi import APIRouter, Depends, Query, Response

from . import commands, papers, queries
from .rules import (
    AdjustmentKind,
    AlreadyVoid,
    CurrencyMismatch,
    FeeCodeTaken,
    FeeUnknown,
    HasPayments,
    InvoiceIncomplete,
    InvoiceNotOpen,
    InvoiceStatus,
    LineIncomplete,
    MoreThanOwed,
    MoreThanPaid,
    NoSuchFee,
    NoSuchInvoice,
    NoSuchPatient,
    NoSuchPayment,
    NotADraft,
    NotOwed,
    Overpayment,
    PatientUnknown,
    PayerIdentifierTaken,
    PayerUnknown,
    RankTaken,
    SubscriberMissing,
    Terms,
    TotalTooLarge,
    ValidityUpsideDown,
)  # fmt: skip
from .schemas import (
    AccountView,
    CoverageView,
    DayReportView,
    FeeChange,
    FeeView,
    FinanceReportView,
    InvoiceChange,
    InvoicePage,
    InvoiceView,
    NewCoverage,
    NewCredit,
    NewFee,
    NewInvoice,
    NewPayer,
    NewPayment,
    NewRefund,
    NewVoid,
    NewWriteOff,
    PayerView,
    PaymentView,
    ProofView,
    RefundView,
    StatementView,
)  # fmt: skip

if TYPE_CHECKING:
    from .service import BillingSettings

router = APIRouter()

PATIENCE_SECONDS = 2.0
"""How long a patient who was registered a moment ago is waited for."""


class PeriodUpsideDown(Invalid):
    """A period must end after it begins."""


def terms_of(resources: Res) -> Terms:
    """How this clinic bills, as its settings say."""
    settings = cast("BillingSettings", resources.settings)
    return Terms(settings.currency, settings.time_zone, settings.payment_days)


def sight_of(me: Me) -> UUID | None:
    """Whose patients' billing is seen: the practitioner's own (B8), or None for everybody's."""
    me.must(Permission.BILLING_READ, Permission.BILLING_READ_OWN)
    return None if me.may(Permission.BILLING_READ) else me.staff_id


def letterhead_of(resources: Res) -> papers.Letterhead:
    """What stands at the top of this clinic's papers."""
    settings = cast("BillingSettings", resources.settings)
    return papers.Letterhead(settings.clinic_name, settings.clinic_address, settings.paper)


Head = Annotated[papers.Letterhead, Depends(letterhead_of)]
Billing = Annotated[Terms, Depends(terms_of)]
Sight = Annotated[UUID | None, Depends(sight_of)]
InCurrency = Annotated[Currency | None, Query(description="The clinic's own, if none is given.")]


class Period:
    """
    A period of moments or of days of the clinic: `from` belongs to it; `to` does if it is a day, not if a moment.

    :raises PeriodUpsideDown: it ends before it begins
    """

    def __init__(
        self,
        terms: Billing,
        begin: Annotated[Moment | Day | None, Query(alias="from", description="First moment or day.")] = None,
        end: Annotated[Moment | Day | None, Query(alias="to", description="Moment it ends, or last day.")] = None,
    ) -> None:
        self.begin = begin if begin is None or isinstance(begin, datetime) else terms.start_of(begin)
        self.end = end if end is None or isinstance(end, datetime) else terms.start_of(end + timedelta(days=1))
        if self.begin and self.end and self.end < self.begin:
            raise PeriodUpsideDown(field="to")


def bounded(
    terms: Billing,
    begin: Annotated[Moment | Day, Query(alias="from", description="First moment or day.")],
    end: Annotated[Moment | Day, Query(alias="to", description="Moment it ends, or last day.")],
) -> tuple[datetime, datetime]:
    """A period with both its ends."""
    period = Period(terms, begin, end)
    return cast(tuple[datetime, datetime], (period.begin, period.end))


Between = Annotated[tuple[datetime, datetime], Depends(bounded)]


async def until_known(db: Db, patient_id: UUID) -> None:
    """Wait a moment for a patient who was just registered: the news of them is on its way."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not await db.resources.database.read(queries.is_known_patient, patient_id=patient_id):
        if asyncio.get_running_loop().time() > deadline:
            return
        await asyncio.sleep(0.05)


@router.post("/fees", status_code=201, responses=problems(FeeCodeTaken))
async def add_fee(body: NewFee, db: Db, terms: Billing) -> FeeView:
    """Add a price to the fee schedule."""
    fields = body.model_dump() | {"currency": body.currency or terms.currency}
    return await db.run(commands.add_fee, FeeView.of, **fields)


@router.get("/fees")
async def list_fees(db: Db, page: Paging, active: bool | None = None) -> Page[FeeView]:
    """List the fee schedule by code."""
    return await db.read(queries.list_fees, Page[FeeView].of, active=active, page=page)


@router.get("/fees/{fee_id}", responses=problems(NoSuchFee))
async def get_fee(fee_id: UUID, db: Db) -> FeeView:
    """Show one price."""
    return await db.read(queries.get_fee, FeeView.of, fee_id=fee_id)


@router.patch("/fees/{fee_id}", responses=problems(NoSuchFee))
async def change_fee(fee_id: UUID, body: FeeChange, version: IfMatch, db: Db) -> FeeView:
    """Change a price; invoices already written keep what they say."""
    change = body.model_dump(exclude_none=True)
    return await db.run(commands.change_fee, FeeView.of, fee_id=fee_id, version=version, change=change)


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
    period: Annotated[Period, Depends()],
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


@router.get("/patients/{patient_id}/account", responses=problems(NoSuchPatient))
async def get_patient_account(
    patient_id: UUID, db: Db, page: Paging, own: Sight, terms: Billing, currency: InCurrency = None
) -> AccountView:
    """Show what a patient owes and how that came about, the newest entry first."""
    return await db.read(
        queries.get_account,
        AccountView.of,
        patient_id=patient_id,
        currency=currency or terms.currency,
        own=own,
        page=page,
    )


@router.get("/patients/{patient_id}/statement", responses=problems(NoSuchPatient, PeriodUpsideDown))
async def get_patient_statement(
    patient_id: UUID,
    db: Db,
    page: Paging,
    own: Sight,
    period: Annotated[Period, Depends()],
    terms: Billing,
    currency: InCurrency = None,
) -> StatementView:
    """Show what was posted to a patient's account in a time, the oldest first."""
    return await db.read(
        queries.get_statement,
        StatementView.of,
        patient_id=patient_id,
        currency=currency or terms.currency,
        begin=period.begin,
        end=period.end,
        own=own,
        page=page,
    )


@router.post("/payers", status_code=201, responses=problems(PayerIdentifierTaken))
async def add_payer(body: NewPayer, db: Db) -> PayerView:
    """Add somebody who pays for patients."""
    return await db.run(commands.add_payer, PayerView.of, **body.model_dump())


@router.get("/payers")
async def list_payers(db: Db, page: Paging) -> Page[PayerView]:
    """List who pays for patients."""
    return await db.read(queries.list_payers, Page[PayerView].of, page=page)


@router.post(
    "/patients/{patient_id}/coverages",
    status_code=201,
    responses=problems(NoSuchPatient, PayerUnknown, ValidityUpsideDown, SubscriberMissing, RankTaken),
)
async def add_coverage(patient_id: UUID, body: NewCoverage, db: Db) -> CoverageView:
    """Record that a payer covers a patient."""
    await until_known(db, patient_id)
    return await db.run(commands.add_coverage, CoverageView.of, patient_id=patient_id, **body.model_dump())


@router.get("/patients/{patient_id}/coverages", responses=problems(NoSuchPatient))
async def list_coverages(patient_id: UUID, db: Db, page: Paging, own: Sight) -> Page[CoverageView]:
    """List who covers a patient."""
    return await db.read(queries.list_coverages, Page[CoverageView].of, patient_id=patient_id, own=own, page=page)


@router.get("/ledger/proof")
async def prove_ledger(db: Db) -> ProofView:
    """Prove that ledger, invoices, payments and totals agree, or name the first entry that does not."""
    return await db.read(queries.prove_ledger, ProofView.of)


@router.get("/reports/day", responses=problems(PeriodUpsideDown))
async def report_money_of_day(db: Db, between: Between, terms: Billing, currency: InCurrency = None) -> DayReportView:
    """Report the money of a day."""
    begin, end = between
    return await db.read(
        queries.report_day, DayReportView.of, begin=begin, end=end, currency=currency or terms.currency
    )


@router.get("/reports/finance", responses=problems(PeriodUpsideDown))
async def report_finance(db: Db, between: Between, terms: Billing, currency: InCurrency = None) -> FinanceReportView:
    """Report the money of a period."""
    begin, end = between
    return await db.read(
        queries.report_finance, FinanceReportView.of, begin=begin, end=end, currency=currency or terms.currency
    )
