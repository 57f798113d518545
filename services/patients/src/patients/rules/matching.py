"""
Likely duplicates: how alike two registrations are, in a number and in words.

Evidence is added up as log-odds (Fellegi and Sunter, "A Theory for Record Linkage", 1969): what agrees speaks
for one person, what differs against it, what is missing says nothing.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from .names import fold, name_tokens, sound_of

LIKELY = 0.5
"""From here on two registrations are shown as likely duplicates."""
_DOUBT = -5.0
"""What has to be outweighed: two registrations taken at random are two people."""
_HOUSEHOLD = 5.0
"""The most that address, phone and e-mail say together: whoever lives together shares them."""
_NOBODY = {
    "baby", "boy", "girl", "na", "nn", "nil", "no", "none", "name", "given", "unknown", "unk", "unnamed", "x", "xx",
    "xxx", "fnu", "lnu", "not", "known", "missing",
}  # fmt: skip
"""What is typed where a name is not known."""

Evidence = tuple[float, str]
_NOTHING: Evidence = (0.0, "")
T = TypeVar("T")


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


def _closed(text: str) -> str:
    return "".join(text.split())


def plain_identity(number: str) -> str:
    """An identity number as it is compared: letters and digits only, in capitals; empty if it says nothing."""
    plain = re.sub(r"[\W_]", "", fold(number)).upper()
    return plain if len(set(plain)) > 1 else ""


def _named(name: str) -> str:
    """A folded name; empty when it only says that nobody knows it."""
    folded = fold(name)
    words = set(name_tokens(folded))
    return "" if not words or words <= _NOBODY else " ".join(folded.split())


def _sounds(name: str) -> list[str]:
    return [sound_of(token) or token for token in name_tokens(_named(name))[:3]]


def block_keys(person: Person) -> set[str]:
    """
    The few keys one of which two registrations of one person share, whatever else is mistyped.

    Each is shared by few patients, so that likely duplicates are found without looking at everybody. The identity
    number is not among them: it is sealed, and found by its blind index.
    """
    given, family = _sounds(person.given_name), _sounds(person.family_name)
    names = sorted(filter(None, {*given, *family}))
    born, post = _digits(person.born), _closed(fold(person.postal_code))
    street = _closed(fold(person.street))[:24]
    blocks = {"name " + " ".join(sorted((a, b))) for a in given for b in family if a and b}
    if len(born) == 8:
        blocks.add(f"born {born}")
        blocks |= {f"{part} {name}" for part in (f"year {born[:4]}", f"day {born[4:]}") for name in names}
    if post:
        blocks |= {f"post {post} {name}" for name in names}
    if street:
        door = "".join(re.findall(r"\d+", street)) or street
        blocks |= {f"door {door} {name}" for name in names}
        blocks |= {f"place {street} {place}" for place in (post, _closed(fold(person.city))) if place}
    if phone := _phone(person):
        blocks.add(f"phone {phone}")
    if person.email:
        blocks.add(f"mail {fold(person.email)}")
    return blocks


def match_score(a: Person, b: Person) -> Score:
    """P4: tell how likely two registrations are one person; the same both ways round."""
    shared = [
        _same(_phone(a), _phone(b), agree=3.5, differ=-0.3, reason="same phone"),
        _same(fold(a.email), fold(b.email), agree=4.0, differ=-0.3, reason="same e-mail"),
        _address(a, b),
    ]
    evidence = [
        *_names(a, b),
        _birth(a.born, b.born),
        (min(sum(each for each, _ in shared), _HOUSEHOLD), ""),
        *((0.0, reason) for _, reason in shared),
        _identity(plain_identity(a.identity), plain_identity(b.identity)),
        _sex(a.sex, b.sex),
    ]
    weight = sum(each for each, _ in evidence)
    reasons = tuple(reason for _, reason in evidence if reason)
    return Score(round(1 / (1 + math.exp(-(weight + _DOUBT))), 3), reasons)


def _grade(alike: float, grades: tuple[tuple[float, T], ...], otherwise: T) -> T:
    """What stands beside the first grade that is reached."""
    return next((worth for least, worth in grades if alike >= least), otherwise)


def _alike(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 1: spelling (Jaro-Winkler), sound, and words in another order."""
    import jellyfish
    from rapidfuzz.distance import OSA, JaroWinkler

    if not one or not other:
        return -1.0
    if _closed(one) == _closed(other):
        return 1.0
    spelling: float = JaroWinkler.similarity(one, other)
    if min(len(one), len(other)) > 3 and OSA.distance(one, other, score_cutoff=1) <= 1:
        spelling = max(spelling, 0.93)
    if " " in one or " " in other:
        words, others = set(one.split()), set(other.split())
        if words <= others or others <= words:
            spelling = max(spelling, 0.95)
    if min(len(one), len(other)) > 3 and one.isascii() and other.isascii():
        same_sound = jellyfish.metaphone(one) == jellyfish.metaphone(other)
        spelling = max(spelling, 0.92) if same_sound else spelling
    return spelling


def _name_weight(alike: float, agree: float) -> float:
    if alike < 0:
        return 0.0
    part = _grade(alike, ((0.995, 1.0), (0.92, 0.85), (0.86, 0.6), (0.78, 0.15)), 0.0)
    return agree * part if part else _grade(alike, ((0.65, -1.0),), -2.0)


def _names(a: Person, b: Person) -> Iterator[Evidence]:
    given, family = (_named(a.given_name), _named(b.given_name)), (_named(a.family_name), _named(b.family_name))
    straight = _alike(*given), _alike(*family)
    crossed = _alike(given[0], family[1]), _alike(family[0], given[1])
    as_written = sum(_name_weight(alike, agree) for alike, agree in zip(straight, (3.0, 4.0), strict=True))
    swapped = sum(_name_weight(alike, 3.5) for alike in crossed) - 0.5
    if max(crossed) > 0.86 and swapped > as_written:
        both = min(crossed) > 0.86
        yield swapped, "given and family name swapped" if both else "one's given name is the other's family name"
        return
    yield as_written, ""
    for label, alike in (("given name", straight[0]), ("family name", straight[1])):
        yield 0.0, _grade(alike, ((0.995, f"same {label}"), (0.86, f"similar {label}")), "")


def _birth(one: str, other: str) -> Evidence:
    from rapidfuzz.distance import OSA

    a, b = _digits(one), _digits(other)
    if len(a) != 8 or len(b) != 8:
        return _NOTHING
    # The first of January is what is entered when nobody knows.
    unsure = a.endswith("0101") or b.endswith("0101")
    if a == b:
        return 2.5 if unsure else 5.5, "same date of birth"
    if unsure:
        return -1.0 if a[:4] != b[:4] else 1.0, ""
    if a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]:
        return 4.0, "date of birth with day and month swapped"
    distance = OSA.distance(a, b)
    if distance == 1:
        swapped = sorted(a) == sorted(b)
        return 3.2, "date of birth with two digits swapped" if swapped else "date of birth differs in one digit"
    return (0.0 if distance == 2 else -2.5), ""


def _identity(one: str, other: str) -> Evidence:
    from rapidfuzz.distance import OSA

    if not one or not other:
        return _NOTHING
    if one == other:
        return 12.0, "same identity number"
    if OSA.distance(one, other, score_cutoff=1) <= 1:
        return 4.5, "identity number differs in one character"
    return -2.5, ""


def _address(a: Person, b: Person) -> Evidence:
    from rapidfuzz import fuzz

    streets = fold(a.street), fold(b.street)
    posts, cities = (fold(a.postal_code), fold(b.postal_code)), (fold(a.city), fold(b.city))
    weight, reason = 0.0, ""
    if all(streets):
        alike = fuzz.token_sort_ratio(*streets) / 100
        alike = max(alike, fuzz.ratio(*map(_closed, streets)) / 100, 0.9 * fuzz.token_set_ratio(*streets) / 100)
        weight += _grade(alike, ((0.95, 2.8), (0.8, 2.0), (0.7, 0.5)), -1.0)
        reason = _grade(alike, ((0.95, "same address"), (0.8, "similar address")), "")
    if all(posts):
        weight += 1.5 if posts[0] == posts[1] else 0.7 if sorted(posts[0]) == sorted(posts[1]) else -0.7
    if all(cities):
        weight += 1.2 if fuzz.ratio(*map(_closed, cities)) >= 80 else -0.6
    return weight, reason


def _phone(person: Person) -> str:
    return _digits(person.phone.partition(";")[0])[-9:]


def _same(one: str, other: str, *, agree: float, differ: float, reason: str) -> Evidence:
    if not one or not other:
        return _NOTHING
    return (agree, reason) if one == other else (differ, "")


def _sex(one: str, other: str) -> Evidence:
    told = {"male", "female"}
    return (-1.0, "") if one in told and other in told and one != other else _NOTHING
