"""Seals: what the access trail says is signed, so that whoever changes it later is found out (I15)."""

from datetime import UTC, datetime

from clinic_common.database import Session, is_duplicate
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import AccessEntry, Chain, TrailArchive, TrailKey, TrailSeal


async def make_trail_key(session: Session, *, now: datetime) -> None:
    """Make the first key that seals the trail, unless there is one; of two processes at once, one makes it."""
    if (await session.execute(select(TrailKey.number).limit(1))).first():
        return
    try:
        async with session.begin_nested():
            session.add(TrailKey.make(1, sealer=session.sealer, now=now))
    except IntegrityError as error:
        if not is_duplicate(error):
            raise


async def _keys(session: Session) -> list[TrailKey]:
    return list((await session.execute(select(TrailKey).order_by(TrailKey.number))).scalars())


async def sign_export(session: Session, *, text: bytes) -> str:
    """Sign what an export of the trail holds, with the key that seals now."""
    key = (await _keys(session))[-1]
    private = key.private(session.sealer)
    return rules.signed(text, purpose=rules.EXPORT, key_id=key.key_id, private=private)


async def seal_source(session: Session, *, source: str, now: datetime, daily: bool = False) -> int:
    """
    Sign what was added to one source's chain since its last seal, at most `MOST_SEALED` entries (I15).

    :param daily: only if the last seal is from another day, or did not hold everything that was there
    :return: how many entries were sealed; 0 when there was nothing to do
    :raises TrailBroken: an entry does not hold; what comes before it stays sealed, from it on nothing is
    """
    # The chain's row is the queue: of two who seal at once, the second finds it done.
    if await session.get(Chain, source, with_for_update=True) is None:
        return 0
    newest = select(TrailSeal.statement, TrailSeal.sealed_at, TrailSeal.last_position, TrailSeal.first_position)
    newest = newest.where(TrailSeal.source == source).order_by(TrailSeal.number.desc()).limit(1)
    last = (await session.execute(newest)).one_or_none()
    today = last is not None and last.sealed_at.astimezone(UTC).date() == now.astimezone(UTC).date()
    if daily and last and today and last.last_position - last.first_position + 1 < rules.MOST_SEALED:
        return 0
    private = {key.key_id: key.private(session.sealer) for key in await _keys(session)}
    public = rules.public_keys(rules.public_half(each) for each in private.values())
    previous = rules.read_statement(last.statement, keys=public) if last else None
    head = previous.head if previous else rules.NO_HASH
    leaves = await _new_leaves(session, source, previous.last_position if previous else 0, head)
    if not leaves:
        return 0
    statement = rules.state(source, leaves, previous=previous, previous_head=head, now=now)
    newest_key = list(private)[-1]
    token = rules.signed(statement.text(), purpose=rules.SEAL, key_id=newest_key, private=private[newest_key])
    await session.execute(
        insert(TrailSeal).values(
            source=source,
            number=statement.number,
            first_position=statement.first_position,
            last_position=statement.last_position,
            sealed_at=now,
            statement=token,
            leaves=b"".join(leaves),
        )
    )
    return len(leaves)


async def archive_seal(session: Session, *, source: str, number: int, manifest: str, now: datetime) -> int:
    """
    Let the entries under a seal go, after they were written out and proved there (I18).

    :param manifest: the signed manifest of the export they are in
    :return: how many entries there were
    :raises TrailBroken: an earlier seal's entries are still here, or these are not all there
    """
    if await session.get(Chain, source, with_for_update=True) is None:
        raise rules.TrailBroken(f"{source} has no entries")
    last = select(func.coalesce(func.max(TrailArchive.number), 0)).where(TrailArchive.source == source)
    if (await session.execute(last)).scalar_one() != number - 1:
        raise rules.TrailBroken(f"{source}: seal {number} is not the next to be archived")
    seal = await session.get_one(TrailSeal, (source, number))
    keys = await _keys(session)
    private = keys[-1].private(session.sealer)
    public = rules.public_keys(rules.public_half(key.private(session.sealer)) for key in keys)
    text = rules.archived(rules.read_statement(seal.statement, keys=public), manifest=manifest)
    token = rules.signed(text, purpose=rules.ARCHIVE, key_id=keys[-1].key_id, private=private)
    session.add(
        TrailArchive(source=source, number=number, last_position=seal.last_position, archived_at=now, statement=token)
    )
    await session.flush()
    span = (AccessEntry.source == source, AccessEntry.position.between(seal.first_position, seal.last_position))
    gone = (await session.execute(delete(AccessEntry).where(*span))).rowcount  # type: ignore[attr-defined]
    if gone != seal.last_position - seal.first_position + 1:
        raise rules.TrailBroken(f"{source}: not all entries of seal {number} are there")
    return int(gone)


async def _new_leaves(session: Session, source: str, after: int, head: bytes) -> list[bytes]:
    """The hashes of the next entries, each computed again from what the entry says."""
    columns = AccessEntry.__table__.columns
    query = select(*columns).where(AccessEntry.source == source, AccessEntry.position > after)
    query = query.order_by(AccessEntry.position).limit(rules.MOST_SEALED)
    leaves: list[bytes] = []
    for expected, row in enumerate((await session.execute(query)).mappings(), after + 1):
        entry_hash = rules.entry_hash(dict(row), head)
        if row["position"] != expected or row["previous_hash"] != head or entry_hash != row["entry_hash"]:
            raise rules.TrailBroken(f"{source} {expected}: this entry does not hold, so it is not sealed")
        leaves.append(entry_hash)
        head = entry_hash
    return leaves
