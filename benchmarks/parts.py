"""
What the CPU of one request goes to, part by part: the clinic in one process on SQLite, everything on.

    python -m benchmarks.parts [--requests 300] [--keep FOLDER]

CPU is measured without the profiler, and shared out by what the profiler saw. `--keep` keeps the profiles, for
`python -m pstats FOLDER/book.prof`.
"""

import argparse
import asyncio
import cProfile
import json
import os
import pstats
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import uvloop
from clinic_common import telemetry

from tests.integration.clinic import free_port, one_process
from tests.integration.setting import set_up

from .filling import A_DAY, fill
from .machine import machine, table

_PARTS = {
    "HTTP server": ("/uvicorn/", "/httptools/"),
    "gateway": ("/gateway/src/",),
    "the house's plumbing": ("/libs/common/src/",),
    "services": ("/services/",),
    "FastAPI": ("/fastapi/", "/starlette/", "/anyio/"),
    "pydantic": ("/pydantic", "pydantic_core"),
    "SQLAlchemy": ("/sqlalchemy/",),
    "database driver": ("/aiosqlite/", "sqlite3"),
    "log lines": ("/structlog/", "/logging/"),
    "metrics": ("/prometheus_client/", "/opentelemetry/"),
    "sealing, tokens": ("/jwt/", "/cryptography/"),
}


def _part_of(function: tuple[str, int, str]) -> str | None:
    where = f"{function[0]} {function[2]}"
    return next((part for part, signs in _PARTS.items() if any(sign in where for sign in signs)), None)


def _shares(profile: cProfile.Profile) -> dict[str, float]:
    """Part → its share of the time; what is built into Python, or its library, belongs to whoever called it."""
    spent: Counter[str] = Counter()
    found: Any = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for function, (_, _, own, _, callers) in found.items():
        if "select" in function[2] or "run_forever" in function[2]:
            continue  # waiting
        if part := _part_of(function):
            spent[part] += own
            continue
        told = sum(caller[2] for caller in callers.values()) or 1
        for caller, (*_, by_caller, _) in callers.items():
            spent[_part_of(caller) or "Python itself"] += own * by_caller / told
        if not callers:
            spent["Python itself"] += own
    return {part: seconds / spent.total() for part, seconds in spent.most_common()}


async def _ask(url: str, method: str, bodies: list[Any], requests: int, token: str) -> None:
    """Ask from a process of its own, five at once."""
    words = [url, method, json.dumps(bodies), str(requests), token]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __spec__.name, "--ask", *words)
    assert await process.wait() == 0


async def _asking(url: str, method: str, bodies: str, requests: str, token: str) -> None:
    known, left = json.loads(bodies), iter(range(int(requests)))
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:

        async def client() -> None:
            for number in left:
                async with session.request(method, url, json=known[number] if known else None) as answer:
                    assert answer.status < 300, await answer.text()
                    await answer.read()

        await asyncio.gather(*(client() for _ in range(5)))


async def _measure(
    questions: dict[str, Any], url: str, port: int, token: str, requests: int, kept: Path | None
) -> None:
    from clinic_embedded.house import HouseSettings, open_house
    from clinic_embedded.serving import Server, sockets_on

    async with open_house(HouseSettings()) as house:
        server = Server(house.door, lifespan=False)
        serving = asyncio.create_task(server.serve(sockets=sockets_on("127.0.0.1", port)))
        shares, cpu = {}, {}
        for name, (method, path, bodies) in questions.items():
            asked = [bodies[start : start + requests] for start in (0, requests, 2 * requests)]
            await _ask(url + path, method, asked[0], requests, token)
            began, thread = time.process_time(), time.thread_time()
            await _ask(url + path, method, asked[1], requests, token)
            cpu[name] = (time.process_time() - began) / requests * 1e6
            elsewhere = cpu[name] - (time.thread_time() - thread) / requests * 1e6
            profile = cProfile.Profile()
            profile.enable()
            await _ask(url + path, method, asked[2], requests, token)
            profile.disable()
            seen = _shares(profile)
            shares[name] = {part: share * (cpu[name] - elsewhere) for part, share in seen.items()}
            shares[name]["SQLite's threads"] = elsewhere
            if kept:
                profile.dump_stats(kept / f"{name.replace(' ', '-')}.prof")
        server.should_exit = True
        await serving
    parts = sorted({part for each in shares.values() for part in each}, key=lambda part: -shares["a day"].get(part, 0))
    rows = [(part, *(f"{each.get(part, 0):.0f}" for each in shares.values())) for part in parts]
    print(table(("µs of CPU", *shares), [*rows, ("all", *(f"{each:.0f}" for each in cpu.values()))]))


def main() -> None:
    """Print a table: parts by questions."""
    if sys.argv[1:2] == ["--ask"]:
        asyncio.run(_asking(*sys.argv[2:]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="folder for the profiles")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with one_process(folder, CALL_RATE="10000000/1", UPSTREAM_SECONDS="60") as clinic:
            setting = set_up(clinic)
            files = {each: f"sqlite+aiosqlite:///{folder}/{each}.db" for each in ("patients", "scheduling")}
            people = asyncio.run(fill(files, patients=1_000, appointments=4_000, practitioners=3))
            token = clinic.as_("admin").headers["Authorization"].removeprefix("Bearer ")
        day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        starts = [
            day + timedelta(days=30 + night, hours=20, minutes=20 * slot)
            for night in range(200)
            for slot in range(A_DAY)
        ]
        bookings = [
            setting.booking(str(people[0]["id"]), start.isoformat()) for start in starts[: 3 * arguments.requests]
        ]
        until = (day + timedelta(days=1)).isoformat().replace("+00:00", "Z")
        questions = {
            "a patient": ("GET", f"/api/patients/{people[0]['id']}", []),
            "history": ("GET", f"/api/patients/{people[0]['id']}/history", []),
            "search": ("GET", f"/api/patients?q={people[0]['family_name'][:4]}", []),
            "a day": ("GET", f"/api/appointments?from={day.date()}&to={until}&limit=500", []),
            "book": ("POST", "/api/appointments", bookings),
        }
        os.environ |= clinic.env
        telemetry.set_up_logs(folder / "parts.log")
        print(machine())
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        uvloop.run(_measure(questions, url, port, token, arguments.requests, arguments.keep))


if __name__ == "__main__":
    main()
