"""The lists of a chart over HTTP: each can be listed, added to, and its entries changed or struck out."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Db, IfMatch, Me, Moment, Now, Page, Paging, problems
from fastapi import Query

from .. import commands, queries
from ..commands import Author
from ..models import Allergy, Consent, Immunization, Medication, Problem, Vital
from ..rules import (
    AlreadyStruckOut,
    ChartItemNotFound,
    ImplausibleValue,
    MergedRecord,
    PatientNotFound,
    PeriodEndsBeforeItBegins,
    UnknownUnit,
    VitalKind,
)
from ..schemas import (
    AllergyChange,
    AllergyView,
    ConsentChange,
    ConsentView,
    ImmunizationChange,
    ImmunizationView,
    MedicationChange,
    MedicationView,
    NewAllergy,
    NewConsent,
    NewImmunization,
    NewMedication,
    NewProblem,
    NewVital,
    ProblemChange,
    ProblemView,
    TrendView,
    VitalChange,
    VitalView,
)
from .router import router

StruckOut = Annotated[bool, Query(description="Also what was struck out.")]
_ADDED = problems(PatientNotFound, MergedRecord, PeriodEndsBeforeItBegins, UnknownUnit, ImplausibleValue)
_CHANGED = problems(
    PatientNotFound, ChartItemNotFound, AlreadyStruckOut, PeriodEndsBeforeItBegins, UnknownUnit, ImplausibleValue
)


@router.get("/patients/{patient_id}/allergies", responses=problems(PatientNotFound))
async def list_allergies(patient_id: UUID, db: Db, page: Paging, struck_out: StruckOut = True) -> Page[AllergyView]:
    """List a patient's allergies, the newest first."""
    return await db.read(
        queries.list_items, Page[AllergyView].of, kind=Allergy, patient_id=patient_id, struck_out=struck_out, page=page
    )


@router.post("/patients/{patient_id}/allergies", status_code=201, responses=_ADDED)
async def add_allergy(patient_id: UUID, body: NewAllergy, me: Me, db: Db, now: Now) -> AllergyView:
    """Add an allergy."""
    return await db.run(
        commands.add_item, AllergyView.of,
        kind=Allergy, patient_id=patient_id, fields=body.model_dump(), author=Author.of(me), now=now,
    )  # fmt: skip


@router.patch("/patients/{patient_id}/allergies/{item_id}", responses=_CHANGED)
async def change_allergy(
    patient_id: UUID, item_id: UUID, body: AllergyChange, version: IfMatch, me: Me, db: Db, now: Now
) -> AllergyView:
    """Change an allergy, or strike it out with `struck_out_reason`."""
    return await db.run(
        commands.change_item, AllergyView.of,
        kind=Allergy, patient_id=patient_id, item_id=item_id, changes=body.fields(), version=version,
        author=Author.of(me), now=now,
    )  # fmt: skip


@router.get("/patients/{patient_id}/problems", responses=problems(PatientNotFound))
async def list_problems(patient_id: UUID, db: Db, page: Paging, struck_out: StruckOut = True) -> Page[ProblemView]:
    """List a patient's problems, the newest first."""
    return await db.read(
        queries.list_items, Page[ProblemView].of, kind=Problem, patient_id=patient_id, struck_out=struck_out, page=page
    )


@router.post("/patients/{patient_id}/problems", status_code=201, responses=_ADDED)
async def add_problem(patient_id: UUID, body: NewProblem, me: Me, db: Db, now: Now) -> ProblemView:
    """Add a problem."""
    return await db.run(
        commands.add_item, ProblemView.of,
        kind=Problem, patient_id=patient_id, fields=body.model_dump(), author=Author.of(me), now=now,
    )  # fmt: skip


@router.patch("/patients/{patient_id}/problems/{item_id}", responses=_CHANGED)
async def change_problem(
    patient_id: UUID, item_id: UUID, body: ProblemChange, version: IfMatch, me: Me, db: Db, now: Now
) -> ProblemView:
    """Change a problem, or strike it out with `struck_out_reason`."""
    return await db.run(
        commands.change_item, ProblemView.of,
        kind=Problem, patient_id=patient_id, item_id=item_id, changes=body.fields(), version=version,
        author=Author.of(me), now=now,
    )  # fmt: skip


@router.get("/patients/{patient_id}/immunizations", responses=problems(PatientNotFound))
async def list_immunizations(
    patient_id: UUID, db: Db, page: Paging, struck_out: StruckOut = True
) -> Page[ImmunizationView]:
    """List a patient's immunizations, the newest first."""
    return await db.read(
        queries.list_items,
        Page[ImmunizationView].of,
        kind=Immunization,
        patient_id=patient_id,
        struck_out=struck_out,
        page=page,
    )


@router.post("/patients/{patient_id}/immunizations", status_code=201, responses=_ADDED)
async def add_immunization(patient_id: UUID, body: NewImmunization, me: Me, db: Db, now: Now) -> ImmunizationView:
    """Add an immunization."""
    return await db.run(
        commands.add_item, ImmunizationView.of,
        kind=Immunization, patient_id=patient_id, fields=body.model_dump(), author=Author.of(me), now=now,
    )  # fmt: skip


@router.patch("/patients/{patient_id}/immunizations/{item_id}", responses=_CHANGED)
async def change_immunization(
    patient_id: UUID, item_id: UUID, body: ImmunizationChange, version: IfMatch, me: Me, db: Db, now: Now
) -> ImmunizationView:
    """Change an immunization, or strike it out with `struck_out_reason`."""
    return await db.run(
        commands.change_item, ImmunizationView.of,
        kind=Immunization, patient_id=patient_id, item_id=item_id, changes=body.fields(), version=version,
        author=Author.of(me), now=now,
    )  # fmt: skip


@router.get("/patients/{patient_id}/vitals", responses=problems(PatientNotFound))
async def list_vitals(patient_id: UUID, db: Db, page: Paging, struck_out: StruckOut = True) -> Page[VitalView]:
    """List a patient's vital signs, the newest first."""
    return await db.read(
        queries.list_items, Page[VitalView].of, kind=Vital, patient_id=patient_id, struck_out=struck_out, page=page
    )


@router.post("/patients/{patient_id}/vitals", status_code=201, responses=_ADDED)
async def add_vital(patient_id: UUID, body: NewVital, me: Me, db: Db, now: Now) -> VitalView:
    """Add a vital sign."""
    return await db.run(
        commands.add_item, VitalView.of,
        kind=Vital, patient_id=patient_id, fields=body.model_dump(), author=Author.of(me), now=now,
    )  # fmt: skip


@router.patch("/patients/{patient_id}/vitals/{item_id}", responses=_CHANGED)
async def change_vital(
    patient_id: UUID, item_id: UUID, body: VitalChange, version: IfMatch, me: Me, db: Db, now: Now
) -> VitalView:
    """Change a vital sign, or strike it out with `struck_out_reason`."""
    return await db.run(
        commands.change_item, VitalView.of,
        kind=Vital, patient_id=patient_id, item_id=item_id, changes=body.fields(), version=version,
        author=Author.of(me), now=now,
    )  # fmt: skip


@router.get("/patients/{patient_id}/vitals/trend", responses=problems(PatientNotFound))
async def get_trend(
    patient_id: UUID,
    db: Db,
    kind: VitalKind,
    since: Annotated[Moment | None, Query(alias="from", description="The first moment.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Before this moment.")] = None,
) -> TrendView:
    """Show one vital sign over time, every value in the same unit."""
    return await db.read(queries.get_trend, TrendView.of, patient_id=patient_id, kind=kind, since=since, until=until)


@router.get("/patients/{patient_id}/medications", responses=problems(PatientNotFound))
async def list_medications(
    patient_id: UUID, db: Db, page: Paging, struck_out: StruckOut = True
) -> Page[MedicationView]:
    """List a patient's medications, the newest first."""
    return await db.read(
        queries.list_items,
        Page[MedicationView].of,
        kind=Medication,
        patient_id=patient_id,
        struck_out=struck_out,
        page=page,
    )


@router.post("/patients/{patient_id}/medications", status_code=201, responses=_ADDED)
async def add_medication(patient_id: UUID, body: NewMedication, me: Me, db: Db, now: Now) -> MedicationView:
    """Add a medication."""
    return await db.run(
        commands.add_item, MedicationView.of,
        kind=Medication, patient_id=patient_id, fields=body.model_dump(), author=Author.of(me), now=now,
    )  # fmt: skip


@router.patch("/patients/{patient_id}/medications/{item_id}", responses=_CHANGED)
async def change_medication(
    patient_id: UUID, item_id: UUID, body: MedicationChange, version: IfMatch, me: Me, db: Db, now: Now
) -> MedicationView:
    """Change a medication, or strike it out with `struck_out_reason`."""
    return await db.run(
        commands.change_item, MedicationView.of,
        kind=Medication, patient_id=patient_id, item_id=item_id, changes=body.fields(), version=version,
        author=Author.of(me), now=now,
    )  # fmt: skip


@router.get("/patients/{patient_id}/consents", responses=problems(PatientNotFound))
async def list_consents(patient_id: UUID, db: Db, page: Paging, struck_out: StruckOut = True) -> Page[ConsentView]:
    """List a patient's consents, the newest first."""
    return await db.read(
        queries.list_items, Page[ConsentView].of, kind=Consent, patient_id=patient_id, struck_out=struck_out, page=page
    )


@router.post("/patients/{patient_id}/consents", status_code=201, responses=_ADDED)
async def add_consent(patient_id: UUID, body: NewConsent, me: Me, db: Db, now: Now) -> ConsentView:
    """Add a consent."""
    return await db.run(
        commands.add_item, ConsentView.of,
        kind=Consent, patient_id=patient_id, fields=body.model_dump(), author=Author.of(me), now=now,
    )  # fmt: skip


@router.patch("/patients/{patient_id}/consents/{item_id}", responses=_CHANGED)
async def change_consent(
    patient_id: UUID, item_id: UUID, body: ConsentChange, version: IfMatch, me: Me, db: Db, now: Now
) -> ConsentView:
    """Change a consent, or strike it out with `struck_out_reason`."""
    return await db.run(
        commands.change_item, ConsentView.of,
        kind=Consent, patient_id=patient_id, item_id=item_id, changes=body.fields(), version=version,
        author=Author.of(me), now=now,
    )  # fmt: skip
