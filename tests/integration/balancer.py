"""What a platform puts before replicas: new connections go, in turn, to those that say they are ready."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

import uvloop

LOOK_SECONDS = 0.25


@contextmanager
def balanced(port: int, replicas: list[int]) -> Iterator[None]:
    """Balance a port of this machine over others, while entered."""
    opened = threading.Event()
    loop = uvloop.new_event_loop()
    balancer = _Balancer(port, replicas)
    thread = threading.Thread(target=loop.run_until_complete, args=(balancer.run(opened),), daemon=True)
    thread.start()
    assert opened.wait(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(balancer.over.set)
        thread.join(10)
        loop.close()


class _Balancer:
    """Knows nothing of HTTP but the question whether a replica is ready."""

    def __init__(self, port: int, replicas: list[int]) -> None:
        self._port, self._replicas = port, replicas
        self._ready: set[int] = set()
        self._turn = count()
        self._pipes: set[asyncio.Task[None]] = set()
        self.over = asyncio.Event()

    async def run(self, opened: threading.Event) -> None:
        await asyncio.gather(*map(self._look, self._replicas))
        server = await asyncio.start_server(self._serve, "127.0.0.1", self._port, backlog=512)
        watchers = [asyncio.create_task(self._watch(replica)) for replica in self._replicas]
        opened.set()
        await self.over.wait()
        server.close()
        for task in (*watchers, *self._pipes):
            task.cancel()
        await asyncio.gather(*watchers, *self._pipes, return_exceptions=True)

    async def _watch(self, replica: int) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self._look(replica)

    async def _look(self, replica: int) -> None:
        """Believe a replica that says it is ready or not; one that is slow to answer stays what it was."""
        try:
            async with asyncio.timeout(10):
                reader, writer = await asyncio.open_connection("127.0.0.1", replica)
                try:
                    writer.write(b"GET /health/ready HTTP/1.1\r\nHost: balancer\r\nConnection: close\r\n\r\n")
                    ready = (await reader.readexactly(12)).endswith(b" 200")
                finally:
                    writer.close()
        except TimeoutError:
            return
        except (OSError, asyncio.IncompleteReadError):
            ready = False
        (self._ready.add if ready else self._ready.discard)(replica)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._pipes.add(task)
        task.add_done_callback(self._pipes.discard)
        # If nobody is ready, anybody who listens is better than nobody, as balancers of platforms hold it too.
        candidates = sorted(self._ready) or self._replicas
        first = next(self._turn) % len(candidates)
        for replica in (*candidates[first:], *candidates[:first]):
            with suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", replica)
                await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
                return
        writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        with suppress(OSError):  # whichever side broke off, the other one is told by the close
            while chunk := await reader.read(65_536):
                writer.write(chunk)
                await writer.drain()
    finally:
        writer.close()
