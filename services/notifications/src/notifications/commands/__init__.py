"""Everything that changes something."""

from .answering import Heard, take_text_message
from .dunning import follow_invoice, remind_of_debt
from .following import archive_patient, follow_appointment, follow_patient, merge_patients, undo_merge
from .inviting import invite_staff_member, send_password_reset
from .planning import replan_some
from .sending import Claimed, Means, begin, claim_due, retry_message, settle_sent, settle_unsent
from .setting import set_contact_preferences, set_reminder_rules, set_template

__all__ = [
    "Claimed", "Heard", "Means", "archive_patient", "begin", "claim_due", "follow_appointment", "follow_invoice",
    "follow_patient", "invite_staff_member", "merge_patients", "remind_of_debt", "replan_some", "retry_message",
    "send_password_reset", "set_contact_preferences", "set_reminder_rules", "set_template", "settle_sent",
    "settle_unsent", "take_text_message", "undo_merge",
]  # fmt: skip
