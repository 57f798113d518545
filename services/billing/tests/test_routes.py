"""Doors: what HTTP callers see, who sees it, and what hostile input gets."""

import asyncio

import pytest
from clinic_common.database import new_id
from clinic_contracts.scheduling import AppointmentBooked
from clinic_contracts.trail import AccessRecorded

from .conftest import registered, visit


@pytest.fixture
async def patient_id(desk):
    return str(await desk.patient())


def of(patient_id, price=10_000, **more):
    return {
        "patient_id": patient_id,
        "lines": [{"description": "Consultation", "quantity": 1, "unit_price_minor": price, **more}],
    }


async def issued(client, patient_id, price=10_000):
    made = (await client.post("/invoices", json=of(patient_id, price))).json()
    return (await client.post(f"/invoices/{made['id']}/issue")).json()


async def test_the_whole_way_of_an_invoice(client, patient_id, emitted):
    fee = await client.post("/fees", json={"code": "C1", "description": "Consultation", "price_minor": 12_000})
    assert (fee.status_code, fee.json()["currency"], fee.headers["etag"]) == (201, "USD", '"1"')
    body = {"patient_id": patient_id, "lines": [{"fee_code": "C1", "quantity": 2}]}
    made = await client.post("/invoices", json=body)
    assert made.status_code == 201, made.text
    draft = made.json()
    assert (draft["status"], draft["number"], draft["total_minor"]) == ("draft", None, 24_000)
    path = f"/invoices/{draft['id']}"
    assert (await client.patch(path, json={"lines": body["lines"]})).status_code == 428
    body["lines"][0]["quantity"] = 1
    changed = await client.patch(path, json={"lines": body["lines"]}, headers={"If-Match": made.headers["etag"]})
    assert (changed.status_code, changed.json()["total_minor"]) == (200, 12_000)
    stale = await client.patch(path, json={"lines": body["lines"]}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    issue = (await client.post(f"{path}/issue")).json()
    assert (issue["status"], issue["number"], issue["balance_minor"]) == ("issued", "INV-000001", 12_000)
    assert (await client.post(f"{path}/issue")).json()["code"] == "not_a_draft"
    paid = await client.post(f"{path}/payments", json={"amount_minor": 5_000, "method": "card", "reference": "A1"})
    assert (paid.status_code, paid.json()["invoice"]["status"]) == (201, "part_paid")
    payment = paid.json()
    assert (payment["patient_id"], payment["currency"], payment["refunded_minor"]) == (patient_id, "USD", 0)
    over = await client.post(f"{path}/payments", json={"amount_minor": 7_001, "method": "cash"})
    assert (over.status_code, over.json()["code"]) == (422, "overpayment")
    assert over.json()["errors"][0]["pointer"] == "/amount_minor"
    refund = await client.post(f"/payments/{payment['id']}/refund", json={"amount_minor": 1_000, "reason": "sorry"})
    assert (refund.status_code, refund.json()["invoice"]["balance_minor"]) == (201, 8_000)
    assert refund.json()["payment"]["refunded_minor"] == 1_000
    credit = await client.post(f"{path}/credit", json={"amount_minor": 3_000, "reason": "late"})
    assert (credit.status_code, credit.json()["adjusted_minor"]) == (200, 3_000)
    closed = await client.post(f"{path}/write-off", json={"reason": "moved away"})
    assert (closed.json()["status"], closed.json()["balance_minor"]) == ("paid", 0)
    assert (await client.post(f"{path}/void", json={"reason": "typo"})).json()["code"] == "has_payments"
    shown = await client.get(path)
    assert (shown.status_code, [each["refunded_minor"] for each in shown.json()["payments"]]) == (200, [1_000])
    assert (await client.get(f"/payments/{payment['id']}")).json()["invoice"]["status"] == "paid"
    account = (await client.get(f"/patients/{patient_id}/account?limit=2")).json()
    assert (account["balance_minor"], len(account["entries"]), bool(account["next"])) == (0, 2, True)
    proof = (await client.get("/ledger/proof")).json()
    assert (proof["valid"], proof["entries"], proof["first_break"]) == (True, 5, None)
    actions = {event.action: event.kind for event in await emitted(AccessRecorded)}
    assert actions["create_invoice"] == actions["take_payment"] == actions["refund_payment"] == "write"
    assert actions["get_invoice"] == actions["get_patient_account"] == "read"


async def test_a_patient_registered_a_moment_ago_is_waited_for(client, deliver):
    patient = registered()

    async def arrive() -> None:
        await asyncio.sleep(0.3)
        await deliver(patient)

    answer, _ = await asyncio.gather(client.post("/invoices", json=of(str(patient.patient_id))), arrive())
    assert answer.status_code == 201, answer.text


async def test_an_unknown_patient_is_refused_by_name(client, monkeypatch):
    monkeypatch.setattr("billing.routes.asking.PATIENCE_SECONDS", 0.1)
    answer = await client.post("/invoices", json=of(str(new_id())))
    assert (answer.status_code, answer.json()["code"]) == (422, "patient_unknown")
    assert answer.json()["errors"][0]["pointer"] == "/patient_id"


async def test_a_payment_sent_twice_with_one_key_is_taken_once(client, patient_id):
    invoice = await issued(client, patient_id)
    sent = {"json": {"amount_minor": 4_000, "method": "cash"}, "headers": {"Idempotency-Key": "k1"}}
    path = f"/invoices/{invoice['id']}/payments"
    first, again = await client.post(path, **sent), await client.post(path, **sent)
    assert (first.json(), again.status_code) == (again.json(), 201)
    assert (await client.get(f"/invoices/{invoice['id']}")).json()["paid_minor"] == 4_000


async def test_no_amount_but_a_whole_positive_bounded_one_moves_money(client, patient_id):
    invoice = await issued(client, patient_id)
    for amount in (0, -1, 1.5, "1", None, True, 10**12, 2**63, 10**400, [], {}):
        body = {"amount_minor": amount, "method": "cash"}
        answer = await client.post(f"/invoices/{invoice['id']}/payments", json=body)
        assert answer.status_code == 422, amount
        assert answer.json()["errors"][0]["pointer"] == "/amount_minor"


async def test_hostile_invoices_and_fees_are_refused_by_name(client, patient_id):
    for more, pointer in (
        ({"quantity": 0}, "/lines/0/quantity"),
        ({"quantity": 1_001}, "/lines/0/quantity"),
        ({"quantity": "2"}, "/lines/0/quantity"),
        ({"unit_price_minor": -1}, "/lines/0/unit_price_minor"),
        ({"unit_price_minor": 10**11}, "/lines/0/unit_price_minor"),
        ({"quantity": 1_000, "unit_price_minor": 10**10}, "/lines"),
        ({"description": "\x00"}, "/lines/0/description"),
        ({"description": "x" * 501}, "/lines/0/description"),
        ({"fee_code": "'; DROP TABLE fees; --"}, "/lines/0/fee_code"),
        ({"fee_code": "nope"}, "/lines/0/fee_code"),
        ({"colour": "red"}, "/lines/0/colour"),
    ):
        answer = await client.post("/invoices", json=of(patient_id, **more))
        assert answer.status_code == 422, more
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    for lines in ([], [{"description": "x", "unit_price_minor": 1}] * 301, None, "x"):
        assert (await client.post("/invoices", json={"patient_id": patient_id, "lines": lines})).status_code == 422
    good = {"code": "C1", "description": "x", "price_minor": 1}
    for more in ({"code": ""}, {"code": "ü"}, {"price_minor": 2**64}, {"currency": "usd"}, {"price_minor": 1e3}):
        assert (await client.post("/fees", json={**good, **more})).status_code == 422
    assert (await client.get("/invoices")).json()["items"] == []


async def test_a_fee_code_is_given_once_and_its_price_changes(client):
    body = {"code": "C1", "description": "x", "price_minor": 1, "currency": "EUR"}
    made = (await client.post("/fees", json=body)).json()
    taken = await client.post("/fees", json=body)
    assert (taken.status_code, taken.json()["code"]) == (409, "fee_code_taken")
    path = f"/fees/{made['id']}"
    changed = await client.patch(path, json={"price_minor": 2}, headers={"If-Match": '"1"'})
    assert (changed.json()["price_minor"], changed.json()["version"]) == (2, 2)
    assert (await client.get(path)).json() == changed.json()
    assert [fee["code"] for fee in (await client.get("/fees?active=true")).json()["items"]] == ["C1"]
    assert (await client.get(f"/fees/{new_id()}")).json()["code"] == "no_such_fee"


async def test_b8_a_doctor_sees_the_billing_of_own_patients_only(client, patient_id, desk, deliver, as_role):
    invoice = await issued(client, patient_id)
    paid = await client.post(f"/invoices/{invoice['id']}/payments", json={"amount_minor": 1, "method": "cash"})
    other = await issued(client, str(await desk.patient()))
    doctor = new_id()
    await deliver(visit(AppointmentBooked, patient_id=patient_id, practitioner_id=doctor, status="booked", version=1))
    signed_in = {"headers": as_role("doctor", staff_id=doctor)}
    assert [row["id"] for row in (await client.get("/invoices", **signed_in)).json()["items"]] == [invoice["id"]]
    for path, status in (
        (f"/invoices/{invoice['id']}", 200),
        (f"/payments/{paid.json()['id']}", 200),
        (f"/patients/{patient_id}/account", 200),
        (f"/invoices/{other['id']}", 404),
        (f"/patients/{other['patient_id']}/account", 404),
    ):
        assert (await client.get(path, **signed_in)).status_code == status, path
    assert (await client.get(f"/payments/{paid.json()['id']}", headers=as_role("doctor"))).status_code == 404
    assert (await client.get("/invoices", headers=as_role("stranger"))).status_code == 403
    assert (await client.get(f"/invoices/{other['id']}", headers=as_role("nurse"))).status_code == 200


async def test_reports_take_moments_or_days_of_the_clinic(client, patient_id):
    await issued(client, patient_id)
    for period in (
        "from=2020-01-01&to=2199-12-31",
        "from=2020-01-01T00:00:00Z&to=2199-12-31T00:00:00%2B14:00",
        "from=2020-01-01&to=2199-12-31T00:00:00Z",
    ):
        day = await client.get(f"/reports/day?{period}")
        assert (day.status_code, day.json()["charged_minor"]) == (200, 10_000), day.text
        finance = (await client.get(f"/reports/finance?{period}")).json()
        assert (finance["charged_minor"], finance["collected_minor"]) == (10_000, 0)
        assert len((await client.get(f"/invoices?{period}")).json()["items"]) == 1
    for wrong in ("from=2020-01-01", "from=x&to=y", "from=0001-01-01&to=9999-12-31", "from=2021-01-01&to=2020-01-01"):
        answer = await client.get(f"/reports/day?{wrong}")
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["pointer"].strip("/") in ("from", "to")
    assert (await client.get("/reports/day?from=0001-01-01T00:00:00%2B14:00&to=2026-01-01")).status_code == 422


async def test_what_is_not_there_is_not_found(client):
    nothing = new_id()
    for method, path, body in (
        ("GET", f"/invoices/{nothing}", None),
        ("GET", f"/payments/{nothing}", None),
        ("GET", f"/patients/{nothing}/account", None),
        ("POST", f"/invoices/{nothing}/issue", None),
        ("POST", f"/invoices/{nothing}/void", {"reason": "x"}),
        ("POST", f"/invoices/{nothing}/credit", {"reason": "x", "amount_minor": 1}),
        ("POST", f"/invoices/{nothing}/payments", {"method": "cash", "amount_minor": 1}),
        ("POST", f"/payments/{nothing}/refund", {"reason": "x", "amount_minor": 1}),
    ):
        assert (await client.request(method, path, json=body)).status_code == 404, path


async def test_an_incomplete_draft_is_issued_only_after_a_person_completed_it(client, deliver, patient_id):
    await deliver(visit(patient_id=patient_id, fee_code=None))
    [draft] = (await client.get(f"/invoices?patient_id={patient_id}&status=draft&status=issued")).json()["items"]
    assert draft["needs_attention"] is True
    path = f"/invoices/{draft['id']}"
    assert (await client.post(f"{path}/issue")).json()["code"] == "invoice_incomplete"
    lines = of(patient_id, 900)["lines"]
    await client.patch(path, json={"lines": lines}, headers={"If-Match": f'"{draft["version"]}"'})
    assert (await client.post(f"{path}/issue")).json()["balance_minor"] == 900


async def test_a_statement_stands_between_two_balances(client, patient_id):
    invoice = await issued(client, patient_id)
    await client.post(f"/invoices/{invoice['id']}/payments", json={"amount_minor": 4_000, "method": "cash"})
    path = f"/patients/{patient_id}/statement"
    whole = (await client.get(path)).json()
    assert (whole["opening_minor"], whole["closing_minor"]) == (0, 6_000)
    assert [(entry["kind"], entry["balance_minor"]) for entry in whole["entries"]] == [
        ("invoice", 10_000),
        ("payment", 6_000),
    ]
    first = (await client.get(f"{path}?limit=1")).json()
    rest = (await client.get(f"{path}?limit=1&after={first['next']}")).json()
    assert [entry["kind"] for entry in first["entries"] + rest["entries"]] == ["invoice", "payment"]
    paid_at = whole["entries"][1]["posted_at"]
    late = (await client.get(path, params={"from": paid_at})).json()
    assert (late["opening_minor"], late["closing_minor"], len(late["entries"])) == (10_000, 6_000, 1)
    early = (await client.get(path, params={"to": paid_at})).json()
    assert (early["opening_minor"], early["closing_minor"], len(early["entries"])) == (0, 10_000, 1)


async def test_invoices_and_receipts_are_printed(client, patient_id, emitted):
    made = await client.post("/invoices", json=of(patient_id, description='#panic("x") $ * أحمد 山田 🦊'))
    path = f"/invoices/{made.json()['id']}"
    draft = await client.get(f"{path}/pdf")
    assert (draft.status_code, draft.headers["content-type"]) == (200, "application/pdf")
    await client.post(f"{path}/issue")
    payment = (await client.post(f"{path}/payments", json={"amount_minor": 1, "method": "check"})).json()
    await client.post(f"{path}/credit", json={"amount_minor": 1, "reason": "x"})
    for printed, name in (
        (await client.get(f"{path}/pdf"), "INV-000001.pdf"),
        (await client.get(f"/payments/{payment['id']}/receipt"), "R-000001.pdf"),
    ):
        assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
        assert name in printed.headers["content-disposition"]
    assert (await client.get(f"/invoices/{new_id()}/pdf")).json()["code"] == "no_such_invoice"
    assert {"get_invoice_pdf", "get_receipt_pdf"} <= {event.action for event in await emitted(AccessRecorded)}


async def test_b10_a_patient_has_one_coverage_of_a_rank_at_a_time(client, patient_id):
    payer = await client.post("/payers", json={"name": "Blue Shield", "payer_identifier": "BS-1"})
    assert payer.status_code == 201
    assert (await client.post("/payers", json={"name": "x", "payer_identifier": "BS-1"})).status_code == 409
    assert [each["name"] for each in (await client.get("/payers")).json()["items"]] == ["Blue Shield"]
    path = f"/patients/{patient_id}/coverages"
    good = {"payer_id": payer.json()["id"], "member_id": "M1", "valid_from": "2026-01-01", "valid_until": "2026-06-30"}
    made = await client.post(path, json=good)
    assert (made.status_code, made.json()["rank"], made.json()["relationship"]) == (201, "primary", "self")
    for change, status in (
        ({"valid_from": "2026-06-30", "valid_until": None}, 409),
        ({"valid_from": "2025-01-01", "valid_until": "2026-01-01"}, 409),
        ({"valid_from": "2026-07-01", "valid_until": "2026-06-30"}, 422),
        ({"relationship": "child"}, 422),
        ({"payer_id": str(new_id())}, 422),
        ({"member_id": "~*:"}, 422),
        ({"rank": "secondary", "relationship": "child", "subscriber_name": "Ada"}, 201),
        ({"valid_from": "2026-07-01", "valid_until": None}, 201),
    ):
        answer = await client.post(path, json={**good, **change})
        assert answer.status_code == status, (change, answer.text)
    assert len((await client.get(path)).json()["items"]) == 3
    racing = {**good, "rank": "tertiary"}
    answers = await asyncio.gather(*(client.post(path, json=racing) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
