"""Documents over HTTP: announced, sent to a link, completed, and fetched by a link that lives a minute."""

import asyncio
import base64
import binascii
import json
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from clinic_common.access import Principal
from clinic_common.database import new_id
from clinic_common.errors import Refusal
from clinic_common.http import Db, Me, Now, Page, Paging, Res, needs, problems
from clinic_common.sealing import Sealer, Unsealable
from fastapi import Path, Request, Response
from starlette.requests import ClientDisconnect

from .. import commands, queries, rules
from ..commands import Author
from ..models import OpenDocument
from ..rules import (
    DocumentAlreadyComplete,
    DocumentIncomplete,
    DocumentLinkInvalid,
    DocumentMistyped,
    DocumentNotFound,
    DocumentTooLarge,
    DocumentTypeRefused,
    MergedRecord,
    PatientNotFound,
)
from ..schemas import AnnouncedDocumentView, DocumentView, NewDocument, OpenedDocumentView, UploadView
from ..schemas.documents import opened_document
from ..settings import PatientsSettings
from ..storage import Storage, storage_of
from .router import open_router, router

Token = Annotated[str, Path(max_length=2_000)]
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_SENT = {"requestBody": {"required": True, "content": {"application/octet-stream": _BYTES}}}
_FETCHED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document.", "content": {kind: _BYTES for kind in rules.EXTENSIONS}}
}


def settings_of(resources: Res) -> PatientsSettings:
    """What is set about documents."""
    assert isinstance(resources.settings, PatientsSettings)
    return resources.settings


Settings = Annotated[PatientsSettings, needs(settings_of)]


def kept_in(resources: Res, settings: Settings) -> Storage:
    """Where the bytes are."""
    return storage_of(settings, resources.sealer)


Kept = Annotated[Storage, needs(kept_in)]


def signed(purpose: str, document_id: UUID, *, me: Principal, until: datetime, sealer: Sealer) -> str:
    """P17: a link's token: sealed, for one purpose, one document, one person, and until then."""
    claims = {"document": str(document_id), "until": until.isoformat(), "staff": str(me.staff_id),
              "session": str(me.session_id), "role": me.role, "name": me.display_name}  # fmt: skip
    sealed = sealer.seal(json.dumps(claims).encode(), context=f"documents/link/{purpose}")
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_token(purpose: str, token: str, request: Request, *, now: datetime, sealer: Sealer) -> UUID:
    """
    Which document a link opens; whoever asked for it is who the trail names.

    :raises DocumentLinkInvalid: not ours, for something else, or too late (P17)
    """
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        claims = json.loads(sealer.open(sealed, context=f"documents/link/{purpose}"))
    except (Unsealable, binascii.Error, ValueError):
        raise DocumentLinkInvalid() from None
    if now >= datetime.fromisoformat(claims["until"]):
        raise DocumentLinkInvalid()
    request.state.principal = Principal(
        UUID(claims["staff"]), UUID(claims["session"]), claims["role"], claims["name"], frozenset(), 0.0
    )
    return UUID(claims["document"])


def _documents_page(rows: Any) -> Page[DocumentView]:
    return Page[DocumentView](items=[DocumentView.of(row) for row in rows], next=rows.next)


@router.get("/patients/{patient_id}/documents", responses=problems(PatientNotFound))
async def list_documents(patient_id: UUID, res: Res, db: Db, page: Paging) -> Page[DocumentView]:
    """List a patient's documents, the newest first."""
    return await db.read(queries.list_documents, _documents_page, patient_id=patient_id, sealer=res.sealer, page=page)


@router.post(
    "/patients/{patient_id}/documents",
    status_code=201,
    responses=problems(PatientNotFound, MergedRecord, DocumentTooLarge),
)
async def announce_document(
    patient_id: UUID, body: NewDocument, me: Me, res: Res, settings: Settings, kept: Kept, db: Db, now: Now
) -> AnnouncedDocumentView:
    """Announce a document: send its bytes to `upload` within 15 minutes, then complete it."""
    until, document_id = now + rules.UPLOAD_FOR, new_id()
    straight = await kept.upload_link(document_id, valid_for=rules.UPLOAD_FOR)
    token = signed("upload", document_id, me=me, until=until, sealer=res.sealer)
    headers = {"Content-Type": "application/octet-stream"}
    url = straight or f"/api/documents/upload/{token}"

    def view(found: OpenDocument) -> AnnouncedDocumentView:
        upload = UploadView(url=url, method="PUT", headers=headers, expires_at=until)
        return AnnouncedDocumentView(id=found.row.id, upload=upload)

    return await db.run(
        commands.announce_document, view,
        document_id=document_id, patient_id=patient_id, **body.model_dump(), limit=settings.document_limit,
        author=Author.of(me), sealer=res.sealer, now=now,
    )  # fmt: skip


@router.post(
    "/patients/{patient_id}/documents/{document_id}/complete",
    responses=problems(
        DocumentNotFound, DocumentIncomplete, DocumentAlreadyComplete, DocumentTypeRefused, DocumentMistyped
    ),
)
async def complete_document(
    patient_id: UUID, document_id: UUID, res: Res, kept: Kept, db: Db, now: Now
) -> DocumentView:
    """Take a document that was sent into the record; completing it again changes nothing."""
    look: dict[str, Any] = {"document_id": document_id, "patient_id": patient_id, "sealer": res.sealer}
    found: OpenDocument = await db.read(queries.get_document, **look)
    if found.row.completed_at is not None:
        return DocumentView.of(found)  # type: ignore[no-any-return]
    content = await kept.received(document_id, size=found.row.size)
    try:
        kind = await asyncio.to_thread(rules.kind_of, content)
        rules.must_be_what_it_says(kind, found.row.content_type)
    except Refusal:
        await kept.forget_arrived(document_id)
        raise
    sha256 = await kept.keep(document_id, content)
    done: DocumentView = await db.run(
        commands.complete_document, DocumentView.of, **look, content_type=kind, sha256=sha256, now=now
    )
    await kept.forget_arrived(document_id)
    return done


@router.get("/patients/{patient_id}/documents/{document_id}", responses=problems(DocumentNotFound))
async def get_document(patient_id: UUID, document_id: UUID, me: Me, res: Res, db: Db, now: Now) -> OpenedDocumentView:
    """Show a document with a link it can be fetched by for a minute."""

    def view(found: OpenDocument) -> OpenedDocumentView:
        if found.row.completed_at is None:
            return opened_document(found, download=None)
        token = signed("download", document_id, me=me, until=now + rules.DOWNLOAD_FOR, sealer=res.sealer)
        return opened_document(found, download=f"/api/documents/download/{token}")

    return await db.read(queries.get_document, view, document_id=document_id, patient_id=patient_id, sealer=res.sealer)


@open_router.put(
    "/documents/upload/{token}",
    status_code=204,
    responses=problems(DocumentLinkInvalid, DocumentIncomplete, DocumentAlreadyComplete, DocumentTooLarge),
    openapi_extra=_SENT,
)
async def upload_document(token: Token, request: Request, res: Res, kept: Kept, db: Db, now: Now) -> Response:
    """Send the bytes of an announced document by the link that came with it; no sign-in."""
    document_id = read_token("upload", token, request, now=now, sealer=res.sealer)
    found: OpenDocument = await db.read(queries.get_document, document_id=document_id, sealer=res.sealer)
    if found.row.completed_at is not None:
        raise DocumentAlreadyComplete()
    content = await _body(request, most=found.row.size)
    if len(content) != found.row.size:
        raise DocumentIncomplete(f"{len(content)} of {found.row.size} bytes have arrived.")
    await kept.receive(document_id, content)
    return Response(status_code=204)


@open_router.get(
    "/documents/download/{token}",
    response_class=Response,
    responses=_FETCHED | problems(DocumentLinkInvalid, DocumentIncomplete),
)
async def download_document(token: Token, request: Request, res: Res, kept: Kept, db: Db, now: Now) -> Response:
    """Fetch a document by a link that lives a minute; no sign-in."""
    document_id = read_token("download", token, request, now=now, sealer=res.sealer)
    found: OpenDocument = await db.read(queries.get_document, document_id=document_id, sealer=res.sealer)
    if found.row.sha256 is None:
        raise DocumentIncomplete()
    content = await kept.read(document_id, bytes(found.row.sha256))
    plain = found.filename.encode("ascii", "replace").decode().replace("?", "_")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.filename, safe='')}"
    headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(content, media_type=found.row.content_type, headers=headers)


async def _body(request: Request, *, most: int) -> bytes:
    """Read what is sent, at most this much; an upload that breaks off leaves nothing."""
    parts = bytearray()
    try:
        async for part in request.stream():
            parts += part
            if len(parts) > most:
                raise DocumentTooLarge(f"It was announced with {most} bytes.")
    except ClientDisconnect:
        raise DocumentIncomplete() from None
    return bytes(parts)
