"""Adding up: how a day went, and how much of their time practitioners are booked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from sqlalchemy import case, func, select

from .. import rules
from ..models import Appointment, StaffMember, Within, load_calendars
from ..rules import Status, Stretch
from .places import get_zone

LONGEST_REPORT = timedelta(days=367)
_NEVER = {Status.CANCELLED.value}
"""What takes no time; a missed visit had its time."""


@dataclass(frozen=True)
class Sums:
    """What became of the visits of a period."""

    appointments: dict[str, int]
    booked_minutes: int
    available_minutes: int

    @property
    def total(self) -> int:
        """All appointments, whatever became of them."""
        return sum(self.appointments.values())

    @property
    def seen(self) -> int:
        """Visits that took place."""
        return self.appointments[Status.COMPLETED]

    @property
    def no_shows(self) -> int:
        """Patients who did not come."""
        return self.appointments[Status.NO_SHOW]

    @property
    def cancelled(self) -> int:
        """Visits that were called off."""
        return self.appointments[Status.CANCELLED]


@dataclass(frozen=True)
class Load(Sums):
    """How one practitioner's time was used."""

    practitioner_id: UUID
    practitioner_name: str


@dataclass(frozen=True)
class Report(Sums):
    """How a period went, in all and by practitioner."""

    time_zone: str
    starts_at: datetime
    ends_at: datetime
    on: date | None
    by_practitioner: list[Load]


async def get_day_report(
    session: Session, *, now: datetime, on: date | None = None, location_id: UUID | None = None, within: Within = None
) -> Report:
    """
    Tell how a day went, as the wall calendar of a location (or of the first one) counts it.

    :param on: today, if not given
    :param location_id: only visits there
    :param within: only visits at these locations (S17)
    :raises LocationUnknown: no such location
    """
    zone = await get_zone(session, location_id=location_id, within=within)
    day = on or rules.day_of(now, zone)
    starts_at, ends_at = (rules.start_of_day(each, zone) for each in (day, day + timedelta(days=1)))
    return await _report(session, starts_at, ends_at, zone=zone, on=day, location_id=location_id, within=within)


async def get_practitioner_report(
    session: Session, *, starts_on: date, ends_on: date, location_id: UUID | None = None, within: Within = None
) -> Report:
    """
    Tell how much of their time practitioners are booked, from a day to a day, both included.

    :param within: only of their time at these locations (S17)
    :raises PeriodInvalid: it ends before it begins, or is longer than a year
    :raises LocationUnknown: no such location
    """
    zone = await get_zone(session, location_id=location_id, within=within)
    starts_at, ends_at = rules.start_of_day(starts_on, zone), rules.start_of_day(ends_on + timedelta(days=1), zone)
    rules.must_be_period(starts_at, ends_at, longest=LONGEST_REPORT)
    return await _report(session, starts_at, ends_at, zone=zone, on=None, location_id=location_id, within=within)


async def _report(
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    *,
    zone: str,
    on: date | None,
    location_id: UUID | None,
    within: Within,
) -> Report:
    counted = (
        select(
            Appointment.practitioner_id,
            Appointment.status,
            func.count().label("visits"),
            func.sum(case((Appointment.status.in_(_NEVER), 0), else_=Appointment.minutes)).label("minutes"),
        )
        .where(
            Appointment.starts_at >= starts_at,
            Appointment.starts_at < ends_at,
            among(Appointment.location_id, within),
        )
        .group_by(Appointment.practitioner_id, Appointment.status)
    )
    if location_id:
        counted = counted.where(Appointment.location_id == location_id)
    counts: dict[UUID, dict[str, int]] = {}
    minutes: dict[UUID, int] = {}
    for row in await session.execute(counted):
        counts.setdefault(row.practitioner_id, {})[row.status] = row.visits
        minutes[row.practitioner_id] = minutes.get(row.practitioner_id, 0) + int(row.minutes)
    people: list[Any] = list(
        await session.execute(
            select(StaffMember.id, StaffMember.display_name, StaffMember.active)
            .where(StaffMember.is_practitioner)
            .order_by(StaffMember.display_name, StaffMember.id)
        )
    )
    stretch = Stretch.around(starts_at, ends_at)
    active = [each.id for each in people if each.active]
    calendars = await load_calendars(session, active, stretch, taken=False, within=within)
    loads = [
        Load(
            practitioner_id=each.id,
            practitioner_name=each.display_name,
            appointments=_all(counts.get(each.id, {})),
            booked_minutes=minutes.get(each.id, 0),
            available_minutes=(
                calendars[each.id].open_minutes(starts_at, ends_at, location_id) if each.id in calendars else 0
            ),
        )
        for each in people
        if each.active or each.id in counts
    ]
    return Report(
        appointments={s.value: sum(load.appointments[s] for load in loads) for s in Status},
        booked_minutes=sum(load.booked_minutes for load in loads),
        available_minutes=sum(load.available_minutes for load in loads),
        time_zone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        on=on,
        by_practitioner=loads,
    )


def _all(counts: dict[str, int]) -> dict[str, int]:
    return {status.value: counts.get(status, 0) for status in Status}
