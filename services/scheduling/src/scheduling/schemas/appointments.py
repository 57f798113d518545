"""Appointments as JSON."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Body, Day, Moment, PlainText, View
from pydantic import Field, computed_field, model_validator
from pydantic import StringConstraints as Str

from ..rules import OnConflict, Scope, Status, minutes_between
from .places import UNCHANGED, Minutes


class NewAppointment(Body):
    """
    A visit to book. `minutes` overrides the visit type's; `recurrence` (RFC 5545, with an end) books a series, without
    the days or moments in `exdates`; `on_conflict` says whether its visits that do not fit stop it, are left out, or
    are moved to the nearest free time. `overbook_reason` allows what is taken or outside of the availability, for
    those who may. A patient who is elsewhere at that time is a warning; with `accept_conflict: false` it is refused.
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
    exdates: Annotated[list[Moment | Day], Field(max_length=104)] = []
    on_conflict: OnConflict = OnConflict.STOP
    overbook_reason: PlainText | None = None
    accept_conflict: bool = True


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
    """
    The new time, practitioner or length of a visit; what is left out stays.

    `scope` changes others of its series likewise: moved by as many days, to the same time of day. `on_conflict` says
    whether those that do not fit stop it all, stay as they are, or are moved to the nearest free time.
    """

    starts_at: Moment = UNCHANGED
    practitioner_id: UUID | None = None
    minutes: Minutes | None = None
    scope: Scope = Scope.THIS
    on_conflict: OnConflict = OnConflict.STOP
    overbook_reason: PlainText | None = None
    accept_conflict: bool = True

    @model_validator(mode="after")
    def _something(self) -> "Move":
        if not (self.starts_at or self.practitioner_id or self.minutes):
            raise ValueError("say what changes: starts_at, practitioner_id or minutes")
        return self


class Reopening(Body):
    """Why the last step is taken back."""

    reason: PlainText


class WarningView(View):
    """Something the person booking should know."""

    code: str
    detail: str
    appointment_id: UUID | None
    starts_at: Moment | None = None


class PlannedVisitView(View):
    """
    How one visit would fit: `fits`, `moved` to another time, or in `conflict`; `code` and `detail` say what is in
    the way of the time wanted.
    """

    appointment_id: UUID | None
    practitioner_id: UUID
    practitioner_name: str
    wanted_at: Moment
    starts_at: Moment
    ends_at: Moment
    outcome: str
    overbooked: bool
    code: str | None
    detail: str | None


class PlanView(View):
    """What would be booked or changed, before anything is; `conflicts` counts the visits that do not fit."""

    time_zone: str
    conflicts: int
    visits: list[PlannedVisitView]
    warnings: list[WarningView]

    @classmethod
    def of(cls, plan: Any) -> "PlanView":
        """This view of a plan."""
        ids = [visit.id for visit in plan.visits] or [None] * len(plan.fits)
        visits = [
            PlannedVisitView(
                appointment_id=id,
                practitioner_id=practitioner.id,
                practitioner_name=practitioner.display_name,
                wanted_at=fit.wanted.starts_at,
                starts_at=fit.starts_at,
                ends_at=fit.starts_at + timedelta(minutes=fit.wanted.minutes),
                outcome=fit.outcome,
                overbooked=fit.overbooked,
                code=fit.refusal.code if fit.refusal else None,
                detail=fit.refusal.detail if fit.refusal else None,
            )
            for id, fit, practitioner in zip(ids, plan.fits, plan.practitioners, strict=True)
        ]
        return cls(
            time_zone=plan.zone,
            conflicts=sum(visit.outcome == "conflict" for visit in visits),
            visits=visits,
            warnings=[WarningView.model_validate(each) for each in plan.elsewhere],
        )


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
    occurrence_at: Moment | None
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
    """What happened to a visit: when, by whom, and why; `status` and `starts_at` are where it stood after."""

    step: str
    status: Status
    starts_at: Moment | None
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
    overbooked: bool
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
    """
    A series with all its visits. The rule stays as it was booked: `exdates` are the occurrences that are none, and
    a visit's `occurrence_at` says which one it is, wherever it was moved since.
    """

    id: UUID
    rule: str
    time_zone: str
    starts_at: Moment | None
    exdates: list[Moment]
    created_at: Moment
    items: list[AppointmentView]
