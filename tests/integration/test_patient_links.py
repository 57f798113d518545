"""A patient follows the link in their message: sees the visit, says they come, or calls it off."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .clinic import Clinic, eventually
from .setting import Setting, new_patient, set_up


@pytest.fixture(scope="module")
def setting(clinic: Clinic) -> Setting:
    """A location, a visit type with a fee, and the doctor's hours."""
    return set_up(clinic)


def _mails_to(clinic: Clinic, address: str) -> list[Any]:
    return [mail for mail in clinic.mails() if address in (mail["To"] or "")]


def _tokens(clinic: Clinic, address: str) -> list[str]:
    texts = [mail.get_body(("plain",)).get_content() for mail in _mails_to(clinic, address)]
    return [found[1] for text in texts if (found := re.search(r"/visits/([A-Za-z0-9_-]+)", text))]


def _booked(clinic: Clinic, setting: Setting, address: str) -> tuple[dict[str, Any], str]:
    """A visit, and the token in its confirmation."""
    desk = clinic.as_("receptionist")
    visit = setting.book(desk, new_patient(desk, email=address)["id"])
    [token] = eventually(lambda: _tokens(clinic, address))
    return visit, token


def test_a_patient_confirms_by_link_and_the_desk_sees_it(clinic: Clinic, setting: Setting) -> None:
    visit, token = _booked(clinic, setting, "confirms@patients.test")
    patient = clinic.client()
    shown = patient.get(f"/api/visits/{token}").json()["appointment"]
    assert (shown["starts_at"], shown["status"], shown["location_name"]) == (
        visit["starts_at"], "booked", "Main Street",
    )  # fmt: skip
    assert visit["patient_name"] not in str(shown)
    for _ in range(2):
        answer = patient.post(f"/api/visits/{token}/confirm")
        assert (answer.status_code, answer.json()["appointment"]["status"]) == (200, "confirmed"), answer.text
    at_the_desk = clinic.as_("receptionist").get(f"/api/appointments/{visit['id']}").json()
    assert at_the_desk["status"] == "confirmed"
    assert at_the_desk["history"][-1]["staff_id"] is None


def test_a_patient_calls_off_by_link_and_somebody_else_has_the_time(clinic: Clinic, setting: Setting) -> None:
    address = "calls.off@patients.test"
    visit, token = _booked(clinic, setting, address)
    answer = clinic.client().post(f"/api/visits/{token}/cancel", json={"reason": "on holiday"})
    assert (answer.status_code, answer.json()["appointment"]["status"]) == (200, "cancelled"), answer.text
    desk = clinic.as_("receptionist")
    assert desk.get(f"/api/appointments/{visit['id']}").json()["cancel_reason"] == "on holiday"
    setting.book(desk, new_patient(desk)["id"], starts_at=visit["starts_at"])
    for path in ("", "/confirm", "/cancel"):
        gone = clinic.client().request("POST" if path else "GET", f"/api/visits/{token}{path}")
        assert (gone.status_code, gone.json()["code"]) == (410, "link_over")
    eventually(lambda: any("cancelled" in mail["Subject"] for mail in _mails_to(clinic, address)))
    messages = desk.get("/api/messages", params={"patient_id": visit["patient_id"]}).json()["items"]
    assert not any(m["status"] == "planned" for m in messages if "reminder" in m["template"])


def test_a_moved_visit_has_a_new_link_and_the_old_one_is_over(clinic: Clinic, setting: Setting) -> None:
    address = "is.moved@patients.test"
    visit, old = _booked(clinic, setting, address)
    desk = clinic.as_("receptionist")
    later = setting.free_slot(desk, days_ahead=8)["starts_at"]
    assert desk.post(f"/api/appointments/{visit['id']}/reschedule", json={"starts_at": later}).status_code == 200
    assert clinic.client().get(f"/api/visits/{old}").status_code == 410
    new = eventually(lambda: next((t for t in _tokens(clinic, address) if t != old), None))
    shown = clinic.client().get(f"/api/visits/{new}").json()["appointment"]
    assert shown["starts_at"] == later


def test_a_tampered_link_opens_nothing_and_says_nothing(clinic: Clinic, setting: Setting) -> None:
    _, token = _booked(clinic, setting, "is.careful@patients.test")
    swapped = token[:8] + ("A" if token[8] != "A" else "B") + token[9:]
    told = set()
    for wrong in (token[:-1], token[:10], swapped, token + "A", "x"):
        answer = clinic.client().get(f"/api/visits/{wrong}")
        assert answer.headers["content-type"].startswith("application/problem+json")
        told.add((answer.status_code, answer.json()["code"], answer.json()["detail"]))
    assert told == {(404, "link_not_valid", "This link is not valid; please call us.")}


def test_each_opening_by_link_stands_in_the_trail(clinic: Clinic, setting: Setting) -> None:
    visit, token = _booked(clinic, setting, "is.watched@patients.test")
    assert clinic.client().get(f"/api/visits/{token}").status_code == 200
    assert clinic.client().post(f"/api/visits/{token}/confirm").status_code == 200
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat().replace("+00:00", "Z")

    def opened() -> bool:
        query = {"patient_id": visit["patient_id"], "from": since, "limit": 200}
        entries = clinic.as_("admin").get("/api/access-trail", params=query).json()["items"]
        by_link = {
            entry["action"] for entry in entries if entry.get("actor_id") is None and "linked" in entry["action"]
        }
        return by_link == {"get_linked_visit", "confirm_linked_visit"}

    eventually(opened)
