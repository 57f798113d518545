"""Everything that only looks at billing."""

from .accounts import AccountPage, Statement, get_account, get_statement
from .claims import (
    BatchFound,
    get_batch,
    get_claim,
    list_batches,
    list_claims,
    list_denials,
    list_exchange_files,
    list_reasons,
)
from .coverages import get_coverage, list_coverages, list_payers
from .earnings import report_earnings
from .invoices import (
    get_fee,
    get_invoice,
    get_payment,
    is_known_patient,
    is_reached,
    list_fees,
    list_invoices,
    zone_of_clinic,
)
from .proof import Break, Proof, prove_ledger
from .readiness import Readiness, check_readiness
from .remittances import (
    RemittanceFound,
    RemittanceSummary,
    get_remittance,
    list_remittances,
    summarize_remittance,
)
from .reports import report_aging, report_day, report_finance, report_payments

__all__ = [
    "AccountPage",
    "BatchFound",
    "Break",
    "Proof",
    "Readiness",
    "RemittanceFound",
    "RemittanceSummary",
    "Statement",
    "check_readiness",
    "get_account",
    "get_batch",
    "get_claim",
    "get_coverage",
    "get_fee",
    "get_invoice",
    "get_payment",
    "get_remittance",
    "get_statement",
    "is_known_patient",
    "is_reached",
    "list_batches",
    "list_claims",
    "list_coverages",
    "list_denials",
    "list_exchange_files",
    "list_fees",
    "list_invoices",
    "list_payers",
    "list_reasons",
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
