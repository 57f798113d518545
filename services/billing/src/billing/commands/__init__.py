"""Everything that changes something in billing, one function each."""

from .acknowledgements import receive_acknowledgement
from .claims import (
    Submitted,
    again_claim,
    change_claim,
    check_claim,
    create_claim,
    keep_claim,
    pass_on_claim,
    submit_claim,
    submit_claims,
)
from .coverages import add_coverage, add_payer, change_coverage, change_payer
from .denials import change_denial, correct_denied_claim, keep_reason, pass_on_denied_claim
from .dunning import remind_of_debts
from .exchange import known_file, leaving_files, mark_file, take_file
from .fees import add_fee, change_fee
from .invoices import change_invoice, create_invoice, issue_invoice, open_invoice_of_visit, void_invoice
from .ledger import ask_payers, post_entry, post_payer_entry
from .matching import match_remittance_claim, unmatch_remittance_claim
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
from .remittances import receive_remittance

__all__ = [
    "Submitted",
    "add_coverage",
    "add_fee",
    "add_payer",
    "adjust_invoice",
    "again_claim",
    "apply_credit",
    "archive_patient",
    "ask_payers",
    "change_claim",
    "change_coverage",
    "change_denial",
    "change_fee",
    "change_invoice",
    "change_payer",
    "check_claim",
    "correct_denied_claim",
    "create_claim",
    "create_invoice",
    "issue_invoice",
    "keep_claim",
    "keep_reason",
    "known_file",
    "leaving_files",
    "mark_file",
    "match_remittance_claim",
    "merge_patients",
    "open_invoice_of_visit",
    "pass_on_claim",
    "pass_on_denied_claim",
    "post_entry",
    "post_payer_entry",
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
    "submit_claims",
    "take_deposit",
    "take_file",
    "take_payment",
    "undo_merge",
    "unmatch_remittance_claim",
    "void_invoice",
]
