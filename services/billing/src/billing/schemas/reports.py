"""The JSON of reports."""

from datetime import date
from uuid import UUID

from clinic_common.http import View
from pydantic import Field


class DayReportView(View):
    """The money of a day; `outstanding_minor` and `credit_minor` are what was owed and lay unapplied at its end."""

    currency: str
    charged_minor: int
    tax_minor: int
    taken_minor: int
    refunded_minor: int
    adjusted_minor: int
    outstanding_minor: int
    credit_minor: int
    invoices_issued: int
    invoices_voided: int
    payments: int
    by_method: dict[str, int]
    refunded_by_method: dict[str, int]


class ChargedView(View):
    """What one code came to, tax and all; `code` is null for lines without one."""

    code: str | None
    description: str
    quantity: int
    charged_minor: int


class PartView(View):
    """The share of one payer, practitioner or location; `id` is null for what has none."""

    id: UUID | None
    name: str | None
    charged_minor: int
    collected_minor: int = Field(validation_alias="taken_minor")
    refunded_minor: int
    adjusted_minor: int
    outstanding_minor: int


class FinanceReportView(View):
    """
    The money of a period; `aging` splits what was owed at its end by days since the invoice was issued.

    What is charged holds `tax_minor`. The payer is that of the patient's primary coverage on the day of service.
    """

    currency: str
    charged_minor: int
    tax_minor: int
    collected_minor: int = Field(validation_alias="taken_minor")
    refunded_minor: int
    adjusted_minor: int
    outstanding_minor: int
    credit_minor: int
    invoices_issued: int
    invoices_voided: int
    payments: int
    by_code: list[ChargedView]
    by_payer: list[PartView]
    by_practitioner: list[PartView]
    by_location: list[PartView]
    by_method: dict[str, int]
    refunded_by_method: dict[str, int]
    by_adjustment: dict[str, int]
    aging: dict[str, int]


class AgedView(View):
    """What one payer was asked for and has not answered, or what patients owe (no payer), by days since the issue."""

    payer_id: UUID | None
    payer_name: str | None
    buckets: dict[str, int]
    total_minor: int


class AgingView(View):
    """What was owed at the end of a day, by age and by whom."""

    on: date
    currency: str
    items: list[AgedView]
    total_minor: int


class TakenView(View):
    """What came in and went out by one method on one day."""

    on: date
    method: str
    taken_minor: int
    refunded_minor: int


class PaymentsReportView(View):
    """What came in and went out by method and day; insurers' payments are the method `insurance`."""

    currency: str
    items: list[TakenView]
    taken_minor: int
    refunded_minor: int


class EarnedView(View):
    """What one code brought in from the patients of one payer; `payer_id` is null for those who pay themselves."""

    code: str | None
    description: str
    payer_id: UUID | None
    payer_name: str | None
    collected_minor: int
    adjusted_minor: int


class EarningsView(View):
    """What each code brought in per payer: money put to invoices less what was taken off, shared among their lines."""

    currency: str
    items: list[EarnedView]
    collected_minor: int
    adjusted_minor: int
