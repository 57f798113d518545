"""The access trail is sealed day by day, and whoever changes what was sealed is found, whatever else they change."""

import asyncio

import pytest
from clinic_common.database import new_id
from identity import commands, queries, rules
from identity.models import AccessEntry, TrailKey, TrailSeal
from identity.service import _seal_trail
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from .conftest import NOON, access, after
from .test_reactions import by_hand, entries, prove


async def seal(database, source="patients", now=NOON, **more):
    await database.run(commands.make_trail_key, now=now)
    sealed = 0
    while count := await database.run(commands.seal_source, source=source, now=now, **more):
        sealed += count
    return sealed


@pytest.fixture
async def sealed(database, deliver, monkeypatch):
    """Billing 1–2 and patients 1–8 under seals of three entries each; patients 9 is not sealed yet."""
    monkeypatch.setattr(rules, "MOST_SEALED", 3)
    await deliver(access(new_id(), new_id(), source="billing"))
    await deliver(access(*(new_id() for _ in range(8))))
    assert (await seal(database, "billing"), await seal(database)) == (2, 8)
    await deliver(access())
    return database


async def test_i15_seals_cover_everything_once_and_the_proof_says_so(sealed):
    proof = await prove(sealed)
    assert (proof.valid, proof.entries) == (True, 11)
    assert [(chain.source, chain.entries, chain.sealed, chain.sealed_at) for chain in proof.chains] == [
        ("billing", 2, 2, NOON), ("patients", 9, 8, NOON),
    ]  # fmt: skip
    seals = await sealed.read(queries.list_seals, source="patients")
    assert [seal[:3] for seal in seals] == [(1, 1, 3), (2, 4, 6), (3, 7, 8)]
    assert await seal(sealed) == 1
    assert await seal(sealed) == 0


async def test_i15_of_many_who_seal_at_once_each_entry_is_sealed_once(database, deliver):
    await deliver(access(*(new_id() for _ in range(5))))
    await database.run(commands.make_trail_key, now=NOON)
    counts = await asyncio.gather(
        *(database.run(commands.seal_source, source="patients", now=NOON) for _ in range(5)),
        *(database.run(commands.make_trail_key, now=NOON) for _ in range(3)),
    )
    assert sorted(count for count in counts if count) == [5]
    assert (await prove(database)).valid
    assert len(await database.read(queries.list_trail_keys)) == 1


async def test_i15_the_daily_job_seals_once_a_day(database, deliver, resources):
    await deliver(access())
    await _seal_trail(resources)
    assert (await prove(database)).chains[0].sealed == 1
    await deliver(access())
    await _seal_trail(resources)
    assert (await prove(database)).chains[0].sealed == 1
    assert await seal(database, now=after(days=4000), daily=True) == 1


FORGED = "UPDATE trail_seals SET {} WHERE source = 'patients' AND number = 2"
TAMPERING = {
    "changed": (["UPDATE access_entries SET role = 'x' WHERE source = 'patients' AND position = 5"], 5, "changed"),
    "removed": (["DELETE FROM access_entries WHERE source = 'patients' AND position = 5"], 5, "missing"),
    "removed last": (["DELETE FROM access_entries WHERE source = 'patients' AND position > 7",
                      "UPDATE chains SET position = 7 WHERE source = 'patients'"], 7, "changed"),
    "source removed": (["DELETE FROM access_entries WHERE source = 'patients'",
                        "DELETE FROM chains WHERE source = 'patients'"], 1, "missing"),
    "seal removed": (["DELETE FROM trail_seals WHERE source = 'patients' AND number = 2"], 4, "seal"),
    "first seal removed": (["DELETE FROM trail_seals WHERE source = 'patients' AND number = 1"], 1, "seal"),
    "seals swapped": (["UPDATE trail_seals SET number = 9 WHERE source = 'patients' AND number = 2",
                       "UPDATE trail_seals SET number = 2 WHERE source = 'patients' AND number = 3",
                       "UPDATE trail_seals SET number = 3 WHERE source = 'patients' AND number = 9"], 4, "seal"),
    "seal of another source": (["UPDATE trail_seals SET source = 'elsewhere' WHERE source = 'billing'"], 1, "seal"),
    "span changed": ([FORGED.format("last_position = 7")], 4, "seal"),
    "statement cut": ([FORGED.format("statement = 'e30.e30.AAAA'")], 4, "seal"),
    "hashes gone": ([FORGED.format("leaves = ''")], 4, "seal"),
    "keys gone": (["DELETE FROM trail_keys"], 1, "seal"),
    "another's key": (["UPDATE trail_keys SET sealed_private = x'0000000000000000000000000000000000'"], 1, "seal"),
    "no key": (["UPDATE trail_keys SET sealed_private = 'none'"], 1, "seal"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
async def test_i15_whoever_tampers_with_what_is_sealed_is_found_and_the_place_is_named(sealed, how):
    statements, position, reason = TAMPERING[how]
    await by_hand(sealed, statements)
    first = (await prove(sealed)).first_break
    assert (first.position, first.reason.partition(":")[0]) == (position, reason)
    assert first.source in {"billing", "patients", "elsewhere"}


async def test_i15_a_chain_computed_anew_with_its_end_is_found_by_its_seal(sealed):
    """What no chain alone can show: every later hash is right again, and so is the chain's end."""
    found = await entries(sealed)
    await by_hand(sealed, ["DELETE FROM access_entries WHERE source = 'patients' AND position >= 4"])
    head = found[2].entry_hash
    forged = []
    for entry in found[3:]:
        row = {column.name: getattr(entry, column.name) for column in AccessEntry.__table__.columns}
        row |= {"previous_hash": head} | ({"role": "admin"} if row["position"] == 5 else {})
        row["entry_hash"] = head = rules.entry_hash(row, head)
        forged.append(row)

    async def put(session):
        session.add_all(AccessEntry(**row) for row in forged)
        await session.execute(text("UPDATE chains SET hash = :head WHERE source = 'patients'"), {"head": head})

    await sealed.run(put)
    first = (await prove(sealed)).first_break
    assert (first.source, first.position, first.reason.partition(":")[0]) == ("patients", 5, "changed")


async def test_i15_a_seal_is_never_put_over_an_entry_that_does_not_hold(sealed):
    await by_hand(sealed, ["UPDATE access_entries SET role = 'x' WHERE source = 'patients' AND position = 9"])
    with pytest.raises(rules.TrailBroken, match="patients 9"):
        await sealed.run(commands.seal_source, source="patients", now=NOON)


async def test_i15_what_an_older_key_sealed_still_holds_after_a_new_one(sealed):
    async def rotate(session):
        session.add(TrailKey.make(2, sealer=session.sealer, now=NOON))

    await sealed.run(rotate)
    assert await seal(sealed) == 1
    assert (await prove(sealed)).valid
    assert len(await sealed.read(queries.list_trail_keys)) == 2


async def test_i14_the_database_itself_refuses_to_change_or_delete_seals_and_their_keys(sealed):
    for table in ("trail_seals", "trail_keys"):
        for statement in (f"UPDATE {table} SET number = 7", f"DELETE FROM {table}"):

            async def work(session, statement=statement):
                await session.execute(text(statement))

            with pytest.raises(DBAPIError, match="never"):
                await sealed.run(work)
    count = select(TrailSeal.number)

    async def query(session):
        return len((await session.execute(count)).all())

    assert await sealed.read(query) == 4


async def archive(database, number, source="patients"):
    return await database.run(commands.archive_seal, source=source, number=number, manifest="m", now=NOON)


async def test_i18_entries_leave_only_under_an_archived_seal_in_order_and_the_rest_still_holds(sealed):
    with pytest.raises(rules.TrailBroken, match="not the next"):
        await archive(sealed, 2)
    before = await prove(sealed)
    assert await archive(sealed, 1) == 3
    with pytest.raises(rules.TrailBroken, match="not the next"):
        await archive(sealed, 1)

    async def delete(session):
        await session.execute(text("DELETE FROM access_entries WHERE source = 'patients' AND position = 4"))

    with pytest.raises(DBAPIError, match="before it is archived"):
        await sealed.run(delete)
    proof = await prove(sealed)
    assert (proof.valid, proof.chains[-1].archived, proof.chains[-1].head) == (True, 3, before.chains[-1].head)
    assert len(await entries(sealed)) == before.chains[-1].entries - 3


async def test_i18_a_whole_chain_may_be_archived_and_goes_on(sealed, deliver):
    for number in (1, 2, 3):
        await archive(sealed, number)
    while await seal(sealed):
        pass
    await deliver(access(new_id()))
    assert (await prove(sealed)).valid


ARCHIVE_TAMPERING = {
    "nobody archived it": (
        ["INSERT INTO trail_archives VALUES ('patients', 2, 6, '2026-11-23 12:00:00', 'e30.e30.AAAA')",
         "DELETE FROM access_entries WHERE source = 'patients' AND position BETWEEN 4 AND 6"], 4, "missing"),
    "another seal's word": (
        ["INSERT INTO trail_archives SELECT source, 2, 6, archived_at, statement FROM trail_archives",
         "DELETE FROM access_entries WHERE source = 'patients' AND position BETWEEN 4 AND 6"], 4, "missing"),
    "archive forgotten": (["DELETE FROM trail_archives"], 1, "missing"),
    "entry put back": (
        ["UPDATE access_entries SET position = 2 WHERE source = 'patients' AND position = 9"], 2, "added"),
}  # fmt: skip


@pytest.mark.parametrize("how", ARCHIVE_TAMPERING)
async def test_i18_whoever_lays_hands_on_archives_is_found(sealed, how):
    await archive(sealed, 1)
    statements, position, reason = ARCHIVE_TAMPERING[how]
    await by_hand(sealed, statements)
    first = (await prove(sealed)).first_break
    assert (first.source, first.position, first.reason.partition(":")[0]) == ("patients", position, reason)


async def test_the_keys_that_seal_are_published_and_the_proof_is_told(client, database, deliver, admin):
    await deliver(access(new_id(), new_id()))
    await seal(database)
    answer = await client.get("/.well-known/trail-keys.json")
    assert answer.status_code == 200
    [key] = answer.json()["keys"]
    assert "d" not in key
    assert await database.read(queries.list_trail_keys) == [key]
    proof = (await client.get("/access-trail/proof", headers=admin.headers)).json()
    assert proof["valid"]
    assert [(chain["source"], chain["sealed"]) for chain in proof["chains"]] == [("patients", 2)]
