"""Staff members: one per e-mail address and NPI, a known role, and always an admin among them."""

import unicodedata
from datetime import timedelta
from typing import Literal

from clinic_common.errors import Conflict, Invalid, NotFound
from clinic_contracts.permissions import ROLES, Permission

INVITATION_LASTS = timedelta(days=7)
"""How long an invitation can be accepted (I5)."""

Role = Literal["admin", "doctor", "nurse", "receptionist"]
"""The roles of `clinic_contracts.permissions.ROLES`, as a type; a test holds them together."""


class NoSuchStaff(NotFound):
    """There is no such staff member."""


class EmailTaken(Conflict):
    """Somebody in the clinic already has this e-mail address."""


class NpiTaken(Conflict):
    """Somebody in the clinic already has this NPI."""


class InvalidNpi(Invalid):
    """This is not an NPI: its check digit does not fit."""


class UnknownRole(Invalid):
    """There is no such role."""


class LastAdmin(Conflict):
    """The clinic needs at least one active admin: make somebody else admin first."""


class StaffInactive(Conflict):
    """This staff member is deactivated."""


class InvalidInvitation(Invalid):
    """This invitation was used already, has expired, or was replaced: ask your admin for a new one."""


def folded(text: str) -> str:
    """Text as people search and sort it: without case, accents or width, up to 200 characters."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()[:200]


def email_key(email: str) -> str:
    """What makes two e-mail addresses the same (I1): no case, one way of writing each character."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold()).strip()[:320].strip()


def npi_is_valid(npi: str) -> bool:
    """Whether ten digits are an NPI: Luhn over 80840 + NPI (45 CFR 162.406, CMS check digit algorithm)."""
    if len(npi) != 10 or not npi.isascii() or not npi.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + npi)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def must_be_npi(npi: str | None) -> None:
    """
    Insist that an NPI, if there is one, has the right check digit (I2).

    :raises InvalidNpi: it has not
    """
    if npi is not None and not npi_is_valid(npi):
        raise InvalidNpi(field="npi")


def must_be_known_role(role: str) -> None:
    """
    Insist on a role the clinic has (I3).

    :raises UnknownRole: there is none of this name
    """
    if role not in ROLES:
        raise UnknownRole(f"The roles are {', '.join(sorted(ROLES))}.", field="role")


def must_leave_an_admin(others: int) -> None:
    """
    Insist that the clinic keeps an active admin (I4).

    :param others: active admins left after the change
    :raises LastAdmin: none would be left
    """
    if others < 1:
        raise LastAdmin()


def permissions_of(role: str) -> list[str]:
    """What a role may do, sorted."""
    return sorted(ROLES[role])


ROLE_WORDS: dict[str, str] = {
    "admin": "Runs the clinic: staff, settings, fees, reports, the access trail, refunds and write-offs. "
    "Sees no patient's chart.",
    "doctor": "Treats patients: the whole chart, signing notes, their own calendar, and the billing of their own "
    "patients.",
    "nurse": "Works beside the doctor: appointments, vitals, allergies, immunizations and notes of their own.",
    "receptionist": "Runs the front desk: registers patients, books appointments, takes payments. Never sees notes, "
    "problems or medications.",
}
"""What each role is for, in plain words."""

P = Permission
PERMISSION_WORDS: dict[Permission, str] = {
    P.PROFILE: "See and change one's own profile and sign-ins",
    P.PATIENTS_READ: "See who the patients are: names, dates of birth, contact data",
    P.APPOINTMENTS_READ: "See the calendar",
    P.PATIENTS_WRITE: "Register patients and change their personal data",
    P.PATIENTS_MERGE: "Merge two records of one patient, and undo it",
    P.PATIENTS_IMPORT: "Bring in patients from a file",
    P.PATIENTS_EXPORT: "Take out a patient's whole record",
    P.CHART_BASICS_READ: "See allergies, immunizations, vitals and consents",
    P.CHART_BASICS_WRITE: "Record allergies, immunizations, vitals and consents",
    P.CHART_READ: "See notes, problems, medications and results",
    P.CHART_WRITE: "Change notes, problems, medications and results",
    P.NOTES_OWN: "Write notes and read one's own",
    P.NOTES_SIGN: "Sign notes",
    P.NOTES_SETTINGS: "Change the clinic's templates and quick phrases for notes",
    P.APPOINTMENTS_WRITE: "Book, move and cancel appointments",
    P.APPOINTMENTS_OVERBOOK: "Book a taken time on purpose, with a reason",
    P.CALENDAR_OWN: "Set one's own working hours and time off",
    P.CALENDAR_SETTINGS: "Set locations, rooms, visit types and everybody's working hours",
    P.BILLING_READ: "See invoices and payments",
    P.BILLING_READ_OWN: "See the invoices of one's own patients",
    P.BILLING_WRITE: "Write invoices and take payments",
    P.BILLING_ADJUST: "Refund, void, write off and credit",
    P.FEES_WRITE: "Set the fees",
    P.LEDGER_PROOF: "Have the books proved",
    P.MESSAGES_READ: "See which messages patients were sent",
    P.MESSAGES_SETTINGS: "Set message texts and reminder times",
    P.CONTACT_PREFERENCES: "Record how a patient wants to be reached",
    P.STAFF_READ: "See the staff",
    P.STAFF_WRITE: "Invite, change and deactivate staff, and end their sign-ins",
    P.TRAIL_READ: "See who opened which patient's data, and have the record proved",
    P.REPORTS: "See the reports",
}
"""What each permission allows, in plain words."""
