"""The legs of the ledger as queries see them: what stands there, and what each does to which accounts."""

from typing import Any

from sqlalchemy import and_, case, or_, select

from ..models import LedgerEntry, LedgerLine
from ..rules import CASH, RECEIVABLE, REFUNDS, TRANSFERS, UNAPPLIED_CREDIT


def legs(*columns: Any) -> Any:
    """Columns of entries and their legs."""
    return select(*columns).select_from(LedgerEntry).join(LedgerLine, LedgerLine.entry_position == LedgerEntry.position)


def written() -> Any:
    """Every leg that stands in the ledger."""
    return legs(
        LedgerEntry.position,
        LedgerEntry.document_kind.label("kind"),
        LedgerEntry.document_id,
        LedgerEntry.posted_at,
        LedgerEntry.invoice_id,
        LedgerEntry.original_patient_id.label("patient_id"),
        LedgerEntry.currency,
        LedgerEntry.number,
        LedgerLine.debit_account.label("debit"),
        LedgerLine.credit_account.label("credit"),
        LedgerLine.amount_minor.label("amount"),
    )


def paid_by_leg() -> Any:
    """How a leg changes what was paid on its invoice: money or credit put to it, less what was taken off."""
    debit, credit, amount = LedgerLine.debit_account, LedgerLine.credit_account, LedgerLine.amount_minor

    def money(account: Any) -> Any:
        return or_(account.startswith(CASH), account.in_((REFUNDS, UNAPPLIED_CREDIT, TRANSFERS)))

    return case(
        (and_(credit == RECEIVABLE, money(debit)), amount), (and_(debit == RECEIVABLE, money(credit)), -amount), else_=0
    )


def into(*accounts: str) -> Any:
    """How a leg changes what stands on accounts: debits less credits; a name that ends in a colon is all of a kind."""

    def on(account: Any) -> Any:
        return or_(*(account.startswith(name) if name.endswith(":") else account == name for name in accounts))

    amount = LedgerLine.amount_minor
    return case((on(LedgerLine.debit_account), amount), else_=0) - case(
        (on(LedgerLine.credit_account), amount), else_=0
    )
