"""A record goes in, out and through its documents, through the gateway."""

import pytest

from .clinic import Clinic

CONTENT = b"%PDF-1.7\n" + b"x" * 3_000_000
"""Larger than what an ordinary call may bring."""


@pytest.fixture
def patient(clinic: Clinic) -> str:
    body = {"given_name": "Rosalind", "family_name": "Franklin", "born_on": "1980-07-25", "sex": "female"}
    answer = clinic.as_("receptionist").post("/api/patients", json=body)
    assert answer.status_code == 201, answer.text
    return f"/api/patients/{answer.json()['id']}"


def test_a_document_is_sent_by_link_fetched_by_link_and_seen_in_the_trail(clinic: Clinic, patient: str) -> None:
    doctor, anybody = clinic.as_("doctor"), clinic.client()
    announced = doctor.post(
        f"{patient}/documents",
        json={"filename": "letter.pdf", "content_type": "application/pdf", "size": len(CONTENT)},
    ).json()
    upload = announced["upload"]
    sent = anybody.request(upload["method"], upload["url"], content=CONTENT, headers=upload["headers"])
    assert sent.status_code == 204, sent.text
    path = f"{patient}/documents/{announced['id']}"
    assert doctor.post(f"{path}/complete").status_code == 200
    fetched = anybody.get(doctor.get(path).json()["download"])
    assert (fetched.status_code, fetched.content) == (200, CONTENT)
    assert fetched.headers["content-disposition"].startswith("attachment")
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["cache-control"] == "no-store"
    assert clinic.as_("receptionist").get(path).status_code == 403


def test_a_doctor_takes_a_record_out_and_sees_how_it_came_about(clinic: Clinic, patient: str) -> None:
    doctor = clinic.as_("doctor")
    item = doctor.post(f"{patient}/allergies", json={"substance": "Nuts"}).json()
    changed = doctor.patch(
        f"{patient}/allergies/{item['id']}", json={"substance": "Peanuts"}, headers={"If-Match": '"1"'}
    )
    assert changed.status_code == 200, changed.text
    told = doctor.get(f"{patient}/allergies/{item['id']}/history").json()["changes"]
    assert [step["after"].get("substance") for step in told] == ["Peanuts", "Nuts"]
    bundle = doctor.get(f"{patient}/export")
    assert bundle.headers["content-type"] == "application/fhir+json"
    assert [entry["resource"]["resourceType"] for entry in bundle.json()["entry"]] == ["Patient", "AllergyIntolerance"]
    table = doctor.get(f"{patient}/export", headers={"Accept": "text/csv"})
    assert "Rosalind,Franklin,1980-07-25" in table.text
    assert clinic.as_("receptionist").get(f"{patient}/export").status_code == 403
    again = clinic.as_("admin").post(
        "/api/imports", content=bundle.content, headers={"Content-Type": "application/fhir+json"}
    )
    assert (again.json()["created"], again.json()["matched"]) == (0, 2)
