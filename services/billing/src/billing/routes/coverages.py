"""Doors of payers and coverages, and of what a claim would need."""

from uuid import UUID

from clinic_common.http import Db, IfMatch, Now, Page, Paging, problems

from .. import commands, queries
from ..rules import (
    CoverageUnknown,
    NoSuchCoverage,
    NoSuchInvoice,
    NoSuchPatient,
    NoSuchPayer,
    PayerIdentifierTaken,
    PayerUnknown,
    RankTaken,
    SubscriberMissing,
    ValidityUpsideDown,
)
from ..schemas import CoverageChange, CoverageView, NewCoverage, NewPayer, PayerChange, PayerView, ReadinessView
from .asking import Biller, Billing, Sight, router, until_known


@router.post("/payers", status_code=201, responses=problems(PayerIdentifierTaken))
async def add_payer(body: NewPayer, db: Db) -> PayerView:
    """Add somebody who pays for patients."""
    return await db.run(commands.add_payer, PayerView.of, **body.model_dump())


@router.patch("/payers/{payer_id}", responses=problems(NoSuchPayer, PayerIdentifierTaken))
async def change_payer(payer_id: UUID, body: PayerChange, version: IfMatch, db: Db) -> PayerView:
    """Change what is known of a payer."""
    change = body.model_dump(exclude_none=True)
    return await db.run(commands.change_payer, PayerView.of, payer_id=payer_id, version=version, change=change)


@router.get("/payers")
async def list_payers(db: Db, page: Paging) -> Page[PayerView]:
    """List who pays for patients."""
    return await db.read(queries.list_payers, Page[PayerView].of, page=page)


@router.post(
    "/patients/{patient_id}/coverages",
    status_code=201,
    responses=problems(NoSuchPatient, PayerUnknown, ValidityUpsideDown, SubscriberMissing, RankTaken),
)
async def add_coverage(patient_id: UUID, body: NewCoverage, db: Db, now: Now) -> CoverageView:
    """Record that a payer covers a patient."""
    await until_known(db, patient_id, now)
    return await db.run(commands.add_coverage, CoverageView.of, patient_id=patient_id, **body.values())


@router.get("/patients/{patient_id}/coverages", responses=problems(NoSuchPatient))
async def list_coverages(patient_id: UUID, db: Db, page: Paging, own: Sight) -> Page[CoverageView]:
    """List who covers a patient."""
    return await db.read(queries.list_coverages, Page[CoverageView].of, patient_id=patient_id, own=own, page=page)


@router.get("/coverages/{coverage_id}", responses=problems(NoSuchCoverage))
async def get_coverage(coverage_id: UUID, db: Db, own: Sight) -> CoverageView:
    """Show one coverage."""
    return await db.read(queries.get_coverage, CoverageView.of, coverage_id=coverage_id, own=own)


@router.patch(
    "/coverages/{coverage_id}",
    responses=problems(NoSuchCoverage, PayerUnknown, ValidityUpsideDown, SubscriberMissing, RankTaken),
)
async def change_coverage(coverage_id: UUID, body: CoverageChange, version: IfMatch, db: Db) -> CoverageView:
    """Correct a coverage, end it with `valid_until`, or withdraw one recorded by mistake."""
    change = body.values(exclude_unset=True)
    return await db.run(
        commands.change_coverage, CoverageView.of, coverage_id=coverage_id, version=version, change=change
    )


@router.get("/invoices/{invoice_id}/claim-check", responses=problems(NoSuchInvoice, CoverageUnknown))
async def check_readiness(
    invoice_id: UUID, db: Db, own: Sight, provider: Biller, terms: Billing, now: Now, coverage_id: UUID | None = None
) -> ReadinessView:
    """Say what is missing for a claim before one is made, under the next coverage in order or the one named."""
    return await db.read(
        queries.check_readiness,
        ReadinessView.of,
        invoice_id=invoice_id,
        coverage_id=coverage_id,
        own=own,
        provider=provider,
        terms=terms,
        now=now,
    )
