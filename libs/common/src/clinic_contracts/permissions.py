"""What somebody may do here: the single permissions, and the roles a clinic starts with."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a role may do; the value travels in access tokens and stands in the role table."""

    # everybody signed in
    PROFILE = "profile"
    PATIENTS_READ = "patients.read"
    APPOINTMENTS_READ = "appointments.read"
    # patients
    PATIENTS_WRITE = "patients.write"
    PATIENTS_MERGE = "patients.merge"
    PATIENTS_IMPORT = "patients.import"
    PATIENTS_EXPORT = "patients.export"
    CHART_BASICS_READ = "chart.basics.read"
    """Allergies, immunizations, vitals, consents."""
    CHART_BASICS_WRITE = "chart.basics.write"
    CHART_READ = "chart.read"
    """Notes, problems, medications, results."""
    CHART_WRITE = "chart.write"
    NOTES_OWN = "notes.own"
    """Write and read notes of one's own."""
    NOTES_SIGN = "notes.sign"
    NOTES_SETTINGS = "notes.settings"
    """Change the clinic's templates and quick phrases."""
    # scheduling
    APPOINTMENTS_WRITE = "appointments.write"
    APPOINTMENTS_OVERBOOK = "appointments.overbook"
    CALENDAR_OWN = "calendar.own"
    """Change one's own availability and time off."""
    CALENDAR_SETTINGS = "calendar.settings"
    # billing
    BILLING_READ = "billing.read"
    BILLING_READ_OWN = "billing.read_own"
    """Read the billing of one's own patients."""
    BILLING_WRITE = "billing.write"
    BILLING_ADJUST = "billing.adjust"
    """Refunds, voids, write-offs and credits."""
    FEES_WRITE = "fees.write"
    LEDGER_PROOF = "ledger.proof"
    # notifications
    MESSAGES_READ = "messages.read"
    MESSAGES_SETTINGS = "messages.settings"
    CONTACT_PREFERENCES = "contact_preferences"
    # the house
    STAFF_READ = "staff.read"
    STAFF_WRITE = "staff.write"
    TRAIL_READ = "trail.read"
    REPORTS = "reports"


P = Permission
_EVERYBODY = frozenset({P.PROFILE, P.PATIENTS_READ, P.APPOINTMENTS_READ})

ROLES: dict[str, frozenset[Permission]] = {
    "receptionist": _EVERYBODY
    | {
        P.PATIENTS_WRITE,
        P.PATIENTS_MERGE,
        P.APPOINTMENTS_WRITE,
        P.BILLING_READ,
        P.BILLING_WRITE,
        P.MESSAGES_READ,
        P.CONTACT_PREFERENCES,
    },
    "nurse": _EVERYBODY
    | {
        P.APPOINTMENTS_WRITE,
        P.CHART_BASICS_READ,
        P.CHART_BASICS_WRITE,
        P.NOTES_OWN,
        P.BILLING_READ,
        P.CONTACT_PREFERENCES,
        P.MESSAGES_READ,
    },
    "doctor": _EVERYBODY
    | {
        P.PATIENTS_EXPORT,
        P.APPOINTMENTS_WRITE,
        P.APPOINTMENTS_OVERBOOK,
        P.CALENDAR_OWN,
        P.CHART_BASICS_READ,
        P.CHART_BASICS_WRITE,
        P.CHART_READ,
        P.CHART_WRITE,
        P.NOTES_OWN,
        P.NOTES_SIGN,
        P.NOTES_SETTINGS,
        P.BILLING_READ_OWN,
        P.MESSAGES_READ,
        P.CONTACT_PREFERENCES,
    },
    "admin": _EVERYBODY
    | {
        P.PATIENTS_WRITE,
        P.PATIENTS_MERGE,
        P.PATIENTS_IMPORT,
        P.NOTES_SETTINGS,
        P.APPOINTMENTS_WRITE,
        P.APPOINTMENTS_OVERBOOK,
        P.CALENDAR_OWN,
        P.CALENDAR_SETTINGS,
        P.BILLING_READ,
        P.BILLING_WRITE,
        P.BILLING_ADJUST,
        P.FEES_WRITE,
        P.LEDGER_PROOF,
        P.MESSAGES_READ,
        P.MESSAGES_SETTINGS,
        P.CONTACT_PREFERENCES,
        P.STAFF_WRITE,
        P.TRAIL_READ,
        P.STAFF_READ,
        P.REPORTS,
    },
}
"""Role → permissions, as CLINIC's table of roles has it: an admin sees a chart only through break-glass."""
