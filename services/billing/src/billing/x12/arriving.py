"""Reads whatever a clearinghouse sends: told by its first transaction set, read as what it is."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from .acknowledgement import read_acknowledgements
from .reader import Refused
from .remittance835 import read_remittances

_HEAD = 64 * 1024
_FIRST_SET = re.compile(rb"[^A-Z0-9]ST[^A-Z0-9\s](\d{3})", re.IGNORECASE)


def read_any(chunks: Iterable[bytes]) -> dict[str, Any]:
    """
    Read a file: `kind`, and `payments` of a remittance or `results` of an acknowledgement.

    :raises Refused: it is neither, or not as it must be
    """
    parts, head = iter(chunks), b""
    while len(head) < _HEAD and (part := next(parts, b"")):
        head += part
    first = _FIRST_SET.search(head)
    kind = first[1].decode() if first else ""
    whole: Iterator[bytes] = chain([head], parts)
    if kind in ("999", "277"):
        return {"kind": kind, "results": read_acknowledgements(whole)}
    if kind == "835":
        return {"kind": kind, "payments": list(read_remittances(whole))}
    raise Refused("it is neither a remittance (835) nor an acknowledgement (999, 277CA)", segment=1, position=0)
