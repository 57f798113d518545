"""Doors of accounts, payers and coverages, and the proof."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.database import utc_now
from clinic_common.http import Db, Page, PageRequest, Paging, problems
from fastapi import Depends, Request

from .. import commands, papers, queries
from ..rules import (
    NoSuchPatient,
    PayerIdentifierTaken,
    PayerUnknown,
    RankTaken,
    SubscriberMissing,
    ValidityUpsideDown,
)
from ..schemas import (
    AccountView,
    CoverageView,
    NewCoverage,
    NewPayer,
    PayerView,
    ProofView,
    StatementView,
)
from .asking import Billing, InCurrency, Period, PeriodUpsideDown, Sight, router, until_known
from .printing import AS_PDF, Head, InLanguage, Printed


@router.get("/patients/{patient_id}/account", responses=problems(NoSuchPatient))
async def get_patient_account(
    patient_id: UUID, db: Db, page: Paging, own: Sight, terms: Billing, currency: InCurrency = None
) -> AccountView:
    """Show what a patient owes and how that came about, the newest entry first."""
    return await db.read(
        queries.get_account,
        AccountView.of,
        patient_id=patient_id,
        currency=currency or terms.currency,
        own=own,
        page=page,
    )


@router.get(
    "/patients/{patient_id}/statement",
    response_model=StatementView,
    responses=AS_PDF | problems(NoSuchPatient, PeriodUpsideDown),
)
async def get_patient_statement(
    request: Request,
    patient_id: UUID,
    db: Db,
    page: Paging,
    own: Sight,
    period: Annotated[Period, Depends()],
    terms: Billing,
    head: Head,
    currency: InCurrency = None,
    language: InLanguage = None,
) -> Any:
    """Show what was posted to a patient's account in a time, the oldest first; `Accept: application/pdf` prints it."""
    printing = "application/pdf" in request.headers.get("accept", "")
    printed = await db.read(
        queries.get_statement,
        Printed.of(StatementView),
        patient_id=patient_id,
        currency=currency or terms.currency,
        begin=period.begin,
        end=period.end,
        own=own,
        page=PageRequest(MOST_PRINTED) if printing else page,
    )
    if not printing:
        return printed.view
    return await printed.as_pdf(papers.statement_pdf, head, language, name=f"statement-{terms.day_of(utc_now())}")


MOST_PRINTED = 5_000
"""Entries on one printed statement: a period can be given for more."""


@router.post("/payers", status_code=201, responses=problems(PayerIdentifierTaken))
async def add_payer(body: NewPayer, db: Db) -> PayerView:
    """Add somebody who pays for patients."""
    return await db.run(commands.add_payer, PayerView.of, **body.model_dump())


@router.get("/payers")
async def list_payers(db: Db, page: Paging) -> Page[PayerView]:
    """List who pays for patients."""
    return await db.read(queries.list_payers, Page[PayerView].of, page=page)


@router.post(
    "/patients/{patient_id}/coverages",
    status_code=201,
    responses=problems(NoSuchPatient, PayerUnknown, ValidityUpsideDown, SubscriberMissing, RankTaken),
)
async def add_coverage(patient_id: UUID, body: NewCoverage, db: Db) -> CoverageView:
    """Record that a payer covers a patient."""
    await until_known(db, patient_id)
    return await db.run(commands.add_coverage, CoverageView.of, patient_id=patient_id, **body.model_dump())


@router.get("/patients/{patient_id}/coverages", responses=problems(NoSuchPatient))
async def list_coverages(patient_id: UUID, db: Db, page: Paging, own: Sight) -> Page[CoverageView]:
    """List who covers a patient."""
    return await db.read(queries.list_coverages, Page[CoverageView].of, patient_id=patient_id, own=own, page=page)


@router.get("/ledger/proof")
async def prove_ledger(db: Db) -> ProofView:
    """Prove that ledger, invoices, payments and totals agree, or name the first entry that does not."""
    return await db.read(queries.prove_ledger, ProofView.of)
