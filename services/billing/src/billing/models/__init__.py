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
from .invoices import Fee, Invoice, InvoiceLine
from .ledger import Counter, LedgerEntry, LedgerLine, guard_names, guards
from .patients import Appointment, Location, Patient, PatientMerge, Practitioner
from .payments import Adjustment, Allocation, PayerShare, Payment, Refund

__all__ = [
    "CODE_LENGTH",
    "Acknowledgement",
    "Adjustment",
    "AdjustmentReason",
    "Allocation",
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
    "Location",
    "Patient",
    "PatientMerge",
    "Payer",
    "PayerAdjustment",
    "PayerShare",
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
