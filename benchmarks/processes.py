"""
What the processes of the suite need: time to start, memory idle and after load, time for events, a rush for one slot.

    python -m benchmarks.processes [--bookings 200] [--only one|six]

Events are timed by the suite's own metrics: from the event's moment, before its commit, to the commit of its reaction.
"""

import argparse
import asyncio
import os
import re
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import httpx2

from tests.integration.clinic import Clinic, Process, free_port, many_processes, one_process
from tests.integration.setting import Setting, new_patient, set_up
from tests.servers import mysql, rabbitmq

from .filling import A_DAY
from .machine import machine, memory_of, table

RUSH = 200
PAUSE = 0.2
"""Seconds between two bookings whose events are timed, so that none waits for the one before."""
_DELAY = re.compile(r"^event_delay_seconds_(bucket|count|sum)\{(.*?)\} ([\d.e+]+)$", re.MULTILINE)
_BELOW = re.compile(r'le="([\d.+Inf]+)"')
_REACTION = re.compile(r'reaction="(\w+)"')


def _restarted(process: Process) -> float:
    """Start a process anew, with metrics; the seconds until it was ready."""
    process.stop()
    process.env["METRICS_PORT"] = str(free_port())
    started = time.perf_counter()
    process.start()
    process.until_ready()
    return time.perf_counter() - started


def _memory(clinic: Clinic) -> dict[str, int]:
    return {name: memory_of(process.popen.pid) for name, process in clinic.processes.items() if process.popen}


async def _booked(clinic: Clinic, bookings: list[dict[str, Any]], *, parallel: int, pause: float = 0) -> Counter[str]:
    """Book all of these; how often each answer came."""
    headers = {"Authorization": clinic.as_("admin").headers["Authorization"]}
    left, statuses = iter(bookings), Counter[str]()
    connector = aiohttp.TCPConnector(limit=parallel)
    async with aiohttp.ClientSession(clinic.url, headers=headers, connector=connector) as session:

        async def client() -> None:
            for body in left:
                async with session.post("/api/appointments", json=body) as answer:
                    said = await answer.json()
                    statuses[f"{answer.status} {said.get('code', '')}".strip()] += 1
                await asyncio.sleep(pause)

        await asyncio.gather(*(client() for _ in range(parallel)))
    return statuses


def _slots(setting: Setting, patient_id: str, count: int) -> list[dict[str, Any]]:
    first = datetime.now(UTC).replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=30)
    places = (divmod(number, A_DAY) for number in range(count))
    return [
        setting.booking(patient_id, (first + timedelta(days=day, minutes=20 * slot)).isoformat())
        for day, slot in places
    ]


def _delays(clinic: Clinic) -> dict[float, int]:
    """Upper bound in seconds → how many reactions were done by then, of all since the start."""
    found: Counter[float] = Counter()
    for process in clinic.processes.values():
        text = httpx2.get(f"http://127.0.0.1:{process.env['METRICS_PORT']}/metrics").text
        for kind, labels, value in _DELAY.findall(text):
            if kind == "bucket":
                found[float(_BELOW.findall(labels)[0])] += int(float(value))
    return dict(found)


def _median(before: dict[float, int], after: dict[float, int]) -> float:
    """The median between two looks in ms, as if evenly spread within a bucket."""
    counts = {bound: after[bound] - before.get(bound, 0) for bound in sorted(after)}
    half, low, below = max(counts.values()) / 2, 0.0, 0
    for bound, count in counts.items():
        if count >= half:
            return 1000 * (low + (bound - low) * (half - below) / max(count - below, 1))
        low, below = bound, count
    raise AssertionError("no event was reacted to")


def _measure(name: str, clinic: Clinic, bookings: int) -> None:
    setting = set_up(clinic)
    patient = new_patient(clinic.as_("admin"))["id"]
    starts = {key: _restarted(process) for key, process in clinic.processes.items()}
    idle = _memory(clinic)
    slots = _slots(setting, patient, bookings + 51)
    asyncio.run(_booked(clinic, slots[:50], parallel=1))
    time.sleep(3)
    before = _delays(clinic)
    asyncio.run(_booked(clinic, slots[50:-1], parallel=1, pause=PAUSE))
    time.sleep(3)
    median = _median(before, _delays(clinic))
    began = time.perf_counter()
    rush = asyncio.run(_booked(clinic, slots[-1:] * RUSH, parallel=RUSH))
    took = time.perf_counter() - began
    loaded = _memory(clinic)
    print(f"\n### {name}\n\n{machine()}\n")
    columns = ("process", "ready after", "idle", "after load")
    print(table(columns, [(key, f"{starts[key]:.1f} s", f"{idle[key]} MB", f"{loaded[key]} MB") for key in idle]))
    print(f"Event to the end of its reaction, {bookings} bookings, five a second: median {median:.1f} ms")
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(rush.items()))
    print(f"{RUSH} at once for one slot: {answers}, in {took:.1f} s", flush=True)


def main() -> None:
    """Measure both foundations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bookings", type=int, default=200)
    parser.add_argument("--only", choices=("one", "six"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for part in ("mysql", "rabbit", "one", "six"):
            (folder / part).mkdir()
        if arguments.only != "six":
            with one_process(folder / "one", CALL_RATE="10000000/1", UPSTREAM_SECONDS="60") as clinic:
                _measure("One process on SQLite", clinic, arguments.bookings)
        if arguments.only == "one":
            return
        database = stack.enter_context(mysql(folder / "mysql"))
        broker = stack.enter_context(rabbitmq(folder / "rabbit"))
        os.environ |= {"CLINIC_TEST_MYSQL_URL": database.url, "CLINIC_TEST_AMQP_URL": broker.url}
        with many_processes(folder / "six", CALL_RATE="10000000/1", UPSTREAM_SECONDS="60") as clinic:
            _measure(f"Six processes on {database.product} {database.version}", clinic, arguments.bookings)


if __name__ == "__main__":
    main()
