"""Finding patients as one types: how names are folded, which keys a patient has, how a question is read."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from .matching import Person, block_keys, plain_identity
from .names import KEY_LENGTH, fold, name_tokens, sound_of, words_of

KeyKind = Literal["n", "s", "b", "d", "t", "e", "c", "i", "m"]
"""
n name token · s its sound · b date of birth · d phone digits from the front ·
t phone digits from the end · e e-mail · c record number · i blind index of an identity number ·
m block of likely duplicates
"""
Key = tuple[KeyKind, str]
LONGEST_QUESTION = 200
_MOST_PARTS = 6

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-./](?P<a>\d{1,2})[-./](?P<b>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})[-./](?P<b>\d{1,2})[-./](?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<a>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]*(?P<m>{_MONTH})\.?,?[\s-]*(?P<y>\d{{4}}|\d{{2}})(?!\d)"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s*(?P<a>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}|\d{{2}})(?!\d)"),
)  # fmt: skip
_MONTH_ONLY = re.compile(r"(?<![\d-])(?P<y>\d{4})-(?P<a>\d{2})(?:-(?P<b>\d)?)?(?![\d-])")
_RECORD_NUMBER = re.compile(r"(?<!\w)p-?0*(\d{1,9})(?!\w)")
_EMAIL = re.compile(r"[^\s@]*@[^\s@]*")
_DIGITS = re.compile(r"(?<!\w)[+(]?\d[\d ()./-]*")


def _phone_keys(phone: str) -> set[Key]:
    digits = re.sub(r"\D", "", phone.partition(";")[0])[:20].lstrip("0")
    if not digits:
        return set()
    keys: set[Key] = {("d", digits), ("t", digits[::-1])}
    if phone.startswith("+"):
        import phonenumbers

        national = str(phonenumbers.parse(phone.partition(";")[0]).national_number)
        keys.add(("d", national))
    return keys


def keys_of(person: Person, *, serial: int | None, identity: tuple[str, ...] = ()) -> set[Key]:
    """
    P3: everything a patient is found under.

    :param identity: the blind index of their identity number, which is kept nowhere readable
    """
    keys: set[Key] = {("i", index) for index in identity}
    if person.born:
        keys.add(("b", person.born))
    for token in name_tokens(person.given_name, person.family_name):
        keys.add(("n", token))
        if sound := sound_of(token):
            keys.add(("s", sound))
    if person.phone:
        keys |= _phone_keys(person.phone)
    if person.email:
        keys.add(("e", fold(person.email)[:KEY_LENGTH]))
    if serial is not None:
        keys.add(("c", str(serial)))
    return keys | {("m", block[:KEY_LENGTH]) for block in block_keys(person)}


@dataclass(frozen=True)
class Span:
    """Keys of one kind: those equal to `text`, or beginning with it."""

    kind: KeyKind
    text: str
    exact: bool = False


@dataclass(frozen=True)
class Part:
    """One thing asked for; any of its spans will do. `token` is set for a part of a name, `identity` for a number."""

    spans: tuple[Span, ...]
    token: str | None = None
    identity: str | None = None
    """What would be an identity number if it was one, to be looked for by its blind index."""

    @property
    def weight(self) -> int:
        """How few patients it leaves, roughly: the sharpest part leads the search."""
        return max(
            (100 if span.exact else 0) + len(span.text) * (4 if span.kind in "tde" else 1) for span in self.spans
        )

    @property
    def is_beginning(self) -> bool:
        """Whether it is a letter or two of a name, as so many patients have it."""
        return len(self.spans) == 1 and self.token is not None and len(self.token) <= 2


@dataclass(frozen=True)
class Question:
    """What somebody typed, understood; every part has to be met."""

    parts: tuple[Part, ...]

    @property
    def tokens(self) -> list[str]:
        """The parts of a name in it."""
        return [part.token for part in self.parts if part.token]


def _year(text: str) -> list[int]:
    return [int(text)] if len(text) == 4 else [1900 + int(text), 2000 + int(text)]


def _days(found: re.Match[str]) -> set[date]:
    """Every day a written date can mean: 3/4/60 is the third of April or the fourth of March, 1960 or 2060."""
    groups = found.groupdict()
    if month := groups.get("m"):
        orders = [(_MONTHS[month], int(groups["a"]))]
    else:
        first, second = int(groups["a"]), int(groups["b"])
        orders = [(first, second)] if found.re is _DATES[0] else [(first, second), (second, first)]
    days = set()
    for year in _year(groups["y"]):
        for month_number, day in orders:
            if 1 <= month_number <= 12 and 1 <= day <= 31 and year >= 1:
                try:
                    days.add(date(year, month_number, day))
                except ValueError:
                    continue
    return days


def _born(days: Iterable[date]) -> tuple[Span, ...]:
    return tuple(Span("b", day.isoformat(), exact=True) for day in sorted(days))


def digits_part(text: str) -> Part | None:
    """A run of digits: part of a phone number, a record number, a year or a day of birth."""
    digits = "".join(str(unicodedata.digit(c)) for c in text if c.isdecimal())[:20]
    bare = digits.lstrip("0")
    if not bare:
        return None
    spans = [Span("d", bare)]
    if len(bare) >= 3:
        spans.append(Span("t", bare[::-1]))
    if digits == text and len(digits) <= 9:
        spans.append(Span("c", bare, exact=True))
    if digits == text and len(digits) == 4 and digits[:2] in ("18", "19", "20"):
        spans.append(Span("b", f"{digits}-"))
    if digits == text and len(digits) == 8:
        for pattern in (r"(?P<y>\d{4})(?P<a>\d\d)(?P<b>\d\d)", r"(?P<a>\d\d)(?P<b>\d\d)(?P<y>\d{4})"):
            if found := re.fullmatch(pattern, digits):
                spans += _born(_days(found))
    return Part(tuple(spans), identity=digits if len(digits) >= 5 else None)


def phone_part(text: str) -> Part | None:
    """A phone number, or its beginning or end, in any spelling."""
    found = digits_part(text)
    spans = tuple(span for span in found.spans if span.kind in "dt") if found else ()
    return Part(spans) if spans else None


def email_part(text: str) -> Part:
    """An e-mail address or its beginning."""
    return Part((Span("e", fold(text)[:KEY_LENGTH]),))


def read_question(text: str) -> Question:
    """Understand what somebody typed: names, days of birth, phone numbers, e-mail, record numbers, in any order."""
    rest = fold(text[:LONGEST_QUESTION])
    parts: list[Part] = []
    for found in _EMAIL.findall(rest):
        parts.append(email_part(found))
    rest = _EMAIL.sub(" ", rest)
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            if spans := _born(_days(match)):
                parts.append(Part(spans))
                rest = rest.replace(match[0], " ", 1)
    for match in _MONTH_ONLY.finditer(rest):
        parts.append(Part((Span("b", match[0]),)))
        rest = rest.replace(match[0], " ", 1)
    for match in _RECORD_NUMBER.finditer(rest):
        parts.append(Part((Span("c", match[1], exact=True),)))
        rest = rest.replace(match[0], " ", 1)
    for match in _DIGITS.finditer(rest):
        part = digits_part(match[0].strip())
        if part:
            parts.append(part)
        rest = rest.replace(match[0], " ", 1)
    words = ("".join(word)[:KEY_LENGTH] for word in words_of(rest))
    parts += [Part((Span("n", token),), token, _identity(token)) for token in dict.fromkeys(words)]
    return Question(tuple(sorted(parts, key=lambda part: -part.weight)[:_MOST_PARTS]))


def _identity(token: str) -> str | None:
    return plain_identity(token) if len(token) >= 5 and any(map(str.isdecimal, token)) else None


def variants_of(token: str) -> set[str]:
    """
    A name and what it becomes without one of its letters.

    Two names one typo apart share a variant, whatever the typo: a letter more, less, other, or two swapped
    (the deletion neighbourhood of Wolf Garbe's SymSpell). Names of two letters have no typos, only neighbours.
    """
    return {token, *(token[:place] + token[place + 1 :] for place in range(len(token)))} if len(token) > 2 else set()


def one_typo_away(token: str, name: str) -> bool:
    """Whether a name is reached by one letter more, less, other, or two neighbours swapped."""
    from rapidfuzz.distance import OSA

    return abs(len(token) - len(name)) <= 1 and OSA.distance(token, name, score_cutoff=1) <= 1


def rank(tokens: list[str], words: str, *, loosely: bool = False) -> float:
    """
    How well a name answers the tokens asked for; more is better.

    :param words: the patient's folded name, family name first, as `sort_name` has it
    :param loosely: typos and sounds count too
    """
    names = words.split()
    total = 0.0
    for token in tokens:
        close = [_closeness(token, name, loosely) for name in names]
        first = close[0] + 0.1 if close and close[0] else 0.0
        total += max(first, *close, 0.0)
    return round(total, 4)


@lru_cache(maxsize=16384)
def _closeness(token: str, name: str, loosely: bool) -> float:
    if name == token:
        return 3.0
    if name.startswith(token):
        return 2.0 + len(token) / len(name) / 2
    if not loosely:
        return 0.0
    if one_typo_away(token, name):
        return 1.5
    return 1.0 if sound_of(token) and sound_of(token) == sound_of(name) else 0.0
