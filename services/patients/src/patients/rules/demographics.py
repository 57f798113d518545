"""Who a patient is: date of birth, phone, record number."""

import re
from datetime import date, datetime, timedelta

from clinic_common.errors import Invalid, NotFound

EARLIEST_BIRTH = date(1850, 1, 1)
_AHEAD = timedelta(hours=14)
"""The zone furthest ahead of UTC: somebody born there just now is born today."""
_LOOKS_LIKE_A_PHONE = re.compile(r"^[+()\d][\d\s()./#x,*–-]{3,39}$", re.IGNORECASE)


class PatientNotFound(NotFound):
    """There is no such patient."""


class BornInFuture(Invalid):
    """The date of birth lies in the future or too far in the past."""


class PhoneUnreadable(Invalid):
    """This does not look like a phone number."""


class EmptyField(Invalid):
    """This must be filled in."""


def must_be_born(born_on: date, *, now: datetime) -> None:
    """
    P1: insist that a date of birth is not in the future, in any time zone, and not before 1850.

    :raises BornInFuture: it is
    """
    if born_on > (now + _AHEAD).date():
        raise BornInFuture("The date of birth lies in the future.", field="born_on")
    if born_on < EARLIEST_BIRTH:
        raise BornInFuture("The date of birth lies before 1850.", field="born_on")


def normalized_phone(text: str, *, region: str) -> str:
    """
    Give a phone number as E.164 where it can be read, otherwise as it was typed.

    :param region: the ISO 3166 country whose numbers are written without a country code
    :raises PhoneUnreadable: nothing about it is a phone number
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    whole = phonenumbers.ValidationResult.IS_POSSIBLE  # with its area code
    if number is not None and phonenumbers.is_possible_number_with_reason(number) == whole:
        plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{plain};ext={number.extension}" if number.extension else plain
    typed = " ".join(text.split())
    if _LOOKS_LIKE_A_PHONE.match(typed) and sum(map(str.isdecimal, typed)) >= 5:
        return typed
    raise PhoneUnreadable(field="phone")


def masked(number: str | None) -> str | None:
    """An identity number for those who only compare it: its last characters."""
    return f"…{number[-4:] if len(number) > 6 else number[-1:]}" if number else None


def record_number(serial: int) -> str:
    """Write a serial number the way people read it: `P-000123` (P2: each serial is given once)."""
    return f"P-{serial:06d}"
