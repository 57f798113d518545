"""Everything about one patient, to go out."""

from uuid import UUID

from clinic_common.database import Session
from clinic_common.sealing import Sealer
from sqlalchemy import select

from .. import fhir
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
    patient = await Patient.get(session, patient_id)
    number = open_identity(patient, sealer=sealer)
    items = {}
    for name in lists:
        table = ITEMS[name].__table__
        mine = (table.c.patient_id == patient_id, table.c.struck_out_at.is_(None))
        items[name] = list((await session.execute(select(table).where(*mine).order_by(table.c.id))).all())
    if not notes:
        return fhir.Whole(patient, items, identity_number=number)
    signed = select(Note).where(Note.patient_id == patient_id, Note.signed_at.is_not(None)).order_by(Note.id)
    written = list((await session.execute(signed)).scalars())
    complete = select(Document).where(Document.patient_id == patient_id, Document.completed_at.is_not(None))
    documents = (await session.execute(complete.order_by(Document.id))).scalars().all()
    return fhir.Whole(
        patient,
        items,
        await opened(session, written, sealer),
        [document.opened(sealer=sealer) for document in documents],
        number,
    )
