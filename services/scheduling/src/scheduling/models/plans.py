"""What a booking or a change would be: worked out from what is stored, writing nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from sqlalchemy import select

from .. import rules
from ..rules import OCCUPYING, Diary, Fit, OnConflict, Reach, RoomTime, Rule, Scope, Status, Stretch, Wanted
from ..rules.series import RecurrenceNotHonoured, without
from ..rules.wall_clock import shifted, wall_of
from .appointments import Appointment, OverbookedHour
from .bookable import patient_to_book, practitioner_to_book, room_of, visit_type_to_book
from .loading import load_calendars, load_rooms
from .people import Patient, StaffMember
from .places import Location, Room, VisitType, Within


@dataclass(frozen=True)
class Plan:
    """
    Who, what and when: how each visit would fit, and what else is to be known.

    :param practitioners: with whom, beside the `fits`
    :param zone: of the wall clock a series keeps its time on
    :param left_out: occurrences of the rule that were not wanted
    :param visits: those that would be moved, beside their `fits`
    :param elsewhere: what the patient has at the same times
    """

    patient: Patient
    practitioners: Sequence[StaffMember]
    visit_type: VisitType
    fits: list[Fit]
    how: OnConflict
    room: Room | None = None
    zone: str = "UTC"
    left_out: Sequence[datetime] = ()
    visits: Sequence[Appointment] = ()
    elsewhere: Sequence[dict[str, Any]] = ()

    @property
    def patient_id(self) -> UUID:
        """Whose data this shows."""
        return self.patient.id

    def must_fit(self) -> None:
        """
        Insist that it can be done as the caller wants conflicts to be met.

        :raises SeriesConflicts: of several visits some do not fit, and they are not to be left out; or none fits
        """
        conflicts = [fit for fit in self.fits if not fit.fits]
        if not conflicts or (self.how is OnConflict.SKIP and len(conflicts) < len(self.fits)):
            return
        if len(self.fits) == 1:
            assert conflicts[0].refusal
            raise conflicts[0].refusal
        listed = [
            {"starts_at": _z(fit.wanted.starts_at), "code": fit.refusal.code, "detail": fit.refusal.detail}
            for fit in conflicts
            if fit.refusal
        ]
        raise rules.SeriesConflicts(
            f"{len(listed)} of the visits do not fit; nothing was changed.", field="recurrence", conflicts=listed
        )

    def warnings(self, ids: Sequence[UUID | None]) -> tuple[dict[str, Any], ...]:
        """What the person booking should know, beside the ids the visits have by now."""
        changed = [
            {
                "code": "visit_moved" if fit.fits else "visit_skipped",
                "detail": fit.refusal.detail,
                "appointment_id": id,
                "starts_at": fit.wanted.starts_at,
            }
            for fit, id in zip(self.fits, ids, strict=True)
            if fit.refusal and not fit.overbooked
        ]
        return (*self.elsewhere, *changed)


def _z(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def plan_booking(
    session: Session,
    *,
    patient_id: UUID,
    practitioner_id: UUID,
    visit_type_id: UUID,
    starts_at: datetime,
    now: datetime,
    minutes: int | None = None,
    location_id: UUID | None = None,
    room_id: UUID | None = None,
    recurrence: str | None = None,
    exdates: Sequence[datetime | date] = (),
    overbook: bool = False,
    on_conflict: OnConflict = OnConflict.STOP,
    hold: bool = False,
    within: Within = None,
) -> Plan:
    """
    Work out a booking.

    :param overbook: what is taken, or outside of the hours, may be taken nevertheless (S4)
    :param hold: the patient is held until the transaction ends
    :param within: the only locations at which visits may be
    :raises LocationUnknown: another location is named
    :raises RecurrenceNotHonoured: the rule is none, has no end or uses what is not honoured, by name
    """
    rules.must_be_on_grid(starts_at)
    rules.must_be_upcoming(starts_at, now=now)
    rule = Rule.parse(recurrence) if recurrence else None
    if rule and overbook:
        raise RecurrenceNotHonoured("A series cannot be overbooked; book its visits one by one.", field="recurrence")
    if location_id and within is not None and location_id not in within:
        raise rules.LocationUnknown(field="location_id")
    if exdates and not rule:
        raise RecurrenceNotHonoured("Only a series leaves dates out.", field="exdates")
    visit_type = await visit_type_to_book(session, visit_type_id)
    practitioner = await practitioner_to_book(session, practitioner_id)
    patient = await patient_to_book(session, patient_id, hold=hold)
    room = await room_of(session, room_id, within) if room_id else None
    first = Wanted(
        starts_at, minutes or visit_type.minutes, visit_type.buffer_before, visit_type.buffer_after,
        location_id=location_id, room_id=room_id,
    )  # fmt: skip
    zone, moments, left_out = "UTC", [starts_at], list[datetime]()
    if rule:
        zone, place = await _zone_then(session, practitioner_id, first, within)
        first = replace(first, usual=place)
        occurrences = rule.moments(starts_at, zone)
        moments = without(occurrences, exdates, zone)
        left_out = [moment for moment in occurrences if moment not in moments]
    wanted = [replace(first, starts_at=moment) for moment in moments]
    diary = await _diary(session, practitioner_id, visit_type, wanted, now=now, overbook=overbook, within=within)
    fits = rules.plan(wanted, diary, on_conflict)
    elsewhere = await _elsewhere(session, patient_id, fits, within=within)
    if not rule and fits[0].location_id:
        zone = diary.zones[fits[0].location_id]
    return Plan(
        patient, [practitioner] * len(fits), visit_type, fits, on_conflict, room, zone, left_out, elsewhere=elsewhere
    )  # fmt: skip


async def visits_meant(
    session: Session, appointment: Appointment, scope: Scope, *, now: datetime, within: Within = None
) -> list[Appointment]:
    """
    The visits of a series a change is meant for: those to come that have not begun, and the one named.

    :raises NotASeries: it is a single visit and more than this one is meant
    """
    if scope == Scope.THIS:
        return [appointment]
    if appointment.series_id is None:
        raise rules.NotASeries(field="scope")
    query = select(Appointment).where(
        Appointment.series_id == appointment.series_id,
        among(Appointment.location_id, within),
        Appointment.status.in_(sorted(rules.MOVABLE)),
        Appointment.starts_at >= (appointment.starts_at if scope == Scope.FOLLOWING else now),
    )
    found = await session.scalars(query.order_by(Appointment.starts_at))
    return [appointment, *(visit for visit in found if visit is not appointment and visit.starts_at >= now)]


async def plan_move(
    session: Session,
    *,
    appointment: Appointment,
    now: datetime,
    starts_at: datetime | None = None,
    practitioner_id: UUID | None = None,
    minutes: int | None = None,
    scope: Scope = Scope.THIS,
    overbook: bool = False,
    on_conflict: OnConflict = OnConflict.STOP,
    within: Within = None,
) -> Plan:
    """
    Work out another time, practitioner or length for a visit, and for others of its series likewise.

    What is not given stays as it is, for each of the visits.

    :param starts_at: the others move by as many days, to the same time of day
    :param within: the only locations at which visits are moved, and to which
    :raises WrongStep: the patient has arrived, or the visit will not take place (S6)
    """
    rules.must_be_movable(Status(appointment.status))
    if starts_at:
        rules.must_be_on_grid(starts_at)
    rules.must_be_upcoming(starts_at or appointment.starts_at, now=now)
    visits = await visits_meant(session, appointment, scope, now=now, within=within)
    if len(visits) > 1 and overbook:
        raise RecurrenceNotHonoured("A series cannot be overbooked; move its visits one by one.", field="scope")
    # Each stays with whom it is, unless somebody is named.
    ids = [practitioner_id or visit.practitioner_id for visit in visits]
    known = {id: await practitioner_to_book(session, id) for id in dict.fromkeys(ids)}
    wanted = [_as_changed(visit, appointment, id, starts_at, minutes) for visit, id in zip(visits, ids, strict=True)]
    fits: dict[int, Fit] = {}
    for id in known:
        theirs = [index for index, each in enumerate(ids) if each == id]
        part = [wanted[index] for index in theirs]
        diary = await _diary(
            session, id, appointment.visit_type, part, now=now, overbook=overbook,
            leaving=[visit.id for visit in visits], within=within,
        )  # fmt: skip
        fits |= zip(theirs, rules.plan(part, diary, on_conflict), strict=True)
    planned = [fits[index] for index in range(len(visits))]
    return Plan(
        appointment.patient, [known[id] for id in ids], appointment.visit_type, planned, on_conflict,
        zone=appointment.time_zone, visits=visits,
        elsewhere=await _elsewhere(
            session, appointment.patient_id, planned, but=[visit.id for visit in visits], within=within
        ),
    )  # fmt: skip


def _as_changed(
    visit: Appointment, named: Appointment, practitioner_id: UUID, starts_at: datetime | None, minutes: int | None
) -> Wanted:
    """What a visit is to be when the one that was named is moved there."""
    own, other, zone = wanted_of(visit), visit.practitioner_id != practitioner_id, named.time_zone
    target = starts_at or visit.starts_at
    if starts_at and visit is not named:
        was, will = wall_of(named.starts_at, zone), wall_of(starts_at, zone)
        target = shifted(visit.starts_at, zone, days=(will.date() - was.date()).days, to=will.time())
    return replace(
        own, starts_at=target, minutes=minutes or own.minutes,
        # With somebody else it is another calendar, in which it holds nothing.
        held=None if other else (own.cells.start, own.cells.stop), room_id=None if other else own.room_id,
    )  # fmt: skip


def wanted_of(visit: Appointment) -> Wanted:
    """A visit as it stands, as something wanted."""
    return Wanted(
        visit.starts_at, visit.minutes, visit.buffer_before, visit.buffer_after, usual=visit.location_id,
        room_id=visit.room_id, was=visit.starts_at,
    )  # fmt: skip


async def plan_again(
    session: Session, visit: Appointment, wanted: Wanted, *, now: datetime, within: Within = None
) -> Fit:
    """
    Work out whether a visit fits as it is to be now: longer, or with the time it once gave back.

    :raises Refusal: it does not, in the words for that
    """
    diary = await _diary(
        session, visit.practitioner_id, visit.visit_type, [wanted], now=now, overbook=visit.overbook_reason is not None,
        leaving=[visit.id], within=within,
    )  # fmt: skip
    fit = diary.fit(wanted)
    if not fit.fits:
        assert fit.refusal
        raise fit.refusal
    return fit


async def _zone_then(session: Session, practitioner_id: UUID, first: Wanted, within: Within) -> tuple[str, UUID]:
    """The zone of the location where a practitioner is at a time, and the location."""
    stretch = Stretch.around(first.starts_at, first.ends_at)
    calendars = await load_calendars(session, [practitioner_id], stretch, taken=False, within=within)
    calendar = calendars[practitioner_id]
    here = calendar.location_of(first.starts_at, first.ends_at, first.location_id)
    if here is None:
        raise rules.OutsideAvailability(field="starts_at")
    return calendar.zones[here], here


async def _diary(
    session: Session,
    practitioner_id: UUID,
    visit_type: VisitType,
    wanted: Sequence[Wanted],
    *,
    now: datetime,
    overbook: bool,
    leaving: Collection[UUID] = (),
    within: Within = None,
) -> Diary:
    """Read everything that decides whether these visits fit: one query per table."""
    week = timedelta(days=8)
    stretch = Stretch.around(
        min(visit.starts_at for visit in wanted) - week, max(visit.ends_at for visit in wanted) + week
    )
    calendars = await load_calendars(session, [practitioner_id], stretch, leaving=leaving, within=within)
    room_ids = {visit.room_id for visit in wanted if visit.room_id}
    in_use = await load_rooms(session, room_ids, stretch, leaving=leaving)
    places = await session.execute(select(Room.id, Room.location_id).where(Room.id.in_(room_ids)))
    places_known = select(Location.id, Location.time_zone, Location.overbook_per_hour).order_by(Location.id)
    locations = list(await session.execute(places_known.where(among(Location.id, within))))
    doubled: dict[int, frozenset[int]] = {}
    if overbook:
        hours = {rules.hour_of(visit.starts_at, row.time_zone) for visit in wanted for row in locations}
        for hour, place in await session.execute(
            select(OverbookedHour.hour, OverbookedHour.place).where(
                OverbookedHour.practitioner_id == practitioner_id,
                OverbookedHour.hour.in_(hours),
                OverbookedHour.appointment_id.not_in(leaving),
            )
        ):
            doubled[hour] = doubled.get(hour, frozenset()) | {place}
    return Diary(
        calendars[practitioner_id],
        Reach(visit_type.lead_minutes, visit_type.horizon_days),
        now,
        rooms={row.id: RoomTime(row.location_id, in_use[row.id]) for row in places},
        overbook=overbook,
        default_location_id=locations[0].id if locations else None,
        doubled=doubled,
        limits={row.id: row.overbook_per_hour for row in locations},
        zones={row.id: row.time_zone for row in locations},
    )


async def _elsewhere(
    session: Session, patient_id: UUID, fits: Sequence[Fit], *, but: Collection[UUID] = (), within: Within = None
) -> list[dict[str, Any]]:
    """
    Say where else the patient is at these times: that is allowed, but rarely meant.

    :param within: of a visit that is not there no more is said than that there is one
    """
    planned = [(fit.starts_at, fit.starts_at + timedelta(minutes=fit.wanted.minutes)) for fit in fits if fit.fits]
    if not planned:
        return []
    others = await session.execute(
        select(
            Appointment.id, Appointment.location_id, Appointment.starts_at, Appointment.ends_at,
            StaffMember.display_name,
        )
        .join(StaffMember, StaffMember.id == Appointment.practitioner_id)
        .where(
            Appointment.patient_id == patient_id,
            Appointment.starts_at < max(end for _, end in planned),
            Appointment.starts_at > min(start for start, _ in planned) - timedelta(days=1),
            Appointment.status.in_(sorted(OCCUPYING)),
            Appointment.id.not_in(but),
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )  # fmt: skip
    known = [(other, within is None or other.location_id in within) for other in others]
    return [
        {
            "code": "patient_elsewhere",
            "detail": f"This patient is {_with(other, reached)} at that time.",
            "appointment_id": other.id if reached else None,
            "starts_at": start,
        }
        for start, end in planned
        for other, reached in known
        if other.starts_at < end and start < other.ends_at
    ]


def _with(other: Any, reached: bool) -> str:
    return f"with {other.display_name}" if reached else "at another location"
