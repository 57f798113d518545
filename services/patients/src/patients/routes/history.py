"""The history of each entry of a chart over HTTP: who changed what, when, from what to what."""

from uuid import UUID

from clinic_common.http import Db, problems

from .. import queries
from ..models import Allergy, Consent, Immunization, Medication, Problem, Vital
from ..rules import ChartItemNotFound, PatientNotFound
from ..schemas import ItemHistoryView
from .router import router

_TOLD = problems(PatientNotFound, ChartItemNotFound)


@router.get("/patients/{patient_id}/allergies/{item_id}/history", responses=_TOLD)
async def get_allergy_history(patient_id: UUID, item_id: UUID, db: Db) -> ItemHistoryView:
    """Show how an allergy became what it is."""
    asked = {"patient_id": patient_id, "item_id": item_id}
    return await db.read(queries.get_item_history, ItemHistoryView.of, kind=Allergy, **asked)


@router.get("/patients/{patient_id}/problems/{item_id}/history", responses=_TOLD)
async def get_problem_history(patient_id: UUID, item_id: UUID, db: Db) -> ItemHistoryView:
    """Show how a problem became what it is."""
    asked = {"patient_id": patient_id, "item_id": item_id}
    return await db.read(queries.get_item_history, ItemHistoryView.of, kind=Problem, **asked)


@router.get("/patients/{patient_id}/immunizations/{item_id}/history", responses=_TOLD)
async def get_immunization_history(patient_id: UUID, item_id: UUID, db: Db) -> ItemHistoryView:
    """Show how an immunization became what it is."""
    asked = {"patient_id": patient_id, "item_id": item_id}
    return await db.read(queries.get_item_history, ItemHistoryView.of, kind=Immunization, **asked)


@router.get("/patients/{patient_id}/vitals/{item_id}/history", responses=_TOLD)
async def get_vital_history(patient_id: UUID, item_id: UUID, db: Db) -> ItemHistoryView:
    """Show how a vital sign became what it is."""
    asked = {"patient_id": patient_id, "item_id": item_id}
    return await db.read(queries.get_item_history, ItemHistoryView.of, kind=Vital, **asked)


@router.get("/patients/{patient_id}/medications/{item_id}/history", responses=_TOLD)
async def get_medication_history(patient_id: UUID, item_id: UUID, db: Db) -> ItemHistoryView:
    """Show how a medication became what it is."""
    asked = {"patient_id": patient_id, "item_id": item_id}
    return await db.read(queries.get_item_history, ItemHistoryView.of, kind=Medication, **asked)


@router.get("/patients/{patient_id}/consents/{item_id}/history", responses=_TOLD)
async def get_consent_history(patient_id: UUID, item_id: UUID, db: Db) -> ItemHistoryView:
    """Show how a consent became what it is."""
    asked = {"patient_id": patient_id, "item_id": item_id}
    return await db.read(queries.get_item_history, ItemHistoryView.of, kind=Consent, **asked)
