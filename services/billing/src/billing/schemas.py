"""The JSON that comes in and goes out of billing."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Currency, Day, Minor, Moment, Name, PlainText, View
from pydantic import Field, StringConstraints

from .models import CODE_LENGTH
from .rules import MAX_LINES, MAX_QUANTITY, MAX_TOTAL_MINOR, InvoiceStatus, Method, Rank, Relationship

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", min_length=1, max_length=CODE_LENGTH)]
"""A code of the clinic's own fee schedule."""
Amount = Annotated[int, Field(strict=True, ge=1, le=MAX_TOTAL_MINOR)]
"""An amount of money that moves: at least one minor unit."""
Quantity = Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)]


class NewFee(Body):
    """A price to add to the schedule; without a currency it is the clinic's."""

    code: Code
    description: PlainText
    price_minor: Minor
    currency: Currency | None = None


class FeeChange(Body):
    """What changes about a price; what is left out stays."""

    description: PlainText | None = None
    price_minor: Minor | None = None
    currency: Currency | None = None
    active: bool | None = None


class FeeView(View):
    """A price of the fee schedule."""

    id: UUID
    code: str
    description: str
    price_minor: int
    currency: str
    active: bool
    version: int


class NewLine(Body):
    """A line: a fee code, or a text and a price; either wins over what the schedule says."""

    fee_code: Code | None = None
    description: PlainText | None = None
    quantity: Quantity = 1
    unit_price_minor: Minor | None = None


Lines = Annotated[list[NewLine], Field(min_length=1, max_length=MAX_LINES)]


class NewInvoice(Body):
    """An invoice to open as a draft."""

    patient_id: UUID
    lines: Lines


class InvoiceChange(Body):
    """The lines that replace those of a draft."""

    lines: Lines


class NewPayment(Body):
    """Money that comes in."""

    amount_minor: Amount
    method: Method
    reference: Name | None = None


class NewRefund(Body):
    """Money to give back."""

    amount_minor: Amount
    reason: PlainText


class NewVoid(Body):
    """Why an invoice is void."""

    reason: PlainText


class NewCredit(Body):
    """What is credited, and why."""

    amount_minor: Amount
    reason: PlainText


class NewWriteOff(Body):
    """What is given up, and why; without an amount it is all that is owed."""

    amount_minor: Amount | None = None
    reason: PlainText


class LineView(View):
    """A line of an invoice."""

    id: UUID
    fee_code: str | None
    description: str
    quantity: int
    unit_price_minor: int
    amount_minor: int


class PaymentLineView(View):
    """A payment, as it stands on its invoice."""

    id: UUID
    receipt_number: str
    amount_minor: int
    refunded_minor: int
    method: Method
    reference: str | None
    taken_at: Moment


class AdjustmentView(View):
    """A credit or write-off."""

    id: UUID
    kind: Literal["credit", "write_off"]
    amount_minor: int
    reason: str
    made_at: Moment


class InvoiceBrief(View):
    """How an invoice stands."""

    id: UUID
    number: str | None
    status: InvoiceStatus
    total_minor: int
    paid_minor: int
    adjusted_minor: int
    balance_minor: int
    currency: str
    version: int


class InvoiceSummary(InvoiceBrief):
    """An invoice in a list."""

    patient_id: UUID
    patient_name: str | None
    appointment_id: UUID | None
    needs_attention: bool
    opened_at: Moment
    issued_at: Moment | None
    issued_on: date | None
    due_on: date | None

    @classmethod
    def of(cls, row: Any) -> "InvoiceSummary":
        """This view of a row of columns."""
        name = " ".join(part for part in (row.given_name, row.family_name) if part) or None
        return cls.model_validate(dict(row._mapping) | {"patient_name": name})


class InvoiceView(InvoiceBrief):
    """
    An invoice with everything on it.

    `paid_minor` is what was paid less what was given back; `balance_minor` is nought while it is a draft;
    `needs_attention` marks a draft whose visit had no fee, and that a person has to complete.
    """

    patient_id: UUID
    patient_name: str | None
    appointment_id: UUID | None
    needs_attention: bool
    opened_at: Moment
    issued_at: Moment | None
    issued_on: date | None
    due_on: date | None
    voided_at: Moment | None
    void_reason: str | None
    lines: list[LineView]
    payments: list[PaymentLineView]
    adjustments: list[AdjustmentView]


class InvoicePage(View):
    """One stretch of a list of invoices."""

    items: list[InvoiceSummary]
    next: str | None = None

    @classmethod
    def of(cls, rows: Any) -> "InvoicePage":
        """This view of a page of rows."""
        return cls(items=[InvoiceSummary.of(row) for row in rows], next=rows.next)


class PaymentView(PaymentLineView):
    """A payment, and how its invoice stands after it."""

    patient_id: UUID
    invoice_id: UUID
    currency: str
    invoice: InvoiceBrief


class RefundView(View):
    """A refund, its payment, and how the invoice stands after it."""

    id: UUID
    payment_id: UUID
    invoice_id: UUID
    patient_id: UUID
    amount_minor: int
    currency: str
    reason: str
    refunded_at: Moment
    payment: PaymentLineView
    invoice: InvoiceBrief


class AccountEntryView(View):
    """What one document did to an account, and the balance after it."""

    posted_at: Moment
    kind: str
    document_id: UUID
    invoice_id: UUID | None
    number: str | None
    description: str
    amount_minor: int
    balance_minor: int


class OwedView(View):
    """What is owed in one currency."""

    currency: str
    balance_minor: int


class AccountView(View):
    """What a patient owes and how that came about, the newest entry first."""

    patient_id: UUID
    patient_name: str | None
    currency: str
    balance_minor: int
    balances: list[OwedView]
    entries: list[AccountEntryView]
    next: str | None


class StatementView(View):
    """What was owed before a time, what happened in it, the oldest first, and what was owed after it."""

    patient_id: UUID
    patient_name: str | None
    currency: str
    opening_minor: int
    closing_minor: int
    entries: list[AccountEntryView]
    next: str | None


Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]*$", strip_whitespace=True, min_length=1, max_length=80),
]
"""A number or code as a payer gives it out."""


class NewPayer(Body):
    """Somebody who pays for patients."""

    name: Name
    payer_identifier: Identifier | None = None


class PayerView(View):
    """Somebody who pays for patients."""

    id: UUID
    name: str
    payer_identifier: str | None
    version: int


class NewCoverage(Body):
    """That a payer covers a patient, from and until days that both belong to it."""

    payer_id: UUID
    member_id: Identifier
    group_number: Identifier | None = None
    rank: Rank = Rank.PRIMARY
    relationship: Relationship = Relationship.SELF
    subscriber_name: Name | None = None
    valid_from: Day
    valid_until: Day | None = None


class CoverageView(View):
    """That a payer covers a patient."""

    id: UUID
    patient_id: UUID
    payer_id: UUID
    payer_name: str
    member_id: str
    group_number: str | None
    rank: Rank
    relationship: Relationship = Field(validation_alias="relationship_to_subscriber")
    subscriber_name: str | None
    valid_from: date
    valid_until: date | None
    version: int


class BreakView(View):
    """The first place where the books do not agree."""

    what: str
    document_kind: str
    document_id: UUID
    number: str | None
    entry: int | None
    expected: str
    found: str


class BooksView(View):
    """The totals of one currency: of the ledger, and of the documents."""

    currency: str
    receivable_minor: int
    owed_on_invoices_minor: int
    cash_minor: int
    payments_minor: int
    refunds_minor: int
    revenue_minor: int
    charged_on_invoices_minor: int
    adjustments_minor: int
    adjusted_on_invoices_minor: int


class ProofView(View):
    """Whether ledger, invoices, payments and reports agree."""

    valid: bool
    entries: int
    totals: list[BooksView]
    first_break: BreakView | None


class DayReportView(View):
    """The money of a day; `outstanding_minor` is what was owed at its end."""

    currency: str
    charged_minor: int
    taken_minor: int
    refunded_minor: int
    adjusted_minor: int
    outstanding_minor: int
    invoices_issued: int
    invoices_voided: int
    payments: int
    by_method: dict[str, int]
    refunded_by_method: dict[str, int]


class ChargedView(View):
    """What one code came to; `code` is null for lines without one."""

    code: str | None
    description: str
    quantity: int
    charged_minor: int


class FinanceReportView(View):
    """The money of a period; `aging` splits what was owed at its end by days since the invoice was issued."""

    currency: str
    charged_minor: int
    collected_minor: int = Field(validation_alias="taken_minor")
    refunded_minor: int
    adjusted_minor: int
    outstanding_minor: int
    invoices_issued: int
    invoices_voided: int
    payments: int
    by_code: list[ChargedView]
    by_method: dict[str, int]
    refunded_by_method: dict[str, int]
    by_adjustment: dict[str, int]
    aging: dict[str, int]
