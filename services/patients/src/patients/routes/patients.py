"""Patients over HTTP: registration, search, merge."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Day, Db, IfMatch, Me, Now, Page, Paging, Res, needs, problems
from clinic_contracts.permissions import Permission
from fastapi import Header, Query, Response

from .. import commands, queries, rules, spreadsheet
from ..models import open_identity
from ..rules import (
    BornInFuture,
    LaterMergeStands,
    MergeAlreadyUndone,
    MergedRecord,
    MergeNotFound,
    MergeWithItself,
    PatientNotFound,
    PeriodEndsBeforeItBegins,
    PhoneUnreadable,
    SurvivorArchived,
)
from ..schemas import (
    EnteredPatientView,
    MergeUndoneView,
    MergeView,
    NewMerge,
    NewPatient,
    PatientChange,
    PatientDetailView,
    PatientView,
    RecordView,
    StatisticsView,
)
from ..settings import PatientsSettings
from .router import router


def region_of(resources: Res) -> str:
    """The country whose phone numbers need no country code."""
    settings = resources.settings
    assert isinstance(settings, PatientsSettings)
    return settings.default_region


Region = Annotated[str, needs(region_of)]


@router.post("/patients", status_code=201, responses=problems(BornInFuture, PhoneUnreadable))
async def register_patient(body: NewPatient, db: Db, region: Region, now: Now) -> EnteredPatientView:
    """Register a patient; `possible_duplicates` says who they may be already."""
    return await db.run(commands.register_patient, EnteredPatientView.of, fields=body.fields(), region=region, now=now)


@router.get("/patients")
async def list_patients(
    db: Db,
    page: Paging,
    q: Annotated[str | None, Query(max_length=200, description="As one types: names, dates, phone, number.")] = None,
    born_on: Annotated[Day | None, Query(description="Date of birth.")] = None,
    phone: Annotated[str | None, Query(max_length=40, description="Phone number in any spelling.")] = None,
    email: Annotated[str | None, Query(max_length=254, description="E-mail address or its beginning.")] = None,
    archived: Annotated[bool, Query(description="Archived and merged records as well.")] = False,
) -> Page[PatientView]:
    """List patients by name, or find them as one types, the best answer first."""
    return await db.read(
        queries.list_patients, Page[PatientView].of,
        q=q, born_on=born_on, phone=phone, email=email, archived=archived, page=page,
    )  # fmt: skip


_STATISTICS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The counts; with `Accept: text/csv` as a table.",
          "content": {"text/csv": {"schema": {"type": "string"}}}}
}  # fmt: skip


@router.get(
    "/patients/statistics", response_model=StatisticsView, responses=_STATISTICS | problems(PeriodEndsBeforeItBegins)
)
async def get_patient_statistics(
    db: Db,
    now: Now,
    since: Annotated[Day | None, Query(alias="from", description="First day; 30 days before `to` if absent.")] = None,
    until: Annotated[Day | None, Query(alias="to", description="Last day; today if absent.")] = None,
    accept: Annotated[str, Header(max_length=500, description="`application/json` or `text/csv`.")] = "",
) -> Any:
    """Count patients: new in a period, active, by age and sex, and who saw how many."""
    until = until or now.date()
    since = since or until - timedelta(days=30)
    if until < since:
        raise PeriodEndsBeforeItBegins(field="to")
    found: StatisticsView = await db.read(queries.get_patient_statistics, StatisticsView.of, since=since, until=until)
    if "text/csv" not in accept.lower():
        return found
    table = spreadsheet.write_table(("what", "of", "which", "count"), found.rows())
    headers = {"Content-Disposition": f'attachment; filename="patients-{since}-{until}.csv"'}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/patients/{patient_id}", responses=problems(PatientNotFound))
async def get_patient(patient_id: UUID, me: Me, res: Res, db: Db) -> PatientDetailView:
    """Show a patient; a merged one says where it went."""

    def view(row: Any) -> PatientDetailView:
        number = open_identity(row, sealer=res.sealer)
        shown = number if me.may(Permission.PATIENTS_WRITE) else rules.masked(number)
        return PatientDetailView.of(row, identity_number=shown)  # type: ignore[no-any-return]

    return await db.read(queries.get_patient, view, patient_id=patient_id)


@router.patch(
    "/patients/{patient_id}", responses=problems(PatientNotFound, MergedRecord, BornInFuture, PhoneUnreadable)
)
async def change_patient(
    patient_id: UUID, body: PatientChange, version: IfMatch, db: Db, region: Region, now: Now
) -> EnteredPatientView:
    """Change what is known of a patient; null empties a field."""
    return await db.run(
        commands.change_patient, EnteredPatientView.of,
        patient_id=patient_id, changes=body.fields(), version=version, region=region, now=now,
    )  # fmt: skip


@router.post("/patients/{patient_id}/archive", responses=problems(PatientNotFound))
async def archive_patient(patient_id: UUID, db: Db, now: Now) -> PatientView:
    """Put a record away."""
    return await db.run(commands.archive_patient, PatientView.of, patient_id=patient_id, now=now)


@router.post("/patients/{patient_id}/unarchive", responses=problems(PatientNotFound, MergedRecord))
async def unarchive_patient(patient_id: UUID, db: Db, now: Now) -> PatientView:
    """Take a record out again."""
    return await db.run(commands.unarchive_patient, PatientView.of, patient_id=patient_id, now=now)


@router.get("/patients/{patient_id}/record", responses=problems(PatientNotFound))
async def get_record(patient_id: UUID, me: Me, db: Db) -> RecordView:
    """Show a record in short: the patient, and the latest of each list the reader may see."""
    basics = ("allergies", "immunizations", "vitals") if me.may(Permission.CHART_BASICS_READ) else ()
    lists = (*basics, "problems") if me.may(Permission.CHART_READ) else basics
    return await db.read(queries.get_record, RecordView.of, patient_id=patient_id, lists=lists)


@router.post(
    "/patients/{patient_id}/merge",
    status_code=201,
    responses=problems(PatientNotFound, MergedRecord, SurvivorArchived, MergeWithItself),
)
async def merge_patients(patient_id: UUID, body: NewMerge, me: Me, res: Res, db: Db, now: Now) -> MergeView:
    """Merge a duplicate into this record; it can be undone."""
    return await db.run(
        commands.merge_patients, MergeView.of,
        survivor_id=patient_id, duplicate_id=body.duplicate_id, merged_by=me.staff_id, sealer=res.sealer, now=now,
    )  # fmt: skip


@router.post("/patient-merges/{merge_id}/undo", responses=problems(MergeNotFound, MergeAlreadyUndone, LaterMergeStands))
async def undo_patient_merge(merge_id: UUID, me: Me, db: Db, now: Now) -> MergeUndoneView:
    """Take a merge back; what the surviving record got since stays there."""
    return await db.run(
        commands.undo_patient_merge, MergeUndoneView.of, merge_id=merge_id, undone_by=me.staff_id, now=now
    )
