"""Registering patients, changing what is known of them, putting records away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, is_duplicate, new_id
from clinic_contracts.patients import PatientArchived, PatientChanged, PatientRegistered
from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import NameVariant, Patient, RecordNumber, SearchKey, keys_of, open_identity, sort_name
from .duplicates import Duplicate, find_duplicates

_ROWS = 500


@dataclass(frozen=True)
class Entered:
    """A patient as entered, and who they may be already."""

    patient: Patient
    possible_duplicates: list[Duplicate]
    identity_number: str | None = None

    @property
    def items(self) -> list[Any]:
        """Everybody whose data this shows."""
        return [self.patient, *self.possible_duplicates]


def state_of(patient: Patient, *, now: datetime) -> dict[str, Any]:
    """What other services keep of a patient: the fields of `PatientState`."""
    return {
        "patient_id": patient.id,
        "record_number": patient.record_number,
        "given_name": patient.given_name,
        "family_name": patient.family_name,
        "born_on": patient.born_on,
        "sex": patient.sex,
        "email": patient.email,
        "phone": patient.phone,
        "address": patient.address,
        "preferred_language": patient.preferred_language,
        "contact_by": patient.contact_by,
        "archived": patient.archived,
        "version": patient.version,
        "occurred_at": now,
    }


async def register_patient(
    session: Session, *, fields: dict[str, Any], region: str, now: datetime, patient_id: UUID | None = None
) -> Entered:
    """
    Register a patient under a record number of their own (P2), with everything they are found under (P3).

    :param fields: names, born_on, sex and whatever else is known, by column
    :param region: the country whose phone numbers are written without a country code
    :raises BornInFuture: the date of birth cannot be (P1)
    :raises PhoneUnreadable: the phone number is none
    """
    rules.must_be_born(fields["born_on"], now=now)
    fields = dict(fields)
    if fields.get("phone"):
        fields = fields | {"phone": rules.normalized_phone(fields["phone"], region=region)}
    identity_number = fields.pop("identity_number", None)
    number = RecordNumber(patient_id=patient_id or new_id())
    session.add(number)
    await session.flush()
    patient = Patient(
        id=number.patient_id,
        record_number=rules.record_number(number.serial),
        sort_name=sort_name(fields["family_name"], fields["given_name"]),
        archived=False,
        created_at=now,
        updated_at=now,
        **fields,
    )
    patient.identify(identity_number, sealer=session.sealer)
    session.add(patient)
    await session.flush()
    await write_keys(session, patient)
    session.emit(PatientRegistered(**state_of(patient, now=now)))
    return Entered(patient, await find_duplicates(session, patient=patient, now=now), identity_number)


async def change_patient(
    session: Session, *, patient_id: UUID, changes: dict[str, Any], version: int, region: str, now: datetime
) -> Entered:
    """
    Change what is known of a patient.

    :param changes: only what changes; None clears a field that may be empty
    :raises Stale: it was changed since `version`
    :raises MergedRecord: it was merged into another record
    """
    patient = await Patient.get(session, patient_id)
    session.expect_version(patient, version)
    patient.must_not_be_merged()
    if "born_on" in changes:
        rules.must_be_born(changes["born_on"], now=now)
    if changes.get("phone"):
        changes = changes | {"phone": rules.normalized_phone(changes["phone"], region=region)}
    number = open_identity(patient, sealer=session.sealer)
    changed = {
        name: value
        for name, value in changes.items()
        if value != (number if name == "identity_number" else getattr(patient, name))
    }
    if changed:
        if "identity_number" in changed:
            patient.identify(changed.pop("identity_number"), sealer=session.sealer)
        for name, value in changed.items():
            setattr(patient, name, value)
        patient.name_again()
        patient.updated_at = now
        await session.flush()
        await write_keys(session, patient)
        session.emit(PatientChanged(**state_of(patient, now=now)))
    number = open_identity(patient, sealer=session.sealer)
    return Entered(patient, await find_duplicates(session, patient=patient, now=now), number)


async def archive_patient(session: Session, *, patient_id: UUID, now: datetime) -> Patient:
    """Put a record away: it is no longer found by default, and nothing new is planned. Twice is the same as once."""
    patient = await Patient.get(session, patient_id)
    if not patient.archived:
        patient.archive(now=now)
        await session.flush()
        session.emit(PatientArchived(patient_id=patient.id, version=patient.version, occurred_at=now))
    return patient


async def unarchive_patient(session: Session, *, patient_id: UUID, now: datetime) -> Patient:
    """
    Take a record out again. Twice is the same as once.

    :raises MergedRecord: it was merged; undo the merge instead
    """
    patient = await Patient.get(session, patient_id)
    patient.must_not_be_merged()
    if patient.archived:
        patient.unarchive(now=now)
        await session.flush()
        session.emit(PatientChanged(**state_of(patient, now=now)))
    return patient


async def write_keys(session: Session, patient: Patient) -> None:
    """P3: keep what a patient is found under true, with everything merged into them."""
    wanted = keys_of(patient, serial=patient.serial, sealer=session.sealer)
    for merged in await _merged_into(session, patient.id):
        wanted |= keys_of(merged, serial=merged.serial, sealer=session.sealer)
    rows = await session.execute(select(SearchKey.kind, SearchKey.key).where(SearchKey.patient_id == patient.id))
    present = {(row.kind, row.key) for row in rows}
    if gone := sorted(present - wanted):
        these = tuple_(SearchKey.kind, SearchKey.key).in_(gone)
        await session.execute(delete(SearchKey).where(SearchKey.patient_id == patient.id, these))
    if new := sorted(wanted - present):
        rows_in = [{"kind": kind, "key": key, "patient_id": patient.id} for kind, key in new]
        await session.execute(insert(SearchKey), rows_in)
    await learn_words(session, {key for kind, key in new if kind == "n"})


async def learn_words(session: Session, words: set[str]) -> None:
    """P3: remember words of names with their variants, so that a typo is found by equality; those known stay."""
    while unknown := words - await _known_words(session, words):
        rows = [{"variant": variant, "word": word} for word in sorted(unknown) for variant in rules.variants_of(word)]
        try:
            async with session.begin_nested():
                for start in range(0, len(rows), _ROWS):
                    await session.execute(insert(NameVariant), rows[start : start + _ROWS])
            return
        except IntegrityError as error:
            # Somebody else learnt one of them just now: look again.
            if not is_duplicate(error):
                raise


async def _known_words(session: Session, words: set[str]) -> set[str]:
    """Of these words, those already known, and those too short to be mistyped recognizably."""
    listed = sorted(word for word in words if rules.variants_of(word))
    known = words - set(listed)
    for start in range(0, len(listed), _ROWS):
        query = select(NameVariant.word).distinct().where(NameVariant.word.in_(listed[start : start + _ROWS]))
        known |= set((await session.execute(query)).scalars())
    return known


async def _merged_into(session: Session, patient_id: UUID) -> list[Patient]:
    """Everybody merged into a patient, also by way of others."""
    found: dict[UUID, Patient] = {}
    wave = [patient_id]
    while wave:
        rows = await session.execute(select(Patient).where(Patient.merged_into.in_(wave)))
        new = {patient.id: patient for patient in rows.scalars() if patient.id not in found}
        found |= new
        wave = list(new)
    return list(found.values())
