"""The HTTP door: shapes, problems, permissions, the trail."""

import asyncio
from datetime import UTC, datetime, timedelta

from clinic_common.database import new_id
from clinic_contracts.patients import PatientRegistered
from clinic_contracts.scheduling import AppointmentBooked
from clinic_contracts.trail import AccessRecorded
from scheduling.service import SERVICE

from services.scheduling.tests.conftest import NOW, ZONE, problem


async def test_a_visit_is_booked_seen_and_goes_its_way(client, clinic, body, emitted):
    booked = await client.post("/appointments", json={**body, "reason": "knee", "room_id": str(clinic.room_id)})
    assert booked.status_code == 201
    made = booked.json()
    assert booked.headers["etag"] == '"1"'
    assert (made["patient_name"], made["practitioner_name"], made["status"]) == ("Ada Lovelace", "Dr. Grace", "booked")
    assert (made["starts_at"], made["minutes"], made["warnings"]) == (body["starts_at"].replace("+00:00", "Z"), 30, [])
    for step, status in [("confirm", "confirmed"), ("arrive", "arrived"), ("room", "roomed"), ("start", "in_visit"),
                         ("complete", "completed")]:  # fmt: skip
        answer = await client.post(f"/appointments/{made['id']}/{step}")
        assert (answer.status_code, answer.json()["status"]) == (200, status)
    seen = (await client.get(f"/appointments/{made['id']}")).json()
    assert [step["step"] for step in seen["history"]] == [
        "booked", "confirmed", "arrived", "roomed", "in_visit", "completed",
    ]  # fmt: skip
    accesses = await emitted(AccessRecorded)
    assert {tuple(access.subject_ids) for access in accesses} == {(clinic.patient_id,)}
    assert accesses[0].action == "book_appointment"


async def test_a_slot_offered_is_taken_once_booked(client, clinic, soon, body):
    query = {"visit_type_id": body["visit_type_id"], "from": soon.isoformat(),
             "to": (soon + timedelta(hours=1)).isoformat()}  # fmt: skip
    before = (await client.get("/slots", params=query)).json()
    assert before["items"][0]["starts_at"] == soon.isoformat().replace("+00:00", "Z")
    assert before["items"][0]["practitioner_name"] == "Dr. Grace"
    await client.post("/appointments", json=body)
    after = (await client.get("/slots", params=query)).json()
    assert (len(before["items"]), len(after["items"])) == (4, 2)
    again = await client.post("/appointments", json=body)
    assert problem(again) == (409, "slot_taken", ["/starts_at"])


async def test_days_may_be_asked_for_by_date(client, clinic, soon, visit):
    day = f"{soon:%Y-%m-%d}"
    found = (await client.get("/appointments", params={"from": day, "to": day})).json()
    assert [item["id"] for item in found["items"]] == [visit["id"]]
    slots = (await client.get("/slots", params={"visit_type_id": clinic.visit_type_id, "from": day, "to": day})).json()
    assert len(slots["items"]) == 50
    assert slots["next"]
    report = (await client.get("/reports/day", params={"on": day})).json()
    assert (report["on"], report["appointments"]["booked"], report["booked_minutes"]) == (day, 1, 30)
    assert report["from"] < visit["starts_at"] < report["to"]
    load = (await client.get("/reports/practitioners", params={"from": day, "to": day})).json()
    assert [item["practitioner_name"] for item in load["items"]] == ["Dr. Grace"]


async def test_refusals_name_code_and_field(client, body):
    past = (datetime.now(UTC) - timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    for change, expected in [
        ({"starts_at": past.isoformat()}, (422, "in_the_past", ["/starts_at"])),
        ({"patient_id": str(new_id())}, (422, "patient_unknown", ["/patient_id"])),
        ({"patient_id": "1"}, (422, "invalid_request", ["/patient_id"])),
        ({"minutes": 7}, (422, "invalid_request", ["/minutes"])),
        ({"minutes": -5}, (422, "invalid_request", ["/minutes"])),
        ({"minutes": 10**30}, (422, "invalid_request", ["/minutes"])),
        ({"colour": "red"}, (422, "invalid_request", ["/colour"])),
        ({"starts_at": "9999-12-31T23:59:59-23:59"}, (422, "invalid_request", ["/starts_at"])),
        ({"starts_at": "2027-01-01"}, (422, "invalid_request", ["/starts_at"])),
        ({"reason": "a\x00b"}, (422, "invalid_request", ["/reason"])),
        ({"recurrence": "FREQ=YEARLY;COUNT=2"}, (422, "recurrence_not_honoured", ["/recurrence"])),
    ]:
        assert problem(await client.post("/appointments", json={**body, **change})) == expected
    assert (await client.get("/appointments")).json() == {"items": [], "next": None}
    for path in ("appointments", "series", "locations", "visit-types"):
        assert (await client.get(f"/{path}/{new_id()}")).status_code == 404


async def test_a_patient_registered_just_now_can_be_booked_at_once(client, body, deliver, emitted):
    """Their registration arrives a moment after the booking asked for them."""
    patient_id = new_id()
    booking = asyncio.create_task(client.post("/appointments", json={**body, "patient_id": str(patient_id)}))
    await asyncio.sleep(0.15)
    assert not booking.done()
    await deliver(
        PatientRegistered(
            patient_id=patient_id, record_number="P-9", given_name="Eve", family_name="New",
            born_on="1980-01-01", sex="female", version=1, occurred_at=NOW,
        )
    )  # fmt: skip
    answer = await booking
    assert (answer.status_code, answer.json()["patient_name"]) == (201, "Eve New")


# S4
async def test_overbooking_needs_the_permission(client, body, visit, as_role):
    again = {**body, "overbook_reason": "urgent"}
    refused = await client.post("/appointments", json=again, headers=as_role("receptionist"))
    assert problem(refused)[:2] == (403, "not_permitted")
    allowed = await client.post("/appointments", json=again, headers=as_role("doctor"))
    assert (allowed.status_code, allowed.json()["overbooked"]) == (201, True)
    assert [warning["code"] for warning in allowed.json()["warnings"]] == ["patient_elsewhere"]
    moved = {"starts_at": body["starts_at"], "overbook_reason": "x"}
    answer = await client.post(f"/appointments/{visit['id']}/reschedule", json=moved, headers=as_role("receptionist"))
    assert answer.status_code == 403


async def test_a_visit_is_moved_cancelled_and_reopened(client, soon, visit):
    path = f"/appointments/{visit['id']}"
    moved = await client.post(f"{path}/reschedule", json={"starts_at": (soon + timedelta(hours=1)).isoformat()})
    assert (moved.status_code, moved.json()["status"]) == (200, "booked")
    assert (await client.post(f"{path}/cancel", json={})).status_code == 422
    assert problem(await client.post(f"{path}/cancel", json={"reason": "x", "scope": "all"}))[1] == "not_a_series"
    gone = await client.post(f"{path}/cancel", json={"reason": "ill"})
    assert (gone.json()["status"], gone.json()["cancel_reason"]) == ("cancelled", "ill")
    assert problem(await client.post(f"{path}/complete"))[:2] == (409, "wrong_step")
    assert problem(await client.post(f"{path}/cancel", json={"reason": "ill"}))[:2] == (409, "already_done")
    assert (await client.post(f"{path}/reopen", json={})).status_code == 422
    assert (await client.post(f"{path}/reopen", json={"reason": "better"})).json()["status"] == "booked"
    assert (await client.post(f"{path}/no-show")).json()["status"] == "no_show"


async def test_changes_need_the_version_seen_and_steps_take_it(client, visit):
    path = f"/appointments/{visit['id']}"
    assert (await client.patch(path, json={"reason": "hip"})).status_code == 428
    changed = await client.patch(path, json={"reason": "hip", "minutes": 45}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"], changed.json()["minutes"]) == (200, '"2"', 45)
    assert (await client.post(f"{path}/arrive", headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.post(f"{path}/arrive", headers={"If-Match": '"2"'})).status_code == 200
    assert (await client.patch(path, json={"minutes": None}, headers={"If-Match": '"3"'})).status_code == 422


async def test_the_same_key_books_once(client, body, emitted):
    headers = {"Idempotency-Key": "one"}
    first = await client.post("/appointments", json=body, headers=headers)
    again = await client.post("/appointments", json=body, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(await emitted(AppointmentBooked)) == 1


async def test_a_series_is_booked_shown_and_refused_with_its_conflicts(client, body):
    made = (await client.post("/appointments", json={**body, "recurrence": "FREQ=DAILY;COUNT=3"})).json()
    series = (await client.get(f"/series/{made['series_id']}")).json()
    assert (series["rule"], len(series["items"])) == ("FREQ=DAILY;COUNT=3", 3)
    refused = await client.post("/appointments", json={**body, "recurrence": "FREQ=DAILY;COUNT=4"})
    assert problem(refused) == (409, "series_conflicts", ["/recurrence"])
    assert [conflict["code"] for conflict in refused.json()["conflicts"]] == ["slot_taken"] * 3


# S8
async def test_doctors_change_their_own_calendar_and_admins_every_one(client, clinic, as_role):
    path = f"/practitioners/{clinic.practitioner_id}"
    week = {"rules": [{"weekday": "monday", "starts": "09:00", "ends": "24:00", "valid_from": "2027-01-01"}]}
    off = {"starts_at": "2027-03-01T00:00:00Z", "ends_at": "2027-03-02T00:00:00Z", "reason": "congress"}
    stranger = as_role("doctor")
    assert problem(await client.put(f"{path}/availability", json=week, headers=stranger))[1] == "not_your_calendar"
    assert problem(await client.post(f"{path}/time-off", json=off, headers=stranger))[1] == "not_your_calendar"
    own = as_role("doctor", sub=str(clinic.practitioner_id))
    put = await client.put(f"{path}/availability", json=week, headers={**own, "If-Match": '"1"'})
    assert (put.status_code, put.headers["etag"]) == (200, '"2"')
    assert put.json()["rules"] == [
        {"weekday": "monday", "starts": "09:00", "ends": "24:00", "location_id": str(clinic.location_id),
         "valid_from": "2027-01-01", "valid_until": None}
    ]  # fmt: skip
    assert (await client.put(f"{path}/availability", json=week, headers={"If-Match": '"1"'})).status_code == 412
    added = await client.post(f"{path}/time-off", json=off, headers=own)
    assert added.status_code == 201
    listed = (await client.get(f"{path}/time-off")).json()["items"]
    assert [item["reason"] for item in listed] == ["congress"]
    one = f"{path}/time-off/{added.json()['id']}"
    assert (await client.delete(one, headers=stranger)).status_code == 403
    assert (await client.delete(one)).status_code == 204
    assert (await client.delete(one)).status_code == 404


async def test_wrong_hours_name_what_is_wrong(client, clinic):
    path = f"/practitioners/{clinic.practitioner_id}/availability"

    def rule(**change):
        return {"weekday": "monday", "starts": "09:00", "ends": "12:00"} | change

    for wrong, expected in [
        ([rule(ends="09:00")], (422, "empty_rule", ["/rules/0/ends"])),
        ([rule(), rule(starts="11:00")], (422, "overlapping_rules", ["/rules/1"])),
        ([rule(location_id=str(new_id()))], (422, "location_unknown", ["/rules/0/location_id"])),
        ([rule(starts="09:01")], (422, "invalid_request", ["/rules/0/starts"])),
        ([rule(weekday="funday")], (422, "invalid_request", ["/rules/0/weekday"])),
        ([rule(valid_from="2027-02-30")], (422, "invalid_request", ["/rules/0/valid_from"])),
        ([rule()] * 101, (422, "invalid_request", ["/rules"])),
    ]:
        assert problem(await client.put(path, json={"rules": wrong})) == expected
    assert problem(await client.put(f"/practitioners/{new_id()}/availability", json={"rules": []}))[0] == 404


async def test_places_are_set_up_and_changed(client, clinic):
    new = {"name": "Zürich", "time_zone": "Europe/Zurich", "phone": "+41 44 000 00 00", "address": {"city": "Zürich"}}
    made = await client.post("/locations", json=new)
    assert (made.status_code, made.json()["address"]) == (201, {"city": "Zürich"})
    path = f"/locations/{made.json()['id']}"
    changed = await client.patch(path, json={"address": None, "name": "Bern"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name"], changed.json()["address"], changed.json()["version"]) == ("Bern", None, 2)
    for wrong, pointer in [({"time_zone": "Mars/Olympus"}, "/time_zone"), ({"name": None}, "/name")]:
        answer = await client.patch(path, json=wrong, headers={"If-Match": '"2"'})
        assert (problem(answer)[0], problem(answer)[2]) == (422, [pointer])
    assert (await client.get(path)).json()["name"] == "Bern"
    assert [item["name"] for item in (await client.get("/locations")).json()["items"]] == ["Main Street", "Bern"]

    room = {"location_id": made.json()["id"], "name": "2"}
    assert (await client.post("/rooms", json=room)).status_code == 201
    assert problem(await client.post("/rooms", json=room)) == (409, "room_name_taken", ["/name"])
    assert [item["name"] for item in (await client.get("/rooms", params={"limit": 1})).json()["items"]] == ["1"]
    other = (await client.post("/rooms", json=room | {"name": "3"})).json()
    path = f"/rooms/{other['id']}"
    assert problem(await client.patch(path, json={"name": "2"}))[0] == 428
    for change, version, refused in (
        ({"name": "2"}, 1, (409, "room_name_taken", ["/name"])),
        ({"name": None}, 1, (422, "invalid_request", ["/name"])),
        ({"name": "4"}, 7, (412, "stale", [])),
    ):
        assert problem(await client.patch(path, json=change, headers={"If-Match": f'"{version}"'})) == refused
    named = (await client.patch(path, json={"name": "Lab"}, headers={"If-Match": '"1"'})).json()
    assert named == other | {"name": "Lab", "version": 2}
    nowhere = await client.patch(f"/rooms/{new_id()}", json={"name": "x"}, headers={"If-Match": '"1"'})
    assert problem(nowhere)[:2] == (404, "room_not_found")

    kind = {"code": "first", "name": "First visit", "minutes": 45, "buffer_after": 10, "fee_code": "A1",
            "color": "#00ff00"}  # fmt: skip
    made = await client.post("/visit-types", json=kind)
    assert (made.status_code, made.json()["active"]) == (201, True)
    assert problem(await client.post("/visit-types", json=kind)) == (409, "code_taken", ["/code"])
    path = f"/visit-types/{made.json()['id']}"
    changed = await client.patch(path, json={"active": False, "color": None}, headers={"If-Match": '"1"'})
    assert (changed.json()["active"], changed.json()["color"]) == (False, None)
    offered = (await client.get("/visit-types", params={"active": True})).json()["items"]
    assert [item["code"] for item in offered] == ["check"]
    for wrong, pointer in [({"minutes": 12}, "/minutes"), ({"minutes": 485}, "/minutes"), ({"color": "red"}, "/color"),
                           ({"buffer_before": 125}, "/buffer_before"), ({"code": "a b"}, "/code")]:  # fmt: skip
        assert problem(await client.post("/visit-types", json=kind | wrong))[2] == [pointer]
    people = (await client.get("/practitioners")).json()["items"]
    assert [set(person) for person in people] == [{"id", "display_name", "npi", "active", "color"}]


async def test_somebody_waits_and_no_longer_does(client, clinic, emitted):
    entry = {"patient_id": str(clinic.patient_id), "visit_type_id": str(clinic.visit_type_id), "note": "mornings"}
    made = await client.post("/waitlist", json=entry)
    assert (made.status_code, made.json()["patient_name"]) == (201, "Ada Lovelace")
    wrong = entry | {"earliest_on": "2027-02-02", "latest_on": "2027-02-01"}
    assert problem(await client.post("/waitlist", json=wrong)) == (422, "period_invalid", ["/latest_on"])
    past = entry | {"latest_on": "2020-01-01"}
    assert problem(await client.post("/waitlist", json=past)) == (422, "period_invalid", ["/latest_on"])
    [listed] = (await client.get("/waitlist")).json()["items"]
    assert listed == made.json()
    assert (listed["visit_type_name"], listed["practitioner_name"]) == ("Check", None)
    assert (await client.delete(f"/waitlist/{made.json()['id']}")).status_code == 204
    assert (await client.get("/waitlist")).json()["items"] == []
    assert [access.action for access in await emitted(AccessRecorded)] == [
        "add_to_waitlist", "list_waitlist", "remove_from_waitlist",
    ]  # fmt: skip


async def test_lists_go_on_where_they_stopped(client, clinic, body, soon):
    for number in range(3):
        await client.post("/appointments", json=body | {"starts_at": (soon + timedelta(hours=number)).isoformat()})
        await clinic.visit_type(f"kind{number}")
        await clinic.practitioner(f"Dr. {number}")
    for path in ("/appointments", "/visit-types", "/practitioners", "/slots"):
        asked = {"visit_type_id": clinic.visit_type_id} if path == "/slots" else {}
        whole = (await client.get(path, params=asked)).json()["items"]
        joined, after = [], None
        for _ in range(60):
            part = (await client.get(path, params=asked | {"limit": 1} | ({"after": after} if after else {}))).json()
            joined += part["items"]
            after = part["next"]
            if not after or len(joined) == 4:
                break
        assert joined == whole[: len(joined)]
        assert len(joined) >= 3
        assert problem(await client.get(path, params=asked | {"after": "bm9uc2Vuc2U"}))[1] == "bad_cursor"


async def test_nobody_gets_in_without_signing_in(client):
    del client.headers["Authorization"]
    for path in ("/appointments", "/slots", "/locations", "/reports/day"):
        assert (await client.get(path)).status_code == 401


def test_operations_are_named_once_and_told_with_a_summary():
    from clinic_common.service import routes_of

    routes = routes_of(SERVICE)
    assert len({route.name for route in routes}) == len(routes) == 54
    assert all(route.description for route in routes)


async def test_who_would_come_to_somebody_is_found_also_if_anybody_will_do(client, clinic):
    other = await clinic.practitioner("Dr. Other")
    entry = {"patient_id": str(clinic.patient_id), "visit_type_id": str(clinic.visit_type_id)}
    made = [
        (await client.post("/waitlist", json=entry | more)).json()["id"]
        for more in ({}, {"practitioner_id": str(clinic.practitioner_id)}, {"practitioner_id": str(other)})
    ]

    async def found(**query):
        return [item["id"] for item in (await client.get("/waitlist", params=query)).json()["items"]]

    assert await found(practitioner_id=clinic.practitioner_id) == made[:2]
    assert await found(practitioner_id=other) == [made[0], made[2]]
    assert await found(patient_id=new_id()) == []
    assert await found(patient_id=clinic.patient_id) == made


async def test_the_load_of_practitioners_is_a_table_too(client, clinic, soon, visit):
    await clinic.practitioner("=1+1")
    query = {"from": f"{soon:%Y-%m-%d}", "to": f"{soon:%Y-%m-%d}"}
    answer = await client.get("/reports/practitioners", params=query, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines() == [
        "practitioner,total,seen,no_shows,cancelled,booked_minutes,available_minutes",
        "'=1+1,0,0,0,0,0,0",
        "Dr. Grace,1,0,0,0,30,1440",
        "All,1,0,0,0,30,1440",
    ]
    assert "practitioners-" in answer.headers["content-disposition"]
    both = await client.get("/reports/practitioners", params=query, headers={"Accept": "text/csv, application/json"})
    assert both.json()["total"] == 1


async def test_what_is_planned_is_told_before_it_is_booked(client, clinic, body, soon, as_role):
    wish = body | {"recurrence": "FREQ=DAILY;COUNT=3", "on_conflict": "move"}
    await client.post("/appointments", json=body | {"starts_at": (soon + timedelta(days=1)).isoformat()})
    plan = (await client.post("/appointments/preview", json=wish)).json()
    assert [(visit["outcome"], visit["code"]) for visit in plan["visits"]] == [
        ("fits", None), ("moved", "slot_taken"), ("fits", None),
    ]  # fmt: skip
    assert (plan["conflicts"], plan["time_zone"], plan["visits"][0]["practitioner_name"]) == (0, ZONE, "Dr. Grace")
    assert len((await client.get("/appointments")).json()["items"]) == 1
    made = await client.post("/appointments", json=wish)
    assert [warning["code"] for warning in made.json()["warnings"]] == ["visit_moved"]
    series = (await client.get(f"/series/{made.json()['series_id']}")).json()
    assert [visit["starts_at"] for visit in series["items"]] == [visit["starts_at"] for visit in plan["visits"]]
    path = f"/appointments/{made.json()['id']}/reschedule"
    assert problem(await client.post(path, json={"scope": "all"}))[:2] == (422, "invalid_request")
    longer = {"minutes": 60, "scope": "all"}
    plan = (await client.post(f"{path}/preview", json=longer)).json()
    assert [visit["outcome"] for visit in plan["visits"]] == ["fits", "conflict", "fits"]
    assert (await client.post(path, json=longer)).json()["code"] == "series_conflicts"
    assert (await client.post(path, json=longer | {"on_conflict": "skip"})).json()["minutes"] == 60
    urgent = body | {"overbook_reason": "urgent"}
    assert (await client.post("/appointments/preview", json=urgent, headers=as_role("receptionist"))).status_code == 403


async def test_what_no_calendar_can_mean_is_refused(client, clinic, body):
    for change, pointer in [
        ({"recurrence": "FREQ=WEEKLY"}, "/recurrence"),
        ({"recurrence": "FREQ=DAILY;COUNT=10000"}, "/recurrence"),
        ({"recurrence": "FREQ=DAILY;UNTIL=99991231"}, "/recurrence"),
        ({"recurrence": "FREQ=SECONDLY;COUNT=2"}, "/recurrence"),
        ({"recurrence": "FREQ=DAILY;COUNT=2;EXDATE=20270301"}, "/recurrence"),
        ({"recurrence": "FREQ=DAILY;COUNT=2;BYHOUR=9"}, "/recurrence"),
        ({"recurrence": "RRULE"}, "/recurrence"),
        ({"exdates": ["2027-03-01"]}, "/exdates"),
        ({"recurrence": "FREQ=DAILY;COUNT=2", "exdates": ["2020-01-01"]}, "/exdates/0"),
        ({"recurrence": "FREQ=DAILY;COUNT=2", "on_conflict": "ignore"}, "/on_conflict"),
    ]:
        for path in ("/appointments", "/appointments/preview"):
            assert problem(await client.post(path, json=body | change))[::2] == (422, [pointer]), change
    assert (await client.get("/appointments")).json()["items"] == []
    places = f"/locations/{clinic.location_id}/closures"
    for closure, code in [
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-01"}, "period_invalid"),
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-02", "starts": "10:00", "ends": "09:00"}, "empty_rule"),
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-02", "starts": "24:00"}, "invalid_request"),
        ({"starts_on": "2027-02-30", "ends_on": "2027-03-02"}, "invalid_request"),
    ]:
        assert problem(await client.post(places, json=closure))[:2] == (422, code)
    assert (await client.get(places)).json()["items"] == []
    made = await client.post(places, json={"starts_on": "2027-03-02", "ends_on": "2027-03-02", "reason": "holiday"})
    assert (made.status_code, made.json()["starts"], made.json()["ends"]) == (201, "00:00", "24:00")
    assert (await client.delete(f"{places}/{made.json()['id']}")).status_code == 204
