"""Series: booked with their conflicts known, edited one, following or all, and told as RFC 5545 has it."""

from datetime import date, timedelta

import pytest
from clinic_contracts.scheduling import AppointmentBooked, AppointmentRescheduled
from scheduling import commands, queries, rules
from scheduling.models import Appointment, BookedCell, Series
from scheduling.rules import OnConflict, Scope
from scheduling.rules.wall_clock import wall_of

from services.scheduling.tests.conftest import NOW, hours, wall
from services.scheduling.tests.test_commands import count

STOP, SKIP, MOVE = OnConflict
WEEKLY = "FREQ=WEEKLY;COUNT=4"


async def preview(clinic, at="2027-03-02 09:00", **more):
    fields = {
        "patient_id": clinic.patient_id, "practitioner_id": clinic.practitioner_id,
        "visit_type_id": clinic.visit_type_id, "starts_at": wall(at), "now": NOW,
    }  # fmt: skip
    return await clinic.database.read(queries.preview_booking, **(fields | more))


async def visits(clinic, series_id):
    return (await clinic.database.read(queries.get_series, series_id=series_id)).items


def times(found):
    return [f"{wall_of(visit.starts_at, visit.time_zone):%m-%d %H:%M}" for visit in found]


@pytest.fixture
async def busy(clinic):
    """Somebody else is there on the second Tuesday, and the third one is a holiday."""
    await clinic.book("2027-03-09 09:00", patient_id=await clinic.patient("Bob"))
    await clinic.run(
        commands.add_closure, location_id=clinic.location_id, starts_on=date(2027, 3, 16), ends_on=date(2027, 3, 16)
    )


async def test_conflicts_are_listed_before_anything_is_written(clinic, busy, emitted):
    plan = await preview(clinic, recurrence=WEEKLY)
    assert [(fit.outcome, fit.refusal and fit.refusal.code) for fit in plan.fits] == [
        ("fits", None), ("conflict", "slot_taken"), ("conflict", "outside_availability"), ("fits", None),
    ]  # fmt: skip
    assert await count(clinic.database, Appointment) == 1
    assert await count(clinic.database, Series) == 0
    assert len(await emitted(AppointmentBooked)) == 1


async def test_a_series_with_conflicts_is_stopped_skips_or_moves_them(clinic, busy):
    with pytest.raises(rules.SeriesConflicts) as refused:
        await clinic.book("2027-03-02 09:00", recurrence=WEEKLY)
    assert [each["code"] for each in refused.value.extra["conflicts"]] == ["slot_taken", "outside_availability"]
    assert await count(clinic.database, Series) == 0
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY, on_conflict=SKIP)
    assert times(await visits(clinic, first.series_id)) == ["03-02 09:00", "03-23 09:00"]
    assert [(w["code"], w["appointment_id"]) for w in first.warnings] == [("visit_skipped", None)] * 2
    series = await clinic.database.read(queries.get_series, series_id=first.series_id)
    assert (series.rule, series.starts_at) == (WEEKLY, wall("2027-03-02 09:00"))
    assert series.exdates == [wall("2027-03-09 09:00"), wall("2027-03-16 09:00")]


async def test_what_is_moved_goes_to_the_nearest_free_time(clinic, busy):
    plan = await preview(clinic, recurrence=WEEKLY, on_conflict=MOVE)
    assert [fit.outcome for fit in plan.fits] == ["fits", "moved", "moved", "fits"]
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY, on_conflict=MOVE)
    found = await visits(clinic, first.series_id)
    assert times(found) == ["03-02 09:00", "03-09 09:30", "03-17 09:00", "03-23 09:00"]
    assert [visit.starts_at for visit in found] == [fit.starts_at for fit in plan.fits]
    assert [visit.occurrence_at for visit in found] == [fit.wanted.starts_at for fit in plan.fits]
    assert [warning["code"] for warning in first.warnings] == ["visit_moved"] * 2
    assert {warning["appointment_id"] for warning in first.warnings} == {found[1].id, found[2].id}


async def test_nothing_is_booked_if_no_visit_of_a_series_fits(clinic):
    await clinic.open(hours(1, 9, 12, location_id=clinic.location_id, valid_until=date(2027, 3, 9)))
    await clinic.book("2027-03-02 09:00", recurrence="FREQ=WEEKLY;COUNT=2")
    for how in (STOP, SKIP):
        with pytest.raises(rules.SeriesConflicts):
            await clinic.book("2027-03-02 09:00", recurrence="FREQ=WEEKLY;COUNT=2", on_conflict=how)
    with pytest.raises(rules.SeriesConflicts):
        await clinic.book("2027-03-02 09:30", recurrence="FREQ=WEEKLY;COUNT=9", on_conflict=MOVE)


async def test_dates_are_left_out_and_must_be_of_the_series(clinic):
    out = [date(2027, 3, 9), wall("2027-03-16 09:00")]
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY, exdates=out)
    assert times(await visits(clinic, first.series_id)) == ["03-02 09:00", "03-23 09:00"]
    series = await clinic.database.read(queries.get_series, series_id=first.series_id)
    assert series.exdates == [wall("2027-03-09 09:00"), wall("2027-03-16 09:00")]
    for exdates, said in [
        ([date(2027, 3, 10)], "no visit on 2027-03-10"),
        ([wall("2027-03-09 09:30")], "no visit on 2027-03-09"),
        ([date(2027, 3, day) for day in (2, 9, 16, 23)], "No visit of this series is left"),
    ]:
        with pytest.raises(rules.RecurrenceNotHonoured, match=said):
            await clinic.book("2027-03-02 10:00", recurrence=WEEKLY, exdates=exdates)
    with pytest.raises(rules.RecurrenceNotHonoured, match="Only a series"):
        await clinic.book("2027-03-02 10:00", exdates=out)


async def test_this_following_and_all_are_moved_lengthened_and_handed_over(clinic, emitted):
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY)
    found = await visits(clinic, first.series_id)
    move = {"appointment_id": found[1].id}
    await clinic.run(commands.reschedule_appointment, **move, starts_at=wall("2027-03-10 10:00"))
    assert times(await visits(clinic, first.series_id)) == ["03-02 09:00", "03-10 10:00", "03-16 09:00", "03-23 09:00"]
    await clinic.run(
        commands.reschedule_appointment, appointment_id=found[2].id, starts_at=wall("2027-03-18 11:00"),
        scope=Scope.FOLLOWING,
    )  # fmt: skip
    assert times(await visits(clinic, first.series_id)) == ["03-02 09:00", "03-10 10:00", "03-18 11:00", "03-25 11:00"]
    await clinic.run(commands.reschedule_appointment, appointment_id=first.id, minutes=45, scope=Scope.ALL)
    found = await visits(clinic, first.series_id)
    assert {visit.minutes for visit in found} == {45}
    assert times(found) == ["03-02 09:00", "03-10 10:00", "03-18 11:00", "03-25 11:00"]
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    await clinic.run(
        commands.reschedule_appointment, appointment_id=found[2].id, practitioner_id=other, scope=Scope.FOLLOWING
    )
    found = await visits(clinic, first.series_id)
    assert [visit.practitioner_name for visit in found] == ["Dr. Grace"] * 2 + ["Dr. Other"] * 2
    assert await count(clinic.database, BookedCell, BookedCell.practitioner_id == other) == 18
    assert await count(clinic.database, BookedCell) == 36
    # Who has them stays so when something else changes for all.
    await clinic.run(commands.reschedule_appointment, appointment_id=first.id, minutes=30, scope=Scope.ALL)
    found = await visits(clinic, first.series_id)
    assert [visit.practitioner_name for visit in found] == ["Dr. Grace"] * 2 + ["Dr. Other"] * 2
    assert await count(clinic.database, BookedCell, BookedCell.practitioner_id == other) == 12
    # The rule is as it was booked, and every visit knows which of its occurrences it is.
    assert [visit.occurrence_at for visit in found] == [wall(f"2027-03-{day:02} 09:00") for day in (2, 9)] + [
        wall("2027-03-16 09:00"), wall("2027-03-23 09:00"),
    ]  # fmt: skip
    assert len(await emitted(AppointmentRescheduled)) == 1 + 2 + 4 + 2 + 4


async def test_edits_of_a_series_meet_conflicts_as_the_caller_wants(clinic):
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY)
    await clinic.book("2027-03-09 10:00", patient_id=await clinic.patient("Bob"))
    edit = {"appointment_id": first.id, "starts_at": wall("2027-03-02 10:00"), "scope": Scope.ALL}
    plan = await clinic.database.read(queries.preview_change, **edit, now=NOW)
    assert [fit.outcome for fit in plan.fits] == ["fits", "conflict", "fits", "fits"]
    with pytest.raises(rules.SeriesConflicts):
        await clinic.run(commands.reschedule_appointment, **edit)
    assert times(await visits(clinic, first.series_id)) == [f"03-{day} 09:00" for day in ("02", "09", "16", "23")]
    moved = await clinic.run(commands.reschedule_appointment, **edit, on_conflict=SKIP)
    assert [warning["code"] for warning in moved.warnings] == ["visit_skipped"]
    assert times(await visits(clinic, first.series_id)) == [
        "03-02 10:00", "03-09 09:00", "03-16 10:00", "03-23 10:00",
    ]  # fmt: skip
    await clinic.run(
        commands.reschedule_appointment, appointment_id=first.id, starts_at=wall("2027-03-02 10:15"), scope=Scope.ALL,
        on_conflict=MOVE,
    )  # fmt: skip
    assert times(await visits(clinic, first.series_id)) == [
        "03-02 10:15", "03-09 10:30", "03-16 10:15", "03-23 10:15",
    ]  # fmt: skip


async def test_a_visit_that_stays_is_in_the_way_of_those_that_move(clinic):
    """A daily series moves on by a day; the last one cannot, so all of them stay."""
    first = await clinic.book("2027-03-02 09:00", recurrence="FREQ=DAILY;COUNT=4")
    edit = {"appointment_id": first.id, "starts_at": wall("2027-03-03 09:00"), "scope": Scope.ALL}
    plan = await clinic.database.read(queries.preview_change, **edit, now=NOW, on_conflict=SKIP)
    assert [fit.outcome for fit in plan.fits] == ["conflict"] * 4
    with pytest.raises(rules.SeriesConflicts):
        await clinic.run(commands.reschedule_appointment, **edit, on_conflict=SKIP)
    one_earlier = await clinic.run(
        commands.reschedule_appointment, appointment_id=first.id, starts_at=wall("2027-03-02 10:00"), scope=Scope.ALL
    )
    assert one_earlier.starts_at == wall("2027-03-02 10:00")


async def test_what_lies_behind_is_left_alone(clinic):
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY)
    later = wall("2027-03-10 08:00")
    third = (await visits(clinic, first.series_id))[2]
    await clinic.run(
        commands.reschedule_appointment, appointment_id=third.id, starts_at=wall("2027-03-16 10:00"),
        scope=Scope.ALL, now=later,
    )  # fmt: skip
    assert times(await visits(clinic, first.series_id)) == [
        "03-02 09:00", "03-09 09:00", "03-16 10:00", "03-23 10:00",
    ]  # fmt: skip
    await clinic.run(commands.cancel_appointment, appointment_id=third.id, reason="moves", scope=Scope.ALL, now=later)
    found = await visits(clinic, first.series_id)
    assert [visit.status for visit in found] == ["booked"] * 2 + ["cancelled"] * 2
    series = await clinic.database.read(queries.get_series, series_id=first.series_id)
    assert series.exdates == [wall("2027-03-16 09:00"), wall("2027-03-23 09:00")]


# S4
async def test_an_hour_is_overbooked_only_so_often(clinic):
    async def overbook(at):
        return await clinic.book(at, patient_id=await clinic.patient("Zoe"), minutes=5, overbook_reason="urgent")

    await clinic.book("2027-03-02 09:00")
    await clinic.book("2027-03-02 09:30")
    await overbook("2027-03-02 09:00")
    second = await overbook("2027-03-02 09:30")
    with pytest.raises(rules.OverbookingFull, match="At most 2 visits an hour"):
        await overbook("2027-03-02 09:45")
    await clinic.book("2027-03-02 10:00")
    await overbook("2027-03-02 10:00")
    await clinic.run(commands.cancel_appointment, appointment_id=second.id, reason="better")
    third = await overbook("2027-03-02 09:45")
    assert (third.overbooked, third.overbook_reason) == (True, "urgent")
    # Outside of the hours nobody else waits: that is no second visit at one time.
    await overbook("2027-03-02 08:00")
    await clinic.run(
        commands.change_location, location_id=clinic.location_id, version=1, changes={"overbook_per_hour": 0}
    )
    with pytest.raises(rules.OverbookingFull, match="Nothing is overbooked here"):
        await overbook("2027-03-02 10:15")


async def test_a_patient_in_two_places_is_a_warning_or_refused_as_the_caller_wants(clinic):
    other = await clinic.practitioner("Dr. Other")
    await clinic.open(practitioner_id=other)
    booked = await clinic.book("2027-03-09 09:00", practitioner_id=other, minutes=60)
    plan = await preview(clinic, recurrence=WEEKLY)
    [warning] = plan.elsewhere
    assert (warning["appointment_id"], warning["starts_at"]) == (booked.id, wall("2027-03-09 09:00"))
    with pytest.raises(rules.PatientElsewhere, match=r"with Dr\. Other") as refused:
        await clinic.book("2027-03-02 09:00", recurrence=WEEKLY, accept_conflict=False)
    assert refused.value.extra["conflicts"][0]["starts_at"] == "2027-03-09T14:00:00Z"
    assert await count(clinic.database, Appointment) == 1
    first = await clinic.book("2027-03-02 09:00", recurrence=WEEKLY)
    assert [each["code"] for each in first.warnings] == ["patient_elsewhere"]
    move = {"appointment_id": first.id, "starts_at": wall("2027-03-09 09:30")}
    with pytest.raises(rules.PatientElsewhere):
        await clinic.run(commands.reschedule_appointment, **move, accept_conflict=False)


async def test_the_history_says_when_a_visit_was_to_be(clinic, booked):
    await clinic.run(
        commands.reschedule_appointment, appointment_id=booked.id, starts_at=wall("2027-03-02 10:00"),
        staff_id=clinic.practitioner_id, now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    seen = await clinic.database.read(queries.get_appointment, appointment_id=booked.id, now=NOW)
    assert [(step.step, step.starts_at) for step in seen.history] == [
        ("booked", wall("2027-03-02 09:00")), ("rescheduled", wall("2027-03-02 10:00")),
    ]  # fmt: skip
    assert seen.history[1].staff_name == "Dr. Grace"
