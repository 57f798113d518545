"""The desk's day with calendars: closed days, series that meet conflicts, hours overbooked, feeds, other screens."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from .clinic import Clinic
from .setting import Setting, new_patient, set_up
from .test_live import listening, of_patient


@pytest.fixture(scope="module")
def setting(clinic: Clinic) -> Setting:
    """A location, a visit type with a fee, and the doctor's hours."""
    return set_up(clinic)


def _day(moment: str, setting: Setting) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(setting.zone):%Y-%m-%d}"


def test_a_series_meets_a_holiday_and_the_desk_decides(clinic: Clinic, setting: Setting) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    patient = new_patient(desk)
    # Long before what other stories book, and the second visit on a holiday.
    first = setting.free_slot(desk, days_ahead=30)
    holiday = _day((datetime.fromisoformat(first["starts_at"]) + timedelta(days=7)).isoformat(), setting)
    closed = owner.post(
        f"/api/locations/{setting.location_id}/closures",
        json={"starts_on": holiday, "ends_on": holiday, "reason": "Holiday"},
    )
    assert closed.status_code == 201, closed.text
    wish = setting.booking(patient["id"], first["starts_at"]) | {"recurrence": "FREQ=WEEKLY;COUNT=3"}
    refused = desk.post("/api/appointments", json=wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "series_conflicts")
    plan = desk.post("/api/appointments/preview", json=wish | {"on_conflict": "move"}).json()
    assert [visit["outcome"] for visit in plan["visits"]] == ["fits", "moved", "fits"]
    why = desk.get(
        "/api/slots/why",
        params={
            "practitioner_id": setting.doctor_id,
            "visit_type_id": setting.visit_type_id,
            "starts_at": plan["visits"][1]["wanted_at"],
        },
    ).json()
    assert "is closed on" in why["reasons"][0]["detail"]
    made = desk.post("/api/appointments", json=wish | {"on_conflict": "move"})
    assert made.status_code == 201, made.text
    series = _series(desk, made.json()["series_id"])
    assert [visit["starts_at"] for visit in series["items"]] == [visit["starts_at"] for visit in plan["visits"]]
    path = f"/api/appointments/{series['items'][1]['id']}"
    longer = desk.post(f"{path}/reschedule", json={"minutes": 40, "scope": "following", "on_conflict": "skip"})
    assert (longer.status_code, longer.json()["minutes"]) == (200, 40)
    gone = desk.post(f"{path}/cancel", json={"reason": "moves away", "scope": "following"})
    assert gone.status_code == 200
    series = _series(desk, series["id"])
    assert [visit["status"] for visit in series["items"]] == ["booked", "cancelled", "cancelled"]
    assert len(series["exdates"]) == 2
    assert owner.delete(f"/api/locations/{setting.location_id}/closures/{closed.json()['id']}").status_code == 204


def _series(who: Any, id: str) -> dict[str, Any]:
    found: dict[str, Any] = who.get(f"/api/series/{id}").json()
    return found


def test_a_patient_booked_elsewhere_is_asked_about_and_an_hour_has_its_limit(clinic: Clinic, setting: Setting) -> None:
    desk, doctor = clinic.as_("receptionist"), clinic.as_("doctor")
    patient = new_patient(desk)
    slot = setting.free_slot(desk, days_ahead=40)
    setting.book(desk, patient["id"], starts_at=slot["starts_at"])
    urgent = setting.booking(patient["id"], slot["starts_at"]) | {"overbook_reason": "in pain"}
    asked = doctor.post("/api/appointments", json=urgent | {"accept_conflict": False})
    assert (asked.status_code, asked.json()["code"]) == (409, "patient_elsewhere")
    for _ in range(2):
        answer = doctor.post("/api/appointments", json=urgent)
        assert (answer.status_code, answer.json()["overbooked"]) == (201, True)
        assert answer.json()["warnings"][0]["code"] == "patient_elsewhere"
    full = doctor.post("/api/appointments", json=urgent)
    assert (full.status_code, full.json()["code"]) == (409, "overbooking_full")


def test_a_booking_is_on_other_screens_and_in_subscribed_calendars(clinic: Clinic, setting: Setting) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    feed = owner.post(
        "/api/calendar-feeds", json={"practitioner_ids": [setting.doctor_id], "shows_patients": True, "name": "Rounds"}
    )
    assert feed.status_code == 201, feed.text
    path = re.sub(r"^https?://[^/]+", "", feed.json()["url"])
    patient = new_patient(desk)
    with listening(clinic.as_("nurse")) as heard:
        visit = setting.book(desk, patient["id"])
        while (event := of_patient(heard, patient["id"])[2])["type"] != "scheduling.appointment_booked.v1":
            continue
        assert event["ids"]["appointment_id"] == visit["id"]
    anybody = clinic.client()
    shown = anybody.get(path)
    assert f"{visit['id']}@clinic" in shown.text
    assert patient["family_name"] in shown.text
    assert anybody.get(path, headers={"If-None-Match": shown.headers["etag"]}).status_code == 304
    assert owner.delete(f"/api/calendar-feeds/{feed.json()['id']}").status_code == 204
    assert anybody.get(path).status_code == 404
