"""Another's object by a guessed id is not there (404): tried on every call whose path has an id, as every role."""

import re
from typing import Any

import pytest
from clinic_common.database import new_id
from clinic_contracts.permissions import ROLES
from gateway.access import TABLE, Row
from gateway.matrix import at_location, reached_by

from .clinic import PASSWORD, Clinic, eventually
from .setting import new_patient, set_up

WITH_ID = [row for row in TABLE if "_id}" in row.path and not row.who.open]
DAY, MOMENT, UNKNOWN = "2030-05-01", "2030-05-01T09:00:00Z", str(new_id())
_REASON, _MONEY = {"reason": "a mistake"}, {"amount_minor": 100, "method": "cash"}
_ANSWER = {"claim_reference": "ELSE", "invoice_id": UNKNOWN}
BODIES: dict[str, dict[str, Any]] = {
    "merge": {"duplicate_id": UNKNOWN},
    "closures": {"starts_on": DAY, "ends_on": DAY},
    "availability": {"rules": []},
    "time-off": {"starts_at": MOMENT, "ends_at": "2030-05-02T09:00:00Z"},
    "exceptions": {"on": DAY, "kind": "closed"},
    "cancel": _REASON,
    "reopen": _REASON,
    "reschedule": {"starts_at": MOMENT},
    "preview": {"starts_at": MOMENT},
    "invoices": {"lines": [{"description": "Consultation", "unit_price_minor": 100}]},
    "payments": _MONEY,
    "void": _REASON,
    "claims/void": {},
    "write-off": _REASON,
    "credit": _REASON | {"amount_minor": 100},
    "refund": _REASON | {"amount_minor": 100},
    "apply": {"invoice_id": UNKNOWN},
    "release": {"invoice_id": UNKNOWN},
    "coverages": {"payer_id": UNKNOWN, "member_id": "M1", "valid_from": DAY},
    "match": _ANSWER,
    "unmatch": {"claim_reference": "ELSE"},
    "allergies": {"substance": "Penicillin"},
    "immunizations": {"vaccine": "Tetanus", "given_on": "2020-05-01"},
    "vitals": {"kind": "heart_rate", "value": "72", "unit": "/min", "measured_at": "2020-05-01T09:00:00Z"},
    "consents": {"kind": "Treatment", "given": True, "given_on": "2020-05-01"},
    "problems": {"display": "Cough"},
    "medications": {"name": "Aspirin"},
    "addenda": {"text": "More."},
    "letter": {"addressed_to": "Ada Lovelace"},
    "documents": {"filename": "a.pdf", "size": 10},
}
"""What a call needs to get as far as looking for its object, by the last word of its path, or the last two."""
ELSE: dict[tuple[str, str], tuple[int, str]] = {
    # Nobody opened the chart of nobody, and nobody said how nobody wants to be reached: neither tells anything.
    ("GET", "/api/patients/{patient_id}/accesses"): (200, "nothing"),
    ("POST", "/api/patients/{patient_id}/accesses/letter"): (200, "nothing"),
    ("GET", "/api/patients/{patient_id}/contact-preferences"): (200, "what everybody has who said nothing"),
    ("PUT", "/api/patients/{patient_id}/contact-preferences"): (412, "of a version that is not there"),
}
"""What answers otherwise, and what it tells."""


def _try(client: Any, row: Row, ids: dict[str, str]) -> Any:
    path = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], str(new_id())), row.path)
    sent: dict[str, Any] = {"headers": {"If-Match": '"1"'}}
    if row.method in ("POST", "PUT", "PATCH"):
        changes = row.method == "PATCH" and "invoices" not in row.path
        words = [word for word in row.path.split("/") if "{" not in word]
        sent["json"] = {} if changes else BODIES.get("/".join(words[-2:]), BODIES.get(words[-1], {}))
    if path.endswith("/trend"):
        sent["params"] = {"kind": "heart_rate"}
    return client.request(row.method, path, **sent)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_what_nobody_has_is_found_by_nobody(clinic: Clinic, role: str) -> None:
    client, wrong = clinic.sign_in(*clinic.people[role]), []
    for row in WITH_ID:
        word = reached_by(row, role)
        if word == "–":
            continue  # refused before anything is looked for: test_access_matrix.py
        expected = ELSE.get((row.method, row.path), (404, ""))[0]
        if word == "own" and "/practitioners/" in row.path:
            expected = 403  # everybody sees whose calendars there are; only one's own is changed
        answer = _try(client, row, {})
        if answer.status_code != expected:
            wrong.append((row.method, row.path, answer.status_code, answer.text[:200]))
    assert wrong == []


def test_what_is_at_another_location_is_found_by_no_call(clinic: Clinic) -> None:
    """From who somebody is said to be, by their token, through the gateway, to the rows of each service."""
    setting, owner, desk = set_up(clinic), clinic.as_("admin"), clinic.as_("receptionist")
    patient = new_patient(desk)
    visit = setting.book(desk, patient["id"])
    for step in ("arrive", "start", "complete"):
        assert desk.post(f"/api/appointments/{visit['id']}/{step}").status_code == 200
    of_patient = {"patient_id": patient["id"]}
    [invoice] = eventually(lambda: desk.get("/api/invoices", params=of_patient).json()["items"])
    ids = {"appointment_id": visit["id"], "invoice_id": invoice["id"], "location_id": setting.location_id}

    there = owner.post("/api/locations", json={"name": "Harbour", "time_zone": "America/New_York"}).json()["id"]
    client = _kept_to(clinic, there)
    tried, wrong = 0, []
    for row in TABLE:
        if at_location(row) != "only there" or not any(f"{{{name}}}" in row.path for name in ids):
            continue
        answer, tried = _try(client, row, ids), tried + 1
        if answer.status_code != 404:
            wrong.append((row.method, row.path, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert tried >= 20
    for path in ("/api/appointments", "/api/invoices"):
        assert client.get(path, params=of_patient).json()["items"] == []
    history = client.get(f"/api/patients/{patient['id']}/history").json()
    assert (history["patient"]["id"], history["appointments"]["items"]) == (patient["id"], [])
    assert desk.get(f"/api/appointments/{visit['id']}").json()["status"] == "completed"


def _kept_to(clinic: Clinic, location_id: str) -> Any:
    """Somebody who may do all an admin may, at one location only, signed in."""
    email, owner = f"{new_id().hex}@clinic.test", clinic.as_("admin")
    new = {"email": email, "display_name": "Kim Kept", "role": "admin", "locations": [location_id]}
    assert owner.post("/api/staff", json=new).status_code == 201
    token = eventually(lambda: clinic._invitation(email))
    clinic.client().post("/api/auth/accept-invitation", json={"token": token, "password": PASSWORD})
    return clinic.sign_in(email, PASSWORD)
