"""Doors of remittances."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Annotated, Any, TypeVar
from uuid import UUID

from anyio import from_thread, to_thread
from clinic_common.database import Session
from clinic_common.http import Db, Me, Now, Paging, problems
from fastapi import Query, Request

from .. import commands, queries, x12
from ..rules import (
    AlreadyMatched,
    Answered,
    AnswerUnknown,
    BeingReceived,
    CannotPost,
    ClaimUnknown,
    InvoiceUnknown,
    NoSuchRemittance,
    NotMatched,
    RemittanceHeld,
    UnreadableX12,
)
from ..schemas import (
    AcknowledgementView,
    AnswerChoice,
    NewMatch,
    RemittanceClaimView,
    RemittanceDetailView,
    RemittancePage,
    RemittanceView,
)
from .asking import DenialDays, router

_X12 = {"schema": {"type": "string", "description": "An X12 file."}}
X12_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"text/plain": _X12, "application/edi-x12": _X12}}
}
R = TypeVar("R")


async def read_x12(request: Request, read: Callable[[Iterable[bytes]], R]) -> R:
    """
    Read the X12 file of a request while it comes, beside everything else; no more of it is held than is being read.

    :raises UnreadableX12: it is something else, too large, or not as it must be
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("text/plain", "application/edi-x12"):
        raise UnreadableX12("Send the file as text/plain or application/edi-x12.", field="Content-Type")
    stream, kept = request.stream(), list[bytes]()
    # Under an idempotency key the whole body is compared, so then it is held; the reader bounds it.
    keyed = "idempotency-key" in request.headers

    def parts() -> Iterator[bytes]:
        while part := from_thread.run(_next_part, stream):
            if keyed:
                kept.append(part)
            yield part

    try:
        found = await to_thread.run_sync(read, parts())
    except x12.Refused as refused:
        detail = f"{refused}."
        raise UnreadableX12(detail, segment=refused.segment, position=refused.position) from refused
    if keyed:
        # A stream is read once: this is where `Request.body()` looks for what came.
        request._body = b"".join(kept)
    return found


async def _next_part(stream: AsyncIterator[bytes]) -> bytes:
    async for part in stream:
        if part:
            return part
    return b""


async def _received(session: Session, /, **fields: Any) -> queries.RemittanceSummary:
    remittance = await commands.receive_remittance(session, **fields)
    return await queries.summarize_remittance(session, remittance)


@router.post("/remittances", status_code=201, responses=problems(UnreadableX12, BeingReceived), openapi_extra=X12_BODY)
async def receive_remittance(
    request: Request,
    db: Db,
    me: Me,
    now: Now,
    days: DenialDays,
    envelope: Annotated[
        str, Query(pattern="^(required|optional)$", description="`optional` takes a file without ISA too.")
    ] = "required",
) -> RemittanceView:
    """Take a remittance (835): match and post its claims, or hold it if its money does not add up."""
    notes: list[str] = []

    def read(parts: Iterable[bytes]) -> list[x12.Remittance]:
        return list(x12.read_remittances(parts, envelope_optional=envelope == "optional", notes=notes))

    payments = await read_x12(request, read)
    return await db.run(
        _received, RemittanceView.of, payments=payments, notes=notes, by=me.staff_id, now=now, denial_days=days
    )


@router.get("/remittances")
async def list_remittances(db: Db, page: Paging, held: bool | None = None) -> RemittancePage:
    """List remittances, the newest first."""
    return await db.read(queries.list_remittances, RemittancePage.of, held=held, page=page)


@router.get("/remittances/{remittance_id}", responses=problems(NoSuchRemittance))
async def get_remittance(
    remittance_id: UUID, db: Db, page: Paging, state: Answered | None = None
) -> RemittanceDetailView:
    """Show a remittance with its claims, in one state if asked for."""
    return await db.read(
        queries.get_remittance, RemittanceDetailView.of, remittance_id=remittance_id, state=state, page=page
    )


@router.post(
    "/remittances/{remittance_id}/match",
    responses=problems(
        NoSuchRemittance, RemittanceHeld, AnswerUnknown, AlreadyMatched, ClaimUnknown, InvoiceUnknown, CannotPost
    ),
)
async def match_remittance_claim(
    remittance_id: UUID, body: NewMatch, db: Db, me: Me, now: Now, days: DenialDays
) -> RemittanceClaimView:
    """Say which invoice or claim an answer is for, and post it."""
    return await db.run(
        commands.match_remittance_claim,
        RemittanceClaimView.of,
        remittance_id=remittance_id,
        **body.model_dump(),
        by=me.staff_id,
        now=now,
        denial_days=days,
    )


@router.post(
    "/remittances/{remittance_id}/unmatch",
    responses=problems(NoSuchRemittance, RemittanceHeld, AnswerUnknown, NotMatched, CannotPost),
)
async def unmatch_remittance_claim(
    remittance_id: UUID, body: AnswerChoice, db: Db, me: Me, now: Now
) -> RemittanceClaimView:
    """Take a posted answer back exactly; it waits to be matched again."""
    return await db.run(
        commands.unmatch_remittance_claim,
        RemittanceClaimView.of,
        remittance_id=remittance_id,
        **body.model_dump(),
        by=me.staff_id,
        now=now,
    )


@router.post(
    "/claim-acknowledgements",
    status_code=201,
    responses=problems(UnreadableX12, BeingReceived),
    openapi_extra=X12_BODY,
)
async def receive_acknowledgement(request: Request, db: Db, now: Now) -> AcknowledgementView:
    """Take an acknowledgement (999 or 277CA) and tell our claims what it says."""
    digest = hashlib.sha256()

    def read(parts: Iterable[bytes]) -> list[x12.Result]:
        return x12.read_acknowledgements(_digested(parts, digest))

    results = await read_x12(request, read)
    return await db.run(
        commands.receive_acknowledgement,
        AcknowledgementView.of,
        fingerprint=digest.hexdigest(),
        results=results,
        now=now,
    )


def _digested(parts: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part
