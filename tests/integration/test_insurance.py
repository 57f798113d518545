"""An insurer pays: from the coverage over the claim and the remittance to what is left for the patient."""

import secrets
from datetime import UTC, date, datetime
from typing import Any

from .clinic import Clinic, eventually
from .setting import new_patient


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _remittance(claim: dict[str, Any], unique: str) -> str:
    """What the insurer answers: 120 charged, 90 paid, 20 less by contract, 10 for the patient."""
    on = claim["service_on"].replace("-", "")
    inside = [
        "ST*835*0001", "BPR*I*90*C*CHK************20261123", f"TRN*1*{unique}*1999999999",
        "N1*PR*ACME HEALTH*XV*12345", "N1*PE*CLINIC*XX*1234567893", "LX*1",
        f"CLP*{claim['control_number']}*1*120*90*10*12*P1", "NM1*QC*1*LOVELACE*ADA****MI*M100", f"DTM*232*{on}",
        "SVC*HC:99213*120*90**1", f"DTM*472*{on}", "CAS*CO*45*20", "CAS*PR*3*10",
    ]  # fmt: skip
    isa = f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{'PAYER':<15}*ZZ*{'CLINIC':<15}*261123*0930*^*00501*000000001*0*P*:"
    whole = [isa, "GS*HP*PAYER*CLINIC*20261123*0930*1*X*005010X221A1", *inside, f"SE*{len(inside) + 1}*0001"]
    return "~".join([*whole, "GE*1*1", "IEA*1*000000001", ""])


def test_an_insurer_pays_its_part_and_the_patients_share_is_left(clinic: Clinic) -> None:
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    unique = secrets.token_hex(6).upper()
    address = {"line1": "5 Elm Street", "city": "Springfield", "region": "IL", "postal_code": "62702"}
    patient = new_patient(desk, address=address)  # type: ignore[arg-type]
    code = f"{secrets.randbelow(90_000) + 10_000}"
    _made(owner.post("/api/fees", json={"code": code, "description": "Visit", "price_minor": 12_000}))
    payer = _made(owner.post("/api/payers", json={"name": "Acme Health", "payer_identifier": unique}))
    body = {"payer_id": payer["id"], "member_id": f"M{unique}", "valid_from": "2020-01-01"}
    coverage = _made(desk.post(f"/api/patients/{patient['id']}/coverages", json=body))
    line = {"fee_code": code, "quantity": 1, "modifiers": ["25"]}
    invoice = _made(desk.post("/api/invoices", json={"patient_id": patient["id"], "lines": [line]}))
    assert desk.post(f"/api/invoices/{invoice['id']}/issue").status_code == 200

    # a claim without a diagnosis is held, in plain words
    claim = _made(desk.post("/api/claims", json={"invoice_id": invoice["id"], "coverage_id": coverage["id"]}))
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
        taken = _made(desk.post("/api/remittances", content=_remittance(claim, unique), headers=headers))
        found = (taken["posted"], taken["unmatched"], taken["flagged"], taken["total_minor"])
        assert found == (1, 0, 0, 9_000)
    assert desk.get(path).json()["state"] == "paid"
    stands = desk.get(f"/api/invoices/{invoice['id']}").json()
    assert (stands["paid_minor"], stands["adjusted_minor"], stands["balance_minor"]) == (9_000, 2_000, 1_000)
    assert desk.get(f"/api/patients/{patient['id']}/account").json()["balance_minor"] == 1_000

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
    unique = secrets.token_hex(6).upper()
    address = {"line1": "5 Elm Street", "city": "Springfield", "region": "IL", "postal_code": "62702"}
    patient = new_patient(desk, address=address)  # type: ignore[arg-type]
    code = f"{secrets.randbelow(90_000) + 10_000}"
    _made(owner.post("/api/fees", json={"code": code, "description": "Visit", "price_minor": 12_000}))
    for rank in ("primary", "secondary"):
        payer = _made(owner.post("/api/payers", json={"name": f"{rank} payer", "payer_identifier": f"{rank}{unique}"}))
        body = {"payer_id": payer["id"], "member_id": f"M{unique}", "valid_from": "2020-01-01", "rank": rank}
        _made(desk.post(f"/api/patients/{patient['id']}/coverages", json=body))
    line = {"fee_code": code, "quantity": 1, "diagnosis_codes": ["J45.909"]}
    invoice = _made(desk.post("/api/invoices", json={"patient_id": patient["id"], "lines": [line]}))
    assert desk.post(f"/api/invoices/{invoice['id']}/issue").status_code == 200

    # what is missing is said first: nothing, and the primary comes first
    ready = desk.get(f"/api/invoices/{invoice['id']}/claim-check").json()
    assert (ready["ready"], ready["coverage"]["rank"]) == (True, "primary"), ready
    body = {"invoice_id": invoice["id"], "coverage_id": ready["coverage"]["id"]}
    claim = _made(desk.post("/api/claims", json=body))
    sent = _made(desk.post("/api/claim-batches", json={"claim_ids": [claim["id"]]}))
    assert ([each["id"] for each in sent["sent"]], sent["held"]) == ([claim["id"]], [])
    batch = desk.get(f"/api/claim-batches/{sent['batches'][0]['id']}").json()
    assert [each["state"] for each in batch["claims"]] == ["submitted"]

    # the primary answers; one call asks the next payer, who is told that
    headers = {"Content-Type": "text/plain"}
    taken = _made(desk.post("/api/remittances", content=_remittance(claim, unique), headers=headers))
    assert taken["posted"] == 1
    following = _made(desk.post(f"/api/claims/{claim['id']}/secondary-claim"))
    assert desk.post(f"/api/claims/{following['id']}/submit").json()["state"] == "submitted"
    file = desk.get(f"/api/claims/{following['id']}/837p").text
    assert all(segment in file for segment in ("SBR*S*", "AMT*D*90~", "AMT*EAF*10~", "REF*F8*P1~"))
    assert desk.post(f"/api/claims/{claim['id']}/secondary-claim").json()["code"] == "no_later_coverage"
    assert owner.get("/api/ledger/proof").json()["valid"] is True
