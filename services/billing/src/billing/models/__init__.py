"""The tables of billing: the fee schedule, invoices and what happened to them, the ledger, copies of others' facts."""

from .base import CODE_LENGTH, Base
from .coverages import Coverage, Payer
from .insurance import (
    Acknowledgement,
    Claim,
    Denial,
    Remittance,
    RemittanceClaim,
    RemittancePayment,
    RemittancePosting,
)
from .invoices import Adjustment, Fee, Invoice, InvoiceLine, Payment, Refund
from .ledger import Counter, LedgerEntry, LedgerLine, guard_names, guards
from .patients import Appointment, Patient, PatientMerge

__all__ = [
    "CODE_LENGTH",
    "Acknowledgement",
    "Adjustment",
    "Appointment",
    "Base",
    "Claim",
    "Counter",
    "Coverage",
    "Denial",
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
    "Remittance",
    "RemittanceClaim",
    "RemittancePayment",
    "RemittancePosting",
    "guard_names",
    "guards",
]
