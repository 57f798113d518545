"""The JSON of fees, invoices and payments."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Currency, Day, Minor, Moment, Name, PlainText, View
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from ..models import CODE_LENGTH
from ..rules import ALWAYS, MAX_LINES, MAX_QUANTITY, MAX_TOTAL_MINOR, InvoiceStatus, Method

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", min_length=1, max_length=CODE_LENGTH)]
"""A code of the clinic's own fee schedule."""
Amount = Annotated[int, Field(strict=True, ge=1, le=MAX_TOTAL_MINOR)]
"""An amount of money that moves: at least one minor unit."""
Quantity = Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)]


def _thousandths(rate: object) -> int:
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 <= rate <= 100:
        raise ValueError("must be a number of percent from 0 to 100")
    exact = Decimal(str(rate)) * 1_000
    if exact != int(exact):
        raise ValueError("must have at most three places after the point")
    return int(exact)


TaxRate = Annotated[
    int, BeforeValidator(_thousandths), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})
]
"""A tax in percent, with up to three places, such as 8.875; inside it is a whole number of thousandths."""
ShownRate = Annotated[int, PlainSerializer(lambda rate: rate / 1_000, return_type=float)]
"""The same as it goes out: in percent."""


class NewFee(Body):
    """
    A price to add to the schedule; without a currency it is the clinic's.

    With `payer_id` it is for the patients whose primary coverage is that payer's. From `valid_from` it takes over
    from an older price of the same code.
    """

    code: Code
    description: PlainText
    price_minor: Minor
    currency: Currency | None = None
    tax_rate: TaxRate = 0
    payer_id: UUID | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None


class FeeChange(Body):
    """What changes about a price; what is left out stays."""

    description: PlainText | None = None
    price_minor: Minor | None = None
    currency: Currency | None = None
    tax_rate: TaxRate | None = None
    valid_until: Day | None = None
    active: bool | None = None


def _from(day: date) -> date | None:
    return None if day == ALWAYS else day


class FeeView(View):
    """A price of the fee schedule; without `valid_from` it holds from ever on."""

    id: UUID
    code: str
    description: str
    price_minor: int
    currency: str
    tax_rate: ShownRate
    payer_id: UUID | None
    valid_from: Annotated[date | None, AfterValidator(_from)]
    valid_until: date | None
    active: bool
    version: int


Diagnosis = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][0-9][0-9A-Za-z](\.?[0-9A-Za-z]{1,4})?$")]
"""An ICD-10 code, with or without its point."""
Diagnoses = Annotated[list[Diagnosis], Field(max_length=12)]
Modifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{2}$")]


class NewLine(Body):
    """
    A line: a fee code, or a text and a price; either wins over what the schedule says.

    It comes to quantity × unit price − discount; its tax is that times the rate, rounded half up.
    """

    fee_code: Code | None = None
    description: PlainText | None = None
    quantity: Quantity = 1
    unit_price_minor: Minor | None = None
    discount_minor: Minor = 0
    tax_rate: TaxRate | None = None
    diagnosis_codes: Diagnoses = []
    modifiers: Annotated[list[Modifier], Field(max_length=4)] = []


Lines = Annotated[list[NewLine], Field(min_length=1, max_length=MAX_LINES)]


class NewInvoice(Body):
    """An invoice to open as a draft; `service_on` is today, if left out, and says which prices hold."""

    patient_id: UUID
    lines: Lines
    service_on: Day | None = None
    practitioner_id: UUID | None = None
    location_id: UUID | None = None


class InvoiceChange(Body):
    """The lines that replace those of a draft."""

    lines: Lines


class NewPayment(Body):
    """Money that comes in; more than is owed is refused, unless the rest is to be kept as the patient's credit."""

    amount_minor: Amount
    method: Method
    reference: Name | None = None
    keep_excess: bool = False


class NewDeposit(Body):
    """Money that comes in without an invoice; without a currency it is the clinic's."""

    amount_minor: Amount
    method: Method
    reference: Name | None = None
    currency: Currency | None = None


class NewAllocation(Body):
    """Which invoice a payment's money is put to or taken off; without an amount it is as much as there is."""

    invoice_id: UUID
    amount_minor: Amount | None = None


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
    discount_minor: int
    amount_minor: int
    tax_rate: ShownRate
    tax_minor: int
    diagnosis_codes: list[str]
    modifiers: list[str]


class PaymentLineView(View):
    """A payment, as it stands on its invoice."""

    id: UUID
    receipt_number: str
    amount_minor: int
    credit_minor: int
    refunded_minor: int
    method: Method
    reference: str | None
    taken_at: Moment


class AdjustmentView(View):
    """A credit note, with its number, or a write-off."""

    id: UUID
    kind: Literal["credit", "write_off"]
    number: str | None
    amount_minor: int
    reason: str
    made_at: Moment


class AllocationView(View):
    """Credit put to an invoice (`application`), or taken off it again (`release`)."""

    id: UUID
    kind: Literal["application", "release"]
    payment_id: UUID
    receipt_number: str
    amount_minor: int
    made_at: Moment


class InvoiceBrief(View):
    """How an invoice stands; `payer_minor` is what of the balance a payer was asked for."""

    id: UUID
    number: str | None
    status: InvoiceStatus
    total_minor: int
    tax_minor: int
    paid_minor: int
    adjusted_minor: int
    balance_minor: int
    payer_minor: int
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
    service_on: date | None
    practitioner_id: UUID | None
    location_id: UUID | None
    payer_id: UUID | None
    lines: list[LineView]
    payments: list[PaymentLineView]
    credits: list[AllocationView]
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
    """A payment, and how its invoice stands after it; money taken on account has none."""

    patient_id: UUID
    patient_name: str | None
    invoice_id: UUID | None
    currency: str
    invoice: InvoiceBrief | None


class RefundView(View):
    """A refund, its payment, and how the invoice stands after it."""

    id: UUID
    payment_id: UUID
    invoice_id: UUID | None
    patient_id: UUID
    amount_minor: int
    currency: str
    reason: str
    refunded_at: Moment
    payment: PaymentLineView
    invoice: InvoiceBrief | None
