"""Doors of the reports of money: JSON, or CSV and PDF as `Accept` asks."""

from datetime import timedelta
from typing import Annotated, Any

from clinic_common.errors import Invalid
from clinic_common.http import Day, Db, Now, problems
from clinic_common.sheets import AS_SHEET, report_answer
from fastapi import Query, Request

from .. import queries
from ..schemas import (
    AgedView,
    AgingView,
    DayReportView,
    EarnedView,
    EarningsView,
    FinanceReportView,
    PaymentsReportView,
    TakenView,
)
from .asking import Between, Billing, InCurrency, PeriodUpsideDown, router

MOST_DAYS = 366


class PeriodTooLong(Invalid):
    """A report by day covers at most a year."""


_PERIOD = AS_SHEET | problems(PeriodUpsideDown)


def _named(kind: str, between: tuple[Any, Any], terms: Billing) -> dict[str, str]:
    """Title and file name of a report over a period: its first and last day."""
    first, last = terms.day_of(between[0]), terms.day_of(max(between[0], between[1] - timedelta(microseconds=1)))
    return {"title": f"{kind.capitalize()}, {first} – {last}", "name": f"{kind}-{first}-{last}"}


@router.get("/reports/day", responses=problems(PeriodUpsideDown))
async def report_money_of_day(db: Db, between: Between, terms: Billing, currency: InCurrency = None) -> DayReportView:
    """Report the money of a day."""
    begin, end = between
    return await db.read(
        queries.report_day, DayReportView.of, begin=begin, end=end, currency=currency or terms.currency
    )


@router.get("/reports/finance", response_model=FinanceReportView, responses=_PERIOD)
async def report_finance(
    request: Request, db: Db, between: Between, terms: Billing, currency: InCurrency = None
) -> Any:
    """Report the money of a period: charged, collected, adjusted, refunded, owed; by payer, code, practitioner."""
    begin, end = between
    report = await db.read(
        queries.report_finance, FinanceReportView.of, begin=begin, end=end, currency=currency or terms.currency
    )
    return await report_answer(request, report, **_named("finance", between, terms))


@router.get("/reports/aging", response_model=AgingView, responses=AS_SHEET)
async def report_aging(
    request: Request,
    db: Db,
    terms: Billing,
    now: Now,
    on: Annotated[Day | None, Query(description="At the end of which day; now, if left out.")] = None,
    currency: InCurrency = None,
) -> Any:
    """Report what is owed by age: by each payer who was asked, and by the patients."""
    at = terms.start_of(on + timedelta(days=1)) if on else now
    money = currency or terms.currency
    items = await db.read(queries.report_aging, _all(AgedView), at=at, currency=money)
    day = on or terms.day_of(now)
    total = sum(item.total_minor for item in items)
    report = AgingView(on=day, currency=money, items=items, total_minor=total)
    return await report_answer(request, report, title=f"Owed by age, {day}", name=f"aging-{day}")


@router.get(
    "/reports/payments",
    response_model=PaymentsReportView,
    responses=AS_SHEET | problems(PeriodUpsideDown, PeriodTooLong),
)
async def report_payments(
    request: Request,
    db: Db,
    terms: Billing,
    begin: Annotated[Day, Query(alias="from", description="First day.")],
    end: Annotated[Day, Query(alias="to", description="Last day.")],
    currency: InCurrency = None,
) -> Any:
    """Report what came in and went out by method and day; at most a year."""
    if end < begin:
        raise PeriodUpsideDown(field="to")
    if (end - begin).days >= MOST_DAYS:
        raise PeriodTooLong(field="to")
    money = currency or terms.currency
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    bounds: list[Any] = [(day, terms.start_of(day), terms.start_of(day + timedelta(days=1))) for day in days]
    items = await db.read(queries.report_payments, _all(TakenView), days=bounds, currency=money)
    sums = {name: sum(getattr(item, name) for item in items) for name in ("taken_minor", "refunded_minor")}
    report = PaymentsReportView(currency=money, items=items, **sums)
    return await report_answer(request, report, title=f"Payments, {begin} – {end}", name=f"payments-{begin}-{end}")


@router.get("/reports/earnings", response_model=EarningsView, responses=_PERIOD)
async def report_earnings(
    request: Request, db: Db, between: Between, terms: Billing, currency: InCurrency = None
) -> Any:
    """Report what each code brought in from the patients of each payer."""
    begin, end = between
    money = currency or terms.currency
    items = await db.read(queries.report_earnings, _all(EarnedView), begin=begin, end=end, currency=money)
    sums = {name: sum(getattr(item, name) for item in items) for name in ("collected_minor", "adjusted_minor")}
    report = EarningsView(currency=money, items=items, **sums)
    return await report_answer(request, report, **_named("earnings", between, terms))


def _all(view: Any) -> Any:
    return lambda rows: [view.of(row) for row in rows]
