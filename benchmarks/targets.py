"""
What the desk asks for all day, through the gateway with everything on, beside what could be had for less.

    python -m benchmarks.targets [--patients 5000] [--appointments 40000] [--rounds 3] [--only one|six]

The suite with tokens, roles, trail and limits; nginx in the gateway's place (six processes only); a plain app on the
same rows; SQL through the driver. All are up at once and take turns within each round, so that other work on the
machine falls on all. Prints medians over the rounds, as Markdown, at 1, 10 and 50 at once: requests per
second, ms for one, ms of CPU of all processes for one.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from clinic_common.database import Database
from clinic_common.sealing import Sealer

from tests.integration.clinic import Clinic, free_port, many_processes, one_process
from tests.integration.setting import Setting, set_up
from tests.servers import mysql, rabbitmq

from . import raw
from .books import fill_books
from .filling import A_DAY, fill
from .machine import cpu_of, heading, line, machine
from .nginx import start, start_nginx

PRACTITIONERS = 3
REQUESTS = {1: 10, 10: 30, 50: 50}
"""How many at once → how many in a round."""
FILLED = ("patients", "scheduling", "billing")
PATHS = {"patients": ("patients",), "scheduling": ("appointments",), "billing": ("reports/finance",)}
"""What nginx passes on: service → beginnings of its paths."""
BY_NGINX = ("a patient", "search", "a day", "a week", "book", "month report")
"""What one service answers alone; the rest the gateway composes."""
Call = Callable[[], Awaitable[Any]]


@dataclass
class Figures:
    """What was measured of one question at one number in parallel, contender by contender."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    medians: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds of CPU per request, of all processes of a contender."""

    def shown(self, name: str) -> str:
        """Rate, median and CPU of a contender."""
        if name not in self.rates:
            return "–"
        rate, median, cpu = (statistics.median(each[name]) for each in (self.rates, self.medians, self.cpu))
        return f"{rate:.0f}/s, {median:.0f} ms" + (f", {cpu:.1f} ms CPU" if cpu else "")

    def ratio(self, one: str, other: str) -> float:
        """How much faster one was than the other, in the median round."""
        return statistics.median(a / b for a, b in zip(self.rates[one], self.rates[other], strict=True))


@dataclass(frozen=True)
class Contender:
    """Somebody who answers questions, by processes that use CPU."""

    calls: dict[str, Call]
    pids: list[int] = field(default_factory=list)

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        return sum(map(cpu_of, self.pids))


class Asked:
    """Patients and free slots, another one each time."""

    def __init__(self, setting: Setting, patients: list[dict[str, Any]], day: datetime, *, nights: int) -> None:
        self._setting, self._patients, self.day = setting, itertools.cycle(patients), day
        self._slots = itertools.count(nights * A_DAY)

    def patient(self) -> dict[str, Any]:
        """The next patient."""
        return next(self._patients)

    def booking(self) -> dict[str, Any]:
        """The next free slot: evenings are free, as the filled visits are by day."""
        night, slot = divmod(next(self._slots), A_DAY)
        starts_at = self.day + timedelta(days=30 + night, hours=20, minutes=20 * slot)
        return self._setting.booking(self.patient()["id"], _z(starts_at)) | {"location_id": self._setting.location_id}


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _calls(
    url: str, prefix: str, headers: dict[str, str], asked: Asked, client: Any, *, plain: bool = False
) -> dict[str, Call]:
    day = asked.day
    since, limit = ("from_", {}) if plain else ("from", {"limit": "500"})
    month = {since: _z(day.replace(day=1)), "to": _z(day + timedelta(days=1))}

    async def get(path: str, **params: str) -> None:
        async with client.get(f"{url}{prefix}{path}", params=params, headers=headers) as answer:
            body = await answer.read()
            assert answer.status == 200, (path, answer.status, body)

    async def book() -> None:
        async with client.post(f"{url}{prefix}/appointments", json=asked.booking(), headers=headers) as answer:
            body = await answer.read()
            assert answer.status == 201, (answer.status, body)

    async def days(count: int) -> None:
        await get("/appointments", **{since: _z(day), "to": _z(day + timedelta(days=count))}, **limit)

    return {
        "a patient": lambda: get(f"/patients/{asked.patient()['id']}"),
        "patient with history": lambda: get(f"/patients/{asked.patient()['id']}/history"),
        "search": lambda: get("/patients", q=asked.patient()["family_name"][:4]),
        "a day": lambda: days(1),
        "a week": lambda: days(7),
        "book": book,
        "day sheet": lambda: get("/reports/day", on=day.date().isoformat()),
        "month report": lambda: get("/reports/finance", **month),
    }


async def _timed(call: Call, *, requests: int, parallel: int) -> tuple[float, float]:
    """Requests per second, and the median in ms, of calls by so many clients at once."""
    spent: list[float] = []
    left = iter(range(requests))

    async def client() -> None:
        for _ in left:
            started = time.perf_counter()
            await call()
            spent.append((time.perf_counter() - started) * 1000)

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(parallel)))
    return requests / (time.perf_counter() - started), statistics.median(spent)


async def _rounds(contenders: dict[str, Contender], renew: Callable[[], None], arguments: argparse.Namespace) -> None:
    """Every question to everybody who answers it, in turns; a row of the table as soon as it is known."""
    print(heading("asked for", "at once", *contenders, "suite ÷ plain app"), end="", flush=True)
    for question in contenders["suite"].calls:
        renew()
        able = {name: each for name, each in contenders.items() if question in each.calls}
        for each in able.values():
            await _timed(each.calls[question], requests=4, parallel=2)
        for parallel, requests in REQUESTS.items():
            figures = Figures()
            for _ in range(arguments.rounds):
                for name, each in able.items():
                    before = each.cpu()
                    rate, median = await _timed(each.calls[question], requests=requests, parallel=parallel)
                    figures.cpu.setdefault(name, []).append((each.cpu() - before) / requests * 1e3)
                    figures.rates.setdefault(name, []).append(rate)
                    figures.medians.setdefault(name, []).append(median)
            shown = (figures.shown(name) for name in contenders)
            print(line(question, parallel, *shown, f"{figures.ratio('suite', 'plain app'):.2f}"), end="", flush=True)


@asynccontextmanager
async def _contenders(
    clinic: Clinic,
    urls: dict[str, str],
    setting: Setting,
    patients: list[dict[str, Any]],
    day: datetime,
    headers: dict[str, str],
) -> AsyncIterator[dict[str, Contender]]:
    names = ("suite", "nginx", "plain app", "raw SQL")
    asked = {name: Asked(setting, patients, day, nights=60 * number) for number, name in enumerate(names)}
    async with AsyncExitStack() as stack:
        # Shorter than what a server keeps: else it ends a connection just as it is used again.
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=3)
        client = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        pids = [process.popen.pid for process in clinic.processes.values() if process.popen]
        found = {"suite": Contender(_calls(clinic.url, "/api", headers, asked["suite"], client), pids)}
        if clinic.foundation == "many" and (proxy := _nginx(clinic)):
            stack.callback(_end, proxy[0])
            calls = _calls(proxy[1], "/api", headers, asked["nginx"], client)
            found["nginx"] = Contender({name: calls[name] for name in BY_NGINX}, [*pids, proxy[0].pid])
        process, url = _plain(urls)
        stack.callback(_end, process)
        await _until_open(client, f"{url}/openapi.json")
        found["plain app"] = Contender(_calls(url, "", {}, asked["plain app"], client, plain=True), [process.pid])
        schemas, own = await stack.enter_async_context(raw.opened(urls)), asked["raw SQL"]
        found["raw SQL"] = Contender(
            raw.statements(schemas, patient=own.patient, booking=own.booking, day=day, month=day.replace(day=1))
        )
        yield found


def _nginx(clinic: Clinic) -> tuple[subprocess.Popen[bytes], str] | None:
    port = free_port()
    to = {
        path: f"http://127.0.0.1:{clinic.processes[name].port}/{path}"
        for name, paths in PATHS.items()
        for path in paths
    }
    process = start_nginx(clinic.folder, port, {f"/api/{path}": url for path, url in to.items()})
    return (process, f"http://127.0.0.1:{port}") if process else None


def _plain(urls: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    words = [sys.executable, "-m", "uvicorn", "benchmarks.plain:app", "--port", str(port), "--log-level", "warning"]
    return start(words, PLAIN_DATABASES=json.dumps(urls)), f"http://127.0.0.1:{port}"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


async def _until_open(client: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with client.get(url) as answer:
                    assert answer.status == 200
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


async def _fill(urls: dict[str, str], arguments: argparse.Namespace, now: datetime) -> list[dict[str, Any]]:
    people = await fill(
        urls, patients=arguments.patients, appointments=arguments.appointments, practitioners=PRACTITIONERS
    )
    books = Database(urls["billing"], service="billing", sealer=Sealer.from_text(Sealer.new_ring()))
    days = max(arguments.invoices // (PRACTITIONERS * A_DAY), 1)
    patients = [person["id"] for person in people]
    await fill_books(books, patients=patients, visits=arguments.invoices, end=now, days=days)
    await books.close()
    return [{"id": str(person["id"]), "family_name": person["family_name"]} for person in people[:200]]


async def _compare(clinic: Clinic, urls: dict[str, str], arguments: argparse.Namespace, setting: Setting) -> None:
    now = datetime.now(UTC)
    patients = await _fill(urls, arguments, now)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    headers: dict[str, str] = {}

    def renew() -> None:
        # An access token is good for some minutes only.
        headers["Authorization"] = clinic.sign_in(*clinic.people["admin"]).headers["Authorization"]

    async with _contenders(clinic, urls, setting, patients, day, headers) as contenders:
        await _rounds(contenders, renew, arguments)


def _measure(name: str, clinic: Clinic, urls: dict[str, str], arguments: argparse.Namespace) -> None:
    sizes = ", ".join(f"{getattr(arguments, each):,} {each}" for each in ("patients", "appointments", "invoices"))
    print(f"\n### {name}: {sizes}\n\n{machine()}\n", flush=True)
    asyncio.run(_compare(clinic, urls, arguments, set_up(clinic)))
    print("\nload at the end:", ", ".join(f"{each:.1f}" for each in os.getloadavg()), flush=True)


def main() -> None:
    """Measure both foundations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=5_000)
    parser.add_argument("--appointments", type=int, default=40_000)
    parser.add_argument("--invoices", type=int, help="as many as appointments, if left out")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("one", "six"))
    arguments = parser.parse_args()
    arguments.invoices = arguments.appointments if arguments.invoices is None else arguments.invoices
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("mysql", "rabbit", "one", "six"):
            (folder / part).mkdir()
        if arguments.only != "six":
            with one_process(folder / "one", CALL_RATE="10000000/1", UPSTREAM_SECONDS="60") as clinic:
                files = {each: f"sqlite+aiosqlite:///{folder}/one/{each}.db" for each in FILLED}
                _measure("One process on SQLite", clinic, files, arguments)
        if arguments.only != "one":
            with mysql(folder / "mysql") as database, rabbitmq(folder / "rabbit") as broker:
                os.environ |= {"CLINIC_TEST_MYSQL_URL": database.url, "CLINIC_TEST_AMQP_URL": broker.url}
                with many_processes(folder / "six", CALL_RATE="10000000/1", UPSTREAM_SECONDS="60") as clinic:
                    urls = {each: clinic.env[f"{each.upper()}_DATABASE_URL"] for each in FILLED}
                    _measure(f"Six processes on {database.product} {database.version}", clinic, urls, arguments)


if __name__ == "__main__":
    main()
