"""Every process of a clinic with two of each is replaced while people work; nobody notices."""

import asyncio
import collections
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

import aiohttp
import pytest

from tests.servers import rabbitmq

from .clinic import NAMES, Clinic, many_processes
from .setting import Setting, new_patient, set_up

pytestmark = pytest.mark.xdist_group("many processes")

EVERY = (*NAMES, "gateway")
PER_SECOND = 100
AT_ONCE = 40
"""People wait for an answer before they ask again."""


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, Setting]]:
    """Two processes of everything, each on a port of its own, with a balancer before each pair."""
    folder = tmp_path_factory.mktemp("doubled")
    # On a slow machine answers are slow; what is looked for here is answers that do not come.
    patient = {"CALL_RATE": "100000/10", "UPSTREAM_SECONDS": "60", "DRAIN_SECONDS": "5"}
    with (
        rabbitmq(tmp_path_factory.mktemp("broker"), private=True) as broker,
        many_processes(folder, replicas=dict.fromkeys(EVERY, 2), CLINIC_BUS_URL=broker.url, **patient) as clinic,
    ):
        try:
            yield clinic, set_up(clinic)
        finally:
            # All at once, or their draining adds up.
            with ThreadPoolExecutor(12) as pool:
                list(pool.map(lambda process: process.stop(), clinic.processes.values()))


def test_a_rolling_restart_of_every_process_drops_no_request(doubled: tuple[Clinic, Setting]) -> None:
    clinic, _ = doubled
    desk = clinic.as_("receptionist")
    patient = new_patient(desk, family_name="Beforehand")
    answers = asyncio.run(_work_while(clinic, desk.headers["Authorization"], patient["id"]))

    failed = collections.Counter(str(answer) for answer in answers if answer.status not in (200, 201))
    assert not failed, "\n".join(f"{times} × {what}" for what, times in failed.most_common(20))
    assert len(answers) > PER_SECOND * 10, "too little was asked to prove anything"
    registered = [answer.made for answer in answers if answer.method == "POST"]
    assert len(set(registered)) == len(registered) > 0
    for made in registered[:: len(registered) // 20 or 1]:
        assert desk.get(f"/api/patients/{made}").status_code == 200, "what was answered is kept"


@dataclass
class Answer:
    """What came of one request: a status, or how it failed."""

    method: str
    path: str
    status: int | str
    made: str = ""
    code: str = ""


async def _work_while(clinic: Clinic, token: str, patient_id: str) -> list[Answer]:
    """Send requests at a steady pace until every process has been replaced once."""
    answers: list[Answer] = []
    over = asyncio.Event()
    number = count()
    looks = (
        f"/api/patients/{patient_id}",
        "/api/patients?q=before",
        f"/api/appointments?patient_id={patient_id}",
        f"/api/invoices?patient_id={patient_id}",
        f"/api/messages?patient_id={patient_id}",
        "/api/auth/sessions",
    )

    free = asyncio.Semaphore(AT_ONCE)

    async def one(session: aiohttp.ClientSession) -> None:
        turn = next(number)
        method, path = ("POST", "/api/patients") if turn % 10 == 0 else ("GET", looks[turn % len(looks)])
        body = _somebody() if method == "POST" else None
        try:
            async with session.request(method, clinic.url + path, json=body) as answer:
                said = await answer.json()
                answers.append(Answer(method, path, answer.status, said.get("id", ""), said.get("code", "")))
        except Exception as error:
            answers.append(Answer(method, path, repr(error)))
        finally:
            free.release()

    async def work() -> None:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=4)
        timeout = aiohttp.ClientTimeout(total=60)
        headers = {"Authorization": token}
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, headers=headers) as session,
            asyncio.TaskGroup() as tasks,
        ):
            due = time.monotonic()
            while not over.is_set():
                await free.acquire()
                tasks.create_task(one(session))
                due = max(due + 1 / PER_SECOND, time.monotonic() - 1)
                await asyncio.sleep(max(0.0, due - time.monotonic()))

    working = asyncio.create_task(work())
    await asyncio.sleep(1)
    for second in ("", "-2"):
        # One of each pair at a time; the six drain side by side and start one after another.
        with ThreadPoolExecutor(len(EVERY)) as pool:
            loop = asyncio.get_running_loop()
            await asyncio.gather(*(loop.run_in_executor(pool, _replace, clinic, name + second) for name in EVERY))
        await asyncio.sleep(1)
    over.set()
    await working
    return answers


def _somebody() -> dict[str, str]:
    name = secrets.token_hex(6)
    return {"given_name": f"Given{name}", "family_name": f"Family{name[::-1]}", "born_on": "1980-02-29", "sex": "male"}


STARTING = threading.Lock()


def _replace(clinic: Clinic, name: str) -> None:
    process = clinic.processes[name]
    assert process.stop() in (0, -signal.SIGTERM), name
    with STARTING:
        process.start()
        process.until_ready()
