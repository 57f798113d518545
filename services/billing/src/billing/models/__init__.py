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
from .invoices import Fee, Invoice, InvoiceLine
from .ledger import Counter, LedgerEntry, LedgerLine, guard_names, guards
from .patients import Appointment, Location, Patient, PatientMerge, Practitioner
from .payments import Adjustment, Allocation, PayerShare, Payment, Refund

__all__ = [
    "CODE_LENGTH",
    "Acknowledgement",
    "Adjustment",
    "Allocation",
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
    "Location",
    "Patient",
    "PatientMerge",
    "Payer",
    "PayerShare",
    "Payment",
    "Practitioner",
    "Refund",
    "Remittance",
    "RemittanceClaim",
    "RemittancePayment",
    "RemittancePosting",
    "guard_names",
    "guards",
]
