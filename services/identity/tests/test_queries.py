"""What identity looks up, on both databases."""

import pytest
from clinic_common.access import InvalidToken
from clinic_common.database import new_id
from clinic_common.http import PageRequest
from identity import commands, queries, rules
from sqlalchemy import event

from .conftest import NOON, access, after, begin

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


async def names(database, **filters):
    found, cursor = [], None
    while True:
        page = await database.read(queries.list_staff, page=PageRequest(limit=2, after=cursor), **filters)
        found += [staff.display_name for staff in page]
        if (cursor := page.next) is None:
            return found


async def test_staff_are_listed_by_name_without_case_and_accents(database, hire):
    for number, name in enumerate(("zoe", "Äsa", "Bob", "asa", "bob")):
        await hire("nurse", email=f"{number}@clinic.example", display_name=name)
    assert [name.casefold().replace("ä", "a") for name in await names(database)] == ["asa", "asa", "bob", "bob", "zoe"]


async def test_staff_are_filtered_by_role_and_presence(database, hire):
    await hire("nurse", display_name="Nurse")
    gone = await hire("doctor", display_name="Gone")
    await database.run(commands.deactivate_staff, staff_id=gone.id, now=NOON)
    assert await names(database, role="nurse") == ["Nurse"]
    assert await names(database, active=False) == ["Gone"]
    assert await names(database, active=True, role="doctor") == []


async def test_only_live_sessions_are_listed(database, hire):
    staff = await hire()
    old = await begin(database, staff)
    ended = await begin(database, staff, now=after(days=8))
    live = [(await begin(database, staff, now=after(days=8))).session_id for _ in range(3)]
    await database.run(commands.sign_out, token=ended.refresh_token, session_id=None, now=after(days=8))
    page = await database.read(queries.list_sessions, staff_id=staff.id, now=after(days=9), page=PageRequest(limit=2))
    assert [sign_in.id for sign_in in page] == live[:0:-1]
    rest = PageRequest(limit=2, after=page.next)
    page = await database.read(queries.list_sessions, staff_id=staff.id, now=after(days=9), page=rest)
    assert [sign_in.id for sign_in in page] == live[:1]
    assert old.session_id not in live


async def test_who_is_signed_in_is_told_only_while_they_are(database, hire):
    staff = await hire()
    issued = await begin(database, staff)
    me = {"staff_id": staff.id, "session_id": issued.session_id}
    assert (await database.read(queries.get_me, **me, now=NOON)).email == "doctor@clinic.example"
    for other in ({**me, "session_id": new_id()}, {**me, "staff_id": new_id()}):
        with pytest.raises(InvalidToken):
            await database.read(queries.get_me, **other, now=NOON)
    with pytest.raises(InvalidToken):
        await database.read(queries.get_me, **me, now=after(days=7))


async def find(database, *, email="doctor@clinic.example", place=HERE, now=NOON):
    return await database.read(queries.find_account, email=email, place=place, now=now)


async def fail(database, times, **where):
    for _ in range(times):
        account = await find(database, **where)
        await database.run(commands.note_failure, keys=account.counters, now=where.get("now", NOON))


async def test_five_wrong_guesses_from_one_place_make_the_next_one_wait_longer_and_longer(database, hire):
    await hire()
    await fail(database, 5)
    with pytest.raises(rules.TooManyAttempts) as refused:
        await find(database)
    assert refused.value.extra == {"retry_after": 2}
    await fail(database, 1, now=after(seconds=2))
    with pytest.raises(rules.TooManyAttempts) as refused:
        await find(database, now=after(seconds=2))
    assert refused.value.extra == {"retry_after": 4}
    await find(database, place=ELSEWHERE, now=after(seconds=2))
    await find(database, now=after(days=1, seconds=3))


async def test_unknown_addresses_are_slowed_down_just_the_same(database, hire):
    await fail(database, 5, email="nobody@clinic.example")
    with pytest.raises(rules.TooManyAttempts) as refused:
        await find(database, email="nobody@clinic.example")
    assert refused.value.extra == {"retry_after": 2}


async def test_i8_guesses_from_everywhere_lock_strangers_out_but_not_the_owner_at_a_known_place(database, hire):
    staff = await hire()
    await begin(database, staff, address=HERE)
    for place in range(10):
        await fail(database, 2, place=f"198.51.100.{place}")
    with pytest.raises(rules.TooManyAttempts):
        await find(database, place="198.51.100.200")
    assert (await find(database, place=HERE)).staff_id == staff.id
    await fail(database, 5, place=HERE)
    with pytest.raises(rules.TooManyAttempts) as refused:
        await find(database, place=HERE)
    assert refused.value.extra["retry_after"] <= 30


async def test_one_place_that_tries_many_addresses_is_slowed_down(database, hire):
    await hire()
    for number in range(50):
        keys = rules.attempt_keys(f"guess{number}@clinic.example", ELSEWHERE, known_place=False)
        await database.run(commands.note_failure, keys=keys, now=NOON)
    with pytest.raises(rules.TooManyAttempts):
        await find(database, place=ELSEWHERE)
    await find(database, place=HERE)


async def test_revocations_name_what_ended_or_changed_within_the_life_of_a_token(database, hire):
    changed, gone, old = await hire("nurse"), await hire("doctor"), await hire("admin")
    ended = await begin(database, gone, now=after(minutes=-1))
    for staff, now in ((old, after(minutes=-21)), (changed, after(minutes=-19))):
        await database.run(
            commands.change_staff, staff_id=staff.id, version=1, changes={"display_name": "New"}, now=now
        )
    await database.run(commands.deactivate_staff, staff_id=gone.id, now=NOON)
    found = await database.read(queries.list_revocations, now=NOON)
    assert [(row.session_id, row.ended_at) for row in found.sessions] == [(ended.session_id, NOON)]
    assert {(row.staff_id, row.not_before, row.role, row.active) for row in found.staff} == {
        (changed.id, after(minutes=-19), "nurse", True),
        (gone.id, NOON, "doctor", False),
    }


async def listed(database, limit=2, **filters):
    found, cursor = [], None
    while True:
        request = PageRequest(limit=limit, after=cursor)
        page = await database.read(queries.list_access_entries, page=request, **filters)
        found += [(row.source, row.position) for row in page]
        if (cursor := page.next) is None:
            return found


async def test_the_trail_is_listed_newest_first_and_filtered(database, deliver):
    ada, nurse = new_id(), new_id()
    await deliver(access(ada, new_id(), occurred_at=after(hours=2)))
    await deliver(access(ada, source="billing", occurred_at=after(hours=1), actor_id=nurse))
    await deliver(access(ada, source="scheduling", occurred_at=after(hours=2)))
    await deliver(access(new_id(), occurred_at=after(hours=3), actor_id=nurse))
    assert await listed(database) == [
        ("patients", 3), ("scheduling", 1), ("patients", 2), ("patients", 1), ("billing", 1),
    ]  # fmt: skip
    assert await listed(database, patient_id=ada) == [("scheduling", 1), ("patients", 1), ("billing", 1)]
    assert await listed(database, staff_id=nurse) == [("patients", 3), ("billing", 1)]
    assert await listed(database, staff_id=nurse, patient_id=ada) == [("billing", 1)]
    assert await listed(database, since=after(hours=2), until=after(hours=3), limit=1) == [
        ("scheduling", 1), ("patients", 2), ("patients", 1),
    ]  # fmt: skip


async def test_asked_for_a_patient_and_a_staff_member_the_patients_few_entries_are_looked_through(database):
    """The other way round SQLite took seconds at ten million entries."""
    ada, dora, asked = new_id(), new_id(), []
    for patient, staff in ((ada, dora), (ada, new_id()), (new_id(), dora)):
        await database.run(commands.append_access, access=access(patient, actor_id=staff))
    note = lambda _, __, statement, parameters, *___: asked.append((statement, parameters))  # noqa: E731
    event.listen(database.direct.sync_engine, "before_cursor_execute", note)
    page = await database.read(queries.list_access_entries, patient_id=ada, staff_id=dora, page=PageRequest())
    event.remove(database.direct.sync_engine, "before_cursor_execute", note)
    assert [(row.patient_id, row.staff_id) for row in page] == [(ada, dora)]
    [(statement, parameters)] = asked
    async with database.direct.connect() as connection:
        explain = "EXPLAIN " if database.is_mysql else "EXPLAIN QUERY PLAN "
        plan = str((await connection.exec_driver_sql(explain + statement, parameters)).all())
    assert "ix_access_entries_patient" in plan and "ix_access_entries_staff" not in plan
