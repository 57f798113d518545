"""Taking an import back: entries are struck out, patients archived; what people changed since is kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Id, Session, UtcDateTime
from clinic_contracts.patients import PatientArchived
from sqlalchemy import JSON, delete, false, func, insert, literal, or_, select, update

from .. import rules
from ..models import ITEMS, Document, Import, ImportSource, ItemChange, Merge, Note, Patient, Visit
from .importing import Imported, Touched

REASON = "The import that brought this was undone."
_PLAIN = {"synchronize_session": False}


async def undo_import(session: Session, *, import_id: UUID, undone_by: UUID | None, now: datetime) -> Imported:
    """
    Take an import back, so that it can be made again (P12).

    Its entries are struck out and its patients archived, unless somebody changed them since or wrote something
    of their own about them: those are kept, and counted.

    :raises ImportNotFound: there is no such import
    :raises OnlyADryRun: it changed nothing
    :raises ImportAlreadyUndone: somebody did already
    """
    row = (await session.execute(select(Import).where(Import.id == import_id).with_for_update())).scalar_one_or_none()
    if row is None:
        raise rules.ImportNotFound()
    if row.dry_run:
        raise rules.OnlyADryRun()
    if row.undone_at is not None:
        raise rules.ImportAlreadyUndone()
    kept: set[UUID] = set()
    struck = 0
    touched: dict[UUID, None] = {}
    for model in ITEMS.values():
        mine = (model.import_id == import_id, model.struck_out_at.is_(None))
        kept.update((await session.execute(select(model.id).where(*mine, model.version > 1))).scalars())
        patients = select(model.patient_id).where(*mine, model.version == 1).distinct()
        touched.update(dict.fromkeys((await session.execute(patients)).scalars()))
        struck += int(
            (
                await session.execute(select(func.count()).select_from(model).where(*mine, model.version == 1))
            ).scalar_one()
        )
        told: Any = ({"struck_out_reason": None}, {"struck_out_reason": REASON})
        history = select(
            model.id, literal(2), literal(model.__tablename__), literal(undone_by, Id), literal(now, UtcDateTime),
            *(literal(each, JSON) for each in told),
        ).where(*mine, model.version == 1)  # fmt: skip
        columns = ["item_id", "version", "item_kind", "author_id", "changed_at", "before", "after"]
        await session.execute(insert(ItemChange).from_select(columns, history))
        strike = update(model).where(*mine, model.version == 1).values(
            struck_out_at=now, struck_out_by=undone_by, struck_out_reason=REASON, updated_at=now, version=2
        )  # fmt: skip
        await session.execute(strike, execution_options=_PLAIN)
    theirs = select(Patient.id, Patient.version).where(Patient.import_id == import_id, Patient.archived == false())
    candidates = {patient.id: patient.version for patient in await session.execute(theirs)}
    in_use = {id for id, version in candidates.items() if version > 1} | await _written_about(session, import_id)
    archived = {id: version for id, version in candidates.items() if id not in in_use}
    kept |= candidates.keys() & in_use
    if archived:
        away = update(Patient).where(Patient.import_id == import_id, Patient.archived == false(), Patient.version == 1)
        if in_use:
            away = away.where(Patient.id.not_in(in_use))
        away = away.values(archived=True, archived_at=now, updated_at=now, version=2)
        await session.execute(away, execution_options=_PLAIN)
    for id in archived:
        session.emit(PatientArchived(patient_id=id, version=2, occurred_at=now))
    forgotten = delete(ImportSource).where(ImportSource.import_id == import_id)
    if kept:
        forgotten = forgotten.where(ImportSource.row_id.not_in(kept))
    await session.execute(forgotten, execution_options=_PLAIN)
    row.undone_at = now
    row.report = {**row.report, "undone": {"patients": len(archived), "entries": struck, "kept": len(kept)}}
    await session.flush()
    return Imported(row, [Touched(id) for id in dict.fromkeys([*archived, *touched])])


async def _written_about(session: Session, import_id: UUID) -> set[UUID]:
    """The patients of an import about whom something stands that did not come with it."""
    theirs = select(Patient.id).where(Patient.import_id == import_id)
    found: set[UUID] = set()
    for model in ITEMS.values():
        other: Any = or_(model.import_id.is_(None), model.import_id != import_id, model.struck_out_at.is_(None))
        found.update(
            (await session.execute(select(model.patient_id).where(model.patient_id.in_(theirs), other))).scalars()
        )
    for own in (Note, Document, Visit):
        found.update((await session.execute(select(own.patient_id).where(own.patient_id.in_(theirs)))).scalars())
    survivors = select(Merge.survivor_id).where(Merge.survivor_id.in_(theirs), Merge.undone_at.is_(None))
    found.update((await session.execute(survivors)).scalars())
    return found
