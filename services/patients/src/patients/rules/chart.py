"""The chart: plausible vitals, what is struck out, notes that never change once signed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args

from clinic_common.errors import Conflict, Forbidden, Invalid, NotFound

VitalKind = Literal[
    "body_temperature", "heart_rate", "respiratory_rate", "blood_pressure_systolic", "blood_pressure_diastolic",
    "oxygen_saturation", "body_weight", "body_height", "bmi", "head_circumference", "pain",
]  # fmt: skip
ITEM_STATUSES = ("active", "inactive", "resolved")


class ChartItemNotFound(NotFound):
    """There is no such entry in this patient's chart."""


class AlreadyStruckOut(Conflict):
    """This entry was struck out and no longer changes."""


class ImplausibleValue(Invalid):
    """This measurement is not plausible."""


class UnknownUnit(Invalid):
    """This unit does not fit what was measured."""


class PeriodEndsBeforeItBegins(Invalid):
    """This ends before it begins."""


class NoteNotFound(NotFound):
    """There is no such note."""


class NotYourNote(Forbidden):
    """Only the person who wrote a note changes or signs it."""


class DraftExists(Conflict):
    """You have begun a note about this visit already; go on writing that one."""


class WordingNotFound(NotFound):
    """There is no such template or quick phrase."""


class NameTaken(Conflict):
    """There is one of this name already."""


class AlreadySigned(Conflict):
    """This note was signed and no longer changes; add an addendum instead."""


class NoteDiscarded(Conflict):
    """This draft was discarded; bring it back to go on with it."""


class NotSigned(Conflict):
    """This note is not signed yet: change it instead of adding to it."""


class NoteIsEmpty(Conflict):
    """An empty note cannot be signed."""


class WrongKindOfNote(Invalid):
    """A free note has text; a SOAP note has subjective, objective, assessment and plan."""


@dataclass(frozen=True)
class Unit:
    """A UCUM unit, and how a value in it becomes the canonical unit: `value × factor + offset`."""

    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


@dataclass(frozen=True)
class Plausible:
    """What a vital sign can be in somebody alive, in its canonical unit (the first one)."""

    called: str
    least: Decimal
    most: Decimal
    units: Mapping[str, Unit]
    by_age: tuple[tuple[int, Decimal, Decimal], ...] = ()
    """Below how many years, least, most: what growth allows; whoever is older, as above."""

    def at(self, years: int) -> tuple[Decimal, Decimal]:
        """The least and the most at an age."""
        return next(((least, most) for below, least, most in self.by_age if years < below), (self.least, self.most))

    @property
    def ever(self) -> tuple[Decimal, Decimal]:
        """The least and the most at any age."""
        bands = [(self.least, self.most), *((least, most) for _, least, most in self.by_age)]
        return min(least for least, _ in bands), max(most for _, most in bands)

    def canonical(self, value: Decimal, unit: str) -> Decimal:
        """A value of one of its units in the first one."""
        return value * self.units[unit].factor + self.units[unit].offset


def _vital(called: str, least: str, most: str, *by_age: tuple[int, str, str], **units: Unit) -> Plausible:
    bands = tuple((below, Decimal(low), Decimal(high)) for below, low, high in by_age)
    return Plausible(called, Decimal(least), Decimal(most), units, bands)


_SAME = Unit()
_FAHRENHEIT = Unit(Decimal(5) / 9, Decimal(-160) / 9)
_POUND, _OUNCE, _GRAM = Unit(Decimal("0.45359237")), Unit(Decimal("0.028349523125")), Unit(Decimal("0.001"))
_METRE, _INCH = Unit(Decimal(100)), Unit(Decimal("2.54"))
_PRESSURE = {"mm[Hg]": _SAME}
_RATE = {"/min": _SAME, "{beats}/min": _SAME, "{breaths}/min": _SAME}
_LENGTH = {"cm": _SAME, "m": _METRE, "[in_i]": _INCH}

VITALS: dict[str, Plausible] = {
    "body_temperature": _vital("body temperature", "14", "46", **{"Cel": _SAME, "[degF]": _FAHRENHEIT}),
    "heart_rate": _vital("heart rate", "0", "350", **_RATE),
    "respiratory_rate": _vital("respiratory rate", "0", "150", **_RATE),
    "blood_pressure_systolic": _vital("systolic blood pressure", "0", "350", (1, "0", "220"), **_PRESSURE),
    "blood_pressure_diastolic": _vital("diastolic blood pressure", "0", "250", **_PRESSURE),
    "oxygen_saturation": _vital("oxygen saturation", "20", "100", **{"%": _SAME}),
    "body_weight": _vital(
        "body weight",
        "5",
        "650",
        (1, "0.2", "20"),
        (5, "1.5", "60"),
        (12, "4", "200"),
        **{"kg": _SAME, "g": _GRAM, "[lb_av]": _POUND, "[oz_av]": _OUNCE},
    ),
    "body_height": _vital("body height", "40", "275", (1, "15", "100"), (5, "30", "150"), (12, "40", "220"), **_LENGTH),
    "bmi": _vital("body mass index", "4", "200", **{"kg/m2": _SAME}),
    "head_circumference": _vital("head circumference", "25", "90", (1, "10", "65"), (5, "20", "75"), **_LENGTH),
    "pain": _vital("pain score", "0", "10", **{"{score}": _SAME, "1": _SAME}),
}
assert set(VITALS) == set(get_args(VitalKind))


def must_be_plausible(kind: str, value: Decimal, unit: str, *, years: int | None = None) -> None:
    """
    P9: insist that a measurement can be one of somebody alive, in a UCUM unit that fits it.

    :param years: how old they were, if that is known: an infant of 60 kg is a mistake
    :raises UnknownUnit: nobody measures this in that unit
    :raises ImplausibleValue: no living body shows that value
    """
    plausible = VITALS[kind]
    if unit not in plausible.units:
        allowed = ", ".join(plausible.units)
        raise UnknownUnit(f"A {plausible.called} is measured in {allowed}.", field="unit")
    least, most = plausible.at(years) if years is not None else plausible.ever
    if not least <= plausible.canonical(value, unit) <= most:
        first = next(iter(plausible.units))
        raise ImplausibleValue(
            f"A {plausible.called} of {value} {unit} is not plausible: "
            f"{'at that age ' if years is not None else ''}it lies between {least} and {most} {first}.",
            field="value",
        )


def age_on(born_on: date, day: date) -> int:
    """How many whole years somebody had lived."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def must_end_after_it_began(began: date | None, ended: date | None, *, field: str) -> None:
    """
    P10: insist that a period does not end before it begins.

    :raises PeriodEndsBeforeItBegins: it does
    """
    if began and ended and ended < began:
        raise PeriodEndsBeforeItBegins(field=field)


SOAP = ("subjective", "objective", "assessment", "plan")


def suits_its_kind(kind: str, content: Mapping[str, str | None]) -> None:
    """
    Insist that a note's fields are those of its kind.

    :raises WrongKindOfNote: text in a SOAP note, or the four parts in a free one
    """
    foreign = ("text",) if kind == "soap" else SOAP
    for field in foreign:
        if content.get(field):
            raise WrongKindOfNote(field=field)


def note_hash(content: Mapping[str, Any], *, author_id: str, at: datetime) -> bytes:
    """P11: the SHA-256 of what was signed, by whom and when: canonical JSON (sorted keys, no spaces, UTF-8)."""
    signed = {"content": dict(content), "author_id": author_id, "signed_at": at.isoformat()}
    return hashlib.sha256(
        json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).digest()
