"""Claims: checked in plain words, held when in doubt, written so that another implementation finds them valid."""

import io
from dataclasses import fields, replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import pyx12.error_handler
import pyx12.params
import pyx12.x12n_document
from billing import commands, rules
from billing.models import Claim
from billing.queries import prove_ledger
from billing.rules.claims import CHECKS, ClaimFacts, ClaimLine, Person, Provider, check, luhn_of_npi
from billing.x12 import read_remittances, read_sets, write_837p
from clinic_common.database import new_id

from .conftest import BY, NOW, TERMS, line
from .test_x12 import answer, remittance, wrapped

PROVIDER = Provider(
    name="Main Street Clinic", npi="1234567893", tax_id="12-3456789", line1="1 Main Street", city="Springfield",
    region="IL", postal_code="62701-0001", phone="217-555-0100", taxonomy="207Q00000X",
)  # fmt: skip
ADDRESS = {"line1": "5 Elm Street", "city": "Springfield", "region": "IL", "postal_code": "62702"}
FACTS = ClaimFacts(
    control_number="C00000001", provider=PROVIDER, payer_name="Acme Health", payer_identifier="12345",
    member_id="M-100", group_number="G1", rank="primary", relationship="self", subscriber_name="",
    valid_from=date(2026, 1, 1), valid_until=None,
    patient=Person("Ada", "Lovelace", date(1990, 12, 10), "female", ADDRESS), patient_archived=False,
    invoice_status="issued", invoice_number="INV-000001", charge_minor=10_050, paid_by_patient_minor=0,
    currency="USD", service_on=date(2026, 11, 20), today=date(2026, 11, 23), place_of_service="11",
    prior_authorization="", diagnosis_codes=("J45.909",),
    lines=(ClaimLine("99213", "Visit", 10_050, 1),),
)  # fmt: skip


def with_patient(**changes):
    return replace(FACTS, patient=replace(FACTS.patient, **changes))


def with_provider(**changes):
    return replace(FACTS, provider=replace(PROVIDER, **changes))


def with_line(**changes):
    return replace(FACTS, lines=(replace(FACTS.lines[0], **changes),))


BROKEN = {
    "provider-name": with_provider(name=" "),
    "provider-npi": with_provider(npi="1234567890"),
    "provider-tax-id": with_provider(tax_id="12"),
    "provider-address": with_provider(region="Illinois"),
    "provider-zip": with_provider(postal_code="62701"),
    "provider-phone": with_provider(phone="0100"),
    "provider-taxonomy": with_provider(taxonomy=""),
    "payer-identifier": replace(FACTS, payer_identifier=""),
    "member-id": replace(FACTS, member_id="-"),
    "coverage-began": replace(FACTS, valid_from=date(2026, 11, 21)),
    "coverage-ended": replace(FACTS, valid_until=date(2026, 11, 19)),
    "coverage-order": replace(FACTS, rank="secondary"),
    "subscriber-name": replace(FACTS, relationship="child", subscriber_name="Byron"),
    "patient-family-name": with_patient(family_name=""),
    "patient-given-name": with_patient(given_name=""),
    "patient-born-on": with_patient(born_on=None),
    "patient-born-later": with_patient(born_on=date(2026, 11, 21)),
    "patient-age": with_patient(born_on=date(1890, 1, 1)),
    "patient-sex": with_patient(sex="other"),
    "patient-address": with_patient(address={**ADDRESS, "line1": ""}),
    "patient-state": with_patient(address={**ADDRESS, "region": "Illinois"}),
    "patient-zip": with_patient(address={**ADDRESS, "postal_code": "6270"}),
    "patient-archived": replace(FACTS, patient_archived=True),
    "invoice-issued": replace(FACTS, invoice_status="draft"),
    "invoice-owed": replace(FACTS, invoice_status="paid"),
    "charge": replace(FACTS, charge_minor=0),
    "charge-sum": replace(FACTS, charge_minor=1),
    "currency": replace(FACTS, currency="EUR"),
    "lines": replace(FACTS, lines=FACTS.lines * 51, charge_minor=10_050 * 51),
    "line-code": with_line(code="CONSULT"),
    "line-modifier": with_line(modifiers=("25", "25")),
    "line-pointers": with_line(diagnosis_codes=("A01", "A02", "A03", "A04", "A05")),
    "line-free": with_line(amount_minor=0),
    "diagnosis": replace(FACTS, diagnosis_codes=()),
    "diagnosis-many": replace(FACTS, diagnosis_codes=tuple(f"A{n}" for n in range(10, 23))),
    "diagnosis-code": replace(FACTS, diagnosis_codes=("ASTHMA",)),
    "diagnosis-external": replace(FACTS, diagnosis_codes=("W19.XXXA",)),
    "place-of-service": replace(FACTS, place_of_service="1"),
    "service-future": replace(FACTS, service_on=date(2026, 11, 24)),
    "timely-filing": replace(FACTS, service_on=date(2025, 11, 1), valid_from=date(2025, 1, 1)),
}


# C4
def test_c4_every_rule_has_a_source_and_is_broken_by_something():
    assert check(FACTS) == []
    assert [each.rule for each in CHECKS] == list(BROKEN)
    for each in CHECKS:
        found = {finding.rule: finding for finding in check(BROKEN[each.rule])}
        assert found[each.rule].severity == each.severity
        assert each.source
        assert each.message.endswith(".")


# C4
def test_c4_what_cannot_be_checked_is_held():
    for name in (each.name for each in fields(ClaimFacts)):
        unreadable = replace(FACTS, **{name: SimpleNamespace()})
        if name not in ("control_number", "payer_name", "invoice_number", "paid_by_patient_minor", "group_number",
                        "prior_authorization", "patient_archived", "invoice_status", "rank", "relationship",
                        "subscriber_name", "currency"):  # fmt: skip
            assert any(finding.severity == "hold" for finding in check(unreadable)), name
    assert luhn_of_npi("1245319599")
    assert not luhn_of_npi("1245319598")


def errors_of(text):
    """What another implementation finds wrong."""
    answer = io.StringIO()
    valid = pyx12.x12n_document.x12n_document(pyx12.params.params(), io.StringIO(text), answer, None, None)
    return [] if valid else [answer.getvalue()]


VALID = {
    "subscriber is the patient": FACTS,
    "subscriber is another": replace(FACTS, relationship="child", subscriber_name="George Gordon Byron"),
    "spouse": replace(FACTS, relationship="spouse", subscriber_name="William King"),
    "several lines and diagnoses": replace(
        FACTS,
        charge_minor=30_000,
        diagnosis_codes=("J45.909", "E11.9", "I10"),
        lines=(
            ClaimLine("99214", "Visit", 20_000, 1, ("25",), ("J45.909", "I10")),
            ClaimLine("94010", "Spirometry", 10_000, 2, (), ("J45909",)),
        ),
    ),
    "fifty lines": replace(FACTS, charge_minor=50 * 10_050, lines=FACTS.lines * 50),
    "accents": with_patient(given_name="Zoë Ñandú", family_name="Müller-Groß"),
    "separators": replace(
        with_patient(given_name="A*d~a:", family_name="Love^lace|", address={**ADDRESS, "line1": "5*Elm~Street:"}),
        group_number="G*1~", payer_name="Acme:Health*", prior_authorization="PA*1:2", member_id="M*1~00:",
    ),
    "patient paid a part": replace(FACTS, paid_by_patient_minor=2_000),
}  # fmt: skip


@pytest.mark.parametrize("case", VALID)
def test_a_claim_is_found_valid_by_another_implementation(case):
    assert [found for found in check(VALID[case]) if found.severity == "hold"] == []
    text = write_837p(VALID[case], interchange_number=7, now=NOW)
    assert errors_of(text) == []
    segments = list(read_sets([text.encode()], kinds=("837",)))
    assert sum(each.name == "LX" for each in segments) == len(VALID[case].lines)


async def covered(desk, database, *, price=10_050):
    """An issued invoice of a patient with everything a claim needs, and their coverage."""
    patient_id = new_id()
    await database.run(
        commands.remember_patient, patient_id=patient_id, record_number="P-1", given_name="Ada",
        family_name="Lovelace", archived=False, version=1, born_on=date(1990, 12, 10), sex="female", address=ADDRESS,
    )  # fmt: skip
    payer = await database.run(commands.add_payer, name="Acme Health", payer_identifier=str(new_id())[:20])
    coverage = await database.run(
        commands.add_coverage, patient_id=patient_id, payer_id=payer.id, member_id="M-100", group_number=None,
        rank=rules.Rank.PRIMARY, relationship=rules.Relationship.SELF, subscriber_name=None,
        valid_from=date(2026, 1, 1), valid_until=None,
    )  # fmt: skip
    await desk.fee("99213", price)
    coded = line(None, fee_code="99213", diagnosis_codes=["J45.909"], modifiers=["25"])
    return await desk.issued(patient_id=patient_id, lines=[coded]), coverage


async def claim_for(database, invoice, coverage):
    return await database.run(
        commands.create_claim, invoice_id=invoice.id, coverage_id=coverage.id, diagnosis_codes=[],
        place_of_service="11", prior_authorization=None, terms=TERMS, now=NOW,
    )  # fmt: skip


async def submit(database, claim, provider=PROVIDER):
    return await database.run(
        commands.submit_claim, claim_id=claim.id, provider=provider, terms=TERMS, now=NOW + timedelta(minutes=1)
    )


# C1 C2 C3
async def test_c1_c2_c3_a_claim_goes_out_once_under_a_number_of_its_own(desk, database):
    invoice, coverage = await covered(desk, database)
    claim = await claim_for(database, invoice, coverage)
    assert (claim.state, claim.charge_minor, claim.diagnosis_codes) == ("draft", 10_050, ["J45.909"])
    with pytest.raises(rules.ClaimExists):
        await claim_for(database, invoice, coverage)
    with pytest.raises(rules.ClaimOnHold) as held:
        await submit(database, claim, Provider())
    assert "provider-npi" in {finding["rule"] for finding in held.value.extra["findings"]}
    sent = await submit(database, claim)
    assert (sent.state, sent.interchange_number) == ("submitted", 1)
    assert errors_of(sent.file) == []
    with pytest.raises(rules.ClaimUnderWay):
        await submit(database, claim)
    stranger = await desk.issued(500)
    with pytest.raises(rules.CoverageUnknown):
        await claim_for(database, stranger, coverage)


# R3 C1
async def test_r3_c1_a_remittance_finds_its_claim_by_number_or_by_member_day_and_amount(desk, database):
    invoice, coverage = await covered(desk, database)
    claim = await submit(database, await claim_for(database, invoice, coverage))
    on = f"{claim.service_on:%Y%m%d}"
    unknown = answer("OTHER", charge="100.5", paid="0", status="4", member="m100", adjust=["CO*16*100.5"], on=on)
    paid = answer(claim.control_number, charge="100.5", paid="80", adjust=["CO*45*15.5", "PR*3*5"], on=on)
    states = []
    for answered, amount in ((unknown, "0"), (paid, "80")):
        payments = list(read_remittances([wrapped(remittance(answered, amount=amount))]))
        await database.run(commands.receive_remittance, payments=payments, notes=[], by=BY, now=NOW)
        states.append((await database.read(lambda session: session.get_one(Claim, claim.id))).state)
    assert states == ["denied", "paid"]
    proof = await database.read(prove_ledger)
    assert (proof.valid, proof.totals[0].receivable_minor) == (True, 500)


def test_the_other_implementation_does_find_what_is_wrong():
    text = write_837p(FACTS, interchange_number=7, now=NOW)
    assert errors_of(text.replace("HL*2*1*22*0", "HL*2*9*22*0"))
    assert errors_of(text.replace("DTP*472*D8*20261120", "DTP*472*D8*20261320"))
    assert errors_of(text.replace("NM1*85*2", "NM1*84*2"))
