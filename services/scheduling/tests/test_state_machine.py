"""Anything anybody may do to a calendar, in any order: the promises about cells hold after every step."""

import asyncio
import contextlib
import tempfile
from datetime import timedelta
from pathlib import Path

from clinic_common.database import Database
from clinic_common.errors import Refusal
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, emitted_by
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from scheduling import commands
from scheduling.models import Appointment, BookedCell, RoomCell
from scheduling.rules import OCCUPYING, Scope, Status
from scheduling.service import SERVICE
from sqlalchemy import select

from services.scheduling.tests.conftest import Clinic, hours, wall

OPEN = wall("2027-03-02 09:00")
TIMES = st.integers(-2, 14).map(lambda quarter: OPEN + timedelta(minutes=15 * quarter))
REASONS = st.sampled_from([None, None, "urgent"])


class Calendars(RuleBasedStateMachine):
    """One doctor, one room, one morning; every refusal is fine, no broken promise is."""

    visits = Bundle("visits")

    @initialize()
    def found(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        url = f"sqlite+aiosqlite:///{Path(self.folder.name)}/scheduling.db"
        self.clinic = Clinic(Database(url, service="scheduling", sealer=Sealer.from_text(RING)))
        self.loop.run_until_complete(self._found())

    async def _found(self) -> None:
        clinic = self.clinic
        async with clinic.database.engine.begin() as connection:
            await connection.run_sync(SERVICE.metadata.create_all)
        location = await clinic.run(commands.add_location, name="Main", time_zone="America/New_York")
        clinic.location_id = location.id
        clinic.room_id = (await clinic.run(commands.add_room, location_id=location.id, name="1")).id
        clinic.visit_type_id = await clinic.visit_type(buffer_after=5)
        clinic.patient_id = await clinic.patient()
        clinic.practitioner_id = await clinic.practitioner()
        await clinic.open(*(hours(day, 9, 12) for day in range(7)))

    def teardown(self) -> None:
        if hasattr(self, "clinic"):
            self.loop.run_until_complete(self.clinic.database.close())
            self.loop.close()
            self.folder.cleanup()

    def attempt(self, command, **arguments):
        """Do something, or be refused."""
        with contextlib.suppress(Refusal):
            return self.loop.run_until_complete(self.clinic.run(command, **arguments))

    @rule(target=visits, at=TIMES, minutes=st.sampled_from([5, 30, 45]), room=st.booleans(), overbook=REASONS)
    def book(self, at, minutes, room, overbook):
        made = self.attempt(
            commands.book_appointment,
            patient_id=self.clinic.patient_id,
            practitioner_id=self.clinic.practitioner_id,
            visit_type_id=self.clinic.visit_type_id,
            starts_at=at,
            minutes=minutes,
            room_id=self.clinic.room_id if room else None,
            overbook_reason=overbook,
        )
        return made.id if made else multiple()

    @rule(target=visits, at=TIMES, count=st.integers(1, 3))
    def book_series(self, at, count):
        made = self.attempt(
            commands.book_appointment,
            patient_id=self.clinic.patient_id,
            practitioner_id=self.clinic.practitioner_id,
            visit_type_id=self.clinic.visit_type_id,
            starts_at=at,
            recurrence=f"FREQ=DAILY;COUNT={count}",
        )
        return made.id if made else multiple()

    @rule(visit=visits, at=TIMES, overbook=REASONS, scope=st.sampled_from(Scope))
    def move(self, visit, at, overbook, scope):
        self.attempt(
            commands.reschedule_appointment, appointment_id=visit, starts_at=at, overbook_reason=overbook, scope=scope
        )

    @rule(visit=visits, scope=st.sampled_from(Scope))
    def cancel(self, visit, scope):
        self.attempt(commands.cancel_appointment, appointment_id=visit, reason="ill", scope=scope)

    @rule(visit=visits, step=st.sampled_from([s for s in Status if s not in (Status.BOOKED, Status.CANCELLED)]))
    def step(self, visit, step):
        self.attempt(commands.advance_appointment, appointment_id=visit, step=step)

    @rule(visit=visits)
    def reopen(self, visit):
        self.attempt(commands.reopen_appointment, appointment_id=visit, reason="mistake")

    @rule(visit=visits, minutes=st.sampled_from([5, 30, 60]), room=st.booleans())
    def change(self, visit, minutes, room):
        found = self.loop.run_until_complete(self.clinic.database.read(_one, visit))
        changes = {"minutes": minutes, "room_id": self.clinic.room_id if room else None}
        self.attempt(commands.change_appointment, appointment_id=visit, version=found.version, changes=changes)

    @rule(at=TIMES)
    def crash(self, at):
        """A booking that dies before its commit leaves nothing."""

        async def dies(session, *, now):
            await commands.book_appointment(
                session,
                patient_id=self.clinic.patient_id,
                practitioner_id=self.clinic.practitioner_id,
                visit_type_id=self.clinic.visit_type_id,
                starts_at=at,
                now=now,
            )
            raise OSError("the power went")

        with contextlib.suppress(OSError):
            self.attempt(dies)

    @invariant()
    def promises(self) -> None:
        if hasattr(self, "clinic"):
            self.loop.run_until_complete(self._promises())

    async def _promises(self) -> None:
        visits, cells, rooms = await self.clinic.database.read(_all)
        expected = {(v.id, cell) for v in visits if v.status in OCCUPYING for cell in v.cells()}
        # No cell without its visit, no visit without its cells.
        assert {(cell.appointment_id, cell.cell) for cell in cells} == expected
        in_rooms = {(v.id, cell) for v in visits if v.status in OCCUPYING and v.room_id for cell in v.cells()}
        assert {(cell.appointment_id, cell.cell) for cell in rooms} == in_rooms
        # Never two visits in one cell that nobody overbooked on purpose.
        plain = [
            cell
            for v in visits
            if v.status in OCCUPYING and not v.overbooked
            for cell in v.cells()
        ]  # fmt: skip
        assert len(plain) == len(set(plain))
        assert len({cell.cell for cell in rooms}) == len(rooms)
        # The others know the newest version of everything that takes or gives time.
        told = {}
        for event in await emitted_by(self.clinic.database):
            if hasattr(event, "appointment_id"):
                assert event.version > told.get(event.appointment_id, (0,))[0]
                told[event.appointment_id] = (event.version, event.status, event.starts_at, event.ends_at)
        for visit in visits:
            assert told[visit.id][1:] == (visit.status, visit.starts_at, visit.ends_at)


async def _one(session, id):
    return await session.get(Appointment, id)


async def _all(session):
    return [list((await session.scalars(select(kind))).all()) for kind in (Appointment, BookedCell, RoomCell)]


Calendars.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_calendars_keep_their_promises = Calendars.TestCase
