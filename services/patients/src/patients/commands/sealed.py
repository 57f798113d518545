"""The columns of this schema that are sealed, each to its table, column and row."""

from typing import Any

from clinic_common.database import Session
from clinic_common.resealing import SealedColumn
from sqlalchemy import select

from ..models import Patient
from .registration import write_keys


async def _index_again(session: Session, patient_ids: list[Any]) -> None:
    """P20: a blind index belongs to a key, too."""
    for patient in (await session.execute(select(Patient).where(Patient.id.in_(patient_ids)))).scalars():
        holder = patient
        while holder.merged_into is not None:
            holder = await Patient.get(session, holder.merged_into)
        for each in dict.fromkeys((patient, holder)):
            await write_keys(session, each)


SEALED = (
    SealedColumn("patients", "identity_number", after=_index_again),
    SealedColumn("notes", "content", stamp="sealed_with"),
    SealedColumn("note_addenda", "content", stamp="sealed_with"),
    SealedColumn("documents", "name"),
    SealedColumn("patient_merges", "snapshot"),
)
