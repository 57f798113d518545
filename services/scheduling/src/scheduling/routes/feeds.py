"""Calendar feeds over HTTP."""

import hashlib
import re
import secrets
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Db, Me, Now, Page, Paging, problems
from clinic_contracts.reach import SHARE_CALENDARS
from fastapi import Header, Path, Response

from .. import commands, queries
from ..feed import written
from ..rules import FeedNotFound, LocationUnknown, NotYourCalendar, PractitionerUnknown
from ..schemas import FeedListView, FeedView, NewFeed
from .router import open_router, router


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _whose(me: Me) -> UUID | None:
    rows = me.rows(SHARE_CALENDARS)
    return rows.owner if rows.locations is None else me.staff_id


@router.get("/calendar-feeds")
async def list_calendar_feeds(me: Me, db: Db, page: Paging) -> Page[FeedListView]:
    """List the calendars one has shared, or for those who set up calendars, all of them."""
    return await db.read(queries.list_feeds, Page[FeedListView].of, page=page, created_by=_whose(me))


@router.post(
    "/calendar-feeds", status_code=201, responses=problems(PractitionerUnknown, LocationUnknown, NotYourCalendar)
)
async def add_calendar_feed(body: NewFeed, me: Me, db: Db, now: Now) -> FeedView:
    """Make a calendar that outside programs can subscribe to; its address is shown this once."""
    rows, secret = me.rows(SHARE_CALENDARS), secrets.token_urlsafe(32)
    settings: Any = db.resources.settings
    url = f"{settings.public_url.rstrip('/')}/calendar/{secret}.ics"

    def view(feed: Any) -> FeedView:
        return FeedView(url=url, **FeedListView.model_validate(feed).model_dump())

    return await db.run(
        commands.add_calendar_feed,
        view,
        secret_hash=_hash(secret),
        staff_id=me.staff_id,
        now=now,
        may_all=rows.owner is None,
        within=rows.locations,
        **body.model_dump(exclude={"practitioner_id", "location_id"}),
    )


@router.delete("/calendar-feeds/{feed_id}", status_code=204, responses=problems(FeedNotFound))
async def revoke_calendar_feed(feed_id: UUID, me: Me, db: Db, now: Now) -> None:
    """Have a calendar's address be worth nothing from now on."""
    await db.run(commands.revoke_calendar_feed, feed_id=feed_id, now=now, made_by=_whose(me))


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
    """Give the calendar a secret opens; no sign-in, and of patients nothing but what its maker chose."""
    feed: Any = await db.read(queries.find_feed, secret_hash=_hash(secret))
    if feed is None:
        raise FeedNotFound()
    etag: str = await db.read(queries.get_feed_etag, feed=feed, now=now)
    headers = {"Cache-Control": "private, max-age=300", "ETag": etag}
    if etag in re.findall(r'"[^"]*"', if_none_match or ""):
        return Response(status_code=304, headers=headers)
    visits: Any = await db.read(queries.list_feed_visits, feed=feed, now=now)
    return Response(written(visits, name=feed.name), media_type="text/calendar", headers=headers)
