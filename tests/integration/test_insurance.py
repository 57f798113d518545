"""An insurer pays: from the coverage over the claim and the remittance to what is left for the patient."""

from datetime import UTC, date, datetime

from .clinic import Clinic, eventually
from .insurance import insured_invoice, made, remittance


def test_an_insurer_pays_its_part_and_the_patients_share_is_left(clinic: Clinic) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    invoice, unique = insured_invoice(clinic, "primary", modifiers=["25"])
    [coverage] = desk.get(f"/api/patients/{invoice['patient_id']}/coverages").json()["items"]

    # a claim without a diagnosis is held, in plain words
    claim = made(desk.post("/api/claims", json={"invoice_id": invoice["id"], "coverage_id": coverage["id"]}))
    path = f"/api/claims/{claim['id']}"
    findings = desk.post(f"{path}/check").json()["findings"]
    assert [each["rule"] for each in findings if each["severity"] == "hold"] == ["diagnosis"]
    assert (desk.post(f"{path}/submit").status_code, desk.get(f"{path}/837p").status_code) == (409, 409)
    etag = desk.get(path).headers["etag"]
    assert desk.patch(path, json={"diagnosis_codes": ["J45.909"]}, headers={"If-Match": etag}).status_code == 200
    assert desk.post(f"{path}/submit").json()["state"] == "submitted"
    assert f"CLM*{claim['control_number']}*120*" in desk.get(f"{path}/837p").text

    # the insurer answers; the same file once more changes nothing
    headers = {"Content-Type": "application/edi-x12"}
    for _ in range(2):
        taken = made(desk.post("/api/remittances", content=remittance(claim, unique), headers=headers))
        found = (taken["posted"], taken["unmatched"], taken["flagged"], taken["total_minor"])
        assert found == (1, 0, 0, 9_000)
    assert desk.get(path).json()["state"] == "paid"
    stands = desk.get(f"/api/invoices/{invoice['id']}").json()
    assert (stands["paid_minor"], stands["adjusted_minor"], stands["balance_minor"]) == (9_000, 2_000, 1_000)
    assert desk.get(f"/api/patients/{invoice['patient_id']}/account").json()["balance_minor"] == 1_000

    # the patient pays the rest, and the books agree
    rest = {"amount_minor": 1_000, "method": "card"}
    assert desk.post(f"/api/invoices/{invoice['id']}/payments", json=rest).status_code == 201
    assert desk.get(f"/api/invoices/{invoice['id']}").json()["status"] == "paid"
    proof = owner.get("/api/ledger/proof").json()
    assert (proof["valid"], proof["first_break"]) == (True, None)
    assert sum(books["remittances_minor"] for books in proof["totals"]) >= 9_000
    today = datetime.now(UTC).date().isoformat()
    report = owner.get("/api/reports/finance", params={"from": today, "to": today}).json()
    assert report["by_method"]["insurance"] >= 9_000
    assert date.fromisoformat(claim["service_on"])
    nurse = clinic.as_("nurse")
    assert nurse.post(f"{path}/submit").status_code == 403
    eventually(lambda: nurse.get(path).status_code == 200)


def test_the_next_payer_is_asked_with_the_answer_of_the_first(clinic: Clinic) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    invoice, unique = insured_invoice(clinic, "primary", "secondary", diagnosis_codes=["J45.909"])

    # what is missing is said first: nothing, and the primary comes first
    ready = desk.get(f"/api/invoices/{invoice['id']}/claim-check").json()
    assert (ready["ready"], ready["coverage"]["rank"]) == (True, "primary"), ready
    body = {"invoice_id": invoice["id"], "coverage_id": ready["coverage"]["id"]}
    claim = made(desk.post("/api/claims", json=body))
    sent = made(desk.post("/api/claim-batches", json={"claim_ids": [claim["id"]]}))
    assert ([each["id"] for each in sent["sent"]], sent["held"]) == ([claim["id"]], [])
    batch = desk.get(f"/api/claim-batches/{sent['batches'][0]['id']}").json()
    assert [each["state"] for each in batch["claims"]] == ["submitted"]

    # the primary answers; one call asks the next payer, who is told that
    headers = {"Content-Type": "text/plain"}
    taken = made(desk.post("/api/remittances", content=remittance(claim, unique), headers=headers))
    assert taken["posted"] == 1
    following = made(desk.post(f"/api/claims/{claim['id']}/secondary-claim"))
    assert desk.post(f"/api/claims/{following['id']}/submit").json()["state"] == "submitted"
    file = desk.get(f"/api/claims/{following['id']}/837p").text
    assert all(segment in file for segment in ("SBR*S*", "AMT*D*90~", "AMT*EAF*10~", "REF*F8*P1~"))
    assert desk.post(f"/api/claims/{claim['id']}/secondary-claim").json()["code"] == "no_later_coverage"
    assert owner.get("/api/ledger/proof").json()["valid"] is True
