"""
Reads remittances (835, 005010X221A1) into plain values, and says whether their money adds up.

Balancing as the implementation guide asks for (1.10.2): service lines, claims and the whole payment.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .reader import MAX_BYTES, Segment, read_sets

MAX_CLAIMS = 20_000
MAX_LINES = 999
MAX_ADJUSTMENTS = 600
MAX_DETAILS = 200_000
"""Payments, claims, services, adjustments and references of one file: what is held of it at once."""
MAX_MINOR = 10**13
REVERSAL = "22"
DENIED = "4"
_EXPONENTS = {"JPY": 0, "KRW": 0, "CLP": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3, "JOD": 3}


@dataclass(slots=True)
class Adjustment:
    """Less (or more) was paid than charged: by which group, for which reason, how much."""

    group: str
    reason: str
    amount_minor: int


@dataclass(slots=True)
class ServiceLine:
    """One service of a claim as the payer judged it."""

    qualifier: str
    code: str
    modifiers: list[str]
    charge_minor: int
    paid_minor: int
    units: str
    allowed_minor: int | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    reference: str | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    allowed_units: str = ""
    billed_units: str = ""
    references: list[tuple[str, str]] = field(default_factory=list)
    """Qualifier and value, in the file's order."""
    remark_codes: list[tuple[str, str]] = field(default_factory=list)
    """Qualifier and code, in the file's order."""


@dataclass(slots=True)
class ClaimPayment:
    """What a payer says about one claim."""

    control_number: str
    status: str
    charge_minor: int
    paid_minor: int
    patient_share_minor: int
    payer_claim_number: str
    segment: int
    patient_name: str = ""
    member_id: str = ""
    rendering_provider: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    lines: list[ServiceLine] = field(default_factory=list)

    @property
    def is_reversal(self) -> bool:
        """Whether it takes back what was said before."""
        return self.status == REVERSAL

    @property
    def service_on(self) -> date | None:
        """The first day of service."""
        return self.begins_on or min((line.begins_on for line in self.lines if line.begins_on), default=None)

    def every_adjustment(self) -> Iterator[tuple[Adjustment, ServiceLine | None]]:
        """All adjustments, those of lines with their line."""
        yield from ((each, None) for each in self.adjustments)
        yield from ((each, line) for line in self.lines for each in line.adjustments)

    def problem(self) -> str | None:
        """Why its money does not add up, if so: charge = paid + adjustments, and lines = claim."""
        taken = sum(each.amount_minor for each, _ in self.every_adjustment())
        if self.charge_minor != self.paid_minor + taken:
            return (
                f"Claim {self.control_number} (segment {self.segment}): charged {_plain(self.charge_minor)}, but "
                f"paid {_plain(self.paid_minor)} and adjusted {_plain(taken)}."
            )
        if self.lines:
            paid = sum(line.paid_minor for line in self.lines)
            above = sum(each.amount_minor for each in self.adjustments)
            charged = sum(line.charge_minor for line in self.lines)
            if charged == self.charge_minor and paid - above != self.paid_minor:
                return (
                    f"Claim {self.control_number} (segment {self.segment}): its lines were paid {_plain(paid)}, "
                    f"the claim {_plain(self.paid_minor)}."
                )
        return None


@dataclass(slots=True)
class ProviderAdjustment:
    """Money kept or added beside the claims, such as a recoupment or interest; positive lessens the payment."""

    reason: str
    reference: str
    amount_minor: int


@dataclass(slots=True)
class Remittance:
    """One payment of one payer, and the claims it is for."""

    control_number: str
    amount_minor: int
    method: str
    paid_on: date | None
    currency: str = "USD"
    trace_number: str = ""
    payer_name: str = ""
    payer_identifier: str = ""
    payee_name: str = ""
    payee_identifier: str = ""
    claims: list[ClaimPayment] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)

    def problems(self) -> list[str]:
        """Why its money does not add up: BPR = Σ CLP paid − Σ PLB, and every claim in itself; none if it does."""
        found = []
        paid = sum(claim.paid_minor for claim in self.claims)
        kept = sum(each.amount_minor for each in self.provider_adjustments)
        if self.amount_minor != paid - kept:
            found.append(
                f"Payment {self.trace_number or self.control_number}: {_plain(self.amount_minor)} was paid, but the "
                f"claims come to {_plain(paid)} and provider adjustments to {_plain(kept)}."
            )
        return found + [problem for claim in self.claims if (problem := claim.problem())]


def _plain(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


@dataclass(slots=True)
class _Held:
    """How much of a file is held."""

    claims: int = 0
    details: int = 0

    def one_more(self, segment: Segment) -> None:
        self.details += 1
        if self.details > MAX_DETAILS:
            raise segment.refused(f"there are more than {MAX_DETAILS} claims, services and adjustments in the file")


class _Builder:
    """Puts one transaction set together; knows which loop a segment stands in."""

    def __init__(self, start: Segment, held: "_Held") -> None:
        self.start, self.held = start, held
        self.remittance: Remittance | None = None
        self.claim: ClaimPayment | None = None
        self.line: ServiceLine | None = None
        self.party = ""
        self.over = False

    def minor(self, segment: Segment, place: int, *, default: int | None = 0) -> int:
        text = segment[place]
        if not text and default is not None:
            return default
        if not re.fullmatch(r"[+-]?(?:\d{1,15}(?:\.\d{0,6})?|\.\d{1,6})", text):
            raise segment.refused(f"{segment.name}{place:02} is no amount")
        currency = self.remittance.currency if self.remittance else "USD"
        scaled = Decimal(text).scaleb(_EXPONENTS.get(currency, 2))
        if scaled != scaled.to_integral_value() or abs(scaled) > MAX_MINOR:
            raise segment.refused(f"{segment.name}{place:02} is no amount of whole cents in bounds")
        return int(scaled)

    def day(self, segment: Segment, place: int) -> date | None:
        text = segment[place]
        if not text:
            return None
        try:
            found = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        except ValueError as error:
            raise segment.refused(f"{segment.name}{place:02} is no date") from error
        if not re.fullmatch(r"\d{8}", text) or not 1900 <= found.year <= 2200:
            raise segment.refused(f"{segment.name}{place:02} is no date")
        return found

    def bounded(self, segment: Segment, place: int, length: int) -> str:
        text = segment[place]
        if len(text) > length:
            raise segment.refused(f"{segment.name}{place:02} is longer than {length} characters")
        return text

    def take(self, segment: Segment) -> None:
        if self.remittance is None:
            if segment.name != "BPR":
                raise segment.refused(f"{segment.name} stands where the payment (BPR) must")
            self.remittance = Remittance(
                control_number=self.start[2],
                amount_minor=self.minor(segment, 2, default=None),
                method=self.bounded(segment, 4, 3).upper(),
                paid_on=self.day(segment, 16),
            )
            if segment.code(3) == "D":
                self.remittance.amount_minor = -abs(self.remittance.amount_minor)
            return
        read = getattr(self, f"_{segment.name.lower()}", None)
        if read is not None:
            read(segment, self.remittance)

    def _cur(self, segment: Segment, whole: Remittance) -> None:
        currency = segment.code(2)
        if whole.claims or not re.fullmatch(r"[A-Z]{3}", currency):
            raise segment.refused("CUR02 is no currency, or stands too late")
        # The amount came before its currency: bring it to that currency's own minor units.
        step = _EXPONENTS.get(currency, 2) - 2
        amount = Decimal(whole.amount_minor).scaleb(step)
        if amount != amount.to_integral_value():
            raise segment.refused("the payment is no whole amount of this currency")
        whole.currency, whole.amount_minor = currency, int(amount)

    def _trn(self, segment: Segment, whole: Remittance) -> None:
        if not whole.claims:
            whole.trace_number = self.bounded(segment, 2, 50)

    def _n1(self, segment: Segment, whole: Remittance) -> None:
        self.party = segment.code(1)
        if self.party == "PR":
            whole.payer_name, whole.payer_identifier = self.bounded(segment, 2, 100), self.bounded(segment, 4, 80)
        elif self.party == "PE":
            whole.payee_name, whole.payee_identifier = self.bounded(segment, 2, 100), self.bounded(segment, 4, 80)

    def _ref(self, segment: Segment, whole: Remittance) -> None:
        if self.line is not None:
            self.held.one_more(segment)
            self.line.references.append((segment.code(1)[:3], self.bounded(segment, 2, 50)))
            if segment.code(1) == "6R":
                self.line.reference = segment[2]
        elif self.claim is None and self.party == "PR" and segment.code(1) == "2U" and not whole.payer_identifier:
            whole.payer_identifier = self.bounded(segment, 2, 80)

    def _lx(self, segment: Segment, whole: Remittance) -> None:
        if self.over:
            raise segment.refused("claims follow the provider adjustments")
        self.claim = self.line = None

    def _clp(self, segment: Segment, whole: Remittance) -> None:
        if self.over:
            raise segment.refused("a claim follows the provider adjustments")
        self.held.one_more(segment)
        self.held.claims += 1
        if self.held.claims > MAX_CLAIMS:
            raise segment.refused(f"there are more than {MAX_CLAIMS} claims in the file")
        if not segment[1] or not re.fullmatch(r"\d{1,2}", segment[2]):
            raise segment.refused("a claim must have its control number and a status")
        self.line = None
        self.claim = ClaimPayment(
            control_number=self.bounded(segment, 1, 50),
            status=segment[2],
            charge_minor=self.minor(segment, 3, default=None),
            paid_minor=self.minor(segment, 4, default=None),
            patient_share_minor=self.minor(segment, 5),
            payer_claim_number=self.bounded(segment, 7, 50),
            segment=segment.number,
        )
        whole.claims.append(self.claim)

    def _nm1(self, segment: Segment, whole: Remittance) -> None:
        if self.claim is None:
            return
        name = " ".join(part for part in (segment[4], segment[3]) if part)[:150]
        if segment.code(1) == "QC":
            self.claim.patient_name = name
        if segment.code(1) == "82" and self.line is None:
            self.claim.rendering_provider = name
        if segment.code(1) in ("QC", "IL") and segment[9]:
            self.claim.member_id = self.bounded(segment, 9, 80)

    def _svc(self, segment: Segment, whole: Remittance) -> None:
        if self.claim is None:
            raise segment.refused("a service stands outside a claim")
        if len(self.claim.lines) >= MAX_LINES:
            raise segment.refused(f"there are more than {MAX_LINES} services in one claim")
        self.held.one_more(segment)
        parts = segment.parts(1)
        if len(parts) < 2 or not parts[1]:
            # Some payers leave the judged code empty and name the submitted one.
            parts = segment.parts(6) if len(segment.parts(6)) > 1 else [*parts, ""]
        self.line = ServiceLine(
            qualifier=parts[0].upper()[:2],
            code=parts[1][:48],
            modifiers=[part[:2] for part in parts[2:6] if part],
            charge_minor=self.minor(segment, 2),
            paid_minor=self.minor(segment, 3),
            units=self.bounded(segment, 5, 15) or "1",
            allowed_units=segment[5],
            billed_units=self.bounded(segment, 7, 15) or segment[5],
        )
        self.claim.lines.append(self.line)

    def _dtm(self, segment: Segment, whole: Remittance) -> None:
        kind = segment.code(1)
        if self.line is not None:
            if kind in ("150", "472"):
                self.line.begins_on = self.day(segment, 2)
            if kind in ("151", "472"):
                self.line.ends_on = self.day(segment, 2)
        elif self.claim is not None:
            if kind == "232":
                self.claim.begins_on = self.day(segment, 2)
            if kind == "233":
                self.claim.ends_on = self.day(segment, 2)

    def _amt(self, segment: Segment, whole: Remittance) -> None:
        if self.line is not None and segment.code(1) == "B6":
            self.line.allowed_minor = self.minor(segment, 2)

    def _lq(self, segment: Segment, whole: Remittance) -> None:
        if self.line is not None and len(self.line.remarks) < 99:
            self.held.one_more(segment)
            self.line.remarks.append(self.bounded(segment, 2, 30))
            self.line.remark_codes.append((segment.code(1)[:3], segment[2]))

    def _cas(self, segment: Segment, whole: Remittance) -> None:
        if self.claim is None:
            raise segment.refused("an adjustment stands outside a claim")
        if not re.fullmatch(r"[A-Z]{2}", segment.code(1)):
            raise segment.refused("CAS01 is no group of adjustments")
        target = (self.line or self.claim).adjustments
        for place in range(2, 20, 3):
            if not segment[place]:
                continue
            self.held.one_more(segment)
            if len(target) >= MAX_ADJUSTMENTS:
                raise segment.refused(f"there are more than {MAX_ADJUSTMENTS} adjustments")
            amount = self.minor(segment, place + 1, default=None)
            target.append(Adjustment(segment.code(1), self.bounded(segment, place, 5).upper(), amount))

    def _plb(self, segment: Segment, whole: Remittance) -> None:
        self.claim = self.line = None
        self.over = True
        for place in range(3, 15, 2):
            if not segment[place]:
                continue
            self.held.one_more(segment)
            if len(whole.provider_adjustments) >= MAX_ADJUSTMENTS:
                raise segment.refused(f"there are more than {MAX_ADJUSTMENTS} provider adjustments")
            reason, *more = segment.parts(place)
            amount = self.minor(segment, place + 1, default=None)
            whole.provider_adjustments.append(ProviderAdjustment(reason.upper()[:5], (more or [""])[0][:50], amount))


def read_remittances(
    chunks: Iterable[bytes],
    *,
    envelope_optional: bool = False,
    limit: int = MAX_BYTES,
    notes: list[str] | None = None,
) -> Iterator[Remittance]:
    """
    Read the remittances of a file, one payment at a time.

    :raises Refused: anything that is not as it must be, with the segment and where it stood
    """
    builder, held = None, _Held()
    read = read_sets(chunks, kinds=("835",), envelope_optional=envelope_optional, limit=limit, notes=notes)
    for segment in read:
        if segment.name == "ST":
            held.one_more(segment)
            builder = _Builder(segment, held)
        elif segment.name == "SE":
            if builder is None or builder.remittance is None:
                raise segment.refused("there is no payment (BPR) in this transaction set")
            yield builder.remittance
        elif builder is not None:
            builder.take(segment)
