"""The access trail grows: one entry for each patient, each chained to the one before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from clinic_common.database import Session, is_duplicate
from clinic_contracts.trail import AccessesRecorded, AccessRecorded
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import Base, Chain, EarlyAccesses

_ENTRIES = Base.metadata.tables["access_entries"]

WAITS_FOR = timedelta(days=3)
"""How long a batch waits for the one before; by then that one left its source's outbox for good."""


async def append_access(session: Session, *, access: AccessRecorded) -> None:
    """Add what somebody saw or did to the chain of the service it happened in, one entry per patient (I13)."""
    await _append(session, await _lock(session, access.source[:40]), [access])


async def append_accesses(session: Session, *, batch: AccessesRecorded) -> None:
    """
    Add accesses to their source's chain in the order of their numbers, whatever order they are told in (I17).

    A batch that comes early waits, sealed, for the one before it. Numbers that were told already come from a source
    that was restored from a backup: those accesses happened all the same, and are kept.
    """
    chain = await _lock(session, batch.source[:40])
    if batch.first > chain.told + 1:
        session.add(_early(batch, session))
        return
    await _append(session, chain, batch.accesses)
    chain.told = max(chain.told, batch.first + len(batch.accesses) - 1)
    await _take_early(session, chain)


async def stop_waiting(session: Session, *, source: str, now: datetime) -> tuple[int, int] | None:
    """
    Go on after a gap that nothing can fill any more, because a batch has waited for `WAITS_FOR`.

    :return: the first and last number that are missing, if some are
    """
    chain = await _lock(session, source)
    first, since = (
        await session.execute(
            select(func.min(EarlyAccesses.first), func.min(EarlyAccesses.occurred_at)).where(
                EarlyAccesses.source == source
            )
        )
    ).one()
    if first is None or since > now - WAITS_FOR:
        return None
    missing = (chain.told + 1, first - 1)
    chain.told = first - 1
    await _take_early(session, chain)
    return missing


def _early(batch: AccessesRecorded, session: Session) -> EarlyAccesses:
    body = session.sealer.seal(batch.model_dump_json().encode(), context=f"early/{batch.source}/{batch.first}")
    return EarlyAccesses(source=batch.source[:40], first=batch.first, body=body, occurred_at=batch.occurred_at)


async def _take_early(session: Session, chain: Chain) -> None:
    """Add the batches whose turn has come; all of them, for nothing else will ask again."""
    while early := await session.get(EarlyAccesses, (chain.source, chain.told + 1)):
        plain = session.sealer.open(early.body, context=f"early/{early.source}/{early.first}")
        accesses = AccessesRecorded.model_validate_json(plain).accesses
        await _append(session, chain, accesses)
        chain.told += len(accesses)
        await session.delete(early)


async def _append(session: Session, chain: Chain, accesses: Sequence[AccessRecorded]) -> None:
    """
    Chain entries to the end of what is there.

    Entries of one source are added one after another: the chain's row is locked meanwhile, and a second entry
    for the same position would meet the primary key. What is longer than its column is cut, never refused.
    """
    position, head = chain.position, chain.hash
    rows = []
    for access in accesses:
        said = {
            "source": chain.source,
            "occurred_at": access.occurred_at,
            "staff_id": access.actor_id,
            "staff_name": _cut(access.actor_name, 100),
            "role": _cut(access.role, 40),
            "session_id": access.session_id,
            "action": access.action[:80],
            "kind": access.kind[:20],
            "address": _cut(access.address, 45),
            "request_id": _cut(access.request_id, 64),
            "purpose": _cut(access.purpose, 200),
            "outcome": access.outcome[:40],
        }
        for patient_id in access.subject_ids:
            position += 1
            entry = said | {"position": position, "patient_id": patient_id}
            entry_hash = rules.entry_hash(entry, head)
            rows.append(entry | {"previous_hash": head, "entry_hash": entry_hash})
            head = entry_hash
    if rows:
        await session.execute(insert(_ENTRIES), rows)
        chain.position, chain.hash = position, head


def _cut(text: str | None, length: int) -> str | None:
    return None if text is None else text[:length]


async def _lock(session: Session, source: str) -> Chain:
    """The end of a chain, locked; a new chain begins at position 0."""
    chain = await session.get(Chain, source, with_for_update=True)
    if chain is None:
        try:
            async with session.begin_nested():
                session.add(Chain(source=source, position=0, hash=rules.NO_HASH, told=0))
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
        chain = await session.get_one(Chain, source, with_for_update=True, populate_existing=True)
    return chain
