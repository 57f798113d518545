"""Looking at the waitlist."""

from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import or_, select

from ..models import Patient, StaffMember, VisitType, WaitlistEntry
from .places import a_moment, beyond


async def list_waitlist(
    session: Session,
    *,
    page: PageRequest,
    visit_type_id: UUID | None = None,
    practitioner_id: UUID | None = None,
    patient_id: UUID | None = None,
) -> Any:
    """
    List who is waiting, the longest first.

    :param practitioner_id: those who wait for them, or for anybody
    """
    order = (WaitlistEntry.created_at, WaitlistEntry.id)
    query = (
        select(
            *WaitlistEntry.__table__.c,
            (Patient.given_name + " " + Patient.family_name).label("patient_name"),
            VisitType.name.label("visit_type_name"),
            StaffMember.display_name.label("practitioner_name"),
        )
        .join(Patient, Patient.id == WaitlistEntry.patient_id)
        .join(VisitType, VisitType.id == WaitlistEntry.visit_type_id)
        .outerjoin(StaffMember, StaffMember.id == WaitlistEntry.practitioner_id)
        .order_by(*order)
        .limit(page.limit + 1)
    )
    if visit_type_id:
        query = query.where(WaitlistEntry.visit_type_id == visit_type_id)
    if practitioner_id:
        query = query.where(
            or_(WaitlistEntry.practitioner_id == practitioner_id, WaitlistEntry.practitioner_id.is_(None))
        )
    if patient_id:
        query = query.where(WaitlistEntry.patient_id == patient_id)
    if key := page.key(a_moment, UUID):
        query = query.where(beyond(*order, key))
    return paged((await session.execute(query)).all(), page, lambda row: (row.created_at, row.id))
