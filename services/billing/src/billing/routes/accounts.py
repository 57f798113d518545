"""Doors of accounts, payers and coverages, the proof and reports."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Db, Page, Paging, needs, problems

from .. import commands, queries
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
    DayReportView,
    FinanceReportView,
    NewCoverage,
    NewPayer,
    PayerView,
    ProofView,
    StatementView,
)
from .asking import Between, Billing, InCurrency, Period, PeriodUpsideDown, Sight, router, until_known


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


@router.get("/patients/{patient_id}/statement", responses=problems(NoSuchPatient, PeriodUpsideDown))
async def get_patient_statement(
    patient_id: UUID,
    db: Db,
    page: Paging,
    own: Sight,
    period: Annotated[Period, needs(Period)],
    terms: Billing,
    currency: InCurrency = None,
) -> StatementView:
    """Show what was posted to a patient's account in a time, the oldest first."""
    return await db.read(
        queries.get_statement,
        StatementView.of,
        patient_id=patient_id,
        currency=currency or terms.currency,
        begin=period.begin,
        end=period.end,
        own=own,
        page=page,
    )


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


@router.get("/reports/day", responses=problems(PeriodUpsideDown))
async def report_money_of_day(db: Db, between: Between, terms: Billing, currency: InCurrency = None) -> DayReportView:
    """Report the money of a day."""
    begin, end = between
    return await db.read(
        queries.report_day, DayReportView.of, begin=begin, end=end, currency=currency or terms.currency
    )


@router.get("/reports/finance", responses=problems(PeriodUpsideDown))
async def report_finance(db: Db, between: Between, terms: Billing, currency: InCurrency = None) -> FinanceReportView:
    """Report the money of a period."""
    begin, end = between
    return await db.read(
        queries.report_finance, FinanceReportView.of, begin=begin, end=end, currency=currency or terms.currency
    )
