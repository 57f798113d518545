"""The fee schedule, invoices, and what happened to them."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..rules import ALWAYS, MAX_PRICE_MINOR, MAX_QUANTITY, MAX_TAX_RATE, MAX_TOTAL_MINOR
from .base import CODE_LENGTH, Base, amount
from .patients import Patient

if TYPE_CHECKING:
    from .payments import Adjustment, Allocation, Payment


class Fee(Base):
    """A price of the fee schedule: of a code, for everybody or for the patients of one payer, from a day on (B11)."""

    __tablename__ = "fees"
    __table_args__ = (
        UniqueConstraint("code", "schedule", "valid_from"),  # B11
        CheckConstraint(f"price_minor BETWEEN 0 AND {MAX_PRICE_MINOR}", name="price"),
        CheckConstraint(f"tax_rate BETWEEN 0 AND {MAX_TAX_RATE}", name="tax_rate"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    description: Mapped[str] = mapped_column(String(500))
    price_minor: Mapped[int] = amount()
    currency: Mapped[str] = mapped_column(String(3))
    tax_rate: Mapped[int] = mapped_column(Integer, default=0)
    """In thousandths of a percent, as on every line."""
    payer_id: Mapped[UUID | None] = mapped_column(ForeignKey("payers.id"))
    schedule: Mapped[str] = mapped_column(String(36), default="")
    """The payer again, or nothing: a unique key takes no null for equal to another."""
    valid_from: Mapped[date] = mapped_column(Date, default=ALWAYS)
    valid_until: Mapped[date | None] = mapped_column(Date)
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
        CheckConstraint("tax_minor BETWEEN 0 AND total_minor", name="tax"),
        CheckConstraint("payer_minor BETWEEN 0 AND balance_minor", name="payer"),  # B12
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
        Index("ix_invoices_open", "currency", "open_until", "issued_at"),
        Index("ix_invoices_issued", "currency", "issued_at", "open_until"),
        Index("ix_invoices_due", "status", "due_on"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40))
    original_patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    appointment_id: Mapped[UUID | None]
    practitioner_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    payer_id: Mapped[UUID | None] = mapped_column(ForeignKey("payers.id"))
    """Whose patient this was when it was opened: the payer of the primary coverage; it prices and is reported by."""
    service_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(20))
    needs_attention: Mapped[bool] = mapped_column(Boolean, default=False)
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = amount()
    tax_minor: Mapped[int] = amount(default=0)
    paid_minor: Mapped[int] = amount(default=0)
    adjusted_minor: Mapped[int] = amount(default=0)
    balance_minor: Mapped[int] = amount(default=0)
    payer_minor: Mapped[int] = amount(default=0)
    """What of the balance a payer was asked for and has not answered (B12)."""
    asked_payer_id: Mapped[UUID | None] = mapped_column(ForeignKey("payers.id"))
    opened_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    issued_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    dunned: Mapped[int] = mapped_column(SmallInteger, default=0)
    """How many reminders to pay were sent off (B13)."""
    open_until: Mapped[datetime | None]
    """Until when something was owed; far ahead while it is, null for a draft."""
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
    credits: Mapped[list["Allocation"]] = relationship(
        order_by="Allocation.id", back_populates="invoice", lazy="selectin"
    )

    share_back = 0
    """What settling took from the payer's share and no entry has posted yet; not kept."""

    def cap_share(self) -> None:
        """Let a payer's share be no more than what is owed (B12)."""
        back = max(self.payer_minor - self.balance_minor, 0)
        self.payer_minor -= back
        self.share_back += back

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
        CheckConstraint("discount_minor BETWEEN 0 AND quantity * unit_price_minor", name="discount"),
        CheckConstraint("amount_minor = quantity * unit_price_minor - discount_minor", name="amount"),  # B2
        CheckConstraint(f"tax_rate BETWEEN 0 AND {MAX_TAX_RATE}", name="tax_rate"),
        CheckConstraint(
            "tax_minor * 100000 BETWEEN amount_minor * tax_rate - 49999 AND amount_minor * tax_rate + 50000",
            name="tax",
        ),  # B2
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    fee_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    description: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[int]
    unit_price_minor: Mapped[int] = amount()
    discount_minor: Mapped[int] = amount(default=0)
    amount_minor: Mapped[int] = amount()
    tax_rate: Mapped[int] = mapped_column(Integer, default=0)
    tax_minor: Mapped[int] = amount(default=0)
    diagnosis_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    modifiers: Mapped[list[str]] = mapped_column(JSON, default=list)
