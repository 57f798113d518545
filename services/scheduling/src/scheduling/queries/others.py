"""Looking at the waitlist, and what a calendar feed shows."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import select

from ..models import Appointment, CalendarFeed, Location, Patient, StaffMember, VisitType, WaitlistEntry
from ..rules import OCCUPYING, Status
from .places import a_moment, beyond

_SHOWN = OCCUPYING | {Status.CANCELLED}
"""A program that missed a cancellation would go on showing what it saw."""
FEED_BACK, FEED_AHEAD, FEED_MOST = timedelta(days=30), timedelta(days=180), 5000


async def list_waitlist(session: Session, *, page: PageRequest, visit_type_id: UUID | None = None) -> Any:
    """List who is waiting, the longest first."""
    order = (WaitlistEntry.created_at, WaitlistEntry.id)
    query = (
        select(
            *WaitlistEntry.__table__.c,
            (Patient.given_name + " " + Patient.family_name).label("patient_name"),
        )
        .join(Patient, Patient.id == WaitlistEntry.patient_id)
        .order_by(*order)
        .limit(page.limit + 1)
    )
    if visit_type_id:
        query = query.where(WaitlistEntry.visit_type_id == visit_type_id)
    if key := page.key(a_moment, UUID):
        query = query.where(beyond(*order, key))
    return paged((await session.execute(query)).all(), page, lambda row: (row.created_at, row.id))


async def find_feed(session: Session, *, secret_hash: str) -> CalendarFeed | None:
    """Find the feed a secret opens, unless it was revoked."""
    found = await session.scalar(
        select(CalendarFeed).where(CalendarFeed.secret_hash == secret_hash, CalendarFeed.revoked_at.is_(None))
    )
    return found if isinstance(found, CalendarFeed) else None


async def list_feed_visits(session: Session, *, feed: CalendarFeed, now: datetime) -> list[Any]:
    """List what a feed shows: when, where and with whom, what was cancelled included; of the patient nothing."""
    query = (
        select(
            Appointment.id,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.status,
            Appointment.sequence,
            Appointment.changed_at,
            StaffMember.display_name.label("practitioner_name"),
            Location.name.label("location_name"),
            VisitType.name.label("visit_type_name"),
        )
        .join(StaffMember, StaffMember.id == Appointment.practitioner_id)
        .join(Location, Location.id == Appointment.location_id)
        .join(VisitType, VisitType.id == Appointment.visit_type_id)
        .where(
            Appointment.starts_at >= now - FEED_BACK,
            Appointment.starts_at < now + FEED_AHEAD,
            Appointment.status.in_(sorted(_SHOWN)),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(FEED_MOST)
    )
    if feed.practitioner_id:
        query = query.where(Appointment.practitioner_id == feed.practitioner_id)
    else:
        query = query.where(Appointment.location_id == feed.location_id)
    return list((await session.execute(query)).all())
