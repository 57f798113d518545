"""Practitioners, their hours and free slots as JSON."""

from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Day, Moment, PlainText, View
from pydantic import Field, model_validator
from pydantic import StringConstraints as Str

from ..rules import ExceptionKind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Starts = Annotated[str, Str(pattern=r"^([01][0-9]|2[0-3]):[0-5][05]$")]
"""A time on the wall clock, on full five minutes."""
Ends = Annotated[str, Str(pattern=r"^(([01][0-9]|2[0-3]):[0-5][05]|24:00)$")]
"""The same, or `24:00` for the midnight after."""


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


class PractitionerView(View):
    """Somebody who has a calendar; one who is not `active` cannot be booked any more."""

    id: UUID
    display_name: str
    npi: str | None
    active: bool
    color: str


class NewHours(Body):
    """Open every week at these hours of the location's wall clock."""

    weekday: Weekday
    starts: Starts
    ends: Ends
    location_id: UUID | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None

    def minutes(self) -> dict[str, Any]:
        """The same in numbers."""
        return {
            "weekday": WEEKDAYS.index(self.weekday),
            "starts_minute": _minute(self.starts),
            "ends_minute": _minute(self.ends),
            "location_id": self.location_id,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
        }


class NewAvailability(Body):
    """All weekly rules of a practitioner; they replace what was there."""

    rules: Annotated[list[NewHours], Field(max_length=100)]


class HoursView(View):
    """One weekly rule."""

    weekday: Weekday
    starts: str
    ends: str
    location_id: UUID
    valid_from: Day | None
    valid_until: Day | None

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, row: Any) -> Any:
        if isinstance(row, dict):
            return row
        return {
            "weekday": WEEKDAYS[row.weekday],
            "starts": _clock(row.starts_minute),
            "ends": _clock(row.ends_minute),
            "location_id": row.location_id,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }


class AvailabilityView(View):
    """A practitioner's weekly availability."""

    practitioner_id: UUID
    rules: list[HoursView]
    version: int


class NewException(Body):
    """
    One day that is other than by the weekly rules.

    `closed`: not there at all; `hours`: there in these hours instead; `opened`: in these hours as well.
    """

    on: Day
    kind: ExceptionKind
    starts: Starts | None = None
    ends: Ends | None = None
    location_id: UUID | None = None
    reason: PlainText | None = None

    @model_validator(mode="after")
    def _hours_unless_closed(self) -> "NewException":
        given = (self.starts is not None, self.ends is not None)
        if self.kind == ExceptionKind.CLOSED and (any(given) or self.location_id):
            raise ValueError("a day that is closed has no hours and no location")
        if self.kind != ExceptionKind.CLOSED and not all(given):
            raise ValueError("say from when to when: starts and ends")
        return self

    def minutes(self) -> dict[str, Any]:
        """The same in numbers."""
        return {
            "on": self.on,
            "kind": self.kind,
            "location_id": self.location_id,
            "starts_minute": _minute(self.starts) if self.starts else None,
            "ends_minute": _minute(self.ends) if self.ends else None,
            "reason": self.reason,
        }


class ExceptionView(View):
    """One day that is other than by the weekly rules."""

    id: UUID
    practitioner_id: UUID
    on: Day
    kind: ExceptionKind
    starts: str | None
    ends: str | None
    location_id: UUID | None
    reason: str | None
    created_at: Moment

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, row: Any) -> Any:
        if isinstance(row, dict):
            return row
        return {
            "id": row.id,
            "practitioner_id": row.practitioner_id,
            "on": row.on_date,
            "kind": row.kind,
            "starts": None if row.starts_minute is None else _clock(row.starts_minute),
            "ends": None if row.ends_minute is None else _clock(row.ends_minute),
            "location_id": row.location_id,
            "reason": row.reason,
            "created_at": row.created_at,
        }


class NewClosure(Body):
    """Days on which a location is closed, the last one included; whole, or each from `starts` to `ends`."""

    starts_on: Day
    ends_on: Day
    starts: Starts = "00:00"
    ends: Ends = "24:00"
    reason: PlainText | None = None

    def minutes(self) -> dict[str, Any]:
        """The same in numbers."""
        return {
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "starts_minute": _minute(self.starts),
            "ends_minute": _minute(self.ends),
            "reason": self.reason,
        }


class ClosureView(View):
    """Days on which a location is closed; `visits_booked` says, when it is made, how many visits are to be moved."""

    id: UUID
    location_id: UUID
    starts_on: Day
    ends_on: Day
    starts: str
    ends: str
    reason: str | None
    created_at: Moment
    visits_booked: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, row: Any) -> Any:
        if isinstance(row, dict):
            return row
        return {
            "visits_booked": getattr(row, "visits_booked", None),
            "id": row.id,
            "location_id": row.location_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "starts": _clock(row.starts_minute),
            "ends": _clock(row.ends_minute),
            "reason": row.reason,
            "created_at": row.created_at,
        }


class NewTimeOff(Body):
    """A period a practitioner is away."""

    starts_at: Moment
    ends_at: Moment
    reason: PlainText | None = None


class TimeOffView(View):
    """A period a practitioner is away; `visits_booked` says, when it is made, how many visits are to be moved."""

    id: UUID
    practitioner_id: UUID
    starts_at: Moment
    ends_at: Moment
    reason: str | None
    created_at: Moment
    visits_booked: int | None = None


class ReasonView(View):
    """One thing that stands in the way of a slot, by its code and in words."""

    code: str
    detail: str


class SlotReasonsView(View):
    """Whether a slot is offered, and if not, why."""

    offered: bool
    reasons: list[ReasonView]


class SlotView(View):
    """A time at which a visit can be booked; the room is one that is free, if rooms were asked for."""

    practitioner_id: UUID
    practitioner_name: str
    location_id: UUID
    time_zone: str
    starts_at: Moment
    ends_at: Moment
    room_id: UUID | None
    room_name: str | None
