"""Code tables: how their files are read, and how entries are found as one types."""

import csv
import io
import re

from clinic_common.errors import Invalid

from .names import fold

ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
_LINE = re.compile(r"(?:\d{5} )?([A-Z]\d[0-9A-Z]{1,5})\s+(?:[01] )?(.+)")
_WORD = re.compile(r"\w+")


class UnreadableCodes(Invalid):
    """This is not a table of codes."""


def read_codes(text: str) -> dict[str, str]:
    """
    Read a code table: CSV with the columns `code` and `display`, or the lists of codes that CMS publishes
    (https://www.cms.gov/medicare/coding-billing/icd-10-codes), whose codes are written without their point.

    :raises UnreadableCodes: it is neither
    """
    lines = text.removeprefix("\ufeff").splitlines()
    header = [cell.strip().lower() for cell in (lines[0] if lines else "").split(",")]
    if {"code", "display"} <= set(header):
        rows = csv.DictReader(io.StringIO("\n".join([",".join(header), *lines[1:]])))
        found = {(row["code"] or "").strip(): (row["display"] or "").strip() for row in rows}
    else:
        told = (_LINE.fullmatch(line.rstrip()) for line in lines)
        found = {pointed(match[1]): _long(match[2]) for match in told if match}
    codes = {code: display[:500] for code, display in found.items() if 0 < len(code) <= 20 and display}
    if not codes:
        raise UnreadableCodes("There is no line with a code and what it means.")
    return codes


def pointed(code: str) -> str:
    """An ICD-10 code with its point: `A000` is `A00.0`."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 and "." not in code else code


def _long(said: str) -> str:
    """Of a line of the order file, which has a short title in 60 places and then the long one, the long one."""
    return said[60:].strip() or said.strip() if len(said) > 60 and said[59:60] == " " else said.strip()


def words_of_code(code: str, display: str) -> set[str]:
    """What an entry is found under."""
    return {word[:40] for word in _WORD.findall(fold(display))} | {fold(code).replace(".", "")}


def asked_words(text: str) -> list[str]:
    """The beginnings of words that are asked for, the longest first; a code may be typed with its point."""
    plain = re.sub(r"(?<=\d)\.(?=\w)", "", fold(text))
    return sorted({word[:40] for word in _WORD.findall(plain)}, key=lambda word: (-len(word), word))[:6]
