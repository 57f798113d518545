"""Idempotency-Key: one execution and one answer, however often and however much at once it is asked."""

import asyncio
from datetime import timedelta

import pytest
from clinic_common import idempotency
from clinic_common.database import new_id, utc_now
from clinic_common.idempotency import KEYS
from sqlalchemy import func, select
from toy import Thing, ThingMade

BODY = {"name": "Ada Lovelace", "patient_id": str(new_id())}
KEY = {"Idempotency-Key": "one"}


async def keys(session):
    return list((await session.execute(select(KEYS))).all())


async def things(session):
    return (await session.execute(select(func.count()).select_from(Thing))).scalar_one()


async def test_ten_at_once_with_one_key_are_one_execution_and_ten_equal_answers(client, database, emitted):
    answers = await asyncio.gather(*(client.post("/things", json=BODY, headers=KEY) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 9
    assert await database.read(things) == len(await emitted(ThingMade)) == 1


async def test_ten_at_once_that_are_refused_are_refused_alike_and_leave_no_key(client, database):
    await client.post("/things", json=BODY)
    answers = await asyncio.gather(*(client.post("/things", json=BODY, headers=KEY) for _ in range(10)))
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "name_taken")}
    assert await database.read(keys) == []


async def test_ten_keys_at_once_for_one_name_make_it_once(client, database):
    answers = await asyncio.gather(
        *(client.post("/things", json=BODY, headers={"Idempotency-Key": f"{n}"}) for n in range(10))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert await database.read(things) == len(await database.read(keys)) == 1


async def test_after_a_refusal_the_same_key_may_succeed(client, database):
    taken = (await client.post("/things", json=BODY)).json()
    assert (await client.post("/things", json=BODY, headers=KEY)).status_code == 409
    await client.patch(f"/things/{taken['id']}", json={"name": "Eve"}, headers={"If-Match": '"1"'})
    assert (await client.post("/things", json=BODY, headers=KEY)).status_code == 201


async def test_the_same_key_of_somebody_else_is_another_key(client, as_role, database):
    mine = await client.post("/things", json=BODY, headers=KEY)
    theirs = await client.post("/things", json={**BODY, "name": "Bob"}, headers=KEY | as_role("nurse"))
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["id"] != theirs.json()["id"]
    assert len(await database.read(keys)) == 2


async def test_another_body_or_query_with_the_same_key_is_refused(client):
    await client.post("/things", json=BODY, headers=KEY)
    for path, body in (("/things", {**BODY, "name": "Bob"}), ("/things?x=1", BODY)):
        answer = await client.post(path, json=body, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


async def test_nothing_readable_is_kept(client, database):
    await client.post("/things", json=BODY, headers={"Idempotency-Key": "Ada Lovelace"})
    [row] = await database.read(keys)
    for part in row:
        kept = part if isinstance(part, bytes) else str(part).encode()
        assert b"Ada" not in kept
        assert b"Lovelace" not in kept
    assert row.status == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_a_key_without_measure_is_refused(client, key):
    answer = await client.post("/things", json=BODY, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert "idempotency" in answer.json()["errors"][0]["pointer"].lower()


async def test_answers_are_forgotten_after_days(client, database):
    await client.post("/things", json=BODY, headers=KEY)
    await database.run(idempotency.forget_old, now=utc_now() + idempotency.KEPT_FOR - timedelta(minutes=1))
    assert len(await database.read(keys)) == 1
    await database.run(idempotency.forget_old, now=utc_now() + idempotency.KEPT_FOR + timedelta(minutes=1))
    assert await database.read(keys) == []
