"""Where backups are kept: folders and S3-compatible buckets, spoken to alike."""

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from clinic_common import telemetry
from clinic_common.sealing import Sealer

from .streams import Sealing, opened

# obstore is loaded when a place is opened: no other command needs it.

_CHUNK = 4 * 1024 * 1024


class Place:
    """
    One place for backups.

    :param url: `s3://bucket/prefix` (keys and endpoint from the usual AWS_… variables), or a folder's path
    """

    def __init__(self, url: str) -> None:
        from obstore.store import LocalStore, from_url

        self.url = url
        self.store: Any
        if "://" in url and not url.startswith("file://"):
            # One that is away is told within a minute, not within the library's three.
            self.store = from_url(url, retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=30)})
        else:
            folder = Path(url.removeprefix("file://"))
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.store = LocalStore(folder, automatic_cleanup=True)

    async def names(self, prefix: str = "") -> list[str]:
        """Everything there is below a prefix that ends in `/`."""
        import obstore

        found = []
        async for batch in obstore.list(self.store, prefix or None):
            found += [str(item["path"]) for item in batch]
        return found

    async def folders(self) -> list[str]:
        """The first words of all names."""
        import obstore

        return sorted((await obstore.list_with_delimiter_async(self.store))["common_prefixes"])

    async def stream(self, name: str) -> AsyncIterator[bytes]:
        """
        The bytes under a name.

        :raises FileNotFoundError: there are none
        """
        import obstore

        answer = await obstore.get_async(self.store, name)
        async for chunk in answer.stream(min_chunk_size=_CHUNK):
            yield bytes(chunk)

    async def read(self, name: str, sealer: Sealer) -> AsyncIterator[bytes]:
        """
        What is sealed under a name.

        :raises Unsealable: it was changed
        """
        async for plain in opened(self.stream(name), sealer, name):
            yield plain

    async def remove(self, names: Iterable[str]) -> None:
        """Remove what is under these names."""
        import obstore

        if wanted := list(names):
            await obstore.delete_async(self.store, wanted)

    def __str__(self) -> str:
        return self.url


class Places:
    """
    All places a backup goes to; one that fails is left out, and told.

    :raises SystemExit: none works
    """

    def __init__(self, urls: Iterable[str]) -> None:
        self.failed: dict[str, str] = {}
        self.working: list[Place] = []
        for url in urls:
            try:
                self.working.append(Place(url))
            except Exception as error:  # whatever a store says of a wrong address, the other places still count
                self.failed[url] = telemetry.describe(error)
        if self.failed:
            self._must_have_one()

    def only(self, places: list[Place]) -> "Places":
        """Some of them; one that fails there fails here, too."""
        some = Places(())
        some.working, some.failed = places, self.failed
        return some

    def leave_out(self, place: Place, error: BaseException) -> None:
        """Go on without a place."""
        self.failed[place.url] = telemetry.describe(error)
        if place in self.working:
            self.working.remove(place)
        self._must_have_one()

    def _must_have_one(self) -> None:
        if not self.working:
            raise SystemExit("No place for backups works: " + "; ".join(f"{u}: {w}" for u, w in self.failed.items()))

    async def write(self, name: str, sealer: Sealer, chunks: AsyncIterator[bytes]) -> None:
        """
        Seal a stream once and write it to every place as it comes; it appears there when it is whole.

        :raises SystemExit: no place is left
        """
        import obstore

        sealing = Sealing(sealer, name)
        writers = {
            place: obstore.open_writer_async(place.store, name, buffer_size=2 * _CHUNK) for place in self.working
        }
        async for chunk in chunks:
            await self._write(writers, sealing.feed(chunk))
        await self._write(writers, sealing.end(), close=True)

    async def _write(self, writers: dict[Place, Any], sealed: bytes, *, close: bool = False) -> None:
        for place, writer in list(writers.items()):
            try:
                if sealed:
                    await writer.write(sealed)
                if close:
                    await writer.close()
            except Exception as error:  # whatever a store says, the other places still count
                del writers[place]
                self.leave_out(place, error)
