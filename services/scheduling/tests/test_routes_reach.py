"""Locations somebody is kept to, over HTTP (S17): what is elsewhere is to them as if it were not."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from clinic_common.database import new_id
from clinic_contracts.scheduling import AppointmentRescheduled, CalendarChanged
from scheduling import commands

from services.scheduling.tests.conftest import ZONE, hours, problem

STEPS = ("confirm", "arrive", "room", "start", "complete", "no-show")


@pytest.fixture
async def two(clinic, client, as_role, soon, body):
    """A second location with its doctor, a visit at each, and headers of somebody kept to either."""
    there = await clinic.run(commands.add_location, name="Harbour", time_zone=ZONE)
    room = await clinic.run(commands.add_room, location_id=there.id, name="H")
    doctor = await clinic.practitioner("Dr. Hopper", npi=None)
    await clinic.open(*(hours(day, 0, 24, location_id=there.id) for day in range(7)), practitioner_id=doctor)
    here = await client.post("/appointments", json=body)
    other = body | {"practitioner_id": str(doctor), "starts_at": (soon + timedelta(hours=2)).isoformat()}
    away = await client.post("/appointments", json=other)
    assert (here.status_code, away.status_code) == (201, 201)

    def kept_to(location_id, role="admin", **claims):
        return as_role(role, locations=[str(location_id)], **claims)

    return SimpleNamespace(
        here=here.json(), away=away.json(), location_id=there.id, room_id=room.id, doctor=doctor, other=other,
        kept_to=kept_to, mine=kept_to(clinic.location_id), theirs=kept_to(there.id),
    )  # fmt: skip


async def test_s17_lists_boards_slots_and_reports_hold_only_what_is_at_ones_locations(client, clinic, two, soon):
    async def ids(path, headers, key="id", **query):
        answer = await client.get(path, headers=headers, params=query)
        assert answer.status_code == 200, answer.text
        return {item[key] for item in answer.json()["items"]}

    assert await ids("/appointments", two.mine) == {two.here["id"]}
    assert await ids("/appointments", two.theirs) == {two.away["id"]}
    assert await ids("/appointments", two.mine, location_id=two.location_id) == set()
    assert await ids("/rooms", two.theirs) == {str(two.room_id)}
    assert await ids("/rooms", two.theirs, location_id=clinic.location_id) == set()
    search = {"visit_type_id": clinic.visit_type_id, "from": soon.isoformat(), "limit": 50}
    assert await ids("/slots", two.mine, "location_id", **search) == {str(clinic.location_id)}
    assert await ids("/slots", two.theirs, "practitioner_id", **search) == {str(two.doctor)}

    for visit in (two.here, two.away):
        assert (await client.post(f"/appointments/{visit['id']}/arrive")).status_code == 200
    day = {"on": soon.date().isoformat()}
    for headers, practitioner in ((two.mine, clinic.practitioner_id), (two.theirs, two.doctor)):
        report = (await client.get("/reports/day", headers=headers, params=day)).json()
        booked = {each["practitioner_id"] for each in report["by_practitioner"] if each["booked_minutes"]}
        assert (report["total"], booked) == (1, {str(practitioner)})
        available = {each["practitioner_id"] for each in report["by_practitioner"] if each["available_minutes"]}
        assert available == {str(practitioner)}
    board = (await client.get("/rooms/board", headers=two.theirs)).json()
    assert [room["room_id"] for room in board["rooms"]] == [str(two.room_id)]


async def test_s17_what_is_elsewhere_cannot_be_told_from_what_is_not(client, clinic, two, soon):
    nothing = new_id()
    search = {"visit_type_id": str(clinic.visit_type_id)}
    why = search | {"practitioner_id": str(two.doctor), "starts_at": soon.isoformat()}
    for place, room in ((two.location_id, two.room_id), (nothing, nothing)):
        for path, query in (
            ("/rooms/board", {"location_id": str(place)}),
            ("/slots", search | {"location_id": str(place)}),
            ("/slots/why", why | {"location_id": str(place)}),
            ("/reports/day", {"location_id": str(place)}),
        ):
            answer = await client.get(path, headers=two.mine, params=query)
            assert problem(answer) == (422, "location_unknown", ["/location_id"]), path
        answer = await client.get("/slots", headers=two.mine, params=search | {"room_id": str(room)})
        assert problem(answer)[:2] == (422, "room_unknown")
        seen = {"If-Match": '"1"'}
        changed = await client.patch(f"/locations/{place}", json={"name": "Mine"}, headers=two.mine | seen)
        assert problem(changed)[:2] == (404, "location_not_found")
        changed = await client.patch(f"/rooms/{room}", json={"name": "Mine"}, headers=two.mine | seen)
        assert problem(changed)[:2] == (404, "room_not_found")
        closed = {"starts_on": soon.date().isoformat(), "ends_on": soon.date().isoformat()}
        answer = await client.post(f"/locations/{place}/closures", json=closed, headers=two.mine)
        assert problem(answer)[:2] == (404, "location_not_found")
        answer = await client.post("/rooms", json={"location_id": str(place), "name": "X"}, headers=two.mine)
        assert problem(answer)[:2] == (422, "location_unknown")


async def test_s17_a_visit_elsewhere_is_not_found_whatever_is_done_to_it(client, two, soon, as_role):
    path, later = f"/appointments/{two.away['id']}", (soon + timedelta(hours=4)).isoformat()
    for role in ("receptionist", "nurse", "doctor", "admin"):
        headers = two.kept_to(two.here["location_id"], role)
        answers = [
            await client.get(path, headers=headers),
            await client.patch(path, json={"reason": "x"}, headers=headers | {"If-Match": '"1"'}),
            *[await client.post(f"{path}/{step}", headers=headers) for step in STEPS],
            await client.post(f"{path}/cancel", json={"reason": "x"}, headers=headers),
            await client.post(f"{path}/reopen", json={"reason": "x"}, headers=headers),
            await client.post(f"{path}/reschedule", json={"starts_at": later}, headers=headers),
            await client.post(f"{path}/reschedule/preview", json={"starts_at": later}, headers=headers),
        ]
        assert {problem(answer)[:2] for answer in answers} == {(404, "appointment_not_found")}
    assert (await client.get(path)).json()["version"] == two.away["version"]
    assert (await client.get(path, headers=as_role("receptionist"))).status_code == 200
    assert (await client.post(f"{path}/confirm", headers=two.theirs)).status_code == 200


async def test_s17_nothing_is_booked_or_moved_to_another_location(client, clinic, two, soon, body):
    later = {"starts_at": (soon + timedelta(hours=4)).isoformat()}
    answer = await client.post("/appointments", json=two.other | later, headers=two.mine)
    assert problem(answer)[:2] == (422, "outside_availability")
    overbooked = two.other | later | {"overbook_reason": "urgent"}
    for asked, code in (
        ({"location_id": str(two.location_id)}, "location_unknown"),
        ({"room_id": str(two.room_id)}, "room_unknown"),
    ):
        answer = await client.post("/appointments", json=overbooked | asked, headers=two.mine)
        assert problem(answer)[:2] == (422, code)
    # Overbooked without a place, it is where whoever books it is.
    answer = await client.post("/appointments", json=overbooked, headers=two.mine)
    assert (answer.status_code, answer.json()["location_id"]) == (201, str(clinic.location_id))
    moved = {"practitioner_id": str(two.doctor), **later}
    answer = await client.post(f"/appointments/{two.here['id']}/reschedule", json=moved, headers=two.mine)
    assert problem(answer)[:2] == (422, "outside_availability")


async def test_s17_that_a_patient_is_elsewhere_is_said_but_not_with_whom(client, two, soon, body):
    same = body | {"starts_at": two.away["starts_at"]}
    told = (await client.post("/appointments/preview", json=same, headers=two.mine)).json()["warnings"]
    assert [(each["detail"], each["appointment_id"]) for each in told] == [
        ("This patient is at another location at that time.", None)
    ]
    answer = await client.post("/appointments", json=same | {"accept_conflict": False}, headers=two.mine)
    assert problem(answer)[:2] == (409, "patient_elsewhere")
    assert "Hopper" not in answer.text
    assert two.away["id"] not in answer.text


async def test_s17_a_series_is_seen_and_changed_as_far_as_it_is_here(client, clinic, two, soon, body, emitted):
    series = body | {"recurrence": "FREQ=DAILY;COUNT=3", "starts_at": (soon + timedelta(days=7)).isoformat()}
    first = (await client.post("/appointments", json=series)).json()
    path = f"/series/{first['series_id']}"
    visits = (await client.get(path)).json()["items"]
    # The last one is given to the other doctor, at the other location.
    to = {"practitioner_id": str(two.doctor)}
    assert (await client.post(f"/appointments/{visits[2]['id']}/reschedule", json=to)).status_code == 200
    # The screens here hear that something went, the ones there what came.
    assert (await emitted(AppointmentRescheduled))[-1].location_id == two.location_id
    assert (await emitted(CalendarChanged))[-1].location_id == clinic.location_id
    seen = (await client.get(path, headers=two.mine)).json()["items"]
    assert [visit["id"] for visit in seen] == [visit["id"] for visit in visits[:2]]
    ended = {"reason": "moved away", "scope": "all"}
    answer = await client.post(f"/appointments/{first['id']}/cancel", json=ended, headers=two.mine)
    assert answer.status_code == 200
    left = {visit["id"]: visit["status"] for visit in (await client.get(path)).json()["items"]}
    assert [left[visit["id"]] for visit in visits] == ["cancelled", "cancelled", "booked"]
    stranger = two.kept_to(new_id())
    assert problem(await client.get(path, headers=stranger))[:2] == (404, "series_not_found")


async def test_s17_a_feed_shows_what_is_at_its_makers_locations(client, clinic, two):
    both = {"practitioner_ids": [str(clinic.practitioner_id), str(two.doctor)]}
    made = (await client.post("/calendar-feeds", json=both, headers=two.mine)).json()
    assert made["location_ids"] == [str(clinic.location_id)]
    shown = await client.get(made["url"].removeprefix("https://clinic.example"))
    assert two.here["id"] in shown.text
    assert two.away["id"] not in shown.text
    answer = await client.post("/calendar-feeds", json={"location_id": str(two.location_id)}, headers=two.mine)
    assert problem(answer)[:2] == (422, "location_unknown")
    # Kept to no location at all, there is nothing to show; and others' feeds are others'.
    nowhere = two.kept_to(new_id()) | {"Idempotency-Key": "nowhere"}
    assert problem(await client.post("/calendar-feeds", json=both, headers=nowhere))[:2] == (422, "location_unknown")
    assert (await client.get("/calendar-feeds", headers=two.theirs)).json()["items"] == []
    assert problem(await client.delete(f"/calendar-feeds/{made['id']}", headers=two.theirs))[:2] == (
        404,
        "feed_not_found",
    )
    assert (await client.delete(f"/calendar-feeds/{made['id']}")).status_code == 204
