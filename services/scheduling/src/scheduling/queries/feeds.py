"""Looking at calendar feeds, and at what they show."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import Select, or_, select

from ..models import Appointment, CalendarFeed, Location, Patient, StaffMember, VisitType
from ..rules import OCCUPYING, Status
from .places import a_moment, beyond

_SHOWN = OCCUPYING | {Status.CANCELLED}
"""A program that missed a cancellation would go on showing what it saw."""
FEED_BACK, FEED_AHEAD, FEED_MOST = timedelta(days=30), timedelta(days=180), 5000


async def list_feeds(session: Session, *, page: PageRequest, created_by: UUID | None = None) -> Any:
    """
    List the feeds that are not revoked, the oldest first.

    :param created_by: only this staff member's
    """
    query = select(CalendarFeed).where(CalendarFeed.revoked_at.is_(None))
    if created_by:
        query = query.where(CalendarFeed.created_by == created_by)
    order = (CalendarFeed.created_at, CalendarFeed.id)
    if key := page.key(a_moment, UUID):
        query = query.where(beyond(*order, key))
    feeds = list(await session.scalars(query.order_by(*order).limit(page.limit + 1)))
    return paged(feeds, page, lambda feed: (feed.created_at, feed.id))


async def find_feed(session: Session, *, secret_hash: str) -> CalendarFeed | None:
    """
    Find the feed a secret opens, unless it was revoked.

    One that shows patients opens only while whoever made it works here (S16).
    """
    employed = select(StaffMember.id).where(StaffMember.id == CalendarFeed.created_by, StaffMember.employed).exists()
    found = await session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.secret_hash == secret_hash,
            CalendarFeed.revoked_at.is_(None),
            or_(CalendarFeed.shows_patients.is_(False), employed),
        )
    )
    return found if isinstance(found, CalendarFeed) else None


def _visits(feed: CalendarFeed, now: datetime, *columns: Any) -> Select[Any]:
    shown: list[Any] = [
        Appointment.id,
        Appointment.starts_at,
        Appointment.ends_at,
        Appointment.status,
        Appointment.sequence,
        Appointment.changed_at,
        StaffMember.display_name.label("practitioner_name"),
        Location.name.label("location_name"),
        Location.time_zone,
        VisitType.name.label("visit_type_name"),
    ]
    query = (
        select(*shown, *columns)
        .join(StaffMember, StaffMember.id == Appointment.practitioner_id)
        .join(Location, Location.id == Appointment.location_id)
        .join(VisitType, VisitType.id == Appointment.visit_type_id)
        .join(Patient, Patient.id == Appointment.patient_id)
        .where(
            Appointment.starts_at >= now - FEED_BACK,
            Appointment.starts_at < now + FEED_AHEAD,
            Appointment.status.in_(sorted(_SHOWN)),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(FEED_MOST)
    )
    if feed.practitioner_ids:
        query = query.where(Appointment.practitioner_id.in_(feed.practitioner_ids))
    if feed.location_ids:
        query = query.where(Appointment.location_id.in_(feed.location_ids))
    return query


async def get_feed_etag(session: Session, *, feed: CalendarFeed, now: datetime) -> str:
    """Tell a feed apart from what it was, by what it shows; of the patients only which version is known."""
    columns = (Patient.known_version, Appointment.patient_id) if feed.shows_patients else ()
    rows = [tuple(row) for row in await session.execute(_visits(feed, now, *columns))]
    return '"' + hashlib.sha256(repr((feed.name, rows)).encode()).hexdigest()[:32] + '"'


async def list_feed_visits(session: Session, *, feed: CalendarFeed, now: datetime) -> list[Any]:
    """List what a feed shows, what was cancelled included; of the patients their names, if it is such a feed."""
    name = (Patient.given_name + " " + Patient.family_name).label("patient_name")
    columns = (Appointment.patient_id, name) if feed.shows_patients else ()
    return list((await session.execute(_visits(feed, now, *columns))).all())
