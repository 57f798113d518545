"""Slots over practitioners, rooms and locations at once; closures, notice and foresight."""

from datetime import date, timedelta

import pytest
from clinic_common.database import new_id
from clinic_contracts.scheduling import CalendarChanged
from hypothesis import given
from hypothesis import strategies as st
from scheduling import commands, queries, rules
from scheduling.models import LocationClosure
from scheduling.rules import Calendar, Closure, ExceptionKind, Reach, Stretch, cell_of, moment_of
from scheduling.rules.calendar import EmptyRule
from scheduling.rules.wall_clock import wall_of
from sqlalchemy.exc import DBAPIError

from services.scheduling.tests.conftest import NOW, hours, wall
from services.scheduling.tests.test_queries import at, page, slots
from services.scheduling.tests.test_queries_why import told
from services.scheduling.tests.test_rules import DAYS, HERE, ZONES, every_day

TUESDAY = date(2027, 3, 2)


async def close(clinic, starts_on=TUESDAY, ends_on=TUESDAY, **more):
    fields = {"location_id": clinic.location_id, "starts_on": starts_on, "ends_on": ends_on}
    return await clinic.run(commands.add_closure, **(fields | more))


# S15
async def test_a_closed_location_offers_nothing_and_says_why(clinic):
    closure = await close(clinic, ends_on=date(2027, 3, 3), reason="Stocktaking.")
    assert await slots(clinic) == []
    assert await told(clinic, "2027-03-02 10:00") == {
        "location_closed": "Main Street is closed on Tuesday, 2 March 2027 to Wednesday, 3 March 2027: Stocktaking."
    }
    with pytest.raises(rules.OutsideAvailability):
        await clinic.book("2027-03-02 10:00")
    await clinic.run(commands.remove_closure, location_id=clinic.location_id, closure_id=closure.id)
    await close(clinic, starts_minute=10 * 60)
    assert at(await slots(clinic)) == ["09:00", "09:15", "09:30"]
    assert await told(clinic, "2027-03-02 09:45") == {
        "location_closed": "Main Street is closed on Tuesday, 2 March 2027 from 10:00 to 24:00."
    }


async def test_screens_hear_that_a_calendar_changed(clinic, emitted):
    before = len(await emitted(CalendarChanged))
    who = {"practitioner_id": clinic.practitioner_id}
    await clinic.open()
    closed = await clinic.run(commands.add_exception, **who, on=TUESDAY, kind=ExceptionKind.CLOSED)
    await clinic.run(commands.remove_exception, **who, exception_id=closed.id)
    off = await clinic.run(commands.add_time_off, **who, starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    await clinic.run(commands.remove_time_off, **who, time_off_id=off.id)
    closure = await close(clinic)
    await clinic.run(commands.remove_closure, location_id=clinic.location_id, closure_id=closure.id)
    told = (await emitted(CalendarChanged))[before:]
    assert [(event.practitioner_id, event.location_id) for event in told] == [
        (clinic.practitioner_id, None),
    ] * 5 + [(None, clinic.location_id)] * 2  # fmt: skip


async def test_a_closure_is_of_one_location_and_leaves_what_is_booked(clinic):
    booked = await clinic.book("2027-03-02 09:00")
    other = await clinic.run(commands.add_location, name="Branch", time_zone="America/New_York")
    await clinic.open(hours(1, 9, 12, location_id=clinic.location_id), hours(1, 14, 15, location_id=other.id))
    await close(clinic)
    assert at(await slots(clinic)) == ["14:00", "14:15", "14:30"]
    moved = await clinic.run(
        commands.reschedule_appointment, appointment_id=booked.id, starts_at=wall("2027-03-02 14:00")
    )
    assert moved.location_id == other.id
    report = await clinic.database.read(queries.get_day_report, on=TUESDAY, now=NOW)
    assert report.available_minutes == 60


async def test_who_closes_or_goes_away_is_told_how_many_visits_stand_in_the_way(clinic):
    for time in ("2027-03-02 09:00", "2027-03-02 10:00", "2027-03-03 09:00"):
        await clinic.book(time)
    gone = await clinic.book("2027-03-02 11:00")
    await clinic.run(commands.cancel_appointment, appointment_id=gone.id, reason="better")
    assert (await close(clinic)).visits_booked == 2
    assert (await close(clinic, ends_on=date(2027, 3, 4), starts_minute=570)).visits_booked == 1
    away = {"starts_at": wall("2027-03-02 10:15"), "ends_at": wall("2027-03-03 09:30")}
    off = await clinic.run(commands.add_time_off, practitioner_id=clinic.practitioner_id, **away)
    assert off.visits_booked == 2


async def test_what_is_no_closure_is_refused_and_nothing_is_stored(clinic):
    for wrong, refusal in [
        ({"location_id": new_id()}, rules.LocationNotFound),
        ({"ends_on": date(2027, 3, 1)}, rules.PeriodInvalid),
        ({"ends_on": date(2030, 3, 1)}, rules.PeriodInvalid),
        ({"starts_minute": 600, "ends_minute": 600}, EmptyRule),
    ]:
        with pytest.raises(refusal):
            await close(clinic, **wrong)
    found = await clinic.database.read(queries.list_closures, location_id=clinic.location_id, page=page())
    assert list(found) == []
    with pytest.raises(rules.ClosureNotFound):
        await clinic.run(commands.remove_closure, location_id=clinic.location_id, closure_id=new_id())

    async def against_the_rules(session):
        session.add(
            LocationClosure(
                id=new_id(), location_id=clinic.location_id, starts_on=TUESDAY, ends_on=TUESDAY, starts_minute=60,
                ends_minute=60, created_at=NOW,
            )
        )  # fmt: skip

    with pytest.raises(DBAPIError):
        await clinic.database.run(against_the_rules)


async def test_closures_are_listed_by_their_end(clinic):
    last = await close(clinic, ends_on=date(2027, 3, 9))
    first = await close(clinic)
    whole = await clinic.database.read(queries.list_closures, location_id=clinic.location_id, page=page(1))
    assert [row.id for row in whole] == [first.id]
    rest = await clinic.database.read(
        queries.list_closures, location_id=clinic.location_id, page=page(5, whole.next), since=date(2027, 3, 3)
    )
    assert [row.id for row in rest] == [last.id]
    with pytest.raises(rules.LocationNotFound):
        await clinic.database.read(queries.list_closures, location_id=new_id(), page=page())


@given(ZONES, DAYS, st.integers(0, 3), st.integers(0, 287), st.integers(1, 288))
def test_a_location_is_closed_exactly_while_its_wall_clock_says_so(zone, day, days, starts, length):
    starts_minute, ends_minute = starts * 5, min(starts + length, 288) * 5
    last = day + timedelta(days=days)
    stretch = Stretch(cell_of(rules.start_of_day(day, zone)) - 100, 700)
    closed = {HERE: Closure(day, last, starts_minute, ends_minute).cells(zone, stretch)}
    there = Calendar(every_day(0, 1440), {HERE: zone}, closed=closed).open_cells(HERE, stretch)
    for index in range(0, 700, 3):
        local = wall_of(moment_of(stretch.first + index), zone)
        shut = day <= local.date() <= last and starts_minute <= local.hour * 60 + local.minute < ends_minute
        assert bool(there >> index & 1) != shut, local


# S14
async def test_visits_of_a_kind_are_offered_and_booked_within_its_reach_only(clinic):
    kind = await clinic.visit_type("vaccination", lead_minutes=26 * 60 + 30, horizon_days=8)
    found = await slots(clinic, ends="2027-03-20", visit_type_id=kind)
    assert (found[0].starts_at, found[-1].starts_at) == (wall("2027-03-02 09:30"), wall("2027-03-08 11:30"))
    assert await told(clinic, "2027-03-02 09:15", visit_type_id=kind) == {
        "too_soon": "Visits of this kind are booked at least 1 day and 2 hours and 30 minutes ahead."
    }
    assert await told(clinic, "2027-03-15 09:15", visit_type_id=kind) == {
        "too_far_ahead": "Visits of this kind are booked at most 8 days ahead."
    }
    with pytest.raises(rules.TooSoon):
        await clinic.book("2027-03-02 09:00", visit_type_id=kind)
    with pytest.raises(rules.TooFarAhead):
        await clinic.book("2027-03-15 09:00", visit_type_id=kind)
    urgent = await clinic.book("2027-03-02 09:00", visit_type_id=kind, overbook_reason="bite")
    assert (urgent.overbooked, urgent.overbook_reason) == (True, "bite")
    # Putting it off needs no notice; having it sooner does.
    later = await clinic.run(
        commands.reschedule_appointment, appointment_id=urgent.id, starts_at=wall("2027-03-02 09:15")
    )
    assert not later.overbooked
    with pytest.raises(rules.TooSoon):
        await clinic.run(commands.reschedule_appointment, appointment_id=urgent.id, starts_at=wall("2027-03-02 09:00"))
    assert Reach(lead_minutes=2880).refusal(NOW, now=NOW).detail.endswith("at least 2 days ahead.")


async def test_a_slot_with_rooms_names_one_that_is_free(clinic):
    second = (await clinic.run(commands.add_room, location_id=clinic.location_id, name="2")).id
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    await clinic.book("2027-03-02 09:00", practitioner_id=other, room_id=clinic.room_id)
    await clinic.book("2027-03-02 09:30", practitioner_id=other, room_id=clinic.room_id)
    mine = {"practitioner_ids": [clinic.practitioner_id]}
    assert at(await slots(clinic, room_ids=[clinic.room_id], **mine))[0] == "10:00"
    found = await slots(clinic, room_ids=[clinic.room_id, second], **mine)
    assert [(slot.room_name, at([slot])) for slot in found[3:5]] == [("2", ["09:45"]), ("1", ["10:00"])]
    assert {slot.room_id for slot in await slots(clinic, **mine)} == {None}
    for slot in found[:1]:
        assert (await clinic.book(slot.starts_at, room_id=slot.room_id)).room_id == second
    assert await told(clinic, "2027-03-02 09:30", room_id=clinic.room_id) == {
        "room_taken": "1 is in use from 09:00 to 10:00."
    }
    far = await clinic.run(commands.add_location, name="Far", time_zone="America/New_York")
    elsewhere = (await clinic.run(commands.add_room, location_id=far.id, name="Hall")).id
    assert await slots(clinic, room_ids=[elsewhere]) == []
    assert await told(clinic, "2027-03-02 10:00", room_id=elsewhere) == {
        "room_elsewhere": "Hall is at another location."
    }
    assert await told(clinic, "2027-03-02 10:00", location_id=far.id) == {
        "outside_availability": "Dr. Grace is not at Far on Tuesday, 2 March 2027."
    }


async def test_longer_visits_are_offered_where_they_fit(clinic):
    await clinic.book("2027-03-02 10:30")
    assert at(await slots(clinic, minutes=90)) == ["09:00"]
    assert (await slots(clinic, minutes=90))[0].ends_at == wall("2027-03-02 10:30")
    assert await told(clinic, "2027-03-02 09:15", minutes=90) == {
        "slot_taken": "Dr. Grace is busy from 10:30 to 11:00."
    }


async def test_hours_hold_while_they_are_valid_and_it_is_said_when(clinic):
    await clinic.open(
        hours(1, 9, 10, location_id=clinic.location_id, valid_until=date(2027, 3, 2)),
        hours(1, 9, 11, location_id=clinic.location_id, valid_from=date(2027, 3, 16)),
    )
    found = await slots(clinic, ends="2027-03-17")
    assert [f"{slot.starts_at:%d}" for slot in found] == ["02"] * 3 + ["16"] * 7
    assert await told(clinic, "2027-03-09 09:00") == {
        "outside_availability": "Dr. Grace is not here on Tuesday, 9 March 2027.",
        "hours_not_valid": "Dr. Grace's hours 09:00–11:00 on a Tuesday hold from Tuesday, 16 March 2027 on.",
    }


async def test_the_first_of_two_months_is_found_wherever_it_lies(clinic):
    await clinic.open(hours(1, 9, 10, location_id=clinic.location_id, valid_from=date(2027, 4, 27)))
    [first] = await slots(clinic, ends="2027-05-01", page=page(1))
    assert first.starts_at == wall("2027-04-27 09:00")


async def test_pages_of_a_long_search_are_the_whole_of_it(clinic):
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    whole = await slots(clinic, ends="2027-04-01", page=page(500))
    assert len(whole) > 450
    found, after = [], None
    while True:
        part = await slots(clinic, ends="2027-04-01", page=page(97, after))
        found += part
        if not (after := part.next):
            break
    assert found == list(whole)
