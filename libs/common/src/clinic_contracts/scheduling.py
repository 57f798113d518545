"""What scheduling tells: where, when and with whom visits take place."""

from datetime import datetime
from uuid import UUID

from .base import Event, Moment

VISIT_LINK = "scheduling.visit"
"""The purpose of links by which a patient sees, confirms or cancels their visit without signing in."""


def visit_link_state(starts_at: datetime, sequence: int) -> str:
    """Tell what must still be so of a visit for a link to it to hold: when it begins, and that it was not moved."""
    return f"{int(starts_at.timestamp()) // 60:x}.{sequence:x}"


class AppointmentState(Event):
    """An appointment as it stands after the change; `version` grows with every one of them."""

    appointment_id: UUID
    patient_id: UUID
    practitioner_id: UUID
    practitioner_name: str
    location_id: UUID
    location_name: str
    time_zone: str
    visit_type_id: UUID
    visit_type_code: str
    visit_type_name: str
    fee_code: str | None = None
    starts_at: Moment
    ends_at: Moment
    status: str
    series_id: UUID | None = None
    version: int
    sequence: int = 0
    """Grows when it is moved, cancelled or reopened: what calendar programs call SEQUENCE (RFC 5546)."""
    occurred_at: Moment


class AppointmentBooked(AppointmentState, name="scheduling.appointment_booked.v1"):
    """A visit was booked."""


class AppointmentRescheduled(AppointmentState, name="scheduling.appointment_rescheduled.v1"):
    """A visit was moved; carries the new time."""


class AppointmentConfirmed(AppointmentState, name="scheduling.appointment_confirmed.v1"):
    """The patient or the desk confirmed that the visit takes place."""


class AppointmentProgressed(AppointmentState, name="scheduling.appointment_progressed.v1"):
    """The patient arrived, was roomed, or the visit began; `status` says which."""


class AppointmentCompleted(AppointmentState, name="scheduling.appointment_completed.v1"):
    """The visit took place and ended."""


class AppointmentCancelled(AppointmentState, name="scheduling.appointment_cancelled.v1"):
    """The visit will not take place; its slot is free again."""

    reason: str | None = None


class AppointmentMissed(AppointmentState, name="scheduling.appointment_missed.v1"):
    """The patient did not come."""


class CalendarChanged(Event, name="scheduling.calendar_changed.v1"):
    """When a practitioner is there, or a location open, is other than it was; screens that show slots ask again."""

    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    occurred_at: Moment


class LocationSaved(Event, name="scheduling.location_saved.v1"):
    """A location was added or changed."""

    location_id: UUID
    name: str
    time_zone: str
    phone: str | None = None
    address: dict[str, str] | None = None
    version: int
    occurred_at: Moment
