"""
Likely duplicates: how alike two registrations are, in a number and in words.

Evidence is added up as log-odds (Fellegi and Sunter, "A Theory for Record Linkage", 1969): what agrees speaks
for one person, what differs against it, what is missing says nothing.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .names import fold, name_tokens, sound_of

LIKELY = 0.5
"""From here on two registrations are shown as likely duplicates."""
_DOUBT = -5.0
"""What has to be outweighed: two registrations taken at random are two people."""


_HOUSEHOLD = 5.5


@dataclass(frozen=True)
class Person:
    """What a registration says about somebody; empty text where it says nothing. `born` is `YYYY-MM-DD`."""

    given_name: str = ""
    family_name: str = ""
    born: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    city: str = ""
    postal_code: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Score:
    """How likely two registrations are one person, from 0 to 1, and why, in words."""

    score: float
    reasons: tuple[str, ...] = field(default=())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _sounds(name: str) -> list[str]:
    return [sound_of(token) or token for token in name_tokens(name)[:3]]


def block_keys(person: Person) -> set[str]:
    """
    The few keys one of which two registrations of one person share, whatever else is mistyped.

    Each is shared by few patients, so that likely duplicates are found without looking at everybody.
    """
    blocks: set[str] = set()
    given, family = _sounds(person.given_name), _sounds(person.family_name)
    names = sorted({*given, *family})
    born = _digits(person.born)
    blocks |= {f"name {a} {b}" for a in given for b in family if a and b and a <= b}
    blocks |= {f"name {b} {a}" for a in given for b in family if a and b and b < a}
    if len(born) == 8:
        blocks.add(f"born {born}")
        blocks |= {f"year {born[:4]} {name}" for name in names if name}
        blocks |= {f"day {born[4:]} {name}" for name in names if name}
    if post := fold(person.postal_code).replace(" ", ""):
        blocks |= {f"post {post} {name}" for name in names if name}
    if street := "".join(fold(person.street).split()):
        blocks |= {f"street {street[:24]} {name}" for name in names if name}
    if phone := _digits(person.phone.partition(";")[0])[-9:]:
        blocks.add(f"phone {phone}")
    if person.email:
        blocks.add(f"mail {fold(person.email)}")
    if identity := _digits(person.identity):
        blocks.add(f"identity {identity}")
    return blocks


def _alike(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 1: spelling (Jaro-Winkler), sound, and words in another order."""
    import jellyfish
    from rapidfuzz.distance import JaroWinkler

    if not one or not other:
        return -1.0
    if one == other:
        return 1.0
    spelling = JaroWinkler.similarity(one, other)
    if " " in one or " " in other:
        words, others = set(one.split()), set(other.split())
        if words <= others or others <= words:
            spelling = max(spelling, 0.95)
    if min(len(one), len(other)) > 3 and one.isascii() and other.isascii():
        same_sound = jellyfish.metaphone(one) == jellyfish.metaphone(other)
        spelling = max(spelling, 0.92) if same_sound else spelling
    return spelling


def _name_weight(alike: float, *, agree: float, differ: float) -> float:
    if alike < 0:
        return 0.0
    for least, part in ((0.995, 1.0), (0.92, 0.8), (0.86, 0.5), (0.78, 0.1)):
        if alike >= least:
            return agree * part
    return differ if alike < 0.65 else differ / 2


def _names(a: Person, b: Person) -> tuple[float, list[str]]:
    given, family = (fold(a.given_name), fold(b.given_name)), (fold(a.family_name), fold(b.family_name))
    straight = _alike(*given), _alike(*family)
    crossed = _alike(given[0], family[1]), _alike(family[0], given[1])
    weights = [
        (_name_weight(s, agree=g, differ=-2.5), s) for s, g in zip(straight, (3.0, 4.0), strict=True)
    ]  # fmt: skip
    weight = sum(w for w, _ in weights)
    swapped = sum(_name_weight(s, agree=3.0, differ=-2.5) for s in crossed) - 0.5
    if swapped > weight and min(crossed) > 0.85:
        return swapped, ["given and family name swapped"]
    reasons = []
    for label, alike in (("given name", straight[0]), ("family name", straight[1])):
        if alike >= 0.995:
            reasons.append(f"same {label}")
        elif alike >= 0.86:
            reasons.append(f"similar {label}")
    return weight, reasons


def _birth(one: str, other: str) -> tuple[float, str]:
    from rapidfuzz.distance import OSA

    a, b = _digits(one), _digits(other)
    if len(a) != 8 or len(b) != 8:
        return 0.0, ""
    if a == b:
        return 5.5, "same date of birth"
    if a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]:
        return 4.0, "date of birth with day and month swapped"
    distance = OSA.distance(a, b)
    if distance == 1:
        swapped = sorted(a) == sorted(b)
        return 3.0, "date of birth with two digits swapped" if swapped else "date of birth differs in one digit"
    if distance == 2:
        return 0.0, ""
    return -3.5, ""


def _identity(one: str, other: str) -> tuple[float, str]:
    from rapidfuzz.distance import OSA

    a, b = _digits(one), _digits(other)
    if not a or not b:
        return 0.0, ""
    if a == b:
        return 7.0, "same identity number"
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return 4.5, "identity number differs in one digit"
    return -2.5, ""


def _address(a: Person, b: Person) -> tuple[float, str]:
    from rapidfuzz import fuzz

    weight = 0.0
    reason = ""
    streets = fold(a.street), fold(b.street)
    if all(streets):
        alike = fuzz.token_sort_ratio(*streets) / 100
        weight += 2.5 if alike >= 0.95 else 1.8 if alike >= 0.8 else 0.5 if alike >= 0.7 else -0.7
        reason = "same address" if alike >= 0.95 else "similar address" if alike >= 0.8 else ""
    posts = fold(a.postal_code), fold(b.postal_code)
    if all(posts):
        weight += 1.5 if posts[0] == posts[1] else 0.3 if sorted(posts[0]) == sorted(posts[1]) else -0.5
    cities = fold(a.city), fold(b.city)
    if all(cities):
        weight += 1.0 if fuzz.ratio(*cities) >= 85 else -0.4
    return weight, reason


def _same(one: str, other: str, *, agree: float, differ: float, reason: str) -> tuple[float, str]:
    if not one or not other:
        return 0.0, ""
    return (agree, reason) if one == other else (differ, "")


def match_score(a: Person, b: Person) -> Score:
    """P4: tell how likely two registrations are one person; the same both ways round."""
    weight, reasons = _names(a, b)
    phones = (_digits(a.phone.partition(";")[0])[-9:], _digits(b.phone.partition(";")[0])[-9:])
    phone = _same(*phones, agree=3.5, differ=-0.3, reason="same phone")
    address = _address(a, b)
    # A household shares phone and address: together they say little more than one of them.
    household = min(phone[0] + address[0], _HOUSEHOLD)
    weight += household
    evidence: Iterable[tuple[float, str]] = (
        _birth(a.born, b.born),
        (0.0, phone[1]),
        _same(fold(a.email), fold(b.email), agree=4.0, differ=-0.3, reason="same e-mail"),
        (0.0, address[1]),
        _identity(a.identity, b.identity),
        _sex(a.sex, b.sex),
    )
    for more, reason in evidence:
        weight += more
        if reason:
            reasons.append(reason)
    likelihood = 1 / (1 + math.exp(-(weight + _DOUBT)))
    return Score(round(likelihood, 3), tuple(reasons))


def _sex(one: str, other: str) -> tuple[float, str]:
    told = {"male", "female"}
    return (-1.0, "") if one in told and other in told and one != other else (0.0, "")
