"""Doors of what is exchanged with a clearinghouse: files of claims, and what became of every file."""

from typing import Annotated, Literal
from uuid import UUID

from clinic_common.http import Db, Me, Now, Page, Paging, problems
from fastapi import Query, Response

from .. import commands, queries
from ..rules import ClaimUnderWay, NoSuchBatch, NoSuchClaim, NothingToSend
from ..schemas import BatchDetailView, BatchView, ClaimView, ExchangeFileView, FindingsView, NewBatch, SubmittedView
from .asking import Biller, Billing, Delivered, router
from .claims import X12_FILE


def _submitted(done: commands.Submitted) -> SubmittedView:
    return SubmittedView(
        batches=BatchView.listed(done.batches),
        sent=[ClaimView.of(claim) for claim in done.sent],
        held=[FindingsView.of(claim) for claim in done.held],
    )


@router.post("/claim-batches", status_code=201, responses=problems(NoSuchClaim, ClaimUnderWay, NothingToSend))
async def submit_claims(
    body: NewBatch, db: Db, provider: Biller, terms: Billing, deliver: Delivered, me: Me, now: Now
) -> SubmittedView:
    """Send claims together, one file for each receiver; those a rule holds stay here and say why."""
    return await db.run(
        commands.submit_claims,
        _submitted,
        **body.model_dump(),
        provider=provider,
        terms=terms,
        deliver=deliver,
        by=me.staff_id,
        now=now,
    )


@router.get("/claim-batches")
async def list_batches(db: Db, page: Paging) -> Page[BatchView]:
    """List files of claims, the newest first."""
    return await db.read(queries.list_batches, Page[BatchView].of, page=page)


def _batch(found: queries.BatchFound) -> BatchDetailView:
    return BatchDetailView(
        **BatchView.of(found.batch).model_dump(), claims=[ClaimView.of(claim) for claim in found.items]
    )


@router.get("/claim-batches/{batch_id}", responses=problems(NoSuchBatch))
async def get_batch(batch_id: UUID, db: Db) -> BatchDetailView:
    """Show a file of claims and where each of them stands."""
    return await db.read(queries.get_batch, _batch, batch_id=batch_id)


@router.get("/claim-batches/{batch_id}/837p", response_class=Response, responses=X12_FILE | problems(NoSuchBatch))
async def get_batch_file(batch_id: UUID, db: Db) -> Response:
    """Fetch a file of claims as it was sent."""
    found: queries.BatchFound = await db.read(queries.get_batch, None, batch_id=batch_id)
    name = f'attachment; filename="claims-{found.batch.interchange_number:09}.837"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(found.batch.file, media_type="application/edi-x12", headers=headers)


@router.get("/exchange-files")
async def list_exchange_files(
    db: Db,
    page: Paging,
    state: Annotated[Literal["pending", "sending", "sent", "taken", "refused"] | None, Query()] = None,
) -> Page[ExchangeFileView]:
    """List the files that went to the clearinghouse and came from it, the newest first."""
    return await db.read(queries.list_exchange_files, Page[ExchangeFileView].of, state=state, page=page)
