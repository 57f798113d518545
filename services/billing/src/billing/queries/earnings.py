"""What each code earns per payer: the money of invoices, shared among their lines to the cent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import BigInteger, case, func, select, type_coerce

from ..models import Invoice, InvoiceLine, LedgerEntry, Payer
from ..rules import ADJUSTMENTS, DocumentKind
from .legs import into, legs, paid_by_leg
from .reports import names_of, within


@dataclass(frozen=True)
class Earned:
    """What one code brought in from the patients of one payer; without an id those who pay for themselves."""

    code: str | None
    description: str
    payer_id: UUID | None
    payer_name: str | None
    collected_minor: int
    adjusted_minor: int


async def report_earnings(session: Session, *, begin: datetime, end: datetime, currency: str) -> list[Earned]:
    """
    What each code brought in per payer in [begin, end): what was paid on invoices, and forgiven, over their lines.

    An invoice's money is shared among its lines by what they come to; of each share the whole units up to a line,
    less those up to the line before, so that the shares add up to the money exactly.
    """
    money = (
        within(
            legs(
                LedgerEntry.invoice_id,
                func.sum(paid_by_leg()).label("paid"),
                func.sum(into(ADJUSTMENTS)).label("adjusted"),
            ),
            currency,
            begin,
            end,
        )
        .where(LedgerEntry.document_kind.not_in((DocumentKind.INVOICE, DocumentKind.CLAIM)))
        .group_by(LedgerEntry.invoice_id)
        .subquery("money")
    )
    line = InvoiceLine.amount_minor + InvoiceLine.tax_minor
    upto = func.sum(line).over(partition_by=InvoiceLine.invoice_id, order_by=InvoiceLine.position, rows=(None, 0))
    each = (
        select(
            InvoiceLine.fee_code,
            InvoiceLine.description,
            Invoice.payer_id,
            Invoice.total_minor.label("total"),
            money.c.paid,
            money.c.adjusted,
            upto.label("upto"),
            line.label("line"),
        )
        .select_from(money)
        .join(Invoice, Invoice.id == money.c.invoice_id)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .where(Invoice.total_minor > 0)
        .subquery("each")
    )
    shares = [func.sum(_share(each.c[name], each)) for name in ("paid", "adjusted")]
    query = select(each.c.fee_code, func.min(each.c.description), each.c.payer_id, *shares)
    rows = (await session.execute(query.group_by(each.c.fee_code, each.c.payer_id))).all()
    names = await names_of(session, Payer, {payer_id for _, _, payer_id, *_ in rows})
    found = [
        Earned(code, text, payer_id, names.get(payer_id), int(collected), int(adjusted))
        for code, text, payer_id, collected, adjusted in rows
        if collected or adjusted
    ]
    return sorted(found, key=lambda row: (row.code or "", row.payer_name or "", str(row.payer_id)))


def _share(amount: Any, each: Any) -> Any:
    """What of an amount falls to a line; mostly all of the line or nothing, which costs no division."""
    before = _part(amount, each.c.upto - each.c.line, each.c.total)
    shared = _part(amount, each.c.upto, each.c.total) - before
    return case((amount == each.c.total, each.c.line), (amount == 0, 0), else_=shared)


_STEP = 100_000


def _part(amount: Any, upto: Any, total: Any) -> Any:
    """
    `amount × upto ÷ total` in whole units towards nought, exactly, within 64 bits, and alike on both databases.

    Long division in steps of 10⁵: no product passes 10¹⁷, and each quotient is taken of what divides without a rest.
    """
    size = func.abs(amount)
    high, low = _whole(size, _STEP), size % _STEP
    first = high * upto
    part = _whole(first, total) * _STEP + _whole((first % total) * _STEP + low * upto, total)
    return case((amount < 0, -part), else_=part)


def _whole(number: Any, by: Any) -> Any:
    return type_coerce(number - number % by, BigInteger) // type_coerce(by, BigInteger)
