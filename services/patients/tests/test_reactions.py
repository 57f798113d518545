"""What patients hears of visits: each once, in whatever order, also of those who were merged."""

from datetime import date, timedelta

import pytest
from clinic_common.database import new_id
from clinic_contracts.scheduling import AppointmentBooked, AppointmentCompleted, AppointmentConfirmed
from patients import queries

from .conftest import NOW

GREY, HOUSE = new_id(), new_id()


def told(kind, patient, *, id, version, practitioner=GREY, status="completed"):
    return kind(
        appointment_id=id, patient_id=patient.id, practitioner_id=practitioner, practitioner_name=f"Dr. {practitioner}",
        location_id=new_id(), location_name="Main", time_zone="UTC", visit_type_id=new_id(), visit_type_code="V",
        visit_type_name="Visit", starts_at=NOW, ends_at=NOW + timedelta(minutes=20), status=status, version=version,
        occurred_at=NOW,
    )  # fmt: skip


@pytest.fixture
def seen(database):
    async def look():
        found = await database.read(queries.get_patient_statistics, since=date(2026, 11, 1), until=date(2026, 11, 30))
        return {row.practitioner_id: (row.patients, row.visits) for row in found.by_practitioner}

    return look


async def test_a_completed_visit_counts_once_and_no_longer_when_it_is_reopened(deliver, register, seen):
    ada, visit = await register(), new_id()
    done = told(AppointmentCompleted, ada, id=visit, version=3)
    await deliver(done)
    await deliver(done)
    await deliver(told(AppointmentBooked, ada, id=visit, version=1, status="booked"))
    assert await seen() == {GREY: (1, 1)}
    await deliver(told(AppointmentConfirmed, ada, id=visit, version=4, status="confirmed"))
    assert await seen() == {}


async def test_visits_follow_a_merge_and_its_undoing(deliver, register, merge, seen, database):
    from patients import commands

    ada, twin = await register(), await register()
    await deliver(told(AppointmentCompleted, ada, id=new_id(), version=1))
    await deliver(told(AppointmentCompleted, twin, id=new_id(), version=1))
    await deliver(told(AppointmentCompleted, twin, id=new_id(), version=1, practitioner=HOUSE))
    assert await seen() == {GREY: (2, 2), HOUSE: (1, 1)}
    merged = await merge(ada, twin)
    await deliver(told(AppointmentCompleted, twin, id=new_id(), version=1))
    assert await seen() == {GREY: (1, 3), HOUSE: (1, 1)}
    await database.run(commands.undo_patient_merge, merge_id=merged.id, undone_by=None, now=NOW)
    assert await seen() == {GREY: (2, 3), HOUSE: (1, 1)}
