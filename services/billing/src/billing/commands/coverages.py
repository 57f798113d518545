"""Payers, and which of them covers whom."""

from datetime import date
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import or_, select

from .. import rules
from ..models import Coverage, Patient, Payer
from ..rules import Rank, Relationship
from .patients import known_patient, locked_patients


async def add_payer(session: Session, *, name: str, payer_identifier: str | None) -> Payer:
    """
    Add somebody who pays for patients.

    :raises PayerIdentifierTaken: there is one with this identifier
    """
    payer = Payer(id=new_id(), name=name, payer_identifier=payer_identifier)
    async with session.refusing_duplicates(rules.PayerIdentifierTaken(field="payer_identifier")):
        session.add(payer)
    return payer


async def add_coverage(
    session: Session,
    *,
    patient_id: UUID,
    payer_id: UUID,
    member_id: str,
    group_number: str | None,
    rank: Rank,
    relationship: Relationship,
    subscriber_name: str | None,
    valid_from: date,
    valid_until: date | None,
) -> Coverage:
    """
    Record that a payer covers a patient.

    :raises NoSuchPatient: billing has not heard of them
    :raises PayerUnknown: there is no such payer
    :raises ValidityUpsideDown: it ends before it begins
    :raises SubscriberMissing: the patient is not the subscriber, and nobody is named
    :raises RankTaken: another coverage has this rank in that time (B10)
    """
    try:
        patient = await known_patient(session, patient_id)
    except rules.PatientUnknown as unknown:
        raise rules.NoSuchPatient() from unknown
    rules.must_be_sound_coverage(valid_from, valid_until, relationship, subscriber_name)
    payer = await session.get(Payer, payer_id)
    if payer is None:
        raise rules.PayerUnknown(field="payer_id")
    # One at a time per patient, so that two cannot take one rank at once.
    await locked_patients(session, [patient.owner_id])
    overlapping = (
        select(Coverage.id)
        .join(Patient, Patient.id == Coverage.original_patient_id)
        .where(
            Patient.owner_id == patient.owner_id,
            Coverage.rank == rank.value,
            or_(Coverage.valid_until.is_(None), Coverage.valid_until >= valid_from),
        )
    )
    if valid_until is not None:
        overlapping = overlapping.where(Coverage.valid_from <= valid_until)
    if (await session.execute(overlapping)).first():
        raise rules.RankTaken(f"There is a {rank.value} coverage in that time already.", field="rank")
    coverage = Coverage(
        id=new_id(),
        original_patient_id=patient.id,
        patient=patient,
        payer=payer,
        member_id=member_id,
        group_number=group_number,
        rank=rank.value,
        relationship_to_subscriber=relationship.value,
        subscriber_name=subscriber_name,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    session.add(coverage)
    return coverage
