"""How a backup lies in its place: a folder of sealed streams, the manifest last, and documents beside all backups."""

import hmac
import json
import zlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from clinic_common.sealing import Sealer

from .places import Place

DOCUMENTS = "documents"
MANIFEST = "manifest"
_ID = "%Y%m%dT%H%M%S.%fZ"
_LONGEST_LINE = 64 * 1024 * 1024


class Broken(Exception):
    """A backup does not hold what it should."""


@dataclass(frozen=True)
class Part:
    """One schema as it was: its database, its newest script, and table → `rows:sha256`."""

    dialect: str
    revision: str
    tables: dict[str, str]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(int(digest.partition(":")[0]) for digest in self.tables.values())


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; without one it was never finished."""

    id: str
    taken_at: str
    schemas: dict[str, Part]
    documents: int
    document_bytes: int

    @property
    def rows(self) -> int:
        """How many rows it has in all schemas."""
        return sum(part.rows for part in self.schemas.values())

    def text(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_text(cls, text: bytes) -> "Manifest":
        """Read one."""
        said: dict[str, Any] = json.loads(text)
        return cls(**said | {"schemas": {word: Part(**part) for word, part in said["schemas"].items()}})


def new_id(moment: datetime) -> str:
    """The name of a backup: when it was taken."""
    return moment.astimezone(UTC).strftime(_ID)


def moment_of(backup: str) -> datetime | None:
    """When the backup of this name was taken; None if it is no such name."""
    try:
        return datetime.strptime(backup, _ID).replace(tzinfo=UTC)
    except ValueError:
        return None


def object_of(document: str, sealer: Sealer) -> str:
    """
    Where a document's bytes lie in a place, known without asking; its own name says what is in it.

    A document never changes, so it is kept once for all backups.
    """
    name = hmac.digest(sealer.derived_keys("backup/names")[0], document.encode(), "sha256").hex()
    return f"{DOCUMENTS}/{name[:2]}/{name[2:42]}"


async def manifest_of(place: Place, backup: str, sealer: Sealer) -> Manifest:
    """
    The manifest of a backup.

    :raises FileNotFoundError: it was never finished
    :raises Unsealable: it was changed, or its key is not in the ring
    """
    name = f"{backup}/{MANIFEST}"
    manifest = Manifest.from_text(b"".join([part async for part in place.read(name, sealer)]))
    if manifest.id != backup:
        raise Broken(f"{backup} holds the manifest of {manifest.id}")
    return manifest


async def backups_in(place: Place) -> list[str]:
    """The names of all backups of a place, the oldest first, unfinished ones included."""
    return [name for name in await place.folders() if moment_of(name)]


async def documents_in(place: Place, backup: str, sealer: Sealer) -> AsyncIterator[tuple[str, str]]:
    """Name and object of every document of a backup."""
    async for line in unpacked(place.read(f"{backup}/{DOCUMENTS}", sealer)):
        name, lies_at = json.loads(line)
        yield name, lies_at


async def packed(lines: AsyncIterator[Iterable[bytes]]) -> AsyncIterator[bytes]:
    """Lines, compressed."""
    packing = zlib.compressobj()
    async for some in lines:
        yield packing.compress(b"".join(some))
    yield packing.flush()


async def unpacked(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The lines of a compressed stream, in bounded memory."""
    unpacking = zlib.decompressobj()
    rest = b""
    async for chunk in stream:
        while chunk:
            *lines, rest = (rest + unpacking.decompress(chunk, 1 << 20)).split(b"\n")
            chunk = unpacking.unconsumed_tail
            for line in lines:
                yield line + b"\n"
            if len(rest) > _LONGEST_LINE:
                raise Broken("a line without an end")
    if rest or not unpacking.eof:
        raise Broken("a stream that ends in the middle")
