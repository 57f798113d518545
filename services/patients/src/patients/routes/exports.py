"""A record going out over HTTP: as a FHIR R4 bundle, or its demographics as CSV."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Db, Me, Now, Res, problems
from clinic_contracts.permissions import Permission
from fastapi import Header, Response

from .. import fhir, queries, spreadsheet
from ..rules import PatientNotFound
from .router import router

_BASICS, _TREATMENT = ("allergies", "immunizations", "vitals", "consents"), ("problems", "medications")
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A FHIR R4 Bundle, or with `Accept: text/csv` the demographics as a table.",
        "content": {
            fhir.BUNDLE_TYPE: {"schema": {"type": "object", "additionalProperties": True}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


@router.get("/patients/{patient_id}/export", response_class=Response, responses=_FILE | problems(PatientNotFound))
async def export_patient(
    patient_id: UUID,
    me: Me,
    res: Res,
    db: Db,
    now: Now,
    accept: Annotated[str, Header(max_length=500, description=f"`{fhir.BUNDLE_TYPE}` or `text/csv`.")] = "",
) -> Response:
    """Give out everything about a patient that the reader may see; what is struck out stays here."""
    chart = me.may(Permission.CHART_READ)
    lists = (*(_BASICS if me.may(Permission.CHART_BASICS_READ) else ()), *(_TREATMENT if chart else ()))
    whole: fhir.Whole = await db.read(
        queries.get_whole_record, patient_id=patient_id, lists=lists, notes=chart, sealer=res.sealer
    )
    if "text/csv" in accept.lower():
        table = spreadsheet.write_rows([whole.patient], numbers={patient_id: whole.identity_number})
        return _file(table, "text/csv; charset=utf-8", f"patient-{patient_id}.csv")
    content = fhir.dumped(fhir.write_bundle(whole, now=now))
    return _file(content, fhir.BUNDLE_TYPE, f"patient-{patient_id}.json")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
