"""The calendars outside programs subscribe to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, among, new_id
from sqlalchemy import select

from .. import rules
from ..models import CalendarFeed, FeedSource, Location, StaffMember, Within


async def add_calendar_feed(
    session: Session,
    *,
    secret_hash: str,
    staff_id: UUID,
    now: datetime,
    practitioner_ids: Sequence[UUID] = (),
    location_ids: Sequence[UUID] = (),
    name: str | None = None,
    shows_patients: bool = False,
    may_all: bool = False,
    within: Within = None,
) -> CalendarFeed:
    """
    Let outside programs read the calendar of practitioners, of locations, or of practitioners at locations.

    :param secret_hash: SHA-256 of the secret, in hexadecimal
    :param shows_patients: their names too
    :param may_all: whether that may be of others than oneself
    :param within: the only locations it may show, and which it shows if none is named (S17)
    :raises PractitionerUnknown: no such practitioner
    :raises LocationUnknown: no such location
    :raises NotYourCalendar: patients are to be shown, and not only one's own (S16)
    """
    rules.must_be_own_feed(practitioner_ids, shows_patients=shows_patients, staff_id=staff_id, may_all=may_all)
    known = set(
        await session.scalars(
            select(StaffMember.id).where(StaffMember.id.in_(practitioner_ids), StaffMember.is_practitioner)
        )
    )
    if known != set(practitioner_ids):
        raise rules.PractitionerUnknown(field="practitioner_ids")
    if within is not None:
        location_ids = location_ids or sorted(within)
    named = select(Location.id).where(Location.id.in_(location_ids), among(Location.id, within))
    if set(await session.scalars(named)) != set(location_ids) or not (location_ids or within is None):
        raise rules.LocationUnknown(field="location_ids")
    feed = CalendarFeed(
        id=new_id(),
        secret_hash=secret_hash,
        name=name,
        shows_patients=shows_patients,
        created_by=staff_id,
        created_at=now,
        sources=[
            *(FeedSource(id=new_id(), practitioner_id=id) for id in dict.fromkeys(practitioner_ids)),
            *(FeedSource(id=new_id(), location_id=id) for id in dict.fromkeys(location_ids)),
        ],
    )
    session.add(feed)
    await session.flush()
    return feed


async def revoke_calendar_feed(session: Session, *, feed_id: UUID, now: datetime, made_by: UUID | None = None) -> None:
    """
    Have a feed's secret be worth nothing from now on; again is fine.

    :param made_by: only if it is this staff member's; None: anybody's
    :raises FeedNotFound: no such feed, or none of theirs
    """
    feed = await session.get(CalendarFeed, feed_id)
    if feed is None or made_by not in (None, feed.created_by):
        raise rules.FeedNotFound()
    feed.revoked_at = feed.revoked_at or max(now, feed.created_at)
