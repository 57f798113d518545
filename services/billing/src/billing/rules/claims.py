"""What a claim needs before it is sent: typed rules in plain words; what a rule cannot tell is held (C4)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

GUIDE = "005010X222A1"
"""The implementation guide of professional claims; a source names its loop and element."""
_STATE = re.compile(r"[A-Z]{2}")
_ICD = re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}")


@dataclass(frozen=True)
class Provider:
    """Who bills, as the clinic's settings say."""

    name: str = ""
    npi: str = ""
    tax_id: str = ""
    line1: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    phone: str = ""
    taxonomy: str = ""
    submitter_id: str = ""
    receiver_id: str = ""
    receiver_name: str = ""
    test: bool = False


@dataclass(frozen=True)
class ClaimLine:
    """One service of a claim."""

    code: str
    description: str
    amount_minor: int
    quantity: int
    modifiers: tuple[str, ...] = ()
    diagnosis_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """The patient as billing knows them."""

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    sex: str = ""
    address: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimFacts:
    """Everything the rules look at, and all the writer writes."""

    control_number: str
    provider: Provider
    payer_name: str
    payer_identifier: str
    member_id: str
    group_number: str
    rank: str
    relationship: str
    subscriber_name: str
    valid_from: date
    valid_until: date | None
    patient: Person
    patient_archived: bool
    invoice_status: str
    invoice_number: str
    charge_minor: int
    paid_by_patient_minor: int
    currency: str
    service_on: date
    today: date
    place_of_service: str
    prior_authorization: str
    diagnosis_codes: tuple[str, ...]
    lines: tuple[ClaimLine, ...]

    @property
    def is_self(self) -> bool:
        """Whether the patient is the subscriber."""
        return self.relationship == "self"


@dataclass(frozen=True)
class Finding:
    """What a rule found."""

    rule: str
    severity: str
    message: str
    field: str


@dataclass(frozen=True)
class Check:
    """One rule: it is broken where `wrong` says so; a `hold` keeps the claim here, a `warning` does not."""

    rule: str
    severity: str
    field: str
    message: str
    source: str
    wrong: Callable[[ClaimFacts], bool]


def luhn_of_npi(npi: str) -> bool:
    """Whether the check digit of an NPI is right (ISO 7812 with the prefix 80840, 45 CFR 162.406)."""
    if not re.fullmatch(r"[12]\d{9}", npi):
        return False
    total = 0
    for at, digit in enumerate(reversed("80840" + npi)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _state(address: dict[str, str]) -> bool:
    return bool(_STATE.fullmatch((address.get("region") or "").strip().upper()))


def _icd(code: str) -> str:
    return code.replace(".", "").upper()


def _some_line(wrong: Callable[[ClaimLine], bool]) -> Callable[[ClaimFacts], bool]:
    return lambda claim: any(wrong(line) for line in claim.lines)


H, W = "hold", "warning"
CHECKS: tuple[Check, ...] = (
    Check("provider-name", H, "provider.name", "The clinic's name for claims is not set.", f"{GUIDE} 2010AA NM103",
          lambda c: not c.provider.name.strip()),
    Check("provider-npi", H, "provider.npi", "The clinic's NPI is missing, or its check digit is wrong.",
          "45 CFR 162.406; ISO 7812", lambda c: not luhn_of_npi(c.provider.npi)),
    Check("provider-tax-id", H, "provider.tax_id", "The clinic's tax id must have nine digits.",
          f"{GUIDE} 2010AA REF02", lambda c: len(_digits(c.provider.tax_id)) != 9),
    Check("provider-address", H, "provider.address", "The clinic's street, city and state (two letters) are not set.",
          f"{GUIDE} 2010AA N3, N4", lambda c: not (c.provider.line1.strip() and c.provider.city.strip()
                                                   and _STATE.fullmatch(c.provider.region.upper()))),
    Check("provider-zip", H, "provider.postal_code", "The clinic's ZIP code must have all nine digits.",
          f"{GUIDE} 2010AA N403", lambda c: len(_digits(c.provider.postal_code)) != 9),
    Check("provider-phone", H, "provider.phone", "A phone number of ten digits is needed for questions.",
          f"{GUIDE} 1000A PER04", lambda c: len(_digits(c.provider.phone)) != 10),
    Check("provider-taxonomy", W, "provider.taxonomy", "Many payers want to know the clinic's specialty (taxonomy).",
          f"{GUIDE} 2000A PRV03", lambda c: not re.fullmatch(r"[0-9A-Z]{10}", c.provider.taxonomy)),
    Check("payer-identifier", H, "payer.payer_identifier", "The payer has no identifier, so nobody could route this.",
          f"{GUIDE} 2010BB NM109", lambda c: len(c.payer_identifier.strip()) < 2),
    Check("member-id", H, "coverage.member_id", "The member id must have at least two letters or digits.",
          f"{GUIDE} 2010BA NM109", lambda c: len(re.sub(r"[^A-Za-z0-9]", "", c.member_id)) < 2),
    Check("coverage-began", H, "coverage.valid_from", "The coverage had not begun on the day of service.",
          "terms of coverage", lambda c: c.service_on < c.valid_from),
    Check("coverage-ended", H, "coverage.valid_until", "The coverage had ended on the day of service.",
          "terms of coverage", lambda c: c.valid_until is not None and c.service_on > c.valid_until),
    Check("coverage-order", H, "coverage.rank", "A secondary payer is asked after the primary has answered; that "
          "answer cannot be sent along yet.", f"{GUIDE} 2320", lambda c: c.rank != "primary"),
    Check("subscriber-name", H, "coverage.subscriber_name", "The subscriber needs a given and a family name.",
          f"{GUIDE} 2010BA NM103, NM104", lambda c: not c.is_self and len(c.subscriber_name.split()) < 2),
    Check("patient-family-name", H, "patient.family_name", "The patient's family name is missing.",
          f"{GUIDE} 2010BA or 2010CA NM103", lambda c: not c.patient.family_name.strip()),
    Check("patient-given-name", W, "patient.given_name", "The patient's given name is missing.",
          f"{GUIDE} 2010BA or 2010CA NM104", lambda c: not c.patient.given_name.strip()),
    Check("patient-born-on", H, "patient.born_on", "The patient's date of birth is missing.",
          f"{GUIDE} 2010BA or 2010CA DMG02", lambda c: c.patient.born_on is None),
    Check("patient-born-later", H, "patient.born_on", "The patient was born after the day of service.",
          f"{GUIDE} DMG02", lambda c: c.patient.born_on is not None and c.patient.born_on > c.service_on),
    Check("patient-age", W, "patient.born_on", "The patient would have been over 120 years old.",
          "plausibility", lambda c: c.patient.born_on is not None
          and c.service_on - c.patient.born_on > timedelta(days=120 * 366)),
    Check("patient-sex", W, "patient.sex", "The patient's sex is sent as unknown; some payers refuse that.",
          f"{GUIDE} DMG03", lambda c: c.patient.sex not in ("female", "male")),
    Check("patient-address", H, "patient.address", "The patient's street and city are missing.",
          f"{GUIDE} N301, N401", lambda c: not (c.patient.address.get("line1") and c.patient.address.get("city"))),
    Check("patient-state", H, "patient.address.region", "The patient's state must be its two letters.",
          f"{GUIDE} N402", lambda c: not _state(c.patient.address)),
    Check("patient-zip", H, "patient.address.postal_code", "The patient's ZIP code must have five or nine digits.",
          f"{GUIDE} N403", lambda c: len(_digits(c.patient.address.get("postal_code") or "")) not in (5, 9)),
    Check("patient-archived", W, "patient", "The patient's record is archived.", "house rule",
          lambda c: c.patient_archived),
    Check("invoice-issued", H, "invoice.status", "The invoice is a draft or void; only an issued one can be claimed.",
          "house rule", lambda c: c.invoice_status in ("draft", "void")),
    Check("invoice-owed", W, "invoice.status", "Nothing is owed on the invoice any more.", "house rule",
          lambda c: c.invoice_status in ("paid", "adjusted")),
    Check("charge", H, "charge_minor", "The claim charges nothing.", f"{GUIDE} 2300 CLM02",
          lambda c: c.charge_minor <= 0),
    Check("charge-sum", H, "charge_minor", "The lines do not sum up to the charge of the claim.",
          f"{GUIDE} 2300 CLM02", lambda c: sum(line.amount_minor for line in c.lines) != c.charge_minor),
    Check("currency", H, "currency", "Claims are made in US dollars.", f"{GUIDE} CLM02",
          lambda c: c.currency != "USD"),
    Check("lines", H, "lines", "A claim has 1 to 50 services.", f"{GUIDE} 2400 (50 at most)",
          lambda c: not 1 <= len(c.lines) <= 50),
    Check("line-code", H, "lines", "Each service needs a procedure code of five letters or digits.",
          f"{GUIDE} 2400 SV101-2", _some_line(lambda line: not re.fullmatch(r"[0-9A-Z]{5}", line.code.upper()))),
    Check("line-modifier", H, "lines", "A service has at most four modifiers, of two letters or digits, none twice.",
          f"{GUIDE} 2400 SV101-3", _some_line(lambda line: len(line.modifiers) > 4
                                              or len(set(line.modifiers)) < len(line.modifiers))),
    Check("line-pointers", H, "lines", "A service points to at most four diagnoses.", f"{GUIDE} 2400 SV107",
          _some_line(lambda line: len(line.diagnosis_codes) > 4)),
    Check("line-free", W, "lines", "A service is charged at nothing.", f"{GUIDE} 2400 SV102",
          _some_line(lambda line: line.amount_minor == 0)),
    Check("diagnosis", H, "diagnosis_codes", "A claim needs at least one diagnosis.", f"{GUIDE} 2300 HI01",
          lambda c: not c.diagnosis_codes),
    Check("diagnosis-many", H, "diagnosis_codes", "A claim has at most twelve diagnoses.", f"{GUIDE} 2300 HI",
          lambda c: len(c.diagnosis_codes) > 12),
    Check("diagnosis-code", H, "diagnosis_codes", "A diagnosis is no ICD-10-CM code.", "45 CFR 162.1002",
          lambda c: any(not _ICD.fullmatch(_icd(code)) for code in c.diagnosis_codes)),
    Check("diagnosis-external", H, "diagnosis_codes", "The first diagnosis must not be an external cause (V to Y).",
          "ICD-10-CM guidelines I.C.20", lambda c: bool(c.diagnosis_codes) and _icd(c.diagnosis_codes[0])[0] in "VWXY"),
    Check("place-of-service", H, "place_of_service", "The place of service must be two digits.",
          f"{GUIDE} 2300 CLM05-1", lambda c: not re.fullmatch(r"\d{2}", c.place_of_service)),
    Check("service-future", H, "service_on", "The day of service has not come yet.", f"{GUIDE} 2400 DTP03",
          lambda c: c.service_on > c.today),
    Check("timely-filing", W, "service_on", "The day of service is over a year ago; most payers refuse that.",
          "42 CFR 424.44", lambda c: c.today - c.service_on > timedelta(days=365)),
)  # fmt: skip
"""The starter set."""


def check(facts: ClaimFacts) -> list[Finding]:
    """Look at a claim with every rule; a rule that cannot decide holds it (C4)."""
    found = []
    for each in CHECKS:
        try:
            wrong, message = each.wrong(facts), each.message
        except (TypeError, ValueError, AttributeError, LookupError):
            wrong, message = True, f"This could not be checked: {each.message}"
            found.append(Finding(each.rule, H, message, each.field))
            continue
        if wrong:
            found.append(Finding(each.rule, each.severity, message, each.field))
    return found


def on_hold(findings: list[Finding]) -> bool:
    """Whether a claim with these findings stays here."""
    return any(finding.severity == H for finding in findings)
