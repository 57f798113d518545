"""
The brief's targets through the gateway with everything on, beside a plain app on the same data.

    python -m benchmarks.targets [--patients 5000] [--appointments 40000] [--requests 300]
"""

import argparse
import asyncio
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import make_url

from tests.integration.clinic import Clinic, free_port, many_processes, one_process
from tests.integration.setting import Setting, set_up
from tests.servers import mysql, rabbitmq

from .filling import fill

Call = Callable[[aiohttp.ClientSession], Awaitable[None]]


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


async def _timed(url: str, headers: dict[str, str], call: Call, *, requests: int, parallel: int) -> tuple[float, float]:
    """Requests per second, and the median in ms, of `requests` calls by so many clients at once."""
    spent: list[float] = []
    left = iter(range(requests))

    async def client(session: aiohttp.ClientSession) -> None:
        for _ in left:
            started = time.perf_counter()
            await call(session)
            spent.append((time.perf_counter() - started) * 1000)

    connector = aiohttp.TCPConnector(limit=parallel)
    async with aiohttp.ClientSession(url, headers=headers, connector=connector) as session:
        for _ in range(10):
            await call(session)
        started = time.perf_counter()
        await asyncio.gather(*(client(session) for _ in range(parallel)))
        return requests / (time.perf_counter() - started), statistics.median(spent)


def _get(path: str, **params: str) -> Call:
    async def call(session: aiohttp.ClientSession) -> None:
        async with session.get(path, params=params) as answer:
            await answer.read()
            assert answer.status == 200, (path, answer.status, await answer.text())

    return call


def _book(path: str, setting: Setting, patient_id: str, first: datetime) -> Call:
    slots = count()

    async def call(session: aiohttp.ClientSession) -> None:
        night, slot = divmod(next(slots), 20)
        starts_at = first + timedelta(days=night, minutes=20 * slot)
        async with session.post(path, json=setting.booking(patient_id, _z(starts_at))) as answer:
            await answer.read()
            assert answer.status == 201, (answer.status, await answer.text())

    return call


def _calls(setting: Setting, patient: dict[str, Any], now: datetime, *, plain: bool) -> dict[str, Call]:
    prefix = "" if plain else "/api"
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = "from_" if plain else "from"
    listed = {} if plain else {"limit": "500"}
    calls = {
        "a patient": _get(f"{prefix}/patients/{patient['id']}"),
        "search": _get(f"{prefix}/patients", q=patient["family_name"][:4]),
        "a day": _get(f"{prefix}/appointments", **{since: _z(day), "to": _z(day + timedelta(days=1))}, **listed),
        "a week": _get(f"{prefix}/appointments", **{since: _z(day), "to": _z(day + timedelta(days=7))}, **listed),
        # Evenings are free: the filled visits are by day.
        "book": _book(
            f"{prefix}/appointments", setting, patient["id"], day + timedelta(days=30 + 300 * plain, hours=20)
        ),
    }
    if not plain:
        calls["patient with history"] = _get(f"/api/patients/{patient['id']}/history")
    return calls


@contextmanager
def _plain(url: str) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.plain:app", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen(command, env=os.environ | {"PLAIN_DATABASE_URL": url})
    try:
        time.sleep(4)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _rows(name: str, url: str, headers: dict[str, str], calls: dict[str, Call], requests: int) -> list[tuple[Any, ...]]:
    rows = []
    for what, call in calls.items():
        for parallel in (1, 10, 50):
            share = requests if parallel > 1 else requests // 3
            rate, median = asyncio.run(_timed(url, headers, call, requests=share, parallel=parallel))
            rows.append((name, what, parallel, round(rate), round(median, 1)))
            print(*rows[-1], sep="\t", flush=True)
    return rows


def _measure(name: str, clinic: Clinic, urls: dict[str, str], arguments: argparse.Namespace) -> list[tuple[Any, ...]]:
    setting = set_up(clinic)
    asyncio.run(fill(urls, patients=arguments.patients, appointments=arguments.appointments))
    desk = clinic.as_("doctor")
    patient = desk.get("/api/patients", params={"limit": "1"}).json()["items"][0]
    now = datetime.now(UTC)
    headers = {"Authorization": desk.headers["Authorization"]}
    rows = _rows(name, clinic.url, headers, _calls(setting, patient, now, plain=False), arguments.requests)
    with _plain(urls["scheduling"]) as url:
        known = _calls(setting, patient, now, plain=True)
        rows += _rows(f"plain app, {name.rpartition(' ')[2]}", url, {}, known, arguments.requests)
    for key, process in clinic.processes.items():
        assert process.popen is not None
        memory = int(Path(f"/proc/{process.popen.pid}/statm").read_text().split()[1]) * 4096 / 1e6
        print("memory after load", name, key, round(memory), "MB", sep="\t", flush=True)
    return rows


def main() -> None:
    """Measure both foundations, each beside the plain app on its own data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=5_000)
    parser.add_argument("--appointments", type=int, default=40_000)
    parser.add_argument("--requests", type=int, default=300)
    arguments = parser.parse_args()
    print("machine", platform.machine(), os.cpu_count(), "cores", "Python", platform.python_version(), sep="\t")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("mysql", "rabbit", "one", "many"):
            (folder / part).mkdir()
        with mysql(folder / "mysql") as database, rabbitmq(folder / "rabbit") as broker:
            os.environ |= {"CLINIC_TEST_MYSQL_URL": database.url, "CLINIC_TEST_AMQP_URL": broker.url}
            lifted = {"CALL_RATE": "10000000/1", "LOG_LEVEL": "INFO"}
            with one_process(folder / "one", **lifted) as clinic:
                files = {n: f"sqlite+aiosqlite:///{folder}/one/{n}.db" for n in ("patients", "scheduling")}
                _measure("one process, SQLite", clinic, files, arguments)
            with many_processes(folder / "many", **lifted) as clinic:
                urls = {n: clinic.env[f"{n.upper()}_DATABASE_URL"] for n in ("patients", "scheduling")}
                print("database", database.product, database.version, make_url(urls["patients"]).drivername, sep="\t")
                _measure("six processes, MySQL", clinic, urls, arguments)


if __name__ == "__main__":
    main()
