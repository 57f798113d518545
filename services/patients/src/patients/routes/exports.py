"""A record going out over HTTP: as a FHIR R4 bundle, or its demographics as CSV."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from clinic_common.access import Principal
from clinic_common.http import Db, Me, Now, Res, problems
from clinic_contracts.permissions import Permission
from fastapi import Header, Response
from fastapi.responses import StreamingResponse

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

_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "FHIR R4 resources, one per line, or with `Accept: text/csv` the demographics as a table.",
        "content": {
            fhir.LINES_TYPE: {"schema": {"type": "string", "format": "binary"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}
_AT_ONCE = 100


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
    whole: fhir.Whole = await db.read(
        queries.get_whole_record, patient_id=patient_id, sealer=res.sealer, **_may_see(me)
    )
    if "text/csv" in accept.lower():
        table = spreadsheet.write_rows([whole.patient], numbers={patient_id: whole.identity_number})
        return _file(table, "text/csv; charset=utf-8", f"patient-{patient_id}.csv")
    content = fhir.dumped(fhir.write_bundle(whole, now=now))
    return _file(content, fhir.BUNDLE_TYPE, f"patient-{patient_id}.json")


def _may_see(me: Principal) -> dict[str, Any]:
    chart = me.may(Permission.CHART_READ)
    basics = _BASICS if me.may(Permission.CHART_BASICS_READ) else ()
    return {"lists": (*basics, *(_TREATMENT if chart else ())), "notes": chart}


@router.get("/export", response_class=StreamingResponse, responses=_FILES)
async def export_clinic(
    me: Me,
    res: Res,
    db: Db,
    accept: Annotated[str, Header(max_length=500, description=f"`{fhir.LINES_TYPE}` or `text/csv`.")] = "",
) -> StreamingResponse:
    """
    Give out all records as far as the reader may see them: resources line by line, or the demographics as a table.

    Everybody whose record goes out stands in the trail before it does.
    """
    table = "text/csv" in accept.lower()

    async def pieces() -> AsyncIterator[bytes]:
        last: UUID | None = None
        while True:
            found: list[fhir.Whole] = await db.read(
                queries.list_whole_records, after=last, at_most=_AT_ONCE, sealer=res.sealer, **_may_see(me)
            )
            if table:
                numbers = {whole.patient_id: whole.identity_number for whole in found}
                rows = spreadsheet.write_rows([whole.patient for whole in found], numbers=numbers)
                yield rows if last is None else rows.partition(b"\r\n")[2]
            else:
                yield b"".join(map(fhir.write_lines, found))
            if len(found) < _AT_ONCE:
                return
            last = found[-1].patient_id

    kind, name = ("text/csv; charset=utf-8", "patients.csv") if table else (fhir.LINES_TYPE, "clinic.ndjson")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces(), media_type=kind, headers=headers)


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
