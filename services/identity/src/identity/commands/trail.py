"""The access trail grows: one entry for each patient, each chained to the one before."""

from clinic_common.database import Session, is_duplicate
from clinic_contracts.trail import AccessRecorded
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import AccessEntry, Chain


async def append_access(session: Session, *, access: AccessRecorded) -> None:
    """
    Add what somebody saw or did to the chain of the service it happened in, one entry per patient (I13).

    Entries of one source are added one after another: the chain's row is locked meanwhile, and a second entry
    for the same position would meet the primary key. What is longer than its column is cut, never refused.
    """
    chain = await _lock(session, access.source[:40])
    rows = []
    for patient_id in access.subject_ids:
        entry = {
            "source": chain.source,
            "position": chain.position + 1,
            "occurred_at": access.occurred_at,
            "staff_id": access.actor_id,
            "staff_name": _cut(access.actor_name, 100),
            "role": _cut(access.role, 40),
            "session_id": access.session_id,
            "action": access.action[:80],
            "kind": access.kind[:20],
            "patient_id": patient_id,
            "address": _cut(access.address, 45),
            "request_id": _cut(access.request_id, 64),
            "purpose": _cut(access.purpose, 200),
            "outcome": access.outcome[:40],
        }
        entry_hash = rules.entry_hash(entry, chain.hash)
        rows.append(entry | {"previous_hash": chain.hash, "entry_hash": entry_hash})
        chain.position, chain.hash = chain.position + 1, entry_hash
    if rows:
        await session.execute(insert(AccessEntry), rows)


def _cut(text: str | None, length: int) -> str | None:
    return None if text is None else text[:length]


async def _lock(session: Session, source: str) -> Chain:
    """The end of a chain, locked; a new chain begins at position 0."""
    chain = await session.get(Chain, source, with_for_update=True)
    if chain is None:
        try:
            async with session.begin_nested():
                session.add(Chain(source=source, position=0, hash=rules.NO_HASH))
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
        chain = await session.get_one(Chain, source, with_for_update=True, populate_existing=True)
    return chain
