"""Doors around money: deposits and credit, prices by time, reports in three forms, papers in two languages."""

import csv
import io
import re
import zlib
from datetime import UTC, datetime

import pytest
from billing import papers
from billing.papers import words
from clinic_common import sheets
from clinic_common.database import new_id
from clinic_contracts.scheduling import LocationSaved

from .conftest import NOW, registered

EVER = "from=2020-01-01&to=2199-12-31"


@pytest.fixture
async def patient_id(deliver):
    patient = registered(preferred_language="es")
    await deliver(patient)
    return str(patient.patient_id)


async def issued(client, patient_id, price=10_000, **more):
    line = {"description": "Consultation", "unit_price_minor": price, **more}
    made = (await client.post("/invoices", json={"patient_id": patient_id, "lines": [line]})).json()
    return (await client.post(f"/invoices/{made['id']}/issue")).json()


async def table(client, path):
    answer = await client.get(path, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8", answer.text
    return list(csv.reader(io.StringIO(answer.text)))


# B14
async def test_b14_money_on_account_is_put_to_an_invoice_taken_off_and_given_back(client, patient_id):
    path = f"/patients/{patient_id}/payments"
    sent = {"json": {"amount_minor": 12_000, "method": "cash"}, "headers": {"Idempotency-Key": "k1"}}
    taken, twice = await client.post(path, **sent), await client.post(path, **sent)
    assert (taken.status_code, taken.json()) == (201, twice.json())
    payment = taken.json()
    assert (payment["invoice"], payment["credit_minor"], payment["currency"]) == (None, 12_000, "USD")
    invoice = await issued(client, patient_id)
    put = await client.post(f"/payments/{payment['id']}/apply", json={"invoice_id": invoice["id"]})
    assert (put.status_code, put.json()["status"]) == (200, "paid")
    assert [each["kind"] for each in put.json()["credits"]] == ["application"]
    off = await client.post(f"/payments/{payment['id']}/release", json={"invoice_id": invoice["id"], "amount_minor": 1})
    assert off.json()["balance_minor"] == 1
    account = (await client.get(f"/patients/{patient_id}/account")).json()
    assert (account["balance_minor"], account["credit_minor"]) == (-2_000, 2_001)
    assert [each["credit_minor"] for each in account["credits"]] == [2_001]
    back = await client.post(f"/payments/{payment['id']}/refund", json={"amount_minor": 2_001, "reason": "moved"})
    assert (back.status_code, back.json()["invoice"]) == (201, None)
    assert (await client.get(f"/payments/{payment['id']}/receipt")).content[:5] == b"%PDF-"
    assert (await client.get("/ledger/proof")).json()["valid"] is True


async def test_too_much_is_kept_as_credit_only_if_asked_for(client, patient_id):
    invoice = await issued(client, patient_id)
    path, paid = f"/invoices/{invoice['id']}/payments", {"amount_minor": 10_001, "method": "card"}
    assert (await client.post(path, json=paid)).json()["code"] == "overpayment"
    kept = await client.post(path, json={**paid, "keep_excess": True})
    assert (kept.status_code, kept.json()["credit_minor"], kept.json()["invoice"]["status"]) == (201, 1, "paid")


# B2 B11
async def test_prices_taxes_and_discounts_come_in_and_go_out_as_people_say_them(client, patient_id):
    fee = {"code": "C1", "description": "Visit", "price_minor": 1_000, "tax_rate": 8.875, "valid_from": "2026-01-01"}
    made = await client.post("/fees", json=fee)
    assert (made.status_code, made.json()["tax_rate"], made.json()["valid_from"]) == (201, 8.875, "2026-01-01")
    again = await client.post("/fees", json={**fee, "valid_from": "2030-01-01", "price_minor": 1_200})
    assert again.status_code == 201
    assert (await client.post("/fees", json=fee)).json()["code"] == "fee_code_taken"
    assert [each["price_minor"] for each in (await client.get("/fees?limit=1")).json()["items"]] == [1_000]
    page = (await client.get("/fees?limit=1")).json()["next"]
    assert [each["price_minor"] for each in (await client.get(f"/fees?after={page}")).json()["items"]] == [1_200]
    line = {"fee_code": "C1", "quantity": 2, "discount_minor": 500}
    body = {"patient_id": patient_id, "lines": [line], "service_on": "2026-05-05"}
    draft = (await client.post("/invoices", json=body)).json()
    assert (draft["total_minor"], draft["tax_minor"], draft["service_on"]) == (1_633, 133, "2026-05-05")
    assert draft["lines"][0] | {"tax_rate": 8.875, "tax_minor": 133, "amount_minor": 1_500} == draft["lines"][0]
    for more, pointer in (
        ({"service_on": "2025-12-31"}, "/lines/0/fee_code"),
        ({"service_on": "0000-00-00"}, "/service_on"),
        ({"location_id": str(new_id())}, "/location_id"),
        ({"practitioner_id": str(new_id())}, "/practitioner_id"),
        ({"lines": [{**line, "discount_minor": 2_001}]}, "/lines/0/discount_minor"),
        ({"lines": [{**line, "discount_minor": -1}]}, "/lines/0/discount_minor"),
        *(
            ({"lines": [{**line, "tax_rate": rate}]}, "/lines/0/tax_rate")
            for rate in (-1, 100.001, 1e300, "8", True, 8.8755, [], {})
        ),
    ):
        answer = await client.post("/invoices", json={**body, **more})
        assert answer.status_code == 422, more
        assert pointer in [error["pointer"] for error in answer.json()["errors"]], (more, answer.json())
    for more in ({"valid_until": "2025-12-31"}, {"payer_id": str(new_id())}, {"tax_rate": -1}, {"valid_from": "x"}):
        assert (await client.post("/fees", json={**fee, "code": "C2", **more})).status_code == 422, more
    assert len((await client.get("/invoices")).json()["items"]) == 1


async def test_no_amount_but_a_whole_positive_bounded_one_becomes_credit(client, patient_id):
    good = {"amount_minor": 5, "method": "cash"}
    for more in ({"amount_minor": 0}, {"amount_minor": -1}, {"amount_minor": 10**12}, {"amount_minor": 1.5},
                 {"currency": "usd"}, {"method": "gold"}, {"keep_excess": True}):  # fmt: skip
        answer = await client.post(f"/patients/{patient_id}/payments", json={**good, **more})
        assert answer.status_code == 422, more
        assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(more))}"
    payment = (await client.post(f"/patients/{patient_id}/payments", json={**good, "currency": "EUR"})).json()
    invoice = await issued(client, patient_id)
    for more, pointer in (
        ({"invoice_id": str(new_id())}, "/invoice_id"),
        ({"invoice_id": invoice["id"]}, "/invoice_id"),
        ({"invoice_id": invoice["id"], "amount_minor": 0}, "/amount_minor"),
        ({}, "/invoice_id"),
    ):
        for verb in ("apply", "release"):
            answer = await client.post(f"/payments/{payment['id']}/{verb}", json=more)
            assert answer.status_code == 422, more
            assert answer.json()["errors"][0]["pointer"] == pointer
    proof = (await client.get("/ledger/proof")).json()
    assert (proof["valid"], proof["entries"]) == (True, 2)


async def test_reports_come_as_json_csv_and_pdf_and_say_the_same(client, patient_id):
    invoice = await issued(client, patient_id, description="=HYPERLINK()", tax_rate=10)
    await client.post(f"/invoices/{invoice['id']}/payments", json={"amount_minor": 4_000, "method": "card"})
    finance = (await client.get(f"/reports/finance?{EVER}")).json()
    assert (finance["charged_minor"], finance["tax_minor"], finance["outstanding_minor"]) == (11_000, 1_000, 7_000)
    rows = await table(client, f"/reports/finance?{EVER}")
    assert ["charged_minor", "", "11000"] in rows
    assert ["by_code.charged_minor", "'=HYPERLINK()", "11000"] in rows
    today = datetime.now(UTC).date()
    days = f"from={today}&to={today}"
    for path, total in (
        (f"/reports/finance?{EVER}", "collected_minor"),
        ("/reports/aging", "total_minor"),
        (f"/reports/payments?{days}", "taken_minor"),
        (f"/reports/earnings?{EVER}", "collected_minor"),
    ):
        told = await client.get(path)
        assert told.json()[total] == (7_000 if total == "total_minor" else 4_000), path
        printed = await client.get(path, headers={"Accept": "application/pdf"})
        assert (printed.headers["content-type"], printed.content[:5]) == ("application/pdf", b"%PDF-"), path
        assert "attachment" in printed.headers["content-disposition"]
        both = await client.get(path, headers={"Accept": "text/csv, application/json"})
        assert both.json() == told.json()
    assert await table(client, f"/reports/payments?{days}") == [
        ["on", "method", "taken_minor", "refunded_minor"], [str(today), "card", "4000", "0"],
    ]  # fmt: skip
    assert (await table(client, "/reports/aging"))[0] == [
        "payer_id", "payer_name", "0-30", "31-60", "61-90", "90+", "total_minor",
    ]  # fmt: skip
    for wrong in ("from=2026-01-02&to=2026-01-01", "from=2025-01-01&to=2026-01-02", "from=2026-01-01", "from=x&to=y"):
        answer = await client.get(f"/reports/payments?{wrong}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"].strip("/")) in ((422, "to"), (422, "from"))


async def test_papers_speak_the_patients_language_or_the_one_asked_for(client, patient_id, monkeypatch):
    spoken = []
    monkeypatch.setattr(papers, "typeset", lambda _, data: spoken.append(data["language"]) or b"%PDF-")
    invoice = await issued(client, patient_id)
    paid = await client.post(f"/invoices/{invoice['id']}/payments", json={"amount_minor": 1, "method": "cash"})
    statement = {"headers": {"Accept": "application/pdf"}}
    for path, more in (
        (f"/invoices/{invoice['id']}/pdf", {}),
        (f"/payments/{paid.json()['id']}/receipt", {}),
        (f"/patients/{patient_id}/statement", statement),
    ):
        for asked in ("", "?language=en", "?language=es-MX", "?language=fr"):
            assert (await client.get(path + asked, **more)).content == b"%PDF-"
    assert spoken == ["es", "en", "es", "en"] * 3
    assert (await client.get(f"/invoices/{invoice['id']}/pdf?language=../x")).status_code == 422


async def test_a_statement_is_printed_whole(client, patient_id):
    await issued(client, patient_id)
    printed = await client.get(f"/patients/{patient_id}/statement?limit=1", headers={"Accept": "application/pdf"})
    assert (printed.headers["content-type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_every_kind_of_entry_has_its_words_in_every_language():
    from billing.rules import DocumentKind, Method

    unseen = (DocumentKind.CLAIM, DocumentKind.PAYER_ADJUSTMENT)  # they change nothing for a patient
    wanted = {f"kind_{kind}" for kind in DocumentKind if kind not in unseen} | set(Method)
    for language in words.LANGUAGES:
        assert wanted <= words.WORDS[language].keys()
        assert all(words.WORDS[language].values())


def test_three_hundred_lines_and_any_script_go_over_pages(tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>')
    head = sheets.Letterhead("Clinic", "Street", "a4", sheets.picture(str(logo)))
    line = {"fee_code": "C", "description": "استشارة (ייעוץ) #x", "quantity": 1, "unit_price_minor": 5,
            "discount_minor": 1, "amount_minor": 4, "tax_rate": 8.875}  # fmt: skip
    amounts = {f"{name}_minor": 5 for name in ("total", "tax", "paid", "balance", "payer")}
    days = dict.fromkeys(("service_on", "issued_on", "due_on", "voided_at"), "2026-11-23")
    named = {"number": "INV-1", "patient_name": "محمد الفارسي", "status": "void", "currency": "USD"}
    credit = {"kind": "credit", "number": "CN-1", "made_at": "2026-11-23", "amount_minor": 5}
    invoice = {**amounts, **days, **named, "adjustments": [credit], "lines": [line] * 300}
    pdf = papers.invoice_pdf(invoice, head, "es")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 5


def test_numbers_stand_in_columns_whatever_is_written_beside_them():
    def places(*texts):
        """Where on the line any text of a statement begins."""
        entries = [
            {"posted_at": "2026-11-23", "kind": "invoice", "number": text, "amount_minor": 5, "balance_minor": 5}
            for text in texts
        ]
        amounts = {"opening_minor": 0, "closing_minor": 5, "currency": "USD", "next": None}
        pdf = papers.statement_pdf(
            {**amounts, "patient_name": "Ada", "entries": entries}, papers.Letterhead("Clinic", "Street", "a4"), "en"
        )
        streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
        drawn = b"".join(zlib.decompress(stream) for stream in streams)
        return {float(place) for place in re.findall(rb"1 0 0 -1 ([\d.]+) [\d.]+ cm", drawn)}

    alike = places("INV-1", "INV-1")
    assert len(alike) > 4
    assert places("INV-1", "INV-1000000", "INV-1 " * 30) == alike


@pytest.mark.parametrize("content", [b"MZ not a picture", b"\x89PNG" + bytes(600_000)])
def test_a_logo_that_is_no_picture_is_left_out(tmp_path, content):
    (tmp_path / "logo").write_bytes(content)
    assert sheets.picture(str(tmp_path / "logo")) == sheets.picture(str(tmp_path / "nothing")) == ()


async def test_the_clinics_day_is_its_first_locations_unless_a_zone_is_set(client, deliver, patient_id):
    place = {"location_id": new_id(), "name": "Main", "time_zone": "Pacific/Auckland", "occurred_at": NOW}
    await deliver(LocationSaved(**place, version=1), times=2)
    aging = (await client.get("/reports/aging")).json()
    from zoneinfo import ZoneInfo

    assert aging["on"] == str(datetime.now(ZoneInfo("Pacific/Auckland")).date())
