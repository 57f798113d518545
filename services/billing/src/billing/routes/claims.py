"""Doors of claims."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Db, IfMatch, Me, Now, Page, Paging, problems
from fastapi import Query, Response

from .. import commands, queries
from ..models import Claim
from ..rules import (
    ClaimExists,
    ClaimNotAnswered,
    ClaimNotSubmitted,
    ClaimOnHold,
    ClaimState,
    ClaimUnderWay,
    CoverageUnknown,
    InvoiceUnknown,
    LineUnknown,
    NoLaterCoverage,
    NoSuchClaim,
    NothingToKeep,
)
from ..rules.claim_facts import Frequency
from ..schemas import ClaimAgain, ClaimChange, ClaimView, FindingsView, NewClaim
from .asking import Biller, Billing, Delivered, Sight, SightAt, must_be_reached, router


@router.post("/claims", status_code=201, responses=problems(InvoiceUnknown, CoverageUnknown, ClaimExists))
async def create_claim(body: NewClaim, db: Db, me: Me, terms: Billing, now: Now) -> ClaimView:
    """Make a claim from an invoice and a coverage."""
    await must_be_reached(db, me, "invoice_id", body.invoice_id, InvoiceUnknown(field="invoice_id"))
    return await db.run(commands.create_claim, ClaimView.of, **body.model_dump(), terms=terms, now=now)


@router.get("/claims")
async def list_claims(
    db: Db,
    page: Paging,
    own: Sight,
    within: SightAt,
    patient_id: UUID | None = None,
    state: Annotated[list[ClaimState] | None, Query(max_length=10)] = None,
) -> Page[ClaimView]:
    """List claims, the newest first; several `state` may be given."""
    return await db.read(
        queries.list_claims,
        Page[ClaimView].of,
        patient_id=patient_id,
        states=state or [],
        own=own,
        page=page,
        within=within,
    )


@router.get("/claims/{claim_id}", responses=problems(NoSuchClaim))
async def get_claim(claim_id: UUID, db: Db, own: Sight) -> ClaimView:
    """Show one claim."""
    return await db.read(queries.get_claim, ClaimView.of, claim_id=claim_id, own=own)


@router.patch("/claims/{claim_id}", responses=problems(NoSuchClaim, ClaimUnderWay, LineUnknown))
async def change_claim(claim_id: UUID, body: ClaimChange, version: IfMatch, db: Db, now: Now) -> ClaimView:
    """Complete a claim that is not with the payer."""
    change = body.model_dump(exclude_none=True)
    return await db.run(commands.change_claim, ClaimView.of, claim_id=claim_id, version=version, change=change, now=now)


@router.post("/claims/{claim_id}/check", responses=problems(NoSuchClaim, ClaimUnderWay))
async def check_claim(claim_id: UUID, db: Db, provider: Biller, terms: Billing, now: Now) -> FindingsView:
    """Look at a claim with every rule."""
    return await db.run(
        commands.check_claim, FindingsView.of, claim_id=claim_id, provider=provider, terms=terms, now=now
    )


@router.post("/claims/{claim_id}/submit", responses=problems(NoSuchClaim, ClaimUnderWay, ClaimOnHold))
async def submit_claim(
    claim_id: UUID, db: Db, provider: Biller, terms: Billing, deliver: Delivered, me: Me, now: Now
) -> ClaimView:
    """Submit a claim that nothing holds."""
    return await db.run(
        commands.submit_claim,
        ClaimView.of,
        claim_id=claim_id,
        provider=provider,
        terms=terms,
        deliver=deliver,
        by=me.staff_id,
        now=now,
    )


_AGAIN = problems(NoSuchClaim, ClaimNotAnswered)


@router.post("/claims/{claim_id}/correct", responses=_AGAIN)
async def correct_claim(claim_id: UUID, body: ClaimAgain, db: Db, now: Now) -> ClaimView:
    """Begin to correct a claim the payer has; change, check and submit it as any other."""
    return await db.run(
        commands.again_claim,
        ClaimView.of,
        claim_id=claim_id,
        frequency=Frequency.CORRECTED,
        **body.model_dump(),
        now=now,
    )


@router.post("/claims/{claim_id}/void", responses=_AGAIN)
async def void_claim(claim_id: UUID, body: ClaimAgain, db: Db, now: Now) -> ClaimView:
    """Begin to withdraw a claim the payer has; submit it to tell the payer."""
    return await db.run(
        commands.again_claim, ClaimView.of, claim_id=claim_id, frequency=Frequency.VOID, **body.model_dump(), now=now
    )


@router.post("/claims/{claim_id}/keep", responses=problems(NoSuchClaim, NothingToKeep))
async def keep_claim(claim_id: UUID, db: Db, now: Now) -> ClaimView:
    """Give up correcting or withdrawing a claim: it stands as it was sent."""
    return await db.run(commands.keep_claim, ClaimView.of, claim_id=claim_id, now=now)


@router.post(
    "/claims/{claim_id}/secondary-claim",
    status_code=201,
    responses=problems(NoSuchClaim, ClaimNotAnswered, NoLaterCoverage, ClaimExists),
)
async def pass_on_claim(claim_id: UUID, db: Db, now: Now) -> ClaimView:
    """Make the claim for the next payer in order, who is told what this one answered."""
    return await db.run(commands.pass_on_claim, ClaimView.of, claim_id=claim_id, now=now)


X12_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/edi-x12": {"schema": {"type": "string"}}}, "description": "The file, 837P."}
}


@router.get(
    "/claims/{claim_id}/837p", response_class=Response, responses=X12_FILE | problems(NoSuchClaim, ClaimNotSubmitted)
)
async def get_claim_file(claim_id: UUID, db: Db, own: Sight) -> Response:
    """Fetch the file a claim was submitted with."""
    claim: Claim = await db.read(queries.get_claim, None, claim_id=claim_id, own=own)
    if claim.file is None:
        raise ClaimNotSubmitted()
    name = f'attachment; filename="{claim.control_number}.837"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(claim.file, media_type="application/edi-x12", headers=headers)
