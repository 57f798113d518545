"""Finding patients as one types, and what is shown of them."""

import re
from datetime import date, timedelta

import pytest
from clinic_common.database import new_id
from clinic_common.errors import Invalid
from clinic_common.http import PageRequest
from patients import commands, queries, rules
from patients.models import Allergy, Vital
from patients.queries import search
from sqlalchemy import text

PEOPLE = [
    (
        "Ada",
        "Lovelace",
        date(1980, 12, 10),
        {"phone": "(212) 555-0147", "email": "Ada@Example.org", "identity_number": "756.9217.0769.85"},
    ),
    ("María José", "Núñez", date(1984, 2, 29), {}),
    ("Anne-Marie", "O’Brien", date(1975, 7, 1), {"phone": "+41 44 668 18 00"}),
    ("太郎", "山田", date(1980, 1, 2), {}),
    ("محمد", "الخطيب", date(1960, 2, 10), {}),
    ("John", "Smith", date(1960, 2, 10), {}),
    ("Joan", "Smithers", date(1990, 5, 6), {}),
    ("Smithson", "Jones", date(1991, 5, 6), {}),
]


@pytest.fixture
async def everybody(register):
    return {name: await register(name, family, born_on, **more) for name, family, born_on, more in PEOPLE}


@pytest.fixture
def find(database):
    async def run(q=None, *, limit=50, after=None, **filters):
        page = PageRequest(limit=limit, after=after)
        return await database.read(queries.list_patients, q=q, page=page, **filters)

    return run


TYPED = (
    ("ada", ["Ada"]),
    ("lovelace ada", ["Ada"]),
    ("LOVE A", ["Ada"]),
    ("nunez maria", ["María José"]),
    ("jose mar", ["María José"]),
    ("obrien", ["Anne-Marie"]),
    ("o'brien anne", ["Anne-Marie"]),
    ("brien mar", ["Anne-Marie"]),
    ("山田", ["太郎"]),
    ("山田太", ["太郎"]),
    ("太郎 山田", ["太郎"]),
    ("محمد", ["محمد"]),
    ("مُحَمَّد", ["محمد"]),
    ("smith", ["John", "Joan", "Smithson"]),
    ("smithe", ["Joan"]),
    ("smiht", ["John"]),
    ("lovlace", ["Ada"]),
    ("luvlace", ["Ada"]),
    ("jon smyth", ["John"]),
    ("smtih jhon", ["John"]),
    ("nuñes maria", ["María José"]),
    ("الخطب", ["محمد"]),
    ("756.9217.0769.85", ["Ada"]),
    ("7569217076985", ["Ada"]),
    ("10.12.1980", ["Ada"]),
    ("12/10/80 lovelace", ["Ada"]),
    ("10 feb 1960", ["John", "محمد"]),
    ("smith 1960-02-10", ["John"]),
    ("1984", ["María José"]),
    ("1984-02", ["María José"]),
    ("212-555-0147", ["Ada"]),
    ("+1 212 555 0147", ["Ada"]),
    ("0147", ["Ada"]),
    ("212555", ["Ada"]),
    ("044 668 18 00", ["Anne-Marie"]),
    ("ada@ex", ["Ada"]),
    ("nobody", []),
    ("ada smith", []),
    ("%", []),
    ("' OR 1=1 --", []),
)


async def test_patients_are_found_as_one_types(find, everybody):
    answers = [(typed, [row.given_name for row in await find(typed)]) for typed, _ in TYPED]
    assert answers == list(TYPED)


async def test_a_record_number_finds_its_patient(find, everybody):
    ada = everybody["Ada"]
    serial = ada.record_number.rpartition("-")[2]
    for typed in (ada.record_number, ada.record_number.lower(), f"p{serial}", f"P-{int(serial)}"):
        assert [row.id for row in await find(typed)] == [ada.id]


async def test_filters_meet_what_is_typed(find, everybody):
    assert [row.given_name for row in await find("smith", born_on=date(1960, 2, 10))] == ["John"]
    assert [row.given_name for row in await find(phone="0147")] == ["Ada"]
    assert [row.given_name for row in await find(email="ADA@example.ORG")] == ["Ada"]
    assert await find(phone="no digits") == []


async def test_lists_go_on_where_they_stopped_by_name_and_by_rank(find, everybody):
    for typed in (None, "smith"):
        whole = [row.id for row in await find(typed)]
        seen, after = [], None
        while True:
            page = await find(typed, limit=2, after=after)
            seen += [row.id for row in page]
            after = page.next
            if after is None:
                break
        assert seen == whole
        assert len(whole) == (8 if typed is None else 3)


async def test_archived_and_merged_records_are_found_only_when_asked_for(find, everybody, database, now):
    ada, john = everybody["Ada"], everybody["John"]
    await database.run(commands.archive_patient, patient_id=ada.id, now=now)
    await database.run(
        commands.merge_patients,
        survivor_id=everybody["Joan"].id, duplicate_id=john.id, merged_by=None, sealer=database.sealer, now=now,
    )  # fmt: skip
    assert await find("ada") == []
    assert [row.id for row in await find("ada", archived=True)] == [ada.id]
    assert [row.given_name for row in await find("john")] == ["Joan"]
    assert {row.given_name for row in await find("john", archived=True)} == {"John", "Joan"}


async def test_made_up_cursors_are_refused(find, everybody):
    from clinic_common.http.bodies import cursor

    for after in ("x", cursor("a"), cursor("a", "b")):
        with pytest.raises(Invalid):
            await find(after=after)


@pytest.mark.parametrize("many", [1, 2_000], ids=["gathered", "asked"])
async def test_p3_every_search_goes_by_an_index(database, everybody, many):
    explain = "EXPLAIN FORMAT=TREE " if database.is_mysql else "EXPLAIN QUERY PLAN "
    for typed in ("smith", "smi joh", "s j", "0147", "1960-02-10 smith", "1960 jo", "ada@", "p-000001"):
        question = rules.read_question(typed)
        parts = [(many, part) for part in question.parts]
        letters = len(parts) > 1 and all(part.is_beginning for _, part in parts)
        statement, values = (
            search.beginnings_of(question.tokens) if letters else search.statement_of(parts, archived=False)
        )
        bound = statement.bindparams(**values)
        compiled = str(bound.compile(database.engine.sync_engine, compile_kwargs={"literal_binds": True}))
        async with database.engine.connect() as connection:
            rows = await connection.exec_driver_sql(explain + compiled.replace("%", "%%"))
            plan = " ".join(str(row[-1]) for row in rows)
        assert not re.search(r"(SCAN|Table scan on|Index scan on) [kop]\b", plan), plan


async def test_letters_that_very_many_answer_are_met_by_the_first_of_them(find, everybody, database, now, monkeypatch):
    monkeypatch.setattr(search, "WINDOW", 4)
    assert [row.given_name for row in await find("j s")] == ["John", "Joan", "Smithson"]
    await database.run(commands.archive_patient, patient_id=everybody["John"].id, now=now)
    assert [row.given_name for row in await find("j s")] == ["Joan", "Smithson"]
    assert {row.given_name for row in await find("j s", archived=True)} == {"John", "Joan", "Smithson"}


async def test_an_unknown_patient_is_not_found(database):
    for query in (queries.get_patient,):
        with pytest.raises(rules.PatientNotFound):
            await database.read(query, patient_id=new_id())
    with pytest.raises(rules.PatientNotFound):
        await database.read(
            queries.list_items, kind=Allergy, patient_id=new_id(), struck_out=True, page=PageRequest(50, None)
        )


async def test_vitals_come_newest_first_page_by_page(database, register, author, now):
    ada = await register()
    for hour in (3, 1, 2, 2):
        fields = {"kind": "heart_rate", "value": 60 + hour, "unit": "/min", "measured_at": now - timedelta(hours=hour)}
        await database.run(commands.add_item, kind=Vital, patient_id=ada.id, fields=fields, author=author, now=now)
    seen, after = [], None
    while True:
        page = await database.read(
            queries.list_items, kind=Vital, patient_id=ada.id, struck_out=True, page=PageRequest(1, after)
        )
        seen += [int(row.value) for row in page]
        after = page.next
        if after is None:
            break
    assert seen == [61, 62, 62, 63]


async def test_the_record_in_short_leaves_out_what_was_struck_out(database, register, author, now):
    ada = await register()
    for substance in ("Peanut", "Latex"):
        item = await database.run(
            commands.add_item,
            kind=Allergy, patient_id=ada.id, fields={"substance": substance}, author=author, now=now,
        )  # fmt: skip
    await database.run(
        commands.change_item,
        kind=Allergy, patient_id=ada.id, item_id=item.id, changes={"struck_out_reason": "x"}, version=1,
        author=author, now=now,
    )  # fmt: skip
    record = await database.read(queries.get_record, patient_id=ada.id, lists=("allergies",))
    assert record.counts == {"allergies": 1}
    assert [row.substance for row in record.latest["allergies"]] == ["Peanut"]


async def test_statistics_count_without_naming_anybody(database, register, now):
    await register(born_on=date(2026, 1, 1), sex="male")
    await register(born_on=date(2008, 11, 23), sex="female")
    await register(born_on=date(2008, 11, 24), sex="female")
    await register(born_on=date(1940, 1, 1), sex="female", now=now - timedelta(days=90))
    gone = await register(born_on=date(1940, 1, 1))
    await database.run(commands.archive_patient, patient_id=gone.id, now=now)
    found = await database.read(queries.get_patient_statistics, since=date(2026, 11, 1), until=date(2026, 11, 23))
    assert (found.new, found.active, found.archived) == (4, 4, 1)
    assert [(g.age_band, g.sex, g.count) for g in found.by_age_and_sex] == [
        ("0-4", "male", 1),
        ("5-17", "female", 1),
        ("18-29", "female", 1),
        ("80+", "female", 1),
    ]


async def test_statistics_of_leap_days_are_counted(database, register):
    await register(born_on=date(2000, 2, 29))
    found = await database.read(queries.get_patient_statistics, since=date(2024, 2, 1), until=date(2024, 2, 29))
    assert [(g.age_band, g.count) for g in found.by_age_and_sex] == [("18-29", 1)]


async def test_search_text_of_any_kind_is_only_text(find, everybody, database):
    for typed in ("\\", "%_", "\u200f", "1" * 200, "p-999999999999", "31.02.1960", "@", "--", "(", "0", "٣٤٥"):
        await find(typed)
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT COUNT(*) FROM patients"))).scalar_one() == len(PEOPLE)
