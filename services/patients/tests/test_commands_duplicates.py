"""Likely duplicates are work for the clinic; identity numbers are found though nobody can read them."""

from datetime import date

import pytest
from clinic_common.database import new_id
from clinic_common.http import PageRequest
from clinic_common.sealing import Unsealable
from patients import commands, queries
from patients.models import DuplicatePair, Patient, open_identity
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from .conftest import NOW, fetch, small_bundle

# --- the work list of likely duplicates ---------------------------------------------------------------------------


@pytest.fixture
def work_list(database):
    async def look(dismissed=False):
        page = PageRequest(limit=50, after=None)
        found = await database.read(queries.list_duplicates, dismissed=dismissed, page=page)
        return [{patient.given_name for patient in pair.patients} for pair in found.pairs], found.pairs

    return look


async def test_p19_a_pair_is_on_the_work_list_once_until_it_is_told_apart_or_no_longer_alike(
    database, register, work_list, now
):
    ada = await register("Ada", identity_number="756.9217.0769.85", phone="(212) 555-0147")
    twin = await register("Adah", phone="(212) 555-0147")
    assert (await work_list())[0] == [{"Ada", "Adah"}]
    change = {"region": "US", "now": now}
    again = await database.run(
        commands.change_patient, patient_id=ada.id, changes={"contact_by": "sms"}, version=1, **change
    )
    names, [pair] = await work_list()
    assert names == [{"Ada", "Adah"}]
    assert [each.id for each in again.possible_duplicates] == [twin.id]
    await database.run(commands.dismiss_duplicate, pair_id=pair.row.id, by=ada.id, now=now)
    again = await database.run(
        commands.change_patient, patient_id=twin.id, changes={"contact_by": "sms"}, version=1, **change
    )
    assert (again.possible_duplicates, (await work_list())[0]) == ([], [])
    assert (await work_list(dismissed=True))[0] == [{"Ada", "Adah"}]
    await database.run(commands.reopen_duplicate, pair_id=pair.row.id)
    assert (await work_list())[0] == [{"Ada", "Adah"}]
    other = {"given_name": "Zoe", "born_on": date(2001, 5, 9), "phone": None}
    await database.run(commands.change_patient, patient_id=twin.id, changes=other, version=2, **change)
    assert (await work_list())[0] == []


async def test_p19_archived_and_merged_records_are_not_work(database, register, merge, work_list):
    one, other = await register("Ada"), await register("Ada")
    merged = await merge(one, other)
    assert (await work_list())[0] == []
    await database.run(commands.undo_patient_merge, merge_id=merged.id, undone_by=None, now=merged.merged_at)
    assert len((await work_list())[0]) == 1


async def test_p19_the_database_knows_a_pair_once(register, write, work_list):
    one, other = sorted([(await register("Ada")).id, (await register("Bob", "Other")).id])
    row = {"id": new_id(), "likeness": 700, "reasons": [], "found_at": NOW}
    await write(insert(DuplicatePair).values(row | {"one_id": one, "other_id": other}))
    for ids in ((one, other), (other, one)):
        with pytest.raises(DBAPIError):
            await write(insert(DuplicatePair).values(row | {"id": new_id(), "one_id": ids[0], "other_id": ids[1]}))


async def test_p19_those_imported_are_compared_soon_after(database, load, register, work_list, now):
    await register("María José", "Núñez", date(1984, 2, 29))
    await load(small_bundle())
    assert await database.run(commands.compare_some, at_most=20, now=now) == 1
    assert (await work_list())[0] == [{"María José"}]
    assert await database.run(commands.compare_some, at_most=20, now=now) == 0


# --- identity numbers ---------------------------------------------------------------------------------------------


async def test_p20_an_identity_number_is_found_by_its_blind_index_and_opens_only_in_its_row(database, register, write):
    ada = await register("Ada", identity_number="756.9217.0769.85")
    bob = await register("Bob", "Marley", date(1955, 2, 6), identity_number="7569217076985")
    entered = await database.run(
        commands.change_patient,
        patient_id=bob.id, changes={"contact_by": "sms"}, version=1, region="US", now=NOW,
    )  # fmt: skip
    assert "same identity number" in [r for each in entered.possible_duplicates for r in each.reasons]
    await write(update(Patient).where(Patient.id == bob.id).values(identity_number=ada.identity_number))
    moved = await fetch(database, Patient, bob.id)
    with pytest.raises(Unsealable):
        open_identity(moved, sealer=database.sealer)
