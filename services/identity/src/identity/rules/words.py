"""What an entry of the access trail says to the patient it is about, in words."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinic_common.errors import Invalid


class UnknownTimeZone(Invalid):
    """There is no such time zone; write it like Europe/Paris."""


_VERBS = {
    "get": "opened", "list": "looked at", "add": "added to", "write": "wrote", "create": "wrote", "change": "changed",
    "set": "changed", "sign": "signed", "export": "took out a copy of", "import": "brought in", "archive": "archived",
    "unarchive": "brought back", "merge": "merged", "undo": "undid", "register": "registered", "book": "booked",
    "confirm": "confirmed", "arrive": "marked as arrived", "room": "brought to a room", "start": "began",
    "complete": "completed", "miss": "marked as missed", "cancel": "cancelled", "reschedule": "moved",
    "reopen": "reopened", "issue": "issued", "void": "voided", "credit": "credited", "refund": "refunded",
    "take": "took", "retry": "sent again", "remove": "took off", "revoke": "withdrew",
}  # fmt: skip
_THINGS = {
    "patient": "the personal data in the chart", "patients": "the list of patients", "record": "the chart",
    "patient_account": "the account", "patient_statement": "the statement of account",
    "patient_merge": "the merge of two records", "contact_preferences": "how the patient wants to be reached",
    "vital": "the vital signs", "vitals": "the vital signs", "allergy": "the allergies",
    "immunization": "the immunizations", "problem": "the list of problems", "problems": "the list of problems",
    "medication": "the medications", "consent": "the consents", "consents": "the consents", "note": "a note",
    "notes": "the notes", "addendum": "a note", "coverage": "the insurance", "coverages": "the insurance",
    "invoice_pdf": "a printed invoice", "receipt_pdf": "a printed receipt", "to_waitlist": "the waiting list",
    "from_waitlist": "the waiting list", "waitlist": "the waiting list",
}  # fmt: skip
_PHRASES = {
    "get_patient": "opened the chart", "get_record": "opened the whole chart",
    "list_patients": "saw in a list of patients",
    "register_patient": "registered as a patient", "change_patient": "changed the personal data",
    "archive_patient": "archived the chart", "unarchive_patient": "brought the chart back",
    "merge_patients": "merged two charts", "undo_patient_merge": "undid a merge of two charts",
    "list_appointments": "saw in the calendar", "add_to_waitlist": "put on the waiting list",
    "remove_from_waitlist": "took off the waiting list", "take_payment": "took a payment",
    "add_addendum": "added to a note",
    "write_off_invoice": "wrote off an invoice", "import_patients": "brought in from another system",
    "export_patient": "took out a copy of the chart",
}  # fmt: skip
_KINDS = {"read": "looked at", "list": "saw in a list", "write": "changed"}


def in_words(action: str, kind: str) -> str:
    """
    What somebody did, as one says it to the patient: "opened the chart".

    Operations it does not know by heart are put together from their name, so that none is ever left out.
    """
    if phrase := _PHRASES.get(action):
        return phrase
    verb, _, thing = action.partition("_")
    if verb in _VERBS and thing:
        words = thing.replace("_", " ")
        article = "the" if words.endswith("s") else "an" if words[0] in "aeiou" else "a"
        return f"{_VERBS[verb]} {_THINGS.get(thing, f'{article} {words}')}"
    return f"{_KINDS.get(kind, 'worked with')} data ({action.replace('_', ' ')})"


def who_in_words(name: str | None, role: str | None) -> str:
    """Who did it: a name and a role, or that nobody was signed in."""
    if not name:
        return "Somebody with a link, or a program of the clinic"
    return f"{name} ({role})" if role else name


def must_be_time_zone(name: str) -> ZoneInfo:
    """
    The zone of this name.

    :raises UnknownTimeZone: there is none
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(field="time_zone") from error


def by_day(rows: list[Any], zone: ZoneInfo) -> list[tuple[date, list[dict[str, Any]]]]:
    """
    Entries as a patient reads them: by day, and what one person did again and again on a day only once.

    :param rows: entries, newest first
    """
    days: dict[date, dict[tuple[str, str, str], dict[str, Any]]] = {}
    for row in rows:
        at: datetime = row.occurred_at
        who, words = who_in_words(row.staff_name, row.role), in_words(row.action, row.kind)
        day = days.setdefault(at.astimezone(zone).date(), {})
        told = day.setdefault(
            (who, words, row.outcome),
            {"who": who, "words": words, "staff_id": row.staff_id, "outcome": row.outcome, "times": 0, "last_at": at},
        )
        told["times"] += 1
        told["first_at"] = at
    return [(day, list(told.values())) for day, told in days.items()]
