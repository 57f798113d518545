"""Reports and the waitlist over HTTP."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Day, Db, Now, Page, Paging, problems
from fastapi import Header, Query, Response

from .. import commands, queries
from ..rules import (
    LocationUnknown,
    PatientUnknown,
    PeriodInvalid,
    PractitionerUnknown,
    VisitTypeUnknown,
    WaitlistEntryNotFound,
)
from ..schemas import (
    DayReportView,
    NewWaitlistEntry,
    PractitionerReportView,
    WaitlistEntryView,
)
from .asked import ReportedAt
from .router import router


@router.get("/reports/day", responses=problems(LocationUnknown))
async def get_day_report(
    db: Db,
    now: Now,
    within: ReportedAt,
    on: Annotated[Day | None, Query(description="Today at the location, if left out.")] = None,
    location_id: UUID | None = None,
) -> DayReportView:
    """Tell how a day went in the calendar."""
    return await db.read(
        queries.get_day_report, DayReportView.of, now=now, on=on, location_id=location_id, within=within
    )


@router.get(
    "/reports/practitioners",
    response_model=PractitionerReportView,
    responses=problems(LocationUnknown, PeriodInvalid)
    | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "As JSON or CSV."}},
)
async def get_practitioner_report(
    db: Db,
    within: ReportedAt,
    starts_on: Annotated[Day, Query(alias="from")],
    ends_on: Annotated[Day, Query(alias="to", description="Through this day.")],
    location_id: UUID | None = None,
    accept: Annotated[str, Header(max_length=500, description="`text/csv` for a table.")] = "",
) -> PractitionerReportView | Response:
    """Tell how much of their time practitioners are booked; with `Accept: text/csv` as a table."""
    report: PractitionerReportView = await db.read(
        queries.get_practitioner_report,
        PractitionerReportView.of,
        starts_on=starts_on,
        ends_on=ends_on,
        location_id=location_id,
        within=within,
    )
    if "text/csv" not in accept or "application/json" in accept:
        return report
    name = f'attachment; filename="practitioners-{starts_on}-{ends_on}.csv"'
    return Response(report.as_csv(), headers={"Content-Disposition": name}, media_type="text/csv")


@router.get("/waitlist")
async def list_waitlist(
    db: Db,
    page: Paging,
    visit_type_id: UUID | None = None,
    practitioner_id: Annotated[UUID | None, Query(description="Who would come to them: also those to anybody.")] = None,
    patient_id: UUID | None = None,
) -> Page[WaitlistEntryView]:
    """List who is waiting, the longest first."""
    return await db.read(
        queries.list_waitlist,
        Page[WaitlistEntryView].of,
        page=page,
        visit_type_id=visit_type_id,
        practitioner_id=practitioner_id,
        patient_id=patient_id,
    )


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
