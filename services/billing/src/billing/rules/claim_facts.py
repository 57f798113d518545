"""What the rules look at and the writer writes: a claim as plain values, and text as a payer's machine takes it."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

GUIDE = "005010X222A1"
"""The implementation guide of professional claims; a source names its loop and element."""
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe",
     "Œ": "OE", "þ": "th", "Þ": "TH", "ð": "d", "Ð": "D", "ı": "i", "’": "'", "‘": "'", "–": "-", "—": "-"}
)  # fmt: skip


def plain(text: str, length: int) -> str:
    """Text as any receiver takes it: capitals without accents, of the basic character set, without separators."""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(each for each in bare if not unicodedata.combining(each)).upper()
    return " ".join(re.sub(r"[^A-Z0-9!\"&'()+,\-./;?= ]", " ", bare).split())[:length].strip()


def code(text: str, length: int) -> str:
    """A code as it is sent: capitals and digits only."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:length]


def digits(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"[^0-9]", "", text)


class Frequency(StrEnum):
    """What a claim is sent as (CLM05-3)."""

    ORIGINAL = "1"
    CORRECTED = "7"
    VOID = "8"


class PayerKind(StrEnum):
    """What kind of insurer a payer is; the value of `FILING` is how claims call it (SBR09)."""

    COMMERCIAL = "commercial"
    BLUE_CROSS = "blue_cross"
    MEDICARE = "medicare"
    MEDICAID = "medicaid"
    MILITARY = "military"
    WORKERS_COMPENSATION = "workers_compensation"
    CAR = "car"
    OTHER = "other"


FILING = {
    PayerKind.COMMERCIAL: "CI",
    PayerKind.BLUE_CROSS: "BL",
    PayerKind.MEDICARE: "MB",
    PayerKind.MEDICAID: "MC",
    PayerKind.MILITARY: "CH",
    PayerKind.WORKERS_COMPENSATION: "WC",
    PayerKind.CAR: "AM",
    PayerKind.OTHER: "ZZ",
}


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
class Person:
    """A patient or subscriber as billing knows them."""

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    sex: str = ""
    address: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Practitioner:
    """Who treated the patient."""

    given_name: str
    family_name: str
    npi: str


@dataclass(frozen=True)
class ClaimLine:
    """One service of a claim."""

    code: str
    description: str
    amount_minor: int
    quantity: int
    modifiers: tuple[str, ...] = ()
    diagnosis_codes: tuple[str, ...] = ()


Adjusted = tuple[str, str, int]
"""Group, reason and amount."""


@dataclass(frozen=True)
class Insured:
    """Under which coverage a payer is asked."""

    rank: str
    payer_name: str
    payer_identifier: str
    payer_kind: str
    member_id: str
    group_number: str
    relationship: str
    subscriber: Person

    @property
    def is_self(self) -> bool:
        """Whether the patient is the subscriber."""
        return self.relationship == "self"


@dataclass(frozen=True)
class EarlierLine:
    """What an earlier payer said of one service; `line` counts from 1 as on the claim."""

    line: int
    paid_minor: int
    adjustments: tuple[Adjusted, ...] = ()


@dataclass(frozen=True)
class EarlierAnswer:
    """What a payer who comes before this one answered."""

    insured: Insured
    status: str
    paid_minor: int
    payer_claim_number: str
    answered_on: date
    adjustments: tuple[Adjusted, ...] = ()
    lines: tuple[EarlierLine, ...] = ()

    @property
    def left_minor(self) -> int:
        """What this payer left to the patient or the next payer."""
        return sum(amount for group, _, amount in self.every_adjustment() if group == "PR")

    def every_adjustment(self) -> list[Adjusted]:
        """The adjustments of the claim and of its lines."""
        return [*self.adjustments, *(each for line in self.lines for each in line.adjustments)]

    def adds_up(self, charge_minor: int, amounts_minor: dict[int, int]) -> bool:
        """Whether charge = paid + adjusted, of the whole and of each line."""
        whole = self.paid_minor + sum(amount for _, _, amount in self.every_adjustment()) == charge_minor
        return whole and all(
            amounts_minor.get(line.line) == line.paid_minor + sum(amount for _, _, amount in line.adjustments)
            for line in self.lines
        )


@dataclass(frozen=True)
class ClaimFacts:
    """Everything the rules look at, and all the writer writes."""

    control_number: str
    provider: Provider
    insured: Insured
    valid_from: date
    valid_until: date | None
    coverage_withdrawn: bool
    patient: Person
    patient_archived: bool
    invoice_status: str
    charge_minor: int
    paid_by_patient_minor: int
    currency: str
    service_on: date
    today: date
    place_of_service: str
    prior_authorization: str
    diagnosis_codes: tuple[str, ...]
    lines: tuple[ClaimLine, ...]
    practitioner: Practitioner | None = None
    frequency: str = Frequency.ORIGINAL
    payer_claim_number: str = ""
    earlier: tuple[EarlierAnswer, ...] = ()
    unanswered: tuple[str, ...] = ()
    """Payers who come before this one and have not answered yet."""

    @property
    def is_primary(self) -> bool:
        """Whether this payer is asked first."""
        return self.insured.rank == "primary"
