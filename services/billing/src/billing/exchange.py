"""The folders shared with a clearinghouse: `out` for claims, `in` for its files, `archive` for what was taken."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUIET_SECONDS = 5.0
"""How long a file in `in` must have stayed as it is: half a file is not taken."""
_PART = 64 * 1024


class Busy(Exception):
    """Another process works on these folders at this moment."""


@dataclass(frozen=True)
class Arrived:
    """A file in `in`."""

    path: Path
    size: int
    fingerprint: str

    def chunks(self) -> Iterator[bytes]:
        """Its content, in parts."""
        with self.path.open("rb") as file:
            while part := file.read(_PART):
                yield part


@dataclass(frozen=True)
class Folders:
    """
    Where files are exchanged; nobody sees half a file, and a crash at any step loses and doubles none (X1, X2).

    Out: a file is written whole and to the disk under a name nobody looks for (`laid_out`), noted as being sent, then
    renamed in one step (`send`). If that note stands and the other name is gone, the rename has happened.
    """

    folder: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """
        Work on the folders while nobody else does; a process that dies lets go by itself.

        :raises Busy: somebody else does
        """
        for name in ("out", "in", "archive"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy from error
            yield

    def lay_out(self, name: str, content: bytes) -> None:
        """Write a file to the disk, beside its place."""
        with open(os.open(self._hidden(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _to_disk(self.folder / "out")

    def send(self, name: str) -> None:
        """Put a file that was laid out into its place, unless that was done."""
        hidden = self._hidden(name)
        if hidden.exists():
            hidden.rename(self.folder / "out" / name)
            _to_disk(self.folder / "out")

    def arrived(self) -> list[Path]:
        """The files in `in` that nobody writes any more, the oldest first."""
        before = time.time() - QUIET_SECONDS
        found = []
        for path in (self.folder / "in").iterdir():
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                changed = path.stat().st_mtime
                if changed <= before:
                    found.append((changed, path.name, path))
        return [path for _, _, path in sorted(found)]

    def look_at(self, path: Path) -> Arrived:
        """A file and what identifies it."""
        digest = hashlib.sha256()
        arrived = Arrived(path, path.stat().st_size, "")
        for part in arrived.chunks():
            digest.update(part)
        return Arrived(path, arrived.size, digest.hexdigest())

    def put_away(self, arrived: Arrived, *, where: str) -> None:
        """Move a file from `in` into a folder of the archive, under a name that nothing there has."""
        shelf = self.folder / "archive" / where
        shelf.mkdir(parents=True, exist_ok=True)
        arrived.path.rename(shelf / f"{time.time_ns()}-{arrived.fingerprint[:12]}-{arrived.path.name[-150:]}")
        _to_disk(shelf)
        _to_disk(self.folder / "in")

    def _hidden(self, name: str) -> Path:
        return self.folder / "out" / f".{name}.part"


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
