"""Why a slot is not offered, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from clinic_common.database import new_id
from scheduling import commands, queries, rules
from scheduling.queries.why import Why
from scheduling.rules import ExceptionKind

from services.scheduling.tests.conftest import NOW, wall
from services.scheduling.tests.test_queries import page


async def why(clinic, at, **other):
    ids = {"practitioner_id": clinic.practitioner_id, "visit_type_id": clinic.visit_type_id} | other
    starts_at = wall(at) if isinstance(at, str) else at
    return await clinic.database.read(queries.get_slot_reasons, **({"starts_at": starts_at, "now": NOW} | ids))


async def told(clinic, at, **other):
    return {reason.code: reason.detail for reason in (await why(clinic, at, **other)).reasons}


async def test_what_stands_in_the_way_is_said_in_words(clinic):
    buffered = await clinic.visit_type("long", buffer_before=10)
    await clinic.book("2027-03-02 09:30")
    await clinic.run(
        commands.add_time_off, practitioner_id=clinic.practitioner_id,
        starts_at=wall("2027-03-03 10:00"), ends_at=wall("2027-03-04 10:00"),
    )  # fmt: skip
    await clinic.run(
        commands.add_exception, practitioner_id=clinic.practitioner_id, on=wall("2027-03-05 12:00").date(),
        kind=ExceptionKind.CLOSED,
    )  # fmt: skip
    assert await why(clinic, "2027-03-02 09:00") == Why(True, [])
    assert await told(clinic, "2027-03-02 09:15") == {"slot_taken": "Dr. Grace is busy from 09:30 to 10:00."}
    assert await told(clinic, "2027-03-02 10:00", visit_type_id=buffered) == {
        "buffer_taken": "Dr. Grace is busy from 09:30 to 10:00, "
        "and this visit keeps 10 minutes before and 0 after free."
    }
    assert await told(clinic, "2027-03-02 11:45") == {
        "outside_availability": "Dr. Grace is here on Tuesday, 2 March 2027 from 09:00–12:00; "
        "the visit takes 30 minutes."
    }
    assert await told(clinic, "2027-03-05 10:00") == {
        "outside_availability": "Dr. Grace is not here on Friday, 5 March 2027."
    }
    assert await told(clinic, "2027-03-03 11:00") == {
        "away": "Dr. Grace is away from 3 March 2027, 10:00 to 4 March 2027, 10:00."
    }
    assert set(await told(clinic, "2027-03-02 10:05")) == {"between_offers"}
    assert set(await told(clinic, wall("2027-03-02 10:00") + timedelta(seconds=1))) == {"off_grid"}
    assert set(await told(clinic, "2027-02-01 10:00")) == {"in_the_past"}
    await clinic.run(
        commands.change_visit_type, visit_type_id=clinic.visit_type_id, version=1, changes={"active": False}
    )
    assert set(await told(clinic, "2027-03-02 10:30")) == {"visit_type_retired"}
    await clinic.run(commands.deactivate_staff_member, staff_id=clinic.practitioner_id, version=2)
    assert "practitioner_not_bookable" in await told(clinic, "2027-03-02 10:30")
    for unknown, refusal in [
        ({"visit_type_id": new_id()}, rules.VisitTypeUnknown),
        ({"practitioner_id": new_id()}, rules.PractitionerUnknown),
    ]:
        with pytest.raises(refusal):
            await why(clinic, "2027-03-02 10:30", **unknown)


async def test_a_slot_is_offered_exactly_when_nothing_stands_in_its_way(clinic):
    await clinic.book("2027-03-02 10:15")
    slots = await clinic.database.read(
        queries.list_slots, visit_type_id=clinic.visit_type_id, starts_at=wall("2027-03-02 08:00"),
        ends_at=wall("2027-03-02 13:00"), now=NOW, page=page(),
    )  # fmt: skip
    offered = {slot.starts_at for slot in slots}
    for step in range(60):
        at = wall("2027-03-02 08:00") + timedelta(minutes=5 * step)
        found = await why(clinic, at)
        assert (found.offered, not found.reasons) == (at in offered, at in offered)


async def test_the_ends_of_time_are_explained_too(client, clinic):
    query = {"practitioner_id": str(clinic.practitioner_id), "visit_type_id": str(clinic.visit_type_id)}
    for year in (1900, 1969, 2200):
        at = datetime(year, 12, 31, 23, 59, tzinfo=UTC).isoformat()
        answer = await client.get("/slots/why", params=query | {"starts_at": at})
        assert (answer.status_code, answer.json()["offered"]) == (200, False), answer.text
