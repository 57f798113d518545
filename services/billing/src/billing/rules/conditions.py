"""The words rules are written in: named fields, conditions over them, and what follows if one does not hold."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from .claim_facts import ClaimFacts

V = TypeVar("V")


class Otherwise(StrEnum):
    """What follows when a rule is broken: a `hold` keeps the claim here, a `warning` does not."""

    HOLD = "hold"
    WARN = "warning"


@dataclass(frozen=True)
class Condition:
    """Something that holds of a claim or does not, and how a person says it."""

    words: str
    holds: Callable[[ClaimFacts], bool]

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.words} and {other.words}", lambda claim: self.holds(claim) and other.holds(claim))


@dataclass(frozen=True)
class Field(Generic[V]):
    """
    A named field of a claim.

    :param name: as callers of the API know it
    :param words: as a person calls it
    """

    name: str
    words: str
    read: Callable[[ClaimFacts], V]

    def must(self, words: str, test: Callable[[V], bool]) -> Condition:
        """The condition that a test passes of this field, in words that follow the field's."""
        return Condition(f"{self.words} {words}", lambda claim: test(self.read(claim)))

    def given(self) -> Condition:
        """It is not empty."""
        return self.must("must be given", _is_given)

    def one_of(self, values: Collection[V], words: str) -> Condition:
        """It is one of a few values."""
        return self.must(words, lambda value: value in values)

    def at_most(self, most: int, what: str) -> Condition:
        """It holds no more than so many."""
        return self.must(f"must be at most {most} {what}", lambda value: len(value) <= most)  # type: ignore[arg-type]


def _is_given(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != ()


def in_order(first: Field[date], then: Field[date]) -> Condition:
    """One day is not after another."""
    words = f"{first.words} must not be after {then.words}"
    return Condition(words, lambda claim: first.read(claim) <= then.read(claim))


@dataclass(frozen=True)
class Finding:
    """What a rule found."""

    rule: str
    severity: str
    message: str
    field: str


@dataclass(frozen=True)
class Rule:
    """
    One rule: if `when` (always, if none is given), then `must`, else hold or warn with a message.

    :param source: where the rule comes from
    """

    name: str
    field: Field[Any]
    must: Condition
    message: str
    source: str
    when: Condition | None = None
    otherwise: Otherwise = Otherwise.HOLD

    def look_at(self, claim: ClaimFacts) -> Finding | None:
        """What this rule finds on a claim; what it cannot tell holds the claim (C4)."""
        try:
            if (self.when is None or self.when.holds(claim)) and not self.must.holds(claim):
                return Finding(self.name, self.otherwise.value, self.message, self.field.name)
        except (TypeError, ValueError, AttributeError, LookupError):
            message = f"This could not be checked: {self.message}"
            return Finding(self.name, Otherwise.HOLD.value, message, self.field.name)
        return None

    def in_words(self) -> str:
        """The rule as one sentence."""
        condition = f"If {self.when.words}, then {self.must.words}" if self.when else self.must.words
        return f"{condition[0].upper()}{condition[1:]}; else {self.otherwise.value}."
