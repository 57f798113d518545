"""Merging two registrations of one person, and taking that back."""

import base64
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from clinic_common.database import Id, Session, new_id
from clinic_common.sealing import Sealer
from clinic_contracts.patients import PatientChanged, PatientMergeUndone, PatientsMerged
from sqlalchemy import insert, literal, select, update

from .. import rules
from ..models import ITEMS, Document, Merge, MergeMove, Note, Patient, Visit
from .registration import state_of, write_keys

MOVED: dict[str, type[Any]] = {**ITEMS, "notes": Note, "documents": Document, "visits": Visit}
"""What belongs to a patient here and follows them into a merge."""


async def merge_patients(
    session: Session, *, survivor_id: UUID, duplicate_id: UUID, merged_by: UUID | None, sealer: Sealer, now: datetime
) -> Merge:
    """
    Merge a duplicate into the record that stays.

    The duplicate's chart and search keys go to the survivor; a sealed picture of both is kept; the duplicate
    is archived and says where it went.

    :raises MergeWithItself: both are the same record
    :raises MergedRecord: one of them was merged already (P5)
    :raises SurvivorArchived: the record that should stay is put away
    """
    if survivor_id == duplicate_id:
        raise rules.MergeWithItself(field="duplicate_id")
    survivor, duplicate = await Patient.keep_still(session, survivor_id, duplicate_id)
    survivor.must_not_be_merged()
    duplicate.must_not_be_merged()
    if survivor.archived:
        raise rules.SurvivorArchived()
    merge_id = new_id()
    picture = {
        "survivor": await _picture(session, survivor.id),
        "duplicate": await _picture(session, duplicate.id),
    }
    merge = Merge(
        id=merge_id,
        survivor_id=survivor.id,
        duplicate_id=duplicate.id,
        standing_duplicate_id=duplicate.id,
        was_archived=duplicate.archived,
        snapshot=sealer.seal(json.dumps(picture).encode(), context=snapshot_context(merge_id)),
        merged_at=now,
        merged_by=merged_by,
    )
    async with session.refusing_duplicates(rules.MergedRecord()):
        session.add(merge)
    for kind, model in MOVED.items():
        moved = select(literal(merge_id, Id), literal(kind), model.id).where(model.patient_id == duplicate.id)
        await session.execute(insert(MergeMove).from_select(["merge_id", "item_kind", "item_id"], moved))
        move = update(model).where(model.patient_id == duplicate.id).values(patient_id=survivor.id)
        await session.execute(move, execution_options={"synchronize_session": False})
    duplicate.archive(now=now)
    duplicate.merged_into = survivor.id
    await session.flush()
    await write_keys(session, survivor)
    session.emit(PatientsMerged(merge_id=merge_id, survivor_id=survivor.id, duplicate_id=duplicate.id, occurred_at=now))
    session.emit(PatientChanged(**state_of(duplicate, now=now)))
    return merge


async def undo_patient_merge(session: Session, *, merge_id: UUID, undone_by: UUID | None, now: datetime) -> Merge:
    """
    Take a merge back: the duplicate returns with what came from it; what the survivor got since stays.

    :raises MergeNotFound: there is no such merge
    :raises MergeAlreadyUndone: somebody did already (P6)
    :raises LaterMergeStands: the survivor was itself merged since
    """
    merge = await session.get(Merge, merge_id)
    if merge is None:
        raise rules.MergeNotFound()
    survivor, duplicate = await Patient.keep_still(session, merge.survivor_id, merge.duplicate_id)
    await session.refresh(merge)
    if merge.undone_at is not None:
        raise rules.MergeAlreadyUndone()
    if survivor.merged_into is not None:
        raise rules.LaterMergeStands(merged_into=str(survivor.merged_into))
    for kind, model in MOVED.items():
        came = select(MergeMove.item_id).where(MergeMove.merge_id == merge_id, MergeMove.item_kind == kind)
        back = update(model).where(model.id.in_(came)).values(patient_id=duplicate.id)
        await session.execute(back, execution_options={"synchronize_session": False})
    merge.undone_at, merge.undone_by, merge.standing_duplicate_id = now, undone_by, None
    duplicate.merged_into = None
    if merge.was_archived:
        duplicate.updated_at = now
    else:
        duplicate.unarchive(now=now)
    await session.flush()
    await write_keys(session, survivor)
    session.emit(
        PatientMergeUndone(merge_id=merge_id, survivor_id=survivor.id, duplicate_id=duplicate.id, occurred_at=now)
    )
    session.emit(PatientChanged(**state_of(duplicate, now=now)))
    return merge


def snapshot_context(merge_id: UUID) -> str:
    """What the picture of a merge is sealed to: table, column, row."""
    return f"patient_merges/snapshot/{merge_id}"


async def _picture(session: Session, patient_id: UUID) -> dict[str, Any]:
    """A whole record as it stands: every column of the patient and of every entry, opened: the picture is sealed."""
    tables: dict[str, Any] = {"patients": (Patient.__table__, Patient.__table__.c.id)}
    tables |= {kind: (model.__table__, model.__table__.c.patient_id) for kind, model in MOVED.items()}
    picture = {}
    for name, (table, column) in tables.items():
        rows = (await session.execute(select(table).where(column == patient_id))).mappings()
        picture[name] = [
            {key: _plain(_opened(session, name, key, value, row["id"])) for key, value in row.items()} for row in rows
        ]
    return picture


_SEALED = {("patients", "identity_number"), ("notes", "content"), ("documents", "name")}


def _opened(session: Session, table: str, column: str, value: Any, id: UUID) -> Any:
    if value is None or (table, column) not in _SEALED:
        return value
    return session.sealer.open(bytes(value), context=f"{table}/{column}/{id}").decode()


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
