"""Reminding patients of what is overdue: told to notifications, step by step."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from clinic_common.database import Session
from clinic_contracts.billing import InvoiceOverdue
from sqlalchemy import and_, or_, select

from ..models import Invoice
from ..rules import OWED_STATUSES
from .invoices import state_of

AT_ONCE = 100


async def remind_of_debts(session: Session, *, steps: Sequence[int], today: date, now: datetime) -> int:
    """
    Tell which invoices have been overdue for as many days as the next step wants (B13); how many there were.

    Only what the patient owes at this moment counts: not what is paid, void, or asked of a payer. Who is late for
    several steps at once is reminded once, by the last of them.

    :param steps: days after the invoice was due, growing
    """
    late = [
        and_(Invoice.dunned == step, Invoice.due_on <= today - timedelta(days=days)) for step, days in enumerate(steps)
    ]
    query = (
        select(Invoice)
        .where(
            Invoice.status.in_(OWED_STATUSES),
            Invoice.due_on < today,
            Invoice.balance_minor > Invoice.payer_minor,
            or_(*late),
        )
        .order_by(Invoice.due_on, Invoice.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    if not late:
        return 0
    found = list((await session.execute(query, execution_options={"populate_existing": True})).scalars())
    for invoice in found:
        assert invoice.due_on is not None
        invoice.dunned = sum(invoice.due_on <= today - timedelta(days=days) for days in steps)
    await session.flush()
    for invoice in found:
        owed = invoice.balance_minor - invoice.payer_minor
        told = {"step": invoice.dunned, "due_on": invoice.due_on, "owed_minor": owed}
        session.emit(state_of(invoice, InvoiceOverdue, now, **told))
    return len(found)
