"""Everything about one patient, or about everybody, to go out."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.sealing import Sealer
from sqlalchemy import select

from .. import fhir, rules
from ..models import ITEMS, Document, Note, Patient, open_identity
from .chart import opened


async def get_whole_record(
    session: Session, *, patient_id: UUID, lists: tuple[str, ...], notes: bool, sealer: Sealer
) -> fhir.Whole:
    """
    A patient with all entries of these lists that stand, and with signed notes and the list of documents.

    :param lists: what whoever asks may see of the chart
    :param notes: whether they may see notes
    :raises PatientNotFound: there is none
    """
    found = await _whole(session, select(Patient).where(Patient.id == patient_id), lists, notes, sealer)
    if not found:
        raise rules.PatientNotFound()
    return found[0]


async def list_whole_records(
    session: Session, *, after: UUID | None, at_most: int, lists: tuple[str, ...], notes: bool, sealer: Sealer
) -> list[fhir.Whole]:
    """
    The next records of the clinic, archived and merged ones too, in the order they were made.

    :param after: the last patient seen
    """
    query = select(Patient).order_by(Patient.id).limit(at_most)
    if after is not None:
        query = query.where(Patient.id > after)
    return await _whole(session, query, lists, notes, sealer)


async def _whole(session: Session, query: Any, lists: tuple[str, ...], notes: bool, sealer: Sealer) -> list[fhir.Whole]:
    patients = list((await session.execute(query)).scalars())
    ids = [patient.id for patient in patients]

    async def by_patient(query: Any, *, scalars: bool = True) -> dict[UUID, list[Any]]:
        result = await session.execute(query)
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in result.scalars() if scalars else result:
            found[row.patient_id].append(row)
        return found

    items: dict[str, dict[UUID, list[Any]]] = {}
    for name in lists:
        table = ITEMS[name].__table__
        standing = (table.c.patient_id.in_(ids), table.c.struck_out_at.is_(None))
        items[name] = await by_patient(select(table).where(*standing).order_by(table.c.id), scalars=False)
    written: dict[UUID, list[Any]] = {}
    documents: dict[UUID, list[Any]] = {}
    if notes:
        signed = select(Note).where(Note.patient_id.in_(ids), Note.signed_at.is_not(None)).order_by(Note.id)
        written = await by_patient(signed)
        complete = select(Document).where(Document.patient_id.in_(ids), Document.completed_at.is_not(None))
        documents = await by_patient(complete.order_by(Document.id))
    every = await opened(session, [note for each in written.values() for note in each], sealer)
    by_note = {note.row.id: note for note in every}
    return [
        fhir.Whole(
            patient,
            {name: items[name].get(patient.id, []) for name in lists},
            [by_note[note.id] for note in written.get(patient.id, ())],
            [document.opened(sealer=sealer) for document in documents.get(patient.id, ())],
            open_identity(patient, sealer=sealer),
        )
        for patient in patients
    ]
