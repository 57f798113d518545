"""Names in every script: folded, cut into words, and as they sound."""

import re
import unicodedata
from functools import lru_cache

KEY_LENGTH = 60
"""The longest search key."""
_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "’": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-",
})  # fmt: skip
_ACCENT = 10
"""Canonical combining classes from here on are marks above and below letters, not letters of a script."""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Fold case, accents, width and look-alike marks away; letters of every script stay."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    bare = "".join(c for c in plain if unicodedata.combining(c) < _ACCENT)
    return unicodedata.normalize("NFC", bare)


def words_of(folded: str) -> list[list[str]]:
    """The words of a folded text, each as its parts: `o'brien ann` is `[["o", "brien"], ["ann"]]`."""
    return [re.split("['-]", word) for word in _WORD.findall(folded)]


def name_tokens(*names: str) -> list[str]:
    """
    The words a name is found under, folded.

    `O'Brien` is found as `obrien` and `brien`, `Anne-Marie` as `annemarie`, `anne` and `marie`. Scripts that
    are written without spaces also get family and given name in one word, both ways round.
    """
    found: dict[str, None] = {}
    for name in names:
        for parts in words_of(fold(name)):
            found["".join(parts)[:KEY_LENGTH]] = None
            if len(parts) > 1:
                found.update((part[:KEY_LENGTH], None) for part in parts if len(part) > 1)
    if len(names) > 1 and any(not word.isascii() for word in found):
        whole = [fold(name).replace(" ", "") for name in names]
        found["".join(whole)[:KEY_LENGTH]] = None
        found["".join(reversed(whole))[:KEY_LENGTH]] = None
    return list(found)


@lru_cache(maxsize=16384)
def sound_of(token: str) -> str:
    """How a folded Latin token sounds; empty for other scripts and for what has no sound."""
    import jellyfish

    return jellyfish.metaphone(token)[:KEY_LENGTH] if token.isascii() and token.isalpha() else ""
