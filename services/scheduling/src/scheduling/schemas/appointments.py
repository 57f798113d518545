"""Appointments as JSON."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Body, Moment, PlainText, View
from pydantic import StringConstraints as Str

from ..rules import Scope, Status
from .places import UNCHANGED, Minutes


class NewAppointment(Body):
    """
    A visit to book. `minutes` overrides the visit type's; `recurrence` (RFC 5545, with an end) books a series;
    `overbook_reason` allows what is taken or outside of the availability, for those who may.
    """

    patient_id: UUID
    practitioner_id: UUID
    visit_type_id: UUID
    starts_at: Moment
    minutes: Minutes | None = None
    location_id: UUID | None = None
    room_id: UUID | None = None
    reason: PlainText | None = None
    recurrence: Annotated[str, Str(min_length=1, max_length=200)] | None = None
    overbook_reason: PlainText | None = None


class AppointmentChange(Body):
    """What changes of a visit."""

    reason: PlainText | None = None
    room_id: UUID | None = None
    minutes: Minutes = UNCHANGED


class RoomMove(Body):
    """The room the patient was brought to."""

    room_id: UUID | None = None


class Cancellation(Body):
    """Why a visit does not take place; `scope` says which of its series are meant."""

    reason: PlainText
    scope: Scope = Scope.THIS


class Move(Body):
    """The new time of a visit; `scope` moves others of its series by as many days, to the same time of day."""

    starts_at: Moment
    practitioner_id: UUID | None = None
    scope: Scope = Scope.THIS
    overbook_reason: PlainText | None = None


class Reopening(Body):
    """Why the last step is taken back."""

    reason: PlainText


class WarningView(View):
    """Something the person booking should know."""

    code: str
    detail: str
    appointment_id: UUID


class AppointmentView(View):
    """A visit."""

    id: UUID
    patient_id: UUID
    patient_name: str
    practitioner_id: UUID
    practitioner_name: str
    location_id: UUID
    location_name: str
    time_zone: str
    room_id: UUID | None
    room_name: str | None
    visit_type_id: UUID
    visit_type_code: str
    visit_type_name: str
    color: str | None
    series_id: UUID | None
    starts_at: Moment
    ends_at: Moment
    minutes: int
    buffer_before: int
    buffer_after: int
    status: Status
    reason: str | None
    overbooked: bool
    overbook_reason: str | None
    cancel_reason: str | None
    confirmed_at: Moment | None
    arrived_at: Moment | None
    roomed_at: Moment | None
    started_at: Moment | None
    completed_at: Moment | None
    cancelled_at: Moment | None
    missed_at: Moment | None
    created_at: Moment
    changed_at: Moment
    version: int
    warnings: list[WarningView] = []


class StepView(View):
    """What happened to a visit: when, by whom, and why; `status` is where it stood after."""

    step: str
    status: Status
    at: Moment
    staff_id: UUID | None
    staff_name: str | None
    reason: str | None


class AppointmentDetailView(AppointmentView):
    """A visit with its history."""

    history: list[StepView]


class SeriesView(View):
    """A series with all its visits."""

    id: UUID
    rule: str
    time_zone: str
    created_at: Moment
    items: list[AppointmentView]
