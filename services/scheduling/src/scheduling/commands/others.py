"""The waitlist, and the calendars others subscribe to."""

from datetime import date, datetime
from uuid import UUID

from clinic_common.database import Session, new_id

from .. import rules
from ..models import (
    CalendarFeed,
    Location,
    StaffMember,
    WaitlistEntry,
    patient_to_book,
    practitioner_to_book,
    visit_type_to_book,
)


async def add_to_waitlist(
    session: Session,
    *,
    patient_id: UUID,
    visit_type_id: UUID,
    now: datetime,
    practitioner_id: UUID | None = None,
    earliest_on: date | None = None,
    latest_on: date | None = None,
    note: str | None = None,
) -> WaitlistEntry:
    """
    Remember that a patient would come if something became free.

    :raises PatientUnknown: no such patient (S10)
    :raises PeriodInvalid: the last day is before the first
    """
    if earliest_on and latest_on and latest_on < earliest_on:
        raise rules.PeriodInvalid("The last day is before the first.", field="latest_on")
    visit_type = await visit_type_to_book(session, visit_type_id)
    practitioner = await practitioner_to_book(session, practitioner_id) if practitioner_id else None
    entry = WaitlistEntry(
        id=new_id(),
        patient=await patient_to_book(session, patient_id),
        visit_type_id=visit_type.id,
        practitioner_id=practitioner.id if practitioner else None,
        earliest_on=earliest_on,
        latest_on=latest_on,
        note=note,
        created_at=now,
    )
    session.add(entry)
    await session.flush()
    return entry


async def remove_from_waitlist(session: Session, *, entry_id: UUID) -> WaitlistEntry:
    """
    Forget an entry.

    :raises WaitlistEntryNotFound: no such entry
    """
    entry = await session.get(WaitlistEntry, entry_id)
    if entry is None:
        raise rules.WaitlistEntryNotFound()
    await session.delete(entry)
    return entry


async def add_calendar_feed(
    session: Session,
    *,
    secret_hash: str,
    staff_id: UUID,
    now: datetime,
    practitioner_id: UUID | None = None,
    location_id: UUID | None = None,
) -> CalendarFeed:
    """
    Let outside programs read the calendar of a practitioner or of a location.

    :param secret_hash: SHA-256 of the secret, in hexadecimal
    :raises PractitionerUnknown: no such practitioner
    :raises LocationUnknown: no such location
    """
    if practitioner_id:
        practitioner = await session.get(StaffMember, practitioner_id)
        if practitioner is None or not practitioner.is_practitioner:
            raise rules.PractitionerUnknown(field="practitioner_id")
    if location_id and await session.get(Location, location_id) is None:
        raise rules.LocationUnknown(field="location_id")
    feed = CalendarFeed(
        id=new_id(),
        secret_hash=secret_hash,
        practitioner_id=practitioner_id,
        location_id=location_id,
        created_by=staff_id,
        created_at=now,
    )
    session.add(feed)
    await session.flush()
    return feed


async def revoke_calendar_feed(session: Session, *, feed_id: UUID, now: datetime) -> None:
    """
    Have a feed's secret be worth nothing from now on; again is fine.

    :raises FeedNotFound: no such feed
    """
    feed = await session.get(CalendarFeed, feed_id)
    if feed is None:
        raise rules.FeedNotFound()
    feed.revoked_at = feed.revoked_at or max(now, feed.created_at)
