"""THE ROLE TABLE: every call the suite answers, which service answers it, and who may make it. Deny by default."""

from dataclasses import dataclass

from clinic_common.access import NotPermitted, Principal
from clinic_contracts import reach
from clinic_contracts.permissions import Permission as P


@dataclass(frozen=True)
class Who:
    """
    Who may make a call: anybody, everybody signed in, or holders of any of these permissions.

    :param rows: which rows of what the call is about each of them reaches; None: the call knows no such difference
    """

    permissions: frozenset[P] = frozenset()
    open: bool = False
    rows: reach.Reach | None = None

    def must_include(self, principal: Principal) -> None:
        """
        Insist that somebody signed in may make the call.

        :raises NotPermitted: none of the permissions is held
        """
        if self.permissions and principal.permissions.isdisjoint(self.permissions):
            raise NotPermitted()

    def includes(self, principal: Principal | None) -> bool:
        """Whether somebody may make the call; None is somebody not signed in."""
        if self.open or principal is None:
            return self.open
        return not self.permissions or not principal.permissions.isdisjoint(self.permissions)

    def in_words(self) -> str:
        """The rule as a person reads it."""
        if self.open:
            return "Anybody, without signing in."
        if not self.permissions:
            return "Everybody signed in."
        return "Who holds " + " or ".join(f"`{p.value}`" for p in sorted(self.permissions)) + "."


OPEN = Who(open=True)
SIGNED_IN = Who()


def holders(*permissions: P) -> Who:
    """Those who hold any of these permissions."""
    return Who(frozenset(permissions))


def reaching(rows: reach.Reach) -> Who:
    """Those who reach some of these rows; the service asks the same declaration whose they may be."""
    return Who(rows.permissions, rows=rows)


GATEWAY = "gateway"
"""The upstream word of calls the gateway answers itself."""
PATIENTS, SCHEDULING, BILLING = "patients", "scheduling", "billing"
IDENTITY, NOTIFICATIONS = "identity", "notifications"
SERVICES = (IDENTITY, PATIENTS, SCHEDULING, BILLING, NOTIFICATIONS)


@dataclass(frozen=True)
class Row:
    """
    One call: method and public path template, the service that answers, and who may make it.

    A parameter named `…_id` stands for a UUID and nothing else.

    :param inner: the path in the service, where it is not the public one without `/api`
    :param heavy: may bring a large body and take long (imports, exports, remittance files)
    """

    method: str
    path: str
    upstream: str
    who: Who
    heavy: bool = False
    inner: str | None = None

    @property
    def upstream_path(self) -> str:
        """The path in the service: public paths carry `/api`, the services' own do not."""
        if self.inner:
            return self.inner
        return self.path if self.upstream == GATEWAY else self.path.removeprefix("/api")


_PROFILE = holders(P.PROFILE)
_SEE_PATIENTS, _REGISTER = holders(P.PATIENTS_READ), holders(P.PATIENTS_WRITE)
_MERGE, _IMPORT = holders(P.PATIENTS_MERGE), holders(P.PATIENTS_IMPORT)
_BASICS_READ, _BASICS_WRITE = holders(P.CHART_BASICS_READ), holders(P.CHART_BASICS_WRITE)
_CHART_READ, _CHART_WRITE = holders(P.CHART_READ), holders(P.CHART_WRITE)
_SEE_NOTES, _WRITE_NOTES = reaching(reach.SEE_NOTES), holders(P.NOTES_OWN)
_SEE_WORDING, _SET_WORDING = holders(P.NOTES_OWN, P.NOTES_SETTINGS), holders(P.NOTES_SETTINGS)
_SEE_CALENDAR = holders(P.APPOINTMENTS_READ)
_SEE_VISITS, _BOOK = reaching(reach.SEE_VISITS), reaching(reach.BOOK)
_WAITLIST = holders(P.APPOINTMENTS_WRITE)
_OWN_CALENDAR, _SETTINGS = reaching(reach.WORKING_HOURS), holders(P.CALENDAR_SETTINGS)
_SET_PLACES, _FEEDS = reaching(reach.SET_PLACES), reaching(reach.SHARE_CALENDARS)
_SEE_BILLING, _BILL_PATIENTS = reaching(reach.SEE_BILLING), holders(P.BILLING_WRITE)
_SEE_INVOICES, _BILL, _ADJUST = reaching(reach.SEE_INVOICES), reaching(reach.BILL), reaching(reach.ADJUST)
_REFUND, _SET_FEES = holders(P.BILLING_ADJUST), holders(P.FEES_WRITE)
_SEE_STAFF, _MANAGE_STAFF, _TRAIL = holders(P.STAFF_READ), holders(P.STAFF_WRITE), holders(P.TRAIL_READ)
_SEE_MESSAGES, _SET_MESSAGES = holders(P.MESSAGES_READ), holders(P.MESSAGES_SETTINGS)
_CONTACT = holders(P.CONTACT_PREFERENCES)
_REPORTS, _SEE_REPORTS = holders(P.REPORTS), reaching(reach.SEE_REPORTS)

TABLE: tuple[Row, ...] = (
    # The house itself.
    Row("GET", "/health", GATEWAY, OPEN),
    Row("GET", "/health/live", GATEWAY, OPEN),
    Row("GET", "/health/ready", GATEWAY, OPEN),
    Row("GET", "/status", GATEWAY, OPEN),
    Row("GET", "/status.json", GATEWAY, OPEN),
    Row("GET", "/openapi.json", GATEWAY, OPEN),
    Row("GET", "/docs", GATEWAY, OPEN),
    Row("GET", "/api/events", GATEWAY, SIGNED_IN),
    Row("GET", "/api/patients/{patient_id}/history", GATEWAY, _SEE_PATIENTS),
    Row("GET", "/api/reports/day", GATEWAY, _SEE_REPORTS),
    # Sign-in.
    Row("GET", "/.well-known/jwks.json", IDENTITY, OPEN),
    Row("GET", "/.well-known/trail-keys.json", IDENTITY, OPEN),
    Row("POST", "/api/auth/login", IDENTITY, OPEN),
    Row("POST", "/api/auth/refresh", IDENTITY, OPEN),
    Row("POST", "/api/auth/logout", IDENTITY, OPEN),
    Row("POST", "/api/auth/accept-invitation", IDENTITY, OPEN),
    Row("POST", "/api/auth/forgot-password", IDENTITY, OPEN),
    Row("POST", "/api/auth/reset-password", IDENTITY, OPEN),
    Row("POST", "/api/auth/password", IDENTITY, _PROFILE),
    Row("GET", "/api/auth/sessions", IDENTITY, _PROFILE),
    Row("POST", "/api/auth/sessions/end-others", IDENTITY, _PROFILE),
    Row("DELETE", "/api/auth/sessions/{session_id}", IDENTITY, _PROFILE),
    Row("POST", "/api/auth/totp", IDENTITY, _PROFILE),
    Row("POST", "/api/auth/totp/confirm", IDENTITY, _PROFILE),
    Row("POST", "/api/auth/totp/recovery-codes", IDENTITY, _PROFILE),
    Row("DELETE", "/api/auth/totp", IDENTITY, _PROFILE),
    Row("GET", "/api/me", IDENTITY, _PROFILE),
    # Staff.
    Row("GET", "/api/staff", IDENTITY, _SEE_STAFF),
    Row("POST", "/api/staff", IDENTITY, _MANAGE_STAFF),
    Row("GET", "/api/staff/{staff_id}", IDENTITY, _SEE_STAFF),
    Row("PATCH", "/api/staff/{staff_id}", IDENTITY, _MANAGE_STAFF),
    Row("POST", "/api/staff/{staff_id}/deactivate", IDENTITY, _MANAGE_STAFF),
    Row("POST", "/api/staff/{staff_id}/invite", IDENTITY, _MANAGE_STAFF),
    Row("GET", "/api/roles", IDENTITY, _SEE_STAFF),
    Row("POST", "/api/roles", IDENTITY, _MANAGE_STAFF),
    Row("PATCH", "/api/roles/{name}", IDENTITY, _MANAGE_STAFF),
    Row("DELETE", "/api/roles/{name}", IDENTITY, _MANAGE_STAFF),
    # Programs outside the house.
    Row("POST", "/api/auth/token", IDENTITY, OPEN),
    Row("GET", "/api/programs", IDENTITY, _MANAGE_STAFF),
    Row("POST", "/api/programs", IDENTITY, _MANAGE_STAFF),
    Row("POST", "/api/programs/{program_id}/revoke", IDENTITY, _MANAGE_STAFF),
    # The trail.
    Row("GET", "/api/access-trail", IDENTITY, _TRAIL),
    Row("GET", "/api/access-trail/proof", IDENTITY, _TRAIL),
    Row("GET", "/api/patients/{patient_id}/accesses", IDENTITY, _TRAIL),
    Row("POST", "/api/patients/{patient_id}/accesses/letter", IDENTITY, _TRAIL),
    # Patients.
    Row("GET", "/api/patients", PATIENTS, _SEE_PATIENTS),
    Row("POST", "/api/patients", PATIENTS, _REGISTER),
    Row("GET", "/api/patients/{patient_id}", PATIENTS, _SEE_PATIENTS),
    Row("PATCH", "/api/patients/{patient_id}", PATIENTS, _REGISTER),
    Row("POST", "/api/patients/{patient_id}/archive", PATIENTS, _REGISTER),
    Row("POST", "/api/patients/{patient_id}/unarchive", PATIENTS, _REGISTER),
    Row("POST", "/api/patients/{patient_id}/merge", PATIENTS, _MERGE),
    Row("POST", "/api/patient-merges/{merge_id}/undo", PATIENTS, _MERGE),
    Row("GET", "/api/patient-duplicates", PATIENTS, _MERGE),
    Row("POST", "/api/patient-duplicates/{pair_id}/dismiss", PATIENTS, _MERGE),
    Row("POST", "/api/patient-duplicates/{pair_id}/reopen", PATIENTS, _MERGE),
    # Holds of the chart what the reader's own permissions hold.
    Row("GET", "/api/patients/{patient_id}/record", PATIENTS, _SEE_PATIENTS),
    # The chart: what a nurse keeps, and what only those who treat see.
    Row("GET", "/api/patients/{patient_id}/allergies", PATIENTS, _BASICS_READ),
    Row("POST", "/api/patients/{patient_id}/allergies", PATIENTS, _BASICS_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/allergies/{item_id}", PATIENTS, _BASICS_WRITE),
    Row("GET", "/api/patients/{patient_id}/immunizations", PATIENTS, _BASICS_READ),
    Row("POST", "/api/patients/{patient_id}/immunizations", PATIENTS, _BASICS_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/immunizations/{item_id}", PATIENTS, _BASICS_WRITE),
    Row("GET", "/api/patients/{patient_id}/vitals", PATIENTS, _BASICS_READ),
    Row("GET", "/api/patients/{patient_id}/vitals/trend", PATIENTS, _BASICS_READ),
    Row("POST", "/api/patients/{patient_id}/vitals", PATIENTS, _BASICS_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/vitals/{item_id}", PATIENTS, _BASICS_WRITE),
    Row("GET", "/api/patients/{patient_id}/consents", PATIENTS, _BASICS_READ),
    Row("POST", "/api/patients/{patient_id}/consents", PATIENTS, _BASICS_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/consents/{item_id}", PATIENTS, _BASICS_WRITE),
    Row("GET", "/api/patients/{patient_id}/problems", PATIENTS, _CHART_READ),
    Row("POST", "/api/patients/{patient_id}/problems", PATIENTS, _CHART_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/problems/{item_id}", PATIENTS, _CHART_WRITE),
    Row("GET", "/api/patients/{patient_id}/medications", PATIENTS, _CHART_READ),
    Row("POST", "/api/patients/{patient_id}/medications", PATIENTS, _CHART_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/medications/{item_id}", PATIENTS, _CHART_WRITE),
    Row("GET", "/api/patients/{patient_id}/notes", PATIENTS, _SEE_NOTES),
    Row("POST", "/api/patients/{patient_id}/notes", PATIENTS, _WRITE_NOTES),
    Row("GET", "/api/patients/{patient_id}/notes/{note_id}", PATIENTS, _SEE_NOTES),
    Row("PATCH", "/api/patients/{patient_id}/notes/{note_id}", PATIENTS, _WRITE_NOTES),
    Row("DELETE", "/api/patients/{patient_id}/notes/{note_id}", PATIENTS, _WRITE_NOTES),
    Row("POST", "/api/patients/{patient_id}/notes/{note_id}/restore", PATIENTS, _WRITE_NOTES),
    Row("POST", "/api/patients/{patient_id}/notes/{note_id}/sign", PATIENTS, holders(P.NOTES_SIGN)),
    Row("POST", "/api/patients/{patient_id}/notes/{note_id}/addenda", PATIENTS, _WRITE_NOTES),
    Row("GET", "/api/codes", PATIENTS, _CHART_READ),
    Row("GET", "/api/notes/unsigned", PATIENTS, _WRITE_NOTES),
    Row("GET", "/api/note-templates", PATIENTS, _SEE_WORDING),
    Row("POST", "/api/note-templates", PATIENTS, _SET_WORDING),
    Row("PATCH", "/api/note-templates/{template_id}", PATIENTS, _SET_WORDING),
    Row("DELETE", "/api/note-templates/{template_id}", PATIENTS, _SET_WORDING),
    Row("GET", "/api/quick-phrases", PATIENTS, _SEE_WORDING),
    Row("POST", "/api/quick-phrases", PATIENTS, _SET_WORDING),
    Row("PATCH", "/api/quick-phrases/{phrase_id}", PATIENTS, _SET_WORDING),
    Row("DELETE", "/api/quick-phrases/{phrase_id}", PATIENTS, _SET_WORDING),
    # Who changed which entry, when, from what to what.
    Row("GET", "/api/patients/{patient_id}/allergies/{item_id}/history", PATIENTS, _BASICS_READ),
    Row("GET", "/api/patients/{patient_id}/immunizations/{item_id}/history", PATIENTS, _BASICS_READ),
    Row("GET", "/api/patients/{patient_id}/vitals/{item_id}/history", PATIENTS, _BASICS_READ),
    Row("GET", "/api/patients/{patient_id}/consents/{item_id}/history", PATIENTS, _BASICS_READ),
    Row("GET", "/api/patients/{patient_id}/problems/{item_id}/history", PATIENTS, _CHART_READ),
    Row("GET", "/api/patients/{patient_id}/medications/{item_id}/history", PATIENTS, _CHART_READ),
    # Documents: their bytes go by links that live minutes, each for one document and one purpose.
    Row("GET", "/api/patients/{patient_id}/documents", PATIENTS, _CHART_READ),
    Row("POST", "/api/patients/{patient_id}/documents", PATIENTS, _CHART_WRITE),
    Row("GET", "/api/patients/{patient_id}/documents/{document_id}", PATIENTS, _CHART_READ),
    Row("POST", "/api/patients/{patient_id}/documents/{document_id}/complete", PATIENTS, _CHART_WRITE, heavy=True),
    Row("PUT", "/api/documents/upload/{token}", PATIENTS, OPEN, heavy=True),
    Row("GET", "/api/documents/download/{token}", PATIENTS, OPEN, heavy=True),
    # Leaves away what the reader's own permissions do not hold.
    Row("GET", "/api/patients/{patient_id}/export", PATIENTS, holders(P.PATIENTS_EXPORT), heavy=True),
    Row("GET", "/api/export", PATIENTS, holders(P.PATIENTS_EXPORT), heavy=True),
    # Imports.
    Row("GET", "/api/imports", PATIENTS, _IMPORT),
    Row("POST", "/api/imports", PATIENTS, _IMPORT, heavy=True),
    Row("GET", "/api/imports/{import_id}", PATIENTS, _IMPORT),
    Row("POST", "/api/imports/{import_id}/undo", PATIENTS, _IMPORT, heavy=True),
    # Calendar.
    Row("GET", "/api/locations", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/locations", SCHEDULING, _SETTINGS),
    Row("GET", "/api/locations/{location_id}", SCHEDULING, _SEE_CALENDAR),
    Row("PATCH", "/api/locations/{location_id}", SCHEDULING, _SET_PLACES),
    Row("GET", "/api/locations/{location_id}/closures", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/locations/{location_id}/closures", SCHEDULING, _SET_PLACES),
    Row("DELETE", "/api/locations/{location_id}/closures/{closure_id}", SCHEDULING, _SET_PLACES),
    Row("GET", "/api/rooms", SCHEDULING, _SEE_VISITS),
    Row("POST", "/api/rooms", SCHEDULING, _SET_PLACES),
    Row("PATCH", "/api/rooms/{room_id}", SCHEDULING, _SET_PLACES),
    Row("GET", "/api/rooms/board", SCHEDULING, _SEE_VISITS),
    Row("GET", "/api/visit-types", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/visit-types", SCHEDULING, _SETTINGS),
    Row("GET", "/api/visit-types/{visit_type_id}", SCHEDULING, _SEE_CALENDAR),
    Row("PATCH", "/api/visit-types/{visit_type_id}", SCHEDULING, _SETTINGS),
    Row("GET", "/api/practitioners", SCHEDULING, _SEE_CALENDAR),
    Row("GET", "/api/practitioners/{practitioner_id}/availability", SCHEDULING, _SEE_CALENDAR),
    Row("PUT", "/api/practitioners/{practitioner_id}/availability", SCHEDULING, _OWN_CALENDAR),
    Row("GET", "/api/practitioners/{practitioner_id}/time-off", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/practitioners/{practitioner_id}/time-off", SCHEDULING, _OWN_CALENDAR),
    Row("DELETE", "/api/practitioners/{practitioner_id}/time-off/{time_off_id}", SCHEDULING, _OWN_CALENDAR),
    Row("GET", "/api/practitioners/{practitioner_id}/exceptions", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/practitioners/{practitioner_id}/exceptions", SCHEDULING, _OWN_CALENDAR),
    Row("DELETE", "/api/practitioners/{practitioner_id}/exceptions/{exception_id}", SCHEDULING, _OWN_CALENDAR),
    Row("GET", "/api/slots", SCHEDULING, _SEE_VISITS),
    Row("GET", "/api/slots/why", SCHEDULING, _SEE_VISITS),
    # Appointments.
    Row("GET", "/api/appointments", SCHEDULING, _SEE_VISITS),
    Row("POST", "/api/appointments", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/preview", SCHEDULING, _BOOK),
    Row("GET", "/api/appointments/{appointment_id}", SCHEDULING, _SEE_VISITS),
    Row("PATCH", "/api/appointments/{appointment_id}", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/confirm", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/arrive", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/room", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/start", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/complete", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/no-show", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/cancel", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/reschedule", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/reschedule/preview", SCHEDULING, _BOOK),
    Row("POST", "/api/appointments/{appointment_id}/reopen", SCHEDULING, _BOOK),
    Row("GET", "/api/series/{series_id}", SCHEDULING, _SEE_VISITS),
    Row("GET", "/api/waitlist", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/waitlist", SCHEDULING, _WAITLIST),
    Row("DELETE", "/api/waitlist/{entry_id}", SCHEDULING, _WAITLIST),
    # Calendars that outside programs subscribe to.
    Row("GET", "/api/calendar-feeds", SCHEDULING, _FEEDS),
    Row("POST", "/api/calendar-feeds", SCHEDULING, _FEEDS),
    Row("DELETE", "/api/calendar-feeds/{feed_id}", SCHEDULING, _FEEDS),
    Row("GET", "/calendar/{secret}.ics", SCHEDULING, OPEN),
    # What patients reach by a link in a message: who has it holds a signed token.
    Row("GET", "/api/visits/{token}", SCHEDULING, OPEN),
    Row("POST", "/api/visits/{token}/confirm", SCHEDULING, OPEN),
    Row("POST", "/api/visits/{token}/cancel", SCHEDULING, OPEN),
    # Fees, invoices, payments.
    Row("GET", "/api/fees", BILLING, _SEE_BILLING),
    Row("POST", "/api/fees", BILLING, _SET_FEES),
    Row("GET", "/api/fees/{fee_id}", BILLING, _SEE_BILLING),
    Row("PATCH", "/api/fees/{fee_id}", BILLING, _SET_FEES),
    Row("GET", "/api/invoices", BILLING, _SEE_INVOICES),
    Row("POST", "/api/invoices", BILLING, _BILL),
    Row("GET", "/api/invoices/{invoice_id}", BILLING, _SEE_INVOICES),
    Row("PATCH", "/api/invoices/{invoice_id}", BILLING, _BILL),
    Row("POST", "/api/invoices/{invoice_id}/issue", BILLING, _BILL),
    Row("POST", "/api/invoices/{invoice_id}/payments", BILLING, _BILL),
    Row("POST", "/api/invoices/{invoice_id}/void", BILLING, _ADJUST),
    Row("POST", "/api/invoices/{invoice_id}/write-off", BILLING, _ADJUST),
    Row("POST", "/api/invoices/{invoice_id}/credit", BILLING, _ADJUST),
    Row("GET", "/api/invoices/{invoice_id}/pdf", BILLING, _SEE_INVOICES),
    Row("GET", "/api/payments/{payment_id}", BILLING, _SEE_BILLING),
    Row("GET", "/api/payments/{payment_id}/receipt", BILLING, _SEE_BILLING),
    Row("POST", "/api/payments/{payment_id}/refund", BILLING, _REFUND),
    Row("POST", "/api/payments/{payment_id}/apply", BILLING, _BILL),
    Row("POST", "/api/payments/{payment_id}/release", BILLING, _BILL),
    Row("POST", "/api/patients/{patient_id}/payments", BILLING, _BILL_PATIENTS),
    Row("GET", "/api/patients/{patient_id}/account", BILLING, _SEE_BILLING),
    Row("GET", "/api/patients/{patient_id}/statement", BILLING, _SEE_BILLING),
    Row("GET", "/api/ledger/proof", BILLING, holders(P.LEDGER_PROOF)),
    # Insurance.
    Row("GET", "/api/payers", BILLING, _SEE_BILLING),
    Row("POST", "/api/payers", BILLING, _SET_FEES),
    Row("PATCH", "/api/payers/{payer_id}", BILLING, _SET_FEES),
    Row("GET", "/api/coverages/{coverage_id}", BILLING, _SEE_BILLING),
    Row("PATCH", "/api/coverages/{coverage_id}", BILLING, _BILL_PATIENTS),
    Row("GET", "/api/invoices/{invoice_id}/claim-check", BILLING, _SEE_INVOICES),
    Row("GET", "/api/patients/{patient_id}/coverages", BILLING, _SEE_BILLING),
    Row("POST", "/api/patients/{patient_id}/coverages", BILLING, _BILL_PATIENTS),
    Row("GET", "/api/claims", BILLING, _SEE_INVOICES),
    Row("POST", "/api/claims", BILLING, _BILL),
    Row("GET", "/api/claims/{claim_id}", BILLING, _SEE_INVOICES),
    Row("PATCH", "/api/claims/{claim_id}", BILLING, _BILL),
    Row("POST", "/api/claims/{claim_id}/check", BILLING, _BILL),
    Row("POST", "/api/claims/{claim_id}/submit", BILLING, _BILL),
    Row("POST", "/api/claims/{claim_id}/correct", BILLING, _BILL),
    Row("POST", "/api/claims/{claim_id}/void", BILLING, _BILL),
    Row("POST", "/api/claims/{claim_id}/keep", BILLING, _BILL),
    Row("POST", "/api/claims/{claim_id}/secondary-claim", BILLING, _BILL),
    Row("GET", "/api/claim-batches", BILLING, holders(P.BILLING_READ)),
    Row("POST", "/api/claim-batches", BILLING, _BILL_PATIENTS, heavy=True),
    Row("GET", "/api/claim-batches/{batch_id}", BILLING, holders(P.BILLING_READ)),
    Row("GET", "/api/claim-batches/{batch_id}/837p", BILLING, holders(P.BILLING_READ)),
    Row("GET", "/api/exchange-files", BILLING, holders(P.BILLING_READ)),
    Row("GET", "/api/claims/{claim_id}/837p", BILLING, _SEE_INVOICES),
    Row("POST", "/api/claim-acknowledgements", BILLING, _BILL_PATIENTS, heavy=True),
    Row("GET", "/api/denials", BILLING, _SEE_INVOICES),
    Row("PATCH", "/api/denials/{denial_id}", BILLING, _BILL),
    Row("POST", "/api/denials/{denial_id}/corrected-claim", BILLING, _BILL),
    Row("POST", "/api/denials/{denial_id}/secondary-claim", BILLING, _BILL),
    Row("GET", "/api/adjustment-reasons", BILLING, _SEE_BILLING),
    Row("PUT", "/api/adjustment-reasons/{code}", BILLING, _SET_FEES),
    Row("GET", "/api/remittances", BILLING, holders(P.BILLING_READ)),
    Row("POST", "/api/remittances", BILLING, _BILL_PATIENTS, heavy=True),
    Row("GET", "/api/remittances/{remittance_id}", BILLING, holders(P.BILLING_READ)),
    Row("POST", "/api/remittances/{remittance_id}/match", BILLING, _BILL_PATIENTS),
    Row("POST", "/api/remittances/{remittance_id}/unmatch", BILLING, _BILL_PATIENTS),
    # Messages.
    Row("GET", "/api/messages", NOTIFICATIONS, _SEE_MESSAGES),
    Row("GET", "/api/messages/{message_id}", NOTIFICATIONS, _SEE_MESSAGES),
    Row("POST", "/api/messages/{message_id}/retry", NOTIFICATIONS, _CONTACT),
    Row("POST", "/api/sms/incoming", NOTIFICATIONS, OPEN),
    Row("GET", "/api/message-templates", NOTIFICATIONS, _SET_MESSAGES),
    Row("GET", "/api/message-templates/{name}", NOTIFICATIONS, _SET_MESSAGES),
    Row("PUT", "/api/message-templates/{name}", NOTIFICATIONS, _SET_MESSAGES),
    Row("GET", "/api/reminder-rules", NOTIFICATIONS, _SET_MESSAGES),
    Row("PUT", "/api/reminder-rules", NOTIFICATIONS, _SET_MESSAGES),
    Row("GET", "/api/patients/{patient_id}/contact-preferences", NOTIFICATIONS, _CONTACT),
    Row("PUT", "/api/patients/{patient_id}/contact-preferences", NOTIFICATIONS, _CONTACT),
    # Reports.
    Row("GET", "/api/reports/patients", PATIENTS, _REPORTS, inner="/patients/statistics"),
    Row("GET", "/api/reports/finance", BILLING, _REPORTS),
    Row("GET", "/api/reports/aging", BILLING, _REPORTS),
    Row("GET", "/api/reports/payments", BILLING, _REPORTS),
    Row("GET", "/api/reports/earnings", BILLING, _REPORTS),
    Row("GET", "/api/reports/practitioners", SCHEDULING, _SEE_REPORTS),
)
"""
Every call there is; what is not here is refused, whoever asks.

Receptionists never see notes, problems or medications; admins see a chart only through break-glass.
"""

INSIDE: frozenset[tuple[str, str, str]] = frozenset(
    {
        (SCHEDULING, "GET", "/reports/day"),
        (BILLING, "GET", "/reports/day"),
        (IDENTITY, "GET", "/revocations"),
    }
)
"""Service, method, path of what only the gateway itself asks for: never forwarded, so in no row."""
