"""The JSON of accounts and of the proof."""

from uuid import UUID

from clinic_common.http import Moment, View
from pydantic import Field


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


class CreditView(View):
    """A payment of which something lies unapplied."""

    payment_id: UUID = Field(validation_alias="id")
    receipt_number: str
    credit_minor: int
    taken_at: Moment


class AccountView(View):
    """
    What a patient owes and how that came about, the newest entry first.

    The balance is what is owed on invoices, less the credit that lies unapplied: below nought the clinic owes.
    `asked_of_payers_minor` is the part of it that payers were asked for.
    """

    patient_id: UUID
    patient_name: str | None
    currency: str
    balance_minor: int
    asked_of_payers_minor: int
    credit_minor: int
    credits: list[CreditView]
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
    payer_receivable_minor: int
    asked_of_payers_minor: int
    cash_minor: int
    payments_minor: int
    refunds_minor: int
    remittances_minor: int
    payer_adjustments_minor: int
    kept_by_payers_minor: int
    revenue_minor: int
    tax_minor: int
    taxed_on_invoices_minor: int
    charged_on_invoices_minor: int
    adjustments_minor: int
    adjusted_on_invoices_minor: int
    unapplied_credit_minor: int
    credit_of_payments_minor: int


class ProofView(View):
    """Whether ledger, invoices, payments and reports agree."""

    valid: bool
    entries: int
    totals: list[BooksView]
    first_break: BreakView | None
