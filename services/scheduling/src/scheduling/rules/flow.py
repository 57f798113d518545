"""The way of a visit from booked to completed, and which steps lead where."""

from enum import StrEnum

from clinic_common.errors import Conflict, Invalid, NotFound


class Status(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    ROOMED = "roomed"
    IN_VISIT = "in_visit"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Scope(StrEnum):
    """Which visits of a series are meant."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


S = Status
WAY = (S.BOOKED, S.CONFIRMED, S.ARRIVED, S.ROOMED, S.IN_VISIT, S.COMPLETED)
"""Forward; steps may be skipped, none goes back."""
OCCUPYING = frozenset(WAY)
"""In these an appointment holds its cells (S1); cancelled and missed ones have given them back."""
MOVABLE = frozenset({S.BOOKED, S.CONFIRMED})
_INTO: dict[Status, frozenset[Status]] = {
    **{step: frozenset(WAY[:place]) for place, step in enumerate(WAY)},
    S.CANCELLED: frozenset({S.BOOKED, S.CONFIRMED, S.ARRIVED, S.ROOMED}),
    S.NO_SHOW: MOVABLE,
}
_WORDS = {
    S.BOOKED: "booked",
    S.CONFIRMED: "confirmed",
    S.ARRIVED: "marked as arrived",
    S.ROOMED: "in a room",
    S.IN_VISIT: "in the visit",
    S.COMPLETED: "completed",
    S.CANCELLED: "cancelled",
    S.NO_SHOW: "marked as missed",
}
_STEPS = {
    S.CONFIRMED: "confirmed",
    S.ARRIVED: "marked as arrived",
    S.ROOMED: "brought to a room",
    S.IN_VISIT: "started",
    S.COMPLETED: "completed",
    S.CANCELLED: "cancelled",
    S.NO_SHOW: "marked as missed",
}


class AppointmentNotFound(NotFound):
    """There is no such appointment."""


class WrongStep(Conflict):
    """This step does not follow from where the visit stands."""


class AlreadyDone(Conflict):
    """This step was already taken."""


class NotASeries(Invalid):
    """This visit does not belong to a series."""


NOBODY_CAME = "Nobody came, and nobody said otherwise."
"""What stands in the history beside a missed visit that no person marked."""
STAMPS = {
    S.CONFIRMED: "confirmed_at",
    S.ARRIVED: "arrived_at",
    S.ROOMED: "roomed_at",
    S.IN_VISIT: "started_at",
    S.COMPLETED: "completed_at",
    S.CANCELLED: "cancelled_at",
    S.NO_SHOW: "missed_at",
}
"""Status → the column that says since when."""


def must_follow(now_in: Status, step: Status) -> None:
    """
    Insist that a step leads forward (S6).

    :raises AlreadyDone: the appointment stands there already
    :raises WrongStep: it leads back, or on from an end; `reopen` with a reason is the way back
    """
    if now_in == step:
        raise AlreadyDone(f"This visit is already {_WORDS[now_in]}.")
    if now_in not in _INTO[step]:
        raise WrongStep(f"This visit is {_WORDS[now_in]} and cannot be {_STEPS[step]}.", status_now=now_in.value)


def must_be_movable(now_in: Status) -> None:
    """
    Insist that a visit has not begun in any way (S6).

    :raises WrongStep: the patient has arrived, or it will not take place
    """
    if now_in not in MOVABLE:
        raise WrongStep(f"This visit is {_WORDS[now_in]} and cannot be moved.", status_now=now_in.value)


def status_before(now_in: Status, stamped: object) -> Status:
    """
    Where an appointment stood before its last step: the way back that `reopen` takes.

    :param stamped: has the moments of the steps taken, see STAMPS
    :raises WrongStep: it was only booked so far
    """
    if now_in == S.BOOKED:
        raise WrongStep("This visit is booked and nothing more; there is no step to take back.", status_now="booked")
    behind = WAY[: WAY.index(now_in)] if now_in in WAY else WAY
    return next((s for s in reversed(behind) if s in STAMPS and getattr(stamped, STAMPS[s])), S.BOOKED)
