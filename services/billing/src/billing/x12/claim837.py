"""Writes professional claims (837P, 005010X222A1), one claim per interchange."""

import re
import unicodedata
from datetime import UTC, datetime

from ..rules.claims import GUIDE, ClaimFacts, Person

_SEX = {"female": "F", "male": "M"}
_RELATION = {"spouse": "01", "child": "19", "other": "G8"}


def clean(text: str, length: int) -> str:
    """Text as any receiver takes it: capitals without accents, of the basic character set, without separators."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l"))
    plain = "".join(each for each in plain if not unicodedata.combining(each)).upper()
    return " ".join(re.sub(r"[^A-Z0-9!\"&'()+,\-./;?= ]", " ", plain).split())[:length].strip()


def _money(minor: int) -> str:
    whole, cents = divmod(minor, 100)
    return str(whole) if not cents else f"{whole}.{cents:02}".rstrip("0")


def _code(text: str, length: int) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:length]


def _day(day: object) -> str:
    return str(day).replace("-", "")


class _Writer:
    def __init__(self) -> None:
        self.segments: list[str] = []

    def add(self, *elements: str) -> None:
        kept = list(elements)
        while kept and not kept[-1]:
            kept.pop()
        self.segments.append("*".join(kept))

    def address(self, line1: str, line2: str, city: str, region: str, postal_code: str) -> None:
        self.add("N3", clean(line1, 55), clean(line2, 55))
        self.add("N4", clean(city, 30), clean(region, 2), re.sub(r"\D", "", postal_code))

    def person(self, patient: Person) -> None:
        a = patient.address
        self.address(a.get("line1") or "", a.get("line2") or "", a.get("city") or "", a.get("region") or "",
                     a.get("postal_code") or "")  # fmt: skip
        self.add("DMG", "D8", _day(patient.born_on), _SEX.get(patient.sex, "U"))


def write_837p(facts: ClaimFacts, *, interchange_number: int, now: datetime) -> str:
    """
    Write a claim as an interchange of its own.

    :param facts: of a claim that no rule holds
    :param interchange_number: 1 to 999,999,999, never used before (ISA13, GS06, ST02)
    """
    w, p, control = _Writer(), facts.provider, f"{interchange_number:09}"
    now = now.astimezone(UTC)
    sender, receiver = _code(p.submitter_id or p.npi, 15), _code(p.receiver_id or facts.payer_identifier, 15)
    w.add("ST", "837", control, GUIDE)
    w.add("BHT", "0019", "00", control, f"{now:%Y%m%d}", f"{now:%H%M%S}", "CH")
    w.add("NM1", "41", "2", clean(p.name, 60), "", "", "", "", "46", sender)
    w.add("PER", "IC", clean(p.name, 60), "TE", re.sub(r"\D", "", p.phone))
    w.add("NM1", "40", "2", clean(p.receiver_name or facts.payer_name, 60), "", "", "", "", "46", receiver)
    w.add("HL", "1", "", "20", "1")
    if p.taxonomy:
        w.add("PRV", "BI", "PXC", _code(p.taxonomy, 10))
    w.add("NM1", "85", "2", clean(p.name, 60), "", "", "", "", "XX", p.npi)
    w.address(p.line1, "", p.city, p.region, p.postal_code)
    w.add("REF", "EI", re.sub(r"\D", "", p.tax_id))
    w.add("HL", "2", "1", "22", "0" if facts.is_self else "1")
    w.add("SBR", "P", "18" if facts.is_self else "", clean(facts.group_number, 50), "", "", "", "", "", "CI")
    member = _code(facts.member_id, 80)
    family, given = facts.patient.family_name, facts.patient.given_name
    if not facts.is_self:
        given, _, family = facts.subscriber_name.strip().rpartition(" ")
    w.add("NM1", "IL", "1", clean(family, 60), clean(given, 35), "", "", "", "MI", member)
    if facts.is_self:
        w.person(facts.patient)
    w.add("NM1", "PR", "2", clean(facts.payer_name, 60), "", "", "", "", "PI", clean(facts.payer_identifier, 80))
    if not facts.is_self:
        w.add("HL", "3", "2", "23", "0")
        w.add("PAT", _RELATION.get(facts.relationship, "G8"))
        patient = facts.patient
        w.add("NM1", "QC", "1", clean(patient.family_name, 60), clean(patient.given_name, 35))
        w.person(patient)
    w.add("CLM", facts.control_number, _money(facts.charge_minor), "", "", f"{facts.place_of_service}:B:1",
          "Y", "A", "Y", "Y")  # fmt: skip
    if facts.paid_by_patient_minor:
        w.add("AMT", "F5", _money(facts.paid_by_patient_minor))
    if facts.prior_authorization:
        w.add("REF", "G1", clean(facts.prior_authorization, 50))
    codes = [_code(code, 7) for code in facts.diagnosis_codes]
    w.add("HI", *(f"{'ABF' if at else 'ABK'}:{code}" for at, code in enumerate(codes)))
    for at, line in enumerate(facts.lines, 1):
        pointed = [_code(code, 7) for code in line.diagnosis_codes] or codes[:1]
        pointers = ":".join(str(codes.index(code) + 1) for code in pointed if code in codes) or "1"
        w.add("LX", str(at))
        service = ":".join(["HC", _code(line.code, 5), *(_code(each, 2) for each in line.modifiers)])
        w.add("SV1", service, _money(line.amount_minor), "UN", str(line.quantity), "", "", pointers)
        w.add("DTP", "472", "D8", _day(facts.service_on))
        w.add("REF", "6R", f"{facts.control_number}-{at}")
    w.add("SE", str(len(w.segments) + 1), control)
    isa = "*".join(
        ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{sender:<15}", "ZZ", f"{receiver:<15}", f"{now:%y%m%d}",
         f"{now:%H%M}", "^", "00501", control, "0", "T" if p.test else "P", ":"]
    )  # fmt: skip
    group = f"GS*HC*{sender}*{receiver}*{now:%Y%m%d}*{now:%H%M}*{interchange_number}*X*{GUIDE}"
    whole = [isa, group, *w.segments, f"GE*1*{interchange_number}", f"IEA*1*{control}"]
    return "~\n".join(whole) + "~\n"
