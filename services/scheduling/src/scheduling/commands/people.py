"""Keeping the copies of staff and patients; events may come late, twice and out of order."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import select, update

from ..models import Appointment, MergeMove, Patient, PatientMerge, StaffMember, WaitlistEntry
from ..rules import color_of

K = TypeVar("K", Patient, StaffMember)


async def _known(session: Session, kind: type[K], id: UUID, **fresh: object) -> K:
    """The row of somebody, locked; a new one at version 0 if nothing was heard of them yet."""
    row = await session.get(kind, id, with_for_update=True)
    if row is None:
        row = kind(id=id, **fresh)
        session.add(row)
        await session.flush()
    return row


async def keep_staff_member(
    session: Session,
    *,
    staff_id: UUID,
    display_name: str,
    role: str,
    npi: str | None,
    employed: bool,
    version: int,
) -> None:
    """Keep what identity says of a staff member, unless something newer is known."""
    member = await _known(session, StaffMember, staff_id, color=color_of(staff_id))
    if version > member.known_version:
        member.display_name, member.role, member.npi = display_name, role, npi
        member.employed, member.known_version = employed, version
    elif not member.display_name:
        # Their end was heard of before their beginning: only the name is news.
        member.display_name, member.role, member.npi = display_name, role, npi
    member.settle()


async def deactivate_staff_member(session: Session, *, staff_id: UUID, version: int) -> None:
    """Have somebody not be booked any more; what was booked stays."""
    member = await _known(session, StaffMember, staff_id, color=color_of(staff_id))
    if version > member.known_version:
        member.employed, member.known_version = False, version
    member.settle()


async def keep_patient(
    session: Session,
    *,
    patient_id: UUID,
    record_number: str,
    given_name: str,
    family_name: str,
    born_on: date,
    phone: str | None,
    archived: bool,
    version: int,
) -> None:
    """Keep what the patient service says of a patient, unless something newer is known."""
    patient = await _known(session, Patient, patient_id)
    newer = version > patient.known_version
    if newer or patient.born_on is None:
        patient.record_number, patient.given_name, patient.family_name = record_number, given_name, family_name
        patient.born_on, patient.phone = born_on, phone
        patient.index()
    if newer:
        patient.archived, patient.known_version = archived, version


async def archive_patient(session: Session, *, patient_id: UUID, version: int) -> None:
    """Have nothing new be booked for a patient."""
    patient = await _known(session, Patient, patient_id)
    if version > patient.known_version:
        patient.archived, patient.known_version = True, version


async def merge_patients(session: Session, *, merge_id: UUID, survivor_id: UUID, duplicate_id: UUID) -> None:
    """Have what is planned for the duplicate be the survivor's; nothing if it was undone before it was heard of."""
    if await session.get(PatientMerge, merge_id, with_for_update=True):
        return
    session.add(PatientMerge(id=merge_id, survivor_id=survivor_id, duplicate_id=duplicate_id))
    await _known(session, Patient, survivor_id)
    duplicate = await _known(session, Patient, duplicate_id)
    duplicate.merged_into = survivor_id
    # From here on no booking for the duplicate begins, and those that had begun are done: then move them all.
    await session.flush()
    target = await _survivor_of(session, survivor_id)
    for table in (Appointment, WaitlistEntry):
        ids = list(await session.scalars(select(table.id).where(table.patient_id == duplicate_id)))
        session.add_all(MergeMove(merge_id=merge_id, row_id=id) for id in ids)
        await _hand_over(session, table, ids, target)


async def undo_merge(session: Session, *, merge_id: UUID, survivor_id: UUID, duplicate_id: UUID) -> None:
    """Give back to the duplicate what came from it, and nothing else."""
    merge = await session.get(PatientMerge, merge_id, with_for_update=True)
    if merge is None:
        session.add(PatientMerge(id=merge_id, survivor_id=survivor_id, duplicate_id=duplicate_id, undone=True))
        return
    if merge.undone:
        return
    merge.undone = True
    duplicate = await _known(session, Patient, duplicate_id)
    if duplicate.merged_into == survivor_id:
        duplicate.merged_into = None
    holders = [survivor_id, await _survivor_of(session, survivor_id)]
    moved = select(MergeMove.row_id).where(MergeMove.merge_id == merge_id)
    for table in (Appointment, WaitlistEntry):
        ids = await session.scalars(select(table.id).where(table.id.in_(moved), table.patient_id.in_(holders)))
        await _hand_over(session, table, list(ids), duplicate_id)


async def _survivor_of(session: Session, patient_id: UUID) -> UUID:
    """Who a patient was merged into in the end; themselves, if nobody."""
    seen = {patient_id}
    while (patient := await session.get(Patient, patient_id)) and patient.merged_into not in (None, *seen):
        assert patient.merged_into
        patient_id = patient.merged_into
        seen.add(patient_id)
    return patient_id


async def _hand_over(
    session: Session, table: type[Appointment] | type[WaitlistEntry], ids: list[UUID], patient_id: UUID
) -> None:
    if not ids:
        return
    change = update(table).where(table.id.in_(ids)).values(patient_id=patient_id)
    if table is Appointment:
        change = change.values(version=Appointment.version + 1)
    await session.execute(change, execution_options={"synchronize_session": False})
