"""Saying in words why a slot is not offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_common.database import Session
from clinic_common.http import PageRequest
from sqlalchemy import select

from .. import rules
from ..models import StaffMember, TimeOff, VisitType, load_calendars
from ..rules import Calendar, Stretch, cells_of, moment_of
from .calendars import list_slots
from .places import get_zone

_MARGIN = 24


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
    session: Session, *, practitioner_id: UUID, visit_type_id: UUID, starts_at: datetime, now: datetime
) -> Why:
    """
    Tell why a slot is not offered; of other patients nothing.

    :raises VisitTypeUnknown: no such visit type
    :raises PractitionerUnknown: no such practitioner
    """
    kind = await session.get(VisitType, visit_type_id)
    if kind is None:
        raise rules.VisitTypeUnknown(field="visit_type_id")
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.PractitionerUnknown(field="practitioner_id")
    if practitioner.active:
        # What is offered is what the list of slots says, not what is worked out here.
        found = await list_slots(
            session,
            visit_type_id=visit_type_id,
            practitioner_id=practitioner_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(microseconds=1),
            now=now,
            page=PageRequest(limit=1, after=None),
        )
        if list(found):
            return Why(True, [])
    ends_at = starts_at + timedelta(minutes=kind.minutes)
    whole_day = timedelta(days=1)
    stretch = Stretch.around(starts_at - whole_day, ends_at + whole_day, margin=_MARGIN)
    calendar = (await load_calendars(session, [practitioner_id], stretch))[practitioner_id]
    places = [place for place in calendar.locations() if place in calendar.zones]
    zone = ZoneInfo(calendar.zones[places[0]] if places else await get_zone(session))
    away = await session.execute(
        select(TimeOff.starts_at, TimeOff.ends_at)
        .where(TimeOff.practitioner_id == practitioner_id, TimeOff.ends_at > starts_at, TimeOff.starts_at < ends_at)
        .order_by(TimeOff.starts_at)
    )
    periods = [(row.starts_at, row.ends_at) for row in away]
    slot = _Slot(starts_at, ends_at, kind, practitioner, calendar, zone, periods)
    reasons = list(slot.reasons(now))
    between = Reason("between_offers", "Visits of this kind are offered at other times of the hour; it can be booked.")
    return Why(False, reasons or [between])


@dataclass(frozen=True)
class _Slot:
    starts_at: datetime
    ends_at: datetime
    kind: VisitType
    practitioner: StaffMember
    calendar: Calendar
    zone: ZoneInfo
    away: list[tuple[datetime, datetime]]

    def reasons(self, now: datetime) -> Iterator[Reason]:
        name = self.practitioner.display_name
        if not self.practitioner.active:
            yield Reason("practitioner_not_bookable", f"{name} no longer sees patients here.")
        if not self.kind.active:
            yield Reason("visit_type_retired", f"{self.kind.name} is no longer offered.")
        if self.starts_at < now:
            yield Reason("in_the_past", "This time has already passed.")
        if int(self.starts_at.timestamp()) % 300 or self.starts_at.microsecond:
            yield Reason("off_grid", "Visits begin on full five minutes.")
        for begun, ended in self.away:
            yield Reason("away", f"{name} is away from {self._said(begun)} to {self._said(ended)}.")
        if not self.away and self.calendar.location_of(self.starts_at, self.ends_at) is None:
            yield Reason("outside_availability", self._hours(name))
        yield from self._taken(name)

    def _hours(self, name: str) -> str:
        day = self.starts_at.astimezone(self.zone).date()
        begin, end = (rules.start_of_day(each, self.zone.key) for each in (day, day + timedelta(days=1)))
        stretch = Stretch.around(begin, end)
        there = 0
        for place in self.calendar.locations():
            there |= self.calendar.open_cells(place, stretch)
        spans: list[tuple[int, int]] = []
        for cell in stretch.cells(there):
            if spans and spans[-1][1] == cell:
                spans[-1] = (spans[-1][0], cell + 1)
            else:
                spans.append((cell, cell + 1))
        when = f"{day:%A}, {day.day} {day:%B %Y}"
        if not spans:
            return f"{name} is not here on {when}."
        hours = " and ".join(f"{self._clock(first)}–{self._clock(last)}" for first, last in spans)
        return f"{name} is here on {when} from {hours}; the visit takes {self.kind.minutes} minutes."

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
