"""Doors of accounts, the proof and reports."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Db, Paging, problems
from fastapi import Depends

from .. import queries
from ..rules import NoSuchPatient
from ..schemas import (
    AccountView,
    DayReportView,
    FinanceReportView,
    ProofView,
    StatementView,
)
from .asking import Between, Billing, InCurrency, Period, PeriodUpsideDown, Sight, router


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
    period: Annotated[Period, Depends()],
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
