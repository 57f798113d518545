"""The fee schedule, invoices, and what happened to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..rules import MAX_PRICE_MINOR, MAX_QUANTITY, MAX_TOTAL_MINOR
from .base import CODE_LENGTH, Base, amount
from .patients import Patient


class Fee(Base):
    """A price of the fee schedule."""

    __tablename__ = "fees"
    __table_args__ = (CheckConstraint(f"price_minor BETWEEN 0 AND {MAX_PRICE_MINOR}", name="price"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    description: Mapped[str] = mapped_column(String(500))
    price_minor: Mapped[int] = amount()
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
    total_minor: Mapped[int] = amount()
    paid_minor: Mapped[int] = amount(default=0)
    adjusted_minor: Mapped[int] = amount(default=0)
    balance_minor: Mapped[int] = amount(default=0)
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
    unit_price_minor: Mapped[int] = amount()
    amount_minor: Mapped[int] = amount()
    diagnosis_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    modifiers: Mapped[list[str]] = mapped_column(JSON, default=list)


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
    amount_minor: Mapped[int] = amount()
    refunded_minor: Mapped[int] = amount(default=0)
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
    amount_minor: Mapped[int] = amount()
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
    amount_minor: Mapped[int] = amount()
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]

    invoice: Mapped[Invoice] = relationship(back_populates="adjustments", lazy="selectin")
