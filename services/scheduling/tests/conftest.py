"""Builders: a clinic in New York with one doctor who is there on weekdays from nine to noon."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from clinic_common.database import Database, new_id
from clinic_common.service import Service
from clinic_common.testing import RING
from scheduling import commands
from scheduling.service import SERVICE, SchedulingSettings

ZONE = "America/New_York"
NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
"""A Monday, 07:00 in New York."""


def wall(text: str, zone: str = ZONE) -> datetime:
    """`wall("2027-03-02 09:00")`: the moment the clock on the clinic's wall shows this."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def hours(weekday: int, starts: int, ends: int, **more: Any) -> Any:
    """A weekly rule from full hour to full hour."""
    return {"weekday": weekday, "starts_minute": starts * 60, "ends_minute": ends * 60, **more}


def problem(answer):
    """Status, code and the fields named."""
    told = answer.json()
    return answer.status_code, told["code"], [error["pointer"] for error in told.get("errors", [])]


@dataclass
class Clinic:
    """What a test works with: ids, and the commands with the dull arguments filled in."""

    database: Database
    location_id: UUID = field(default_factory=new_id)
    room_id: UUID = field(default_factory=new_id)
    visit_type_id: UUID = field(default_factory=new_id)
    practitioner_id: UUID = field(default_factory=new_id)
    patient_id: UUID = field(default_factory=new_id)
    staff_id: UUID = field(default_factory=new_id)

    async def run(self, command: Any, **arguments: Any) -> Any:
        """Run a command; `now` is NOW unless given."""
        if "now" in command.__code__.co_varnames[: command.__code__.co_argcount + command.__code__.co_kwonlyargcount]:
            arguments.setdefault("now", NOW)
        return await self.database.run(command, **arguments)

    async def patient(self, given: str = "Ada", family: str = "Lovelace", **more: Any) -> UUID:
        """Have heard of a patient."""
        id = more.pop("id", None) or new_id()
        fields = {"record_number": "P-1", "born_on": date(1990, 1, 1), "phone": None, "archived": False, "version": 1}
        await self.run(commands.keep_patient, patient_id=id, given_name=given, family_name=family, **(fields | more))
        return id

    async def practitioner(self, name: str = "Dr. Grace", role: str = "doctor", **more: Any) -> UUID:
        """Have heard of a staff member."""
        id = more.pop("id", None) or new_id()
        fields = {"npi": "1234567893", "employed": True, "version": 1}
        await self.run(commands.keep_staff_member, staff_id=id, display_name=name, role=role, **(fields | more))
        return id

    async def visit_type(self, code: str = "check", **more: Any) -> UUID:
        """Add a kind of visit, half an hour long unless said otherwise."""
        fields = {"code": code, "name": code.title(), "minutes": 30, "buffer_before": 0, "buffer_after": 0}
        return (await self.run(commands.add_visit_type, fields=fields | more)).id

    async def open(self, *rules: Any, practitioner_id: UUID | None = None) -> None:
        """Set weekly availability; weekdays nine to noon if nothing is said."""
        await self.run(
            commands.set_availability,
            practitioner_id=practitioner_id or self.practitioner_id,
            hours=list(rules) or [hours(day, 9, 12, location_id=self.location_id) for day in range(5)],
        )

    async def book(self, at: str | datetime = "2027-03-02 09:00", **more: Any) -> Any:
        """Book half an hour; at a wall-clock time or a moment."""
        fields = {
            "patient_id": self.patient_id,
            "practitioner_id": self.practitioner_id,
            "visit_type_id": self.visit_type_id,
            "starts_at": wall(at) if isinstance(at, str) else at,
            "staff_id": self.staff_id,
        }
        return await self.run(commands.book_appointment, **(fields | more))


@pytest.fixture
def service() -> Service:
    """The service under test."""
    return SERVICE


@pytest.fixture
async def clinic(database: Database) -> Clinic:
    """A small clinic that can be booked."""
    clinic = Clinic(database)
    location = await clinic.run(commands.add_location, name="Main Street", time_zone=ZONE)
    clinic.location_id = location.id
    clinic.room_id = (await clinic.run(commands.add_room, location_id=location.id, name="1")).id
    clinic.visit_type_id = await clinic.visit_type()
    clinic.patient_id = await clinic.patient()
    clinic.practitioner_id = await clinic.practitioner()
    await clinic.open()
    return clinic


@pytest.fixture
async def booked(clinic: Clinic) -> Any:
    """An appointment, tomorrow at nine."""
    return await clinic.book()


@pytest.fixture
async def soon(clinic: Clinic) -> datetime:
    """A moment a few days after the real today at which the doctor is there, for tests over HTTP."""
    await clinic.open(*(hours(day, 0, 24, location_id=clinic.location_id) for day in range(7)))
    today = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)
    return today + timedelta(days=3)


@pytest.fixture
def settings(service, database_url):
    """Settings of scheduling; no long waits for patients nobody registered."""
    return SchedulingSettings(
        database_url=database_url,
        bus_url="inprocess:",
        sealing_keys=RING,
        patient_wait_seconds=1.0,
        public_url="https://clinic.example",
    )


@pytest.fixture
def body(clinic, soon):
    """What books half an hour."""
    return {
        "patient_id": str(clinic.patient_id),
        "practitioner_id": str(clinic.practitioner_id),
        "visit_type_id": str(clinic.visit_type_id),
        "starts_at": soon.isoformat(),
    }


@pytest.fixture
async def visit(client, body):
    """An appointment as JSON."""
    answer = await client.post("/appointments", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()
