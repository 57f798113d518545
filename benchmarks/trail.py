"""
What the access trail costs: one read of a patient, with and without it, in the same run.

    python -m benchmarks.trail [--seconds 20] [--rate 100]

The service and identity live in one process, so CPU per request holds everything: writing the access, numbering it,
telling identity, chaining it there. Rounds with and without the trail take turns, so that other work on the machine
falls on both.
"""

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvloop
from clinic_common import telemetry
from clinic_common.access import TokenVerifier
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.migrations import upgrade
from clinic_common.resources import Resources
from clinic_common.service import build_app
from clinic_common.testing import RING, Signer, mysql_admin, mysql_url
from identity.service import SERVICE as IDENTITY
from patients.service import SERVICE as PATIENTS
from sqlalchemy import text

from tests.servers import mysql

from .filling import fill

ROUNDS = 10


class Caller:
    """Calls an ASGI app without a network between, and knows how long each answer took."""

    def __init__(self, app: Any, path: str, token: str) -> None:
        self._app, self.spent = app, list[float]()
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"x-forwarded-for", b"203.0.113.7")]
        self._scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
            "client": ("203.0.113.7", 1), "server": None,
        }  # fmt: skip

    async def __call__(self) -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200, message

        started = time.perf_counter()
        await self._app(dict(self._scope), receive, send)
        self.spent.append((time.perf_counter() - started) * 1000)

    async def at(self, rate: float, requests: int) -> None:
        """So many requests a second, whether or not those before were answered."""
        loop, running = asyncio.get_running_loop(), list[asyncio.Task[None]]()
        began = loop.time()
        for number in range(requests):
            await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            running.append(loop.create_task(self()))
        await asyncio.gather(*running)


@asynccontextmanager
async def _open(urls: dict[str, str]) -> AsyncIterator[tuple[Caller, Caller, Resources]]:
    """Callers of the service without and with the trail, and identity's resources."""
    signer, bus = Signer(), InProcessBus(held=True)

    def standing(service: Any) -> Resources:
        settings = service.settings(database_url=urls[service.name], bus_url="inprocess:", sealing_keys=RING)
        made = Resources.of(settings, service=service.name, bus=bus)
        return replace(made, verifier=TokenVerifier(signer.fetch_keys))

    resources = {service.name: standing(service) for service in (PATIENTS, IDENTITY)}
    apps = [
        build_app(IDENTITY, resources["identity"]),
        build_app(PATIENTS, resources["patients"]),
        build_app(replace(PATIENTS, subject=None, jobs=(), reactions=type(PATIENTS.reactions)("patients")),
                  resources["patients"]),
    ]  # fmt: skip
    async with AsyncExitStack() as stack:
        for app in apps[:2]:  # the third shares the second's resources and needs no life of its own
            await stack.enter_async_context(app.router.lifespan_context(app))
        bus.release()

        async def some_patient(session: Any) -> Any:
            return (await session.execute(text("SELECT id FROM patients LIMIT 1"))).scalar()

        patient = (await resources["patients"].database.read(some_patient)).hex()
        path = f"/patients/{patient[:8]}-{patient[8:12]}-{patient[12:16]}-{patient[16:20]}-{patient[20:]}"
        token = signer.token("doctor", name="Dora Chart")
        yield Caller(apps[2], path, token), Caller(apps[1], path, token), resources["identity"]


async def _entries(identity: Resources) -> int:
    async def count(session: Any) -> int:
        return int((await session.execute(text("SELECT COUNT(*) FROM access_entries"))).scalar())

    return await identity.database.read(count)


async def _until_told(identity: Resources, entries: int) -> None:
    async with asyncio.timeout(60):
        while await _entries(identity) < entries:  # noqa: ASYNC110 — it happens in a database
            await asyncio.sleep(0.1)


async def _measure(name: str, urls: dict[str, str], rate: float, seconds: float) -> None:
    for service in (PATIENTS, IDENTITY):
        made = Resources.of(
            service.settings(database_url=urls[service.name], bus_url="inprocess:", sealing_keys=RING),
            service=service.name,
        )
        await upgrade(service, made.database)
        await made.database.close()
    await fill(urls, patients=1_000, appointments=0)
    per_round = int(rate * seconds / ROUNDS / 2)
    async with _open(urls) as (without, with_trail, identity):
        cpu = {without: 0.0, with_trail: 0.0}
        for caller in cpu:
            await caller.at(rate, 100)
            caller.spent.clear()
        await _until_told(identity, 100)
        expected = 100
        for _ in range(ROUNDS):
            for caller in (with_trail, without):
                started, waited = time.process_time(), time.perf_counter()
                await caller.at(rate, per_round)
                if caller is with_trail:
                    expected += per_round
                    await _until_told(identity, expected)
                    lasted = time.perf_counter() - waited
                else:  # as long, for what the process does by itself is on both
                    await asyncio.sleep(max(0.0, lasted - (time.perf_counter() - waited)))
                cpu[caller] += time.process_time() - started
        assert await _entries(identity) == expected, "each access is one entry"
        figures = {
            caller: (statistics.median(caller.spent), statistics.quantiles(caller.spent, n=20)[-1], cpu[caller])
            for caller in cpu
        }
    requests = per_round * ROUNDS
    for caller, label in ((without, "without"), (with_trail, "with")):
        median, late, spent = figures[caller]
        print(
            name, label, f"{median:.2f} ms", f"{late:.2f} ms", f"{spent / requests * 1e6:.0f} µs", sep="\t", flush=True
        )
    added = figures[with_trail][0] - figures[without][0]
    more = (figures[with_trail][2] - figures[without][2]) / requests
    print(name, "added by the trail", f"{added:.2f} ms", "", f"{more * 1e6:.0f} µs", sep="\t", flush=True)


def main() -> None:
    """Print median, 95th percentile and CPU per request, without and with the trail, on both databases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="how long, for each database")
    parser.add_argument("--rate", type=float, default=100, help="requests per second")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        telemetry.set_up_logs(folder / "log")
        print(platform.machine(), os.cpu_count(), "cores, Python", platform.python_version(), f"{arguments.rate:g}/s")
        print("database", "trail", "median", "95 %", "CPU per request", sep="\t")
        files = {service: f"sqlite+aiosqlite:///{folder}/{service}.db" for service in ("patients", "identity")}
        uvloop.run(_measure("SQLite", files, arguments.rate, arguments.seconds))
        with mysql(folder / "mysql") as server:
            os.environ["CLINIC_TEST_MYSQL_URL"] = server.url
            schemas = {service: f"benchmark_trail_{service}" for service in files}
            for schema in schemas.values():
                mysql_admin(f"DROP DATABASE IF EXISTS {schema}", f"CREATE DATABASE {schema}")
            urls = {service: mysql_url(schema) for service, schema in schemas.items()}
            uvloop.run(_measure(f"{server.product} {server.version}", urls, arguments.rate, arguments.seconds))
            for schema in schemas.values():
                mysql_admin(f"DROP DATABASE {schema}")


if __name__ == "__main__":
    main()
