"""Doors of accounts, and the proof."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.database import utc_now
from clinic_common.http import Db, PageRequest, Paging, needs, problems
from clinic_common.sheets import AS_PDF
from fastapi import Request

from .. import papers, queries
from ..rules import NoSuchPatient
from ..schemas import AccountView, ProofView, StatementView
from .asking import Billing, InCurrency, Period, PeriodUpsideDown, Sight, router
from .printing import Head, InLanguage, Printed


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
    period: Annotated[Period, needs(Period)],
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


@router.get("/ledger/proof")
async def prove_ledger(db: Db) -> ProofView:
    """Prove that ledger, invoices, payments and totals agree, or name the first entry that does not."""
    return await db.read(queries.prove_ledger, ProofView.of)
