"""Due reminders, three processes of notifications that are killed again and again, and a count of what arrived."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_common.database import Database, new_id, utc_now
from clinic_common.testing import RING, eventually
from notifications import rules
from notifications.models import Appointment, Message, Patient
from sqlalchemy import insert, select

from .provider import KEY, Provider, provider

PROCESSES = 3
PROCESS = Path(__file__).with_name("process.py")
PEOPLE = 100
BY_SMS = 4
"""Every fourth patient gets text messages."""


@dataclass
class Outcome:
    """What was to be sent, what arrived, and how the messages stand."""

    mails: list[str] = field(default_factory=list)
    """The ids of the messages that were to go by e-mail."""
    arrived: Counter[str] = field(default_factory=Counter)
    """E-mails as they reach somebody, by the message's id."""
    asked: Counter[str] = field(default_factory=Counter)
    """The same with the repeats that the provider knew and did not take."""
    texts: Counter[str] = field(default_factory=Counter)
    """Text messages as they reach somebody, by what they say."""
    by_status: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: set[str] = field(default_factory=set)
    killed: int = 0
    seconds: float = 0.0


async def remind(database: Database, url: str, *, reminders: int, kills: int, lease: int) -> Outcome:
    """
    Have three processes send due reminders; whenever another part of them was taken, one dies before it hears so.

    :param kills: how often a process, chosen by chance, is killed and another one started
    :param lease: seconds until somebody else takes up what a killed process had claimed
    """
    outcome = Outcome(mails=await _plan(database, reminders))
    marks = {reminders * (number + 1) // (kills + 1) for number in range(kills)}
    began = asyncio.get_running_loop().time()
    async with provider() as ours, _senders(_settings(url, ours, lease)) as kill:

        def taken(count: int) -> None:
            if count in marks:
                marks.discard(count)
                kill()
                outcome.killed += 1

        ours.on_taken = taken
        await eventually(lambda: _none_is_open(database), within=reminders / 5 + 60, every=0.2)
        outcome.seconds = asyncio.get_running_loop().time() - began
    outcome.asked = ours.keys
    outcome.arrived = Counter(mail["key"] for mail in ours.mails)
    outcome.texts = Counter(text["Body"] for text in ours.texts)
    await _read(database, outcome)
    return outcome


def _settings(url: str, ours: Provider, lease: int) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "BUS_URL": "inprocess:",
        "SEALING_KEYS": RING,
        "MAIL_API_URL": ours.url,
        "MAIL_API_KEY": KEY,
        "SMS_URL": ours.sms_url,
        "SMS_FROM": "+15550100",
        "LEASE_SECONDS": str(lease),
    }


@asynccontextmanager
async def _senders(settings: dict[str, str]) -> AsyncIterator[Callable[[], None]]:
    """Three processes, and how one of them is killed and another one takes its place."""
    processes: list[Process] = []
    starting: set[asyncio.Task[None]] = set()

    async def start() -> None:
        processes.append(
            await asyncio.create_subprocess_exec(
                sys.executable, PROCESS, env=os.environ | settings, stdout=asyncio.subprocess.DEVNULL
            )
        )

    def kill() -> None:
        victim = processes.pop(random.randrange(len(processes)))
        victim.send_signal(signal.SIGKILL)
        starting.add(asyncio.create_task(start()))

    await asyncio.gather(*(start() for _ in range(PROCESSES)))
    try:
        yield kill
    finally:
        await asyncio.gather(*starting)
        for process in processes:
            process.terminate()
        await asyncio.gather(*(process.wait() for process in processes))


async def _plan(database: Database, reminders: int) -> list[str]:
    """Patients, visits tomorrow, and a due reminder of each; the ids of those that go by e-mail."""
    now = utc_now()
    starts_at = (now + timedelta(days=1)).replace(microsecond=0)
    people = [_patient(number) for number in range(PEOPLE)]
    visits = [_visit(people[number % PEOPLE]["patient_id"], starts_at) for number in range(reminders)]
    messages = [_reminder(visit, now) for visit in visits]

    async def write(session: Any) -> None:
        for table, rows in ((Patient, people), (Appointment, visits), (Message, messages)):
            for first in range(0, len(rows), 1000):
                await session.execute(insert(table), rows[first : first + 1000])

    await database.run(write)
    return [str(each["id"]) for number, each in enumerate(messages) if number % BY_SMS]


def _patient(number: int) -> dict[str, Any]:
    by = {"contact_by": "email", "email": f"patient{number}@example.org", "phone": None}
    if number % BY_SMS == 0:
        by = {"contact_by": "sms", "email": None, "phone": f"+1212555{number:04}"}
    return {"patient_id": new_id(), "given_name": "Ada", "family_name": f"No. {number}", "version": 1} | by


def _visit(patient_id: Any, starts_at: datetime) -> dict[str, Any]:
    return {
        "appointment_id": new_id(),
        "patient_id": patient_id,
        "practitioner_name": "Dr. Ruiz",
        "location_id": new_id(),
        "location_name": "Riverside",
        # Where it is about noon now: nobody's quiet hours.
        "time_zone": f"Etc/GMT{starts_at.hour - 12:+d}",
        "visit_type_id": new_id(),
        "visit_type_name": "Check-up",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "status": "booked",
        "version": 1,
    }


def _reminder(visit: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "occasion": f"{visit['appointment_id']}/{rules.REMINDER}",
        "template": rules.REMINDER,
        "channel": rules.EMAIL,
        "wanted_channel": rules.PREFERRED,
        "patient_id": visit["patient_id"],
        "appointment_id": visit["appointment_id"],
        "starts_at": visit["starts_at"],
        "sequence": 24 * 60,
        "status": rules.PLANNED,
        "due_at": now,
        "available_at": now,
        "created_at": now,
    }


async def _none_is_open(database: Database) -> bool:
    async def look(session: Any) -> bool:
        return await session.scalar(select(Message.id).where(Message.available_at.is_not(None)).limit(1)) is None

    return await database.read(look)


async def _read(database: Database, outcome: Outcome) -> None:
    async def look(session: Any) -> list[Any]:
        return list((await session.execute(select(Message.channel, Message.status, Message.failure))).all())

    for channel, status, failure in await database.read(look):
        outcome.by_status[channel, status] += 1
        if failure:
            outcome.reasons.add(failure)
