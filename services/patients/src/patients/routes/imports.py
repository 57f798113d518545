"""Imports over HTTP: FHIR R4 bundles and CSV."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.database import new_id
from clinic_common.http import Db, Me, Now, Page, Paging, problems
from fastapi import Query, Request

from .. import commands, fhir, queries
from ..commands import Author
from ..rules import (
    ImportAlreadyUndone,
    ImportNotFound,
    ImportUnderWay,
    NothingToTake,
    OnlyADryRun,
    UnreadableImport,
)
from ..schemas import ImportView
from .patients import Region
from .router import router

_PARSERS = {fhir.BUNDLE_TYPE: fhir.parse, "application/json": fhir.parse, fhir.LINES_TYPE: fhir.parse_lines}
LARGEST = 64 * 1024 * 1024
_BUNDLE = {"schema": {"type": "object", "description": "A FHIR R4 Bundle.", "additionalProperties": True}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/fhir+json": _BUNDLE,
            "application/json": _BUNDLE,
            fhir.LINES_TYPE: {"schema": {"type": "string", "description": "FHIR R4 resources, one per line."}},
            "text/csv": {"schema": {"type": "string", "description": "A header row, then one patient per line."}},
        },
    }
}


@router.post(
    "/imports",
    status_code=201,
    responses=problems(UnreadableImport, NothingToTake, ImportUnderWay),
    openapi_extra=_BODY,
)
async def import_patients(
    request: Request,
    me: Me,
    db: Db,
    region: Region,
    now: Now,
    dry_run: Annotated[bool, Query(description="Only say what would happen.")] = False,
    map: Annotated[
        list[str] | None,
        Query(max_length=20, description="For CSV: `ours:theirs`, such as `born_on:Geburtsdatum`; may be repeated."),
    ] = None,
    strict: Annotated[bool, Query(description="Take nothing if anything is rejected.")] = False,
) -> ImportView:
    """Bring in patients with their records from a FHIR R4 bundle, or patients from a CSV file."""
    raw = await request.body()
    if len(raw) > LARGEST:
        raise UnreadableImport("The file is larger than 64 MB; bring it in parts.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    common: dict[str, Any] = {
        "import_id": new_id(), "now": now, "region": region, "author": Author.of(me),
        "dry_run": dry_run, "strict": strict,
    }  # fmt: skip
    if kind == "text/csv":
        mapping = dict(each.partition(":")[::2] for each in map or ())
        return await db.run(commands.import_rows, ImportView.of, raw=raw, mapping=mapping, **common)
    if kind not in _PARSERS:
        raise UnreadableImport(f"Send one of: text/csv, {', '.join(_PARSERS)}.", field="Content-Type")
    return await db.run(commands.import_bundle, ImportView.of, bundle=_PARSERS[kind](raw), **common)


@router.get("/imports")
async def list_imports(db: Db, page: Paging) -> Page[ImportView]:
    """List imports, the newest first."""
    return await db.read(queries.list_imports, imports_page, page=page)


@router.get("/imports/{import_id}", responses=problems(ImportNotFound))
async def get_import(import_id: UUID, db: Db) -> ImportView:
    """Show how an import went."""
    return await db.read(queries.get_import, ImportView.of, import_id=import_id)


@router.post("/imports/{import_id}/undo", responses=problems(ImportNotFound, OnlyADryRun, ImportAlreadyUndone))
async def undo_import(import_id: UUID, me: Me, db: Db, now: Now) -> ImportView:
    """Take an import back: its entries are struck out, its patients archived; what was changed since is kept."""
    return await db.run(commands.undo_import, ImportView.of, import_id=import_id, undone_by=me.staff_id, now=now)


def imports_page(rows: Any) -> Page[ImportView]:
    """A page of imports."""
    return Page[ImportView](items=[ImportView.of(row) for row in rows], next=rows.next)
