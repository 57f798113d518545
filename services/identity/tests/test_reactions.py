"""The access trail grows by events: each once, chained, and never changed again."""

import asyncio

import pytest
from clinic_common.database import new_id
from identity import commands, queries, rules
from identity.models import GUARDS, AccessEntry, Chain
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from .conftest import NOON, access


async def entries(database, source="patients"):
    async def query(session):
        found = select(AccessEntry).where(AccessEntry.source == source).order_by(AccessEntry.position)
        return list((await session.execute(found)).scalars())

    return await database.read(query)


async def prove(database):
    return await database.read(queries.prove_trail)


async def test_an_access_becomes_one_entry_per_patient(database, deliver):
    ada, bob = new_id(), new_id()
    seen = access(ada, bob, purpose="treatment")
    await deliver(seen)
    first, second = await entries(database)
    assert (first.patient_id, second.patient_id) == (ada, bob)
    assert (first.position, second.position) == (1, 2)
    assert (first.previous_hash, second.previous_hash) == (rules.NO_HASH, first.entry_hash)
    assert (first.staff_id, first.staff_name, first.role, first.session_id) == (
        seen.actor_id, "Zoë Ng 🦊", "nurse", seen.session_id,
    )  # fmt: skip
    assert (first.action, first.kind, first.address, first.request_id, first.purpose, first.outcome) == (
        "get_patient", "read", "203.0.113.7", "r-1", "treatment", "allowed",
    )  # fmt: skip
    assert first.occurred_at == NOON


async def test_the_same_access_brought_twice_is_kept_once(database, deliver):
    await deliver(access(), times=2)
    assert len(await entries(database)) == 1
    assert (await prove(database)).valid


async def test_after_a_failure_the_chain_goes_on_without_a_gap(database, deliver):
    await deliver(access())

    async def fail(session):
        await commands.append_access(session, access=access())
        raise RuntimeError("the process was killed here")

    with pytest.raises(RuntimeError):
        await database.run(fail)
    await deliver(access())
    assert [entry.position for entry in await entries(database)] == [1, 2]
    assert (await prove(database)).valid


async def test_accesses_told_at_once_make_one_chain_for_each_source(database, deliver):
    await asyncio.gather(
        *(deliver(access(new_id(), new_id(), source=source)) for _ in range(8) for source in ("patients", "billing"))
    )
    for source in ("patients", "billing"):
        assert [entry.position for entry in await entries(database, source)] == list(range(1, 17))
    proof = await prove(database)
    assert (proof.valid, proof.entries, proof.first_break) == (True, 32, None)
    assert [(chain.source, chain.entries) for chain in proof.chains] == [("billing", 16), ("patients", 16)]
    assert proof.chains[1].head == (await entries(database))[-1].entry_hash.hex()


async def test_what_is_too_long_is_cut_and_never_lost(database, deliver):
    await deliver(access(source="s" * 99, actor_name="🦊" * 999, action="a" * 999, kind="k" * 99, purpose="p" * 999))
    [entry] = await entries(database, "s" * 40)
    assert (len(entry.staff_name), len(entry.action), len(entry.purpose)) == (100, 80, 200)
    assert (await prove(database)).valid


async def test_an_access_to_nobody_and_one_by_nobody_are_no_trouble(database, deliver):
    await deliver(access().model_copy(update={"subject_ids": []}))
    await deliver(access(actor_id=None, actor_name=None, role=None, session_id=None, address=None, request_id=None))
    [entry] = await entries(database)
    assert entry.staff_id is None
    assert (await prove(database)).valid


async def test_i14_the_database_itself_refuses_to_change_or_delete_an_entry(database, deliver):
    await deliver(access())
    for statement in ("UPDATE access_entries SET role = 'admin'", "DELETE FROM access_entries"):

        async def by_hand(session, statement=statement):
            await session.execute(text(statement))

        with pytest.raises(DBAPIError, match="never"):
            await database.run(by_hand)
    assert [entry.role for entry in await entries(database)] == ["nurse"]


async def test_a_second_entry_in_the_same_place_is_refused(database, deliver):
    await deliver(access())
    [entry] = await entries(database)
    fork = {column.name: getattr(entry, column.name) for column in AccessEntry.__table__.columns}

    async def by_hand(session):
        session.add(AccessEntry(**fork | {"role": "admin"}))

    with pytest.raises(DBAPIError):
        await database.run(by_hand)


async def test_an_empty_trail_holds(database):
    proof = await prove(database)
    assert (proof.valid, proof.entries, proof.chains) == (True, 0, [])


TAMPERING = {
    "changed": (["UPDATE access_entries SET staff_name = 'Somebody else' WHERE position = 3"], 3, "changed"),
    "changed patient": (["UPDATE access_entries SET patient_id = session_id WHERE position = 2"], 2, "changed"),
    "changed moment": (
        ["UPDATE access_entries SET occurred_at = '2026-11-23 12:00:00.000001' WHERE position = 1"],
        1,
        "changed",
    ),
    "changed hash": (["UPDATE access_entries SET entry_hash = previous_hash WHERE position = 4"], 4, "changed"),
    "removed first": (["DELETE FROM access_entries WHERE position = 1"], 1, "missing"),
    "removed within": (["DELETE FROM access_entries WHERE position = 3"], 3, "missing"),
    "removed last": (["DELETE FROM access_entries WHERE position = 5"], 5, "missing"),
    "removed all": (["DELETE FROM access_entries"], 1, "missing"),
    "closed up": (
        ["DELETE FROM access_entries WHERE position = 2"]
        + [f"UPDATE access_entries SET position = {n - 1} WHERE position = {n}" for n in (3, 4, 5)],
        2,
        "moved",
    ),
    "reordered": (
        [
            "UPDATE access_entries SET position = 9 WHERE position = 2",
            "UPDATE access_entries SET position = 2 WHERE position = 3",
            "UPDATE access_entries SET position = 3 WHERE position = 9",
        ],
        2,
        "moved",
    ),
    "chain cut": (["UPDATE chains SET position = 3"], 4, "added"),
    "chain gone": (["DELETE FROM chains"], 1, "added"),
    "end replaced": (["UPDATE chains SET hash = x'00'"], 5, "changed"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
async def test_i13_whoever_tampers_in_the_database_is_found_and_the_place_is_named(database, deliver, how):
    await deliver(access(source="billing"))
    await deliver(access(*(new_id() for _ in range(5))))
    assert (await prove(database)).valid
    statements, position, reason = TAMPERING[how]
    statements = [s.replace(" WHERE ", " WHERE source = 'patients' AND ") for s in statements]
    statements = [s if " WHERE " in s else f"{s} WHERE source = 'patients'" for s in statements]
    await by_hand(database, statements)
    proof = await prove(database)
    assert not proof.valid
    assert (proof.first_break.source, proof.first_break.position) == ("patients", position)
    assert proof.first_break.reason.startswith(reason)
    assert proof.chains[0] == queries.ChainProof("billing", 1, proof.chains[0].head)


async def test_a_well_made_entry_added_behind_the_end_is_found(database, deliver):
    await deliver(access())
    [last] = await entries(database)
    forged = {column.name: getattr(last, column.name) for column in AccessEntry.__table__.columns}
    forged |= {"position": 2, "previous_hash": last.entry_hash}
    forged["entry_hash"] = rules.entry_hash(forged, last.entry_hash)

    async def add(session):
        session.add(AccessEntry(**forged))

    await database.run(add)
    proof = await prove(database)
    assert (proof.first_break.position, proof.first_break.reason[:5]) == (2, "added")


async def test_a_whole_chain_forged_from_one_entry_on_shows_in_the_end(database, deliver):
    """Somebody computes all later hashes anew, but forgets the chain's end."""
    await deliver(access(new_id(), new_id()))
    first, second = await entries(database)
    forged = {column.name: getattr(second, column.name) for column in AccessEntry.__table__.columns}
    forged["role"] = "admin"
    forged["entry_hash"] = rules.entry_hash(forged, first.entry_hash)
    await by_hand(database, ["DELETE FROM access_entries WHERE position = 2"])

    async def add(session):
        session.add(AccessEntry(**forged))

    await database.run(add)
    proof = await prove(database)
    assert (proof.first_break.position, proof.first_break.reason[:7]) == (2, "changed")


async def by_hand(database, statements):
    """What somebody with full rights over the database can do: lift the guards, and then anything."""

    async def work(session):
        for name in GUARDS["mysql" if database.is_mysql else "sqlite"]:
            await session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        for statement in statements:
            await session.execute(text(statement))

    await database.run(work)


async def test_the_proof_walks_long_chains_in_parts_while_they_grow(database, deliver, monkeypatch):
    monkeypatch.setattr("identity.queries.trail._PROOF_BATCH", 7)
    await deliver(access(*(new_id() for _ in range(50))))
    proof, *_ = await asyncio.gather(prove(database), *(deliver(access(new_id(), new_id())) for _ in range(5)))
    assert proof.valid and proof.entries >= 50
    assert (await prove(database)).entries == 60


async def test_a_chain_s_end_is_where_its_entries_end(database, deliver):
    await deliver(access(new_id(), new_id()))

    async def query(session):
        return (await session.execute(select(Chain))).scalars().one()

    chain = await database.read(query)
    assert (chain.source, chain.position, chain.hash) == ("patients", 2, (await entries(database))[-1].entry_hash)
