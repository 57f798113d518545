"""Availability, closures and free slots over HTTP."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from clinic_common.errors import Stale
from clinic_common.http import Day, Db, Me, Moment, Now, Page, Paging, problems
from clinic_contracts.reach import WORKING_HOURS
from fastapi import Query
from pydantic import Field

from .. import commands, queries
from ..rules import (
    CalendarNotFound,
    ClosureNotFound,
    ExceptionNotFound,
    LocationNotFound,
    LocationUnknown,
    NotYourCalendar,
    PeriodInvalid,
    PractitionerUnknown,
    RoomUnknown,
    TimeOffNotFound,
    VisitTypeUnknown,
    must_be_own_calendar,
)
from ..rules.calendar import EmptyRule, OverlappingRules
from ..schemas import (
    AvailabilityView,
    ClosureView,
    ExceptionView,
    NewAvailability,
    NewClosure,
    NewException,
    NewTimeOff,
    SlotReasonsView,
    SlotView,
    TimeOffView,
)
from .asked import SeenAt, SeenVersion, SetAt, When, period
from .router import router

USUAL_SEARCH = timedelta(days=14)
IDS = Annotated[list[UUID], Field(max_length=50)]
LENGTH = Query(ge=5, le=480, multiple_of=5, description="Other than the visit type's.")


def _must_be_theirs(me: Any, practitioner_id: UUID) -> None:
    must_be_own_calendar(practitioner_id, staff_id=me.staff_id, may_all=me.rows(WORKING_HOURS).owner is None)


@router.get("/practitioners/{practitioner_id}/availability", responses=problems(CalendarNotFound))
async def get_availability(practitioner_id: UUID, db: Db) -> AvailabilityView:
    """Give a practitioner's weekly availability."""
    return await db.read(queries.get_availability, AvailabilityView.of, practitioner_id=practitioner_id)


@router.put(
    "/practitioners/{practitioner_id}/availability",
    responses=problems(CalendarNotFound, NotYourCalendar, EmptyRule, OverlappingRules, LocationUnknown, Stale),
)
async def set_availability(
    practitioner_id: UUID, body: NewAvailability, version: SeenVersion, me: Me, db: Db, now: Now
) -> AvailabilityView:
    """Replace a practitioner's weekly availability."""
    _must_be_theirs(me, practitioner_id)
    hours: list[Any] = [rule.minutes() for rule in body.rules]
    await db.run(commands.set_availability, practitioner_id=practitioner_id, hours=hours, version=version, now=now)
    return await db.read(queries.get_availability, AvailabilityView.of, practitioner_id=practitioner_id)


@router.get("/practitioners/{practitioner_id}/time-off", responses=problems(CalendarNotFound))
async def list_time_off(
    practitioner_id: UUID,
    db: Db,
    page: Paging,
    since: Annotated[Moment | None, Query(description="Leave out what ended before.")] = None,
) -> Page[TimeOffView]:
    """List when a practitioner is away."""
    return await db.read(
        queries.list_time_off, Page[TimeOffView].of, practitioner_id=practitioner_id, page=page, since=since
    )


@router.post(
    "/practitioners/{practitioner_id}/time-off",
    status_code=201,
    responses=problems(CalendarNotFound, NotYourCalendar, PeriodInvalid),
)
async def add_time_off(practitioner_id: UUID, body: NewTimeOff, me: Me, db: Db, now: Now) -> TimeOffView:
    """Have a practitioner be away for a while."""
    _must_be_theirs(me, practitioner_id)
    return await db.run(
        commands.add_time_off, TimeOffView.of, practitioner_id=practitioner_id, **body.model_dump(), now=now
    )


@router.delete(
    "/practitioners/{practitioner_id}/time-off/{time_off_id}",
    status_code=204,
    responses=problems(TimeOffNotFound, NotYourCalendar),
)
async def remove_time_off(practitioner_id: UUID, time_off_id: UUID, me: Me, db: Db, now: Now) -> None:
    """Have a practitioner be there after all."""
    _must_be_theirs(me, practitioner_id)
    await db.run(commands.remove_time_off, practitioner_id=practitioner_id, time_off_id=time_off_id, now=now)


@router.get("/practitioners/{practitioner_id}/exceptions", responses=problems(CalendarNotFound))
async def list_exceptions(
    practitioner_id: UUID,
    db: Db,
    page: Paging,
    since: Annotated[Day | None, Query(description="Leave out earlier days.")] = None,
) -> Page[ExceptionView]:
    """List the days on which a practitioner is not there as the weekly rules say."""
    return await db.read(
        queries.list_exceptions, Page[ExceptionView].of, practitioner_id=practitioner_id, page=page, since=since
    )


@router.post(
    "/practitioners/{practitioner_id}/exceptions",
    status_code=201,
    responses=problems(CalendarNotFound, NotYourCalendar, LocationUnknown, EmptyRule),
)
async def add_exception(practitioner_id: UUID, body: NewException, me: Me, db: Db, now: Now) -> ExceptionView:
    """Have one day of a practitioner be closed, opened further, or have other hours."""
    _must_be_theirs(me, practitioner_id)
    return await db.run(
        commands.add_exception, ExceptionView.of, practitioner_id=practitioner_id, **body.minutes(), now=now
    )


@router.delete(
    "/practitioners/{practitioner_id}/exceptions/{exception_id}",
    status_code=204,
    responses=problems(ExceptionNotFound, NotYourCalendar),
)
async def remove_exception(practitioner_id: UUID, exception_id: UUID, me: Me, db: Db, now: Now) -> None:
    """Have the weekly rules hold on that day after all."""
    _must_be_theirs(me, practitioner_id)
    await db.run(commands.remove_exception, practitioner_id=practitioner_id, exception_id=exception_id, now=now)


@router.get("/locations/{location_id}/closures", responses=problems(LocationNotFound))
async def list_closures(
    location_id: UUID,
    db: Db,
    page: Paging,
    since: Annotated[Day | None, Query(description="Leave out what ended before.")] = None,
) -> Page[ClosureView]:
    """List when a location is closed."""
    return await db.read(queries.list_closures, Page[ClosureView].of, location_id=location_id, page=page, since=since)


@router.post(
    "/locations/{location_id}/closures",
    status_code=201,
    responses=problems(LocationNotFound, PeriodInvalid, EmptyRule),
)
async def add_closure(location_id: UUID, body: NewClosure, db: Db, now: Now, within: SetAt) -> ClosureView:
    """Have a location be closed on some days, whole or in some hours."""
    return await db.run(
        commands.add_closure, ClosureView.of, location_id=location_id, **body.minutes(), now=now, within=within
    )


@router.delete("/locations/{location_id}/closures/{closure_id}", status_code=204, responses=problems(ClosureNotFound))
async def remove_closure(location_id: UUID, closure_id: UUID, db: Db, now: Now, within: SetAt) -> None:
    """Have a location be open after all."""
    await db.run(commands.remove_closure, location_id=location_id, closure_id=closure_id, now=now, within=within)


@router.get(
    "/slots",
    responses=problems(VisitTypeUnknown, PractitionerUnknown, LocationUnknown, RoomUnknown, PeriodInvalid),
)
async def list_slots(
    visit_type_id: UUID,
    db: Db,
    now: Now,
    page: Paging,
    within: SeenAt,
    practitioner_id: Annotated[IDS, Query(description="Any of these; anybody, if left out.")] = [],  # noqa: B006
    location_id: Annotated[IDS, Query(description="At any of these; anywhere, if left out.")] = [],  # noqa: B006
    room_id: Annotated[IDS, Query(description="One of these must be free too, and is named.")] = [],  # noqa: B006
    minutes: Annotated[int | None, LENGTH] = None,
    starts: Annotated[When | None, Query(alias="from", description="A moment or a date; now.")] = None,
    ends: Annotated[When | None, Query(alias="to", description="A moment, or a date: through it; 14 days on.")] = None,
) -> Page[SlotView]:
    """List free slots, the next ones first: with `limit=1` the first available one."""
    starts_at, ends_at = await period(db, starts, ends, location_id[0] if len(location_id) == 1 else None, within)
    return await db.read(
        queries.list_slots,
        Page[SlotView].of,
        visit_type_id=visit_type_id,
        practitioner_ids=practitioner_id,
        location_ids=location_id,
        room_ids=room_id,
        minutes=minutes,
        starts_at=starts_at or now,
        ends_at=ends_at or (starts_at or now) + USUAL_SEARCH,
        now=now,
        page=page,
        within=within,
    )


@router.get("/slots/why", responses=problems(VisitTypeUnknown, PractitionerUnknown, LocationUnknown, RoomUnknown))
async def explain_slot(
    practitioner_id: UUID,
    visit_type_id: UUID,
    starts_at: Moment,
    db: Db,
    now: Now,
    within: SeenAt,
    location_id: UUID | None = None,
    room_id: UUID | None = None,
    minutes: Annotated[int | None, LENGTH] = None,
) -> SlotReasonsView:
    """Tell in words why a slot is not offered."""
    return await db.read(
        queries.get_slot_reasons,
        SlotReasonsView.of,
        practitioner_id=practitioner_id,
        visit_type_id=visit_type_id,
        location_id=location_id,
        room_id=room_id,
        minutes=minutes,
        starts_at=starts_at,
        now=now,
        within=within,
    )
