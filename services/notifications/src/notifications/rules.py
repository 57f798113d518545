"""What must always be true of messages: when they are due, while what they are sent, and to whom never."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic_common.errors import Conflict, Forbidden, Invalid, NotFound

EMAIL, SMS, PREFERRED = "email", "sms", "preferred"
CHANNELS = (EMAIL, SMS)

PLANNED, SENDING, SENT, FAILED, CANCELLED, SKIPPED = "planned", "sending", "sent", "failed", "cancelled", "skipped"
STATUSES = (PLANNED, SENDING, SENT, FAILED, CANCELLED, SKIPPED)

CONFIRMATION, RESCHEDULED = "appointment_confirmation", "appointment_rescheduled"
CANCELLATION, REMINDER = "appointment_cancelled", "appointment_reminder"
OVERDUE = "invoice_overdue"
INVITATION, PASSWORD_RESET = "staff_invitation", "password_reset"
SECRET = {INVITATION: "invitation", PASSWORD_RESET: "reset-password"}
"""Templates whose link lets somebody choose a password → the page it opens; nobody but its reader sees it (N8)."""

EXPECTED = frozenset({"booked", "confirmed"})
"""Statuses of an appointment whose patient is still expected; in any other, reminders have no object."""

OWED = frozenset({"issued", "part_paid"})
"""Statuses of an invoice on which something is owed."""

LEASE = timedelta(minutes=3)
"""How long a sender may take over a message before another one asks what became of it (N1)."""
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600, 14400))
"""The pause after each failed attempt; after the last one the message has failed."""
LEAST_NOTICE = timedelta(minutes=30)
"""A reminder that quiet hours push back still comes this long before the visit (N3)."""
BEFORE_QUIET = timedelta(minutes=15)
"""A reminder that quiet hours push forward goes out this long before they begin (N3)."""
LONGEST_QUIET = timedelta(hours=20)
PATIENCE = 3
"""So many attempts one channel gets while the patient may be written to by another."""
STRANGER_PATIENCE = timedelta(minutes=10)
"""How long a message waits for its patient to become known here: events arrive in any order."""


class NoSuchMessage(NotFound):
    """There is no such message."""


class MessageNotFailed(Conflict):
    """Only a message that failed or was skipped can be tried again."""


class NoSuchTemplate(NotFound):
    """There is no message template of that name."""


class UnknownPlaceholder(Invalid):
    """The text uses a placeholder that this template does not know."""


class MissingPlaceholder(Invalid):
    """The text lacks a placeholder without which the message is of no use."""


class BrokenPlaceholder(Invalid):
    """A brace in the text opens or closes nothing; write {{ or }} for a brace itself."""


class SignatureWrong(Forbidden):
    """The text message service did not sign this."""


class RuleTwice(Invalid):
    """The same reminder stands in the rules twice."""


class QuietAllDay(Invalid):
    """Quiet hours must leave at least four hours of the day for messages."""


@dataclass(frozen=True)
class QuietHours:
    """The hours of a day, on the wall clock of a location, in which nobody is reminded (N3)."""

    starts: time = time(21)
    ends: time = time(8)

    def contain(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether this moment lies within them."""
        clock = moment.astimezone(zone).time()
        if self.starts <= self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends

    def around(self, moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When the quiet hours that contain this moment begin and end; the end is after it."""
        local = moment.astimezone(zone)
        began = ended = local.date()
        if self.starts > self.ends:
            if local.time() >= self.starts:
                ended += timedelta(days=1)
            else:
                began -= timedelta(days=1)
        begin = datetime.combine(began, self.starts, zone).astimezone(UTC)
        end = datetime.combine(ended, self.ends, zone).astimezone(UTC)
        if end <= moment:
            # The clock went back over the end: what is meant is its second time.
            end = datetime.combine(ended, self.ends, zone).replace(fold=1).astimezone(UTC)
        return min(begin, moment), end

    @property
    def length(self) -> timedelta:
        """How long they last on a day without a change of the clock."""
        minutes = (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
        return timedelta(minutes=minutes % (24 * 60))


@dataclass(frozen=True)
class ReminderRule:
    """
    Remind so many minutes before a visit.

    :param channel: `email`, `sms`, or `preferred`: as the patient likes best
    :param visit_type_id: for visits of this type only; such rules take the place of the general ones
    """

    offset_minutes: int
    channel: str = PREFERRED
    visit_type_id: str | None = None


DEFAULT_RULES = (ReminderRule(24 * 60), ReminderRule(2 * 60))


def must_be_usable(rules: Sequence[ReminderRule], quiet: QuietHours) -> None:
    """
    Insist that reminder rules can be followed.

    :raises RuleTwice: one of them names another's offset, channel and visit type
    :raises QuietAllDay: next to no time is left
    """
    seen: set[ReminderRule] = set()
    for number, rule in enumerate(rules):
        if rule in seen:
            raise RuleTwice(field=f"/rules/{number}")
        seen.add(rule)
    if quiet.length > LONGEST_QUIET:
        raise QuietAllDay(field="/quiet_hours")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return ZoneInfo("UTC")


def reminder_due(
    starts_at: datetime, offset: timedelta, *, quiet: QuietHours, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """
    When a reminder goes out: at its offset, or beside the quiet hours it would fall into (N3).

    It moves to the nearer edge that is still ahead and leaves the patient time; None if its time has passed.
    """
    due = starts_at - offset
    if quiet.contain(due, zone):
        begin, end = quiet.around(due, zone)
        earlier = begin - BEFORE_QUIET
        later = end if starts_at - end >= LEAST_NOTICE else None
        earlier_serves = earlier > now and not quiet.contain(earlier, zone)
        if later and (not earlier_serves or later - due <= due - earlier):
            due = later
        elif earlier_serves:
            due = earlier
        else:
            return None
    return due if due > now else None


def rules_for(rules: Iterable[ReminderRule], visit_type_id: str) -> list[ReminderRule]:
    """The rules a visit of this type follows: its own, or else the general ones."""
    all_rules = list(rules)
    own = [rule for rule in all_rules if rule.visit_type_id == visit_type_id]
    return own or [rule for rule in all_rules if rule.visit_type_id is None]


def reminders_of(
    rules: Iterable[ReminderRule], *, starts_at: datetime, quiet: QuietHours, zone: ZoneInfo, now: datetime
) -> dict[ReminderRule, datetime]:
    """
    The reminders that can still be sent before a visit, and when they are due.

    Of two that quiet hours push to the same moment, the one nearer to the visit stays.
    """
    due: dict[tuple[datetime, str], ReminderRule] = {}
    for rule in sorted(rules, key=lambda rule: -rule.offset_minutes):
        moment = reminder_due(starts_at, timedelta(minutes=rule.offset_minutes), quiet=quiet, zone=zone, now=now)
        if moment:
            due[moment, rule.channel] = rule
    return {rule: moment for (moment, _), rule in due.items()}


def comes_too_late(due_at: datetime, starts_at: datetime, now: datetime) -> bool:
    """Whether a reminder is overdue by half of what was left before the visit, so that it helps nobody (N6)."""
    return now > due_at + (starts_at - due_at) / 2


@dataclass(frozen=True)
class Visit:
    """What a message must know of an appointment at the moment of sending."""

    starts_at: datetime
    status: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Person:
    """What a message must know of a patient at the moment of sending."""

    email: str | None = None
    phone: str | None = None
    archived: bool = False
    contact_by: str | None = None
    email_opt_out: bool = False
    sms_opt_out: bool = False


@dataclass(frozen=True)
class Plan:
    """What a message set out to be."""

    template: str
    channel: str
    starts_at: datetime
    due_at: datetime
    created_at: datetime


@dataclass(frozen=True)
class Send:
    """Let it go, by this channel to this address."""

    channel: str
    address: str


@dataclass(frozen=True)
class Wait:
    """Ask again then."""

    until: datetime


@dataclass(frozen=True)
class Stop:
    """It is not sent, and why."""

    status: str
    reason: str


def still_true(template: str, starts_at: datetime, visit: Visit) -> bool:
    """Whether what a message says of a visit, and when, still holds (N2, N4)."""
    if template == CANCELLATION:
        return visit.status == "cancelled"
    return visit.status in EXPECTED and visit.starts_at == starts_at


def judge(
    plan: Plan, visit: Visit, person: Person | None, *, channels: Iterable[str], quiet: QuietHours, now: datetime
) -> Send | Wait | Stop:
    """
    Decide at the moment of sending what becomes of a message about a visit (N2, N3, N5, N6).

    :param person: None while the patient is not known here
    :param channels: the channels this clinic can send by
    """
    if not still_true(plan.template, plan.starts_at, visit):
        return Stop(CANCELLED, "What it says no longer holds: the visit was moved, cancelled or has begun.")
    if visit.starts_at <= now:
        return Stop(SKIPPED, "The visit's time had come before the message could be sent.")
    is_reminder = plan.template == REMINDER
    if is_reminder and comes_too_late(plan.due_at, visit.starts_at, now):
        return Stop(SKIPPED, "It was too late to remind of this visit.")
    if person is None:
        return _for_a_stranger(plan.created_at, now)
    way = way_to(person, plan.channel, channels)
    if is_reminder and isinstance(way, Send) and quiet.contain(now, visit.zone):
        _, end = quiet.around(now, visit.zone)
        if end >= visit.starts_at or comes_too_late(plan.due_at, visit.starts_at, end):
            return Stop(SKIPPED, "Only quiet hours were left before the visit.")
        return Wait(end)
    return way


def judge_debt(
    still_owed: bool,
    person: Person | None,
    *,
    wanted: str,
    created_at: datetime,
    channels: Iterable[str],
    quiet: QuietHours,
    zone: ZoneInfo,
    now: datetime,
) -> Send | Wait | Stop:
    """
    Decide at the moment of sending what becomes of a message about an overdue invoice (N3, N5, N13).

    :param zone: the clinic's own
    """
    if not still_owed:
        return Stop(CANCELLED, NO_LONGER_OWED)
    if person is None:
        return _for_a_stranger(created_at, now)
    way = way_to(person, wanted, channels)
    if isinstance(way, Send) and quiet.contain(now, zone):
        return Wait(quiet.around(now, zone)[1])
    return way


NO_LONGER_OWED = "The invoice was paid or changed meanwhile."


def _for_a_stranger(created_at: datetime, now: datetime) -> Wait | Stop:
    age = now - created_at
    if age < STRANGER_PATIENCE:
        return Wait(now + max(timedelta(seconds=1), age / 2))
    return Stop(SKIPPED, "The patient is not known here.")


def way_to(person: Person, wanted: str, channels: Iterable[str]) -> Send | Stop:
    """How a patient is written to; never against their wish (N5)."""
    if person.archived:
        return Stop(SKIPPED, "The patient is archived.")
    if person.contact_by == "none":
        return Stop(SKIPPED, "The patient does not want to be written to.")
    if wanted in CHANNELS:
        order: tuple[str, ...] = (wanted,)
    else:
        # Whoever prefers the phone gets a text message on it.
        order = (SMS, EMAIL) if person.contact_by in (SMS, "phone") else (EMAIL, SMS)
    address = {EMAIL: person.email, SMS: person.phone}
    opted_out = {EMAIL: person.email_opt_out, SMS: person.sms_opt_out}
    known = [channel for channel in order if address[channel]]
    allowed = [channel for channel in known if not opted_out[channel]]
    usable = [channel for channel in allowed if channel in set(channels)]
    if usable:
        return Send(usable[0], str(address[usable[0]]))
    if allowed:
        return Stop(SKIPPED, f"No way to send {_NAMES[allowed[0]]} is set up.")
    if known:
        return Stop(SKIPPED, f"The patient opted out of {' and '.join(_NAMES[channel] for channel in known)}.")
    missing = " or ".join(_ADDRESSES[channel] for channel in sorted(order))
    return Stop(SKIPPED, f"There is no {missing} on file.")


_NAMES = {EMAIL: "e-mail", SMS: "text messages"}
_ADDRESSES = {EMAIL: "e-mail address", SMS: "phone number"}


@dataclass(frozen=True)
class Failure:
    """
    Why a message did not leave.

    :param reason: in words for people
    :param final: trying again this way is of no use
    :param uncertain: it may have left all the same, so no other way is tried either
    :param wait: at least so long nothing is sent this way
    """

    reason: str
    final: bool = False
    uncertain: bool = False
    wait: timedelta = timedelta(0)


def retry_at(attempts: int, now: datetime, *, wait: timedelta = timedelta(0)) -> datetime | None:
    """When a message is tried again after so many failed attempts; None when it has failed for good."""
    return now + max(RETRY_DELAYS[attempts - 1], wait) if attempts <= len(RETRY_DELAYS) else None


def may_go_another_way(failure: Failure, attempts: int) -> bool:
    """Whether a channel has had its chance, and nobody need fear that the message arrives twice (N11)."""
    return not failure.uncertain and (failure.final or attempts >= PATIENCE)


def must_be_fillable(text: str, *, known: Iterable[str], field: str) -> set[str]:
    """
    Insist that a text uses known placeholders only (N9), and tell which.

    :param known: the names that may stand in braces
    :raises UnknownPlaceholder: one may not, or asks for more than a name (`{x.y}`, `{x!r}`, `{x:>9}`)
    :raises BrokenPlaceholder: a brace stands alone
    """
    names = set(known)
    used: set[str] = set()
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise BrokenPlaceholder(field=field) from error
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if name not in names or form or conversion:
            shown = "{" + name[:40] + "}"
            allowed = ", ".join("{" + each + "}" for each in sorted(names))
            raise UnknownPlaceholder(f"{shown} is not known here; known are {allowed}.", field=field)
        used.add(name)
    return used


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in; a name is replaced by its value and never read further."""
    parts = string.Formatter().parse(text)
    return "".join(literal + (values.get(name, "") if name else "") for literal, name, _, _ in parts)
