"""The history of entries: complete, and for good."""

from datetime import timedelta
from decimal import Decimal

import pytest
from clinic_common.database import new_id
from patients import commands, queries, rules
from patients.models import Allergy, ItemChange, Vital
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from .conftest import NOW, small_bundle


@pytest.fixture
def change(database, author):
    async def run(item, version, **changes):
        return await database.run(
            commands.change_item,
            kind=type(item), patient_id=item.patient_id, item_id=item.id, changes=changes, version=version,
            author=author, now=NOW + timedelta(minutes=version),
        )  # fmt: skip

    return run


@pytest.fixture
def history(database):
    async def look(item, **other):
        asked = {"kind": type(item), "patient_id": item.patient_id, "item_id": item.id, **other}
        return (await database.read(queries.get_item_history, **asked)).changes

    return look


@pytest.fixture
def add(database, register, author):
    async def make(kind, /, **fields):
        patient = await register()
        return await database.run(
            commands.add_item, kind=kind, patient_id=patient.id, fields=fields, author=author, now=NOW
        )

    return make


async def test_p18_every_change_is_told_with_what_was_and_what_became(add, change, history, author):
    vital = await add(Vital, kind="body_weight", value=Decimal("70.50"), unit="kg", measured_at=NOW)
    await change(vital, 1, value=Decimal("71"), unit="kg")
    await change(vital, 2, struck_out_reason="another patient")
    struck, changed, made = await history(vital)
    assert (struck.before, struck.after) == ({"struck_out_reason": None}, {"struck_out_reason": "another patient"})
    assert (changed.before, changed.after) == ({"value": "70.50"}, {"value": "71"})
    assert (changed.version, changed.author_name, changed.changed_at) == (2, author.name, NOW + timedelta(minutes=1))
    assert (made.version, made.before, made.changed_at) == (1, None, NOW)
    assert made.after == {"kind": "body_weight", "value": "70.50", "unit": "kg", "measured_at": "2026-11-23T09:30:00Z"}


async def test_p18_a_refused_change_leaves_no_history(add, change, history):
    vital = await add(Vital, kind="body_weight", value=Decimal("70"), unit="kg", measured_at=NOW)
    with pytest.raises(rules.ImplausibleValue):
        await change(vital, 1, value=Decimal("7000"))
    assert [each.version for each in await history(vital)] == [1]


@pytest.mark.parametrize(
    "statement", [update(ItemChange).values(author_name="Somebody"), delete(ItemChange)], ids=["update", "delete"]
)
async def test_p18_the_database_refuses_to_change_history(database, add, change, statement):
    allergy = await add(Allergy, substance="Nuts")
    await change(allergy, 1, substance="Peanuts")

    async def tamper(session):
        await session.execute(statement)

    with pytest.raises(DBAPIError, match="P18"):
        await database.run(tamper)


async def test_p7_the_history_of_somebody_elses_entry_is_not_found(add, register, history):
    allergy = await add(Allergy, substance="Nuts")
    other = await register(given_name="Bob")
    with pytest.raises(rules.ChartItemNotFound):
        await history(allergy, patient_id=other.id)
    with pytest.raises(rules.PatientNotFound):
        await history(allergy, patient_id=new_id())


async def test_p18_what_an_undone_import_struck_out_says_so(database, history):
    import_id = new_id()
    taken = await database.run(commands.import_bundle, bundle=small_bundle(), import_id=import_id, now=NOW)
    await database.run(commands.undo_import, import_id=import_id, undone_by=None, now=NOW + timedelta(hours=1))

    async def entries(session):
        from sqlalchemy import select

        return list((await session.execute(select(Allergy).where(Allergy.import_id == import_id))).scalars())

    [allergy] = await database.read(entries)
    struck, made = await history(allergy)
    assert struck.after == {"struck_out_reason": allergy.struck_out_reason}
    assert (struck.before, struck.version) == ({"struck_out_reason": None}, allergy.version)
    assert made.after["substance"] == "Peanut"
    assert taken.row.id == import_id
