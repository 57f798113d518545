"""Keeping billing's copies: who the patients are, whose papers are whose, and who treats whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from clinic_common.database import Session, is_duplicate
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import Appointment, Location, Patient, PatientMerge, Practitioner


async def known_patient(session: Session, patient_id: UUID) -> Patient:
    """
    The copy of a patient.

    :raises PatientUnknown: billing has not heard of them
    """
    patient = await session.get(Patient, patient_id)
    if patient is None:
        raise rules.PatientUnknown(field="patient_id")
    return patient


async def patient_or_stub(session: Session, patient_id: UUID) -> Patient:
    """The copy of a patient; one without details if billing has not heard of them yet, as order is not promised."""
    patient = await session.get(Patient, patient_id)
    if patient is not None:
        return patient
    stub = Patient(id=patient_id, owner_id=patient_id, details_version=0, archived=False, archived_version=0)
    try:
        async with session.begin_nested():
            session.add(stub)
            await session.flush()
        return stub
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
    return (await session.execute(select(Patient).where(Patient.id == patient_id))).scalar_one()


async def locked_patients(session: Session, patient_ids: Iterable[UUID]) -> list[Patient]:
    """The copies of patients, which nobody else changes until this transaction ends; stubs of the unheard-of."""
    ids = sorted(set(patient_ids))
    for patient_id in ids:
        await patient_or_stub(session, patient_id)
    query = select(Patient).where(Patient.id.in_(ids)).order_by(Patient.id).with_for_update()
    return list((await session.execute(query, execution_options={"populate_existing": True})).scalars())


async def remember_patient(
    session: Session,
    *,
    patient_id: UUID,
    record_number: str,
    given_name: str,
    family_name: str,
    archived: bool,
    version: int,
    born_on: date | None = None,
    sex: str | None = None,
    address: dict[str, str] | None = None,
    language: str | None = None,
) -> None:
    """Keep who a patient is, unless something newer is kept already."""
    [patient] = await locked_patients(session, [patient_id])
    if version > patient.details_version:
        patient.record_number = record_number[:40]
        patient.given_name, patient.family_name = given_name[:200], family_name[:200]
        patient.born_on, patient.sex, patient.address = born_on, sex[:40] if sex else None, address
        patient.language = language[:10] if language else None
        patient.details_version = version
    if version > patient.archived_version:
        patient.archived, patient.archived_version = archived, version


async def archive_patient(session: Session, *, patient_id: UUID, version: int) -> None:
    """Keep that a patient was archived; what they owe stays."""
    [patient] = await locked_patients(session, [patient_id])
    if version > patient.archived_version:
        patient.archived, patient.archived_version = True, version


async def merge_patients(session: Session, *, merge_id: UUID, survivor_id: UUID, duplicate_id: UUID) -> None:
    """Let what belongs to the duplicate belong to the survivor (B9), unless the merge was undone before we heard."""
    await locked_patients(session, [survivor_id, duplicate_id])
    if await session.get(PatientMerge, merge_id):
        return
    session.add(PatientMerge(id=merge_id, survivor_id=survivor_id, duplicate_id=duplicate_id, undone=False))
    await session.flush()
    await _settle_owners(session, survivor_id, duplicate_id)


async def undo_merge(session: Session, *, merge_id: UUID, survivor_id: UUID, duplicate_id: UUID) -> None:
    """Give back to the duplicate what came from it, and only that (B9)."""
    await locked_patients(session, [survivor_id, duplicate_id])
    merge = await session.get(PatientMerge, merge_id)
    if merge is None:
        merge = PatientMerge(id=merge_id, survivor_id=survivor_id, duplicate_id=duplicate_id)
        session.add(merge)
    merge.undone = True
    await session.flush()
    await _settle_owners(session, survivor_id, duplicate_id)


async def _settle_owners(session: Session, *touched: UUID) -> None:
    owned = select(Patient.owner_id).where(Patient.id.in_(touched))
    group = select(Patient).where(Patient.owner_id.in_(list((await session.execute(owned)).scalars())))
    patients = list((await session.execute(group)).scalars())
    merges: dict[UUID, UUID] = {}
    reached = {patient.id for patient in patients}
    while reached:
        query = select(PatientMerge).where(PatientMerge.duplicate_id.in_(reached), ~PatientMerge.undone)
        found = {merge.duplicate_id: merge.survivor_id for merge in (await session.execute(query)).scalars()}
        reached = set(found.values()) - merges.keys() - found.keys()
        merges |= found
    owners = rules.owners((patient.id for patient in patients), merges)
    for patient in patients:
        if patient.owner_id != owners[patient.id]:
            await session.execute(update(Patient).where(Patient.id == patient.id).values(owner_id=owners[patient.id]))


async def remember_appointment(
    session: Session,
    *,
    appointment_id: UUID,
    practitioner_id: UUID,
    patient_id: UUID,
    status: str,
    version: int,
    starts_on: date | None = None,
) -> None:
    """Keep who sees whom (B8), unless something newer is kept already."""
    query = select(Appointment).where(Appointment.id == appointment_id).with_for_update()
    kept = (await session.execute(query)).scalar_one_or_none()
    if kept is None:
        kept = Appointment(id=appointment_id, version=0)
        session.add(kept)
    if version > kept.version:
        kept.practitioner_id, kept.patient_id = practitioner_id, patient_id
        kept.status, kept.version, kept.starts_on = status[:40], version, starts_on


async def remember_location(session: Session, *, location_id: UUID, name: str, time_zone: str, version: int) -> None:
    """Keep what a location is called and what time it is there, unless something newer is kept already."""
    location = await _kept(session, Location, location_id, name=name[:200], time_zone=time_zone[:64])
    if version > location.details_version:
        location.name, location.time_zone, location.details_version = name[:200], time_zone[:64], version


async def remember_practitioner(session: Session, *, staff_id: UUID, name: str, npi: str | None, version: int) -> None:
    """Keep how claims and reports name who treats patients, unless something newer is kept already."""
    kept = await _kept(session, Practitioner, staff_id, name=name[:200])
    if version > kept.details_version:
        kept.name, kept.npi, kept.details_version = name[:200], npi, version


async def _kept(session: Session, model: Any, row_id: UUID, **fields: Any) -> Any:
    """The copy with this id, made as version 0 if there is none; nobody else changes it until the end."""
    query = select(model).where(model.id == row_id).with_for_update()
    if kept := (await session.execute(query)).scalar_one_or_none():
        return kept
    try:
        async with session.begin_nested():
            session.add(made := model(id=row_id, details_version=0, **fields))
            await session.flush()
        return made
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
    return (await session.execute(query)).scalar_one()
