"""Answers made of several services' answers."""

import asyncio
import csv
import io
from uuid import uuid4

import pytest

from .conftest import answer_json, house_of

DAY = {
    "on": "2026-11-23", "time_zone": "America/New_York", "from": "2026-11-23T05:00:00Z", "to": "2026-11-24T05:00:00Z",
    "appointments": {"completed": 3, "booked": 1}, "total": 6, "seen": 3, "no_shows": 1, "cancelled": 1,
    "booked_minutes": 90, "available_minutes": 480,
    "by_practitioner": [{"practitioner_id": str(uuid4()), "practitioner_name": "=cmd()", "seen": 3, "total": 6}],
}  # fmt: skip
MONEY = {
    "currency": "USD", "charged_minor": 30_000, "taken_minor": 12_500, "refunded_minor": 500, "adjusted_minor": 0,
    "outstanding_minor": 17_500, "invoices_issued": 3, "invoices_voided": 0, "payments": 2,
    "by_method": {"card": 10_000, "cash": 2_500}, "refunded_by_method": {"cash": 500},
}  # fmt: skip


def refusal(status, code="x"):
    async def answer(scope, receive, send):
        await answer_json(send, {"status": status, "code": code, "detail": "Not so."}, status)

    return answer


async def hangs(scope, receive, send):
    await asyncio.sleep(5)


@pytest.fixture
def patient(house):
    """A patient every service knows something of."""
    patient_id = str(uuid4())
    path = f"/patients/{patient_id}"
    house["patients"].answers["GET", path] = {"id": patient_id, "family_name": "Ray"}
    for part in ("allergies", "problems", "medications", "immunizations", "vitals", "notes", "consents"):
        house["patients"].answers["GET", f"{path}/{part}"] = {"items": [part], "next": None}
    house["scheduling"].answers["GET", "/appointments"] = {"items": ["visit"], "next": "more"}
    house["billing"].answers["GET", f"{path}/account"] = {"balance_minor": 100}
    house["billing"].answers["GET", "/invoices"] = {"items": ["invoice"], "next": None}
    return patient_id


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("receptionist", {"patient", "appointments", "account", "invoices"}),
        (
            "nurse",
            {"patient", "appointments", "account", "invoices", "allergies", "immunizations", "vitals", "consents",
             "notes"},
        ),
        (
            "doctor",
            {"patient", "appointments", "account", "invoices", "allergies", "immunizations", "vitals", "consents",
             "notes", "problems", "medications"},
        ),
        ("admin", {"patient", "appointments", "account", "invoices"}),
    ],
)  # fmt: skip
async def test_a_history_holds_what_the_role_may_see(house, patient, role, parts):
    answer = await house.client.get(f"/api/patients/{patient}/history", headers=house.token(role))
    assert answer.status_code == 200
    assert set(answer.json()) == parts | {"unavailable"}
    assert answer.json()["unavailable"] == []
    assert answer.json()["appointments"] == {"items": ["visit"], "next": "more"}


async def test_services_are_asked_with_the_callers_token_so_that_the_trail_names_them(house, patient):
    del house["scheduling"].answers["GET", "/appointments"]
    headers = house.token("nurse") | {"X-Request-Id": "r-1", "X-Purpose": "call back"}
    await house.client.get(f"/api/patients/{patient}/history", headers=headers)
    [asked] = house["scheduling"].seen
    told = dict(asked["headers"])
    assert told["authorization"] == headers["Authorization"]
    assert (told["x-request-id"], told["x-purpose"], told["x-forwarded-for"]) == ("r-1", "call back", "127.0.0.1")
    assert asked["query"] == f"patient_id={patient}&limit=200"


async def test_a_part_that_is_down_is_named_and_the_rest_is_there(house, patient):
    house["billing"].answers["GET", "/invoices"] = refusal(503)
    house["billing"].answers["GET", f"/patients/{patient}/account"] = refusal(403)
    house["patients"].answers["GET", f"/patients/{patient}/vitals"] = refusal(404)
    answer = (await house.client.get(f"/api/patients/{patient}/history", headers=house.token("nurse"))).json()
    assert answer["unavailable"] == ["invoices"]
    assert "account" not in answer and "vitals" not in answer
    assert answer["patient"]["family_name"] == "Ray"


async def test_there_is_no_history_of_nobody(house, patient):
    house["patients"].answers["GET", f"/patients/{patient}"] = refusal(404)
    answer = await house.client.get(f"/api/patients/{patient}/history")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_patient")
    assert (await house.client.get("/api/patients/1/history")).status_code == 404
    assert (
        await house.client.get(f"/api/patients/{patient}/history", headers={"Authorization": ""})
    ).status_code == 401


async def test_a_service_that_hangs_does_not_hold_up_a_history_for_longer_than_the_limit(signer, foundation):
    async with house_of(signer, foundation, upstream_seconds=0.2) as house:
        house["billing"].answers["GET", "/invoices"] = hangs
        answer = await house.client.get(f"/api/patients/{uuid4()}/history", headers=house.token("receptionist"))
        assert (answer.status_code, answer.json()["unavailable"]) == (200, ["invoices"])


async def test_the_day_sheet_is_one_day_of_calendar_and_money(house):
    house["scheduling"].answers["GET", "/reports/day"] = DAY
    seen = []

    async def money(scope, receive, send):
        seen.append(scope["query_string"].decode())
        await answer_json(send, MONEY)

    house["billing"].answers["GET", "/reports/day"] = money
    answer = await house.client.get("/api/reports/day?on=2026-11-23")
    assert answer.status_code == 200
    assert answer.json() == DAY | MONEY
    assert seen == ["from=2026-11-23T05%3A00%3A00Z&to=2026-11-24T05%3A00%3A00Z"]
    assert (await house.client.get("/api/reports/day")).json() == DAY | MONEY


async def test_the_day_sheet_is_a_table_that_a_spreadsheet_may_open(house):
    house["scheduling"].answers["GET", "/reports/day"] = DAY
    house["billing"].answers["GET", "/reports/day"] = MONEY
    printed = await house.client.get("/api/reports/day?on=2026-11-23", headers={"Accept": "application/pdf"})
    assert (printed.headers["content-type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    answer = await house.client.get("/api/reports/day?on=2026-11-23", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="day-2026-11-23.csv"'
    rows = [tuple(row) for row in csv.reader(io.StringIO(answer.text))]
    assert rows[0] == ("figure", "of", "value")
    for row in (
        ("seen", "", "3"), ("taken_minor", "", "12500"), ("by_method", "card", "10000"), ("seen", "'=cmd()", "3"),
        ("appointments", "booked", "1"),
    ):  # fmt: skip
        assert row in rows


async def test_a_day_sheet_is_whole_or_not_at_all(house):
    house["scheduling"].answers["GET", "/reports/day"] = DAY
    house["billing"].answers["GET", "/reports/day"] = refusal(503)
    answer = await house.client.get("/api/reports/day?on=2026-11-23")
    assert (answer.status_code, answer.json()["part"]) == (503, "billing")
    house["scheduling"].answers["GET", "/reports/day"] = refusal(422)
    refused = await house.client.get("/api/reports/day?on=2026-11-23")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_report")


@pytest.mark.parametrize("on", ["2026-02-30", "today", "0001-01-01", "9999-12-31", "1", "2026-11-23T00:00:00Z", "%00"])
async def test_an_impossible_day_is_refused_by_name(inner, on):
    answer = await inner.client.get(f"/api/reports/day?on={on}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "on")


async def test_only_reports_may_be_seen_by_those_who_may(inner):
    for role, status in (("receptionist", 403), ("nurse", 403), ("doctor", 403)):
        assert (await inner.client.get("/api/reports/day", headers=inner.token(role))).status_code == status
