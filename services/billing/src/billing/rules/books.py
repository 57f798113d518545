"""What must always be true of fees, invoices, payments and the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_common.errors import Conflict, Invalid, NotFound

MAX_TOTAL_MINOR = 10**11
"""The most one invoice may come to (B3): far below what a BIGINT, a JSON number or an event can hold."""
MAX_QUANTITY = 1_000
MAX_PRICE_MINOR = 10**10
MAX_LINES = 300


class InvoiceStatus(StrEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    PART_PAID = "part_paid"
    PAID = "paid"
    ADJUSTED = "adjusted"
    """Closed by credits and write-offs alone: nothing was paid and nothing is owed."""
    VOID = "void"


OWED_STATUSES = (InvoiceStatus.ISSUED, InvoiceStatus.PART_PAID)


class Method(StrEnum):
    """How money comes in."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    CHECK = "check"


class AdjustmentKind(StrEnum):
    """Why less is owed than was charged."""

    CREDIT = "credit"
    WRITE_OFF = "write_off"


class Rank(StrEnum):
    """In which order coverages are asked to pay."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


class Relationship(StrEnum):
    """What the patient is to the subscriber of a coverage."""

    SELF = "self"
    SPOUSE = "spouse"
    CHILD = "child"
    OTHER = "other"


class DocumentKind(StrEnum):
    """What can stand behind a ledger entry."""

    INVOICE = "invoice"
    VOID = "void"
    PAYMENT = "payment"
    REFUND = "refund"
    CREDIT = "credit"
    WRITE_OFF = "write_off"
    REMITTANCE = "remittance"
    UNMATCH = "unmatch"
    PAYER_ADJUSTMENT = "payer_adjustment"


RECEIVABLE = "patient_receivable"
REVENUE = "revenue"
REFUNDS = "refunds"
TAX = "tax"
"""Kept free for taxes on lines; nothing posts to it yet."""
UNAPPLIED_CREDIT = "unapplied_credit"
"""Kept free for deposits; nothing posts to it yet."""
CASH = "cash:"
ADJUSTMENTS = "adjustments:"
INSURANCE = "insurance"
CONTRACTUAL = "contractual"


def cash(method: str) -> str:
    """The account where money of this method lies."""
    return CASH + method


def adjustments(kind: str) -> str:
    """The account that takes what is forgiven for this reason."""
    return ADJUSTMENTS + kind


class NoSuchFee(NotFound):
    """There is no such fee."""


class NoSuchInvoice(NotFound):
    """There is no such invoice."""


class NoSuchPayment(NotFound):
    """There is no such payment."""


class NoSuchPatient(NotFound):
    """There is no such patient."""


class PayerUnknown(Invalid):
    """There is no such payer."""


class PayerIdentifierTaken(Conflict):
    """There is a payer with this identifier already."""


class ValidityUpsideDown(Invalid):
    """A coverage must not end before it begins."""


class SubscriberMissing(Invalid):
    """Name the subscriber when it is not the patient."""


class RankTaken(Conflict):
    """There is a coverage of this rank in that time already."""


class FeeCodeTaken(Conflict):
    """There is a fee with this code already."""


class PatientUnknown(Invalid):
    """This patient is not registered."""


class FeeUnknown(Invalid):
    """This fee code is not in the fee schedule."""


class LineIncomplete(Invalid):
    """A line without a fee code needs a description and a price."""


class CurrencyMismatch(Invalid):
    """The lines of one invoice must be in one currency."""


class TotalTooLarge(Invalid):
    """The invoice comes to more than an invoice may."""


class NotADraft(Conflict):
    """Only a draft can be changed or issued."""


class InvoiceIncomplete(Conflict):
    """The draft has a line without a price; complete it first."""


class NotOwed(Conflict):
    """Nothing is owed on this invoice."""


class InvoiceNotOpen(Conflict):
    """The invoice is a draft or void."""


class Overpayment(Invalid):
    """The payment is more than what is still owed."""


class MoreThanOwed(Invalid):
    """The amount is more than what is still owed."""


class MoreThanPaid(Invalid):
    """The refund is more than what is left of the payment."""


class HasPayments(Conflict):
    """Money was paid on this invoice; refund it first."""


class HasRemittances(Conflict):
    """An insurer paid or adjusted this invoice; unmatch that first."""


class AlreadyVoid(Conflict):
    """The invoice is void already."""


class Priced(Protocol):
    """What a line's price comes from: a fee of the schedule."""

    code: str
    description: str
    price_minor: int
    currency: str


@dataclass(frozen=True)
class Line:
    """One priced line of an invoice."""

    description: str
    quantity: int
    unit_price_minor: int
    fee_code: str | None = None
    diagnosis_codes: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()

    @property
    def amount_minor(self) -> int:
        """What the line comes to: quantity times unit price, exactly (B2)."""
        return self.quantity * self.unit_price_minor


def priced_lines(wanted: Sequence[dict[str, Any]], fees: dict[str, Priced]) -> list[Line]:
    """
    Price the lines of an invoice by the fee schedule; a price or text given by hand wins.

    :param wanted: `fee_code`, `description`, `quantity`, `unit_price_minor` of each line, any of the texts and
        prices None
    :param fees: the schedule's fees by code
    :raises FeeUnknown: a code is not in the schedule
    :raises LineIncomplete: neither a code nor description and price
    """
    lines = []
    for index, line in enumerate(wanted):
        code, description, price = line["fee_code"], line["description"], line["unit_price_minor"]
        if code is not None:
            if code not in fees:
                raise FeeUnknown(f"There is no fee with the code {code}.", field=f"/lines/{index}/fee_code")
            description = description or fees[code].description
            price = fees[code].price_minor if price is None else price
        if description is None:
            raise LineIncomplete(field=f"/lines/{index}/description")
        if price is None:
            raise LineIncomplete(field=f"/lines/{index}/unit_price_minor")
        coded = {name: tuple(line.get(name) or ()) for name in ("diagnosis_codes", "modifiers")}
        lines.append(Line(description, line["quantity"], price, code, **coded))
    return lines


def total_of(lines: Iterable[Line]) -> int:
    """
    What the lines come to (B3).

    :raises TotalTooLarge: more than an invoice may
    """
    total = sum(line.amount_minor for line in lines)
    if total > MAX_TOTAL_MINOR:
        raise TotalTooLarge(field="lines")
    return total


def one_currency(fees: Iterable[Priced], *, default: str) -> str:
    """
    The currency of an invoice with these fees (B4).

    :raises CurrencyMismatch: they are in several
    """
    currencies = {fee.currency for fee in fees}
    if len(currencies) > 1:
        raise CurrencyMismatch(field="lines")
    return currencies.pop() if currencies else default


def status_of(*, total_minor: int, paid_minor: int, adjusted_minor: int) -> InvoiceStatus:
    """The status of an issued invoice, which follows from its amounts alone (B5)."""
    if total_minor == paid_minor + adjusted_minor:
        return InvoiceStatus.ADJUSTED if adjusted_minor and not paid_minor else InvoiceStatus.PAID
    return InvoiceStatus.PART_PAID if paid_minor else InvoiceStatus.ISSUED


def must_be_sound_coverage(
    valid_from: date, valid_until: date | None, relationship: Relationship, subscriber_name: str | None
) -> None:
    """
    Insist that a coverage could be one.

    :raises ValidityUpsideDown: it ends before it begins
    :raises SubscriberMissing: the patient is not the subscriber, and nobody is named
    """
    if valid_until is not None and valid_until < valid_from:
        raise ValidityUpsideDown(field="valid_until")
    if relationship is not Relationship.SELF and not subscriber_name:
        raise SubscriberMissing(field="subscriber_name")


@dataclass(frozen=True)
class Leg:
    """One leg of a ledger entry: an amount that leaves one account and enters another, so it always balances (L1)."""

    debit_account: str
    credit_account: str
    amount_minor: int


def invoice_legs(total_minor: int) -> list[Leg]:
    """What issuing an invoice posts: it is owed, and it is earned."""
    return _some(Leg(RECEIVABLE, REVENUE, total_minor))


def payment_legs(method: str, amount_minor: int) -> list[Leg]:
    """What a payment posts: the money is here, and no longer owed."""
    return _some(Leg(cash(method), RECEIVABLE, amount_minor))


def refund_legs(method: str, amount_minor: int) -> list[Leg]:
    """What a refund posts: the money is gone, and owed again; `refunds` keeps its turnover and stays at nought."""
    return _some(Leg(REFUNDS, cash(method), amount_minor), Leg(RECEIVABLE, REFUNDS, amount_minor))


def adjustment_legs(kind: str, amount_minor: int) -> list[Leg]:
    """What a credit or write-off posts: less is owed."""
    return _some(Leg(adjustments(kind), RECEIVABLE, amount_minor))


def void_legs(total_minor: int, adjusted_minor: dict[str, int]) -> list[Leg]:
    """What voiding posts: the charge and everything forgiven of it are taken back."""
    taken_back = (Leg(RECEIVABLE, adjustments(kind), amount) for kind, amount in sorted(adjusted_minor.items()))
    return _some(Leg(REVENUE, RECEIVABLE, total_minor), *taken_back)


def _some(*legs: Leg) -> list[Leg]:
    return [leg for leg in legs if leg.amount_minor]


@dataclass(frozen=True)
class Terms:
    """How this clinic bills."""

    currency: str = "USD"
    time_zone: str = "UTC"
    payment_days: int = 30

    def day_of(self, moment: datetime) -> date:
        """The clinic's date at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def due_on(self, moment: datetime) -> date:
        """When an invoice issued now is due."""
        return self.day_of(moment) + timedelta(days=self.payment_days)

    def start_of(self, day: date) -> datetime:
        """The moment a day of the clinic begins."""
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.time_zone))


_WITHOUT_CENTS = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
                            "XAF", "XOF", "XPF"})  # fmt: skip
_WITH_MILS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def money(amount_minor: int, currency: str) -> str:
    """An amount as people read it, such as `USD 1,234.50`; digits after the point as ISO 4217 has them."""
    digits = 0 if currency in _WITHOUT_CENTS else 3 if currency in _WITH_MILS else 2
    whole, rest = divmod(abs(amount_minor), 10**digits)
    sign = "−" if amount_minor < 0 else ""
    return f"{currency} {sign}{whole:,}" + (f".{rest:0{digits}}" if digits else "")


def owners(originals: Iterable[UUID], merges: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """
    Who owns what was recorded under each patient, following merges to their end (B9).

    :param merges: duplicate → survivor, of the merges that stand
    """
    found = {}
    for original in originals:
        owner, seen = original, {original}
        while (following := merges.get(owner)) is not None and following not in seen:
            owner = following
            seen.add(owner)
        found[original] = owner
    return found
