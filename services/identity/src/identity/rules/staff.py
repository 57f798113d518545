"""Staff members: one per e-mail address and NPI, and always an admin among them."""

import unicodedata
from datetime import timedelta

from clinic_common.errors import Conflict, Invalid, NotFound

INVITATION_LASTS = timedelta(days=7)
"""How long an invitation can be accepted (I5)."""


RESET_LASTS = timedelta(hours=1)
"""How long the link to another password can be used (I5)."""
RESET_AGAIN_AFTER = timedelta(minutes=5)
"""Nobody gets more than one such mail in this time, however often somebody asks for it."""


class NoSuchStaff(NotFound):
    """There is no such staff member."""


class EmailTaken(Conflict):
    """Somebody in the clinic already has this e-mail address."""


class NpiTaken(Conflict):
    """Somebody in the clinic already has this NPI."""


class InvalidNpi(Invalid):
    """This is not an NPI: its check digit does not fit."""


class LastAdmin(Conflict):
    """The clinic needs at least one active admin: make somebody else admin first."""


class StaffInactive(Conflict):
    """This staff member is deactivated."""


class InvalidInvitation(Invalid):
    """This invitation was used already, has expired, or was replaced: ask your admin for a new one."""


class InvalidReset(Invalid):
    """This link was used already, has expired, or was replaced: ask for a new one."""


def folded(text: str) -> str:
    """Text as people search and sort it: without case, accents or width, up to 200 characters."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()[:200]


def email_key(email: str) -> str:
    """What makes two e-mail addresses the same (I1): no case, one way of writing each character."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold()).strip()[:320].strip()


def npi_is_valid(npi: str) -> bool:
    """Whether ten digits are an NPI: Luhn over 80840 + NPI (45 CFR 162.406, CMS check digit algorithm)."""
    if len(npi) != 10 or not npi.isascii() or not npi.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + npi)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def must_be_npi(npi: str | None) -> None:
    """
    Insist that an NPI, if there is one, has the right check digit (I2).

    :raises InvalidNpi: it has not
    """
    if npi is not None and not npi_is_valid(npi):
        raise InvalidNpi(field="npi")


def must_leave_an_admin(others: int) -> None:
    """
    Insist that the clinic keeps an active admin (I4).

    :param others: active admins left after the change
    :raises LastAdmin: none would be left
    """
    if others < 1:
        raise LastAdmin()
