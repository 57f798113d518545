"""Doors of insurance: claims, remittances, acknowledgements and denials as HTTP callers see them."""

import pytest
from clinic_contracts.trail import AccessRecorded

from .test_claims import PROVIDER, claim_for, cover, covered, submit
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


async def test_100_megabytes_are_refused_while_they_come(client):
    import tracemalloc

    sent = 0

    async def endless(part):
        nonlocal sent
        sent = 0
        yield wrapped(PLAIN)[:106]
        for _ in range(1_000):
            sent += 1
            yield part * 1_000

    for part in (b"A" * 100, b"ISA*00*~" * 12 + b"    "):
        tracemalloc.start()
        answered = await client.post("/remittances", content=endless(part), headers=TEXT)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (answered.status_code, answered.json()["code"]) == (422, "unreadable_x12")
        assert peak < 8_000_000
    assert (await client.get("/remittances")).json()["items"] == []


async def test_a_keyed_remittance_is_answered_again(client):
    headers = {**TEXT, "Idempotency-Key": "once"}
    first = await client.post("/remittances", content=wrapped(PLAIN), headers=headers)
    again = await client.post("/remittances", content=wrapped(PLAIN), headers=headers)
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    other = await client.post("/remittances", content=wrapped(PLAIN, PLAIN), headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


# B10
async def test_b10_coverages_are_corrected_ended_and_withdrawn(client, desk, database):
    patient_id = await desk.patient()
    payer = (await client.post("/payers", json={"name": "Acme", "payer_identifier": "A1", "kind": "medicaid"})).json()
    changed = await client.patch(f"/payers/{payer['id']}", json={"name": "Acme Health"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name"], changed.json()["kind"]) == ("Acme Health", "medicaid")
    path, parent = f"/patients/{patient_id}/coverages", {"given_name": "George", "family_name": "Byron"}
    body = {"payer_id": payer["id"], "member_id": "M1", "valid_from": "2026-01-01", "relationship": "child"}
    assert (await client.post(path, json=body)).json()["code"] == "subscriber_missing"
    made = (await client.post(path, json={**body, "subscriber": {**parent, "born_on": "1960-01-22"}})).json()
    assert (made["subscriber_name"], made["subscriber"]["born_on"]) == ("George Byron", "1960-01-22")
    one = f"/coverages/{made['id']}"
    assert (await client.patch(one, json={"member_id": "M2"})).status_code == 428
    etag = (await client.get(one)).headers["etag"]
    ended = await client.patch(one, json={"valid_until": "2026-06-30"}, headers={"If-Match": etag})
    assert (ended.status_code, ended.json()["valid_until"]) == (200, "2026-06-30"), ended.text
    stale = await client.patch(one, json={"member_id": "M2"}, headers={"If-Match": etag})
    assert stale.status_code == 412
    itself = {"payer_id": payer["id"], "member_id": "M3", "valid_from": "2026-07-01"}
    following = (await client.post(path, json=itself)).json()
    upside = await client.patch(one, json={"valid_until": "2025-06-30"}, headers={"If-Match": ended.headers["etag"]})
    assert upside.json()["code"] == "validity_upside_down"
    longer = await client.patch(one, json={"valid_until": None}, headers={"If-Match": ended.headers["etag"]})
    assert (longer.status_code, longer.json()["code"]) == (409, "rank_taken")
    mistake = f"/coverages/{following['id']}"
    gone = await client.patch(mistake, json={"withdrawn": True}, headers={"If-Match": '"1"'})
    assert gone.json()["withdrawn"] is True
    longer = await client.patch(one, json={"valid_until": None}, headers={"If-Match": ended.headers["etag"]})
    assert longer.status_code == 200, longer.text
    back = await client.patch(mistake, json={"withdrawn": False}, headers={"If-Match": gone.headers["etag"]})
    assert back.json()["code"] == "rank_taken"
    mine = await client.patch(one, json={"relationship": "self"}, headers={"If-Match": longer.headers["etag"]})
    assert (mine.json()["subscriber"], mine.json()["subscriber_name"]) == (None, None)
    for wrong in ({"payer_id": None}, {"rank": "fourth"}, {"subscriber": {"given_name": "A"}}, {"nonsense": 1}):
        answered = await client.patch(one, json=wrong, headers={"If-Match": mine.headers["etag"]})
        assert answered.status_code == 422, wrong


async def test_what_is_missing_is_said_before_a_claim_is_made(client, desk, database):
    invoice, coverage = await covered(desk, database)
    path = f"/invoices/{invoice.id}/claim-check"
    found = (await client.get(path)).json()
    assert (found["coverage"]["id"], found["ready"], found["claim_id"]) == (str(coverage.id), False, None)
    assert "provider-npi" in {finding["rule"] for finding in found["findings"]}
    assert (await client.get("/claims")).json()["items"] == []
    claim = await claim_for(database, invoice, coverage)
    asked = (await client.get(path)).json()
    assert (asked["coverage"], asked["findings"][0]["rule"]) == (None, "coverage")
    named = (await client.get(f"{path}?coverage_id={coverage.id}")).json()
    assert named["claim_id"] == str(claim.id)
    uncovered = await desk.issued(500)
    alone = (await client.get(f"/invoices/{uncovered.id}/claim-check")).json()
    assert "let the patient pay" in alone["findings"][0]["message"]
    assert (await client.get(f"/invoices/{uncovered.id}/claim-check?coverage_id={coverage.id}")).status_code == 422


# C6 C7 D1
async def test_c6_c7_corrected_and_secondary_claims_start_at_a_denial(client, desk, database, sent):
    await client.put("/adjustment-reasons/197", json={"description": "No authorization"})
    later = await cover(database, sent.patient_id, rank="secondary")
    said = answer(sent.control_number, status="4", charge="100.5", paid="0", adjust=["CO*197*100.5"],
                  on=f"{sent.service_on:%Y%m%d}")  # fmt: skip
    await client.post("/remittances", content=wrapped(remittance(said, amount="0")), headers=TEXT)
    queue = "/denials?reason_code=197&unowned=true&payer=ACME%20HEALTH"
    [denial] = (await client.get(f"{queue}&claim_id={sent.id}&patient_id={sent.patient_id}")).json()["items"]
    assert (denial["reason"], denial["status"], denial["overdue"]) == ("No authorization", "open", False)
    assert "authorization" in denial["next_step"]
    assert denial["deadline"]
    for none in ("reason_code=29", "payer=other", "due_by=2020-01-01", f"owner_id={sent.id}"):
        assert (await client.get(f"/denials?{none}")).json()["items"] == []
    path = f"/denials/{denial['id']}"
    passed = await client.post(f"{path}/secondary-claim")
    assert (passed.status_code, passed.json()["coverage_id"]) == (201, str(later.id)), passed.text
    assert (await client.post(f"{path}/secondary-claim")).json()["code"] == "no_later_coverage"
    corrected = await client.post(f"{path}/corrected-claim", json={})
    assert (corrected.json()["frequency"], corrected.json()["payer_claim_number"]) == ("7", "P-1")
    [worked] = (await client.get("/denials")).json()["items"]
    assert (worked["status"], worked["next_step"]) == ("in_work", "Complete and send the corrected claim.")
    assert (await client.post(f"/claims/{sent.id}/keep")).json()["state"] == "denied"
    voided = await client.post(f"/claims/{sent.id}/void", json={"payer_claim_number": "P-9"})
    assert (voided.json()["frequency"], voided.json()["payer_claim_number"]) == ("8", "P-9")


async def test_a_batch_is_sent_and_shown(client, desk, database):
    claim = await claim_for(database, *await covered(desk, database))
    assert (await client.post("/claim-batches", json={})).json()["code"] == "nothing_to_send"
    done = await client.post("/claim-batches", json={"claim_ids": [str(claim.id)]})
    assert (done.status_code, done.json()["batches"], done.json()["sent"]) == (201, [], [])
    assert done.json()["held"][0]["findings"]
    sent = await submit(database, claim)
    [batch] = (await client.get("/claim-batches")).json()["items"]
    assert (batch["claims_count"], batch["delivery"], batch["interchange_number"]) == (1, None, 1)
    shown = (await client.get(f"/claim-batches/{batch['id']}")).json()
    assert shown["claims"][0]["id"] == str(sent.id)
    assert (await client.get(f"/claim-batches/{batch['id']}/837p")).text == sent.file
    assert (await client.get("/exchange-files?state=sent")).json()["items"] == []
