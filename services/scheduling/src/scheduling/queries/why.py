"""Saying in words why a slot is not offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_common.database import Session
from clinic_common.http import PageRequest
from sqlalchemy import select

from .. import rules
from ..models import (
    AvailabilityRule,
    Location,
    LocationClosure,
    Room,
    StaffMember,
    TimeOff,
    VisitType,
    Within,
    load_calendars,
    load_rooms,
    location_within,
    room_of,
)
from ..rules import Calendar, Closure, Reach, Stretch, cells_of, moment_of, spans_of
from ..rules.calendar import MINUTES_A_DAY
from .places import get_zone
from .slots import list_slots

_MARGIN = 24


def _wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way, by its code and in words."""

    code: str
    detail: str


@dataclass(frozen=True)
class Why:
    """Whether a slot is offered, and if not, all that stands in the way."""

    offered: bool
    reasons: list[Reason]


async def get_slot_reasons(
    session: Session,
    *,
    practitioner_id: UUID,
    visit_type_id: UUID,
    starts_at: datetime,
    now: datetime,
    location_id: UUID | None = None,
    room_id: UUID | None = None,
    minutes: int | None = None,
    within: Within = None,
) -> Why:
    """
    Tell why a slot is not offered; of other patients nothing.

    :param within: the only locations there are for whoever asks (S17)
    :raises VisitTypeUnknown: no such visit type
    :raises PractitionerUnknown: no such practitioner
    :raises LocationUnknown: no such location
    :raises RoomUnknown: no such room
    """
    kind = await session.get(VisitType, visit_type_id)
    if kind is None:
        raise rules.VisitTypeUnknown(field="visit_type_id")
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.PractitionerUnknown(field="practitioner_id")
    room = await room_of(session, room_id, within) if room_id else None
    here = await location_within(session, location_id, within) if location_id else None
    if location_id and here is None:
        raise rules.LocationUnknown(field="location_id")
    if practitioner.active:
        # What is offered is what the list of slots says, not what is worked out here.
        found = await list_slots(
            session,
            visit_type_id=visit_type_id,
            practitioner_ids=[practitioner_id],
            location_ids=[location_id] if location_id else [],
            room_ids=[room_id] if room_id else [],
            minutes=minutes,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(microseconds=1),
            now=now,
            page=PageRequest(limit=1, after=None),
            within=within,
        )
        if list(found):
            return Why(True, [])
    ends_at = starts_at + timedelta(minutes=minutes or kind.minutes)
    whole_day = timedelta(days=1)
    stretch = Stretch.around(starts_at - whole_day, ends_at + whole_day, margin=_MARGIN)
    calendar = (await load_calendars(session, [practitioner_id], stretch, within=within))[practitioner_id]
    places = [location_id] if location_id else [place for place in calendar.locations() if place in calendar.zones]
    slot = _Slot(
        starts_at,
        ends_at,
        kind,
        practitioner,
        calendar,
        ZoneInfo(
            here.time_zone if here else calendar.zones[places[0]] if places else await get_zone(session, within=within)
        ),
        await _time_off(session, practitioner_id, starts_at, ends_at),
        places,
        await _closures(session, places, starts_at, ends_at),
        await _weekly(session, practitioner_id),
        here,
        room,
        (await load_rooms(session, [room.id], stretch))[room.id] if room else [],
    )
    reasons = list(slot.reasons(now))
    between = Reason("between_offers", "Visits of this kind are offered at other times of the hour; it can be booked.")
    return Why(False, reasons or [between])


async def _time_off(
    session: Session, practitioner_id: UUID, starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime]]:
    rows = await session.execute(
        select(TimeOff.starts_at, TimeOff.ends_at)
        .where(TimeOff.practitioner_id == practitioner_id, TimeOff.ends_at > starts_at, TimeOff.starts_at < ends_at)
        .order_by(TimeOff.starts_at)
    )
    return [(row.starts_at, row.ends_at) for row in rows]


async def _closures(session: Session, places: list[UUID], starts_at: datetime, ends_at: datetime) -> list[Any]:
    """What is closed of these places just then, with name and zone."""
    day = timedelta(days=1)
    rows = await session.execute(
        select(*LocationClosure.__table__.c, Location.name, Location.time_zone)
        .join(Location, Location.id == LocationClosure.location_id)
        .where(
            LocationClosure.location_id.in_(places),
            LocationClosure.ends_on >= (starts_at - day).date(),
            LocationClosure.starts_on <= (ends_at + day).date(),
        )
        .order_by(LocationClosure.starts_on, LocationClosure.id)
    )
    stretch = Stretch.around(starts_at, ends_at)
    return [
        row
        for row in rows
        if Closure(row.starts_on, row.ends_on, row.starts_minute, row.ends_minute).cells(row.time_zone, stretch)
    ]


async def _weekly(session: Session, practitioner_id: UUID) -> list[Any]:
    hours = AvailabilityRule.__table__.c
    rows = await session.execute(
        select(*hours).where(hours.practitioner_id == practitioner_id).order_by(hours.weekday, hours.starts_minute)
    )
    return list(rows)


@dataclass(frozen=True)
class _Slot:
    starts_at: datetime
    ends_at: datetime
    kind: VisitType
    practitioner: StaffMember
    calendar: Calendar
    zone: ZoneInfo
    away: list[tuple[datetime, datetime]]
    places: list[UUID]
    closures: list[Any]
    weekly: list[Any]
    here: Location | None
    room: Room | None
    room_in_use: list[tuple[int, int]]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def reasons(self, now: datetime) -> Iterator[Reason]:
        name = self.practitioner.display_name
        if not self.practitioner.active:
            yield Reason("practitioner_not_bookable", f"{name} no longer sees patients here.")
        if not self.kind.active:
            yield Reason("visit_type_retired", f"{self.kind.name} is no longer offered.")
        if self.starts_at < now:
            yield Reason("in_the_past", "This time has already passed.")
        elif refusal := Reach(self.kind.lead_minutes, self.kind.horizon_days).refusal(self.starts_at, now=now):
            yield Reason(refusal.code, refusal.detail)
        if int(self.starts_at.timestamp()) % 300 or self.starts_at.microsecond:
            yield Reason("off_grid", "Visits begin on full five minutes.")
        for begun, ended in self.away:
            yield Reason("away", f"{name} is away from {self._said(begun)} to {self._said(ended)}.")
        for closure in self.closures:
            yield Reason("location_closed", self._closed(closure))
        there = any(self.calendar.location_of(self.starts_at, self.ends_at, place) for place in self.places)
        if not self.away and not self.closures and not there:
            yield Reason("outside_availability", self._hours(name))
            yield from self._not_valid(name)
        yield from self._taken(name)
        yield from self._room()

    def _closed(self, closure: Any) -> str:
        days = self._day(closure.starts_on)
        if closure.ends_on != closure.starts_on:
            days = f"{days} to {self._day(closure.ends_on)}"
        if (closure.starts_minute, closure.ends_minute) != (0, MINUTES_A_DAY):
            days += f" from {_wall(closure.starts_minute)} to {_wall(closure.ends_minute)}"
        why = f": {closure.reason.rstrip('.')}" if closure.reason else ""
        return f"{closure.name} is closed on {days}{why}."

    def _not_valid(self, name: str) -> Iterator[Reason]:
        """Hours of that weekday that hold on other days only."""
        day = self.starts_at.astimezone(self.zone).date()
        for rule in self.weekly:
            early, late = rule.valid_from and day < rule.valid_from, rule.valid_until and day > rule.valid_until
            if rule.weekday == day.weekday() and rule.location_id in self.places and (early or late):
                when = f"from {self._day(rule.valid_from)} on" if early else f"until {self._day(rule.valid_until)}"
                hours = f"{_wall(rule.starts_minute)}–{_wall(rule.ends_minute)}"
                yield Reason("hours_not_valid", f"{name}'s hours {hours} on a {day:%A} hold {when}.")

    def _room(self) -> Iterator[Reason]:
        if self.room is None:
            return
        if self.places and self.room.location_id not in self.places:
            yield Reason("room_elsewhere", f"{self.room.name} is at another location.")
        before, after = timedelta(minutes=self.kind.buffer_before), timedelta(minutes=self.kind.buffer_after)
        needed = cells_of(self.starts_at - before, self.ends_at + after)
        for start, end in sorted(self.room_in_use):
            if start < needed.stop and needed.start < end:
                yield Reason(
                    "room_taken", f"{self.room.name} is in use from {self._clock(start)} to {self._clock(end)}."
                )

    def _day(self, day: date) -> str:
        return f"{day:%A}, {day.day} {day:%B %Y}"

    def _hours(self, name: str) -> str:
        day = self.starts_at.astimezone(self.zone).date()
        begin, end = (rules.start_of_day(each, self.zone.key) for each in (day, day + timedelta(days=1)))
        stretch = Stretch.around(begin, end)
        there = 0
        for place in self.places:
            if place in self.calendar.zones:
                there |= self.calendar.open_cells(place, stretch)
        spans = spans_of(stretch.cells(there))
        when = self._day(day)
        where = f"at {self.here.name}" if self.here else "here"
        if not spans:
            return f"{name} is not {where} on {when}."
        hours = " and ".join(f"{self._clock(first)}–{self._clock(last)}" for first, last in spans)
        return f"{name} is {where} on {when} from {hours}; the visit takes {self.minutes} minutes."

    def _taken(self, name: str) -> Iterator[Reason]:
        before, after = timedelta(minutes=self.kind.buffer_before), timedelta(minutes=self.kind.buffer_after)
        itself, needed = cells_of(self.starts_at, self.ends_at), cells_of(self.starts_at - before, self.ends_at + after)
        for start, end in sorted({(start, end) for start, end, _ in self.calendar.taken}):
            busy = f"{name} is busy from {self._clock(start)} to {self._clock(end)}"
            if start < itself.stop and itself.start < end:
                yield Reason("slot_taken", f"{busy}.")
            elif start < needed.stop and needed.start < end:
                keeps = f"{self.kind.buffer_before} minutes before and {self.kind.buffer_after} after"
                yield Reason("buffer_taken", f"{busy}, and this visit keeps {keeps} free.")

    def _clock(self, cell: int) -> str:
        return f"{moment_of(cell).astimezone(self.zone):%H:%M}"

    def _said(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local.day} {local:%B %Y, %H:%M}"
