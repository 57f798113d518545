"""The JSON of accounts, of the proof and of reports."""

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
    remittances_minor: int
    payer_adjustments_minor: int
    kept_by_payers_minor: int
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
