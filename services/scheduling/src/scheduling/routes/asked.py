"""What several routes ask for: versions that may be left out, and moments that may be dates."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Day, Me, Moment, needs
from clinic_common.http.doors import Database, if_match
from clinic_contracts.reach import BOOK, SEE_REPORTS, SEE_VISITS, SET_PLACES, Reach
from fastapi import Header

from .. import queries
from ..models import Within
from ..rules import start_of_day

When = Moment | Day
"""A moment, or a date: the whole of that day as the location's wall calendar has it."""


def version_if_given(
    if_match_header: Annotated[
        str | None, Header(alias="If-Match", description="The ETag being changed, to insist on it.")
    ] = None,
) -> int | None:
    """The version a change was made against, if the caller insists on one."""
    return None if if_match_header is None else if_match(if_match_header)


SeenVersion = Annotated[int | None, needs(version_if_given)]


def _where(reach: Reach) -> Any:
    """At which locations whoever asks reaches rows of a kind (S17)."""

    def locations(me: Me) -> Within:
        return me.rows(reach).locations

    return needs(locations)


SeenAt = Annotated[Within, _where(SEE_VISITS)]
BookedAt = Annotated[Within, _where(BOOK)]
SetAt = Annotated[Within, _where(SET_PLACES)]
ReportedAt = Annotated[Within, _where(SEE_REPORTS)]


async def period(
    db: Database,
    starts: datetime | date | None,
    ends: datetime | date | None,
    location_id: UUID | None,
    within: Within = None,
) -> tuple[datetime | None, datetime | None]:
    """The bounds of a period in UTC; a date at its end means through that day."""
    dates = [each for each in (starts, ends) if each is not None and not isinstance(each, datetime)]
    zone = await db.read(queries.get_zone, None, location_id=location_id, within=within) if dates else "UTC"
    return _bound(starts, zone, 0), _bound(ends, zone, 1)


def _bound(when: datetime | date | None, zone: str, days: int) -> datetime | None:
    if when is None or isinstance(when, datetime):
        return when
    return start_of_day(when + timedelta(days=days), zone).astimezone(UTC)
