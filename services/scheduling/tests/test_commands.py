"""Commands on both databases: booking, moving, the steps of a visit, calendars, places."""

import asyncio
from datetime import timedelta

import pytest
from clinic_common.database import new_id
from clinic_common.errors import Stale
from clinic_contracts.scheduling import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentCompleted,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentProgressed,
    AppointmentRescheduled,
    LocationSaved,
)
from scheduling import commands, queries, rules
from scheduling.models import Appointment, BookedCell, RoomCell
from scheduling.rules import Scope, Status
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from services.scheduling.tests.conftest import NOW, hours, wall


async def count(database, table, *where):
    async def query(session):
        return await session.scalar(select(func.count()).select_from(table).where(*where))

    return await database.read(query)


# Booking


async def test_a_visit_is_booked_and_told(clinic, booked, emitted):
    assert (booked.status, booked.version, booked.ends_at) == ("booked", 1, booked.starts_at + timedelta(minutes=30))
    [event] = await emitted(AppointmentBooked)
    assert event.appointment_id == booked.id
    assert (event.time_zone, event.visit_type_code, event.version) == ("America/New_York", "check", 1)
    assert await count(clinic.database, BookedCell) == 6


async def test_a_taken_slot_is_refused(clinic, booked, emitted):
    with pytest.raises(rules.SlotTaken):
        await clinic.book("2027-03-02 09:25", patient_id=await clinic.patient("Bob"))
    assert await count(clinic.database, Appointment) == 1
    assert len(await emitted(AppointmentBooked)) == 1


async def test_the_database_itself_refuses_a_cell_twice(clinic, booked):
    """S1 with the decision in Python left out."""

    async def claim(session):
        cell = rules.cell_of(booked.starts_at)
        await session.execute(
            insert(BookedCell).values(
                practitioner_id=booked.practitioner_id, cell=cell, lane=0, appointment_id=booked.id
            )
        )

    with pytest.raises(IntegrityError):
        await clinic.database.run(claim)


# S1
async def test_two_hundred_at_once_for_one_slot_make_one_booking(clinic, emitted):
    results = await asyncio.gather(*(clinic.book() for _ in range(200)), return_exceptions=True)
    kinds = [type(result) for result in results]
    assert kinds.count(Appointment) == 1
    assert kinds.count(rules.SlotTaken) == 199
    assert await count(clinic.database, Appointment) == 1
    assert await count(clinic.database, BookedCell) == 6
    assert len(await emitted(AppointmentBooked)) == 1


async def test_buffers_are_taken_too(clinic):
    padded = await clinic.visit_type("padded", buffer_before=10, buffer_after=5)
    await clinic.book("2027-03-02 10:00", visit_type_id=padded)
    for taken in ("2027-03-02 09:25", "2027-03-02 10:30"):
        with pytest.raises(rules.SlotTaken):
            await clinic.book(taken)
    await clinic.book("2027-03-02 09:20")
    await clinic.book("2027-03-02 10:35")


# S2, S10
async def test_what_cannot_be_booked_is_refused_by_name(clinic):
    retired = await clinic.visit_type("old")
    await clinic.run(commands.change_visit_type, visit_type_id=retired, version=1, changes={"active": False})
    elsewhere = await clinic.run(commands.add_location, name="Zürich", time_zone="Europe/Zurich")
    far_room = await clinic.run(commands.add_room, location_id=elsewhere.id, name="1")
    nurse = await clinic.practitioner("Nina", role="nurse")
    left = await clinic.practitioner("Dr. Left")
    await clinic.run(commands.deactivate_staff_member, staff_id=left, version=2)
    archived = await clinic.patient(archived=True)
    for change, refusal, named in [
        ({"at": "2027-03-01 06:00"}, rules.InThePast, "starts_at"),
        ({"at": "2030-03-01 09:00"}, rules.TooFarAhead, "starts_at"),
        ({"at": "2027-03-02 09:02"}, rules.OffGrid, "starts_at"),
        ({"at": "2027-03-02 08:55"}, rules.OutsideAvailability, "starts_at"),
        ({"at": "2027-03-02 11:45"}, rules.OutsideAvailability, "starts_at"),
        ({"at": "2027-03-06 09:00"}, rules.OutsideAvailability, "starts_at"),
        ({"location_id": elsewhere.id}, rules.OutsideAvailability, "starts_at"),
        ({"patient_id": new_id()}, rules.PatientUnknown, "patient_id"),
        ({"patient_id": archived}, rules.PatientArchived, "patient_id"),
        ({"practitioner_id": new_id()}, rules.PractitionerUnknown, "practitioner_id"),
        ({"practitioner_id": nurse}, rules.PractitionerUnknown, "practitioner_id"),
        ({"practitioner_id": left}, rules.PractitionerNotBookable, "practitioner_id"),
        ({"visit_type_id": new_id()}, rules.VisitTypeUnknown, "visit_type_id"),
        ({"visit_type_id": retired}, rules.VisitTypeRetired, "visit_type_id"),
        ({"room_id": new_id()}, rules.RoomUnknown, "room_id"),
        ({"room_id": far_room.id}, rules.RoomElsewhere, "room_id"),
    ]:
        with pytest.raises(refusal) as refused:
            await clinic.book(**change)
        assert refused.value.field == named
    assert await count(clinic.database, Appointment) == 0


async def test_time_off_closes_the_calendar(clinic):
    off = await clinic.run(
        commands.add_time_off,
        practitioner_id=clinic.practitioner_id,
        starts_at=wall("2027-03-02 09:10"),
        ends_at=wall("2027-03-02 09:11"),
    )
    with pytest.raises(rules.OutsideAvailability):
        await clinic.book()
    await clinic.run(commands.remove_time_off, practitioner_id=clinic.practitioner_id, time_off_id=off.id)
    assert await clinic.book()


# S9
async def test_a_room_is_not_used_twice(clinic):
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    await clinic.book(room_id=clinic.room_id)
    with pytest.raises(rules.RoomTaken):
        await clinic.book(practitioner_id=other, room_id=clinic.room_id)
    assert await count(clinic.database, Appointment) == 1


async def test_a_patient_elsewhere_is_a_warning_not_a_refusal(clinic, booked):
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    again = await clinic.book("2027-03-02 09:15", practitioner_id=other)
    assert [warning["appointment_id"] for warning in again.warnings] == [booked.id]
    assert booked.warnings == ()


# Overbooking


# S4
async def test_overbooking_needs_a_reason_and_has_an_end(clinic, booked, emitted):
    second = await clinic.book(overbook_reason="urgent")
    third = await clinic.book(overbook_reason="urgent as well")
    assert (booked.overbooked, second.overbooked, third.overbooked) == (False, True, True)
    with pytest.raises(rules.OverbookingFull):
        await clinic.book(overbook_reason="one too many")
    assert len(await emitted(AppointmentBooked)) == 3


async def test_the_database_itself_refuses_a_fourth_lane_and_a_missing_reason(clinic, booked):
    async def fourth(session):
        await session.execute(
            insert(BookedCell).values(practitioner_id=booked.practitioner_id, cell=1, lane=3, appointment_id=booked.id)
        )

    async def unexplained(session):
        (await session.get(Appointment, booked.id)).overbooked = True

    for wrong in (fourth, unexplained):
        with pytest.raises(Exception, match=r"(?i)check"):
            await clinic.database.run(wrong)


async def test_a_visit_may_leave_the_availability_with_a_reason(clinic):
    late = await clinic.book("2027-03-02 20:00", overbook_reason="came from afar")
    assert (late.overbooked, late.location_id) == (True, clinic.location_id)
    free = await clinic.book("2027-03-02 09:00", overbook_reason="not needed")
    assert (free.overbooked, free.overbook_reason) == (False, None)


async def test_a_slot_with_only_an_overbooked_visit_left_in_it_is_not_free(clinic, booked):
    await clinic.book(overbook_reason="urgent")
    await clinic.run(commands.cancel_appointment, appointment_id=booked.id, reason="ill")
    with pytest.raises(rules.SlotTaken):
        await clinic.book()


# Moving


async def test_a_visit_moves_with_its_cells(clinic, booked, emitted):
    await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.CONFIRMED)
    moved = await clinic.run(
        commands.reschedule_appointment, appointment_id=booked.id, starts_at=wall("2027-03-03 10:00")
    )
    assert (moved.status, moved.confirmed_at, moved.version) == ("booked", None, 3)
    [event] = await emitted(AppointmentRescheduled)
    assert (event.starts_at, event.version) == (wall("2027-03-03 10:00"), 3)
    assert await clinic.book()
    assert await count(clinic.database, BookedCell) == 12


async def test_a_visit_stays_where_it_was_if_the_new_slot_is_taken(clinic, booked):
    await clinic.book("2027-03-03 10:00")
    with pytest.raises(rules.SlotTaken):
        await clinic.run(commands.reschedule_appointment, appointment_id=booked.id, starts_at=wall("2027-03-03 10:15"))
    assert await count(clinic.database, BookedCell, BookedCell.appointment_id == booked.id) == 6
    with pytest.raises(rules.SlotTaken):
        await clinic.book()


async def test_a_visit_may_move_onto_part_of_its_own_time_and_to_somebody_else(clinic, booked):
    await clinic.run(commands.reschedule_appointment, appointment_id=booked.id, starts_at=wall("2027-03-02 09:10"))
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    moved = await clinic.run(
        commands.reschedule_appointment,
        appointment_id=booked.id,
        starts_at=wall("2027-03-02 09:10"),
        practitioner_id=other,
    )
    assert (moved.practitioner_id, moved.practitioner_name) == (other, "Dr. Other")
    assert await count(clinic.database, BookedCell, BookedCell.practitioner_id == other) == 6
    assert await count(clinic.database, BookedCell) == 6


async def test_a_move_that_changes_nothing_has_a_version_of_its_own(clinic, booked, emitted):
    await clinic.run(commands.reschedule_appointment, appointment_id=booked.id, starts_at=booked.starts_at)
    assert [event.version for event in await emitted(AppointmentRescheduled)] == [2]


async def test_length_room_and_reason_change_with_the_version_seen(clinic, booked, emitted):
    longer = await clinic.run(
        commands.change_appointment,
        appointment_id=booked.id,
        version=1,
        changes={"minutes": 45, "room_id": clinic.room_id, "reason": "knee"},
    )
    assert (longer.minutes, longer.ends_at, longer.reason) == (45, wall("2027-03-02 09:45"), "knee")
    assert await count(clinic.database, BookedCell) == await count(clinic.database, RoomCell) == 9
    assert len(await emitted(AppointmentRescheduled)) == 1
    with pytest.raises(Stale):
        await clinic.run(commands.change_appointment, appointment_id=booked.id, version=1, changes={"reason": "hip"})
    await clinic.book("2027-03-02 09:45")
    with pytest.raises(rules.SlotTaken):
        await clinic.run(
            commands.change_appointment, appointment_id=booked.id, version=longer.version, changes={"minutes": 60}
        )
    gone = await clinic.run(
        commands.change_appointment, appointment_id=booked.id, version=longer.version, changes={"room_id": None}
    )
    assert (gone.room_id, await count(clinic.database, RoomCell)) == (None, 0)


# The steps of a visit


async def test_a_visit_goes_its_way(clinic, booked, emitted):
    steps = (Status.CONFIRMED, Status.ARRIVED, Status.ROOMED, Status.IN_VISIT, Status.COMPLETED)
    for minutes, step in enumerate(steps):
        now = NOW + timedelta(minutes=minutes)
        room = clinic.room_id if step == Status.ROOMED else None
        visit = await clinic.run(
            commands.advance_appointment, appointment_id=booked.id, step=step, now=now, room_id=room,
            staff_id=clinic.staff_id,
        )  # fmt: skip
        assert visit.status == step
    assert visit.room_id == clinic.room_id
    assert visit.completed_at - visit.confirmed_at == timedelta(minutes=4)
    assert [event.status for event in await emitted(AppointmentProgressed)] == ["arrived", "roomed", "in_visit"]
    assert [event.version for event in await emitted(AppointmentConfirmed)] == [2]
    assert [event.version for event in await emitted(AppointmentCompleted)] == [6]
    with_history = await clinic.database.read(queries.get_appointment, appointment_id=booked.id, now=NOW)
    assert [step.step for step in with_history.history] == ["booked", *steps]
    assert {step.staff_id for step in with_history.history} == {clinic.staff_id}


async def test_steps_may_be_skipped_but_none_goes_back(clinic, booked):
    await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.ARRIVED)
    with pytest.raises(rules.AlreadyDone):
        await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.ARRIVED)
    with pytest.raises(rules.WrongStep, match="marked as arrived and cannot be confirmed"):
        await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.CONFIRMED)
    await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.COMPLETED)
    for refused in (
        clinic.run(commands.cancel_appointment, appointment_id=booked.id, reason="no"),
        clinic.run(commands.reschedule_appointment, appointment_id=booked.id, starts_at=wall("2027-03-03 09:00")),
    ):
        with pytest.raises(rules.WrongStep):
            await refused


async def test_a_cancelled_visit_frees_its_slot_and_cannot_be_completed(clinic, emitted):
    booked = await clinic.book(room_id=clinic.room_id)
    gone = await clinic.run(commands.cancel_appointment, appointment_id=booked.id, reason="ill")
    assert (gone.status, gone.cancel_reason) == ("cancelled", "ill")
    assert await count(clinic.database, BookedCell) == await count(clinic.database, RoomCell) == 0
    assert [event.reason for event in await emitted(AppointmentCancelled)] == ["ill"]
    with pytest.raises(rules.WrongStep, match="cancelled and cannot be completed"):
        await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.COMPLETED)
    with pytest.raises(rules.AlreadyDone):
        await clinic.run(commands.cancel_appointment, appointment_id=booked.id, reason="again")
    assert await clinic.book(room_id=clinic.room_id)


async def test_the_way_back_is_one_step_with_a_reason(clinic, booked, emitted):
    for step in (Status.CONFIRMED, Status.ARRIVED, Status.COMPLETED):
        await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=step)
    back = []
    for _ in range(3):
        visit = await clinic.run(commands.reopen_appointment, appointment_id=booked.id, reason="wrong patient")
        back.append(visit.status)
    assert back == ["arrived", "confirmed", "booked"]
    assert (visit.completed_at, visit.arrived_at, visit.confirmed_at) == (None, None, None)
    with pytest.raises(rules.WrongStep):
        await clinic.run(commands.reopen_appointment, appointment_id=booked.id, reason="further")
    with_history = await clinic.database.read(queries.get_appointment, appointment_id=booked.id, now=NOW)
    assert [step.reason for step in with_history.history if step.step == "reopened"] == ["wrong patient"] * 3


async def test_a_missed_visit_comes_back_only_if_its_time_is_free(clinic, booked, emitted):
    missed = await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.NO_SHOW)
    assert await count(clinic.database, BookedCell) == 0
    assert [event.version for event in await emitted(AppointmentMissed)] == [missed.version]
    other = await clinic.book()
    with pytest.raises(rules.SlotTaken):
        await clinic.run(commands.reopen_appointment, appointment_id=booked.id, reason="was here")
    await clinic.run(commands.cancel_appointment, appointment_id=other.id, reason="mistake")
    again = await clinic.run(commands.reopen_appointment, appointment_id=booked.id, reason="was here")
    assert (again.status, again.missed_at) == ("booked", None)
    assert await count(clinic.database, BookedCell) == 6
    assert [event.version for event in await emitted(AppointmentBooked)] == [1, 1, again.version]


# S6
async def test_two_who_step_at_once_do_not_both_succeed(clinic, booked):
    results = await asyncio.gather(
        *(clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.ARRIVED) for _ in range(10)),
        return_exceptions=True,
    )
    assert [type(result) for result in results].count(Appointment) == 1
    assert {type(result) for result in results} <= {Appointment, Stale, rules.AlreadyDone}


async def test_a_step_against_an_old_version_is_refused(clinic, booked):
    with pytest.raises(Stale):
        await clinic.run(commands.advance_appointment, appointment_id=booked.id, step=Status.ARRIVED, version=7)


# Series


async def test_a_series_keeps_the_time_on_the_wall_through_the_change_of_clocks(clinic, emitted):
    first = await clinic.book("2027-03-09 09:00", recurrence="FREQ=WEEKLY;COUNT=3")
    series = await clinic.database.read(queries.get_series, series_id=first.series_id)
    assert [visit.starts_at for visit in series.items] == [
        wall("2027-03-09 09:00"), wall("2027-03-16 09:00"), wall("2027-03-23 09:00"),
    ]  # fmt: skip
    assert series.items[1].starts_at - series.items[0].starts_at == timedelta(days=7, hours=-1)
    assert {event.series_id for event in await emitted(AppointmentBooked)} == {first.series_id}


# S11
async def test_a_series_is_booked_whole_or_not_at_all(clinic, emitted):
    await clinic.book("2027-03-09 09:15")
    with pytest.raises(rules.SeriesConflicts) as refused:
        await clinic.book("2027-03-02 09:00", recurrence="FREQ=DAILY;COUNT=8")
    told = [(conflict["starts_at"], conflict["code"]) for conflict in refused.value.extra["conflicts"]]
    assert told == [
        ("2027-03-06T14:00:00Z", "outside_availability"),
        ("2027-03-07T14:00:00Z", "outside_availability"),
        ("2027-03-09T14:00:00Z", "slot_taken"),
    ]
    assert await count(clinic.database, Appointment) == 1


@pytest.mark.parametrize(
    ("scope", "left"), [(Scope.THIS, 3), (Scope.FOLLOWING, 1), (Scope.ALL, 0)], ids=lambda value: str(value)
)
async def test_cancelling_means_this_one_the_following_or_all(clinic, emitted, scope, left):
    first = await clinic.book(recurrence="FREQ=WEEKLY;COUNT=4")
    visits = (await clinic.database.read(queries.get_series, series_id=first.series_id)).items
    await clinic.run(commands.cancel_appointment, appointment_id=visits[1].id, reason="moved away", scope=scope)
    assert await count(clinic.database, Appointment, Appointment.status == "booked") == left
    assert await count(clinic.database, BookedCell) == left * 6
    assert len(await emitted(AppointmentCancelled)) == 4 - left


async def test_the_following_visits_move_together(clinic):
    first = await clinic.book("2027-03-02 09:00", recurrence="FREQ=WEEKLY;COUNT=4")
    visits = (await clinic.database.read(queries.get_series, series_id=first.series_id)).items
    await clinic.run(
        commands.reschedule_appointment,
        appointment_id=visits[1].id,
        starts_at=wall("2027-03-10 10:30"),
        scope=Scope.FOLLOWING,
    )
    moved = (await clinic.database.read(queries.get_series, series_id=first.series_id)).items
    assert [visit.starts_at for visit in moved] == [
        wall("2027-03-02 09:00"), wall("2027-03-10 10:30"), wall("2027-03-17 10:30"), wall("2027-03-24 10:30"),
    ]  # fmt: skip


async def test_a_single_visit_has_no_following_ones(clinic, booked):
    with pytest.raises(rules.NotASeries):
        await clinic.run(commands.cancel_appointment, appointment_id=booked.id, reason="x", scope=Scope.ALL)


# Calendars and places


async def test_of_two_who_replace_the_hours_one_finds_them_changed(clinic):
    results = await asyncio.gather(
        *(
            clinic.run(
                commands.set_availability,
                practitioner_id=clinic.practitioner_id,
                hours=[hours(0, 8, 9 + extra)],
                version=1,
            )
            for extra in range(5)
        ),
        return_exceptions=True,
    )
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert {type(result) for result in results if result} == {Stale}


# S7
async def test_wrong_hours_are_refused_and_the_old_ones_stay(clinic):
    for wrong, refusal, named in [
        ([hours(0, 9, 12), hours(0, 11, 13)], rules.calendar.OverlappingRules, "/rules/1"),
        ([hours(0, 9, 9)], rules.calendar.EmptyRule, "/rules/0/ends"),
        ([hours(0, 9, 12, location_id=new_id())], rules.LocationUnknown, "/rules/0/location_id"),
    ]:
        with pytest.raises(refusal) as refused:
            await clinic.open(*wrong)
        assert refused.value.field == named
    kept = await clinic.database.read(queries.get_availability, practitioner_id=clinic.practitioner_id)
    assert (len(kept.rules), kept.version) == (5, 1)


async def test_a_location_is_told_with_every_change(clinic, emitted):
    changed = await clinic.run(
        commands.change_location, location_id=clinic.location_id, version=1, changes={"name": "Elm Street"}
    )
    assert [(event.name, event.version) for event in await emitted(LocationSaved)] == [
        ("Main Street", 1),
        ("Elm Street", 2),
    ]
    with pytest.raises(rules.ZoneUnknown):
        await clinic.run(
            commands.change_location,
            location_id=clinic.location_id,
            version=changed.version,
            changes={"time_zone": "Europe/Atlantis"},
        )


async def test_codes_and_rooms_are_not_given_twice(clinic):
    with pytest.raises(rules.CodeTaken):
        await clinic.visit_type("check")
    other = await clinic.visit_type("other")
    with pytest.raises(rules.CodeTaken):
        await clinic.run(commands.change_visit_type, visit_type_id=other, version=1, changes={"code": "check"})
    with pytest.raises(rules.RoomNameTaken):
        await clinic.run(commands.add_room, location_id=clinic.location_id, name="1")


async def test_another_length_of_the_visit_type_leaves_what_is_booked(clinic, booked):
    await clinic.run(commands.change_visit_type, visit_type_id=clinic.visit_type_id, version=1, changes={"minutes": 60})
    kept = await clinic.database.read(queries.get_appointment, appointment_id=booked.id, now=NOW)
    assert kept.minutes == 30
