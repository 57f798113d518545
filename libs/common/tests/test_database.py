"""One transaction per command, committed before it returns, on either database."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from clinic_common.database import TYPES, Database, Id, UtcDateTime, new_id, new_metadata
from clinic_common.errors import Stale
from clinic_common.telemetry import COMMAND_RETRIES
from clinic_common.testing import mysql_admin
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from toy import NameTaken, NoSuchThing, Thing, make_thing, rename_thing


async def count(session):
    return (await session.execute(select(func.count()).select_from(Thing))).scalar_one()


async def made(database, name="Ada"):
    return await database.run(make_thing, name=name, patient_id=new_id())


async def test_what_run_returns_is_committed(database, database_url):
    await made(database)
    other = Database(database_url, service="toy", sealer=database.sealer)
    assert await other.read(count) == 1
    await other.close()


async def test_a_refusal_or_any_error_rolls_everything_back(database):
    for failure in (NameTaken(), RuntimeError(), asyncio.CancelledError()):

        async def fails(session, failure=failure):
            await make_thing(session, name="Ada", patient_id=new_id())
            raise failure

        with pytest.raises(type(failure)):
            await database.run(fails)
        assert await database.read(count) == 0


async def test_a_command_may_have_any_parameter(database):
    async def odd(session, *, name, command, self, query):
        return name, command, self, query

    arguments = {"name": 1, "command": 2, "self": 3, "query": 4}
    assert await database.run(odd, **arguments) == (1, 2, 3, 4)
    assert await database.read(odd, **arguments) == (1, 2, 3, 4)


async def test_commands_that_block_each_other_both_succeed(database):
    await made(database, "a")
    await made(database, "b")
    retries = COMMAND_RETRIES.labels("toy", "cross")
    before = retries._value.get()
    met = asyncio.Barrier(2)
    tries = []

    async def cross(session, first, second):
        tries.append(first)
        await session.execute(update(Thing).where(Thing.name == first).values(version=Thing.version + 1))
        if len(tries) <= 2 and database.is_mysql:  # SQLite lets only one in: the other one waits outside
            await met.wait()
        await session.execute(update(Thing).where(Thing.name == second).values(version=Thing.version + 1))

    await asyncio.gather(database.run(cross, "a", "b"), database.run(cross, "b", "a"))

    async def versions(session):
        return (await session.execute(select(Thing.version))).scalars().all()

    assert await database.read(versions) == [3, 3]
    if database.is_mysql:
        assert retries._value.get() == before + 1
        assert len(tries) == 3


async def test_a_deadlock_within_a_savepoint_is_tried_again_too(database):
    await made(database, "a")
    await made(database, "b")
    met, tries = asyncio.Barrier(2), []

    async def cross(session, first, second):
        tries.append(first)
        await session.execute(update(Thing).where(Thing.name == first).values(version=Thing.version + 1))
        if len(tries) <= 2 and database.is_mysql:
            await met.wait()
        async with session.begin_nested():
            await session.execute(update(Thing).where(Thing.name == second).values(version=Thing.version + 1))

    await asyncio.gather(database.run(cross, "a", "b"), database.run(cross, "b", "a"))


async def test_fifty_writers_at_once_all_succeed(database):
    async def add_one(session):
        await session.execute(update(Thing).where(Thing.name == "count").values(version=Thing.version + 1))

    await made(database, "count")
    await asyncio.gather(*(database.run(add_one) for _ in range(50)))
    await asyncio.gather(*(made(database, f"{number}") for number in range(50)))

    async def version(session):
        return (await session.execute(select(Thing.version).where(Thing.name == "count"))).scalar_one()

    assert (await database.read(version), await database.read(count)) == (51, 51)


async def test_of_two_changes_made_from_the_same_version_one_is_stale(database):
    thing = await made(database)
    met = asyncio.Barrier(2)

    async def change(session, name):
        row = await session.get(Thing, thing.id)
        if database.is_mysql:  # both have read version 1 before either writes
            await met.wait()
        session.expect_version(row, 1)
        row.name = name

    answers = await asyncio.gather(database.run(change, "Eve"), database.run(change, "Bob"), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Stale"]
    with pytest.raises(Stale, match="version 2"):
        await database.run(rename_thing, thing_id=thing.id, name="Zoe", version=1)


async def test_a_missing_row_is_a_refusal_of_its_own(database):
    with pytest.raises(NoSuchThing):
        await database.run(rename_thing, thing_id=new_id(), name="Zoe", version=1)


async def test_more_callers_than_connections_wait_for_each_other(database_url, database):
    small = Database(database_url, service="toy", sealer=database.sealer, pool_size=1)

    async def slow(session):
        await session.execute(text("SELECT 1"))
        await asyncio.sleep(0.01)
        return await count(session)

    async with asyncio.timeout(10):
        await asyncio.gather(*(small.read(slow) for _ in range(30)), *(small.run(slow) for _ in range(10)))
    await small.close()


async def test_a_caller_who_waits_for_a_connection_in_vain_is_told(database_url, database):
    small = Database(database_url, service="toy", sealer=database.sealer, pool_size=1)
    small.direct.pool._timeout = 0.1
    holding = asyncio.Event()

    async def hold(session):
        await session.execute(text("SELECT 1"))
        await holding.wait()

    holder = asyncio.create_task(small.read(hold))
    await asyncio.sleep(0.05)
    with pytest.raises(PoolTimeout):
        await small.read(count)
    holding.set()
    await holder
    assert await small.read(count) == 0
    await small.close()


@pytest.mark.parametrize("foundation", ["mysql"], indirect=True)
async def test_connections_that_died_while_they_rested_are_not_used(database, monkeypatch):
    async def mine(session):
        return (await session.execute(text("SELECT CONNECTION_ID()"))).scalar()

    died = {await database.read(mine), await database.run(mine)}
    mysql_admin(*(f"KILL {number}" for number in died))
    monkeypatch.setattr("clinic_common.database._FRESH_SECONDS", 0)
    assert died.isdisjoint({await database.read(mine), await database.run(mine)})


async def test_readers_do_not_wait_for_a_writer(database):
    written, may_commit = asyncio.Event(), asyncio.Event()

    async def slow(session):
        await make_thing(session, name="Ada", patient_id=new_id())
        written.set()
        await may_commit.wait()

    writing = asyncio.create_task(database.run(slow))
    await asyncio.wait_for(written.wait(), 5)
    async with asyncio.timeout(2):
        assert await database.read(count) == 0
    may_commit.set()
    await writing
    assert await database.read(count) == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC),
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        datetime(1900, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2200, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 23, 9, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
async def test_a_moment_comes_back_to_the_microsecond(database, moment):
    found = await database.run(kept, occurred_at=moment)
    assert (found, found.tzinfo) == (moment, UTC)


async def kept(session, *, occurred_at):
    """The moment as the database gives it back."""
    from clinic_common.inbox import INBOX

    key = new_id()
    await session.execute(INBOX.insert().values(reaction="r", message_id=key, received_at=occurred_at))
    query = select(INBOX.c.received_at).where(INBOX.c.message_id == key, INBOX.c.received_at == occurred_at)
    return (await session.execute(query)).scalar_one()


async def test_a_moment_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="without a time zone"):
        await database.run(kept, occurred_at=datetime(2026, 11, 23))


async def test_moments_are_compared_by_time_and_not_by_how_they_are_written(database):
    from clinic_common.inbox import INBOX

    base = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    moments = [base, base + timedelta(microseconds=1), base + timedelta(seconds=1)]

    async def order(session):
        for moment in reversed(moments):
            await session.execute(INBOX.insert().values(reaction="r", message_id=new_id(), received_at=moment))
        query = select(INBOX.c.received_at).order_by(INBOX.c.received_at)
        return (await session.execute(query)).scalars().all()

    assert await database.run(order) == moments


@given(st.uuids())
def test_an_id_is_sixteen_bytes_and_back(value):
    bound = Id().process_bind_param(value, None)
    assert len(bound) == 16
    assert Id().process_result_value(bound, None) == value
    assert Id().process_bind_param(None, None) is Id().process_result_value(None, None) is None


@given(st.datetimes(timezones=st.timezones()))
def test_any_aware_moment_is_stored_in_utc_or_refused(moment):
    try:
        stored = UtcDateTime().process_bind_param(moment, None)
    except OverflowError:  # outside the years 1 to 9999 once in UTC
        return
    assert stored.tzinfo is None
    assert UtcDateTime().process_result_value(stored, None) == moment.astimezone(UTC)


async def test_ids_sort_by_the_time_they_were_made(database):
    ids = []
    for number in range(5):
        ids.append((await made(database, f"{number}")).id)
        await asyncio.sleep(0.002)

    async def sorted_ids(session):
        return (await session.execute(select(Thing.id).order_by(Thing.id))).scalars().all()

    assert await database.read(sorted_ids) == ids == sorted(ids)
    assert all(isinstance(each, UUID) and each.version == 7 for each in ids)


async def test_text_is_compared_letter_by_letter_on_every_database(database):
    for name in ("Muller", "muller", "Müller", "straße", "strasse", "🦊", "🐺"):
        await made(database, name)

    async def found(session, name):
        return (await session.execute(select(Thing.name).where(Thing.name == name))).scalars().all()

    for name in ("Muller", "muller", "Müller", "straße", "🦊"):
        assert await database.read(found, name) == [name]
    assert await database.read(found, "MULLER") == []

    async def ordered(session):
        return (await session.execute(select(Thing.name).order_by(Thing.name))).scalars().all()

    names = await database.read(ordered)
    assert names == sorted(names)


async def test_a_duplicate_key_is_told_apart_from_other_broken_rules(database):
    await made(database)

    async def without_a_name(session):
        async with session.refusing_duplicates(NameTaken()):
            session.add(Thing(id=new_id(), patient_id=new_id(), name=None))

    with pytest.raises(IntegrityError):
        await database.run(without_a_name)


async def test_the_text_of_a_database_error_shows_no_parameters(database):
    await made(database, "Ada Lovelace")

    async def again(session):
        await session.execute(
            Thing.__table__.insert().values(id=new_id(), patient_id=new_id(), name="Ada Lovelace", version=1)
        )

    with pytest.raises(IntegrityError) as caught:
        await database.run(again)
    assert "parameters hidden" in str(caught.value)


async def test_a_database_that_is_away_is_not_up(tmp_path, database):
    assert await database.is_up()
    for url in ("mysql+aiomysql://root@127.0.0.1:1/nothing", f"sqlite+aiosqlite:///{tmp_path}/no/such/folder.db"):
        away = Database(url, service="toy", sealer=database.sealer)
        assert not await away.is_up()
        await away.close()
    await asyncio.sleep(0.05)  # the SQLite driver's thread ends a moment later


async def test_a_foreign_key_is_kept_on_sqlite_too(database):
    async def look(session):
        return (await session.execute(text("PRAGMA foreign_keys"))).scalar_one()

    if not database.is_mysql:
        assert await database.read(look) == 1


def test_every_schema_begins_with_the_tables_of_the_plumbing():
    plumbing = {"outbox", "inbox", "deliveries", "idempotency_keys", "accesses", "access_counters"}
    assert set(new_metadata().tables) == plumbing
    assert {UUID: Id, datetime: UtcDateTime} == TYPES
