"""Payers, and which of them covers whom."""

from datetime import date
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import or_, select

from .. import rules
from ..models import Coverage, Patient, Payer
from ..rules import Rank, Relationship
from ..rules.claim_facts import PayerKind
from .patients import known_patient, locked_patients


async def add_payer(
    session: Session, *, name: str, payer_identifier: str | None, kind: PayerKind = PayerKind.COMMERCIAL
) -> Payer:
    """
    Add somebody who pays for patients.

    :raises PayerIdentifierTaken: there is one with this identifier
    """
    payer = Payer(id=new_id(), name=name, payer_identifier=payer_identifier, kind=kind.value)
    async with session.refusing_duplicates(rules.PayerIdentifierTaken(field="payer_identifier")):
        session.add(payer)
    return payer


async def change_payer(session: Session, *, payer_id: UUID, version: int, change: dict[str, Any]) -> Payer:
    """
    Change what is known of a payer.

    :raises NoSuchPayer: there is none
    :raises Stale: it was changed since
    :raises PayerIdentifierTaken: another one has this identifier
    """
    payer = await session.get(Payer, payer_id, with_for_update=True)
    if payer is None:
        raise rules.NoSuchPayer()
    session.expect_version(payer, version)
    async with session.refusing_duplicates(rules.PayerIdentifierTaken(field="payer_identifier")):
        for name, value in change.items():
            setattr(payer, name, value)
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
    subscriber: dict[str, Any] | None = None,
) -> Coverage:
    """
    Record that a payer covers a patient.

    :param subscriber: who is insured, if it is not the patient: names, `born_on`, `sex`, `address`
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
    payer = await session.get(Payer, payer_id)
    if payer is None:
        raise rules.PayerUnknown(field="payer_id")
    # One at a time per patient, so that two cannot take one rank at once.
    await locked_patients(session, [patient.owner_id])
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
        subscriber=subscriber,
        valid_from=valid_from,
        valid_until=valid_until,
        withdrawn=False,
    )
    await _must_fit(session, coverage)
    session.add(coverage)
    return coverage


async def change_coverage(session: Session, *, coverage_id: UUID, version: int, change: dict[str, Any]) -> Coverage:
    """
    Change a coverage: correct it, end it (`valid_until`), or withdraw one recorded by mistake.

    :raises NoSuchCoverage: there is none
    :raises Stale: it was changed since
    :raises PayerUnknown: there is no such payer
    :raises ValidityUpsideDown: it ends before it begins
    :raises SubscriberMissing: the patient is not the subscriber, and nobody is named
    :raises RankTaken: another coverage has this rank in that time (B10)
    """
    coverage = await session.get(Coverage, coverage_id)
    if coverage is None:
        raise rules.NoSuchCoverage()
    await locked_patients(session, [coverage.patient_id])
    await session.refresh(coverage, with_for_update=True)
    session.expect_version(coverage, version)
    if payer_id := change.pop("payer_id", None):
        payer = await session.get(Payer, payer_id)
        if payer is None:
            raise rules.PayerUnknown(field="payer_id")
        coverage.payer = payer
    if (kind := change.pop("relationship", None)) is not None:
        change["relationship_to_subscriber"] = kind
    with session.no_autoflush:
        for name, value in change.items():
            setattr(coverage, name, value)
        await _must_fit(session, coverage)
    return coverage


async def _must_fit(session: Session, coverage: Coverage) -> None:
    """Insist that a coverage could be one, and that nobody else has its rank in its time (B10)."""
    if coverage.relationship_to_subscriber == Relationship.SELF:
        coverage.subscriber = coverage.subscriber_name = None
    said = coverage.subscriber
    if said:
        coverage.subscriber_name = f"{said['given_name']} {said['family_name']}"[:100]
    begin, end = coverage.valid_from, coverage.valid_until
    kind = Relationship(coverage.relationship_to_subscriber)
    rules.must_be_sound_coverage(begin, end, kind, coverage.subscriber_name)
    if coverage.withdrawn:
        return
    overlapping = (
        select(Coverage.id)
        .join(Patient, Patient.id == Coverage.original_patient_id)
        .where(
            Patient.owner_id == coverage.patient.owner_id,
            Coverage.id != coverage.id,
            Coverage.rank == coverage.rank,
            Coverage.withdrawn.is_(False),
            or_(Coverage.valid_until.is_(None), Coverage.valid_until >= begin),
        )
    )
    if end is not None:
        overlapping = overlapping.where(Coverage.valid_from <= end)
    if (await session.execute(overlapping)).first():
        raise rules.RankTaken(f"There is a {coverage.rank} coverage in that time already.", field="rank")
