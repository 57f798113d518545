"""What a patient may do by link, and in which few words they are refused (S12)."""

from datetime import datetime

from clinic_common.errors import Conflict, NotFound

from .flow import MOVABLE, Status


class LinkNotValid(NotFound):
    """This link is not valid; please call us."""


class LinkOver(NotFound):
    """This link is no longer valid; please call us."""

    status = 410


class NotByLink(Conflict):
    """This can no longer be done here; please call us."""


BY_PATIENT = "By the patient, by link."
"""What stands in the history beside a step nobody of the staff took."""


def may_confirm(status: Status, starts_at: datetime, *, now: datetime) -> bool:
    """Whether a patient may still say that they will come."""
    return status == Status.BOOKED and now < starts_at


def may_cancel(status: Status, starts_at: datetime, *, now: datetime) -> bool:
    """Whether a patient may still call their visit off: until it starts."""
    return status in MOVABLE and now < starts_at
