"""Rows as lines of JSON, the same for the same row, so that two tables can be compared by one checksum."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

Row = Sequence[Any]


def _tagged(value: object) -> dict[str, str]:
    """What JSON has no word for; a plain value of a column is never an object."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"b": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, timedelta):
        return {"s": f"{value.days} {value.seconds} {value.microseconds}"}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    raise TypeError(f"no way to keep a {type(value).__name__}")


_READ: dict[str, Callable[[str], Any]] = {
    "b": base64.b64decode,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "s": lambda text: timedelta(*map(int, text.split())),
    "n": Decimal,
}


def _untagged(value: dict[str, str]) -> Any:
    ((tag, text),) = value.items()
    return _READ[tag](text)


def line_of(row: Row) -> bytes:
    """One row as a line."""
    return json.dumps(list(row), default=_tagged, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def row_of(line: bytes) -> list[Any]:
    """The row of a line."""
    row: list[Any] = json.loads(line, object_hook=_untagged)
    return row


@dataclass
class Digest:
    """How many rows there were, and the checksum of all of them in their order."""

    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, lines: Iterable[bytes]) -> None:
        """Count these in."""
        for line in lines:
            self.rows += 1
            self._hash.update(line)

    def __str__(self) -> str:
        return f"{self.rows}:{self._hash.hexdigest()}"
