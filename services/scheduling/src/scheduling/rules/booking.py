"""What a booking must satisfy, and how a booking is refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_common.errors import Conflict, Invalid

FARTHEST = timedelta(days=2 * 366)
"""How far ahead the calendar may be filled."""


class SlotTaken(Conflict):
    """This time is already taken."""


class RoomTaken(Conflict):
    """This room is already taken at that time."""


class OverbookingFull(Conflict):
    """This time is already overbooked as far as it may be."""


class OutsideAvailability(Invalid):
    """The practitioner is not available at that time."""


class InThePast(Invalid):
    """This time has already passed."""


class TooFarAhead(Invalid):
    """This is too far ahead; the calendar is open for two years."""


class TooSoon(Invalid):
    """Visits of this kind are booked further ahead than this."""


class OffGrid(Invalid):
    """Visits begin on full five minutes."""


class MinutesOffGrid(Invalid):
    """Visits last a multiple of five minutes."""


class PatientElsewhere(Conflict):
    """This patient has another visit at that time."""


class PatientUnknown(Invalid):
    """There is no such patient."""


class PatientArchived(Conflict):
    """This patient is archived; nothing new can be booked for them."""


class PatientMerged(Conflict):
    """This registration was merged into another one; book for that one."""


class PractitionerUnknown(Invalid):
    """There is no such practitioner."""


class PractitionerNotBookable(Conflict):
    """This practitioner no longer sees patients here."""


class VisitTypeUnknown(Invalid):
    """There is no such visit type."""


class VisitTypeRetired(Conflict):
    """This visit type is no longer offered."""


class RoomUnknown(Invalid):
    """There is no such room."""


class RoomElsewhere(Invalid):
    """This room is at another location than the visit."""


def must_be_on_grid(starts_at: datetime, *, field: str = "starts_at") -> None:
    """
    Insist on full five minutes (S5).

    :raises OffGrid: it lies between two
    """
    if starts_at.second or starts_at.microsecond or int(starts_at.timestamp()) % 300:
        raise OffGrid(field=field)


def must_be_upcoming(starts_at: datetime, *, now: datetime, field: str = "starts_at") -> None:
    """
    Insist that a visit has not begun and is not out of sight (S2).

    :raises InThePast: it has begun
    :raises TooFarAhead: more than two years ahead
    """
    if starts_at < now:
        raise InThePast(field=field)
    if starts_at > now + FARTHEST:
        raise TooFarAhead(field=field)


def in_words(minutes: int) -> str:
    """A length of time as people say it."""
    said = []
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        count, minutes = divmod(minutes, size)
        if count:
            said.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return " and ".join(said) or "0 minutes"


@dataclass(frozen=True)
class Reach:
    """How soon and how far ahead visits of a kind are booked (S14)."""

    lead_minutes: int = 0
    horizon_days: int | None = None

    def first(self, now: datetime) -> datetime:
        """The earliest moment one may begin."""
        return now + timedelta(minutes=self.lead_minutes)

    def last(self, now: datetime) -> datetime:
        """The latest moment one may begin."""
        return now + (timedelta(days=self.horizon_days) if self.horizon_days else FARTHEST)

    def refusal(
        self, starts_at: datetime, *, now: datetime, was: datetime | None = None
    ) -> TooSoon | TooFarAhead | None:
        """
        Why a visit of this kind cannot begin then, if it cannot.

        :param was: when it is now: putting it off needs no notice, having it sooner no foresight
        """
        if starts_at < self.first(now) and (was is None or starts_at < was):
            return TooSoon(
                f"Visits of this kind are booked at least {in_words(self.lead_minutes)} ahead.", field="starts_at"
            )
        if starts_at > self.last(now) and (was is None or starts_at > was):
            return TooFarAhead(
                f"Visits of this kind are booked at most {self.horizon_days} days ahead.", field="starts_at"
            )
        return None
