"""What must always be true of fees, invoices, payments and the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_common.errors import Conflict, Invalid, NotFound


class InvoiceStatus(StrEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    PART_PAID = "part_paid"
    PAID = "paid"
    ADJUSTED = "adjusted"
    """Closed by credits and write-offs alone: nothing was paid and nothing is owed."""
    VOID = "void"


OPEN_END = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when something is owed on an invoice that is not settled."""
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
    APPLICATION = "application"
    """Credit put to an invoice."""
    RELEASE = "release"
    """What was paid on an invoice made credit again."""
    TRANSFER = "transfer"
    """The other half of either, where the money came in under another registration of the same person."""
    CLAIM = "claim"
    """What of an invoice is asked of a payer, or no longer is."""
    PAYER_ADJUSTMENT = "payer_adjustment"


RECEIVABLE = "patient_receivable"
PAYER_RECEIVABLE = "payer_receivable"
OWED = (RECEIVABLE, PAYER_RECEIVABLE)
"""Where what is owed on invoices stands: with the patient, or with a payer who was asked."""
REVENUE = "revenue"
TAX = "tax"
REFUNDS = "refunds"
UNAPPLIED_CREDIT = "unapplied_credit"
TRANSFERS = "transfers"
"""Between two registrations of one person; stays at nought."""
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


class PatientUnknown(Invalid):
    """This patient is not registered."""


class PractitionerUnknown(Invalid):
    """There is no such practitioner."""


class LocationUnknown(Invalid):
    """There is no such location."""


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
    """Money was paid on this invoice; refund it or make it credit first."""


class HasRemittances(Conflict):
    """An insurer paid or adjusted this invoice; unmatch that first."""


class NoCredit(Conflict):
    """Nothing of this payment lies unapplied."""


class MoreThanCredit(Invalid):
    """The amount is more than what lies unapplied."""


class MoreThanOnInvoice(Invalid):
    """The amount is more than what this payment still covers of the invoice."""


class OtherPatient(Invalid):
    """The invoice is another patient's."""


class OtherCurrency(Invalid):
    """The payment is in another currency than the invoice."""


class AlreadyVoid(Conflict):
    """The invoice is void already."""


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

    def reversed(self) -> "Leg":
        """The same amount in the other direction."""
        return Leg(self.credit_account, self.debit_account, self.amount_minor)


def invoice_legs(total_minor: int, tax_minor: int = 0) -> list[Leg]:
    """What issuing an invoice posts: it is owed; what is not tax is earned."""
    return _some(Leg(RECEIVABLE, REVENUE, total_minor - tax_minor), Leg(RECEIVABLE, TAX, tax_minor))


def payment_legs(method: str, amount_minor: int, credit_minor: int = 0) -> list[Leg]:
    """What a payment posts: the money is here, and no longer owed; what is not for an invoice becomes credit."""
    return _some(
        Leg(cash(method), RECEIVABLE, amount_minor - credit_minor), Leg(cash(method), UNAPPLIED_CREDIT, credit_minor)
    )


def refund_legs(method: str, amount_minor: int, credit_minor: int = 0) -> list[Leg]:
    """
    What a refund posts: the money is gone; what an invoice had of it is owed again, what was credit is used up.

    `refunds` keeps its turnover and stays at nought.
    """
    return _some(
        Leg(REFUNDS, cash(method), amount_minor),
        Leg(RECEIVABLE, REFUNDS, amount_minor - credit_minor),
        Leg(UNAPPLIED_CREDIT, REFUNDS, credit_minor),
    )


def credit_legs(kind: DocumentKind, amount_minor: int) -> list[Leg]:
    """What putting credit to an invoice posts, or taking it off again."""
    leg = Leg(UNAPPLIED_CREDIT, RECEIVABLE, amount_minor)
    return [leg if kind is DocumentKind.APPLICATION else leg.reversed()]


def transfer_legs(kind: DocumentKind, amount_minor: int) -> tuple[list[Leg], list[Leg]]:
    """The same where payment and invoice stand under two registrations: what each of them posts."""
    legs = (Leg(UNAPPLIED_CREDIT, TRANSFERS, amount_minor), Leg(TRANSFERS, RECEIVABLE, amount_minor))
    of_payment, of_invoice = legs if kind is DocumentKind.APPLICATION else (leg.reversed() for leg in legs)
    return [of_payment], [of_invoice]


def payer_legs(share_minor: int) -> list[Leg]:
    """What moves to a payer who is asked, or back to the patient (below nought)."""
    leg = Leg(PAYER_RECEIVABLE, RECEIVABLE, abs(share_minor))
    return _some(leg if share_minor > 0 else leg.reversed())


def adjustment_legs(kind: str, amount_minor: int) -> list[Leg]:
    """What a credit or write-off posts: less is owed."""
    return _some(Leg(adjustments(kind), RECEIVABLE, amount_minor))


def void_legs(total_minor: int, adjusted_minor: dict[str, int], tax_minor: int = 0) -> list[Leg]:
    """What voiding posts: the charge and everything forgiven of it are taken back."""
    charged = (leg.reversed() for leg in invoice_legs(total_minor, tax_minor))
    taken_back = (Leg(RECEIVABLE, adjustments(kind), amount) for kind, amount in sorted(adjusted_minor.items()))
    return _some(*charged, *taken_back)


def _some(*legs: Leg) -> list[Leg]:
    return [leg for leg in legs if leg.amount_minor]


@dataclass(frozen=True)
class Terms:
    """How this clinic bills."""

    currency: str = "USD"
    time_zone: str = "UTC"
    payment_days: int = 30

    def at(self, time_zone: str | None) -> "Terms":
        """The same terms where the clock shows another time; unchanged without a zone."""
        return replace(self, time_zone=time_zone) if time_zone else self

    def day_of(self, moment: datetime) -> date:
        """The clinic's date at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def due_on(self, moment: datetime) -> date:
        """When an invoice issued now is due."""
        return self.day_of(moment) + timedelta(days=self.payment_days)

    def start_of(self, day: date) -> datetime:
        """The moment a day of the clinic begins."""
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.time_zone))


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
