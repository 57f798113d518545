"""Days on which a practitioner is not there as the weekly rules say."""

from datetime import date, timedelta

import pytest
from clinic_common.database import new_id
from hypothesis import given
from hypothesis import strategies as st
from scheduling import commands, queries, rules
from scheduling.models import AvailabilityException
from scheduling.rules import Calendar, DayException, ExceptionKind, Stretch, WeeklyRule, with_exceptions
from scheduling.rules.calendar import EmptyRule
from sqlalchemy.exc import DBAPIError

from services.scheduling.tests.conftest import NOW, wall
from services.scheduling.tests.test_queries import page

TUESDAY, HERE = date(2027, 3, 2), new_id()
CLOSED, OPENED, HOURS = ExceptionKind


async def offered(clinic):
    slots = await clinic.database.read(
        queries.list_slots, visit_type_id=clinic.visit_type_id, starts_at=wall("2027-03-02 00:00"),
        ends_at=wall("2027-03-03 00:00"), now=NOW, page=page(),
    )  # fmt: skip
    return [slot.starts_at for slot in slots]


async def exception(clinic, kind, **more):
    hours = {} if kind == CLOSED else {"starts_minute": 14 * 60, "ends_minute": 15 * 60}
    fields = {"practitioner_id": clinic.practitioner_id, "on": TUESDAY, "kind": kind} | hours | more
    return await clinic.run(commands.add_exception, **fields)


# S13
async def test_a_day_may_be_closed_have_other_hours_or_more_of_them(clinic):
    morning = [wall("2027-03-02 09:00") + timedelta(minutes=15 * n) for n in range(11)]
    afternoon = [wall("2027-03-02 14:00") + timedelta(minutes=15 * n) for n in range(3)]
    assert await offered(clinic) == morning
    more = await exception(clinic, OPENED)
    assert await offered(clinic) == morning + afternoon
    closed = await exception(clinic, CLOSED)
    assert await offered(clinic) == afternoon
    await clinic.run(commands.remove_exception, practitioner_id=clinic.practitioner_id, exception_id=more.id)
    assert await offered(clinic) == []
    with pytest.raises(rules.OutsideAvailability):
        await clinic.book("2027-03-02 09:00")
    await exception(clinic, HOURS)
    assert await offered(clinic) == afternoon
    await clinic.run(commands.remove_exception, practitioner_id=clinic.practitioner_id, exception_id=closed.id)
    assert await offered(clinic) == afternoon
    await clinic.book("2027-03-02 14:30")
    assert await offered(clinic) == afternoon[:1]
    await clinic.book("2027-03-09 09:00")


async def test_what_is_no_exception_is_refused_and_nothing_is_stored(clinic):
    for wrong, refusal in [
        ({"kind": OPENED, "location_id": new_id()}, rules.LocationUnknown),
        ({"kind": OPENED, "starts_minute": 900}, EmptyRule),
        ({"kind": CLOSED, "practitioner_id": new_id()}, rules.CalendarNotFound),
    ]:
        with pytest.raises(refusal):
            await exception(clinic, **wrong)
    with pytest.raises(rules.ExceptionNotFound):
        await clinic.run(commands.remove_exception, practitioner_id=clinic.practitioner_id, exception_id=new_id())
    found = await clinic.database.read(queries.list_exceptions, practitioner_id=clinic.practitioner_id, page=page())
    assert list(found) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "closed", "starts_minute": 60, "ends_minute": 120},
        {"kind": "hours"},
        {"kind": "opened", "starts_minute": 120, "ends_minute": 60},
        {"kind": "other"},
    ],
)
async def test_the_database_itself_refuses_an_exception_that_means_nothing(clinic, wrong):
    row = {
        "id": new_id(), "practitioner_id": clinic.practitioner_id, "on_date": TUESDAY, "created_at": NOW,
        "location_id": None if wrong["kind"] == "closed" else clinic.location_id,
    } | wrong  # fmt: skip

    async def store(session):
        session.add(AvailabilityException(**row))
        await session.flush()

    # SQLite says it one way, MySQL another.
    with pytest.raises(DBAPIError, match=r"(?i)check constraint"):
        await clinic.database.run(store)


kinds = st.sampled_from(ExceptionKind)
hours = st.tuples(st.integers(0, 22), st.integers(1, 2)).map(lambda pair: (pair[0] * 60, (pair[0] + pair[1]) * 60))
DAYS = [date(2027, 3, 12) + timedelta(days=n) for n in range(5)]  # the clocks change on the 14th


@given(st.lists(st.tuples(st.sampled_from(DAYS), kinds, hours), max_size=6))
def test_slots_and_bookings_agree_on_every_day_with_exceptions(given_exceptions):
    """Minute by minute, against what the words say."""
    zone = "America/New_York"
    exceptions = [
        DayException(on, kind) if kind == CLOSED else DayException(on, kind, *span, HERE)
        for on, kind, span in given_exceptions
    ]
    weekly = [WeeklyRule(day, 9 * 60, 12 * 60, HERE) for day in range(7)]
    calendar = Calendar(with_exceptions(weekly, exceptions), {HERE: zone})
    starts_at, ends_at = wall("2027-03-12 00:00"), wall("2027-03-17 00:00")
    stretch = Stretch.around(starts_at, ends_at)
    there = set(stretch.cells(calendar.open_cells(HERE, stretch)))
    for cell in range(stretch.first, stretch.end):
        clock = rules.moment_of(cell).astimezone(rules_zone(zone))
        minute, today = clock.hour * 60 + clock.minute, [e for e in exceptions if e.on == clock.date()]
        by_rule = 540 <= minute < 720 and not any(e.kind != OPENED for e in today)
        by_day = any(e.starts_minute is not None and e.starts_minute <= minute < e.ends_minute for e in today)
        assert (cell in there) == (by_rule or by_day)


def rules_zone(name):
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


async def test_exceptions_come_and_go_over_http(client, clinic, as_role):
    path = f"/practitioners/{clinic.practitioner_id}/exceptions"
    closed = await client.post(path, json={"on": "2027-03-02", "kind": "closed", "reason": "congress"})
    assert closed.status_code == 201
    opened = await client.post(path, json={"on": "2027-03-01", "kind": "opened", "starts": "08:00", "ends": "24:00"})
    assert (opened.json()["starts"], opened.json()["ends"]) == ("08:00", "24:00")
    assert opened.json()["location_id"] == str(clinic.location_id)
    listed = (await client.get(path, params={"limit": 1})).json()
    rest = (await client.get(path, params={"after": listed["next"]})).json()
    assert [item["on"] for item in listed["items"] + rest["items"]] == ["2027-03-01", "2027-03-02"]
    since = (await client.get(path, params={"since": "2027-03-02"})).json()["items"]
    assert [(item["kind"], item["starts"], item["reason"]) for item in since] == [("closed", None, "congress")]
    for wrong in [
        {"kind": "closed", "starts": "08:00", "ends": "09:00"}, {"kind": "opened"},
        {"kind": "hours", "starts": "08:00"},
        {"kind": "hours", "starts": "10:00", "ends": "09:00"}, {"kind": "half"}, {"kind": "closed", "on": "2027-02-30"},
    ]:  # fmt: skip
        assert (await client.post(path, json={"on": "2027-03-03"} | wrong)).status_code == 422, wrong
    foreign = await client.post(path, json={"on": "2027-03-03", "kind": "closed"}, headers=as_role("doctor"))
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_your_calendar")
    assert (await client.delete(f"{path}/{closed.json()['id']}")).status_code == 204
    assert (await client.delete(f"{path}/{closed.json()['id']}")).status_code == 404
