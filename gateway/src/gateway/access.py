"""THE ROLE TABLE: every call the suite answers, which service answers it, and who may make it. Deny by default."""

from dataclasses import dataclass

from clinic_common.access import NotPermitted, Principal
from clinic_contracts.permissions import Permission as P


@dataclass(frozen=True)
class Who:
    """Who may make a call: anybody, everybody signed in, or holders of any of these permissions."""

    permissions: frozenset[P] = frozenset()
    open: bool = False

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


GATEWAY = "gateway"
"""The upstream word of calls the gateway answers itself."""
PATIENTS, SCHEDULING, BILLING = "patients", "scheduling", "billing"
IDENTITY, NOTIFICATIONS = "identity", "notifications"
SERVICES = (IDENTITY, PATIENTS, SCHEDULING, BILLING, NOTIFICATIONS)


@dataclass(frozen=True)
class Row:
    """
    One call: method and public path template, the service that answers, and who may make it.

    :param heavy: may bring a large body and take long (imports, exports, remittance files)
    """

    method: str
    path: str
    upstream: str
    who: Who
    heavy: bool = False

    @property
    def upstream_path(self) -> str:
        """The path in the service: public paths carry `/api`, the services' own do not."""
        return self.path if self.upstream == GATEWAY else self.path.removeprefix("/api")


_PROFILE = holders(P.PROFILE)
_SEE_PATIENTS, _REGISTER = holders(P.PATIENTS_READ), holders(P.PATIENTS_WRITE)
_MERGE, _IMPORT = holders(P.PATIENTS_MERGE), holders(P.PATIENTS_IMPORT)
_BASICS_READ, _BASICS_WRITE = holders(P.CHART_BASICS_READ), holders(P.CHART_BASICS_WRITE)
_CHART_READ, _CHART_WRITE = holders(P.CHART_READ), holders(P.CHART_WRITE)
_SEE_CALENDAR, _BOOK = holders(P.APPOINTMENTS_READ), holders(P.APPOINTMENTS_WRITE)
_OWN_CALENDAR, _SETTINGS = holders(P.CALENDAR_OWN, P.CALENDAR_SETTINGS), holders(P.CALENDAR_SETTINGS)
_SEE_BILLING, _BILL = holders(P.BILLING_READ, P.BILLING_READ_OWN), holders(P.BILLING_WRITE)
_ADJUST, _SET_FEES = holders(P.BILLING_ADJUST), holders(P.FEES_WRITE)
_SEE_STAFF, _MANAGE_STAFF, _TRAIL = holders(P.STAFF_READ), holders(P.STAFF_WRITE), holders(P.TRAIL_READ)
_SEE_MESSAGES, _SET_MESSAGES = holders(P.MESSAGES_READ), holders(P.MESSAGES_SETTINGS)
_PREFERENCES = holders(P.CONTACT_PREFERENCES)
_REPORTS = holders(P.REPORTS)

TABLE: tuple[Row, ...] = (
    # The house itself.
    Row("GET", "/health", GATEWAY, OPEN),
    Row("GET", "/health/live", GATEWAY, OPEN),
    Row("GET", "/health/ready", GATEWAY, OPEN),
    Row("GET", "/openapi.json", GATEWAY, OPEN),
    Row("GET", "/docs", GATEWAY, OPEN),
    Row("GET", "/api/events", GATEWAY, SIGNED_IN),
    Row("GET", "/api/patients/{patient_id}/history", GATEWAY, _SEE_PATIENTS),
    Row("GET", "/api/reports/day", GATEWAY, _REPORTS),
    # Sign-in.
    Row("GET", "/.well-known/jwks.json", IDENTITY, OPEN),
    Row("POST", "/api/auth/login", IDENTITY, OPEN),
    Row("POST", "/api/auth/refresh", IDENTITY, OPEN),
    Row("POST", "/api/auth/logout", IDENTITY, OPEN),
    Row("POST", "/api/auth/accept-invitation", IDENTITY, OPEN),
    Row("POST", "/api/auth/password", IDENTITY, _PROFILE),
    Row("GET", "/api/auth/sessions", IDENTITY, _PROFILE),
    Row("DELETE", "/api/auth/sessions/{session_id}", IDENTITY, _PROFILE),
    Row("POST", "/api/auth/totp", IDENTITY, _PROFILE),
    Row("POST", "/api/auth/totp/confirm", IDENTITY, _PROFILE),
    Row("DELETE", "/api/auth/totp", IDENTITY, _PROFILE),
    Row("GET", "/api/me", IDENTITY, _PROFILE),
    # Staff.
    Row("GET", "/api/staff", IDENTITY, _SEE_STAFF),
    Row("POST", "/api/staff", IDENTITY, _MANAGE_STAFF),
    Row("GET", "/api/staff/{staff_id}", IDENTITY, _SEE_STAFF),
    Row("PATCH", "/api/staff/{staff_id}", IDENTITY, _MANAGE_STAFF),
    Row("POST", "/api/staff/{staff_id}/deactivate", IDENTITY, _MANAGE_STAFF),
    Row("GET", "/api/roles", IDENTITY, _SEE_STAFF),
    # The trail.
    Row("GET", "/api/access-trail", IDENTITY, _TRAIL),
    Row("GET", "/api/access-trail/proof", IDENTITY, _TRAIL),
    # Patients.
    Row("GET", "/api/patients", PATIENTS, _SEE_PATIENTS),
    Row("POST", "/api/patients", PATIENTS, _REGISTER),
    Row("GET", "/api/patients/{patient_id}", PATIENTS, _SEE_PATIENTS),
    Row("PATCH", "/api/patients/{patient_id}", PATIENTS, _REGISTER),
    Row("POST", "/api/patients/{patient_id}/archive", PATIENTS, _REGISTER),
    # The chart: what a nurse keeps, and what only those who treat see.
    *(
        row
        for part in ("allergies", "immunizations", "vitals")
        for row in (
            Row("GET", f"/api/patients/{{patient_id}}/{part}", PATIENTS, _BASICS_READ),
            Row("POST", f"/api/patients/{{patient_id}}/{part}", PATIENTS, _BASICS_WRITE),
            Row("PATCH", f"/api/patients/{{patient_id}}/{part}/{{item_id}}", PATIENTS, _BASICS_WRITE),
        )
    ),
    Row("GET", "/api/patients/{patient_id}/problems", PATIENTS, _CHART_READ),
    Row("POST", "/api/patients/{patient_id}/problems", PATIENTS, _CHART_WRITE),
    Row("PATCH", "/api/patients/{patient_id}/problems/{item_id}", PATIENTS, _CHART_WRITE),
    # Imports.
    Row("POST", "/api/imports", PATIENTS, _IMPORT, heavy=True),
    # Calendar.
    Row("GET", "/api/locations", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/locations", SCHEDULING, _SETTINGS),
    # Appointments.
    Row("GET", "/api/appointments", SCHEDULING, _SEE_CALENDAR),
    Row("POST", "/api/appointments", SCHEDULING, _BOOK),
    # Fees, invoices, payments.
    Row("GET", "/api/fees", BILLING, _SEE_BILLING),
    Row("POST", "/api/fees", BILLING, _SET_FEES),
    Row("GET", "/api/fees/{fee_id}", BILLING, _SEE_BILLING),
    Row("PATCH", "/api/fees/{fee_id}", BILLING, _SET_FEES),
    Row("GET", "/api/invoices", BILLING, _SEE_BILLING),
    Row("POST", "/api/invoices", BILLING, _BILL),
    Row("GET", "/api/invoices/{invoice_id}", BILLING, _SEE_BILLING),
    Row("PATCH", "/api/invoices/{invoice_id}", BILLING, _BILL),
    Row("POST", "/api/invoices/{invoice_id}/issue", BILLING, _BILL),
    Row("POST", "/api/invoices/{invoice_id}/void", BILLING, _ADJUST),
    Row("POST", "/api/invoices/{invoice_id}/write-off", BILLING, _ADJUST),
    Row("POST", "/api/invoices/{invoice_id}/credit", BILLING, _ADJUST),
    Row("POST", "/api/invoices/{invoice_id}/payments", BILLING, _BILL),
    Row("GET", "/api/payments/{payment_id}", BILLING, _SEE_BILLING),
    Row("POST", "/api/payments/{payment_id}/refund", BILLING, _ADJUST),
    Row("GET", "/api/patients/{patient_id}/account", BILLING, _SEE_BILLING),
    Row("GET", "/api/ledger/proof", BILLING, holders(P.LEDGER_PROOF)),
    Row("GET", "/api/reports/finance", BILLING, _REPORTS),
    # Messages.
    Row("GET", "/api/messages", NOTIFICATIONS, _SEE_MESSAGES),
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
