"""The access trail."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Db, Moment, Page, Paging, problems
from fastapi import APIRouter, Query, Response

from .. import queries, rules
from ..schemas import AccessDayView, AccessEntryView, AccessInWords, JwkSet, TrailProofView

router = APIRouter()
open_router = APIRouter()


@router.get("/access-trail")
async def list_access_entries(
    db: Db,
    page: Paging,
    patient_id: Annotated[UUID | None, Query(description="Whose data.")] = None,
    staff_id: Annotated[UUID | None, Query(description="Who saw or changed it.")] = None,
    since: Annotated[Moment | None, Query(alias="from", description="From this moment on.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Before this moment.")] = None,
) -> Page[AccessEntryView]:
    """List who saw or changed whose data, newest first."""
    return await db.read(
        queries.list_access_entries,
        Page[AccessEntryView].of,
        patient_id=patient_id,
        staff_id=staff_id,
        since=since,
        until=until,
        page=page,
    )


@open_router.get("/.well-known/trail-keys.json")
async def get_trail_keys(db: Db, response: Response) -> JwkSet:
    """Publish the keys that the access trail's seals are checked with; note them outside the house."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return JwkSet(keys=await db.read(queries.list_trail_keys))


@router.get("/access-trail/proof")
async def prove_access_trail(db: Db) -> TrailProofView:
    """Compute the whole trail again, check its seals, say whether any entry was changed, removed, moved or added."""
    return await db.read(queries.prove_trail, TrailProofView.of)


@router.get("/patients/{patient_id}/accesses", responses=problems(rules.UnknownTimeZone))
async def list_patient_accesses(
    patient_id: UUID,
    db: Db,
    page: Paging,
    time_zone: Annotated[str, Query(max_length=60, description="Whose days, such as America/New_York.")] = "UTC",
) -> Page[AccessDayView]:
    """
    List who opened a patient's chart, in words, by day, newest first: what the patient may be shown.

    `limit` counts entries of the trail; a day may go on at the beginning of the next page.
    """
    zone = rules.must_be_time_zone(time_zone)
    found: Any = await db.read(queries.list_access_entries, patient_id=patient_id, page=page)
    days = [
        AccessDayView(on=day, accesses=[AccessInWords(**each) for each in told])
        for day, told in rules.by_day(list(found), zone)
    ]
    return Page(items=days, next=found.next)
