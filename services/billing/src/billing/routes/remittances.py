"""Doors of remittances."""

import asyncio
import hashlib
from typing import Annotated, Any
from uuid import UUID

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
_PART = 64 * 1024


async def x12_body(request: Request) -> list[bytes]:
    """
    The X12 file in a request, in parts.

    :raises UnreadableX12: it is something else, or too large
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("text/plain", "application/edi-x12"):
        raise UnreadableX12("Send the file as text/plain or application/edi-x12.", field="Content-Type")
    raw = await request.body()
    return [raw[start : start + _PART] for start in range(0, len(raw), _PART)]


def unreadable(refused: x12.Refused) -> UnreadableX12:
    """The refusal of a file, with the segment and where it stands."""
    return UnreadableX12(f"{refused}.", segment=refused.segment, position=refused.position)


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
    parts, notes = await x12_body(request), list[str]()

    def read() -> list[x12.Remittance]:
        return list(x12.read_remittances(parts, envelope_optional=envelope == "optional", notes=notes))

    try:
        payments = await asyncio.to_thread(read)
    except x12.Refused as refused:
        raise unreadable(refused) from refused
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
    parts = await x12_body(request)
    try:
        results = await asyncio.to_thread(x12.read_acknowledgements, parts)
    except x12.Refused as refused:
        raise unreadable(refused) from refused
    fingerprint = hashlib.sha256(b"".join(parts)).hexdigest()
    return await db.run(
        commands.receive_acknowledgement, AcknowledgementView.of, fingerprint=fingerprint, results=results, now=now
    )
