"""Documents in a local folder, each file sealed to its document."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from clinic_common.sealing import Sealer

from ..rules import DocumentIncomplete


@dataclass(frozen=True)
class Folder:
    """
    A folder of sealed files: `arriving` holds what was sent, `kept` what was completed.

    A file appears under its name in one step, when all of it is on disk.
    """

    folder: Path
    sealer: Sealer

    async def receive(self, document_id: UUID, content: bytes) -> None:
        """Keep what was sent until it is completed; sent again, the later one counts."""
        await asyncio.to_thread(self._write, self._arriving(document_id), document_id, content)

    async def upload_link(self, document_id: UUID, *, valid_for: timedelta) -> str | None:
        """There is no way into the folder but through this service."""
        return None

    async def received(self, document_id: UUID, *, size: int) -> bytes:
        """
        What was sent.

        :raises DocumentIncomplete: nothing was, or not all of it
        """
        content = await asyncio.to_thread(self._read, self._arriving(document_id), document_id)
        if len(content) != size:
            raise DocumentIncomplete(f"{len(content)} of {size} bytes have arrived.")
        return content

    async def keep(self, document_id: UUID, content: bytes) -> bytes:
        """Keep a completed document under its SHA-256, which is returned: another content is another file."""
        sha256 = hashlib.sha256(content).digest()
        await asyncio.to_thread(self._write, self._kept(document_id, sha256), document_id, content)
        return sha256

    async def read(self, document_id: UUID, sha256: bytes) -> bytes:
        """
        A completed document, exactly as it was completed (P16).

        :raises DocumentIncomplete: its file is gone, or another one
        """
        content = await asyncio.to_thread(self._read, self._kept(document_id, sha256), document_id)
        if hashlib.sha256(content).digest() != sha256:
            raise DocumentIncomplete("The file is not the one that was completed.")
        return content

    async def forget_arrived(self, document_id: UUID) -> None:
        """Remove what was sent: it was completed, or refused."""
        await asyncio.to_thread(self._arriving(document_id).unlink, missing_ok=True)

    async def forget(self, document_id: UUID) -> None:
        """Remove all there is of a document that was never completed."""
        await self.forget_arrived(document_id)
        for file in self._shelf(document_id).glob(f"{document_id}.*"):
            await asyncio.to_thread(file.unlink, missing_ok=True)

    async def forget_old_arrivals(self, *, seconds: float) -> None:
        """Remove what arrived longer ago than this and is still not taken up, halves of files included."""
        await asyncio.to_thread(self._sweep, time.time() - seconds)

    async def reseal(self) -> AsyncIterator[bool]:
        """Seal every completed document under the newest key, one file after the other; says whether it had to."""
        for file in await asyncio.to_thread(lambda: sorted((self.folder / "kept").glob("*/*.*"))):
            yield await asyncio.to_thread(self._reseal, file)

    def _reseal(self, file: Path) -> bool:
        if self.sealer.key_id(file.read_bytes()) == self.sealer.newest:
            return False
        document_id = UUID(file.name.partition(".")[0])
        self._write(file, document_id, self._read(file, document_id))
        return True

    def _sweep(self, before: float) -> None:
        for file in (self.folder / "arriving").glob("*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < before:
                    file.unlink()

    def _arriving(self, document_id: UUID) -> Path:
        return self.folder / "arriving" / str(document_id)

    def _shelf(self, document_id: UUID) -> Path:
        # By the random end of the id, so that no folder grows without bound.
        return self.folder / "kept" / str(document_id)[-2:]

    def _kept(self, document_id: UUID, sha256: bytes) -> Path:
        return self._shelf(document_id) / f"{document_id}.{sha256.hex()}"

    def _write(self, file: Path, document_id: UUID, content: bytes) -> None:
        half = self.folder / "arriving" / f"{uuid4()}.half"
        for folder in (half.parent, file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(self.sealer.seal(content, context=self._context(document_id)))
                out.flush()
                os.fsync(out.fileno())
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
        entries = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(entries)
        finally:
            os.close(entries)

    def _read(self, file: Path, document_id: UUID) -> bytes:
        try:
            sealed = file.read_bytes()
        except FileNotFoundError:
            raise DocumentIncomplete() from None
        return self.sealer.open(sealed, context=self._context(document_id))

    @staticmethod
    def _context(document_id: UUID) -> str:
        return f"documents/content/{document_id}"
