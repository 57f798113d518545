"""What must always be true of claims, of insurers' answers, and of denials."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from clinic_common.errors import Conflict, Invalid, NotFound

from .books import CONTRACTUAL, INSURANCE, RECEIVABLE, Leg, Rank, adjustments, cash


class ClaimState(StrEnum):
    """Where a claim stands (C1)."""

    DRAFT = "draft"
    HELD = "held"
    READY = "ready"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PAID = "paid"
    DENIED = "denied"
    VOIDED = "voided"


EDITABLE = (ClaimState.DRAFT, ClaimState.HELD, ClaimState.READY, ClaimState.REJECTED)
"""In these a claim may be changed, checked and submitted (C1)."""
CORRECTABLE = (ClaimState.ACCEPTED, ClaimState.PAID, ClaimState.DENIED)
"""In these a claim may be corrected or withdrawn (C6): the payer has it, and what it was told can be named."""
RANKS = [rank.value for rank in Rank]
"""The ranks of coverages, in the order they are asked."""
MAX_BATCH = 500
"""Claims in one file."""


class Answered(StrEnum):
    """What became of one claim of a remittance."""

    POSTED = "posted"
    UNMATCHED = "unmatched"
    FLAGGED = "flagged"
    HELD = "held"


class DenialStatus(StrEnum):
    """Where the work on a denial stands."""

    OPEN = "open"
    IN_WORK = "in_work"
    CLOSED = "closed"


class NoSuchClaim(NotFound):
    """There is no such claim."""


class NoSuchRemittance(NotFound):
    """There is no such remittance."""


class NoSuchDenial(NotFound):
    """There is no such denial."""


class CoverageUnknown(Invalid):
    """This patient has no such coverage."""


class InvoiceUnknown(Invalid):
    """There is no such invoice."""


class ClaimUnknown(Invalid):
    """There is no such claim here."""


class ClaimExists(Conflict):
    """There is a claim for this invoice and coverage already."""


class ClaimOnHold(Conflict):
    """The claim is on hold; settle the findings first."""


class ClaimNotSubmitted(Conflict):
    """The claim has no file yet; submit it first."""


class ClaimUnderWay(Conflict):
    """The claim is with the payer already."""


class ClaimNotAnswered(Conflict):
    """Only a claim that the payer has accepted or answered can be corrected, withdrawn or passed on."""


class NothingToKeep(Conflict):
    """The claim is not being corrected or withdrawn."""


class NoLaterCoverage(Conflict):
    """There is no further coverage on the day of service that was not asked yet."""


class NoClaimOfOurs(Conflict):
    """The payer answered to an invoice without a claim made here; make a claim first."""


class LineUnknown(Invalid):
    """The invoice has no such line."""


class NothingToSend(Conflict):
    """No claim is ready to be sent."""


class NoSuchBatch(NotFound):
    """There is no such batch of claims."""


class NoSuchCoverage(NotFound):
    """There is no such coverage."""


class NoSuchPayer(NotFound):
    """There is no such payer."""


class UnreadableX12(Invalid):
    """This file cannot be read as X12."""


class CannotPost(Conflict):
    """This cannot be posted to that invoice."""


class NotMatched(Conflict):
    """This is not posted."""


class AlreadyMatched(Conflict):
    """This is posted already; unmatch it first."""


class BeingReceived(Conflict):
    """The same file is being received at this moment."""


class AnswerUnknown(Invalid):
    """There is no such claim in this remittance, or more than one."""


class RemittanceHeld(Conflict):
    """The remittance does not add up, so nothing of it is posted."""


CONTRACTUAL_REASONS = frozenset(
    {"24", "42", "44", "45", "59", "90", "91", "94", "104", "131", "137", "144", "172", "253"}
)
"""Reasons (CARC numbers) that lessen a price as the contract has it, whatever else was paid."""
DENIAL_REASONS = frozenset(
    {
        "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "18", "19", "20", "21", "22", "26",
        "27", "29", "31", "32", "33", "34", "39", "40", "49", "50", "51", "54", "55", "56", "96", "97", "107", "109",
        "110", "114", "119", "129", "140", "146", "147", "149", "150", "151", "163", "164", "167", "170", "171", "175",
        "176", "177", "181", "182", "183", "184", "185", "197", "198", "199", "200", "204", "206", "207", "208", "226",
        "227", "231", "234", "236", "242", "243", "251", "252", "256", "272", "273", "288", "A1", "A8", "B7", "B11",
        "B13", "B14", "B15", "B16", "B20", "B23",
    }
)  # fmt: skip
"""Reasons that refuse, and that somebody can answer: never written off by themselves."""
DENIED_STATUS, REVERSAL_STATUS = "4", "22"
NO_ANSWER = {
    "23": "The payer says that it is not its claim and was passed on; nothing was decided.",
    "25": "The payer only says what it would pay; nothing was decided.",
}
"""Statuses of a claim that decide nothing, and how a person says it."""
_FIRST_STEPS = (
    ({"197", "198", "39", "243"}, "Ask for the authorization, or send its number with a corrected claim."),
    ({"29"}, "Show that the claim was sent in time: its acknowledgement names the day."),
    ({"18"}, "Look whether the first claim was paid; if so, close this."),
    ({"22", "109"}, "Ask the patient who pays first, put the coverages in order, and send the claim there."),
    ({"26", "27", "31", "32", "33", "34", "200"}, "Ask the patient for the insurance card of that day."),
    ({"4", "11", "16", "125", "140", "146", "181", "182", "251", "252"}, "Complete what is missing or wrong, and send "
     "the claim corrected."),
    ({"50", "55", "56", "150", "151", "167"}, "Appeal with the notes of the visit, or bill the patient if agreed."),
)  # fmt: skip


def first_step(reason: str) -> str:
    """What to do first about a refusal; a person changes it as the work goes on."""
    found = (step for reasons, step in _FIRST_STEPS if reason in reasons)
    return next(found, "Find out what the payer wants, then correct, appeal, or bill the next payer or the patient.")


PAYER_SETTLEMENTS = "payer_settlements"
"""What payers and the clinic owe each other beside the claims: balances carried from one payment into the next."""
PAYER_ADJUSTMENTS = "payer_adjustments:"
"""What payers keep or add for good, by their reason: interest, fees, penalties."""
CARRIED = frozenset({"FB", "WO", "72", "AP", "OB", "WU", "PI"})
"""Reasons of provider-level adjustments that settle claims of other payments: they even out over time (R7)."""


def payer_adjustment_legs(reason: str, amount_minor: int) -> list[Leg]:
    """What a provider-level adjustment posts (R7): positive is money the payer kept, below nought money it added."""
    account = PAYER_SETTLEMENTS if reason in CARRIED else PAYER_ADJUSTMENTS + reason
    here = cash(INSURANCE)
    if not amount_minor:
        return []
    return [Leg(account, here, amount_minor) if amount_minor > 0 else Leg(here, account, -amount_minor)]


class Adjusted(Protocol):
    """One adjustment of a payer."""

    @property
    def group(self) -> str:
        """The group code."""

    @property
    def reason(self) -> str:
        """The reason code."""

    @property
    def amount_minor(self) -> int:
        """How much."""


@dataclass(frozen=True)
class Judged:
    """What a payer's adjustments mean here."""

    contractual_minor: int
    patient_share_minor: int
    denied: list[tuple[str, str, int]]


def judge(status: str, adjustments: Iterable[tuple[Adjusted, bool]]) -> Judged:
    """
    Tell what a payer's adjustments mean: less by contract, the patient's share, or refused (R6).

    PR stays owed by the patient. CO lessens what is owed, unless it refuses: the claim is denied, the reason is one
    of refusal, or it takes a whole service away without a contractual reason. A refusal is never written off; it
    stays owed and is worked. PI is always worked; OA changes nothing here, but a refusal in it is worked too.

    :param adjustments: each, and whether its service was paid nothing and left nothing to the patient
    """
    contractual = share = 0
    denied: dict[tuple[str, str], int] = {}
    for each, wholly in adjustments:
        if each.group == "PR":
            share += each.amount_minor
            continue
        named = each.reason in DENIAL_REASONS
        refuses = named or status == DENIED_STATUS or (wholly and each.reason not in CONTRACTUAL_REASONS)
        if each.group == "CO" and not refuses:
            contractual += each.amount_minor
        elif each.group in ("CO", "PI") or named:
            key = (each.group, each.reason)
            denied[key] = denied.get(key, 0) + each.amount_minor
    return Judged(contractual, share, [(*key, amount) for key, amount in denied.items() if amount > 0])


def member_key(text: str) -> str:
    """A member id as it is compared: letters and digits only, capital."""
    return "".join(character for character in text.upper() if character.isalnum())[:80]


def remittance_legs(paid_minor: int, contractual_minor: int) -> list[Leg]:
    """What an insurer's answer posts: money here, and less owed by contract; amounts below nought take it back."""
    accounts = ((cash(INSURANCE), paid_minor), (adjustments(CONTRACTUAL), contractual_minor))
    return [
        Leg(account, RECEIVABLE, amount) if amount > 0 else Leg(RECEIVABLE, account, -amount)
        for account, amount in accounts
        if amount
    ]


def cannot_post(
    *, balance_minor: int, paid_so_far_minor: int, adjusted_so_far_minor: int, paid_minor: int, contractual_minor: int
) -> str | None:
    """
    Why an answer cannot be posted to an invoice, if so (B5): nothing may be owed, paid or adjusted below nought.

    :param paid_so_far_minor: what was paid on the invoice
    """
    if paid_minor + contractual_minor > balance_minor:
        return f"It comes to {paid_minor + contractual_minor}, but only {balance_minor} is still owed (minor units)."
    if paid_so_far_minor + paid_minor < 0 or adjusted_so_far_minor + contractual_minor < 0:
        return "It would take back more than was paid or adjusted."
    return None
