"""Doors of claims and denials."""

from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

from clinic_common.http import Db, IfMatch, Now, Page, Paging, Res, needs, problems
from fastapi import Query, Response

from .. import commands, queries
from ..models import Claim
from ..rules import (
    ClaimExists,
    ClaimNotSubmitted,
    ClaimOnHold,
    ClaimState,
    ClaimUnderWay,
    CoverageUnknown,
    DenialStatus,
    InvoiceUnknown,
    NoSuchClaim,
    NoSuchDenial,
)
from ..rules.claims import Provider
from ..schemas import ClaimChange, ClaimView, DenialChange, DenialPage, DenialView, FindingsView, NewClaim
from .asking import Billing, Sight, router

if TYPE_CHECKING:
    from ..settings import BillingSettings


def provider_of(resources: Res) -> Provider:
    """Who bills, as the settings say."""
    settings = cast("BillingSettings", resources.settings)
    return Provider(
        name=settings.clinic_name,
        npi=settings.provider_npi,
        tax_id=settings.provider_tax_id,
        line1=settings.provider_street,
        city=settings.provider_city,
        region=settings.provider_state,
        postal_code=settings.provider_zip,
        phone=settings.provider_phone,
        taxonomy=settings.provider_taxonomy,
        submitter_id=settings.submitter_id,
        receiver_id=settings.receiver_id,
        receiver_name=settings.receiver_name,
        test=settings.claims_are_tests,
    )


Biller = Annotated[Provider, needs(provider_of)]


@router.post("/claims", status_code=201, responses=problems(InvoiceUnknown, CoverageUnknown, ClaimExists))
async def create_claim(body: NewClaim, db: Db, terms: Billing, now: Now) -> ClaimView:
    """Make a claim from an invoice and a coverage."""
    return await db.run(commands.create_claim, ClaimView.of, **body.model_dump(), terms=terms, now=now)


@router.get("/claims")
async def list_claims(
    db: Db,
    page: Paging,
    own: Sight,
    patient_id: UUID | None = None,
    state: Annotated[list[ClaimState] | None, Query(max_length=10)] = None,
) -> Page[ClaimView]:
    """List claims, the newest first; several `state` may be given."""
    return await db.read(
        queries.list_claims, Page[ClaimView].of, patient_id=patient_id, states=state or [], own=own, page=page
    )


@router.get("/claims/{claim_id}", responses=problems(NoSuchClaim))
async def get_claim(claim_id: UUID, db: Db, own: Sight) -> ClaimView:
    """Show one claim."""
    return await db.read(queries.get_claim, ClaimView.of, claim_id=claim_id, own=own)


@router.patch("/claims/{claim_id}", responses=problems(NoSuchClaim, ClaimUnderWay))
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
async def submit_claim(claim_id: UUID, db: Db, provider: Biller, terms: Billing, now: Now) -> ClaimView:
    """Submit a claim that nothing holds."""
    return await db.run(commands.submit_claim, ClaimView.of, claim_id=claim_id, provider=provider, terms=terms, now=now)


_X12: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/edi-x12": {"schema": {"type": "string"}}}, "description": "The file, 837P."}
}


@router.get(
    "/claims/{claim_id}/837p", response_class=Response, responses=_X12 | problems(NoSuchClaim, ClaimNotSubmitted)
)
async def get_claim_file(claim_id: UUID, db: Db, own: Sight) -> Response:
    """Fetch the file a claim was submitted with."""
    claim: Claim = await db.read(queries.get_claim, None, claim_id=claim_id, own=own)
    if claim.file is None:
        raise ClaimNotSubmitted()
    name = f'attachment; filename="{claim.control_number}.837"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(claim.file, media_type="application/edi-x12", headers=headers)


@router.get("/denials")
async def list_denials(
    db: Db,
    page: Paging,
    own: Sight,
    terms: Billing,
    now: Now,
    status: Annotated[list[DenialStatus] | None, Query(max_length=10)] = None,
    owner_id: UUID | None = None,
) -> DenialPage:
    """List denials to be worked, the oldest first; those open or in work, if no `status` is given."""
    today = terms.day_of(now)
    return await db.read(
        queries.list_denials,
        lambda rows: DenialPage.of(rows, today),
        statuses=status or [],
        owner_id=owner_id,
        own=own,
        page=page,
    )


@router.patch("/denials/{denial_id}", responses=problems(NoSuchDenial))
async def change_denial(
    denial_id: UUID, body: DenialChange, version: IfMatch, db: Db, terms: Billing, now: Now
) -> DenialView:
    """Say who works a denial, what is next and until when."""
    today, change = terms.day_of(now), body.model_dump(exclude_unset=True)
    return await db.run(
        commands.change_denial,
        lambda row: DenialView.on(row, today),
        denial_id=denial_id,
        version=version,
        change=change,
    )
