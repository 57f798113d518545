"""What an import file holds once it is understood: people and chart entries as plain values, and what was refused."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from clinic_common.http.bodies import email_address

REASON_LENGTH = 200
_LINES = "\n\r\t"


class CannotTake(ValueError):
    """One thing in the file cannot be taken; the message says why, without quoting the patient."""


@dataclass(frozen=True)
class Remark:
    """Something about one place in the file, for whoever brought it."""

    pointer: str
    reason: str


@dataclass
class IncomingPatient:
    """A patient as the file has them. `sources` are the names the file's origin knows them by."""

    pointer: str
    sources: list[bytes]
    given_name: str
    family_name: str
    born_on: date
    sex: str
    email: str | None = None
    phone: str | None = None
    address: dict[str, str] | None = None
    preferred_language: str | None = None
    contact_by: str | None = None
    identity_number: str | None = None
    own_id: UUID | None = None
    """The id this clinic gave them, if the file went out of it."""


@dataclass
class IncomingItem:
    """An entry for one list of somebody's chart; `patient` is a source of theirs."""

    pointer: str
    table: str
    patient: bytes
    source: bytes
    values: dict[str, Any]
    own_id: UUID | None = None
    """The id this clinic gave the entry, if the file went out of it."""


@dataclass
class Incoming:
    """A whole file, understood."""

    patients: list[IncomingPatient] = field(default_factory=list)
    items: list[IncomingItem] = field(default_factory=list)
    rejected: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def reject(self, pointer: str, reason: object) -> None:
        """List something that cannot be taken."""
        self.rejected.append(Remark(pointer[:REASON_LENGTH], str(reason)[:REASON_LENGTH]))

    def remark(self, pointer: str, reason: object) -> None:
        """List a detail that was left away from something that was taken."""
        self.remarks.append(Remark(pointer[:REASON_LENGTH], str(reason)[:REASON_LENGTH]))

    def leave_out(self, kind: str) -> None:
        """Count something this clinic does not keep."""
        kind = clean(kind)[:80] or "unnamed"
        if kind not in self.left_out and len(self.left_out) >= 200:
            kind = "others"
        self.left_out[kind] = self.left_out.get(kind, 0) + 1


def source_of(*parts: str) -> bytes:
    """The fingerprint of an identifier, so that what the origin calls somebody is not kept readable."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()


def own_id(name: str) -> UUID | None:
    """The id in `urn:uuid:…`, or the id itself, if that is what the origin calls something."""
    try:
        return UUID(name.removeprefix("urn:uuid:"))
    except ValueError:
        return None


def _kept(character: str) -> bool:
    # The same characters that may be typed, so that whatever went out comes back.
    code = ord(character)
    never = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not never and unicodedata.category(character) not in ("Cc", "Cs")


def clean(value: object, *, lines: bool = False) -> str:
    """
    A value as storable text; empty when it is no text.

    :param lines: line breaks and tabs may stay, otherwise they become spaces
    """
    if not isinstance(value, str):
        return ""
    kept = "".join((c if lines else " ") if c in _LINES else c for c in value if c in _LINES or _kept(c))
    return unicodedata.normalize("NFC", kept).strip()


def text(value: object, what: str, limit: int, *, lines: bool = False) -> str | None:
    """
    A text that fits its column, or None when there is none.

    :raises CannotTake: it is too long
    """
    found = clean(value, lines=lines)
    if len(found) > limit:
        raise CannotTake(f"{what} is longer than {limit} characters")
    return found or None


def needed(value: object, what: str, limit: int, *, lines: bool = False) -> str:
    """
    A text that has to be there and to fit.

    :raises CannotTake: it is missing or too long
    """
    found = text(value, what, limit, lines=lines)
    if found is None:
        raise CannotTake(f"{what} is missing")
    return found


def checked_email(value: object) -> str | None:
    """
    An e-mail address, or None when there is none.

    :raises CannotTake: it is no address
    """
    found = clean(value)
    if not found:
        return None
    try:
        address = email_address(found)
    except ValueError:
        raise CannotTake("the e-mail address is not one and was left away") from None
    if len(address) > 254:
        raise CannotTake("the e-mail address is too long and was left away")
    return address
