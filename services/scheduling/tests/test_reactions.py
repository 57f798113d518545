"""Copies of staff and patients: each reaction once, twice, out of order and after a failure."""

from datetime import date

import pytest
from clinic_common.database import new_id, utc_now
from clinic_contracts.identity import StaffChanged, StaffDeactivated, StaffInvited
from clinic_contracts.notifications import VisitAnswered
from clinic_contracts.patients import (
    PatientArchived,
    PatientChanged,
    PatientMergeUndone,
    PatientRegistered,
    PatientsMerged,
)
from scheduling import commands, queries, rules
from scheduling.models import Appointment, Patient, StaffMember, WaitlistEntry
from sqlalchemy import text

from services.scheduling.tests.conftest import NOW
from services.scheduling.tests.test_routes_links import token_of


def invited(staff_id, **change):
    state = {"email": "g@x.org", "display_name": "Dr. Grace", "role": "doctor", "npi": "1234567893", "version": 1}
    return StaffInvited(staff_id=staff_id, occurred_at=NOW, **(state | change))


def changed(staff_id, **change):
    state = {"email": "g@x.org", "display_name": "Dr. Hopper", "role": "doctor", "version": 2}
    return StaffChanged(staff_id=staff_id, occurred_at=NOW, **(state | change))


def registered(patient_id, kind=PatientRegistered, **change):
    state = {
        "record_number": "P-7", "given_name": "Zoë", "family_name": "Ångström", "born_on": date(1990, 2, 3),
        "sex": "female", "phone": "+1 (555) 010-9999", "version": 1,
    }  # fmt: skip
    return kind(patient_id=patient_id, occurred_at=NOW, **(state | change))


async def row(database, kind, id):
    async def query(session):
        return await session.get(kind, id)

    return await database.read(query)


@pytest.fixture
def id():
    return new_id()


async def test_a_doctor_can_be_booked_from_the_moment_they_are_invited(database, deliver, id):
    await deliver(invited(id), times=2)
    doctor = await row(database, StaffMember, id)
    assert (doctor.active, doctor.is_practitioner, doctor.npi) == (True, True, "1234567893")


async def test_others_are_known_by_name_only(database, deliver, id):
    await deliver(invited(id, role="nurse", display_name="Nina"))
    nurse = await row(database, StaffMember, id)
    assert (nurse.display_name, nurse.active, nurse.is_practitioner) == ("Nina", False, False)


async def test_who_becomes_something_else_is_not_booked_but_keeps_their_history(database, deliver, id):
    await deliver(invited(id))
    await deliver(changed(id, role="admin"), times=2)
    former = await row(database, StaffMember, id)
    assert (former.active, former.is_practitioner) == (False, True)
    await deliver(changed(id, version=3))
    assert (await row(database, StaffMember, id)).active


async def test_an_older_word_does_not_overwrite_a_newer_one(database, deliver, id):
    await deliver(changed(id, display_name="New name"))
    await deliver(invited(id))
    assert (await row(database, StaffMember, id)).display_name == "New name"


@pytest.mark.parametrize("first", ["deactivated", "invited"])
async def test_who_left_is_not_booked_whichever_word_comes_first(database, deliver, id, first):
    events = [invited(id), StaffDeactivated(staff_id=id, version=2, occurred_at=NOW)]
    for event in events if first == "invited" else reversed(events):
        await deliver(event, times=2)
    left = await row(database, StaffMember, id)
    assert (left.active, left.is_practitioner, left.display_name) == (False, True, "Dr. Grace")


async def test_an_inactive_change_deactivates(database, deliver, id):
    await deliver(invited(id))
    await deliver(changed(id, active=False))
    assert not (await row(database, StaffMember, id)).active


async def test_a_patient_is_kept_with_what_is_searched(database, deliver, id):
    await deliver(registered(id), times=2)
    patient = await row(database, Patient, id)
    assert (patient.name, patient.search_key) == ("Zoë Ångström", "zoe angstrom p-7 15550109999")
    await deliver(registered(id, PatientChanged, given_name="Eve", version=3))
    await deliver(registered(id, PatientChanged, given_name="Stale", version=2))
    assert (await row(database, Patient, id)).given_name == "Eve"


@pytest.mark.parametrize("first", ["archived", "registered"])
async def test_an_archived_patient_is_not_booked_whichever_word_comes_first(database, deliver, id, first):
    events = [registered(id), PatientArchived(patient_id=id, version=2, occurred_at=NOW)]
    for event in events if first == "registered" else reversed(events):
        await deliver(event, times=2)
    patient = await row(database, Patient, id)
    assert (patient.archived, patient.name) == (True, "Zoë Ångström")


async def test_a_reaction_that_failed_is_done_the_next_time(database, deliver, id):
    """The inbox row goes with the transaction that failed."""

    async def rename(session, old, new):
        await session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    await database.run(rename, "staff", "staff_away")
    with pytest.raises(Exception, match="staff"):
        await deliver(invited(id))
    await database.run(rename, "staff_away", "staff")
    await deliver(invited(id))
    assert (await row(database, StaffMember, id)).active


# Merges


@pytest.fixture
async def duplicate(clinic):
    return await clinic.patient("Ada", "Lovelase")


def merged(clinic, duplicate, kind=PatientsMerged, merge_id=None):
    return kind(merge_id=merge_id or new_id(), survivor_id=clinic.patient_id, duplicate_id=duplicate, occurred_at=NOW)


# S10
async def test_a_merge_moves_what_is_planned_and_its_undoing_brings_only_that_back(clinic, duplicate, deliver):
    own = await clinic.book()
    theirs = await clinic.book("2027-03-02 10:00", patient_id=duplicate)
    waiting = await clinic.run(commands.add_to_waitlist, patient_id=duplicate, visit_type_id=clinic.visit_type_id)
    merge = merged(clinic, duplicate)
    await deliver(merge, times=2)
    moved = await row(clinic.database, Appointment, theirs.id)
    assert (moved.patient_id, moved.version) == (clinic.patient_id, 2)
    assert (await row(clinic.database, WaitlistEntry, waiting.id)).patient_id == clinic.patient_id
    with pytest.raises(rules.PatientMerged):
        await clinic.book("2027-03-03 09:00", patient_id=duplicate)

    await deliver(merged(clinic, duplicate, PatientMergeUndone, merge.merge_id), times=2)
    assert (await row(clinic.database, Appointment, theirs.id)).patient_id == duplicate
    assert (await row(clinic.database, Appointment, own.id)).patient_id == clinic.patient_id
    assert (await row(clinic.database, WaitlistEntry, waiting.id)).patient_id == duplicate
    assert await clinic.book("2027-03-03 09:00", patient_id=duplicate)


async def test_an_undoing_that_is_heard_first_leaves_everything_in_place(clinic, duplicate, deliver):
    theirs = await clinic.book(patient_id=duplicate)
    merge_id = new_id()
    await deliver(merged(clinic, duplicate, PatientMergeUndone, merge_id))
    await deliver(merged(clinic, duplicate, PatientsMerged, merge_id))
    assert (await row(clinic.database, Appointment, theirs.id)).patient_id == duplicate
    assert (await row(clinic.database, Patient, duplicate)).merged_into is None


async def test_merges_of_merges_are_undone_in_any_order(clinic, duplicate, deliver):
    third = await clinic.patient("Ada", "L.")
    theirs = await clinic.book(patient_id=third)
    first = PatientsMerged(merge_id=new_id(), survivor_id=duplicate, duplicate_id=third, occurred_at=NOW)
    second = merged(clinic, duplicate)
    await deliver(first)
    await deliver(second)
    assert (await row(clinic.database, Appointment, theirs.id)).patient_id == clinic.patient_id
    await deliver(PatientMergeUndone(**first.model_dump()))
    assert (await row(clinic.database, Appointment, theirs.id)).patient_id == third
    await deliver(PatientMergeUndone(**second.model_dump()))
    assert (await row(clinic.database, Appointment, theirs.id)).patient_id == third


async def test_a_merge_of_people_not_heard_of_yet_holds_once_they_are(clinic, deliver):
    early = new_id()
    await deliver(merged(clinic, early))
    await deliver(registered(early))
    with pytest.raises(rules.PatientMerged):
        await clinic.book(patient_id=early)
    assert not await clinic.database.read(queries.knows_patient, patient_id=new_id())


# S12
@pytest.mark.parametrize(("answer", "status"), [("confirm", "confirmed"), ("cancel", "cancelled")])
async def test_an_answer_by_text_message_does_what_the_link_in_it_does(clinic, soon, database, deliver, answer, status):
    visit = await clinic.book(soon, now=utc_now())
    said = {"appointment_id": visit.id, "patient_id": visit.patient_id, "answer": answer, "occurred_at": utc_now()}
    await deliver(VisitAnswered(**said, link="no link of ours"))
    assert (await row(database, Appointment, visit.id)).status == "booked"
    await deliver(VisitAnswered(**said, link=token_of(clinic, visit)), times=2)
    answered = await row(database, Appointment, visit.id)
    assert answered.status == status
    # Said again when nothing is to be answered any more, it changes nothing.
    await deliver(VisitAnswered(**said, link=token_of(clinic, visit)))
    assert (await row(database, Appointment, visit.id)).version == answered.version
