"""What billing tells: what was charged, paid and given back."""

from datetime import date
from uuid import UUID

from .base import Event, Minor, Moment


class InvoiceState(Event):
    """An invoice as it stands after the change."""

    invoice_id: UUID
    number: str | None = None
    patient_id: UUID
    appointment_id: UUID | None = None
    status: str
    total_minor: Minor
    balance_minor: Minor
    currency: str
    version: int
    occurred_at: Moment


class InvoiceOpened(InvoiceState, name="billing.invoice_opened.v1"):
    """A draft invoice was opened."""


class InvoiceIssued(InvoiceState, name="billing.invoice_issued.v1"):
    """An invoice got its number and is owed."""


class InvoiceVoided(InvoiceState, name="billing.invoice_voided.v1"):
    """An invoice was declared void; nothing is owed."""


class PaymentTaken(InvoiceState, name="billing.payment_taken.v1"):
    """Money came in for an invoice."""

    payment_id: UUID
    amount_minor: Minor
    method: str


class PaymentRefunded(InvoiceState, name="billing.payment_refunded.v1"):
    """Money was given back."""

    payment_id: UUID
    refund_id: UUID
    amount_minor: Minor


class RemittancePosted(InvoiceState, name="billing.remittance_posted.v1"):
    """An insurer's answer to an invoice was posted, or taken back; the amounts may be below nought."""

    remittance_claim_id: UUID
    paid_minor: int
    contractual_minor: int


class InvoiceAdjusted(InvoiceState, name="billing.invoice_adjusted.v1"):
    """A part of an invoice was credited or written off."""

    adjustment_id: UUID
    kind: str
    amount_minor: Minor


class InvoiceOverdue(InvoiceState, name="billing.invoice_overdue.v1"):
    """An invoice is still owed so many days after it was due: the patient is to be reminded, for the `step`th time."""

    step: int
    due_on: date
    owed_minor: Minor
    """What the patient owes of it; what a payer was asked for is not in it."""


class CreditApplied(InvoiceState, name="billing.credit_applied.v1"):
    """Money that lay unapplied was put to an invoice."""

    payment_id: UUID
    amount_minor: Minor


class CreditReleased(InvoiceState, name="billing.credit_released.v1"):
    """What a payment covered of an invoice lies unapplied again."""

    payment_id: UUID
    amount_minor: Minor


class DepositTaken(Event, name="billing.deposit_taken.v1"):
    """Money came in without an invoice; it lies as the patient's credit."""

    payment_id: UUID
    patient_id: UUID
    amount_minor: Minor
    currency: str
    method: str
    occurred_at: Moment


class DepositRefunded(Event, name="billing.deposit_refunded.v1"):
    """Money that came in without an invoice was given back."""

    payment_id: UUID
    refund_id: UUID
    patient_id: UUID
    amount_minor: Minor
    currency: str
    occurred_at: Moment
