"""Reports, waitlist and calendar feeds over HTTP."""

import hashlib
import re
import secrets
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Day, Db, Me, Now, Page, Paging, problems
from fastapi import Header, Path, Query, Response

from .. import commands, queries
from ..feed import etag_of, written
from ..rules import (
    FeedNotFound,
    LocationUnknown,
    PatientUnknown,
    PeriodInvalid,
    PractitionerUnknown,
    VisitTypeUnknown,
    WaitlistEntryNotFound,
)
from ..schemas import (
    DayReportView,
    FeedView,
    NewFeed,
    NewWaitlistEntry,
    PractitionerReportView,
    WaitlistEntryView,
)
from .router import open_router, router


@router.get("/reports/day", responses=problems(LocationUnknown))
async def get_day_report(
    db: Db,
    now: Now,
    on: Annotated[Day | None, Query(description="Today at the location, if left out.")] = None,
    location_id: UUID | None = None,
) -> DayReportView:
    """Tell how a day went in the calendar."""
    return await db.read(queries.get_day_report, DayReportView.of, now=now, on=on, location_id=location_id)


@router.get("/reports/practitioners", responses=problems(LocationUnknown, PeriodInvalid))
async def get_practitioner_report(
    db: Db,
    starts_on: Annotated[Day, Query(alias="from")],
    ends_on: Annotated[Day, Query(alias="to", description="Through this day.")],
    location_id: UUID | None = None,
) -> PractitionerReportView:
    """Tell how much of their time practitioners are booked."""
    return await db.read(
        queries.get_practitioner_report,
        PractitionerReportView.of,
        starts_on=starts_on,
        ends_on=ends_on,
        location_id=location_id,
    )


@router.get("/waitlist")
async def list_waitlist(db: Db, page: Paging, visit_type_id: UUID | None = None) -> Page[WaitlistEntryView]:
    """List who is waiting, the longest first."""
    return await db.read(queries.list_waitlist, Page[WaitlistEntryView].of, page=page, visit_type_id=visit_type_id)


@router.post(
    "/waitlist",
    status_code=201,
    responses=problems(PatientUnknown, VisitTypeUnknown, PractitionerUnknown, PeriodInvalid),
)
async def add_to_waitlist(body: NewWaitlistEntry, db: Db, now: Now) -> WaitlistEntryView:
    """Remember that a patient would come if something became free."""
    return await db.run(commands.add_to_waitlist, WaitlistEntryView.of, **body.model_dump(), now=now)


@router.delete("/waitlist/{entry_id}", status_code=204, responses=problems(WaitlistEntryNotFound))
async def remove_from_waitlist(entry_id: UUID, db: Db) -> None:
    """Forget an entry of the waitlist."""
    await db.run(commands.remove_from_waitlist, lambda _: None, entry_id=entry_id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@router.post("/calendar-feeds", status_code=201, responses=problems(PractitionerUnknown, LocationUnknown))
async def add_calendar_feed(body: NewFeed, me: Me, db: Db, now: Now) -> FeedView:
    """Make a calendar that outside programs can subscribe to; its address is shown this once."""
    secret = secrets.token_urlsafe(32)
    settings: Any = db.resources.settings
    url = f"{settings.public_url.rstrip('/')}/calendar/{secret}.ics"
    return await db.run(
        commands.add_calendar_feed,
        lambda feed: FeedView(id=feed.id, url=url),
        secret_hash=_hash(secret),
        staff_id=me.staff_id,
        now=now,
        **body.model_dump(),
    )


@router.delete("/calendar-feeds/{feed_id}", status_code=204, responses=problems(FeedNotFound))
async def revoke_calendar_feed(feed_id: UUID, db: Db, now: Now) -> None:
    """Have a calendar's address be worth nothing from now on."""
    await db.run(commands.revoke_calendar_feed, feed_id=feed_id, now=now)


@open_router.get(
    "/calendar/{secret}.ics",
    response_class=Response,
    responses={
        200: {"content": {"text/calendar": {"schema": {"type": "string"}}}},
        304: {"description": "It is as it was when it had this ETag."},
        **problems(FeedNotFound),
    },
)
async def get_calendar(
    secret: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")],
    db: Db,
    now: Now,
    if_none_match: Annotated[str | None, Header(max_length=1000, description="The ETag of what one has.")] = None,
) -> Response:
    """Give the calendar a secret opens; no sign-in, and nothing about patients."""
    feed: Any = await db.read(queries.find_feed, secret_hash=_hash(secret))
    if feed is None:
        raise FeedNotFound()
    visits: Any = await db.read(queries.list_feed_visits, feed=feed, now=now)
    etag = etag_of(visits)
    headers = {"Cache-Control": "private, max-age=300", "ETag": etag}
    if etag in re.findall(r'"[^"]*"', if_none_match or ""):
        return Response(status_code=304, headers=headers)
    return Response(written(visits), media_type="text/calendar", headers=headers)
