"""
What the gateway costs: CPU per forwarded request, beside a bare proxy and nginx, in the same run.

    python -m benchmarks.gateway [--requests 3000]

All three forward the same answer of 2 KB from the same stand-in for a service. The gateway does everything it does in
a clinic: token, revocations, role table, limits, headers, its log line. Rounds take turns, so that other work on the
machine falls on all.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from clinic_common.database import new_id
from clinic_common.sealing import Sealer
from clinic_common.testing import Signer
from gateway.upstreams import HttpUpstream

from tests.integration.clinic import NAMES, command, free_port

from .machine import cpu_of, machine
from .nginx import start, start_nginx

ROUNDS = 6
PARALLEL = 10
ANSWER = json.dumps({"items": [{"id": str(new_id()), "family_name": "Lovelace"}] * 28, "next": None}).encode()


class Bare:
    """The least a proxy can be: one connection pool, no questions."""

    def __init__(self) -> None:
        self._upstream = HttpUpstream(os.environ["UPSTREAM_URL"])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on as it is."""
        await self._upstream(scope | {"raw_path": scope["raw_path"].removeprefix(b"/api")}, receive, send)


async def service(scope: Any, receive: Any, send: Any) -> None:
    """Stand in for every service, identity's keys included."""
    body = {
        "/.well-known/jwks.json": os.environ["PUBLIC_KEYS"].encode(),
        "/revocations": b'{"sessions": [], "staff": []}',
    }.get(scope["path"], ANSWER)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _bare_server(app: str, port: int, **env: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "error", "--lifespan", "off"]
    return start([*words, "--no-access-log"], **env)


def _gateway_server(folder: Path, port: int, url: str) -> subprocess.Popen[bytes]:
    services = {f"{name.upper()}_URL": url for name in NAMES}
    own = {"PORT": str(port), "HOST": "127.0.0.1", "METRICS_PORT": "0", "BUS_URL": "inprocess:"}
    keys = {"SEALING_KEYS": Sealer.new_ring(), "CALL_RATE": "100000000/1"}
    with (folder / "gateway.log").open("wb") as out:
        return start(command("serve", "gateway"), out, **own, **keys, **services)


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[tuple[dict[str, tuple[int, int]], str]]:
    """Proxy → its port and process, all before one service; and a token."""
    signer = Signer()
    upstream, port = free_port(), free_port()
    url = f"http://127.0.0.1:{upstream}"
    async with AsyncExitStack() as stack:

        def keep(process: subprocess.Popen[bytes]) -> int:
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return process.pid

        keep(_bare_server("benchmarks.gateway:service", upstream, PUBLIC_KEYS=json.dumps(signer.jwks())))
        bare = free_port()
        found = {"bare proxy": (bare, keep(_bare_server("benchmarks.gateway:bare", bare, UPSTREAM_URL=url)))}
        found["gateway"] = (port, keep(_gateway_server(folder, port, url)))
        if process := start_nginx(folder, nginx := free_port(), {"/api/": f"{url}/"}):
            found["nginx"] = (nginx, keep(process))
        yield found, signer.token("doctor")


async def _until_open(port: int, headers: dict[str, str]) -> None:
    async with asyncio.timeout(30), aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as session:
        while True:
            try:
                async with session.get("/api/patients") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


async def _round(port: int, headers: dict[str, str], requests: int) -> list[float]:
    spent: list[float] = []
    left = iter(range(requests))

    async def client(session: aiohttp.ClientSession) -> None:
        for _ in left:
            started = time.perf_counter()
            async with session.get("/api/patients") as answer:
                assert answer.status == 200
                assert len(await answer.read()) == len(ANSWER)
            spent.append((time.perf_counter() - started) * 1000)

    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as session:
        await asyncio.gather(*(client(session) for _ in range(PARALLEL)))
    return spent


async def measure(requests: int, say: Callable[[str], None]) -> None:
    """Say CPU, median and rate of each proxy."""
    with tempfile.TemporaryDirectory() as name:
        async with _running(Path(name)) as (proxies, token):
            headers = {"Authorization": f"Bearer {token}"}
            used: dict[str, list[float]] = {proxy: [] for proxy in proxies}
            medians: dict[str, list[float]] = {proxy: [] for proxy in proxies}
            for port, _ in proxies.values():
                await _until_open(port, headers)
                await _round(port, headers, 500)
            for _ in range(ROUNDS):
                for proxy, (port, pid) in proxies.items():
                    before = cpu_of(pid)
                    spent = await _round(port, headers, requests)
                    used[proxy].append((cpu_of(pid) - before) / requests * 1e6)
                    medians[proxy].append(statistics.median(spent))
            for proxy in proxies:
                best, middle = min(used[proxy]), statistics.median(used[proxy])
                median = statistics.median(medians[proxy])
                say(f"{proxy}\t{middle:.0f} µs CPU (least {best:.0f})\t{median:.2f} ms median of {PARALLEL} at once")


def __getattr__(name: str) -> Any:
    """`benchmarks.gateway:bare`, made only in the process that serves it."""
    if name == "bare":
        return Bare()
    raise AttributeError(name)


def main() -> None:
    """Print CPU per request of each proxy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=3_000, help="in each of the rounds")
    print(machine())
    asyncio.run(measure(parser.parse_args().requests, print))


if __name__ == "__main__":
    main()
