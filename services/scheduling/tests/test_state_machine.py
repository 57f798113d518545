"""Anything anybody may do to a calendar, in any order: the promises about cells hold after every step."""

import asyncio
import contextlib
import tempfile
import unittest
from datetime import datetime, timedelta
from pathlib import Path

from clinic_common.database import Database
from clinic_common.errors import Refusal
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, WORKER, emitted_by, mysql_admin, mysql_url
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from scheduling import commands
from scheduling.models import Appointment, BookedCell, OverbookedHour, RoomCell, Series
from scheduling.rules import OCCUPYING, OnConflict, Rule, Scope, Status
from scheduling.service import SERVICE
from sqlalchemy import select

from services.scheduling.tests.conftest import Clinic, hours, wall

OPEN = wall("2027-03-02 09:00")
TIMES = st.integers(-2, 14).map(lambda quarter: OPEN + timedelta(minutes=15 * quarter))
REASONS = st.sampled_from([None, None, "urgent"])
FATES = st.sampled_from(["heard"] * 4 + ["dies", "unheard"])
WHO = st.integers(0, 1)
HOW = st.sampled_from(OnConflict)
STEPS = st.sampled_from([s for s in Status if s not in (Status.BOOKED, Status.CANCELLED)])
KEPT = (Appointment, BookedCell, RoomCell, OverbookedHour, Series)


class Calendars(RuleBasedStateMachine):
    """Two doctors, one room, one morning; every refusal is fine, no broken promise is."""

    visits = Bundle("visits")

    def place(self) -> str:
        """Where the calendars are kept; nothing is there yet."""
        folder = tempfile.TemporaryDirectory()
        self.removed = folder.cleanup
        return f"sqlite+aiosqlite:///{Path(folder.name)}/scheduling.db"

    @initialize()
    def found(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.clinic = Clinic(Database(self.place(), service="scheduling", sealer=Sealer.from_text(RING)))
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
        self.doctors = [clinic.practitioner_id, await clinic.practitioner("Dr. Other")]
        for doctor in self.doctors:
            await clinic.open(*(hours(day, 9, 12) for day in range(7)), practitioner_id=doctor)

    def teardown(self) -> None:
        if hasattr(self, "clinic"):
            self.loop.run_until_complete(self.clinic.database.close())
            self.loop.close()
            self.removed()

    def attempt(self, fate, command, **arguments):
        """
        Do something, or be refused; or the power goes before it is committed, or before anybody hears that it was.

        Who does not hear back tries again.
        """

        async def dies(session, *, now, **given):
            await command(session, **given, **({"now": now} if "now" in command.__code__.co_varnames else {}))
            raise OSError("the power went")

        with contextlib.suppress(Refusal, OSError):
            if fate == "dies":
                self.loop.run_until_complete(self.clinic.run(dies, **arguments))
            if fate == "unheard":
                self.loop.run_until_complete(self.clinic.run(command, **arguments))
            return self.loop.run_until_complete(self.clinic.run(command, **arguments))

    @property
    def wish(self):
        """Whom and what every booking is about."""
        clinic = self.clinic
        return {"patient_id": clinic.patient_id, "visit_type_id": clinic.visit_type_id}

    @rule(
        target=visits, fate=FATES, who=WHO, at=TIMES, minutes=st.sampled_from([5, 30, 45]), room=st.booleans(),
        overbook=REASONS,
    )  # fmt: skip
    def book(self, fate, who, at, minutes, room, overbook):
        made = self.attempt(
            fate,
            commands.book_appointment,
            **self.wish,
            practitioner_id=self.doctors[who],
            starts_at=at,
            minutes=minutes,
            room_id=self.clinic.room_id if room else None,
            overbook_reason=overbook,
        )
        return made.id if made else multiple()

    @rule(target=visits, fate=FATES, who=WHO, at=TIMES, count=st.integers(1, 3), how=HOW, room=st.booleans())
    def book_series(self, fate, who, at, count, how, room):
        made = self.attempt(
            fate,
            commands.book_appointment,
            **self.wish,
            practitioner_id=self.doctors[who],
            starts_at=at,
            recurrence=f"FREQ=DAILY;COUNT={count}",
            on_conflict=how,
            room_id=self.clinic.room_id if room else None,
        )
        return made.id if made else multiple()

    @rule(
        fate=FATES, visit=visits, at=st.none() | TIMES, who=st.none() | WHO, minutes=st.sampled_from([None, 15, 60]),
        overbook=REASONS, scope=st.sampled_from(Scope), how=HOW,
    )  # fmt: skip
    def move(self, fate, visit, at, who, minutes, overbook, scope, how):
        self.attempt(
            fate,
            commands.reschedule_appointment,
            appointment_id=visit,
            starts_at=at,
            practitioner_id=None if who is None else self.doctors[who],
            minutes=minutes,
            overbook_reason=overbook,
            scope=scope,
            on_conflict=how,
        )

    @rule(fate=FATES, visit=visits, scope=st.sampled_from(Scope))
    def cancel(self, fate, visit, scope):
        self.attempt(fate, commands.cancel_appointment, appointment_id=visit, reason="ill", scope=scope)

    @rule(
        fate=FATES,
        visit=visits,
        step=st.sampled_from([s for s in Status if s not in (Status.BOOKED, Status.CANCELLED)]),
    )
    def step(self, fate, visit, step):
        self.attempt(fate, commands.advance_appointment, appointment_id=visit, step=step)

    @rule(fate=FATES, visit=visits)
    def reopen(self, fate, visit):
        self.attempt(fate, commands.reopen_appointment, appointment_id=visit, reason="mistake")

    @rule(fate=FATES, visit=visits, minutes=st.sampled_from([5, 30, 60]), room=st.booleans())
    def change(self, fate, visit, minutes, room):
        found = self.loop.run_until_complete(self.clinic.database.read(_one, visit))
        changes = {"minutes": minutes, "room_id": self.clinic.room_id if room else None}
        self.attempt(fate, commands.change_appointment, appointment_id=visit, version=found.version, changes=changes)

    @invariant()
    def promises(self) -> None:
        if hasattr(self, "clinic"):
            self.loop.run_until_complete(self._promises())

    async def _promises(self) -> None:
        visits, cells, rooms, hours, series = await self.clinic.database.read(_all)
        expected = {(v.id, v.practitioner_id, cell) for v in visits if v.status in OCCUPYING for cell in v.cells()}
        # No cell without its visit, no visit without its cells.
        assert {(cell.appointment_id, cell.practitioner_id, cell.cell) for cell in cells} == expected
        in_rooms = {(v.id, cell) for v in visits if v.status in OCCUPYING and v.room_id for cell in v.cells()}
        assert {(cell.appointment_id, cell.cell) for cell in rooms} == in_rooms
        # Never two visits in one cell that nobody overbooked on purpose.
        plain = [
            (v.practitioner_id, cell)
            for v in visits
            if v.status in OCCUPYING and not v.overbooked
            for cell in v.cells()
        ]  # fmt: skip
        assert len(plain) == len(set(plain))
        assert len({cell.cell for cell in rooms}) == len(rooms)
        # An hour is overbooked by visits that take place in it, and no more often than the location allows.
        overbooked = {v.id for v in visits if v.status in OCCUPYING and v.overbooked}
        assert {hour.appointment_id for hour in hours} <= overbooked
        assert all(hour.place <= 2 for hour in hours)
        # Every occurrence of a rule is a visit, or was left out.
        for one in series:
            kept = {v.occurrence_at for v in visits if v.series_id == one.id}
            left_out = {datetime.fromisoformat(moment) for moment in one.exdates}
            assert kept | left_out == set(Rule.parse(one.rule).moments(one.starts_at, one.time_zone))
            assert not kept & left_out
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
    return [list((await session.scalars(select(kind))).all()) for kind in KEPT]


class CalendarsOnMySQL(Calendars):
    """The same on a server."""

    def place(self) -> str:
        schema = f"calendars_{WORKER}"
        self.removed = lambda: mysql_admin(f"DROP DATABASE {schema}")
        mysql_admin(
            f"DROP DATABASE IF EXISTS {schema}",
            f"CREATE DATABASE {schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        )
        return mysql_url(schema)


def _tried(machine: type[Calendars], times: int) -> type[unittest.TestCase]:
    machine.TestCase.settings = settings(
        max_examples=times,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    return machine.TestCase


test_calendars_keep_their_promises = _tried(Calendars, 12)
test_calendars_on_a_server_keep_their_promises = _tried(CalendarsOnMySQL, 4)
