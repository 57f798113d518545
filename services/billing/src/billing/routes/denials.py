"""Doors of denials: the queue, its work, and the claims that follow."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Day, Db, IfMatch, Now, Page, Paging, problems
from fastapi import Path, Query

from .. import commands, queries
from ..rules import (
    ClaimExists,
    ClaimNotAnswered,
    DenialStatus,
    NoClaimOfOurs,
    NoLaterCoverage,
    NoSuchDenial,
)
from ..schemas import ClaimAgain, ClaimView, DenialChange, DenialPage, DenialView, ReasonText, ReasonView
from .asking import Billing, Sight, SightAt, router

Code = Annotated[str, Path(pattern=r"^[A-Z0-9]{1,5}$")]


@router.get("/denials")
async def list_denials(
    db: Db,
    page: Paging,
    own: Sight,
    within: SightAt,
    terms: Billing,
    now: Now,
    status: Annotated[list[DenialStatus] | None, Query(max_length=10)] = None,
    owner_id: UUID | None = None,
    unowned: bool = False,
    patient_id: UUID | None = None,
    claim_id: UUID | None = None,
    payer: Annotated[str | None, Query(max_length=100, description="Identifier or name of the payer.")] = None,
    reason_code: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9]{1,5}$")] = None,
    due_by: Annotated[Day | None, Query(description="Only those with a deadline up to this day.")] = None,
) -> DenialPage:
    """List denials to be worked, the soonest deadline first; those open or in work, if no `status` is given."""
    today = terms.day_of(now)
    return await db.read(
        queries.list_denials,
        lambda rows: DenialPage.of(rows, today),
        statuses=status or [],
        owner_id=owner_id,
        unowned=unowned,
        patient_id=patient_id,
        claim_id=claim_id,
        payer=payer,
        reason_code=reason_code.upper() if reason_code else None,
        due_by=due_by,
        own=own,
        page=page,
        within=within,
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


@router.post("/denials/{denial_id}/corrected-claim", responses=problems(NoSuchDenial, NoClaimOfOurs, ClaimNotAnswered))
async def correct_denied_claim(denial_id: UUID, body: ClaimAgain, db: Db, now: Now) -> ClaimView:
    """Begin to correct the claim of a denial, which is then in work."""
    return await db.run(commands.correct_denied_claim, ClaimView.of, denial_id=denial_id, **body.model_dump(), now=now)


@router.post(
    "/denials/{denial_id}/secondary-claim",
    status_code=201,
    responses=problems(NoSuchDenial, NoClaimOfOurs, ClaimNotAnswered, NoLaterCoverage, ClaimExists),
)
async def pass_on_denied_claim(denial_id: UUID, db: Db, now: Now) -> ClaimView:
    """Make the claim for the next payer in order from a denial, which is then in work."""
    return await db.run(commands.pass_on_denied_claim, ClaimView.of, denial_id=denial_id, now=now)


@router.get("/adjustment-reasons")
async def list_reasons(db: Db, page: Paging) -> Page[ReasonView]:
    """List the reason codes of payers that the clinic keeps words for; none are shipped."""
    return await db.read(queries.list_reasons, Page[ReasonView].of, page=page)


@router.put("/adjustment-reasons/{code}")
async def keep_reason(code: Code, body: ReasonText, db: Db) -> ReasonView:
    """Keep what a payer's reason code means, in the clinic's words."""
    return await db.run(commands.keep_reason, ReasonView.of, code=code, **body.model_dump())
