"""Documents in an S3-compatible bucket: sent there straight by a signed link, kept there sealed."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from clinic_common.sealing import Sealer

from ..rules import DocumentIncomplete

# obstore is loaded with the first document: a service that keeps none in a bucket does without it.


@dataclass(frozen=True)
class Bucket:
    """
    A bucket with `arriving/`, where links let people send to, and `kept/`, sealed, what was completed.

    :param url: `s3://bucket/prefix`; endpoint, region and keys come from the usual `AWS_…` variables
    """

    url: str
    sealer: Sealer

    @cached_property
    def _store(self) -> Any:
        from obstore.store import from_url

        return from_url(self.url, retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)})

    async def upload_link(self, document_id: UUID, *, valid_for: timedelta) -> str:
        """Where the bytes are sent to by PUT, without passing through this service."""
        import obstore

        return str(await obstore.sign_async(self._store, "PUT", self._arriving(document_id), valid_for))

    async def receive(self, document_id: UUID, content: bytes) -> None:
        """Keep what was sent until it is completed; sent again, the later one counts."""
        await self._put(self._arriving(document_id), content)

    async def received(self, document_id: UUID, *, size: int) -> bytes:
        """
        What was sent, if it is as large as announced; anything else is not even fetched.

        :raises DocumentIncomplete: nothing was, or not all of it, or more
        """
        import obstore

        path = self._arriving(document_id)
        try:
            there = int((await obstore.head_async(self._store, path))["size"])
        except FileNotFoundError:
            raise DocumentIncomplete() from None
        if there != size:
            raise DocumentIncomplete(f"{there} of {size} bytes have arrived.")
        return await self._get(path)

    async def keep(self, document_id: UUID, content: bytes) -> bytes:
        """Keep a completed document under its SHA-256, which is returned: another content is another object."""
        sha256 = hashlib.sha256(content).digest()
        await self._put(self._kept(document_id, sha256), self._sealed(document_id, content))
        return sha256

    async def read(self, document_id: UUID, sha256: bytes) -> bytes:
        """
        A completed document, exactly as it was completed (P16).

        :raises DocumentIncomplete: its object is gone, or another one
        """
        sealed = await self._get(self._kept(document_id, sha256))
        content = self.sealer.open(sealed, context=_context(document_id))
        if hashlib.sha256(content).digest() != sha256:
            raise DocumentIncomplete("The file is not the one that was completed.")
        return content

    async def forget_arrived(self, document_id: UUID) -> None:
        """Remove what was sent: it was completed, or refused."""
        await self._remove([self._arriving(document_id)])

    async def forget(self, document_id: UUID) -> None:
        """Remove all there is of a document that was never completed."""
        shelf = self._shelf(document_id)
        kept = [path async for path, _ in self._listed(shelf) if path.startswith(f"{shelf}/{document_id}.")]
        await self._remove([self._arriving(document_id), *kept])

    async def forget_old_arrivals(self, *, seconds: float) -> None:
        """Remove what arrived longer ago than this and is still not taken up."""
        before = datetime.now(UTC) - timedelta(seconds=seconds)
        await self._remove([path async for path, arrived in self._listed("arriving") if arrived < before])

    async def reseal(self) -> AsyncIterator[bool]:
        """Seal every completed document under the newest key, one after the other; says whether it had to."""
        async for path, _ in self._listed("kept"):
            sealed = await self._get(path)
            old = self.sealer.key_id(sealed) != self.sealer.newest
            if old:
                document_id = UUID(path.rpartition("/")[2].partition(".")[0])
                await self._put(
                    path, self._sealed(document_id, self.sealer.open(sealed, context=_context(document_id)))
                )
            yield old

    def _sealed(self, document_id: UUID, content: bytes) -> bytes:
        return self.sealer.seal(content, context=_context(document_id))

    async def _get(self, path: str) -> bytes:
        import obstore

        try:
            return bytes(await (await obstore.get_async(self._store, path)).bytes_async())
        except FileNotFoundError:
            raise DocumentIncomplete() from None

    async def _put(self, path: str, content: bytes) -> None:
        import obstore

        await obstore.put_async(self._store, path, content)

    async def _remove(self, paths: list[str]) -> None:
        import obstore

        if paths:
            await obstore.delete_async(self._store, paths)

    async def _listed(self, folder: str) -> AsyncIterator[tuple[str, datetime]]:
        import obstore

        async for batch in obstore.list(self._store, f"{folder}/"):
            for item in batch:
                yield str(item["path"]), item["last_modified"]

    @staticmethod
    def _arriving(document_id: UUID) -> str:
        return f"arriving/{document_id}"

    @staticmethod
    def _shelf(document_id: UUID) -> str:
        # As in the folder, so that a backup of one is brought back to the other.
        return f"kept/{str(document_id)[-2:]}"

    def _kept(self, document_id: UUID, sha256: bytes) -> str:
        return f"{self._shelf(document_id)}/{document_id}.{sha256.hex()}"


def _context(document_id: UUID) -> str:
    return f"documents/content/{document_id}"
