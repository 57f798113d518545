"""What is only looked at: slots, lists, reports."""

from datetime import date, timedelta

import pytest
from clinic_common.database import new_id
from clinic_common.http import PageRequest
from scheduling import commands, queries, rules
from scheduling.rules import Status
from sqlalchemy import event

from services.scheduling.tests.conftest import NOW, hours, wall


def page(limit=50, after=None):
    return PageRequest(limit=limit, after=after)


async def slots(clinic, starts="2027-03-02", ends="2027-03-03", **more):
    arguments = {
        "visit_type_id": clinic.visit_type_id,
        "starts_at": wall(f"{starts} 00:00"),
        "ends_at": wall(f"{ends} 00:00"),
        "now": NOW,
        "page": page(500),
    }
    return await clinic.database.read(queries.list_slots, **(arguments | more))


def at(found):
    """Slots as the clock on the wall shows them."""
    return [f"{rules.wall_clock.wall_of(slot.starts_at, slot.time_zone):%H:%M}" for slot in found]


async def test_slots_are_the_hours_minus_what_is_taken(clinic):
    assert at(await slots(clinic)) == [
        "09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30", "10:45", "11:00", "11:15", "11:30",
    ]  # fmt: skip
    await clinic.book("2027-03-02 10:00")
    await clinic.run(
        commands.add_time_off,
        practitioner_id=clinic.practitioner_id,
        starts_at=wall("2027-03-02 11:20"),
        ends_at=wall("2027-03-02 13:00"),
    )
    assert at(await slots(clinic)) == ["09:00", "09:15", "09:30", "10:30", "10:45"]


async def test_every_slot_offered_can_be_booked(clinic):
    padded = await clinic.visit_type("padded", buffer_before=5, buffer_after=15)
    await clinic.book("2027-03-02 10:00")
    while found := await slots(clinic, visit_type_id=padded):
        await clinic.book(found[-1].starts_at, visit_type_id=padded)
    assert at(await slots(clinic, visit_type_id=await clinic.visit_type("short", minutes=5, buffer_after=0)))


async def test_past_slots_are_not_offered(clinic):
    assert at(await slots(clinic, now=wall("2027-03-02 10:16"))) == ["10:30", "10:45", "11:00", "11:15", "11:30"]
    assert await slots(clinic, now=wall("2027-03-03 00:00")) == []


async def test_slots_of_several_come_in_order_and_go_on_where_they_stopped(clinic):
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(hours(1, 9, 10), practitioner_id=other)
    gone = await clinic.practitioner("Dr. Gone")
    await clinic.open(hours(1, 9, 10), practitioner_id=gone)
    await clinic.run(commands.deactivate_staff_member, staff_id=gone, version=2)
    whole = await slots(clinic)
    assert [name for name in {slot.practitioner_name for slot in whole}] != ["Dr. Gone"]
    assert [slot.starts_at for slot in whole] == sorted(slot.starts_at for slot in whole)
    assert len(whole) == 14
    first = await slots(clinic, page=page(3))
    rest = await slots(clinic, page=page(500, first.next))
    assert [*first, *rest] == whole
    assert {slot.practitioner_id for slot in await slots(clinic, practitioner_ids=[other])} == {other}


async def test_slots_at_two_locations_keep_the_clock_of_each(clinic):
    zurich = await clinic.run(commands.add_location, name="Zürich", time_zone="Europe/Zurich")
    await clinic.open(hours(1, 9, 10, location_id=zurich.id), hours(1, 14, 15, location_id=clinic.location_id))
    assert at(await slots(clinic)) == ["09:00", "09:15", "09:30", "14:00", "14:15", "14:30"]
    assert at(await slots(clinic, location_ids=[zurich.id])) == ["09:00", "09:15", "09:30"]
    booked = await clinic.book("2027-03-02 03:00")
    assert (booked.location_id, booked.time_zone) == (zurich.id, "Europe/Zurich")


async def test_slots_of_everybody_are_looked_for_with_one_query_per_table(clinic):
    for number in range(5):
        id = await clinic.practitioner(f"Dr. {number}")
        await clinic.open(practitioner_id=id)
    statements = []
    event.listen(clinic.database.direct.sync_engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    [first] = await slots(clinic, ends="2027-04-30", page=page(1))
    assert first.starts_at == wall("2027-03-02 09:00")
    assert len([s for s in statements if s.lstrip().upper().startswith("SELECT")]) == 7


async def test_what_cannot_be_searched_is_refused(clinic):
    for change, refusal in [
        ({"ends": "2027-03-02"}, rules.PeriodInvalid),
        ({"ends": "2027-05-30"}, rules.PeriodInvalid),
        ({"visit_type_id": new_id()}, rules.VisitTypeUnknown),
        ({"practitioner_ids": [new_id()]}, rules.PractitionerUnknown),
        ({"practitioner_ids": [clinic.practitioner_id, new_id()]}, rules.PractitionerUnknown),
        ({"location_ids": [new_id()]}, rules.LocationUnknown),
        ({"room_ids": [clinic.room_id, new_id()]}, rules.RoomUnknown),
    ]:
        with pytest.raises(refusal):
            await slots(clinic, **change)


async def test_appointments_are_found_by_what_one_knows_of_them(clinic):
    zoe = await clinic.patient("Zoë", "Ångström", record_number="P-77", phone="+1 555 0100")
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    first = await clinic.book("2027-03-02 09:00")
    second = await clinic.book("2027-03-02 10:00", patient_id=zoe)
    third = await clinic.book("2027-03-03 10:00", patient_id=zoe, practitioner_id=other)
    await clinic.run(commands.cancel_appointment, appointment_id=third.id, reason="ill")

    async def found(**filters):
        rows = await clinic.database.read(queries.list_appointments, page=page(), **filters)
        return [row.id for row in rows]

    assert await found() == [first.id, second.id, third.id]
    assert await found(q="angstrom zo") == await found(q="p-77") == await found(q="0100") == [second.id, third.id]
    assert await found(q="%") == await found(q="_") == []
    assert await found(patient_id=zoe, practitioner_id=clinic.practitioner_id) == [second.id]
    assert await found(status=["cancelled"]) == [third.id]
    assert await found(starts_at=second.starts_at, ends_at=third.starts_at) == [second.id]
    assert await found(location_id=new_id()) == []
    rows = await clinic.database.read(queries.list_appointments, page=page(1), q="ångström")
    assert (rows[0].patient_name, rows[0].visit_type_code, rows[0].time_zone) == (
        "Zoë Ångström", "check", "America/New_York",
    )  # fmt: skip
    rest = await clinic.database.read(queries.list_appointments, page=page(1, rows.next), q="ångström")
    assert ([row.id for row in rest], rest.next) == ([third.id], None)


async def test_the_day_adds_up(clinic):
    for hour, step in [("09:00", Status.COMPLETED), ("09:30", Status.NO_SHOW), ("10:00", None), ("10:30", "cancel")]:
        visit = await clinic.book(f"2027-03-02 {hour}")
        if step == "cancel":
            await clinic.run(commands.cancel_appointment, appointment_id=visit.id, reason="ill")
        elif step:
            await clinic.run(commands.advance_appointment, appointment_id=visit.id, step=step)
    await clinic.book("2027-03-03 09:00")
    await clinic.run(
        commands.add_time_off,
        practitioner_id=clinic.practitioner_id,
        starts_at=wall("2027-03-02 11:00"),
        ends_at=wall("2027-03-02 18:00"),
    )
    report = await clinic.database.read(queries.get_day_report, now=NOW, on=date(2027, 3, 2))
    assert (report.total, report.seen, report.no_shows, report.cancelled) == (4, 1, 1, 1)
    assert (report.booked_minutes, report.available_minutes) == (90, 120)
    assert (report.starts_at, report.ends_at) == (wall("2027-03-02 00:00"), wall("2027-03-03 00:00"))
    assert [load.practitioner_name for load in report.by_practitioner] == ["Dr. Grace"]
    elsewhere = await clinic.run(commands.add_location, name="Zürich", time_zone="Europe/Zurich")
    there = await clinic.database.read(queries.get_day_report, now=NOW, on=date(2027, 3, 2), location_id=elsewhere.id)
    assert (there.total, there.available_minutes, there.time_zone) == (0, 0, "Europe/Zurich")


async def test_a_day_of_twenty_three_hours_is_one_day(clinic):
    report = await clinic.database.read(queries.get_day_report, now=NOW, on=date(2027, 3, 14))
    assert report.ends_at - report.starts_at == timedelta(hours=23)


async def test_the_load_of_practitioners_over_a_week(clinic):
    await clinic.book("2027-03-02 09:00")
    await clinic.book("2027-03-05 11:30")
    report = await clinic.database.read(
        queries.get_practitioner_report, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5)
    )
    [load] = report.by_practitioner
    assert (load.total, load.booked_minutes, load.available_minutes) == (2, 60, 5 * 180)
    with pytest.raises(rules.PeriodInvalid):
        await clinic.database.read(
            queries.get_practitioner_report, starts_on=date(2027, 3, 1), ends_on=date(2026, 3, 5)
        )
