"""The access trail's chain: each entry's hash covers the entry and the hash before it (I13)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

NO_HASH = bytes(32)
"""What the first entry of a chain follows."""

ENTRY_FIELDS = (
    "source", "position", "occurred_at", "staff_id", "staff_name", "role", "session_id", "action", "kind",
    "patient_id", "address", "request_id", "purpose", "outcome",
)  # fmt: skip
"""What an entry says; all of it is under its hash."""


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in UTC with six decimals and `Z`, ids as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, UUID):
        return str(value)
    return value


def as_bytes(value: Any) -> bytes:
    """Bytes as they were stored; somebody who tampers may have put text in their place."""
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else str(value).encode()


def entry_hash(entry: Mapping[str, Any], previous_hash: bytes) -> bytes:
    """
    SHA-256 over one entry and the hash of the one before.

    What is hashed is a JSON object with sorted keys, no spaces, UTF-8: every field of `ENTRY_FIELDS`, ids and
    moments (UTC, six decimals, `Z`) as text, `previous_hash` in hex. Anybody can compute it again.
    """
    document = {field: plain(entry[field]) for field in ENTRY_FIELDS} | {"previous_hash": previous_hash.hex()}
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()
