"""The tables of billing: the fee schedule, invoices and what happened to them, the ledger, copies of others' facts."""

from datetime import date, datetime
from uuid import UUID

from clinic_common.database import TYPES, new_metadata
from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    event,
)  # fmt: skip
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .rules import MAX_PRICE_MINOR, MAX_QUANTITY, MAX_TOTAL_MINOR

CODE_LENGTH = 40
_POSITION = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The tables of billing."""

    metadata = new_metadata()
    type_annotation_map = TYPES


def _amount() -> Mapped[int]:
    return mapped_column(BigInteger)


class Patient(Base):
    """
    What billing knows of a patient; `owner_id` is the survivor of their merges, or they themselves (B9).

    Documents keep the patient they were made for; whose they are now is told by this row alone, so a merge
    moves everything, its undo moves back exactly what came, and nothing in the ledger ever changes.
    """

    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(index=True)
    record_number: Mapped[str | None] = mapped_column(String(40))
    given_name: Mapped[str | None] = mapped_column(String(200))
    family_name: Mapped[str | None] = mapped_column(String(200))
    details_version: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(Boolean, default=False)
    archived_version: Mapped[int] = mapped_column(default=0)

    @property
    def name(self) -> str | None:
        """Given and family name."""
        return " ".join(part for part in (self.given_name, self.family_name) if part) or None


class PatientMerge(Base):
    """A merge of two registrations, standing until undone."""

    __tablename__ = "patient_merges"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    survivor_id: Mapped[UUID]
    duplicate_id: Mapped[UUID] = mapped_column(index=True)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)


class Appointment(Base):
    """Who treats or treated whom: the copy of an appointment that decides what a practitioner may see (B8)."""

    __tablename__ = "appointments"
    __table_args__ = (Index("ix_appointments_treats", "practitioner_id", "patient_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[UUID]
    patient_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]


class Fee(Base):
    """A price of the fee schedule."""

    __tablename__ = "fees"
    __table_args__ = (CheckConstraint(f"price_minor BETWEEN 0 AND {MAX_PRICE_MINOR}", name="price"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    description: Mapped[str] = mapped_column(String(500))
    price_minor: Mapped[int] = _amount()
    currency: Mapped[str] = mapped_column(String(3))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Invoice(Base):
    """An invoice; its amounts are what the ledger says, kept here so that the database refuses to exceed them (B5)."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("appointment_id"),  # B1
        UniqueConstraint("number"),  # B6
        UniqueConstraint("id", "currency", name="uq_invoices_id_currency"),  # L3
        CheckConstraint(f"total_minor BETWEEN 0 AND {MAX_TOTAL_MINOR}", name="total"),  # B3
        CheckConstraint("paid_minor >= 0 AND adjusted_minor >= 0 AND balance_minor >= 0", name="amounts"),  # B5
        CheckConstraint(
            "(status IN ('draft', 'void') AND paid_minor = 0 AND adjusted_minor = 0 AND balance_minor = 0)"
            " OR (status NOT IN ('draft', 'void') AND balance_minor = total_minor - paid_minor - adjusted_minor)",
            name="balance",
        ),  # B5
        CheckConstraint(
            "status = 'void' OR (status = 'draft' AND number IS NULL) OR (status <> 'draft' AND number IS NOT NULL)",
            name="numbered",
        ),  # B6
        Index("ix_invoices_patient", "original_patient_id", "id"),
        Index("ix_invoices_status", "status", "id"),
        Index("ix_invoices_opened_at", "opened_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40))
    original_patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    appointment_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(String(20))
    needs_attention: Mapped[bool] = mapped_column(Boolean, default=False)
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = _amount()
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    adjusted_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    balance_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    opened_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    issued_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(500))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    patient: Mapped[Patient] = relationship(lazy="selectin")
    lines: Mapped[list["InvoiceLine"]] = relationship(
        order_by="InvoiceLine.position", cascade="all, delete-orphan", lazy="selectin"
    )
    payments: Mapped[list["Payment"]] = relationship(order_by="Payment.id", back_populates="invoice", lazy="selectin")
    adjustments: Mapped[list["Adjustment"]] = relationship(
        order_by="Adjustment.id", back_populates="invoice", lazy="selectin"
    )

    @property
    def patient_id(self) -> UUID:
        """Whose invoice this is now."""
        return self.patient.owner_id

    @property
    def patient_name(self) -> str | None:
        """The name it was made out to."""
        return self.patient.name


class InvoiceLine(Base):
    """One line of an invoice."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity"),
        CheckConstraint(f"unit_price_minor BETWEEN 0 AND {MAX_PRICE_MINOR}", name="price"),
        CheckConstraint("amount_minor = quantity * unit_price_minor", name="amount"),  # B2
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    fee_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    description: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[int]
    unit_price_minor: Mapped[int] = _amount()
    amount_minor: Mapped[int] = _amount()


class Payment(Base):
    """Money that came in for an invoice; what was given back of it stands in `refunded_minor` (B7)."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("receipt_number"),  # B6
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded"),  # B7
        Index("ix_payments_invoice", "invoice_id", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    receipt_number: Mapped[str] = mapped_column(String(40))
    amount_minor: Mapped[int] = _amount()
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    method: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(100))
    taken_at: Mapped[datetime]
    taken_by: Mapped[UUID]

    invoice: Mapped[Invoice] = relationship(back_populates="payments", lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose payment this is now."""
        return self.invoice.patient_id

    @property
    def currency(self) -> str:
        """The invoice's currency."""
        return self.invoice.currency


class Refund(Base):
    """Money given back from a payment."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        Index("ix_refunds_payment", "payment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments.id"))
    amount_minor: Mapped[int] = _amount()
    reason: Mapped[str] = mapped_column(String(500))
    refunded_at: Mapped[datetime]
    refunded_by: Mapped[UUID]

    payment: Mapped[Payment] = relationship(lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose refund this is now."""
        return self.payment.patient_id

    @property
    def invoice(self) -> Invoice:
        """The invoice that is owed again."""
        return self.payment.invoice

    @property
    def invoice_id(self) -> UUID:
        """The invoice that is owed again."""
        return self.payment.invoice_id

    @property
    def currency(self) -> str:
        """The invoice's currency."""
        return self.payment.currency


class Adjustment(Base):
    """A credit or write-off: less is owed than was charged."""

    __tablename__ = "adjustments"
    __table_args__ = (
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        Index("ix_adjustments_invoice", "invoice_id", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    kind: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int] = _amount()
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]

    invoice: Mapped[Invoice] = relationship(back_populates="adjustments", lazy="selectin")


class Payer(Base):
    """Somebody who pays for patients, such as an insurer."""

    __tablename__ = "payers"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    payer_identifier: Mapped[str | None] = mapped_column(String(80), unique=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Coverage(Base):
    """That a payer covers a patient, for a time, in a rank (B10)."""

    __tablename__ = "coverages"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity"),
        Index("ix_coverages_patient", "original_patient_id", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    original_patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("payers.id"))
    member_id: Mapped[str] = mapped_column(String(80))
    group_number: Mapped[str | None] = mapped_column(String(80))
    rank: Mapped[str] = mapped_column(String(20))
    relationship_to_subscriber: Mapped[str] = mapped_column(String(20))
    subscriber_name: Mapped[str | None] = mapped_column(String(100))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    patient: Mapped[Patient] = relationship(lazy="selectin")
    payer: Mapped[Payer] = relationship(lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose coverage this is now."""
        return self.patient.owner_id

    @property
    def payer_name(self) -> str:
        """Who pays."""
        return self.payer.name


class Counter(Base):
    """The last number given out of a series without gaps (B6): it moves in the transaction that uses the number."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = _amount()


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
        Index("ix_ledger_entries_patient", "original_patient_id", "currency", "position"),
        Index("ix_ledger_entries_posted", "currency", "posted_at"),
    )
    position: Mapped[int] = mapped_column(_POSITION, primary_key=True, autoincrement=True)
    document_kind: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[UUID]
    invoice_id: Mapped[UUID | None]
    original_patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
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
    amount_minor: Mapped[int] = _amount()


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
