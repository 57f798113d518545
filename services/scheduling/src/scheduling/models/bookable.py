"""Whom and what a visit may be planned with."""

from uuid import UUID

from clinic_common.database import Session, among
from sqlalchemy import select

from .. import rules
from .people import Patient, StaffMember
from .places import Location, Room, VisitType, Within


async def patient_to_book(session: Session, patient_id: UUID, *, hold: bool = True) -> Patient:
    """
    The patient something may be planned for (S10).

    :param hold: nobody archives or merges them until the transaction ends
    :raises PatientUnknown: nothing was heard of them
    :raises PatientArchived: nothing new is planned for them
    :raises PatientMerged: they are known under another registration
    """
    patient = await session.get(Patient, patient_id, with_for_update={"read": True} if hold else None)
    if patient is None or patient.born_on is None:
        raise rules.PatientUnknown(field="patient_id")
    if patient.merged_into:
        raise rules.PatientMerged(field="patient_id", survivor_id=str(patient.merged_into))
    if patient.archived:
        raise rules.PatientArchived(field="patient_id")
    return patient


async def practitioner_to_book(session: Session, practitioner_id: UUID) -> StaffMember:
    """
    The practitioner a visit may be with.

    :raises PractitionerUnknown: there is none
    :raises PractitionerNotBookable: they no longer see patients
    """
    practitioner = await session.get(StaffMember, practitioner_id)
    if practitioner is None or not practitioner.is_practitioner:
        raise rules.PractitionerUnknown(field="practitioner_id")
    if not practitioner.active:
        raise rules.PractitionerNotBookable(field="practitioner_id")
    return practitioner


async def visit_type_to_book(session: Session, visit_type_id: UUID) -> VisitType:
    """
    The kind a visit may be of.

    :raises VisitTypeUnknown: there is none
    :raises VisitTypeRetired: it is no longer offered
    """
    visit_type = await session.get(VisitType, visit_type_id)
    if visit_type is None:
        raise rules.VisitTypeUnknown(field="visit_type_id")
    if not visit_type.active:
        raise rules.VisitTypeRetired(field="visit_type_id")
    return visit_type


async def room_of(session: Session, room_id: UUID, within: Within = None) -> Room:
    """
    The room somebody named.

    :raises RoomUnknown: there is none
    """
    room = await session.scalar(select(Room).where(Room.id == room_id, among(Room.location_id, within)))
    if room is None:
        raise rules.RoomUnknown(field="room_id")
    return room


async def location_within(session: Session, location_id: UUID, within: Within = None) -> Location | None:
    """The location of this id, if there is one and it is reached."""
    found = await session.scalar(select(Location).where(Location.id == location_id, among(Location.id, within)))
    return found if isinstance(found, Location) else None
