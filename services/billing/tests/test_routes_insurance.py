"""Doors of insurance: claims, remittances, acknowledgements and denials as HTTP callers see them."""

import pytest
from clinic_contracts.trail import AccessRecorded

from .test_claims import PROVIDER, claim_for, covered, submit
from .test_x12 import PLAIN, answer, remittance, wrapped

TEXT = {"Content-Type": "application/edi-x12"}


@pytest.fixture
async def sent(desk, database):
    """A submitted claim."""
    return await submit(database, await claim_for(database, *await covered(desk, database)))


async def test_a_claim_is_made_completed_held_and_not_sent(client, desk, database):
    invoice, coverage = await covered(desk, database)
    body = {"invoice_id": str(invoice.id), "coverage_id": str(coverage.id)}
    made = await client.post("/claims", json=body)
    assert (made.status_code, made.json()["state"]) == (201, "draft"), made.text
    path = f"/claims/{made.json()['id']}"
    change = {"diagnosis_codes": ["I10"], "place_of_service": "02"}
    changed = await client.patch(path, json=change, headers={"If-Match": made.headers["etag"]})
    assert (changed.status_code, changed.json()["diagnosis_codes"]) == (200, ["I10"])
    checked = (await client.post(f"{path}/check")).json()
    assert checked["state"] == "held"
    assert {"rule", "severity", "message", "field"} == set(checked["findings"][0])
    held = await client.post(f"{path}/submit")
    assert (held.status_code, held.json()["code"]) == (409, "claim_on_hold")
    assert held.json()["findings"]
    assert (await client.get(f"{path}/837p")).status_code == 409
    assert [each["id"] for each in (await client.get("/claims?state=held")).json()["items"]] == [made.json()["id"]]
    wrong = await client.post("/claims", json={**body, "diagnosis_codes": ["nothing"]})
    assert wrong.status_code == 422


async def test_the_whole_way_of_a_remittance(client, desk, sent, emitted):
    file = await client.get(f"/claims/{sent.id}/837p")
    assert file.text.startswith("ISA*")
    on = f"{sent.service_on:%Y%m%d}"
    adjust = ["CO*45*15.5", "CO*197*20", "PR*3*5"]
    data = wrapped(
        remittance(
            answer(sent.control_number, charge="100.5", paid="60", adjust=adjust, on=on),
            answer("ELSE", charge="30", paid="30"), amount="90",
        )
    )  # fmt: skip
    taken = await client.post("/remittances", content=data, headers=TEXT)
    assert taken.status_code == 201, taken.text
    counts = {name: taken.json()[name] for name in ("posted", "unmatched", "flagged", "total_minor")}
    assert counts == {"posted": 1, "unmatched": 1, "flagged": 0, "total_minor": 9_000}
    again = await client.post("/remittances", content=data, headers={"Content-Type": "text/plain"})
    assert again.json()["id"] == taken.json()["id"]
    path = f"/remittances/{taken.json()['id']}"
    shown = (await client.get(path)).json()
    assert [each["state"] for each in shown["claims"]] == ["posted", "unmatched"]
    assert shown["claims"][0]["lines"][0]["code"] == "OFFICE"
    assert (await client.get(f"{path}?state=unmatched")).json()["claims"][0]["control_number"] == "ELSE"
    assert len((await client.get("/remittances")).json()["items"]) == 1
    other = await desk.issued(3_000)
    body = {"claim_reference": "ELSE", "invoice_id": str(other.id)}
    matched = await client.post(f"{path}/match", json=body)
    assert (matched.status_code, matched.json()["state"]) == (200, "posted"), matched.text
    assert (await client.post(f"{path}/match", json=body)).json()["code"] == "already_matched"
    back = await client.post(f"{path}/unmatch", json={"remittance_claim_id": matched.json()["id"]})
    assert back.json()["state"] == "unmatched"
    assert (await client.post(f"{path}/match", json={"claim_reference": "ELSE"})).status_code == 422
    assert (await client.get("/ledger/proof")).json()["valid"] is True
    invoice = (await client.get(f"/invoices/{sent.invoice_id}")).json()
    assert (invoice["paid_minor"], invoice["adjusted_minor"], invoice["balance_minor"]) == (6_000, 1_550, 2_500)
    [denial] = (await client.get("/denials")).json()["items"]
    assert (denial["group_code"], denial["reason_code"], denial["amount_minor"]) == ("CO", "197", 2_000)
    change = {"next_step": "Send the authorization", "deadline": "2026-12-31", "status": "in_work"}
    worked = await client.patch(f"/denials/{denial['id']}", json=change, headers={"If-Match": '"1"'})
    assert (worked.status_code, worked.json()["next_step"]) == (200, "Send the authorization"), worked.text
    assert (await client.get("/denials?status=closed")).json()["items"] == []
    actions = {event.action for event in await emitted(AccessRecorded)}
    assert {"receive_remittance", "match_remittance_claim", "change_denial"} <= actions


async def test_a_hostile_remittance_is_refused_by_segment_and_place(client):
    cut = await client.post("/remittances", content=wrapped(PLAIN)[:-20], headers=TEXT)
    assert (cut.status_code, cut.json()["code"]) == (422, "unreadable_x12")
    assert cut.json()["segment"] > 1
    assert cut.json()["position"] > 106
    assert (await client.post("/remittances", json={"a": 1})).status_code == 422
    bare = b"~".join(["~".join(["ST*835*1234", *PLAIN[1:], "SE*14*1234", ""]).encode()])
    assert (await client.post("/remittances", content=bare, headers=TEXT)).status_code == 422
    lenient = await client.post("/remittances?envelope=optional", content=bare, headers=TEXT)
    assert (lenient.status_code, lenient.json()["unmatched"]) == (201, 1)
    off = wrapped(remittance(answer(adjust=["CO*45*15"]), amount="80"))
    held = (await client.post("/remittances", content=off, headers=TEXT)).json()
    assert (held["state"], held["flagged"], held["posted"], len(held["why"])) == ("held", 1, 0, 1)


# C5
async def test_c5_acknowledgements_reach_their_claims_once(client, sent, database):
    accepted = ["999", f"AK1*HC*{sent.interchange_number}*005010X222A1", "AK2*837*0001", "IK5*A", "AK9*A*1*1*1"]
    file = wrapped(accepted, group="FA", version="005010X231A1")
    read = await client.post("/claim-acknowledgements", content=file, headers=TEXT)
    assert (read.status_code, read.json()["results"][0]["claim_id"]) == (201, str(sent.id)), read.text
    assert (await client.get(f"/claims/{sent.id}")).json()["state"] == "submitted"
    for category, state in (("A2:20", "accepted"), ("A7:500", "rejected")):
        told = ["277", "BHT*0085*08*1*20261123*0930*TH", "HL*4*3*PT", f"TRN*2*{sent.control_number}",
                f"STC*{category}*20261123*WQ*100.5"]  # fmt: skip
        file = wrapped(told, group="HN", version="005010X214")
        assert (await client.post("/claim-acknowledgements", content=file, headers=TEXT)).status_code == 201
        claim = (await client.get(f"/claims/{sent.id}")).json()
        assert claim["state"] == state
    assert "A7:500" in claim["payer_answer"]
    again = await submit(database, sent, PROVIDER)
    assert again.interchange_number == 2
    late = await client.post("/claim-acknowledgements", content=file, headers=TEXT)
    assert late.status_code == 201
    assert (await client.get(f"/claims/{sent.id}")).json()["state"] == "submitted"
    refused = await client.post("/claim-acknowledgements", content=wrapped(PLAIN), headers=TEXT)
    assert refused.status_code == 422
