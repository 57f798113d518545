"""Who opened my chart: what a patient may be shown."""

import pytest
from clinic_common.database import new_id
from identity import papers, routes, rules

from .conftest import access, after


async def test_a_patient_is_shown_who_opened_their_chart_in_words_and_by_day(client, admin, deliver):
    ada = new_id()
    await deliver(access(ada, actor_name="Dora Chart", role="doctor"))
    await deliver(access(ada, actor_name="Dora Chart", role="doctor", occurred_at=after(hours=1)))
    await deliver(access(ada, action="list_notes", actor_name="Dora Chart", role="doctor", occurred_at=after(hours=2)))
    await deliver(access(ada, new_id(), action="list_patients", kind="list", occurred_at=after(days=1)))
    await deliver(
        access(ada, action="get_calendar", actor_id=None, actor_name=None, role=None, occurred_at=after(days=2))
    )
    await deliver(access(new_id()))
    answer = await client.get(f"/patients/{ada}/accesses", headers=admin.headers)
    assert answer.status_code == 200
    days = answer.json()["items"]
    told = {day["on"]: [(a["who"], a["words"], a["times"]) for a in day["accesses"]] for day in days}
    assert told == {
        "2026-11-25": [("Somebody with a link, or a program of the clinic", "opened a calendar", 1)],
        "2026-11-24": [("Zoë Ng 🦊 (nurse)", "saw in a list of patients", 1)],
        "2026-11-23": [
            ("Dora Chart (doctor)", "looked at the notes", 1),
            ("Dora Chart (doctor)", "opened the chart", 2),
        ],
    }
    opened = days[-1]["accesses"][-1]
    assert (opened["first_at"], opened["last_at"]) == ("2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z")


async def test_days_are_those_of_the_zone_and_long_lists_have_pages(client, admin, deliver):
    ada = new_id()
    for hours in range(5):
        await deliver(access(ada, occurred_at=after(hours=9 + hours), role=f"r{hours}"))
    seen, after_ = [], None
    while True:
        query = {"limit": 2, "time_zone": "Asia/Tokyo"} | ({"after": after_} if after_ else {})
        page = (await client.get(f"/patients/{ada}/accesses", headers=admin.headers, params=query)).json()
        seen += [(day["on"], len(day["accesses"])) for day in page["items"]]
        if (after_ := page["next"]) is None:
            break
    assert seen == [("2026-11-24", 2), ("2026-11-24", 2), ("2026-11-24", 1)]
    nobody = await client.get(f"/patients/{new_id()}/accesses", headers=admin.headers)
    assert nobody.json()["items"] == []


async def test_the_same_is_a_letter_with_the_clinics_head(client, admin, deliver, monkeypatch):
    ada, set_ = new_id(), []
    for hours in (0, 1):
        await deliver(access(ada, actor_name="Dora Chart", role="doctor", occurred_at=after(hours=hours)))
    await deliver(access(new_id(), actor_name="Somebody Else"))
    typeset = papers.typeset
    monkeypatch.setattr(papers, "typeset", lambda *given: set_.append(given[1]) or typeset(*given))
    monkeypatch.setattr(routes.trail, "_IN_A_LETTER", 2)
    asked = {"addressed_to": "Ada King #\n12 Main Street", "time_zone": "America/New_York"}
    answer = await client.post(f"/patients/{ada}/accesses/letter", headers=admin.headers, json=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-") and answer.headers["cache-control"] == "no-store"
    [said] = set_
    assert (said["head"]["clinic"], said["addressed_to"], said["more"]) == ("Clinic", asked["addressed_to"], False)
    told = [("Dora Chart (doctor)", "opened the chart", "2 times, from 07:00 to 08:00")]
    assert said["days"] == [{"on": "Monday, 23 November 2026", "accesses": told}]

    await deliver(access(ada, occurred_at=after(days=1)))
    await client.post(f"/patients/{ada}/accesses/letter", headers=admin.headers, json=asked)
    assert (set_[-1]["more"], len(set_[-1]["days"])) == (True, 2)
    empty = await client.post(f"/patients/{new_id()}/accesses/letter", headers=admin.headers, json=asked)
    assert empty.content.startswith(b"%PDF-") and set_[-1]["days"] == []
    for wrong in ({"addressed_to": ""}, {"addressed_to": "Ada", "time_zone": "Nowhere"}, {"addressed_to": "A" * 501}):
        refused = await client.post(f"/patients/{ada}/accesses/letter", headers=admin.headers, json=wrong)
        assert refused.status_code == 422, wrong


@pytest.mark.parametrize(
    "zone", ["Nowhere/At_all", "../../etc/passwd", "/etc/localtime", "", "x" * 61, "a\0b", "Europe"]
)
async def test_a_zone_that_does_not_exist_is_refused(client, admin, zone):
    answer = await client.get(f"/patients/{new_id()}/accesses", headers=admin.headers, params={"time_zone": zone})
    assert answer.status_code == 422, zone


def test_every_operation_has_words():
    assert rules.in_words("get_patient", "read") == "opened the chart"
    assert rules.in_words("change_allergy", "write") == "changed the allergies"
    assert rules.in_words("book_appointment", "write") == "booked an appointment"
    assert rules.in_words("list_invoices", "list") == "looked at the invoices"
    assert rules.in_words("frobnicate_all", "list") == "saw in a list data (frobnicate all)"
    assert rules.in_words("get", "read") == "looked at data (get)"
    assert rules.in_words("", "odd") == "worked with data ()"
