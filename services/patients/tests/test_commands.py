"""What changes patients and their records, on both databases."""

import asyncio
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from clinic_common.database import new_id
from clinic_common.errors import Stale
from clinic_contracts.patients import (
    PatientArchived,
    PatientChanged,
    PatientMergeUndone,
    PatientRegistered,
    PatientsMerged,
)
from patients import commands, fhir, rules
from patients.models import (
    ITEMS,
    Allergy,
    ImportSource,
    Merge,
    MergeMove,
    Note,
    Patient,
    Problem,
    SearchKey,
    Vital,
    keys_of,
)
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from .conftest import entry, fetch, observation, real_bundles, reference, small_bundle


@pytest.fixture
def count(database):
    async def look(model, *where):
        async def query(session):
            return (await session.execute(select(func.count()).select_from(model).where(*where))).scalar_one()

        return await database.read(query)

    return look


# --- registration ------------------------------------------------------------------------------------------------


async def test_p2_every_patient_gets_a_record_number_of_their_own(register, emitted):
    patients = [await register(given_name=name) for name in ("Ada", "Bob", "Cyd")]
    assert len({patient.record_number for patient in patients}) == 3
    assert all(patient.record_number.startswith("P-") for patient in patients)
    told = await emitted(PatientRegistered)
    assert [event.record_number for event in told] == [patient.record_number for patient in patients]


async def test_p2_a_record_number_is_never_given_twice(register, write):
    one, two = await register(), await register(given_name="Bob")
    with pytest.raises(IntegrityError):
        await write(update(Patient).where(Patient.id == two.id).values(record_number=one.record_number))


async def test_p2_twenty_at_once_get_twenty_numbers(register):
    patients = await asyncio.gather(*(register(given_name=f"N{n}", born_on=date(1950 + n, 1, 1)) for n in range(20)))
    assert len({patient.record_number for patient in patients}) == 20


async def test_p3_what_a_patient_is_found_under_follows_every_change(database, register, now):
    patient = await register(phone="(212) 555-0147")
    changes = {"family_name": "King", "phone": None}
    await database.run(commands.change_patient, patient_id=patient.id, changes=changes, version=1, region="US", now=now)

    async def keys(session):
        query = select(SearchKey.kind, SearchKey.key).where(SearchKey.patient_id == patient.id)
        return {(row.kind, row.key) for row in await session.execute(query)}

    found = await database.read(keys)
    changed = await fetch(database, Patient, patient.id)
    assert found == keys_of(changed, serial=changed.serial, sealer=database.sealer)
    assert ("n", "king") in found
    assert not any(kind in "dt" or key == "lovelace" for kind, key in found)


async def test_a_change_against_an_old_version_is_refused(database, register, now, emitted):
    patient = await register()
    change = {"patient_id": patient.id, "region": "US", "now": now}
    await database.run(commands.change_patient, changes={"given_name": "Eva"}, version=1, **change)
    with pytest.raises(Stale):
        await database.run(commands.change_patient, changes={"given_name": "Eve"}, version=1, **change)
    assert [event.given_name for event in await emitted(PatientChanged)] == ["Eva"]


async def test_a_change_that_changes_nothing_tells_nothing(database, register, now, emitted):
    patient = await register()
    await database.run(
        commands.change_patient,
        patient_id=patient.id, changes={"given_name": "Ada"}, version=1, region="US", now=now,
    )  # fmt: skip
    assert await emitted(PatientChanged) == []
    assert (await fetch(database, Patient, patient.id)).version == 1


async def test_archiving_twice_is_archiving_once(database, register, now, emitted):
    patient = await register()
    for _ in range(2):
        await database.run(commands.archive_patient, patient_id=patient.id, now=now)
    assert len(await emitted(PatientArchived)) == 1
    for _ in range(2):
        await database.run(commands.unarchive_patient, patient_id=patient.id, now=now)
    assert [event.archived for event in await emitted(PatientChanged)] == [False]


# --- duplicates --------------------------------------------------------------------------------------------------


async def test_p4_a_likely_duplicate_is_shown_to_both_with_reasons(database, register, now):
    ada = await register(phone="(212) 555-0147")
    fields = {"given_name": "Lovelace", "family_name": "Ada", "born_on": date(1980, 10, 12), "sex": "female",
              "phone": "212 555 0147"}  # fmt: skip
    entered = await database.run(commands.register_patient, fields=fields, region="US", now=now)
    [found] = entered.possible_duplicates
    assert (found.id, found.record_number) == (ada.id, ada.record_number)
    assert found.score > 0.9
    assert {"given and family name swapped", "same phone"} <= set(found.reasons)
    [other_way] = (
        await database.run(
            commands.change_patient, patient_id=ada.id, changes={"sex": "female"}, version=1, region="US", now=now
        )
    ).possible_duplicates
    assert (other_way.id, other_way.score) == (entered.patient.id, found.score)


async def test_p4_archived_records_are_no_duplicates(database, register, now):
    ada = await register()
    await database.run(commands.archive_patient, patient_id=ada.id, now=now)
    entered = await database.run(
        commands.register_patient,
        fields={"given_name": "Ada", "family_name": "Lovelace", "born_on": ada.born_on, "sex": "female"},
        region="US", now=now,
    )  # fmt: skip
    assert entered.possible_duplicates == []


# --- merge -------------------------------------------------------------------------------------------------------


async def test_a_merge_moves_the_chart_and_the_keys_and_undo_brings_them_back(
    database, register, add, merge, now, emitted, author
):
    ada = await register(phone="(212) 555-0147")
    twin = await register(given_name="Adda", family_name="Byron")
    own = await add(Allergy, ada, substance="Peanut")
    came = await add(Allergy, twin, substance="Latex")
    note = await database.run(
        commands.write_note,
        patient_id=twin.id, fields={"kind": "free", "text": "x"}, author=author, sealer=database.sealer, now=now,
    )  # fmt: skip
    before = vars(await fetch(database, Patient, twin.id)).copy()
    made = await merge(ada, twin)

    assert (await fetch(database, Allergy, came.id)).patient_id == ada.id
    assert (await fetch(database, Note, note.row.id)).patient_id == ada.id
    gone = await fetch(database, Patient, twin.id)
    assert (gone.archived, gone.merged_into) == (True, ada.id)

    async def under(session):
        return set((await session.execute(select(SearchKey.patient_id).where(SearchKey.key == "byron"))).scalars())

    assert await database.read(under) == {ada.id, twin.id}
    [told] = await emitted(PatientsMerged)
    assert (told.merge_id, told.survivor_id, told.duplicate_id) == (made.id, ada.id, twin.id)

    later = await add(Allergy, ada, substance="Pollen")
    await database.run(commands.undo_patient_merge, merge_id=made.id, undone_by=None, now=now)
    where = {item.id: (await fetch(database, Allergy, item.id)).patient_id for item in (own, came, later)}
    assert where == {own.id: ada.id, came.id: twin.id, later.id: ada.id}
    assert (await fetch(database, Note, note.row.id)).patient_id == twin.id
    after = vars(await fetch(database, Patient, twin.id))
    for name in ("archived", "archived_at", "merged_into", "given_name", "record_number", "born_on"):
        assert after[name] == before[name]
    assert await database.read(under) == {twin.id}
    assert len(await emitted(PatientMergeUndone)) == 1


async def test_a_merge_keeps_a_sealed_picture_of_both(database, register, add, merge):
    ada, twin = await register(), await register(family_name="Byron")
    await add(Problem, twin, display="Gout", status="active", onset_on=date(2020, 1, 2))
    made = await merge(ada, twin)
    assert b"Byron" not in made.snapshot
    picture = json.loads(database.sealer.open(made.snapshot, context=f"patient_merges/snapshot/{made.id}"))
    assert picture["duplicate"]["patients"][0]["family_name"] == "Byron"
    assert picture["duplicate"]["problems"][0]["display"] == "Gout"
    assert picture["survivor"]["patients"][0]["id"] == str(ada.id)


async def test_p5_nobody_is_merged_with_themselves_or_twice(register, merge, database, write, now):
    ada, twin, third = await register(), await register(), await register()
    with pytest.raises(rules.MergeWithItself):
        await merge(ada, ada)
    made = await merge(ada, twin)
    with pytest.raises(rules.MergedRecord):
        await merge(third, twin)
    with pytest.raises(rules.MergedRecord):
        await merge(twin, third)
    copy = {c.key: getattr(made, c.key) for c in Merge.__table__.columns}
    with pytest.raises(IntegrityError):
        await write(insert(Merge).values({**copy, "id": new_id(), "survivor_id": third.id}))
    with pytest.raises(DBAPIError):
        await write(
            insert(Merge).values({**copy, "id": new_id(), "duplicate_id": ada.id, "standing_duplicate_id": ada.id})
        )
    with pytest.raises(DBAPIError):
        await write(update(Patient).where(Patient.id == twin.id).values(archived=False))


async def test_p5_two_merges_at_once_leave_one(register, merge):
    ada, bob, twin = await register(), await register(), await register()
    done = await asyncio.gather(merge(ada, twin), merge(bob, twin), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Merge", "MergedRecord"]


async def test_p5_crosswise_at_once_leaves_one(register, merge):
    ada, twin = await register(), await register()
    done = await asyncio.gather(merge(ada, twin), merge(twin, ada), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Merge", "MergedRecord"]


async def test_p6_a_merge_is_undone_once_and_the_later_one_first(database, register, merge, now, count):
    ada, twin, third = await register(), await register(), await register()
    first = await merge(ada, twin)
    second = await merge(third, ada)
    with pytest.raises(rules.LaterMergeStands):
        await database.run(commands.undo_patient_merge, merge_id=first.id, undone_by=None, now=now)
    for made in (second, first):
        await database.run(commands.undo_patient_merge, merge_id=made.id, undone_by=None, now=now)
        with pytest.raises(rules.MergeAlreadyUndone):
            await database.run(commands.undo_patient_merge, merge_id=made.id, undone_by=None, now=now)
    assert await count(Patient, Patient.archived) == 0
    with pytest.raises(rules.MergeNotFound):
        await database.run(commands.undo_patient_merge, merge_id=new_id(), undone_by=None, now=now)


async def test_an_archived_record_comes_back_archived_and_cannot_survive(database, register, merge, now):
    ada, old = await register(), await register()
    await database.run(commands.archive_patient, patient_id=old.id, now=now)
    with pytest.raises(rules.SurvivorArchived):
        await merge(old, ada)
    made = await merge(ada, old)
    await database.run(commands.undo_patient_merge, merge_id=made.id, undone_by=None, now=now)
    assert (await fetch(database, Patient, old.id)).archived


# --- chart -------------------------------------------------------------------------------------------------------


async def test_p7_an_entry_of_another_patient_is_not_found(database, register, add, author, now):
    ada, bob = await register(), await register(given_name="Bob")
    peanut = await add(Allergy, ada, substance="Peanut")
    with pytest.raises(rules.ChartItemNotFound):
        await database.run(
            commands.change_item,
            kind=Allergy, patient_id=bob.id, item_id=peanut.id, changes={"substance": "x"}, version=1,
            author=author, now=now,
        )  # fmt: skip


async def test_p8_a_wrong_entry_is_struck_out_with_a_reason_and_then_stands(
    database, register, add, author, now, write
):
    ada = await register()
    peanut = await add(Allergy, ada, substance="Peanut")
    change = {"kind": Allergy, "patient_id": ada.id, "item_id": peanut.id, "author": author, "now": now}
    struck = await database.run(
        commands.change_item, changes={"struck_out_reason": "wrong patient"}, version=1, **change
    )
    assert (struck.struck_out_reason, struck.struck_out_by, struck.version) == ("wrong patient", author.id, 2)
    with pytest.raises(rules.AlreadyStruckOut):
        await database.run(commands.change_item, changes={"substance": "x"}, version=2, **change)
    with pytest.raises(DBAPIError):
        await write(update(Allergy).where(Allergy.id == peanut.id).values(struck_out_reason=None))


async def test_p9_an_implausible_vital_is_refused_also_by_a_change(database, register, add, author, now):
    ada = await register()
    fields = {"kind": "body_temperature", "unit": "Cel", "measured_at": now}
    with pytest.raises(rules.ImplausibleValue):
        await add(Vital, ada, value=Decimal("98.6"), **fields)
    vital = await add(Vital, ada, value=Decimal("37.20"), **fields)
    with pytest.raises(rules.ImplausibleValue):
        await database.run(
            commands.change_item,
            kind=Vital, patient_id=ada.id, item_id=vital.id, changes={"value": Decimal(98)}, version=1,
            author=author, now=now,
        )  # fmt: skip
    assert str((await fetch(database, Vital, vital.id)).value) == "37.20"


async def test_p10_a_problem_does_not_end_before_it_begins(register, add, write):
    ada = await register()
    dates = {"onset_on": date(2020, 2, 1), "resolved_on": date(2020, 1, 31)}
    with pytest.raises(rules.PeriodEndsBeforeItBegins):
        await add(Problem, ada, display="Gout", status="resolved", **dates)
    gout = await add(Problem, ada, display="Gout", status="active")
    with pytest.raises(DBAPIError):
        await write(update(Problem).where(Problem.id == gout.id).values(**dates))


async def test_nothing_is_written_into_a_merged_record(register, merge, add):
    ada, twin = await register(), await register()
    await merge(ada, twin)
    with pytest.raises(rules.MergedRecord):
        await add(Allergy, twin, substance="Latex")


async def test_an_entry_written_during_a_merge_is_not_left_behind(register, merge, add, count):
    ada, twin = await register(), await register()
    done = await asyncio.gather(
        merge(ada, twin), *(add(Allergy, twin, substance=f"S{n}") for n in range(5)), return_exceptions=True
    )
    assert all(isinstance(each, (Merge, Allergy, rules.MergedRecord)) for each in done)
    assert await count(Allergy, Allergy.patient_id == twin.id) == 0


# --- notes -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def note(database, register, author, now):
    patient = await register()
    fields = {"kind": "soap", "subjective": "Knee hurts", "plan": "Rest"}
    return await database.run(
        commands.write_note, patient_id=patient.id, fields=fields, author=author, sealer=database.sealer, now=now
    )


@pytest.fixture
def on_note(database, note, author, now):
    async def run(command, **more):
        common = {"patient_id": note.patient_id, "note_id": note.row.id, "author": author, "only_own": False,
                  "sealer": database.sealer, "now": now}  # fmt: skip
        return await database.run(command, **(common | more))

    return run


async def test_the_text_of_a_note_is_sealed_to_its_row(database, note):
    row = await fetch(database, Note, note.row.id)
    assert b"Knee" not in row.content
    assert row.read(sealer=database.sealer)["subjective"] == "Knee hurts"


async def test_p11_a_signed_note_never_changes(on_note, note, write, author, now):
    signed = await on_note(commands.sign_note)
    assert signed.row.sha256 == rules.note_hash(note.content, author_id=str(author.id), at=now)
    again = await on_note(commands.sign_note, now=now + timedelta(hours=1))
    assert (again.row.signed_at, again.row.sha256) == (signed.row.signed_at, signed.row.sha256)
    with pytest.raises(rules.AlreadySigned):
        await on_note(commands.change_note, changes={"plan": "Run"}, version=2)
    this = Note.id == note.row.id
    for change in ({"content": b"x"}, {"author_id": new_id()}, {"signed_at": now + timedelta(days=1)},
                   {"sha256": b"0" * 32}):  # fmt: skip
        with pytest.raises(DBAPIError, match="P11"):
            await write(update(Note).where(this).values(**change))
    with pytest.raises(DBAPIError, match="P11"):
        await write(delete(Note).where(this))


async def test_only_the_author_changes_and_signs_a_note(on_note):
    other = commands.Author(new_id(), "Other")
    for command, more in ((commands.change_note, {"changes": {"plan": "x"}, "version": 1}), (commands.sign_note, {})):
        with pytest.raises(rules.NotYourNote):
            await on_note(command, author=other, **more)
        with pytest.raises(rules.NoteNotFound):
            await on_note(command, author=other, only_own=True, **more)


async def test_a_signed_note_gets_addenda_an_unsigned_one_is_changed(on_note):
    with pytest.raises(rules.NotSigned):
        await on_note(commands.add_addendum, text="and the other knee")
    changed = await on_note(commands.change_note, changes={"plan": "Ice"}, version=1)
    assert changed.content["subjective"] == "Knee hurts"
    await on_note(commands.sign_note)
    added = await on_note(commands.add_addendum, text="and the other knee")
    assert [each.text for each in added.addenda] == ["and the other knee"]


async def test_an_empty_note_is_not_signed_and_a_soap_note_has_no_text(on_note):
    with pytest.raises(rules.WrongKindOfNote):
        await on_note(commands.change_note, changes={"text": "x"}, version=1)
    await on_note(commands.change_note, changes={"subjective": " ", "plan": None}, version=1)
    with pytest.raises(rules.NoteIsEmpty):
        await on_note(commands.sign_note)


# --- import ------------------------------------------------------------------------------------------------------


async def test_a_bundle_becomes_a_patient_with_a_chart(load, database, count, emitted, author):
    row = await load(small_bundle(), author=author)
    report = row.report
    assert (report["created"], report["matched"], report["rejected"]) == (6, 0, [])
    assert report["left_out"] == {"Observation (laboratory)": 1, "Encounter": 1}
    assert report["by_kind"]["vitals"] == {"created": 3, "matched": 0}
    [told] = await emitted(PatientRegistered)
    patient = await fetch(database, Patient, told.patient_id)
    assert (patient.given_name, patient.family_name, patient.sex) == ("María José", "Núñez", "female")
    assert (patient.born_on, patient.phone, patient.email) == (date(1984, 2, 29), "+12125550147", "mj@example.org")
    assert patient.address == {"line1": "1 Main St", "line2": "Apt 2", "city": "Boston", "region": "MA",
                               "postal_code": "02134"}  # fmt: skip
    assert patient.preferred_language == "es"
    for model in (Patient, *ITEMS.values()):
        assert await count(model, model.import_id != row.id) == 0

    async def values(session):
        rows = await session.execute(select(Vital.kind, Vital.value, Vital.unit).order_by(Vital.kind))
        return [tuple(row) for row in rows]

    assert await database.read(values) == [
        ("blood_pressure_diastolic", Decimal("79"), "mm[Hg]"),
        ("blood_pressure_systolic", Decimal("121.5"), "mm[Hg]"),
        ("body_weight", Decimal("70.12345678901234"), "kg"),
    ]


async def test_p12_a_second_import_creates_nothing(load, count, emitted, write):
    first = await load(small_bundle())
    second = await load(small_bundle())
    assert (second.report["created"], second.report["matched"]) == (0, 6)
    assert await count(Patient) == 1
    assert await count(Vital) == 3
    assert len(await emitted(PatientRegistered)) == 1

    taken = await count(ImportSource)
    assert taken == await count(ImportSource, ImportSource.import_id == first.id)


async def test_p12_the_same_bundle_twice_at_once_makes_one_patient(load, count):
    done = await asyncio.gather(*(load(small_bundle()) for _ in range(4)), return_exceptions=True)
    assert all(not isinstance(each, Exception) or isinstance(each, rules.ImportUnderWay) for each in done)
    assert await count(Patient) == 1
    assert await count(Vital) == 3


async def test_a_later_bundle_adds_to_the_patient_it_names(load, count):
    await load(small_bundle())
    more = {"resourceType": "Bundle", "entry": [entry(50, observation("8867-4", 62, "/min", subject=reference(1)))]}
    report = (await load(more)).report
    assert (report["created"], report["rejected"]) == (1, [])
    assert await count(Patient) == 1
    assert await count(Vital) == 4


async def test_a_dry_run_says_what_would_happen_and_does_nothing(load, count, emitted, database, now):
    tried = await load(small_bundle(), dry_run=True)
    done = await load(small_bundle())
    assert {**tried.report} == {**done.report}
    assert len(await emitted(PatientRegistered)) == 1
    with pytest.raises(rules.OnlyADryRun):
        await database.run(commands.undo_import, import_id=tried.id, undone_by=None, now=now)


def broken_bundle():
    bundle = small_bundle()
    entries = bundle["entry"]
    entries.append(entry(20, observation("8310-5", 98.6, "Cel", subject=reference(1))))
    entries.append(entry(21, observation("8310-5", 37.0, "Cel", subject=reference(99))))
    entries.append(entry(22, {"resourceType": "Patient", "name": [{"family": "X", "given": ["Y"]}]}))
    entries.append({"fullUrl": "urn:uuid:1"})
    entries.append(entry(23, observation("8310-5", "warm", "Cel", subject={"reference": "Patient/elsewhere"})))
    entries.append(entry(24, {**entries[0]["resource"], "identifier": [], "birthDate": "2999-01-01"}))
    return bundle


async def test_what_cannot_be_taken_is_listed_with_its_pointer_and_the_rest_is_taken(load, count):
    report = (await load(broken_bundle())).report
    reasons = {each["pointer"]: each["reason"] for each in report["rejected"]}
    assert set(reasons) == {f"/entry/{place}" for place in range(8, 14)}
    assert "98.6 Cel is not plausible" in reasons["/entry/8"]
    assert "patient" in reasons["/entry/9"]
    assert "date of birth is missing" in reasons["/entry/10"]
    assert (report["created"], report["rejected_count"]) == (6, 6)
    assert report["created"] + report["matched"] + report["rejected_count"] + sum(report["left_out"].values()) == 14
    assert await count(Patient) == 1


async def test_a_strict_import_takes_nothing_if_anything_is_rejected(load, count):
    with pytest.raises(rules.NothingToTake) as caught:
        await load(broken_bundle(), strict=True)
    assert len(caught.value.extra["rejected"]) == 6
    assert await count(Patient) == 0
    await load(small_bundle(), strict=True)
    assert await count(Patient) == 1


async def test_an_import_is_undone_and_can_be_made_again(load, database, count, now, emitted):
    row = await load(small_bundle())
    undone = await database.run(commands.undo_import, import_id=row.id, undone_by=None, now=now)
    assert undone.row.report["undone"] == {"patients": 1, "entries": 6, "kept": 0}
    assert await count(Patient, Patient.archived.is_(False)) == 0
    assert await count(Vital, Vital.struck_out_at.is_(None)) == 0
    assert len(await emitted(PatientArchived)) == 1
    with pytest.raises(rules.ImportAlreadyUndone):
        await database.run(commands.undo_import, import_id=row.id, undone_by=None, now=now)
    again = await load(small_bundle())
    assert again.report["created"] == 6
    assert await count(Patient, Patient.archived.is_(False)) == 1


async def test_undoing_an_import_keeps_what_was_worked_on_since(load, database, count, now, emitted, author, add):
    row = await load(small_bundle())
    [told] = await emitted(PatientRegistered)
    patient = await fetch(database, Patient, told.patient_id)
    await add(Allergy, patient, substance="Latex")
    undone = await database.run(commands.undo_import, import_id=row.id, undone_by=None, now=now)
    assert undone.row.report["undone"] == {"patients": 0, "entries": 6, "kept": 1}
    assert await count(Patient, Patient.archived.is_(False)) == 1
    assert await count(Allergy, Allergy.struck_out_at.is_(None)) == 1
    again = await load(small_bundle())
    assert (again.report["created"], again.report["matched"]) == (5, 1)


async def test_an_import_follows_a_merge(load, register, merge, database, emitted, count):
    await load(small_bundle())
    [told] = await emitted(PatientRegistered)
    survivor = await register()
    await merge(survivor, await fetch(database, Patient, told.patient_id))
    more = {"resourceType": "Bundle", "entry": [entry(50, observation("8867-4", 62, "/min", subject=reference(1)))]}
    await load(more)
    assert (await load(small_bundle())).report["created"] == 0
    assert await count(Vital, Vital.patient_id == survivor.id) == 4
    assert await count(MergeMove) == 6


async def test_a_large_import_is_one_transaction(load, count, emitted):
    entries = [each for n in range(150) for each in small_bundle(1 + n * 10)["entry"]]
    report = (await load({"resourceType": "Bundle", "entry": entries})).report
    assert report["by_kind"]["patients"] == {"created": 150, "matched": 0}
    assert await count(Patient) == 150
    assert len(await emitted(PatientRegistered)) == 150


async def test_csv_rows_become_patients_once(database, count, now):
    raw = (
        "\ufeffFirst Name,Surname,DOB,Gender,Phone,Zip,Shoe size\r\n"
        "Zoë,Müller,1990-04-05,F,(212) 555-0147,02134,38\r\n"
        "太郎,山田,19800102,m,,,\r\n"
        "No,Date,,m,,,\r\n"
        "Bad,Sex,1980-01-02,yes,,,\r\n"
        ",Mononym,1980-01-02,,,,\r\n"
    ).encode()
    for created, matched in ((2, 0), (0, 2)):
        done = await database.run(commands.import_rows, raw=raw, import_id=new_id(), now=now)
        report = done.row.report
        assert (report["created"], report["matched"]) == (created, matched)
        assert [each["pointer"] for each in report["rejected"]] == ["/3", "/4", "/5"]
        assert report["remarks"][0]["reason"] == "the column shoe_size was left away"
    assert await count(Patient) == 2


async def test_whole_bundles_are_taken_and_taken_once(load, count, tmp_path):
    files = real_bundles()
    if not files:
        for number in range(12):
            files.append(tmp_path / f"{number}.json")
            files[-1].write_text(json.dumps(small_bundle(1 + number * 10)))
    for once_more in (False, True):
        for file in files:
            bundle = fhir.parse(file.read_bytes())
            report = (await load(bundle)).report
            assert report["rejected"] == []
            assert report["created" if once_more else "matched"] == 0
            counted = report["created"] + report["matched"] + sum(report["left_out"].values())
            assert counted == len(bundle["entry"])
    assert await count(Patient) == len(files)
    assert await count(Vital) > len(files)


async def test_a_day_known_only_by_month_or_year_is_taken_with_a_remark(load, database):
    bundle = small_bundle()
    patient, condition = (bundle["entry"][place]["resource"] for place in (0, 1))
    patient["birthDate"] = "1984"
    condition["onsetDateTime"], condition["abatementDateTime"] = "2016-02", "2016-02"
    report = (await load(bundle)).report
    assert report["rejected"] == []
    assert [remark["pointer"] for remark in report["remarks"]] == ["/entry/0", "/entry/1", "/entry/1"]

    async def days(session):
        return (
            await session.execute(
                select(Problem.onset_on, Problem.resolved_on, Patient.born_on).join(
                    Patient, Patient.id == Problem.patient_id
                )
            )
        ).one()

    assert await database.read(days) == (date(2016, 2, 1), date(2016, 2, 29), date(1984, 1, 1))
    condition["onsetDateTime"] = "2016-13"
    assert "not a date" in (await load(bundle, dry_run=True)).report["rejected"][0]["reason"]
