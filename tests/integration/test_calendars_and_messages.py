"""Whatever is done to a calendar, and wherever the news of it is killed: nobody is reminded of a visit that is off."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from clinic_common import outbox
from clinic_common.bus import Message
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.database import Database
from clinic_common.sealing import Sealer
from clinic_common.testing import RING
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from notifications import commands, rules
from notifications.models import Appointment
from notifications.models import Message as Letter
from notifications.service import SERVICE
from scheduling.models import Appointment as Visit
from sqlalchemy import select

from services.notifications.tests.conftest import HOUSE, patient
from services.scheduling.tests.test_state_machine import OPEN, Calendars

MEANS = commands.Means(frozenset({rules.EMAIL}))


class Killed(BaseException):
    """The process ended here: whatever would have come next did not."""


class Fragile(InProcessBus):
    """A bus whose publisher is killed before or after the messages arrive, which they do in any order, some twice."""

    fate, chance = "lives", None

    async def publish(self, messages: Sequence[Message]) -> list[BaseException | None]:
        if self.fate == "dies before":
            raise Killed
        shuffled = [*messages, *messages[:2]]
        self.chance.shuffle(shuffled)  # type: ignore[attr-defined]
        for message in shuffled:
            assert await super().publish([message]) == [None]
        if self.fate == "dies after":
            raise Killed
        return [None for _ in messages]


class CalendarsAndMessages(Calendars):
    """Calendars, the relay that tells of them, and the messages that follow; all three are killed at will."""

    @initialize()
    def found(self) -> None:
        super().found()
        self.folder = tempfile.TemporaryDirectory()
        url = f"sqlite+aiosqlite:///{Path(self.folder.name)}/notifications.db"
        self.messages = Database(url, service="notifications", sealer=Sealer.from_text(RING))
        # A relay that was killed holds its events until its lease ends: at once.
        self.lease = patch.object(outbox, "LEASE", timedelta(0))
        self.lease.start()
        self.loop.run_until_complete(self._listen())

    async def _listen(self) -> None:
        async with self.messages.engine.begin() as connection:
            await connection.run_sync(SERVICE.metadata.create_all)
        known = patient(patient_id=self.clinic.patient_id, record_number="P-9")
        await self.messages.run(commands.follow_patient, event=known)
        self.bus = Fragile()
        for subscription in SERVICE.reactions.subscriptions(self.messages):
            await self.bus.subscribe(subscription)
        self.relay = outbox.Relay(self.clinic.database, self.bus)

    def teardown(self) -> None:
        if hasattr(self, "bus"):
            self.lease.stop()
            self.loop.run_until_complete(self.bus.close())
            self.loop.run_until_complete(self.messages.close())
            self.folder.cleanup()
        super().teardown()

    @rule(fate=st.sampled_from(["lives", "dies before", "dies after"]), chance=st.randoms())
    def tell(self, fate: str, chance: Any) -> None:
        self.bus.fate, self.bus.chance = fate, chance
        with suppress(Killed):
            self.loop.run_until_complete(self.relay.pass_on())

    @rule(hours=st.sampled_from([25, 23, 1]), dies=st.booleans())
    def send(self, hours: int, dies: bool) -> None:
        self.loop.run_until_complete(self._send(hours, dies))

    async def _send(self, hours: int, dies: bool) -> None:
        now = OPEN - timedelta(hours=hours)
        claimed, _ = await self.messages.run(commands.claim_due, means=MEANS, now=now)
        copies = {copy.appointment_id: copy for copy in (await self.messages.read(_copies))[0]}
        for each in claimed:
            material = each.material
            copy = copies[material.appointment.appointment_id]
            if material.template == rules.REMINDER:
                assert copy.status in rules.EXPECTED
            if not dies:
                written = material.written(each.channel, HOUSE)
                assert await self.messages.run(commands.settle_sent, claimed=each, written=written, now=now)

    @rule(chance=st.randoms())
    def all_is_told(self, chance: Any) -> None:
        self.bus.fate, self.bus.chance = "lives", chance
        self.loop.run_until_complete(self._all_is_told())

    async def _all_is_told(self) -> None:
        while await self.relay.pass_on():
            pass
        copies, letters = await self.messages.read(_copies)
        visits = {visit.id: visit for visit in await self.clinic.database.read(_visits)}
        assert {copy.appointment_id for copy in copies} == set(visits)
        for copy in copies:
            visit = visits[copy.appointment_id]
            assert (copy.status, copy.starts_at) == (visit.status, visit.starts_at)
        open_reminders = [m for m in letters if m.status == rules.PLANNED and m.template == rules.REMINDER]
        for reminder in open_reminders:
            assert reminder.appointment_id
            visit = visits[reminder.appointment_id]
            assert visit.status in rules.EXPECTED
            assert reminder.starts_at == visit.starts_at
        assert len({(m.appointment_id, m.sequence) for m in open_reminders}) == len(open_reminders)
        # Nobody is told of a booking that was taken back, or of a cancellation that was.
        for letter in letters:
            if letter.status == rules.PLANNED and letter.template == rules.CANCELLATION:
                assert letter.appointment_id
                assert visits[letter.appointment_id].status == "cancelled"


async def _copies(session: Any) -> tuple[list[Appointment], list[Letter]]:
    found = list((await session.scalars(select(Appointment))).all())
    return found, list((await session.scalars(select(Letter))).all())


async def _visits(session: Any) -> list[Visit]:
    return list((await session.scalars(select(Visit))).all())


CalendarsAndMessages.TestCase.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
test_calendars_and_messages_keep_their_promises = CalendarsAndMessages.TestCase
