"""Everything that changes something in billing, one function each."""

from .acknowledgements import receive_acknowledgement
from .claims import change_claim, change_denial, check_claim, create_claim, submit_claim
from .coverages import add_coverage, add_payer
from .dunning import remind_of_debts
from .fees import add_fee, change_fee
from .invoices import change_invoice, create_invoice, issue_invoice, open_invoice_of_visit, void_invoice
from .ledger import ask_payers, post_entry
from .patients import (
    archive_patient,
    merge_patients,
    remember_appointment,
    remember_location,
    remember_patient,
    remember_practitioner,
    undo_merge,
)
from .payments import adjust_invoice, apply_credit, refund_payment, release_payment, take_deposit, take_payment
from .remittances import match_remittance_claim, receive_remittance, unmatch_remittance_claim

__all__ = [
    "add_coverage",
    "add_fee",
    "add_payer",
    "adjust_invoice",
    "apply_credit",
    "archive_patient",
    "ask_payers",
    "change_claim",
    "change_denial",
    "change_fee",
    "change_invoice",
    "check_claim",
    "create_claim",
    "create_invoice",
    "issue_invoice",
    "match_remittance_claim",
    "merge_patients",
    "open_invoice_of_visit",
    "post_entry",
    "receive_acknowledgement",
    "receive_remittance",
    "refund_payment",
    "release_payment",
    "remember_appointment",
    "remember_location",
    "remember_patient",
    "remember_practitioner",
    "remind_of_debts",
    "submit_claim",
    "take_deposit",
    "take_payment",
    "undo_merge",
    "unmatch_remittance_claim",
    "void_invoice",
]
