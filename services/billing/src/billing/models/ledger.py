"""The ledger, the numbers without gaps, and the triggers that keep what was posted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, amount

_POSITION = BigInteger().with_variant(Integer, "sqlite")


class Counter(Base):
    """The last number given out of a series without gaps (B6): it moves in the transaction that uses the number."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = amount()


class LedgerEntry(Base):
    """What one document posted; never changed, never removed (L2), in one currency, its invoice's (L3)."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("document_kind", "document_id"),  # L4
        ForeignKeyConstraint(
            ["invoice_id", "currency"],
            ["invoices.id", "invoices.currency"],
            name="fk_ledger_entries_invoice_id",
        ),  # L3
        CheckConstraint("legs BETWEEN 0 AND 100", name="legs"),
        Index("ix_ledger_entries_invoice", "invoice_id", "currency", "posted_at"),
        Index("ix_ledger_entries_patient", "original_patient_id", "currency", "position"),
        Index("ix_ledger_entries_posted", "currency", "posted_at", "document_kind", "invoice_id"),
    )
    position: Mapped[int] = mapped_column(_POSITION, primary_key=True, autoincrement=True)
    document_kind: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[UUID]
    invoice_id: Mapped[UUID | None]
    original_patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patients.id"))
    """Null where an entry is between the clinic and a payer alone."""
    number: Mapped[str | None] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(500))
    currency: Mapped[str] = mapped_column(String(3))
    posted_at: Mapped[datetime]
    legs: Mapped[int] = mapped_column(SmallInteger)


class LedgerLine(Base):
    """
    One leg of an entry: an amount debited to one account and credited to another.

    That makes an unbalanced entry impossible to write down (L1). No leg can join an entry later (L2): it would
    have to be one of the `legs` the entry was posted with, and those are all there.
    """

    __tablename__ = "ledger_lines"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),  # L1
        CheckConstraint("debit_account <> credit_account", name="accounts"),  # L1
        CheckConstraint("leg >= 1", name="leg"),
        Index("ix_ledger_lines_debit", "debit_account", "entry_position"),
        Index("ix_ledger_lines_credit", "credit_account", "entry_position"),
    )
    entry_position: Mapped[int] = mapped_column(
        _POSITION, ForeignKey("ledger_entries.position"), primary_key=True, autoincrement=False
    )
    leg: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    debit_account: Mapped[str] = mapped_column(String(60))
    credit_account: Mapped[str] = mapped_column(String(60))
    amount_minor: Mapped[int] = amount()


_REFUSED = "L2: the ledger is append-only"
_GUARDED = [("ledger_entries", verb) for verb in ("update", "delete")] + [
    ("ledger_lines", verb) for verb in ("update", "delete")
]


def guard_names() -> list[str]:
    """The triggers that keep the ledger as it was written."""
    return [f"{table}_no_{verb}" for table, verb in _GUARDED] + ["ledger_lines_no_more"]


def guards(dialect: str) -> list[str]:
    """The statements that make those triggers (L2), the same promise in either database's words."""
    if dialect == "mysql":
        stop = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_REFUSED}'"
        every = "FOR EACH ROW "
        more = (
            "FOR EACH ROW BEGIN IF NEW.leg > (SELECT legs FROM ledger_entries WHERE position = NEW.entry_position) "
            f"THEN {stop}; END IF; END"
        )
    else:
        stop = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        every = ""
        more = f"WHEN NEW.leg > (SELECT legs FROM ledger_entries WHERE position = NEW.entry_position) {stop}"
    statements = [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {every}{stop}" for table, verb in _GUARDED
    ]
    return [*statements, f"CREATE TRIGGER ledger_lines_no_more BEFORE INSERT ON ledger_lines {more}"]


for _dialect in ("mysql", "sqlite"):
    for _statement in guards(_dialect):
        # ledger_lines is made last of the two, as it refers to ledger_entries.
        event.listen(LedgerLine.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

# A table that is emptied whole asks no trigger: for tests, which begin with none.
Base.metadata.info["mysql_guards_off"] = ("TRUNCATE TABLE ledger_lines", "TRUNCATE TABLE ledger_entries")
