"""Appointments as JSON."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Body, Moment, PlainText, View
from pydantic import StringConstraints as Str
from pydantic import computed_field

from ..rules import Scope, Status, minutes_between
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

    @computed_field
    def waiting_minutes(self) -> int | None:
        """How long the patient waited from arriving to being brought to a room, or to the start; null before that."""
        return minutes_between(self.arrived_at, self.roomed_at or self.started_at or self.completed_at)

    @computed_field
    def room_minutes(self) -> int | None:
        """How long the patient was in the room, from being brought there to the end; null before that."""
        return minutes_between(self.roomed_at or self.started_at, self.completed_at)


class StepView(View):
    """What happened to a visit: when, by whom, and why; `status` is where it stood after."""

    step: str
    status: Status
    at: Moment
    staff_id: UUID | None
    staff_name: str | None
    reason: str | None


class NextVisitView(View):
    """The patient's next visit to come."""

    id: UUID
    starts_at: Moment
    practitioner_name: str
    location_name: str
    visit_type_name: str


class AppointmentDetailView(AppointmentView):
    """A visit with its history, what the patient missed so far, and when they come next."""

    history: list[StepView]
    no_show_count: int
    next_visit: NextVisitView | None


class OnBoardView(View):
    """A patient who is here: how long they have been waiting, and how long in a room."""

    id: UUID
    patient_id: UUID
    patient_name: str
    practitioner_id: UUID
    practitioner_name: str
    visit_type_name: str
    color: str | None
    room_id: UUID | None
    starts_at: Moment
    status: Status
    arrived_at: Moment | None
    roomed_at: Moment | None
    started_at: Moment | None
    waiting_minutes: int | None
    room_minutes: int | None


class RoomOnBoardView(View):
    """A room and who is in it now."""

    room_id: UUID
    room_name: str
    location_id: UUID
    visits: list[OnBoardView]


class RoomsBoardView(View):
    """Who is where now; `waiting` are those who arrived, `elsewhere` those in a visit without a room."""

    at: Moment
    rooms: list[RoomOnBoardView]
    waiting: list[OnBoardView]
    elsewhere: list[OnBoardView]


class SeriesView(View):
    """A series with all its visits."""

    id: UUID
    rule: str
    time_zone: str
    created_at: Moment
    items: list[AppointmentView]
