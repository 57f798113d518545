"""Calendar feeds: who may share what, and files every calendar program can read."""

import io
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from clinic_common.database import new_id
from clinic_contracts.trail import AccessRecorded
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st
from scheduling import commands
from scheduling.feed import written

from services.scheduling.tests.conftest import problem
from services.scheduling.tests.test_rules import ZONES


async def test_a_calendar_feed_shows_visits_but_no_patient_until_it_is_revoked(client, clinic, visit):
    from icalendar import Calendar

    assert (await client.post("/calendar-feeds", json={})).status_code == 422
    made = (await client.post("/calendar-feeds", json={"practitioner_id": str(clinic.practitioner_id)})).json()
    assert made["url"].startswith("https://clinic.example/calendar/")
    path = made["url"].removeprefix("https://clinic.example")
    del client.headers["Authorization"]
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (entry["uid"], entry.start) == (f"{visit['id']}@clinic", datetime.fromisoformat(visit["starts_at"]))
    assert "Ada" not in answer.text
    assert (await client.get(f"/calendar/{'x' * 43}.ics")).status_code == 404
    assert (await client.get("/calendar/short.ics")).status_code == 422


async def test_a_feed_tells_what_was_cancelled_and_is_sent_only_when_it_changed(client, clinic, visit, soon):
    from icalendar import Calendar

    made = (await client.post("/calendar-feeds", json={"location_id": str(clinic.location_id)})).json()
    path = made["url"].removeprefix("https://clinic.example")
    first = await client.get(path)
    same = await client.get(path, headers={"If-None-Match": f'W/{first.headers["etag"]}, "other"'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    moved = {"starts_at": (soon + timedelta(hours=1)).isoformat()}
    await client.post(f"/appointments/{visit['id']}/reschedule", json=moved)
    await client.post(f"/appointments/{visit['id']}/confirm")
    await client.post(f"/appointments/{visit['id']}/cancel", json={"reason": "ill"})
    changed = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    [before], [after] = (Calendar.from_ical(answer.content).walk("VEVENT") for answer in (first, changed))
    assert (str(before["status"]), before["sequence"]) == ("TENTATIVE", 0)
    assert (str(after["status"]), after["sequence"], after["uid"]) == ("CANCELLED", 2, before["uid"])
    assert after.start == before.start + timedelta(hours=1)


async def test_a_revoked_feed_is_worth_nothing(client, clinic):
    made = (await client.post("/calendar-feeds", json={"location_id": str(clinic.location_id)})).json()
    path = made["url"].removeprefix("https://clinic.example")
    assert (await client.get(path)).status_code == 200
    for _ in range(2):
        assert (await client.delete(f"/calendar-feeds/{made['id']}")).status_code == 204
    assert (await client.get(path)).status_code == 404


PROPERTY = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)")
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}


def parsed(content):
    """
    The events of an iCalendar file, each as a dict, read by RFC 5545 alone: lines and folding (3.1), properties,
    nesting (3.4), and local times through the VTIMEZONE the file itself carries (3.6.5), by another library.
    """
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    text = content.decode().replace("\r\n ", "")
    zones = {}
    for block in re.findall(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", text, re.DOTALL):
        named = tz.tzical(io.StringIO(block))
        zones |= {name: named.get(name) for name in named.keys()}  # noqa: SIM118
    open_parts, events, seen = [], [], [set()]
    for line in text.split("\r\n")[:-1]:
        found = PROPERTY.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            open_parts.append(value)
            seen.append(set())
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_parts.pop() == value
            assert seen.pop() >= NEEDED[value], value
        else:
            seen[-1].add(name)
            if open_parts[-1] == "VEVENT":
                assert name not in events[-1], name
                events[-1][name] = _value(name, found["parameters"], value, zones)
    assert open_parts == []
    assert len({event["UID"] for event in events}) == len(events)
    return events


def _value(name, parameters, value, zones):
    if name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
        if value.endswith("Z"):
            return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        zone = zones[re.search(r"TZID=\"?([^\";:]+)", parameters)[1]]
        return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    assert not re.search(r"(?<!\\)[;,]", value), "text escapes , and ;"
    return re.sub(r"\\(.)", lambda c: "\n" if c[1] in "nN" else c[1], value)


def a_visit(starts_at, zone="America/New_York", **more):
    fields = {
        "id": new_id(), "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=30), "status": "booked",
        "sequence": 0, "changed_at": starts_at, "practitioner_name": "Dr. Grace", "location_name": "Main",
        "time_zone": zone, "visit_type_name": "Check",
    }  # fmt: skip
    return SimpleNamespace(**(fields | more))


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(MOMENTS, ZONES), max_size=4), st.text(st.characters(codec="utf-8", exclude_categories=["C"])))
def test_another_parser_reads_the_same_moments_and_words(visits, name):
    shown = [a_visit(moment, zone, location_name=name) for moment, zone in visits]
    events = parsed(written(shown, name=name))
    assert [event["LOCATION"] for event in events] == [name] * len(shown)
    for event, visit in zip(events, shown, strict=True):
        assert (event["DTSTART"], event["DTEND"]) == (visit.starts_at, visit.ends_at), visit.time_zone
        assert event["UID"] == f"{visit.id}@clinic"


# S16
async def test_a_feed_with_names_is_of_ones_own_calendar_or_an_admins(client, clinic, visit, as_role, emitted):
    mine = {"practitioner_id": str(clinic.practitioner_id), "shows_patients": True}
    assert problem(await client.post("/calendar-feeds", json=mine, headers=as_role("doctor")))[1] == "not_your_calendar"
    doctor = as_role("doctor", staff_id=clinic.practitioner_id)
    both = mine | {"location_ids": [str(clinic.location_id)], "name": "Rounds"}
    made = (await client.post("/calendar-feeds", json=both, headers=doctor)).json()
    assert (made["practitioner_ids"], made["name"]) == ([str(clinic.practitioner_id)], "Rounds")
    path = made["url"].removeprefix("https://clinic.example")
    before = len(await emitted(AccessRecorded))
    answer = await client.get(path)
    [event] = parsed(answer.content)
    assert (event["SUMMARY"], event["CLASS"]) == ("Ada Lovelace · Dr. Grace", "PRIVATE")
    assert "X-WR-CALNAME:Rounds" in answer.text
    same = await client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304
    # Who saw whom stands in the trail once: nobody saw anything in an answer that was empty.
    seen = (await emitted(AccessRecorded))[before:]
    assert [(access.action, access.subject_ids) for access in seen] == [("get_calendar", [clinic.patient_id])]
    await clinic.patient("Ada", "Byron", id=clinic.patient_id, version=2)
    assert "Ada Byron" in (await client.get(path, headers={"If-None-Match": answer.headers["etag"]})).text
    await clinic.run(commands.deactivate_staff_member, staff_id=clinic.practitioner_id, version=2)
    assert (await client.get(path)).status_code == 404


async def test_feeds_are_listed_for_those_who_may_end_them(client, clinic, as_role):
    doctor, other = as_role("doctor", staff_id=clinic.practitioner_id), as_role("doctor")
    made = []
    for headers in (doctor, other):
        answer = await client.post("/calendar-feeds", json={"location_ids": [str(clinic.location_id)]}, headers=headers)
        made.append(answer.json()["id"])
    listed = (await client.get("/calendar-feeds", headers=doctor)).json()["items"]
    assert [feed["id"] for feed in listed] == made[:1]
    assert "url" not in listed[0]
    admin = as_role("admin")
    assert [feed["id"] for feed in (await client.get("/calendar-feeds", headers=admin)).json()["items"]] == made
    assert problem(await client.delete(f"/calendar-feeds/{made[1]}", headers=doctor))[:2] == (404, "feed_not_found")
    assert (await client.delete(f"/calendar-feeds/{made[1]}", headers=admin)).status_code == 204
    assert [feed["id"] for feed in (await client.get("/calendar-feeds", headers=admin)).json()["items"]] == made[:1]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"practitioner_ids": [str(new_id())]}, "practitioner_unknown"),
        ({"location_ids": [str(new_id())]}, "location_unknown"),
        ({"practitioner_id": str(new_id()), "location_id": str(new_id())}, "invalid_request"),
        ({"location_ids": [str(new_id())] * 51}, "invalid_request"),
        ({"name": "only"}, "invalid_request"),
    ],
)
async def test_a_feed_of_nothing_known_is_refused(client, wrong, code):
    assert problem(await client.post("/calendar-feeds", json=wrong))[:2] == (422, code)
