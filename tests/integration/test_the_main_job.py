"""A clinic works a whole day: from the first call of a patient to the balanced ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .clinic import Clinic, eventually
from .setting import Setting, new_patient, set_up


@pytest.fixture(scope="module")
def setting(clinic: Clinic) -> Setting:
    """A location, a visit type with a fee, and the doctor's hours."""
    return set_up(clinic)


def test_the_whole_day(clinic: Clinic, setting: Setting) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")

    # register, with a look at likely duplicates
    ada = new_patient(desk, given_name="Ada", family_name="Lovelace", email="ada@patients.test")
    assert ada["record_number"]
    assert ada["possible_duplicates"] == []
    twin = new_patient(desk, given_name="Ada", family_name="Lovelase", email="ada@patients.test")
    assert twin["possible_duplicates"][0]["id"] == ada["id"]
    assert twin["possible_duplicates"][0]["reasons"]

    # find as one types
    for typed in ("lov", "ada lov", "LOVELACE a", ada["record_number"]):
        found = desk.get("/api/patients", params={"q": typed}).json()["items"]
        assert ada["id"] in [patient["id"] for patient in found], typed

    # see free slots and book
    slot = setting.free_slot(desk)
    booking = {
        "patient_id": ada["id"],
        "practitioner_id": setting.doctor_id,
        "visit_type_id": setting.visit_type_id,
        "starts_at": slot["starts_at"],
    }
    booked = desk.post("/api/appointments", json=booking)
    assert booked.status_code == 201, booked.text
    appointment = booked.json()
    taken = desk.post("/api/appointments", json={**booking, "patient_id": twin["id"]})
    assert (taken.status_code, taken.json()["code"]) == (409, "slot_taken")
    assert taken.headers["content-type"].startswith("application/problem+json")

    # the patient was told, and will be reminded
    messages = eventually(lambda: _messages(desk, ada["id"], at_least=2))
    confirmation = eventually(lambda: next((m for m in _messages(desk, ada["id"]) if m["status"] == "sent"), None))
    assert "confirmation" in confirmation["template"]
    assert any("reminder" in m["template"] and m["status"] == "planned" for m in messages)
    assert any("ada@patients.test" in (mail["To"] or "") for mail in clinic.mails())

    # arrive, be seen, leave
    for step in ("confirm", "arrive", "start", "complete"):
        done = clinic.as_("doctor").post(f"/api/appointments/{appointment['id']}/{step}")
        assert done.status_code == 200, (step, done.text)
    again = desk.post(f"/api/appointments/{appointment['id']}/arrive")
    assert again.status_code == 409

    # billing opened a draft by itself
    invoice = eventually(
        lambda: next(
            iter(desk.get("/api/invoices", params={"patient_id": ada["id"]}).json()["items"]),
            None,
        )
    )
    assert (invoice["status"], invoice["total_minor"]) == ("draft", setting.price_minor)
    issued = desk.post(f"/api/invoices/{invoice['id']}/issue").json()
    assert issued["number"]
    assert issued["status"] == "issued"

    # paid in two parts
    first = _pay(desk, invoice["id"], 4_000, "cash")
    assert _invoice(desk, invoice["id"])["status"] == "part_paid"
    _pay(desk, invoice["id"], setting.price_minor - 4_000, "card")
    paid = _invoice(desk, invoice["id"])
    assert (paid["status"], paid["balance_minor"]) == ("paid", 0)
    too_much = desk.post(f"/api/invoices/{invoice['id']}/payments", json={"amount_minor": 1, "method": "cash"})
    assert 400 <= too_much.status_code < 500

    # the ledger balances, also after a refund
    assert owner.get("/api/ledger/proof").json()["valid"] is True
    refund = owner.post(f"/api/payments/{first['id']}/refund", json={"amount_minor": 500, "reason": "rounded"})
    assert refund.status_code in (200, 201), refund.text
    account = desk.get(f"/api/patients/{ada['id']}/account").json()
    assert account["balance_minor"] == 500
    assert owner.get("/api/ledger/proof").json()["valid"] is True

    # the day report shows it
    today = datetime.now(UTC).astimezone(setting.zone).date().isoformat()
    report = owner.get("/api/reports/day", params={"on": today}).json()
    assert report["taken_minor"] >= setting.price_minor
    assert report["refunded_minor"] >= 500

    # every access stands in the trail
    def kinds() -> set[str]:
        return {entry["kind"] for entry in _trail(owner, ada["id"], at_least=6) or ()}

    eventually(lambda: {"write", "read", "list"} <= kinds())
    assert owner.get("/api/access-trail/proof").json()["valid"] is True

    # one answer with everything about her
    history = clinic.as_("doctor").get(f"/api/patients/{ada['id']}/history")
    assert history.status_code == 200, history.text
    assert appointment["id"] in history.text


def test_a_cancelled_visit_reminds_nobody_and_frees_its_slot(clinic: Clinic, setting: Setting) -> None:
    desk = clinic.as_("receptionist")
    patient = new_patient(desk, email="cancel@patients.test")
    appointment = setting.book(desk, patient["id"])
    eventually(lambda: _messages(desk, patient["id"], at_least=2))
    done = desk.post(f"/api/appointments/{appointment['id']}/cancel", json={"reason": "feels better"})
    assert (done.status_code, done.json()["status"]) == (200, "cancelled")
    eventually(lambda: all(m["status"] != "planned" for m in _messages(desk, patient["id"])))
    other = new_patient(desk)
    again = setting.book(desk, other["id"], starts_at=appointment["starts_at"])
    assert again["starts_at"] == appointment["starts_at"]


def test_a_moved_visit_keeps_one_slot_and_its_reminders_move_along(clinic: Clinic, setting: Setting) -> None:
    desk = clinic.as_("receptionist")
    patient = new_patient(desk, email="move@patients.test")
    appointment = setting.book(desk, patient["id"])
    slot = setting.free_slot(desk, days_ahead=9)
    moved = desk.post(f"/api/appointments/{appointment['id']}/reschedule", json={"starts_at": slot["starts_at"]})
    assert (moved.status_code, moved.json()["starts_at"]) == (200, slot["starts_at"])
    setting.book(desk, new_patient(desk)["id"], starts_at=appointment["starts_at"])
    start = datetime.fromisoformat(slot["starts_at"])

    def reminders_moved() -> bool:
        planned = [
            m for m in _messages(desk, patient["id"]) if "reminder" in m["template"] and m["status"] == "planned"
        ]
        return bool(planned) and all(
            start - timedelta(days=2) < datetime.fromisoformat(m["due_at"]) < start for m in planned
        )

    eventually(reminders_moved)


def test_a_void_invoice_is_owed_by_nobody(clinic: Clinic, setting: Setting) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    patient = new_patient(desk)
    line = {"description": "Letter", "quantity": 2, "unit_price_minor": 1_250}
    invoice = desk.post("/api/invoices", json={"patient_id": patient["id"], "lines": [line]})
    assert invoice.status_code == 201, invoice.text
    path = f"/api/invoices/{invoice.json()['id']}"
    assert desk.post(f"{path}/issue").json()["total_minor"] == 2_500
    assert desk.post(f"{path}/void", json={"reason": "typo"}).status_code == 403
    voided = owner.post(f"{path}/void", json={"reason": "typo"})
    assert (voided.status_code, voided.json()["status"]) == (200, "void")
    assert desk.get(f"/api/patients/{patient['id']}/account").json()["balance_minor"] == 0
    assert owner.get("/api/ledger/proof").json()["valid"] is True


def test_time_off_takes_slots_away(clinic: Clinic, setting: Setting) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    slot = setting.free_slot(desk, days_ahead=12)
    start = datetime.fromisoformat(slot["starts_at"])
    away = {"starts_at": slot["starts_at"], "ends_at": _z(start + timedelta(hours=1)), "reason": "dentist"}
    path = f"/api/practitioners/{setting.doctor_id}/time-off"
    assert owner.post(path, json=away).status_code == 201
    slots = setting.slots(desk, start - timedelta(minutes=5), start + timedelta(minutes=5))
    assert slot["starts_at"] not in [s["starts_at"] for s in slots]
    patient = new_patient(desk)
    refused = desk.post("/api/appointments", json=setting.booking(patient["id"], slot["starts_at"]))
    assert (refused.status_code, refused.json()["code"]) == (422, "outside_availability")


def test_signing_out_ends_the_session_and_reuse_of_a_refresh_token_too(clinic: Clinic) -> None:
    client = clinic.client()
    body = {"email": clinic.people["nurse"][0], "password": clinic.people["nurse"][1]}
    tokens = client.post("/api/auth/login", json=body).json()
    first = client.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).json()
    bearer = {"Authorization": f"Bearer {first['access_token']}"}
    assert client.get("/api/me", headers=bearer).json()["role"] == "nurse"
    second = client.post("/api/auth/refresh", json={"refresh_token": first["refresh_token"]}).json()
    client.cookies.clear()
    stolen = client.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert stolen.status_code == 401
    assert client.post("/api/auth/refresh", json={"refresh_token": second["refresh_token"]}).status_code == 401
    bearer = {"Authorization": f"Bearer {second['access_token']}"}
    eventually(lambda: client.get("/api/me", headers=bearer).status_code == 401)

    tokens = client.post("/api/auth/login", json=body).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert client.post("/api/auth/logout", headers=bearer).status_code in (200, 204)
    eventually(lambda: client.get("/api/me", headers=bearer).status_code == 401)


def test_somebody_deactivated_is_out_at_once(clinic: Clinic) -> None:
    owner = clinic.as_("admin")
    clinic_people = dict(clinic.people)
    email = "leaver@clinic.test"
    made = owner.post("/api/staff", json={"email": email, "display_name": "Lee Leaver", "role": "nurse"}).json()
    token = eventually(lambda: clinic._invitation(email))
    password = clinic_people["nurse"][1]
    clinic.client().post("/api/auth/accept-invitation", json={"token": token, "password": password})
    leaver = clinic.sign_in(email, password)
    assert leaver.get("/api/patients").status_code == 200
    assert owner.post(f"/api/staff/{made['id']}/deactivate").status_code == 200
    eventually(lambda: leaver.get("/api/patients").status_code == 401, within=5)
    refused = clinic.client().post("/api/auth/login", json={"email": email, "password": password})
    assert refused.status_code == 401


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _messages(desk: Any, patient_id: str, *, at_least: int = 0) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.get("/api/messages", params={"patient_id": patient_id}).json()["items"]
    return items if len(items) >= at_least else []


def _pay(desk: Any, invoice_id: str, amount_minor: int, method: str) -> dict[str, Any]:
    body = {"amount_minor": amount_minor, "method": method}
    answer = desk.post(f"/api/invoices/{invoice_id}/payments", json=body)
    assert answer.status_code == 201, answer.text
    payment: dict[str, Any] = answer.json()
    return payment


def _invoice(desk: Any, invoice_id: str) -> dict[str, Any]:
    invoice: dict[str, Any] = desk.get(f"/api/invoices/{invoice_id}").json()
    return invoice


def _trail(owner: Any, patient_id: str, *, at_least: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = owner.get("/api/access-trail", params={"patient_id": patient_id}).json()["items"]
    return entries if len(entries) >= at_least else []
