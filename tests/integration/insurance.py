"""What stories about insurers begin with: somebody insured, an invoice of theirs, and what an insurer answers."""

import secrets
from typing import Any

from .clinic import Clinic
from .setting import new_patient


def made(answer: Any) -> dict[str, Any]:
    """What a request made."""
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def insured_invoice(clinic: Clinic, *ranks: str, **line: Any) -> tuple[dict[str, Any], str]:
    """
    The issued invoice, of 120, of somebody with a coverage of each rank, and a word that is in nobody else's ids.

    :param line: more of its one line
    """
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    unique = secrets.token_hex(6).upper()
    address = {"line1": "5 Elm Street", "city": "Springfield", "region": "IL", "postal_code": "62702"}
    patient = new_patient(desk, address=address)  # type: ignore[arg-type]
    code = f"{secrets.randbelow(90_000) + 10_000}"
    made(owner.post("/api/fees", json={"code": code, "description": "Visit", "price_minor": 12_000}))
    for rank in ranks:
        payer = made(owner.post("/api/payers", json={"name": f"{rank} payer", "payer_identifier": f"{rank}{unique}"}))
        body = {"payer_id": payer["id"], "member_id": f"M{unique}", "valid_from": "2020-01-01", "rank": rank}
        made(desk.post(f"/api/patients/{patient['id']}/coverages", json=body))
    lines = [{"fee_code": code, "quantity": 1, **line}]
    invoice = made(desk.post("/api/invoices", json={"patient_id": patient["id"], "lines": lines}))
    assert desk.post(f"/api/invoices/{invoice['id']}/issue").status_code == 200
    return invoice, unique


def remittance(claim: dict[str, Any], unique: str, rest: str = "PR*3") -> str:
    """What the insurer answers: 120 charged, 90 paid, 20 less by contract, 10 for the patient or refused."""
    on = claim["service_on"].replace("-", "")
    inside = [
        "ST*835*0001", "BPR*I*90*C*CHK************20261123", f"TRN*1*{unique}*1999999999",
        "N1*PR*ACME HEALTH*XV*12345", "N1*PE*CLINIC*XX*1234567893", "LX*1",
        f"CLP*{claim['control_number']}*1*120*90*10*12*P1", "NM1*QC*1*LOVELACE*ADA****MI*M100", f"DTM*232*{on}",
        "SVC*HC:99213*120*90**1", f"DTM*472*{on}", "CAS*CO*45*20", f"CAS*{rest}*10",
    ]  # fmt: skip
    isa = f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{'PAYER':<15}*ZZ*{'CLINIC':<15}*261123*0930*^*00501*000000001*0*P*:"
    whole = [isa, "GS*HP*PAYER*CLINIC*20261123*0930*1*X*005010X221A1", *inside, f"SE*{len(inside) + 1}*0001"]
    return "~".join([*whole, "GE*1*1", "IEA*1*000000001", ""])
