"""The tables of billing: the fee schedule, invoices and what happened to them, the ledger, copies of others' facts."""

from .base import CODE_LENGTH, Base
from .coverages import Coverage, Payer
from .invoices import Adjustment, Fee, Invoice, InvoiceLine, Payment, Refund
from .ledger import Counter, LedgerEntry, LedgerLine, guard_names, guards
from .patients import Appointment, Patient, PatientMerge

__all__ = [
    "CODE_LENGTH",
    "Adjustment",
    "Appointment",
    "Base",
    "Counter",
    "Coverage",
    "Fee",
    "Invoice",
    "InvoiceLine",
    "LedgerEntry",
    "LedgerLine",
    "Patient",
    "PatientMerge",
    "Payer",
    "Payment",
    "Refund",
    "guard_names",
    "guards",
]
