"""Everything that only looks at billing."""

from .accounts import AccountPage, Statement, get_account, get_statement
from .coverages import list_coverages, list_payers
from .invoices import (
    get_fee,
    get_invoice,
    get_payment,
    is_known_patient,
    list_fees,
    list_invoices,
)
from .proof import Break, Proof, prove_ledger
from .reports import report_day, report_finance

__all__ = [
    "AccountPage",
    "Break",
    "Proof",
    "Statement",
    "get_account",
    "get_fee",
    "get_invoice",
    "get_payment",
    "get_statement",
    "is_known_patient",
    "list_coverages",
    "list_fees",
    "list_invoices",
    "list_payers",
    "prove_ledger",
    "report_day",
    "report_finance",
]
