"""The access trail outside the house: how an export is written, and how anybody proves it without a database (I16)."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .seals import EXPORT, Break, Keys, Statement, Unsigned, check_seal, leaves_of, opened
from .trail import ENTRY_FIELDS, as_bytes, entry_hash, plain

_LINE_FIELDS = frozenset(ENTRY_FIELDS) | {"previous_hash", "entry_hash"}
LONGEST_ENTRY, LONGEST_SEAL = 20_000, 400_000
"""Bytes a line may have; a file without line ends cannot fill the memory."""


@dataclass(frozen=True)
class Part:
    """What an export holds of one source: whole seals, from one to another."""

    source: str
    first_seal: int
    last_seal: int
    first_position: int
    last_position: int
    last_fingerprint: str


@dataclass(frozen=True)
class Verdict:
    """Whether an export holds, and if not, where it first breaks."""

    valid: bool
    entries: int
    first_break: Break | None
    exported_at: str = ""


def _line(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def entry_line(row: Mapping[str, Any]) -> bytes:
    """One entry as an export has it: a JSON object with sorted keys, hashes in hex."""
    fields = {field: plain(row[field]) for field in ENTRY_FIELDS}
    return _line(fields | {name: as_bytes(row[name]).hex() for name in ("previous_hash", "entry_hash")})


def seal_line(statement: str, leaves: bytes) -> bytes:
    """One seal as an export has it: its signed statement, and the hashes its root comes from."""
    return _line({"seal": statement, "leaves": base64.b64encode(leaves).decode()})


def export_text(parts: Iterable[Part], *, exported_at: str) -> bytes:
    """What is signed about an export as a whole, so that nothing can be left out at its end."""
    return _line({"exported_at": exported_at, "parts": [vars(part) for part in parts]})


class _Broken(Exception):
    def __init__(self, source: str, position: int, reason: str) -> None:
        super().__init__(reason)
        self.found = Break(source, position, reason)


class _Entries:
    """The lines of an export's entries, read one by one."""

    def __init__(self, lines: Callable[[], Iterator[bytes]], progress: Callable[[int], None]) -> None:
        self._again, self._lines, self._progress = lines, lines(), progress
        self.line: bytes | None = None
        self.step()

    def step(self) -> None:
        self.line = next(self._lines, None)
        self._progress(len(self.line or b""))

    def is_there(self, source: str, position: int, *, times: int = 1) -> bool:
        """Whether the whole file has an entry with this place, so many times; reads it once more."""
        for line in self._again():
            if _place(line) == (source, position):
                times -= 1
                if times == 0:
                    return True
        return False


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    # One way of writing only: nobody is shown what the hash does not cover.
    return entry if isinstance(entry, dict) and entry.keys() == _LINE_FIELDS and _line(entry) == line else None


def _place(line: bytes) -> tuple[Any, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return (entry.get("source"), entry.get("position")) if isinstance(entry, dict) else None


def parts_of(manifest: str, *, keys: Keys) -> list[Part]:
    """
    What an export says it holds.

    :raises Unsigned: its manifest's signature does not hold
    """
    return [Part(**part) for part in json.loads(opened(manifest.strip(), purpose=EXPORT, keys=keys))["parts"]]


def verify_export(
    *,
    manifest: str,
    seals: Iterator[bytes],
    entries: Callable[[], Iterator[bytes]],
    keys: Keys,
    progress: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """
    Prove an export of the trail, in bounded memory, from nothing but itself and the public keys (I16).

    :param seals: the lines of its seals
    :param entries: opens the lines of its entries; called once more to tell a removed entry from a moved one
    :param progress: told the bytes of entries read since
    :return: the first entry that was changed, removed, added or reordered, if any
    """
    try:
        said = json.loads(opened(manifest, purpose=EXPORT, keys=keys))
    except Unsigned as error:
        return Verdict(False, 0, Break("", 0, f"manifest: {error}"))
    parts = parts_of(manifest, keys=keys)
    reading = _Entries(entries, progress)
    count = 0
    try:
        for part in parts:
            for statement, leaves in _seals_of(part, seals, keys):
                _check_entries(statement, leaves, reading, parts)
                count += len(leaves)
        if reading.line is not None:
            source, position = _shown(reading.line)
            raise _Broken(source, position, "added: the export ends before this entry")
        if next(seals, None) is not None:
            raise _Broken(parts[-1].source if parts else "", 0, "added: there are more seals than were exported")
    except _Broken as broken:
        return Verdict(False, count, broken.found, said["exported_at"])
    return Verdict(True, count, None, said["exported_at"])


def _shown(line: bytes) -> tuple[str, int]:
    source, position = _place(line) or ("", 0)
    return str(source), position if isinstance(position, int) else 0


def _seals_of(part: Part, seals: Iterator[bytes], keys: Keys) -> Iterator[tuple[Statement, list[bytes]]]:
    previous: Statement | None = None
    for number in range(part.first_seal, part.last_seal + 1):
        position = previous.last_position + 1 if previous else part.first_position
        try:
            said = json.loads(next(seals, b""))
            packed = base64.b64decode(said["leaves"], validate=True)
            statement = check_seal(
                said["seal"], packed, source=part.source, previous=previous, whole=part.first_seal == 1, keys=keys
            )
            if statement.number != number or statement.first_position != position:
                raise Unsigned("this is not the seal that was exported")
        except (Unsigned, binascii.Error) as error:
            raise _Broken(part.source, position, f"seal: {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _Broken(part.source, position, "seal: gone, or not readable") from error
        yield statement, leaves_of(packed)
        previous = statement
    if previous is None or previous.fingerprint().hex() != part.last_fingerprint:
        raise _Broken(part.source, part.last_position, "seal: this is not the last seal that was exported")


def _check_entries(seal: Statement, leaves: list[bytes], reading: _Entries, parts: list[Part]) -> None:
    head = seal.previous_head
    for position, leaf in enumerate(leaves, seal.first_position):
        if reading.line is None:
            raise _Broken(seal.source, position, "removed: the export ends before this entry")
        if _place(reading.line) != (seal.source, position):
            raise _Broken(*_misplaced(seal.source, position, reading, parts))
        entry = _read(reading.line)
        right = entry is not None and (entry["previous_hash"], entry["entry_hash"]) == (head.hex(), leaf.hex())
        if entry is None or not right or entry_hash(entry, head) != leaf:
            raise _Broken(seal.source, position, "changed: this entry no longer says what was sealed")
        head = leaf
        reading.step()


def _misplaced(source: str, position: int, reading: _Entries, parts: list[Part]) -> tuple[str, int, str]:
    """What happened where one entry was expected and another stands."""
    assert reading.line is not None
    there = _place(reading.line)
    if there is None:
        return source, position, "changed: this line is no entry"
    own = any(
        part.source == there[0] and type(there[1]) is int and part.first_position <= there[1] <= part.last_position
        for part in parts
    )
    if not own or reading.is_there(*there, times=2):
        return *_shown(reading.line), "added: this entry was not there when the trail was sealed"
    if reading.is_there(source, position):
        return source, position, "reordered: another entry stands in its place"
    return source, position, "removed: this entry is gone"
