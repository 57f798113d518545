"""What a claim needs before it is sent: the starter set of rules; what a rule cannot tell is held (C4)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from .claim_facts import GUIDE, ClaimFacts, ClaimLine, Frequency, Insured, PayerKind, Person, code, digits, plain
from .conditions import Condition, Field, Finding, Otherwise, Rule, in_order

_STATE = re.compile(r"[A-Z]{2}")
_ICD = re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}")
WARN = Otherwise.WARN
MOST_MINOR = 9_999_999_999


def luhn_of_npi(npi: str) -> bool:
    """Whether the check digit of an NPI is right (ISO 7812 with the prefix 80840, 45 CFR 162.406)."""
    if not re.fullmatch(r"[12]\d{9}", npi):
        return False
    total = 0
    for at, digit in enumerate(reversed("80840" + npi)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


def _is_address(address: dict[str, str]) -> bool:
    return bool(plain(address.get("line1") or "", 55) and plain(address.get("city") or "", 30))


def _is_state(address: dict[str, str]) -> bool:
    return bool(_STATE.fullmatch((address.get("region") or "").upper()))


def _is_zip(address: dict[str, str]) -> bool:
    return len(digits(address.get("postal_code") or "")) in (5, 9)


def is_whole_address(address: dict[str, str]) -> bool:
    """Whether an address can be sent."""
    return _is_address(address) and _is_state(address) and _is_zip(address)


def _is_icd(text: str) -> bool:
    return bool(_ICD.fullmatch(text.upper().replace(".", "")))


def _name(text: str) -> bool:
    return bool(plain(text, 60))


def _text(name: str, words: str, read: Callable[[ClaimFacts], str]) -> Field[str]:
    return Field(name, words, read)


PROVIDER_NAME = _text("provider.name", "the clinic's name", lambda c: c.provider.name)
PROVIDER_NPI = _text("provider.npi", "the clinic's NPI", lambda c: c.provider.npi)
TAX_ID = _text("provider.tax_id", "the clinic's tax id", lambda c: c.provider.tax_id)
CLINIC = Field(
    "provider.address", "the clinic's address",
    lambda c: {"line1": c.provider.line1, "city": c.provider.city, "region": c.provider.region},
)  # fmt: skip
CLINIC_ZIP = _text("provider.postal_code", "the clinic's ZIP code", lambda c: c.provider.postal_code)
PHONE = _text("provider.phone", "the clinic's phone number", lambda c: c.provider.phone)
TAXONOMY = _text("provider.taxonomy", "the clinic's specialty (taxonomy)", lambda c: c.provider.taxonomy)
PRACTITIONER = Field("practitioner.npi", "the NPI of who treated the patient", lambda c: c.practitioner)
PAYER_ID = _text("payer.payer_identifier", "the payer's identifier", lambda c: c.insured.payer_identifier)
PAYER_KIND = _text("payer.kind", "the kind of insurer", lambda c: c.insured.payer_kind)
RANK = _text("coverage.rank", "the order of the coverage", lambda c: c.insured.rank)
MEMBER = _text("coverage.member_id", "the member id", lambda c: c.insured.member_id)
WITHDRAWN = Field("coverage.withdrawn", "the coverage", lambda c: c.coverage_withdrawn)
BEGAN = Field[date]("coverage.valid_from", "the coverage's first day", lambda c: c.valid_from)
ENDED = Field[date]("coverage.valid_until", "the coverage's last day", lambda c: c.valid_until or date.max)
UNANSWERED = Field("coverage.rank", "the payers asked before this one", lambda c: c.unanswered)
EARLIER = Field("coverage.rank", "the earlier payers' answers", lambda c: c.earlier)
SUBSCRIBER = Field[Person]("coverage.subscriber", "the subscriber", lambda c: c.insured.subscriber)
PATIENT = Field[Person]("patient", "the patient", lambda c: c.patient)
FAMILY_NAME = _text("patient.family_name", "the patient's family name", lambda c: c.patient.family_name)
GIVEN_NAME = _text("patient.given_name", "the patient's given name", lambda c: c.patient.given_name)
BORN = Field("patient.born_on", "the patient's date of birth", lambda c: c.patient.born_on)
SEX = _text("patient.sex", "the patient's sex", lambda c: c.patient.sex)
ADDRESS = Field("patient.address", "the patient's street and city", lambda c: c.patient.address)
STATE = Field("patient.address.region", "the patient's state", lambda c: c.patient.address)
ZIP = Field("patient.address.postal_code", "the patient's ZIP code", lambda c: c.patient.address)
ARCHIVED = Field("patient", "the patient's record", lambda c: c.patient_archived)
INVOICE = _text("invoice.status", "the invoice", lambda c: c.invoice_status)
CHARGE = Field[int]("charge_minor", "the charge", lambda c: c.charge_minor)
CURRENCY = _text("currency", "the currency", lambda c: c.currency)
LINES = Field[tuple[ClaimLine, ...]]("lines", "the services", lambda c: c.lines)
DIAGNOSES = Field[tuple[str, ...]]("diagnosis_codes", "the diagnoses", lambda c: c.diagnosis_codes)
PLACE = _text("place_of_service", "the place of service", lambda c: c.place_of_service)
SERVICE_ON = Field[date]("service_on", "the day of service", lambda c: c.service_on)
TODAY = Field[date]("service_on", "today", lambda c: c.today)
AUTHORIZATION = _text("prior_authorization", "the authorization number", lambda c: c.prior_authorization)
PAYER_NUMBER = _text("payer_claim_number", "the payer's own number of the claim", lambda c: c.payer_claim_number)

OF_ANOTHER = Condition("somebody else is insured", lambda c: not c.insured.is_self)
LATER = Condition("another payer is asked before this one", lambda c: not c.is_primary)
AGAIN = Condition("the claim is corrected or withdrawn", lambda c: c.frequency != Frequency.ORIGINAL)
BORN_KNOWN = Condition("the date of birth is known", lambda c: c.patient.born_on is not None)
CODED = Condition("there is a diagnosis", lambda c: bool(c.diagnosis_codes))


def _each(words: str, test: Callable[[ClaimLine], bool]) -> Condition:
    return LINES.must(words, lambda lines: all(test(line) for line in lines))


def _sound_modifiers(line: ClaimLine) -> bool:
    found = [code(each, 9) for each in line.modifiers]
    return len(found) <= 4 and len(set(found)) == len(found) and all(len(each) == 2 for each in found)


def _pointed(claim: ClaimFacts) -> bool:
    known = {code(each, 7) for each in claim.diagnosis_codes}
    return all(code(each, 7) in known for line in claim.lines for each in line.diagnosis_codes)


def _adds_up(claim: ClaimFacts) -> bool:
    amounts = {at: line.amount_minor for at, line in enumerate(claim.lines, 1)}
    return all(each.adds_up(claim.charge_minor, amounts) for each in claim.earlier)


def _payers_differ(claim: ClaimFacts) -> bool:
    every: list[Insured] = [claim.insured, *(each.insured for each in claim.earlier)]
    ids = [plain(each.payer_identifier, 80) for each in every]
    return all(ids) and len(set(ids)) == len(ids)


RULES: tuple[Rule, ...] = (
    Rule("provider-name", PROVIDER_NAME, PROVIDER_NAME.must("must be set, in Latin letters", _name),
         "The clinic's name is not set.", f"{GUIDE} 2010AA NM103"),
    Rule("provider-npi", PROVIDER_NPI, PROVIDER_NPI.must("must be ten digits of which the last one checks",
         luhn_of_npi), "The clinic's NPI is missing, or its check digit is wrong.", "45 CFR 162.406; ISO 7812"),
    Rule("provider-tax-id", TAX_ID, TAX_ID.must("must have nine digits", lambda text: len(digits(text)) == 9),
         "The clinic's tax id must have nine digits.", f"{GUIDE} 2010AA REF02"),
    Rule("provider-address", CLINIC, CLINIC.must("must have a street, a city and a state of two letters",
         lambda it: _is_address(it) and _is_state(it)),
         "The clinic's street, city and state (two letters) are not set.", f"{GUIDE} 2010AA N3, N4"),
    Rule("provider-zip", CLINIC_ZIP, CLINIC_ZIP.must("must have nine digits", lambda text: len(digits(text)) == 9),
         "The clinic's ZIP code must have all nine digits.", f"{GUIDE} 2010AA N403"),
    Rule("provider-phone", PHONE, PHONE.must("must have ten digits", lambda text: len(digits(text)) == 10),
         "A phone number of ten digits is needed for questions.", f"{GUIDE} 1000A PER04"),
    Rule("provider-taxonomy", TAXONOMY, TAXONOMY.must("must be ten letters or digits",
         lambda text: bool(re.fullmatch(r"[0-9A-Z]{10}", text))),
         "Many payers want to know the clinic's specialty (taxonomy).", f"{GUIDE} 2000A PRV03", otherwise=WARN),
    Rule("practitioner-npi", PRACTITIONER, PRACTITIONER.must("must be ten digits of which the last one checks",
         lambda it: it is None or luhn_of_npi(it.npi)),
         "Who treated the patient has no valid NPI, so the claim does not name them.", f"{GUIDE} 2310B NM109",
         otherwise=WARN),
    Rule("payer-identifier", PAYER_ID, PAYER_ID.must("must have at least two letters or digits",
         lambda text: len(plain(text, 80)) >= 2),
         "The payer has no identifier, so nobody could route this.", f"{GUIDE} 2010BB NM109"),
    Rule("payers-differ", PAYER_ID, Condition("every payer of the claim must have an identifier of its own",
         _payers_differ), "Every payer of this patient needs an identifier of its own.", f"{GUIDE} 2330B NM109",
         when=LATER),
    Rule("payer-medicare-later", PAYER_KIND, PAYER_KIND.must("must not be Medicare",
         lambda kind: kind != PayerKind.MEDICARE), "Medicare as a later payer has to be told why it is not the first; "
         "send this claim by Medicare's own way.", f"{GUIDE} 2000B SBR05", when=LATER),
    Rule("member-id", MEMBER, MEMBER.must("must have at least two letters or digits",
         lambda text: len(code(text, 80)) >= 2), "The member id must have at least two letters or digits.",
         f"{GUIDE} 2010BA NM109"),
    Rule("coverage-withdrawn", WITHDRAWN, WITHDRAWN.must("must not be withdrawn", lambda withdrawn: not withdrawn),
         "The coverage was withdrawn; it covers nothing.", "house rule"),
    Rule("coverage-began", BEGAN, in_order(BEGAN, SERVICE_ON), "The coverage had not begun on the day of service.",
         "terms of coverage"),
    Rule("coverage-ended", ENDED, in_order(SERVICE_ON, ENDED), "The coverage had ended on the day of service.",
         "terms of coverage"),
    Rule("coverage-order", UNANSWERED, UNANSWERED.must("must all have answered", lambda payers: payers == ()),
         "A payer who comes before this one has not answered yet, or the answer is not posted.",
         f"{GUIDE} 2320 (coordination of benefits)"),
    Rule("coverage-first", EARLIER, EARLIER.must("must be there", lambda answers: len(answers) > 0),
         "There is no coverage that is asked first; make this one the primary, or record the primary.",
         f"{GUIDE} 2000B SBR01", when=Condition(
             "another payer is asked before this one, and none has still to answer",
             lambda c: not c.is_primary and c.unanswered == ())),
    Rule("earlier-adds-up", EARLIER, Condition("what each earlier payer paid and adjusted must come to the charge",
         _adds_up), "An earlier payer's answer does not add up to the charge of this claim.",
         f"{GUIDE} 1.4.4 (balancing)", when=LATER),
    Rule("earlier-forwarded", EARLIER, EARLIER.must("must not say that the claim was passed on",
         lambda answers: all(each.status not in ("19", "20", "21") for each in answers)),
         "The payer before has passed this claim on by itself; sending it again may make it a duplicate.",
         "005010X221A1 2100 CLP02", when=LATER, otherwise=WARN),
    Rule("subscriber-name", SUBSCRIBER, SUBSCRIBER.must("must have a given and a family name in Latin letters",
         lambda it: _name(it.given_name) and _name(it.family_name)),
         "The subscriber needs a given and a family name.", f"{GUIDE} 2010BA NM103, NM104", when=OF_ANOTHER),
    Rule("subscriber-born-on", SUBSCRIBER, SUBSCRIBER.must("should have a date of birth",
         lambda it: it.born_on is not None), "The subscriber's date of birth is missing; many payers ask for it.",
         f"{GUIDE} 2010BA DMG02", when=OF_ANOTHER, otherwise=WARN),
    Rule("subscriber-address", SUBSCRIBER, SUBSCRIBER.must("should have a street, city, state and ZIP code",
         lambda it: is_whole_address(it.address)), "The subscriber's address is not complete, and is not sent.",
         f"{GUIDE} 2010BA N3, N4", when=OF_ANOTHER, otherwise=WARN),
    Rule("patient-family-name", FAMILY_NAME, FAMILY_NAME.must("must be given, in Latin letters", _name),
         "The patient's family name is missing, or has no Latin letters.", f"{GUIDE} 2010BA or 2010CA NM103"),
    Rule("patient-given-name", GIVEN_NAME, GIVEN_NAME.must("should be given, in Latin letters", _name),
         "The patient's given name is missing, or has no Latin letters.", f"{GUIDE} 2010BA or 2010CA NM104",
         otherwise=WARN),
    Rule("patient-born-on", BORN, BORN.given(), "The patient's date of birth is missing.",
         f"{GUIDE} 2010BA or 2010CA DMG02"),
    Rule("patient-born-later", BORN, Condition("the patient must be born by the day of service",
         lambda c: c.patient.born_on is not None and c.patient.born_on <= c.service_on),
         "The patient was born after the day of service.", f"{GUIDE} DMG02", when=BORN_KNOWN),
    Rule("patient-age", BORN, Condition("the patient should be no older than 120 years", lambda c:
         c.patient.born_on is not None and c.service_on - c.patient.born_on <= timedelta(days=120 * 366)),
         "The patient would have been over 120 years old.", "plausibility", when=BORN_KNOWN, otherwise=WARN),
    Rule("patient-sex", SEX, SEX.one_of(("female", "male"), "should be female or male"),
         "The patient's sex is sent as unknown; some payers refuse that.", f"{GUIDE} DMG03", otherwise=WARN),
    Rule("patient-address", ADDRESS, ADDRESS.must("must be given, in Latin letters", _is_address),
         "The patient's street and city are missing.", f"{GUIDE} N301, N401"),
    Rule("patient-state", STATE, STATE.must("must be two letters", _is_state),
         "The patient's state must be its two letters.", f"{GUIDE} N402"),
    Rule("patient-zip", ZIP, ZIP.must("must have five or nine digits", _is_zip),
         "The patient's ZIP code must have five or nine digits.", f"{GUIDE} N403"),
    Rule("patient-archived", ARCHIVED, ARCHIVED.must("should not be archived", lambda archived: not archived),
         "The patient's record is archived.", "house rule", otherwise=WARN),
    Rule("invoice-issued", INVOICE, INVOICE.must("must be issued", lambda it: it not in ("draft", "void")),
         "The invoice is a draft or void; only an issued one can be claimed.", "house rule"),
    Rule("invoice-owed", INVOICE, INVOICE.must("should still be owed", lambda it: it not in ("paid", "adjusted")),
         "Nothing is owed on the invoice any more.", "house rule", otherwise=WARN),
    Rule("charge", CHARGE, CHARGE.must("must be above nought", lambda amount: amount > 0),
         "The claim charges nothing.", f"{GUIDE} 2300 CLM02"),
    Rule("charge-limit", CHARGE, CHARGE.must("must be below 100 million", lambda amount: amount <= MOST_MINOR),
         "The claim charges more than can be written on one.", f"{GUIDE} 2300 CLM02"),
    Rule("charge-sum", CHARGE, Condition("the services must sum up to the charge", lambda c: sum(
         line.amount_minor for line in c.lines) == c.charge_minor),
         "The lines do not sum up to the charge of the claim.", f"{GUIDE} 2300 CLM02"),
    Rule("currency", CURRENCY, CURRENCY.one_of(("USD",), "must be US dollars"), "Claims are made in US dollars.",
         f"{GUIDE} CLM02"),
    Rule("lines", LINES, LINES.must("must be 1 to 50", lambda lines: 1 <= len(lines) <= 50),
         "A claim has 1 to 50 services.", f"{GUIDE} 2400 (50 at most)"),
    Rule("line-code", LINES, _each("must each have a procedure code of five letters or digits",
         lambda line: bool(re.fullmatch(r"[0-9A-Z]{5}", line.code.upper()))),
         "Each service needs a procedure code of five letters or digits.", f"{GUIDE} 2400 SV101-2"),
    Rule("line-modifier", LINES, _each("must each have at most four modifiers of two letters or digits, none twice",
         _sound_modifiers), "A service has at most four modifiers, of two letters or digits, none twice.",
         f"{GUIDE} 2400 SV101-3"),
    Rule("line-pointers", LINES, _each("must each point to at most four diagnoses",
         lambda line: len(line.diagnosis_codes) <= 4), "A service points to at most four diagnoses.",
         f"{GUIDE} 2400 SV107"),
    Rule("line-diagnosis", LINES, Condition("the services must point to diagnoses of the claim", _pointed),
         "A service points to a diagnosis that is not on the claim.", f"{GUIDE} 2400 SV107"),
    Rule("line-free", LINES, _each("should each be charged", lambda line: line.amount_minor > 0),
         "A service is charged at nothing.", f"{GUIDE} 2400 SV102", otherwise=WARN),
    Rule("diagnosis", DIAGNOSES, DIAGNOSES.given(), "A claim needs at least one diagnosis.", f"{GUIDE} 2300 HI01"),
    Rule("diagnosis-many", DIAGNOSES, DIAGNOSES.at_most(12, "in number"), "A claim has at most twelve diagnoses.",
         f"{GUIDE} 2300 HI"),
    Rule("diagnosis-twice", DIAGNOSES, DIAGNOSES.must("must each be there once",
         lambda codes: len({code(each, 9) for each in codes}) == len(codes)), "A diagnosis is on the claim twice.",
         f"{GUIDE} 2300 HI"),
    Rule("diagnosis-code", DIAGNOSES, DIAGNOSES.must("must be ICD-10-CM codes", lambda codes: all(
         _is_icd(each) for each in codes)), "A diagnosis is no ICD-10-CM code.", "45 CFR 162.1002"),
    Rule("diagnosis-external", DIAGNOSES, DIAGNOSES.must("must not begin with an external cause (V to Y)",
         lambda codes: code(codes[0], 7)[:1] not in tuple("VWXY")),
         "The first diagnosis must not be an external cause (V to Y).", "ICD-10-CM guidelines I.C.20", when=CODED),
    Rule("place-of-service", PLACE, PLACE.must("must be two digits", lambda text: bool(re.fullmatch(r"\d{2}", text))),
         "The place of service must be two digits.", f"{GUIDE} 2300 CLM05-1"),
    Rule("service-future", SERVICE_ON, in_order(SERVICE_ON, TODAY), "The day of service has not come yet.",
         f"{GUIDE} 2400 DTP03"),
    Rule("timely-filing", SERVICE_ON, Condition("the day of service should be within a year",
         lambda c: c.today - c.service_on <= timedelta(days=365)),
         "The day of service is over a year ago; most payers refuse that.", "42 CFR 424.44", otherwise=WARN),
    Rule("authorization", AUTHORIZATION, AUTHORIZATION.must("must have a letter or digit", lambda text: bool(
         plain(text, 50))), "The authorization number has no letter or digit in it.", f"{GUIDE} 2300 REF G1",
         when=Condition("an authorization is named", lambda c: bool(c.prior_authorization))),
    Rule("payer-claim-number", PAYER_NUMBER, PAYER_NUMBER.must("must be given", lambda text: bool(plain(text, 50))),
         "A corrected or withdrawn claim must name the payer's own number of it (from the remittance).",
         f"{GUIDE} 2300 REF F8", when=AGAIN),
)  # fmt: skip
"""The starter set."""


def check(facts: ClaimFacts) -> list[Finding]:
    """Look at a claim with every rule; a rule that cannot decide holds it (C4)."""
    return [finding for rule in RULES if (finding := rule.look_at(facts))]


def on_hold(findings: list[Finding]) -> bool:
    """Whether a claim with these findings stays here."""
    return any(finding.severity == Otherwise.HOLD for finding in findings)


def document() -> str:
    """The rules as a page that people read (`docs/claim-rules.md`)."""
    holds = sum(rule.otherwise is Otherwise.HOLD for rule in RULES)
    rows = [
        f"| `{rule.name}` | `{rule.field.name}` | {rule.in_words()} | {rule.message} | {rule.source} |"
        for rule in RULES
    ]
    head = [
        "# What a claim is checked for",
        "",
        "Written by `python -m billing.rules.claims`; a test says when it is out of date.",
        "",
        f"{len(RULES)} rules, of which {holds} hold a claim and {len(RULES) - holds} warn. A rule that cannot tell "
        "holds the claim.",
        "A source names the loop and element of the implementation guide, or the law.",
        "",
        "| Rule | Field | Reads | Says | Source |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    import sys

    sys.stdout.write(document())
