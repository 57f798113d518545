"""Who is where now, how long things took, and who never came."""

from datetime import timedelta

import pytest
from clinic_common.database import new_id, utc_now
from clinic_contracts.scheduling import AppointmentMissed
from clinic_contracts.trail import AccessRecorded
from scheduling import commands, queries, rules
from scheduling.models import Appointment, BookedCell
from scheduling.rules import Status
from scheduling.schemas import AppointmentView, RoomsBoardView
from scheduling.service import SERVICE
from sqlalchemy import select

from services.scheduling.tests.conftest import NOW, wall

DAY = timedelta(hours=24)


async def step(clinic, visit, status, at, **more):
    return await clinic.run(commands.advance_appointment, appointment_id=visit.id, step=status, now=at, **more)


async def test_the_board_shows_who_is_where_and_for_how_long(clinic):
    start = wall("2027-03-02 09:00")
    at = [start + timedelta(minutes=5 * n) for n in range(5)]
    visits = [await clinic.book(start + timedelta(minutes=30 * n)) for n in range(4)]
    for visit in visits[:3]:
        await step(clinic, visit, Status.ARRIVED, at[0])
    await step(clinic, visits[0], Status.ROOMED, at[1], room_id=clinic.room_id)
    await step(clinic, visits[1], Status.IN_VISIT, at[2])
    board = RoomsBoardView.of(await clinic.database.read(queries.get_rooms_board, now=at[4]))
    [room] = board.rooms
    [inside] = room.visits
    assert (room.room_name, inside.id, inside.waiting_minutes, inside.room_minutes) == ("1", visits[0].id, 5, 15)
    [outside] = board.elsewhere
    assert (outside.id, outside.waiting_minutes, outside.room_minutes) == (visits[1].id, 10, 10)
    [waiting] = board.waiting
    assert (waiting.id, waiting.patient_name, waiting.waiting_minutes, waiting.room_minutes) == (
        visits[2].id, "Ada Lovelace", 20, None,
    )  # fmt: skip
    elsewhere = await clinic.run(commands.add_location, name="Bern", time_zone="Europe/Zurich")
    there = await clinic.database.read(queries.get_rooms_board, now=at[4], location_id=elsewhere.id)
    assert (there.items, there.rooms) == ([], [])
    forgotten = await clinic.database.read(queries.get_rooms_board, now=at[4] + DAY)
    assert (forgotten.items, [room.visits for room in forgotten.rooms]) == ([], [[]])
    with pytest.raises(rules.LocationUnknown):
        await clinic.database.read(queries.get_rooms_board, now=at[4], location_id=new_id())


async def test_who_looked_at_the_board_stands_in_the_trail(client, clinic, soon, emitted):
    visit = await clinic.book(utc_now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=3), now=utc_now(),
                              overbook_reason="now")  # fmt: skip
    await step(clinic, visit, Status.ARRIVED, utc_now())
    answer = await client.get("/rooms/board", params={"location_id": str(clinic.location_id)})
    assert [seen["patient_name"] for seen in answer.json()["waiting"]] == ["Ada Lovelace"]
    [access] = await emitted(AccessRecorded)
    assert (access.action, access.subject_ids) == ("get_rooms_board", [clinic.patient_id])


async def test_a_visit_tells_how_long_its_patient_waited_and_was_in_the_room(clinic):
    visit = await clinic.book()
    times = [visit.starts_at + timedelta(minutes=n, seconds=30 * n) for n in (0, 10, 20, 40)]
    assert (AppointmentView.of(visit).waiting_minutes, AppointmentView.of(visit).room_minutes) == (None, None)
    for status, at in zip((Status.ARRIVED, Status.ROOMED, Status.IN_VISIT, Status.COMPLETED), times, strict=True):
        visit = await step(clinic, visit, status, at)
    view = AppointmentView.of(visit)
    assert (view.waiting_minutes, view.room_minutes) == (15, 45)
    other = await clinic.book("2027-03-02 10:00")
    skipped = AppointmentView.of(await step(clinic, other, Status.COMPLETED, NOW))
    assert (skipped.waiting_minutes, skipped.room_minutes) == (None, None)


async def test_a_visit_tells_what_its_patient_missed_and_when_they_come_next(clinic):
    visit = await clinic.book("2027-03-02 09:00")
    for hour in ("2027-03-03 09:00", "2027-03-03 10:00"):
        await step(clinic, await clinic.book(hour), Status.NO_SHOW, NOW)
    await clinic.book("2027-03-04 09:00", patient_id=await clinic.patient("Eve", "Other"))
    later = await clinic.book("2027-03-05 09:00")
    cancelled = await clinic.book("2027-03-04 10:00")
    await clinic.run(commands.cancel_appointment, appointment_id=cancelled.id, reason="ill")
    seen = await clinic.database.read(queries.get_appointment, appointment_id=visit.id, now=NOW)
    assert (seen.no_show_count, seen.next_visit.id, seen.next_visit.practitioner_name) == (2, later.id, "Dr. Grace")
    last = await clinic.database.read(queries.get_appointment, appointment_id=later.id, now=visit.ends_at)
    assert (last.no_show_count, last.next_visit) == (2, None)


# S6
async def test_a_visit_nobody_came_to_is_missed_a_day_later_and_gives_its_time_back(clinic, emitted):
    forgotten, arrived = await clinic.book("2027-03-02 09:00"), await clinic.book("2027-03-02 10:00")
    confirmed = await clinic.book("2027-03-02 11:00")
    await step(clinic, arrived, Status.ARRIVED, NOW)
    await step(clinic, confirmed, Status.CONFIRMED, NOW)

    async def missed_at(now):
        return await clinic.run(commands.miss_overdue, after=DAY, now=now)

    assert await missed_at(forgotten.ends_at + DAY) == 0
    assert await missed_at(confirmed.ends_at + DAY + timedelta(minutes=1)) == 2
    assert await missed_at(confirmed.ends_at + DAY + timedelta(minutes=2)) == 0
    assert {event.appointment_id for event in await emitted(AppointmentMissed)} == {forgotten.id, confirmed.id}
    seen = await clinic.database.read(queries.get_appointment, appointment_id=forgotten.id, now=NOW)
    assert (seen.status, seen.history[-1].staff_id, seen.history[-1].reason) == ("no_show", None, rules.NOBODY_CAME)

    async def cells(session):
        return set(await session.scalars(select(BookedCell.appointment_id)))

    assert await clinic.database.read(cells) == {arrived.id}


async def test_a_missed_visit_that_was_reopened_is_left_to_people(clinic):
    visit = await clinic.book("2027-03-02 09:00")
    late = visit.ends_at + DAY * 2
    await clinic.run(commands.miss_overdue, after=DAY, now=late)
    await clinic.run(commands.reopen_appointment, appointment_id=visit.id, reason="they were here", now=late)
    assert await clinic.run(commands.miss_overdue, after=DAY, now=late + timedelta(hours=1)) == 0
    assert await clinic.run(commands.miss_overdue, after=DAY, now=late + DAY * 2) == 1


async def test_the_running_service_notes_missed_visits_unless_told_not_to(clinic, resources):
    [job] = SERVICE.jobs
    for number in range(3):
        await clinic.book(f"2027-03-02 {9 + number:02}:00")

    async def long_ago(session):
        for visit in await session.scalars(select(Appointment)):
            visit.starts_at -= DAY * 800
            visit.ends_at -= DAY * 800
            visit.changed_at -= DAY * 800

    async def statuses(session):
        return list(await session.scalars(select(Appointment.status)))

    await clinic.database.run(long_ago)
    resources.settings.no_show_after_hours = 0
    await job.run(resources)
    assert await clinic.database.read(statuses) == ["booked"] * 3
    resources.settings.no_show_after_hours = 24
    await job.run(resources)
    assert await clinic.database.read(statuses) == ["no_show"] * 3
