"""Roles: sets of permissions, four that come with the suite and those a clinic makes; and who may hand them out."""

from collections.abc import Iterable
from uuid import UUID

from clinic_common.access import Principal
from clinic_common.errors import Conflict, Forbidden, Invalid, NotFound
from clinic_contracts.permissions import ROLES, Permission

ROLE_NAME = r"^[a-z][a-z0-9_]{1,19}$"
"""How a role is called in tokens, addresses and the trail."""
OWNER = "admin"
"""The one role that may hand out what it does not hold itself."""


class UnknownRole(Invalid):
    """There is no such role."""


class NoSuchRole(NotFound):
    """There is no such role."""


class RoleTaken(Conflict):
    """There is a role of this name already."""


class RoleInUse(Conflict):
    """Somebody still has this role: give them another one first."""


class BuiltInRole(Conflict):
    """This role came with the suite and keeps its permissions: make one of your own instead."""


class MoreThanYouMay(Forbidden):
    """You cannot hand out, or lay hands on, more than your own role and locations allow."""


def permissions_of(role: str, own: Iterable[str] | None = None) -> list[str]:
    """
    What a role may do, sorted.

    :param own: the permissions of a role the clinic made; one that an update took away counts no more
    """
    return sorted(ROLES[role] if own is None else set(own) & {*Permission})


def in_effect(allowed: list[str], *, totp_required: bool, totp_on: bool) -> list[str]:
    """What somebody may do now: a role that asks for a second factor opens only the way to set one up without it."""
    return [Permission.PROFILE.value] if totp_required and not totp_on else allowed


def must_be_within(permissions: Iterable[str], by: Principal | None) -> None:
    """
    Insist that nobody hands out, or changes somebody who holds, more than they hold themselves (I19).

    :param by: who does it; None: the command line, whose user holds the database anyway
    :raises MoreThanYouMay: they hold less, and are not the owner
    """
    if by is not None and by.role != OWNER and not by.permissions.issuperset(permissions):
        raise MoreThanYouMay()


def must_reach(locations: Iterable[UUID | str] | None, by: Principal | None) -> None:
    """
    Insist that who is kept to locations keeps whomever they take on, or change, to some of these (I19).

    :param locations: where somebody works; None: everywhere
    :param by: who does it; None: the command line
    :raises MoreThanYouMay: they reach less, and are not the owner
    """
    if by is None or by.role == OWNER or by.locations is None:
        return
    if locations is None or not set(map(str, locations)) <= set(map(str, by.locations)):
        raise MoreThanYouMay()


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
