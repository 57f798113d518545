"""The elements of FHIR R4 resources that several of them share, read into plain values."""

import calendar
import re
from datetime import date, datetime, timezone
from typing import Any

from ..incoming import CannotTake, Incoming, clean, needed, source_of, text
from .words import RECORD_NUMBERS, system_name

Json = dict[str, Any]
Place = tuple[Incoming, str]

_IDENTITY_NUMBERS = {"SS", "SB", "DL", "PPN", "TAX", "NI", "NH", "MC", "MA", "CZ", "PN"}
"""HL7 v2-0203: numbers that name a person to the state or an insurer; they are no name a source may be known by."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")


def as_dict(value: object) -> Json:
    """An object, empty if it is something else."""
    return value if isinstance(value, dict) else {}


def dicts_of(value: object) -> list[Json]:
    """The objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def first_of(value: object) -> Json:
    """The first object of a list."""
    return next(iter(dicts_of(value)), {})


def codes_of(value: object) -> list[str]:
    """All codes of a CodeableConcept."""
    return [clean(coding.get("code")) for coding in dicts_of(as_dict(value).get("coding"))]


def concept_of(value: object, what: str) -> tuple[str, str | None, str | None]:
    """The words, code and code system of a CodeableConcept."""
    concept = as_dict(value)
    coding = first_of(concept.get("coding"))
    given = concept.get("text")
    words = given if clean(given) else clean(coding.get("display")) or clean(coding.get("code"))
    code = text(coding.get("code"), f"the code of {what}", 100)
    system = text(system_name(clean(coding.get("system"))), f"the code system of {what}", 200)
    return needed(words, what, 500, lines=True), code, system


def day_of(value: object, what: str, *, at: Place, last: bool = False) -> date | None:
    """
    The day of a date or dateTime as written where it was written; the first one of a year or a month.

    :param at: the file and the place in it, where a remark says that the day was not known
    :param last: the last day of a year or a month instead: that is when something ended
    """
    written = clean(value)
    if not written:
        return None
    if _PARTIAL.fullmatch(written):
        told = "year" if len(written) == 4 else "month"
        at[0].remark(at[1], f"{what} is only a {told}; its {'last' if last else 'first'} day was taken")
        written = _whole(written, last=last)
    if not (_DATE.fullmatch(written) or _INSTANT.fullmatch(written)):
        raise CannotTake(f"{what} is not a date")
    try:
        day = date.fromisoformat(written[:10])
    except ValueError:
        raise CannotTake(f"{what} is not a date") from None
    if not 1850 <= day.year <= 2200:
        raise CannotTake(f"{what} is not between 1850 and 2200")
    return day


def _whole(written: str, *, last: bool) -> str:
    year, _, month = written.partition("-")
    month = month or ("12" if last else "01")
    valid = 1 <= int(month) <= 12 and int(year) > 0
    return f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1] if last and valid else 1:02}"


def moment_of(value: object, what: str) -> datetime:
    written = clean(value)
    if not _INSTANT.fullmatch(written):
        raise CannotTake(f"{what} is missing or has no time of day and zone")
    try:
        moment = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        raise CannotTake(f"{what} is not a time") from None
    if not 1900 <= moment.year <= 2200:
        raise CannotTake(f"{what} is not between 1900 and 2200")
    return moment.astimezone(timezone.utc)  # noqa: UP017


def sources_of(kind: str, url: str, resource: Json) -> list[bytes]:
    """Every name the origin knows a resource by: its identifiers, its full URL, at the least its id."""
    names = []
    for identifier in dicts_of(resource.get("identifier")):
        value = clean(identifier.get("value"))
        if clean(identifier.get("system")) == RECORD_NUMBERS:
            continue
        if value and not _IDENTITY_NUMBERS.intersection(codes_of(identifier.get("type"))):
            names.append(source_of("identifier", kind, clean(identifier.get("system")), value))
    if url:
        names.append(source_of("url", url))
    if not names and resource.get("id"):
        names.append(source_of("id", kind, clean(resource["id"])))
    if not names:
        raise CannotTake("it has neither identifier, fullUrl nor id, so a second import would double it")
    return list(dict.fromkeys(names))
