"""Everything that only looks at billing."""

from .accounts import AccountPage, get_account
from .invoices import (
    get_fee,
    get_invoice,
    get_payment,
    is_known_patient,
    list_fees,
    list_invoices,
)  # fmt: skip
from .proof import Break, Proof, prove_ledger
from .reports import report_day, report_finance

__all__ = [
    "AccountPage", "Break", "Proof", "get_account", "get_fee", "get_invoice", "get_payment", "is_known_patient",
    "list_fees", "list_invoices", "prove_ledger", "report_day", "report_finance",
]  # fmt: skip
