"""Reactions: what happened elsewhere, brought once, twice, out of order and after a failure."""

import asyncio
from datetime import timedelta

import pytest
from billing import queries
from billing.queries import prove_ledger
from clinic_common.database import new_id
from clinic_common.http import PageRequest
from clinic_contracts.billing import InvoiceOpened
from clinic_contracts.identity import StaffChanged, StaffInvited
from clinic_contracts.patients import PatientArchived, PatientChanged, PatientMergeUndone, PatientsMerged
from clinic_contracts.scheduling import AppointmentBooked, AppointmentCancelled, AppointmentCompleted

from .conftest import NOW, patient_of, registered, visit


async def all_invoices(database, **filters):
    wanted = {"patient_id": None, "statuses": [], "begin": None, "end": None, "own": None, "page": PageRequest()}
    return await database.read(queries.list_invoices, **{**wanted, **filters})


async def balance(database, patient_id):
    found = await database.read(
        queries.get_account, patient_id=patient_id, currency="USD", own=None, page=PageRequest()
    )
    return found.balance_minor


# B1
async def test_b1_a_completed_visit_opens_one_draft_however_often_it_is_told(desk, database, deliver, emitted):
    await desk.fee("C1", 12_000)
    patient_id = await desk.patient()
    event = visit(patient_id=patient_id)
    await deliver(event, times=2)
    await deliver(event)  # told anew, by a message of its own
    await deliver(event.model_copy(update={"version": 9, "occurred_at": NOW + timedelta(hours=1)}))
    [invoice] = await all_invoices(database)
    assert (invoice.status, invoice.total_minor, invoice.needs_attention) == ("draft", 12_000, False)
    assert (invoice.patient_id, invoice.appointment_id) == (patient_id, event.appointment_id)
    [told] = await emitted(InvoiceOpened)
    assert (told.invoice_id, told.appointment_id, told.total_minor) == (invoice.id, event.appointment_id, 12_000)


async def test_b1_the_same_visit_told_ten_times_at_once_opens_one_draft(desk, database, deliver):
    await desk.fee("C1", 12_000)
    event = visit(patient_id=await desk.patient())
    await asyncio.gather(*(deliver(event) for _ in range(10)), return_exceptions=True)
    assert len(await all_invoices(database)) == 1


@pytest.mark.parametrize("fee_code", [None, "nope", "x" * 300])
async def test_a_visit_without_a_fee_opens_a_draft_for_a_person_to_complete(desk, database, deliver, fee_code):
    await deliver(visit(patient_id=await desk.patient(), fee_code=fee_code))
    [row] = await all_invoices(database)
    invoice = await database.read(queries.get_invoice, invoice_id=row.id, own=None)
    assert (invoice.needs_attention, invoice.total_minor, invoice.lines[0].description) == (True, 0, "Consultation")


async def test_a_visit_told_before_its_patient_is_not_lost(database, deliver):
    event = visit()
    await deliver(event)
    await deliver(registered(event.patient_id))
    [invoice] = await all_invoices(database, patient_id=event.patient_id)
    assert (invoice.given_name, invoice.family_name) == ("Ada", "Lovelace")


async def test_a_reaction_that_failed_does_its_work_when_it_is_tried_again(desk, database, deliver, rows):
    event = visit(patient_id=await desk.patient(), visit_type_name="x")

    async def rename(before, after):
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")

    await rename("invoice_lines", "away")
    try:
        with pytest.raises(Exception, match="invoice_lines"):
            await deliver(event)
    finally:
        await rename("away", "invoice_lines")
    assert await all_invoices(database) == []
    await deliver(event)
    assert len(await all_invoices(database)) == 1


async def test_the_newest_news_of_a_patient_is_kept(database, deliver):
    first = registered()
    married = PatientChanged(**{**first.model_dump(), "family_name": "King", "version": 3})
    await deliver(married, times=2)
    await deliver(first)
    patient = await database.read(patient_of, first.patient_id)
    assert (patient.name, patient.details_version) == ("Ada King", 3)


async def test_an_archived_patient_stays_so_when_older_news_comes_late(database, deliver):
    first = registered()
    await deliver(PatientArchived(patient_id=first.patient_id, version=2, occurred_at=NOW), times=2)
    await deliver(first)
    patient = await database.read(patient_of, first.patient_id)
    assert (patient.name, patient.archived) == ("Ada Lovelace", True)
    back = PatientChanged(**{**first.model_dump(), "version": 3})
    await deliver(back)
    assert (await database.read(patient_of, first.patient_id)).archived is False


# B9
async def test_b9_a_merge_moves_what_is_owed_and_its_undo_moves_it_back(desk, database, deliver):
    survivor, duplicate = await desk.patient(), await desk.patient()
    theirs = await desk.issued(1_000, patient_id=survivor)
    others = await desk.issued(500, patient_id=duplicate)
    ids = {"merge_id": new_id(), "survivor_id": survivor, "duplicate_id": duplicate, "occurred_at": NOW}
    await deliver(PatientsMerged(**ids), times=2)
    assert await balance(database, survivor) == await balance(database, duplicate) == 1_500
    assert {row.patient_id for row in await all_invoices(database, patient_id=duplicate)} == {survivor}
    payment = await desk.pay(others, 200)  # while merged
    assert payment.invoice.patient_id == survivor
    later = await desk.issued(50, patient_id=duplicate)  # by somebody who still saw the duplicate
    assert later.patient_id == survivor
    await deliver(PatientMergeUndone(**ids), times=2)
    assert (await balance(database, survivor), await balance(database, duplicate)) == (1_000, 350)
    assert [row.id for row in await all_invoices(database, patient_id=survivor)] == [theirs.id]
    assert (await database.read(prove_ledger)).valid


async def test_b9_an_undo_that_comes_before_its_merge_wins(desk, database, deliver):
    survivor, duplicate = await desk.patient(), await desk.patient()
    await desk.issued(500, patient_id=duplicate)
    ids = {"merge_id": new_id(), "survivor_id": survivor, "duplicate_id": duplicate, "occurred_at": NOW}
    await deliver(PatientMergeUndone(**ids))
    await deliver(PatientsMerged(**ids))
    assert (await balance(database, survivor), await balance(database, duplicate)) == (0, 500)


async def test_b9_merges_follow_each_other_and_are_undone_one_by_one(desk, database, deliver):
    a, b, c = [await desk.patient() for _ in range(3)]
    for patient_id, price in ((a, 1), (b, 10), (c, 100)):
        await desk.issued(price, patient_id=patient_id)
    first = {"merge_id": new_id(), "survivor_id": b, "duplicate_id": a, "occurred_at": NOW}
    second = {"merge_id": new_id(), "survivor_id": c, "duplicate_id": b, "occurred_at": NOW}
    await asyncio.gather(deliver(PatientsMerged(**second)), deliver(PatientsMerged(**first)))
    assert await balance(database, c) == 111
    await deliver(PatientMergeUndone(**second))
    assert (await balance(database, b), await balance(database, c)) == (11, 100)
    await deliver(PatientsMerged(**{**second, "merge_id": new_id()}))
    await deliver(PatientMergeUndone(**first))
    assert (await balance(database, a), await balance(database, c)) == (1, 110)


# B8
async def test_b8_a_practitioner_sees_those_they_have_or_had_appointments_with(desk, database, deliver):
    doctor, other = new_id(), new_id()
    patient_id = await desk.patient()
    await desk.issued(patient_id=patient_id)
    event = visit(AppointmentBooked, patient_id=patient_id, practitioner_id=doctor, status="booked", version=1)
    await deliver(event, times=2)
    assert len(await all_invoices(database, own=doctor)) == 1
    assert await all_invoices(database, own=other) == []
    state = {**event.model_dump(), "version": 2}
    await deliver(AppointmentCancelled(**state))
    await deliver(event)  # late
    assert await all_invoices(database, own=doctor) == []
    await deliver(AppointmentCompleted(**{**state, "version": 3, "practitioner_id": other, "status": "completed"}))
    assert len(await all_invoices(database, own=other)) == 2


async def test_what_a_claim_needs_of_a_patient_and_a_visit_is_kept(deliver, rows):
    patient_id = new_id()
    await deliver(registered(patient_id, address={"line1": "5 Elm Street", "region": "IL"}), times=2)
    [(born_on, sex, address)] = await rows("SELECT born_on, sex, address FROM patients")
    assert (str(born_on), sex) == ("1990-12-10", "female")
    assert "5 Elm Street" in address
    seen = visit(patient_id=patient_id, starts_at=NOW, time_zone="Pacific/Auckland")
    await deliver(seen, times=2)
    [(starts_on,)] = await rows("SELECT starts_on FROM appointments")
    assert str(starts_on) == "2026-11-23"


async def test_the_newest_news_of_a_practitioner_is_kept(deliver, rows):
    staff = {"staff_id": new_id(), "email": "a@example.org", "role": "doctor", "occurred_at": NOW}
    invited = StaffInvited(**staff, display_name="Dr. Grace Hopper", npi="1234567893", version=2)
    older = StaffChanged(**staff, display_name="Grace", npi=None, version=1)
    for event in (invited, older, invited):
        await deliver(event)
    assert [tuple(row) for row in await rows("SELECT name, npi FROM practitioners")] == [
        ("Dr. Grace Hopper", "1234567893")
    ]
