"""Door 2: each reaction once, twice, and after a failure."""

from typing import Any

import pytest
from clinic_common.database import new_id, utc_now
from clinic_contracts.patients import PatientArchived, PatientChanged, PatientMergeUndone, PatientsMerged
from clinic_contracts.scheduling import AppointmentCancelled, AppointmentRescheduled
from notifications.models import Base
from notifications.service import SERVICE
from sqlalchemy import select, text

from .conftest import ADA, appointment, invitation, noon, overdue, paid, password_reset, patient

MERGE = {"merge_id": new_id(), "survivor_id": new_id(), "duplicate_id": ADA, "occurred_at": utc_now()}
EVENTS = [
    appointment(),
    appointment(AppointmentRescheduled, version=2, starts_at=noon(4)),
    appointment(AppointmentCancelled, version=3),
    patient(),
    patient(PatientChanged, version=2, phone="+15550100"),
    PatientArchived(patient_id=ADA, version=2, occurred_at=utc_now()),
    PatientsMerged(**MERGE),
    PatientMergeUndone(**MERGE),
    invitation(),
    password_reset(),
    overdue(),
    paid(),
]
OWN = [mapper.local_table for mapper in Base.registry.mappers]


@pytest.fixture
def everything(database):
    """`await everything()`: all rows of the service's own tables, but for ids and sealed bytes made anew each time."""

    async def look() -> dict[str, list[Any]]:
        async def query(session):
            found = {}
            for table in OWN:
                told = [c for c in table.columns if c.name not in ("id", "created_at", "due_at", "available_at")]
                told = [c for c in told if c.name != "parameters"]
                found[table.name] = sorted(map(repr, (await session.execute(select(*told))).all()))
            return found

        return await database.read(query)

    return look


def test_every_reaction_is_tried_here():
    tried = {event.wire_name for event in EVENTS}
    for reaction in SERVICE.reactions.all.values():
        assert reaction.types & tried, reaction.name


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
async def test_an_event_brought_twice_changes_what_it_changes_once(event, deliver, everything):
    empty = await everything()
    await deliver(event)
    once = await everything()
    assert once != empty
    await deliver(event)  # the same fact in another message
    assert await everything() == once
    await deliver(event, times=2)
    assert await everything() == once


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
async def test_a_reaction_that_failed_does_everything_the_next_time(event, deliver, everything, database):
    empty = await everything()
    async with _hidden(database, OWN):
        with pytest.raises(Exception, match=r"no such table|doesn't exist"):
            await deliver(event)
    assert await everything() == empty
    await deliver(event)
    assert await everything() != empty


class _hidden:
    """For a while the tables are not there."""

    def __init__(self, database, tables):
        self._database, self._names = database, [table.name for table in tables]

    async def __aenter__(self):
        await self._rename("{0}", "{0}_away")

    async def __aexit__(self, *_):
        await self._rename("{0}_away", "{0}")

    async def _rename(self, old: str, new: str) -> None:
        async with self._database.engine.begin() as connection:
            for name in self._names:
                await connection.execute(text(f"ALTER TABLE {old.format(name)} RENAME TO {new.format(name)}"))


async def test_what_happens_to_a_visit_reaches_the_patient(deliver, send, folder):
    await deliver(patient(preferred_language="es"))
    await deliver(appointment())
    await send()
    await deliver(appointment(AppointmentRescheduled, version=2, starts_at=noon(4)))
    await send()
    await deliver(appointment(AppointmentCancelled, version=3, starts_at=noon(4), reason="flu"))
    await send()
    await send()
    said = folder()
    assert len(said) == 3
    assert all("flu" not in each for each in said)
