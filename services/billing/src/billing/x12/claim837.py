"""Writes professional claims (837P, 005010X222A1): one interchange, one group, a transaction set for each claim."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from ..rules.claim_facts import (
    FILING,
    GUIDE,
    Adjusted,
    ClaimFacts,
    EarlierAnswer,
    Frequency,
    Insured,
    PayerKind,
    Person,
    code,
    digits,
    plain,
)
from ..rules.claims import is_whole_address, luhn_of_npi

_SEX = {"female": "F", "male": "M"}
_RELATION = {"spouse": "01", "child": "19", "other": "G8"}
_RANK = {"primary": "P", "secondary": "S", "tertiary": "T"}
_IN_ONE_SEGMENT = 6
"""Reasons of one group that one CAS holds."""


def _money(minor: int) -> str:
    sign, (whole, cents) = "-" if minor < 0 else "", divmod(abs(minor), 100)
    return f"{sign}{whole}" if not cents else f"{sign}{whole}.{cents:02}".rstrip("0")


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def receiver_of(facts: ClaimFacts) -> str:
    """Who a claim is addressed to (ISA08): the clearinghouse, or else the payer; one file has one receiver."""
    return code(facts.provider.receiver_id or facts.insured.payer_identifier, 15)


class _Writer:
    def __init__(self, control: str) -> None:
        self.control, self.segments = control, list[str]()

    def add(self, *elements: str) -> None:
        kept = list(elements)
        while kept and not kept[-1]:
            kept.pop()
        self.segments.append("*".join(kept))

    def address(self, line1: str, line2: str, city: str, region: str, postal_code: str) -> None:
        self.add("N3", plain(line1, 55), plain(line2, 55))
        self.add("N4", plain(city, 30), plain(region, 2), digits(postal_code))

    def person(self, person: Person) -> None:
        part = {name: value or "" for name, value in person.address.items()}
        self.address(*(part.get(name, "") for name in ("line1", "line2", "city", "region", "postal_code")))
        self.add("DMG", "D8", _day(person.born_on), _SEX.get(person.sex, "U"))

    def subscriber(self, insured: Insured, patient: Person, *, with_person: bool) -> None:
        """Who is insured, as 2010BA and 2330A name them."""
        person = patient if insured.is_self else insured.subscriber
        self.add("NM1", "IL", "1", plain(person.family_name, 60), plain(person.given_name, 35), "", "", "", "MI",
                 code(insured.member_id, 80))  # fmt: skip
        if with_person and (insured.is_self or (person.born_on and is_whole_address(person.address))):
            self.person(person)

    def coverage(self, insured: Insured, relation: str) -> None:
        filing = FILING[PayerKind(insured.payer_kind)]
        self.add("SBR", _RANK[insured.rank], relation, plain(insured.group_number, 50), "", "", "", "", "", filing)

    def payer(self, insured: Insured) -> None:
        self.add("NM1", "PR", "2", plain(insured.payer_name, 60), "", "", "", "", "PI",
                 plain(insured.payer_identifier, 80))  # fmt: skip

    def adjustments(self, every: Iterable[Adjusted]) -> None:
        """Reasons by group, the amounts of one reason together, so many to a segment as it holds."""
        groups: dict[str, dict[str, int]] = {}
        for group, reason, amount in every:
            reasons = groups.setdefault(group, {})
            reasons[reason] = reasons.get(reason, 0) + amount
        for group, reasons in groups.items():
            parts = list(reasons.items())
            for start in range(0, len(parts), _IN_ONE_SEGMENT):
                flat: list[str] = []
                for reason, amount in parts[start : start + _IN_ONE_SEGMENT]:
                    flat += [code(reason, 5), _money(amount), ""]
                self.add("CAS", code(group, 2), *flat)


def _write_set(w: _Writer, facts: ClaimFacts, *, interchange_number: int, now: datetime) -> None:
    p, insured, receiver = facts.provider, facts.insured, receiver_of(facts)
    w.add("ST", "837", w.control, GUIDE)
    w.add("BHT", "0019", "00", f"{interchange_number:09}{w.control}", f"{now:%Y%m%d}", f"{now:%H%M%S}", "CH")
    w.add("NM1", "41", "2", plain(p.name, 60), "", "", "", "", "46", code(p.submitter_id or p.npi, 15))
    w.add("PER", "IC", plain(p.name, 60), "TE", digits(p.phone))
    w.add("NM1", "40", "2", plain(p.receiver_name or insured.payer_name, 60), "", "", "", "", "46", receiver)
    w.add("HL", "1", "", "20", "1")
    if p.taxonomy:
        w.add("PRV", "BI", "PXC", code(p.taxonomy, 10))
    w.add("NM1", "85", "2", plain(p.name, 60), "", "", "", "", "XX", p.npi)
    w.address(p.line1, "", p.city, p.region, p.postal_code)
    w.add("REF", "EI", digits(p.tax_id))
    w.add("HL", "2", "1", "22", "0" if insured.is_self else "1")
    w.coverage(insured, "18" if insured.is_self else "")
    w.subscriber(insured, facts.patient, with_person=True)
    w.payer(insured)
    if not insured.is_self:
        w.add("HL", "3", "2", "23", "0")
        w.add("PAT", _RELATION.get(insured.relationship, "G8"))
        w.add("NM1", "QC", "1", plain(facts.patient.family_name, 60), plain(facts.patient.given_name, 35))
        w.person(facts.patient)
    _write_claim(w, facts)
    w.add("SE", str(len(w.segments) + 1), w.control)


def _write_claim(w: _Writer, facts: ClaimFacts) -> None:
    w.add("CLM", facts.control_number, _money(facts.charge_minor), "", "",
          f"{facts.place_of_service}:B:{facts.frequency}", "Y", "A", "Y", "Y")  # fmt: skip
    if facts.paid_by_patient_minor > 0:
        w.add("AMT", "F5", _money(facts.paid_by_patient_minor))
    if facts.prior_authorization:
        w.add("REF", "G1", plain(facts.prior_authorization, 50))
    if facts.frequency != Frequency.ORIGINAL:
        w.add("REF", "F8", plain(facts.payer_claim_number, 50))
    codes = [code(each, 7) for each in facts.diagnosis_codes]
    w.add("HI", *(f"{'ABF' if at else 'ABK'}:{each}" for at, each in enumerate(codes)))
    if facts.practitioner and luhn_of_npi(facts.practitioner.npi):
        who = facts.practitioner
        w.add("NM1", "82", "1", plain(who.family_name, 60), plain(who.given_name, 35), "", "", "", "XX", who.npi)
    for earlier in facts.earlier:
        _write_earlier(w, earlier, facts.patient)
    for at, line in enumerate(facts.lines, 1):
        pointed = [code(each, 7) for each in line.diagnosis_codes] or codes[:1]
        w.add("LX", str(at))
        service = ":".join(["HC", code(line.code, 5), *(code(each, 2) for each in line.modifiers)])
        pointers = ":".join(str(codes.index(each) + 1) for each in pointed)
        w.add("SV1", service, _money(line.amount_minor), "UN", str(line.quantity), "", "", pointers)
        w.add("DTP", "472", "D8", _day(facts.service_on))
        w.add("REF", "6R", f"{facts.control_number}-{at}")
        for earlier in facts.earlier:
            for said in earlier.lines:
                if said.line != at:
                    continue
                payer = plain(earlier.insured.payer_identifier, 80)
                w.add("SVD", payer, _money(said.paid_minor), service, "", str(line.quantity))
                w.adjustments(said.adjustments)
                w.add("DTP", "573", "D8", _day(earlier.answered_on))


def _write_earlier(w: _Writer, earlier: EarlierAnswer, patient: Person) -> None:
    """What a payer who was asked before answered (2320, 2330)."""
    insured = earlier.insured
    w.coverage(insured, "18" if insured.is_self else _RELATION.get(insured.relationship, "G8"))
    w.adjustments(earlier.adjustments)
    w.add("AMT", "D", _money(earlier.paid_minor))
    if earlier.left_minor > 0:
        w.add("AMT", "EAF", _money(earlier.left_minor))
    w.add("OI", "", "", "Y", "", "", "Y")
    w.subscriber(insured, patient, with_person=False)
    w.payer(insured)
    if not earlier.lines:
        w.add("DTP", "573", "D8", _day(earlier.answered_on))
    if earlier.payer_claim_number:
        w.add("REF", "F8", plain(earlier.payer_claim_number, 50))


def write_837p(claims: Sequence[ClaimFacts], *, interchange_number: int, now: datetime, first_set: int = 1) -> str:
    """
    Write claims as one interchange.

    :param claims: that no rule holds, all for one receiver
    :param interchange_number: 1 to 999,999,999, never used before (ISA13, GS06)
    :param first_set: the number of the first transaction set (ST02), others follow
    """
    now = now.astimezone(UTC)
    first, control = claims[0], f"{interchange_number:09}"
    p, receiver = first.provider, receiver_of(first)
    sender = code(p.submitter_id or p.npi, 15)
    segments: list[str] = []
    for at, facts in enumerate(claims, first_set):
        writer = _Writer(f"{at:04}")
        _write_set(writer, facts, interchange_number=interchange_number, now=now)
        segments += writer.segments
    isa = "*".join(
        ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{sender:<15}", "ZZ", f"{receiver:<15}", f"{now:%y%m%d}",
         f"{now:%H%M}", "^", "00501", control, "0", "T" if p.test else "P", ":"]
    )  # fmt: skip
    group = f"GS*HC*{sender}*{receiver}*{now:%Y%m%d}*{now:%H%M}*{interchange_number}*X*{GUIDE}"
    whole = [isa, group, *segments, f"GE*{len(claims)}*{interchange_number}", f"IEA*1*{control}"]
    return "~\n".join(whole) + "~\n"
