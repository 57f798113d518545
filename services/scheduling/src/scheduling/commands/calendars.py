"""When practitioners are there: weekly rules, single days, time off; and when a location is closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict
from uuid import UUID

from clinic_common.database import Session, among, new_id
from clinic_common.errors import Stale
from clinic_contracts.scheduling import CalendarChanged
from sqlalchemy import ColumnElement, delete, select, update

from .. import rules
from ..models import (
    Appointment,
    AvailabilityException,
    AvailabilityRule,
    Location,
    LocationClosure,
    StaffMember,
    TimeOff,
    Within,
    location_within,
)
from ..rules import Closure, ExceptionKind, Stretch, cells_of
from ..rules.calendar import MINUTES_A_DAY, EmptyRule

LONGEST_TIME_OFF = timedelta(days=2 * 366)


class Hours(TypedDict):
    """One weekly rule as it comes in; without a location it means the first one."""

    weekday: int
    starts_minute: int
    ends_minute: int
    location_id: NotRequired[UUID | None]
    valid_from: NotRequired[date | None]
    valid_until: NotRequired[date | None]


async def _practitioner(session: Session, practitioner_id: UUID) -> StaffMember:
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.CalendarNotFound()
    return practitioner


async def set_availability(
    session: Session, *, practitioner_id: UUID, hours: Sequence[Hours], now: datetime, version: int | None = None
) -> None:
    """
    Replace a practitioner's weekly availability; what is booked stays.

    :param version: the version somebody saw, if they insist on it
    :raises CalendarNotFound: no such practitioner
    :raises LocationUnknown: a rule names a location there is not, or none and there is none
    :raises EmptyRule: a rule never applies
    :raises OverlappingRules: two rules are open at the same time (S7)
    """
    practitioner = await _practitioner(session, practitioner_id)
    seen = practitioner.calendar_version
    if version is not None and version != seen:
        raise Stale(f"This was changed meanwhile: it is now version {seen}.", version=seen)
    known = list(await session.scalars(select(Location.id).order_by(Location.id)))
    weekly: list[rules.WeeklyRule] = []
    for index, each in enumerate(hours):
        location_id = each.get("location_id") or (known[0] if known else None)
        if location_id is None or location_id not in known:
            raise rules.LocationUnknown(field=f"/rules/{index}/location_id")
        weekly.append(
            rules.WeeklyRule(
                each["weekday"],
                each["starts_minute"],
                each["ends_minute"],
                location_id,
                each.get("valid_from"),
                each.get("valid_until"),
            )
        )
    rules.must_be_weekly_rules(weekly)
    await _replace(session, practitioner_id, weekly, seen)
    session.emit(CalendarChanged(practitioner_id=practitioner_id, occurred_at=now))


async def _replace(session: Session, practitioner_id: UUID, weekly: list[rules.WeeklyRule], seen: int) -> None:
    # The version is the lock: of two who replace at once, one finds it changed.
    raised = await session.execute(
        update(StaffMember)
        .where(StaffMember.id == practitioner_id, StaffMember.calendar_version == seen)
        .values(calendar_version=seen + 1),
    )
    if raised.rowcount != 1:  # type: ignore[attr-defined]
        raise Stale()
    await session.execute(
        delete(AvailabilityRule).where(AvailabilityRule.practitioner_id == practitioner_id),
        execution_options={"synchronize_session": False},
    )
    session.add_all(
        AvailabilityRule(
            id=new_id(),
            practitioner_id=practitioner_id,
            location_id=rule.location_id,
            weekday=rule.weekday,
            starts_minute=rule.starts_minute,
            ends_minute=rule.ends_minute,
            valid_from=rule.valid_from,
            valid_until=rule.valid_until,
        )
        for rule in weekly
    )
    await session.flush()


async def add_exception(
    session: Session,
    *,
    practitioner_id: UUID,
    on: date,
    kind: ExceptionKind,
    now: datetime,
    location_id: UUID | None = None,
    starts_minute: int | None = None,
    ends_minute: int | None = None,
    reason: str | None = None,
) -> AvailabilityException:
    """
    Have one day of a practitioner be other than by the weekly rules (S13); what is booked stays.

    :param starts_minute: with `ends_minute` the hours, for every kind but `closed`
    :raises CalendarNotFound: no such practitioner
    :raises LocationUnknown: no such location, or none at all
    :raises EmptyRule: the hours end before they begin
    """
    await _practitioner(session, practitioner_id)
    if kind != ExceptionKind.CLOSED:
        if location_id is None:
            location_id = await session.scalar(select(Location.id).order_by(Location.id).limit(1))
        if location_id is None or await session.get(Location, location_id) is None:
            raise rules.LocationUnknown(field="location_id")
        if (starts_minute or 0) >= (ends_minute or 0):
            raise EmptyRule("These hours end before they begin.", field="ends")
    exception = AvailabilityException(
        id=new_id(),
        practitioner_id=practitioner_id,
        on_date=on,
        kind=kind.value,
        location_id=location_id,
        starts_minute=starts_minute,
        ends_minute=ends_minute,
        reason=reason,
        created_at=now,
    )
    session.add(exception)
    await session.flush()
    session.emit(CalendarChanged(practitioner_id=practitioner_id, occurred_at=now))
    return exception


async def remove_exception(session: Session, *, practitioner_id: UUID, exception_id: UUID, now: datetime) -> None:
    """
    Have the weekly rules hold on that day after all.

    :raises ExceptionNotFound: they have no such exception
    """
    exception = await session.get(AvailabilityException, exception_id)
    if exception is None or exception.practitioner_id != practitioner_id:
        raise rules.ExceptionNotFound()
    await session.delete(exception)
    session.emit(CalendarChanged(practitioner_id=practitioner_id, occurred_at=now))


async def add_time_off(
    session: Session,
    *,
    practitioner_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    reason: str | None = None,
) -> TimeOff:
    """
    Have a practitioner be away; what is booked stays.

    :raises CalendarNotFound: no such practitioner
    :raises PeriodInvalid: it ends before it begins, or is longer than two years
    """
    await _practitioner(session, practitioner_id)
    rules.must_be_period(starts_at, ends_at, longest=LONGEST_TIME_OFF, field="ends_at")
    time_off = TimeOff(
        id=new_id(),
        practitioner_id=practitioner_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        created_at=now,
    )
    session.add(time_off)
    await session.flush()
    theirs = Appointment.practitioner_id == practitioner_id
    time_off.visits_booked = len(await _booked(session, theirs, starts_at, ends_at))
    session.emit(CalendarChanged(practitioner_id=practitioner_id, occurred_at=now))
    return time_off


async def _booked(
    session: Session, whose: ColumnElement[bool], starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime]]:
    """The visits that stand in a period: whoever makes it their day off has to move them."""
    rows = await session.execute(
        select(Appointment.starts_at, Appointment.ends_at).where(
            whose,
            Appointment.starts_at > starts_at - timedelta(days=1),
            Appointment.starts_at < ends_at,
            Appointment.ends_at > starts_at,
            Appointment.status.in_(sorted(rules.MOVABLE)),
        )
    )
    return [(row.starts_at, row.ends_at) for row in rows]


async def remove_time_off(session: Session, *, practitioner_id: UUID, time_off_id: UUID, now: datetime) -> None:
    """
    Have a practitioner be there after all.

    :raises TimeOffNotFound: they have no such time off
    """
    time_off = await session.get(TimeOff, time_off_id)
    if time_off is None or time_off.practitioner_id != practitioner_id:
        raise rules.TimeOffNotFound()
    await session.delete(time_off)
    session.emit(CalendarChanged(practitioner_id=practitioner_id, occurred_at=now))


async def add_closure(
    session: Session,
    *,
    location_id: UUID,
    starts_on: date,
    ends_on: date,
    now: datetime,
    starts_minute: int = 0,
    ends_minute: int = MINUTES_A_DAY,
    reason: str | None = None,
    within: Within = None,
) -> LocationClosure:
    """
    Have a location be closed on these days, whole or in these hours (S15); what is booked stays.

    :raises LocationNotFound: no such location
    :raises PeriodInvalid: it ends before it begins, or is longer than two years
    :raises EmptyRule: the hours end before they begin
    """
    location = await location_within(session, location_id, within)
    if location is None:
        raise rules.LocationNotFound()
    if ends_on < starts_on or ends_on - starts_on > LONGEST_TIME_OFF:
        raise rules.PeriodInvalid("A closure ends on its first day or within two years of it.", field="ends_on")
    if starts_minute >= ends_minute:
        raise EmptyRule("These hours end before they begin.", field="ends")
    closure = LocationClosure(
        id=new_id(),
        location_id=location_id,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_minute=starts_minute,
        ends_minute=ends_minute,
        reason=reason,
        created_at=now,
    )
    session.add(closure)
    await session.flush()
    closure.visits_booked = await _booked_while_closed(session, closure, location.time_zone)
    session.emit(CalendarChanged(location_id=location_id, occurred_at=now))
    return closure


async def _booked_while_closed(session: Session, closure: LocationClosure, zone: str) -> int:
    begin = rules.start_of_day(closure.starts_on, zone)
    end = rules.start_of_day(closure.ends_on + timedelta(days=1), zone)
    visits = await _booked(session, Appointment.location_id == closure.location_id, begin, end)
    days = Closure(closure.starts_on, closure.ends_on, closure.starts_minute, closure.ends_minute)
    shut = days.cells(zone, Stretch.around(begin, end))
    cells = [cells_of(starts_at, ends_at) for starts_at, ends_at in visits]
    return sum(any(first < each.stop and each.start < last for first, last in shut) for each in cells)


async def remove_closure(
    session: Session, *, location_id: UUID, closure_id: UUID, now: datetime, within: Within = None
) -> None:
    """
    Have a location be open after all.

    :raises ClosureNotFound: it has no such closure
    """
    here = (LocationClosure.location_id == location_id, among(LocationClosure.location_id, within))
    closure = await session.scalar(select(LocationClosure).where(LocationClosure.id == closure_id, *here))
    if closure is None:
        raise rules.ClosureNotFound()
    await session.delete(closure)
    session.emit(CalendarChanged(location_id=location_id, occurred_at=now))
