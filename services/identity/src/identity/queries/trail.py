"""The access trail as it is looked at and proved: entries, chains, seals."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from clinic_common.sealing import Unsealable
from sqlalchemy import Select, func, null, select, tuple_

from .. import rules
from ..models import AccessEntry, Chain, TrailArchive, TrailKey, TrailSeal
from .people import sort_values

_PROOF_BATCH = 1000


async def list_access_entries(
    session: Session,
    *,
    patient_id: UUID | None = None,
    staff_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    page: PageRequest,
) -> object:
    """Who saw or changed what, newest first; of one patient, by one staff member, within `[since, until)`."""
    order = (AccessEntry.occurred_at, AccessEntry.source, AccessEntry.position)
    query = select(*AccessEntry.__table__.columns).order_by(*(column.desc() for column in order))
    if patient_id is not None:
        query = query.where(AccessEntry.patient_id == patient_id)
    if staff_id is not None:
        # A patient has hundreds of entries, a staff member hundreds of thousands: asked for both, the patient's index
        # is the one to take, and through a function no other offers itself.
        column = AccessEntry.staff_id if patient_id is None else func.coalesce(AccessEntry.staff_id, null())
        query = query.where(column == staff_id)
    if since is not None:
        query = query.where(AccessEntry.occurred_at >= since)
    if until is not None:
        query = query.where(AccessEntry.occurred_at < until)
    if key := page.key(datetime.fromisoformat, str, int):
        # The first condition alone lets the index begin at the right place.
        query = query.where(AccessEntry.occurred_at <= key[0], tuple_(*order) < sort_values(order, key))
    rows = (await session.execute(query.limit(page.limit + 1))).all()
    return paged(rows, page, lambda row: (row.occurred_at, row.source, row.position))


@dataclass(frozen=True)
class ChainProof:
    """One chain, as far as it holds; `head` is the hash of its last good entry."""

    source: str
    entries: int
    head: str
    sealed: int = 0
    """How many of the entries, from the first on, are under a seal."""
    archived: int = 0
    """How many of the entries, from the first on, are in archives and not here any more."""
    sealed_at: datetime | None = None


@dataclass(frozen=True)
class TrailProof:
    """Whether the whole trail holds, and if not, where it first breaks."""

    valid: bool
    entries: int
    chains: list[ChainProof]
    first_break: rules.Break | None


async def prove_trail(session: Session) -> TrailProof:
    """
    Compute every hash of the access trail again, and check every seal, source by source, in bounded memory (I13, I15).

    Entries may be added meanwhile. What this cannot see: the end of a trail cut off together with its seals and its
    row in `chains`. Whoever keeps an export, or the heads of earlier proofs, sees that, too.
    """
    keys = rules.public_keys(await list_trail_keys(session))
    chains: list[ChainProof] = []
    first_break: rules.Break | None = None
    async for source in trail_sources(session):
        last, archived, unsealed = await _prove_seals(session, source, keys)
        chain, broken = await _prove_chain(session, source, archived)
        if unsealed and (broken is None or unsealed.position < broken.position):
            broken = unsealed
        if last:
            sealed_at = datetime.fromisoformat(last.sealed_at)
            chain = replace(chain, sealed=last.last_position, sealed_at=sealed_at)
        chains.append(chain)
        first_break = first_break or broken
    return TrailProof(first_break is None, sum(chain.entries for chain in chains), chains, first_break)


async def trail_sources(session: Session) -> AsyncIterator[str]:
    """Every source that has entries, a chain or seals, one after another."""
    last = ""
    while True:
        found = [
            (await session.execute(select(func.min(column)).where(column > last))).scalar()
            for column in (AccessEntry.source, Chain.source, TrailSeal.source)
        ]
        sources = [source for source in found if source is not None]
        if not sources:
            return
        last = min(sources)
        yield last


async def _prove_chain(
    session: Session, source: str, archived: rules.Statement | None
) -> tuple[ChainProof, rules.Break | None]:
    # The chain's end is read before and after: entries added meanwhile belong to it, others do not.
    before = await _end_of(session, source)
    gone = archived.last_position if archived else 0
    position, head = gone, archived.head if archived else rules.NO_HASH
    broken: rules.Break | None = None
    noted: bytes | None = head if before[0] == position else None
    while not broken and (rows := (await session.execute(_batch(source, position))).mappings().all()):
        for row in rows:
            broken = _break_at(row, position + 1, head)
            if broken:
                break
            position, head = row["position"], row["entry_hash"]
            if position == before[0]:
                noted = head
    if not broken:
        after = await _end_of(session, source)
        if position < before[0]:
            broken = rules.Break(source, position + 1, "missing: the chain goes on, but this entry is gone")
        elif position > after[0]:
            broken = rules.Break(source, after[0] + 1, "added: the chain ends before this entry")
        elif noted != before[1] or (position == after[0] and head != after[1]):
            broken = rules.Break(source, before[0], "changed: this is not the entry the chain ended with")
    return ChainProof(source, position, head.hex(), archived=gone), broken


async def _end_of(session: Session, source: str) -> tuple[int, bytes]:
    row = (await session.execute(select(Chain.position, Chain.hash).where(Chain.source == source))).one_or_none()
    return (row.position, row.hash) if row else (0, rules.NO_HASH)


def _batch(source: str, position: int) -> Select[Any]:
    return (
        select(*AccessEntry.__table__.columns)
        .where(AccessEntry.source == source, AccessEntry.position > position)
        .order_by(AccessEntry.position)
        .limit(_PROOF_BATCH)
    )


def _break_at(row: Any, expected: int, head: bytes) -> rules.Break | None:
    source = row["source"]
    if row["position"] != expected:
        return rules.Break(source, expected, "missing: this entry is gone")
    if row["previous_hash"] != head:
        return rules.Break(source, expected, "moved: this entry does not follow the one before it")
    if rules.entry_hash(row, head) != row["entry_hash"]:
        return rules.Break(source, expected, "changed: this entry no longer says what it said")
    return None


async def list_trail_keys(session: Session) -> list[dict[str, Any]]:
    """
    The public halves of all keys that ever sealed the trail.

    Each is derived from its private half, which only the key ring opens: a key put into the table by hand is none.
    """
    found = []
    for key in (await session.execute(select(TrailKey).order_by(TrailKey.number))).scalars():
        try:
            found.append(rules.public_half(key.private(session.sealer)))
        except Unsealable:
            continue
    return found


async def list_seals(
    session: Session, *, source: str, after: int = 0, limit: int = 16
) -> list[tuple[int, int, int, str, bytes]]:
    """Number, first and last position, statement and leaves of the next seals of a source."""
    columns = (
        TrailSeal.number, TrailSeal.first_position, TrailSeal.last_position, TrailSeal.statement, TrailSeal.leaves
    )  # fmt: skip
    query = select(*columns).where(TrailSeal.source == source, TrailSeal.number > after)
    rows = await session.execute(query.order_by(TrailSeal.number).limit(limit))
    return [(row[0], row[1], row[2], str(row[3]), rules.as_bytes(row[4])) for row in rows]


async def list_sealed_entries(session: Session, *, source: str, first: int, last: int) -> list[Any]:
    """The entries under one seal, in order."""
    query = select(*AccessEntry.__table__.columns).where(
        AccessEntry.source == source, AccessEntry.position.between(first, last)
    )
    return list((await session.execute(query.order_by(AccessEntry.position))).mappings())


async def spans_of(
    session: Session, *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, tuple[int, int]]:
    """Source → the first and last position of its entries from within `[since, until)`."""
    query = select(AccessEntry.source, func.min(AccessEntry.position), func.max(AccessEntry.position))
    if since is not None:
        query = query.where(AccessEntry.occurred_at >= since)
    if until is not None:
        query = query.where(AccessEntry.occurred_at < until)
    rows = await session.execute(query.group_by(AccessEntry.source).order_by(AccessEntry.source))
    return {source: (first, last) for source, first, last in rows.tuples()}


async def list_months(session: Session, *, before: datetime) -> dict[str, dict[str, list[int]]]:
    """Month → source → numbers of the seals from then that are not archived yet; both in order."""
    query = select(TrailSeal.source, TrailSeal.number, TrailSeal.sealed_at)
    query = query.outerjoin(
        TrailArchive, (TrailArchive.source == TrailSeal.source) & (TrailArchive.number == TrailSeal.number)
    ).where(TrailArchive.number.is_(None), TrailSeal.sealed_at < before)
    months: dict[str, dict[str, list[int]]] = {}
    for source, number, sealed_at in await session.execute(query.order_by(TrailSeal.source, TrailSeal.number)):
        months.setdefault(f"{sealed_at:%Y-%m}", {}).setdefault(source, []).append(number)
    return dict(sorted(months.items()))


async def archived_until(session: Session) -> dict[str, int]:
    """Source → the position of its last entry that is in an archive and not here any more."""
    query = select(TrailArchive.source, func.max(TrailArchive.last_position)).group_by(TrailArchive.source)
    return dict((await session.execute(query)).tuples().all())


async def find_seal(session: Session, *, source: str, position: int) -> int | None:
    """The number of the seal an entry is under."""
    query = select(TrailSeal.number).where(TrailSeal.source == source, TrailSeal.last_position >= position)
    return (await session.execute(query.order_by(TrailSeal.number).limit(1))).scalar_one_or_none()


async def _prove_seals(
    session: Session, source: str, keys: rules.Keys
) -> tuple[rules.Statement | None, rules.Statement | None, rules.Break | None]:
    """The last seal that holds, the last whose entries were archived, and where the first does not hold."""
    archives = await _archives_of(session, source)
    previous: rules.Statement | None = None
    archived: rules.Statement | None = None
    number = 0
    while seals := await list_seals(session, source=source, after=number):
        for number, first, last, token, packed in seals:
            position = previous.last_position + 1 if previous else 1
            try:
                statement = rules.check_seal(token, packed, source=source, previous=previous, whole=True, keys=keys)
                if (number, first, last) != (statement.number, statement.first_position, statement.last_position):
                    raise rules.Unsigned("this row says something else than its signature")
                if gone := number in archives:
                    rules.check_archived(archives[number], statement, keys=keys)
            except rules.Unsigned as error:
                return previous, archived, rules.Break(source, position, f"seal: {error}")
            archived = statement if gone else archived
            if broken := await _prove_sealed(session, statement, [] if gone else rules.leaves_of(packed)):
                return previous, archived, broken
            previous = statement
    return previous, archived, None


async def _archives_of(session: Session, source: str) -> dict[int, str]:
    query = select(TrailArchive.number, TrailArchive.statement).where(TrailArchive.source == source)
    return dict((await session.execute(query)).tuples().all())


async def _prove_sealed(session: Session, seal: rules.Statement, leaves: list[bytes]) -> rules.Break | None:
    span = (AccessEntry.source == seal.source, AccessEntry.position.between(seal.first_position, seal.last_position))
    rows = await session.execute(select(AccessEntry.position, AccessEntry.entry_hash).where(*span))
    there: dict[int, bytes] = {position: rules.as_bytes(entry_hash) for position, entry_hash in rows.tuples()}
    for position, leaf in enumerate(leaves, seal.first_position):
        if position not in there:
            return rules.Break(seal.source, position, "missing: this entry is gone, and its seal is not")
        if there[position] != leaf:
            return rules.Break(seal.source, position, "changed: this is not the entry that was sealed")
    if not leaves and there:
        return rules.Break(seal.source, min(there), "added: the entries of this seal are in an archive")
    return None
