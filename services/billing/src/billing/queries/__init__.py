"""Everything that only looks at billing."""

from .accounts import AccountPage, Statement, get_account, get_statement
from .coverages import list_coverages, list_payers
from .earnings import report_earnings
from .insurance import (
    RemittanceFound,
    RemittanceSummary,
    get_claim,
    get_remittance,
    list_claims,
    list_denials,
    list_remittances,
    summarize_remittance,
)
from .invoices import (
    get_fee,
    get_invoice,
    get_payment,
    is_known_patient,
    list_fees,
    list_invoices,
    zone_of_clinic,
)
from .proof import Break, Proof, prove_ledger
from .reports import report_aging, report_day, report_finance, report_payments

__all__ = [
    "AccountPage",
    "Break",
    "Proof",
    "RemittanceFound",
    "RemittanceSummary",
    "Statement",
    "get_account",
    "get_claim",
    "get_fee",
    "get_invoice",
    "get_payment",
    "get_remittance",
    "get_statement",
    "is_known_patient",
    "list_claims",
    "list_coverages",
    "list_denials",
    "list_fees",
    "list_invoices",
    "list_payers",
    "list_remittances",
    "prove_ledger",
    "report_aging",
    "report_day",
    "report_earnings",
    "report_finance",
    "report_payments",
    "summarize_remittance",
    "zone_of_clinic",
]
