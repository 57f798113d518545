"""The tables of billing: the fee schedule, invoices and what happened to them, the ledger, copies of others' facts."""

from .base import CODE_LENGTH, Base
from .coverages import Coverage, Payer
from .exchange import ExchangeFile
from .facts import coverages_on, facts_of, in_order, split_name, standing
from .insurance import (
    Acknowledgement,
    AdjustmentReason,
    Claim,
    ClaimBatch,
    ClaimSubmission,
    Denial,
    PayerAdjustment,
    Remittance,
    RemittanceClaim,
    RemittancePayment,
    RemittancePosting,
)
from .invoices import Adjustment, Fee, Invoice, InvoiceLine, Payment, Refund
from .ledger import Counter, LedgerEntry, LedgerLine, guard_names, guards
from .patients import Appointment, Patient, PatientMerge, Practitioner

__all__ = [
    "CODE_LENGTH",
    "Acknowledgement",
    "Adjustment",
    "AdjustmentReason",
    "Appointment",
    "Base",
    "Claim",
    "ClaimBatch",
    "ClaimSubmission",
    "Counter",
    "Coverage",
    "Denial",
    "ExchangeFile",
    "Fee",
    "Invoice",
    "InvoiceLine",
    "LedgerEntry",
    "LedgerLine",
    "Patient",
    "PatientMerge",
    "Payer",
    "PayerAdjustment",
    "Payment",
    "Practitioner",
    "Refund",
    "Remittance",
    "RemittanceClaim",
    "RemittancePayment",
    "RemittancePosting",
    "coverages_on",
    "facts_of",
    "guard_names",
    "guards",
    "in_order",
    "split_name",
    "standing",
]
