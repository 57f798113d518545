"""The access trail."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Db, Moment, Page, PageRequest, Paging, Res, problems
from clinic_common.sheets import AS_PDF, letterhead_of, paper_answer
from fastapi import APIRouter, Query, Response

from .. import papers, queries, rules
from ..schemas import AccessDayView, AccessEntryView, AccessInWords, JwkSet, NewAccessLetter, TrailProofView

router = APIRouter()
open_router = APIRouter()

_IN_A_LETTER = 5000
"""Entries a letter tells of at most, the newest ones."""


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


@router.post(
    "/patients/{patient_id}/accesses/letter",
    response_class=Response,
    responses=AS_PDF | problems(rules.UnknownTimeZone),
)
async def write_access_letter(patient_id: UUID, body: NewAccessLetter, db: Db, resources: Res) -> Response:
    """Write a patient, or whoever may ask for them, a letter that says who opened their chart, as a PDF."""
    zone = rules.must_be_time_zone(body.time_zone)
    page = PageRequest(limit=_IN_A_LETTER)
    found: Any = await db.read(queries.list_access_entries, patient_id=patient_id, page=page)
    content = await asyncio.to_thread(
        papers.accesses_pdf, rules.by_day(list(found), zone), to=body.addressed_to, head=letterhead_of(resources),
        zone=zone, more=found.next is not None,
    )  # fmt: skip
    return paper_answer(content, name="who-opened-it")
