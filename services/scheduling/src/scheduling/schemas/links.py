"""What a patient sees and sends by link, as JSON."""

from clinic_common.http import Body, Moment, PlainText, View

from ..rules import Status


class LinkCancellation(Body):
    """Why the patient does not come, if they say so."""

    reason: PlainText | None = None


class LinkedAppointmentView(View):
    """A visit as its patient sees it by link: nothing about the patient, nor what the visit is for."""

    starts_at: Moment
    ends_at: Moment
    time_zone: str
    practitioner_name: str
    location_name: str
    address: dict[str, str] | None
    phone: str | None
    visit_type_name: str
    status: Status
    can_confirm: bool
    can_cancel: bool
    clinic_name: str | None = None


class LinkedVisitView(View):
    """What a link leads to."""

    appointment: LinkedAppointmentView
