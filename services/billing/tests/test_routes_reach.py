"""Locations somebody is kept to (B15): an invoice of a visit elsewhere, its claims and denials are not there."""

import pytest
from billing.models import Invoice
from clinic_common.database import new_id
from sqlalchemy import update

from .test_routes_insurance import TEXT, answer, remittance, sent, wrapped

__all__ = ["sent"]


@pytest.fixture
async def elsewhere(client, sent, database):
    """Ids of an invoice of a visit at a location, its claim and its denial, by the name they have in paths."""
    on = f"{sent.service_on:%Y%m%d}"
    answered = answer(sent.control_number, charge="100.5", paid="80.5", adjust=["CO*197*20"], on=on)
    taken = await client.post("/remittances", content=wrapped(remittance(answered, amount="80.5")), headers=TEXT)
    assert taken.json()["posted"] == 1, taken.text
    location_id = new_id()

    async def of_a_visit(session):
        await session.execute(update(Invoice).values(location_id=location_id))

    await database.run(of_a_visit)
    [denial] = (await client.get("/denials")).json()["items"]
    ids = {"invoice_id": str(sent.invoice_id), "claim_id": str(sent.id), "denial_id": denial["id"]}
    return location_id, ids


# B15
async def test_b15_what_is_of_a_visit_elsewhere_is_found_by_no_route(client, app, as_role, elsewhere):
    location_id, ids = elsewhere
    codes = {"invoice_id": "no_such_invoice", "claim_id": "no_such_claim", "denial_id": "no_such_denial"}
    here, there = as_role("admin", locations=[str(new_id())]), as_role("admin", locations=[str(location_id)])
    tried = 0
    for path, operations in app.openapi()["paths"].items():
        kind = next((kind for kind in ids if f"{{{kind}}}" in path), None)
        for method in operations if kind else ():
            body = {"json": {}} if method != "get" else {}
            told = await client.request(method, path.format(**ids), headers=here | {"If-Match": '"1"'}, **body)
            assert (told.status_code, told.json()["code"]) == (404, codes[kind]), (method, path)
            tried += 1
            if method == "get":
                assert (await client.get(path.format(**ids), headers=there)).status_code == 200, path
    assert tried >= 19
    broken = await client.get("/invoices/nothing", headers=here)
    assert broken.status_code == 422


async def test_b15_lists_leave_it_out_and_no_body_names_it(client, as_role, elsewhere, desk):
    location_id, ids = elsewhere
    without_a_place = await desk.issued(3_000)
    here, there = as_role("admin", locations=[str(new_id())]), as_role("admin", locations=[str(location_id)])
    for path, kind in (("/invoices", "invoice_id"), ("/claims", "claim_id"), ("/denials", "denial_id")):
        seen = {each["id"] for each in (await client.get(path, headers=here)).json()["items"]}
        assert seen == ({str(without_a_place.id)} if path == "/invoices" else set())
        assert ids[kind] in {each["id"] for each in (await client.get(path, headers=there)).json()["items"]}
    payment = {"amount_minor": 100, "method": "cash"}
    patient_id = (await client.get(f"/invoices/{ids['invoice_id']}")).json()["patient_id"]
    taken = (await client.post(f"/patients/{patient_id}/payments", json=payment, headers=here)).json()
    line = {"description": "Consultation", "unit_price_minor": 100}
    for path, body, code in (
        ("/claims", {"invoice_id": ids["invoice_id"], "coverage_id": str(new_id())}, "invoice_unknown"),
        (f"/payments/{taken['id']}/apply", {"invoice_id": ids["invoice_id"]}, "invoice_unknown"),
        (f"/payments/{taken['id']}/release", {"invoice_id": ids["invoice_id"]}, "invoice_unknown"),
        ("/invoices", {"patient_id": patient_id, "lines": [line], "location_id": str(location_id)}, "location_unknown"),
    ):
        refused = await client.post(path, json=body, headers=here)
        assert (refused.status_code, refused.json()["code"]) == (422, code), path
