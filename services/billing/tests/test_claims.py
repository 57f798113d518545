"""Claims: checked in plain words, held when in doubt, written so that another implementation finds them valid."""

import io
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import pyx12.error_handler
import pyx12.params
import pyx12.x12n_document
from billing import commands, rules
from billing.models import Claim, Fee, Invoice
from billing.queries import get_batch, prove_ledger
from billing.rules.claim_facts import (
    ClaimFacts,
    ClaimLine,
    EarlierAnswer,
    EarlierLine,
    Frequency,
    Insured,
    Person,
    Practitioner,
    Provider,
)
from billing.rules.claims import RULES, check, document, luhn_of_npi
from billing.x12 import read_remittances, read_sets, write_837p
from clinic_common.database import new_id
from sqlalchemy import select

from .conftest import BY, NOW, TERMS, line
from .test_x12 import answer, remittance, wrapped

PROVIDER = Provider(
    name="Main Street Clinic", npi="1234567893", tax_id="12-3456789", line1="1 Main Street", city="Springfield",
    region="IL", postal_code="62701-0001", phone="217-555-0100", taxonomy="207Q00000X",
)  # fmt: skip
ADDRESS = {"line1": "5 Elm Street", "city": "Springfield", "region": "IL", "postal_code": "62702"}
ADA = Person("Ada", "Lovelace", date(1990, 12, 10), "female", ADDRESS)
BYRON = Person("George Gordon", "Byron", date(1960, 1, 22), "male", {**ADDRESS, "line1": "1 Abbey Road"})
INSURED = Insured("primary", "Acme Health", "12345", "commercial", "M-100", "G1", "self", ADA)
FACTS = ClaimFacts(
    control_number="C00000001", provider=PROVIDER, insured=INSURED, valid_from=date(2026, 1, 1), valid_until=None,
    coverage_withdrawn=False, patient=ADA, patient_archived=False, invoice_status="issued", charge_minor=10_050,
    paid_by_patient_minor=0, currency="USD", service_on=date(2026, 11, 20), today=date(2026, 11, 23),
    place_of_service="11", prior_authorization="", diagnosis_codes=("J45.909",),
    lines=(ClaimLine("99213", "Visit", 10_050, 1),),
)  # fmt: skip


def with_patient(**changes):
    return replace(FACTS, patient=replace(ADA, **changes))


def with_provider(**changes):
    return replace(FACTS, provider=replace(PROVIDER, **changes))


def with_line(**changes):
    return replace(FACTS, lines=(replace(FACTS.lines[0], **changes),))


def insured(**changes):
    return replace(FACTS, insured=replace(INSURED, **changes))


def of_another(relationship="child", **changes):
    return insured(relationship=relationship, subscriber=replace(BYRON, **changes))


PAID = EarlierAnswer(
    INSURED, "1", 8_000, "P-1", date(2026, 11, 22),
    lines=(EarlierLine(1, 8_000, (("CO", "45", 1_550), ("PR", "3", 500))),),
)  # fmt: skip


def second(*answers, **changes):
    later = replace(INSURED, rank="secondary", payer_name="Beta Life", payer_identifier="99999", **changes)
    return replace(FACTS, insured=later, earlier=answers or (PAID,))


BROKEN = {
    "provider-name": with_provider(name=" "),
    "provider-npi": with_provider(npi="1234567890"),
    "provider-tax-id": with_provider(tax_id="12"),
    "provider-address": with_provider(region="Illinois"),
    "provider-zip": with_provider(postal_code="62701"),
    "provider-phone": with_provider(phone="0100"),
    "provider-taxonomy": with_provider(taxonomy=""),
    "practitioner-npi": replace(FACTS, practitioner=Practitioner("Grace", "Hopper", "")),
    "payer-identifier": insured(payer_identifier=""),
    "payers-differ": second(replace(PAID, insured=replace(INSURED, payer_identifier="99999"))),
    "payer-medicare-later": second(payer_kind="medicare"),
    "member-id": insured(member_id="-"),
    "coverage-withdrawn": replace(FACTS, coverage_withdrawn=True),
    "coverage-began": replace(FACTS, valid_from=date(2026, 11, 21)),
    "coverage-ended": replace(FACTS, valid_until=date(2026, 11, 19)),
    "coverage-order": replace(second(), unanswered=("Acme Health",)),
    "coverage-first": replace(second(), earlier=()),
    "earlier-adds-up": second(replace(PAID, paid_minor=8_001)),
    "earlier-forwarded": second(replace(PAID, status="19")),
    "subscriber-name": of_another(given_name=""),
    "subscriber-born-on": of_another(born_on=None),
    "subscriber-address": of_another(address={}),
    "patient-family-name": with_patient(family_name="李"),
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
    "charge-limit": replace(FACTS, charge_minor=10**10),
    "charge-sum": replace(FACTS, charge_minor=1),
    "currency": replace(FACTS, currency="EUR"),
    "lines": replace(FACTS, lines=FACTS.lines * 51, charge_minor=10_050 * 51),
    "line-code": with_line(code="CONSULT"),
    "line-modifier": with_line(modifiers=("25", "25")),
    "line-pointers": with_line(diagnosis_codes=("A01", "A02", "A03", "A04", "A05")),
    "line-diagnosis": with_line(diagnosis_codes=("A01",)),
    "line-free": with_line(amount_minor=0),
    "diagnosis": replace(FACTS, diagnosis_codes=()),
    "diagnosis-many": replace(FACTS, diagnosis_codes=tuple(f"A{n}" for n in range(10, 23))),
    "diagnosis-twice": replace(FACTS, diagnosis_codes=("J45.909", "J45909")),
    "diagnosis-code": replace(FACTS, diagnosis_codes=("ASTHMA",)),
    "diagnosis-external": replace(FACTS, diagnosis_codes=("W19.XXXA",)),
    "place-of-service": replace(FACTS, place_of_service="1"),
    "service-future": replace(FACTS, service_on=date(2026, 11, 24)),
    "timely-filing": replace(FACTS, service_on=date(2025, 11, 1), valid_from=date(2025, 1, 1)),
    "authorization": replace(FACTS, prior_authorization="*"),
    "payer-claim-number": replace(FACTS, frequency="7"),
}


# C4
def test_c4_every_rule_has_a_source_and_is_broken_by_something():
    assert check(FACTS) == []
    assert check(second()) == []
    assert [rule.name for rule in RULES] == list(BROKEN)
    assert len(RULES) >= 40
    for rule in RULES:
        found = {finding.rule: finding for finding in check(BROKEN[rule.name])}
        assert found[rule.name].severity == rule.otherwise
        assert rule.source
        assert rule.message.endswith(".")


def test_the_page_of_rules_is_written_anew_when_they_change():
    page = next(above for above in Path(__file__).parents if above.joinpath("docs").is_dir()) / "docs/claim-rules.md"
    assert page.read_text() == document(), "run: python -m billing.rules.claims > docs/claim-rules.md"


# C4
def test_c4_what_cannot_be_checked_is_held():
    unlooked = {"control_number", "paid_by_patient_minor", "currency", "invoice_status", "patient_archived",
                "coverage_withdrawn", "practitioner", "frequency", "earlier", "unanswered",
                "payer_claim_number"}  # fmt: skip
    for name in {each.name for each in fields(ClaimFacts)} - unlooked:
        unreadable = replace(FACTS, **{name: SimpleNamespace()})
        assert any(finding.severity == "hold" for finding in check(unreadable)), name
    assert luhn_of_npi("1245319599")
    assert not luhn_of_npi("1245319598")


def errors_of(text):
    """What another implementation finds wrong."""
    answer = io.StringIO()
    valid = pyx12.x12n_document.x12n_document(pyx12.params.params(), io.StringIO(text), answer, None, None)
    return [] if valid else [answer.getvalue()]


SEVERAL = replace(
    FACTS,
    charge_minor=30_000,
    diagnosis_codes=("J45.909", "E11.9", "I10"),
    lines=(
        ClaimLine("99214", "Visit", 20_000, 1, ("25",), ("J45.909", "I10")),
        ClaimLine("94010", "Spirometry", 10_000, 2, (), ("J45909",)),
    ),
)
MANY_REASONS = tuple(("CO", f"{reason}", 100) for reason in range(100, 108))
VALID = {
    "established patient": FACTS,
    "new patient": with_line(code="99203"),
    "subscriber is another": of_another(),
    "subscriber without address": of_another("other", address={}, born_on=None),
    "spouse": of_another("spouse"),
    "several lines and diagnoses": SEVERAL,
    "twelve diagnoses": replace(FACTS, diagnosis_codes=tuple(f"A{n}" for n in range(10, 22))),
    "fifty lines": replace(FACTS, charge_minor=50 * 10_050, lines=FACTS.lines * 50),
    "accents": with_patient(given_name="Zoë Ñandú", family_name="Müller-Groß"),
    "separators": replace(
        with_patient(given_name="A*d~a:", family_name="Love^lace|", address={**ADDRESS, "line1": "5*Elm~Street:"}),
        insured=replace(INSURED, group_number="G*1~", payer_name="Acme:Health*", member_id="M*1~00:"),
        prior_authorization="PA*1:2",
    ),
    "patient paid a part": replace(FACTS, paid_by_patient_minor=2_000),
    "seen by somebody": replace(FACTS, practitioner=Practitioner("Grace", "Hopper", "1245319599")),
    "secondary": second(),
    "secondary of another": replace(second(relationship="child", subscriber=BYRON)),
    "primary of another": second(replace(PAID, insured=of_another().insured)),
    "secondary, answered as a whole": second(
        replace(PAID, lines=(), adjustments=(("CO", "45", 1_550), ("PR", "3", 500)))
    ),
    "secondary, many reasons": second(
        replace(PAID, paid_minor=9_250, lines=(EarlierLine(1, 9_250, MANY_REASONS),))
    ),
    "secondary, refused by the primary": second(
        replace(PAID, status="4", paid_minor=0, lines=(EarlierLine(1, 0, (("CO", "197", 10_050),)),))
    ),
    "tertiary": replace(second(PAID, replace(PAID, insured=replace(INSURED, rank="secondary", payer_name="Beta Life",
        payer_identifier="99999"), paid_minor=500, lines=(EarlierLine(1, 500, (("OA", "23", 9_550),)),))),
        insured=replace(INSURED, rank="tertiary", payer_name="Gamma", payer_identifier="77777")),
    "corrected": replace(SEVERAL, frequency="7", payer_claim_number="P-1*~"),
    "withdrawn": replace(FACTS, frequency="8", payer_claim_number="P-1"),
    "corrected secondary": replace(second(), frequency="7", payer_claim_number="P-2", prior_authorization="PA1"),
}  # fmt: skip


@pytest.mark.parametrize("case", VALID)
def test_a_claim_is_found_valid_by_another_implementation(case):
    assert [found for found in check(VALID[case]) if found.severity == "hold"] == []
    text = write_837p([VALID[case]], interchange_number=7, now=NOW)
    assert errors_of(text) == []
    segments = list(read_sets([text.encode()], kinds=("837",)))
    assert sum(each.name == "LX" for each in segments) == len(VALID[case].lines)


def test_all_of_them_are_valid_in_one_file():
    text = write_837p(list(VALID.values()), interchange_number=999_999_999, now=NOW)
    assert errors_of(text) == []
    assert f"GE*{len(VALID)}*999999999~" in text


def test_what_the_primary_said_is_sent_along():
    text = write_837p([second()], interchange_number=7, now=NOW)
    for segment in ("SBR*S*18*G1******CI", "SBR*P*18*G1******CI", "AMT*D*80", "AMT*EAF*5", "REF*F8*P-1",
                    "SVD*12345*80*HC:99213**1", "CAS*CO*45*15.5", "CAS*PR*3*5", "DTP*573*D8*20261122"):  # fmt: skip
        assert f"{segment}~" in text, segment
    again = write_837p([VALID["corrected"]], interchange_number=7, now=NOW)
    assert "11:B:7" in again
    assert "REF*F8*P-1~" in again


async def cover(database, patient_id, **fields):
    payer = await database.run(commands.add_payer, name="Acme Health", payer_identifier=new_id().hex[-20:])
    said = {"member_id": "M-100", "group_number": None, "rank": rules.Rank.PRIMARY, "subscriber_name": None,
            "relationship": rules.Relationship.SELF, "valid_from": date(2026, 1, 1), "valid_until": None}  # fmt: skip
    fields["rank"] = rules.Rank(fields.get("rank", "primary"))
    return await database.run(commands.add_coverage, patient_id=patient_id, payer_id=payer.id, **said | fields)


async def covered(desk, database, *, price=10_050):
    """An issued invoice of a patient with everything a claim needs, and their coverage."""
    patient_id = new_id()
    await database.run(
        commands.remember_patient, patient_id=patient_id, record_number="P-1", given_name="Ada",
        family_name="Lovelace", archived=False, version=1, born_on=date(1990, 12, 10), sex="female", address=ADDRESS,
    )  # fmt: skip
    coverage = await cover(database, patient_id)
    if not await database.read(lambda session: session.scalar(select(Fee.id).where(Fee.code == "99213"))):
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
        commands.submit_claim, claim_id=claim.id, provider=provider, terms=TERMS, deliver=False, by=BY,
        now=NOW + timedelta(minutes=1),
    )  # fmt: skip


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


async def again(database, claim, frequency="7", number=None):
    return await database.run(
        commands.again_claim, claim_id=claim.id, frequency=Frequency(frequency), payer_claim_number=number, now=NOW
    )


async def answered(database, claim, *, paid="80", adjust=("CO*45*15.5", "PR*3*5"), status="1", charge="100.5"):
    said = answer(claim.control_number, charge=charge, paid=paid, status=status, adjust=adjust,
                  on=f"{claim.service_on:%Y%m%d}")  # fmt: skip
    payments = list(read_remittances([wrapped(remittance(said, amount=paid))]))
    return await database.run(commands.receive_remittance, payments=payments, notes=[], by=BY, now=NOW)


async def claim_of(database, claim):
    return await database.read(lambda session: session.get_one(Claim, claim.id))


# C6
async def test_c6_a_claim_is_corrected_withdrawn_or_kept_under_the_payers_number(desk, database):
    claim = await claim_for(database, *await covered(desk, database))
    with pytest.raises(rules.ClaimNotAnswered):
        await again(database, claim)
    await submit(database, claim)
    await answered(database, claim)
    begun = await again(database, claim)
    assert (begun.state, begun.frequency, begun.payer_claim_number) == ("draft", "7", "P-1")
    kept = await database.run(commands.keep_claim, claim_id=claim.id, now=NOW)
    assert (kept.state, kept.frequency) == ("paid", "1")
    with pytest.raises(rules.NothingToKeep):
        await database.run(commands.keep_claim, claim_id=claim.id, now=NOW)
    await again(database, claim)
    version = (await claim_of(database, claim)).version
    change = {"line_changes": [{"line": 1, "modifiers": ["57"]}]}
    await database.run(commands.change_claim, claim_id=claim.id, version=version, change=change, now=NOW)
    with pytest.raises(rules.LineUnknown):
        await database.run(
            commands.change_claim, claim_id=claim.id, version=version + 1, change={"line_changes": [{"line": 2}]},
            now=NOW,
        )  # fmt: skip
    corrected = await submit(database, claim)
    assert errors_of(corrected.file) == []
    for segment in ("CLM*C00000001*100.5***11:B:7*", "REF*F8*P-1~", "SV1*HC:99213:57*"):
        assert segment in corrected.file
    # the payer takes its first answer back, and gives another one
    await answered(database, claim, status="22", charge="-100.5", paid="-80", adjust=("CO*45*-15.5", "PR*3*-5"))
    assert (await claim_of(database, claim)).state == "accepted"
    await answered(database, claim, paid="90", adjust=("CO*45*10.5",))
    assert (await claim_of(database, claim)).state == "paid"
    await again(database, claim, "8")
    withdrawn = await submit(database, claim)
    assert "11:B:8" in withdrawn.file
    assert withdrawn.interchange_number == 3
    await answered(database, claim, status="22", charge="-100.5", paid="-90", adjust=("CO*45*-10.5",))
    assert (await claim_of(database, claim)).state == "voided"
    assert (await database.read(prove_ledger)).valid


# C7
async def test_c7_the_next_payer_is_told_what_the_one_before_answered(desk, database):
    invoice, coverage = await covered(desk, database)
    later = await cover(database, invoice.patient_id, rank=rules.Rank.SECONDARY, relationship=rules.Relationship.SPOUSE,
                        subscriber={"given_name": "William", "family_name": "King", "born_on": "1985-02-21",
                                    "sex": "male", "address": ADDRESS})  # fmt: skip
    first = await claim_for(database, invoice, coverage)
    early = await claim_for(database, invoice, later)
    with pytest.raises(rules.ClaimOnHold) as held:
        await submit(database, early)
    assert "coverage-order" in {finding["rule"] for finding in held.value.extra["findings"]}
    with pytest.raises(rules.ClaimNotAnswered):
        await database.run(commands.pass_on_claim, claim_id=first.id, now=NOW)
    await submit(database, first)
    await answered(database, first)
    with pytest.raises(rules.NoLaterCoverage):
        await database.run(commands.pass_on_claim, claim_id=first.id, now=NOW)
    sent = await submit(database, early)
    assert errors_of(sent.file) == []
    for segment in ("SBR*S*", "NM1*IL*1*KING*WILLIAM", "AMT*D*80~", "CAS*CO*45*15.5~", "CAS*PR*3*5~", "REF*F8*P-1~"):
        assert segment in sent.file, segment
    # the second payer repeats what the first one forgave: it is forgiven once
    await answered(database, early, paid="5", adjust=("CO*45*15.5", "OA*23*80"))
    found = await database.read(lambda session: session.get_one(Invoice, invoice.id))
    assert (found.paid_minor, found.adjusted_minor, found.balance_minor) == (8_500, 1_550, 0)
    assert (await database.read(prove_ledger)).valid


# C3 C4
async def test_c3_a_batch_holds_what_is_ready_and_says_what_is_not(desk, database):
    claims = [await claim_for(database, *await covered(desk, database)) for _ in range(3)]
    [invoice, coverage] = await covered(desk, database)
    undiagnosed = await claim_for(database, invoice, coverage)
    await database.run(
        commands.change_claim, claim_id=undiagnosed.id, version=1, change={"diagnosis_codes": ["X99"]}, now=NOW
    )
    clearinghouse = replace(PROVIDER, receiver_id="CLEARING")
    ids = [claim.id for claim in [*claims, undiagnosed]]
    done = await database.run(
        commands.submit_claims, claim_ids=ids, provider=clearinghouse, terms=TERMS, deliver=False, by=BY, now=NOW
    )
    assert ([claim.id for claim in done.sent], [claim.id for claim in done.held]) == (ids[:3], ids[3:])
    [batch] = done.batches
    file = (await database.read(get_batch, batch_id=batch.id)).batch.file
    assert errors_of(file) == []
    assert [line for line in file.split("~\n") if line.startswith("ST*")] == [
        f"ST*837*{at:04}*005010X222A1" for at in (1, 2, 3)
    ]
    assert [claim.file.count("CLM*") for claim in done.sent] == [1, 1, 1]
    with pytest.raises(rules.NothingToSend):
        await database.run(
            commands.submit_claims, claim_ids=None, provider=PROVIDER, terms=TERMS, deliver=False, by=BY, now=NOW
        )


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
    text = write_837p([FACTS], interchange_number=7, now=NOW)
    assert errors_of(text.replace("HL*2*1*22*0", "HL*2*9*22*0"))
    assert errors_of(text.replace("DTP*472*D8*20261120", "DTP*472*D8*20261320"))
    assert errors_of(text.replace("NM1*85*2", "NM1*84*2"))
