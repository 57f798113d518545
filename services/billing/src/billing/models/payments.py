"""Money that came in, where it was put, what was given back, and what is forgiven."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..rules import MAX_TOTAL_MINOR
from .base import Base, amount
from .invoices import Invoice
from .patients import Patient


class Payment(Base):
    """
    Money that came in: for an invoice, on account, or both.

    `applied_minor` went to its invoice at once, the rest became credit; `credit_minor` is what now lies unapplied,
    `refunded_minor` what was given back (B7).
    """

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("receipt_number"),  # B6
        UniqueConstraint("id", "currency", name="uq_payments_id_currency"),  # L3
        ForeignKeyConstraint(
            ["invoice_id", "currency"], ["invoices.id", "invoices.currency"], name="fk_payments_invoice_id"
        ),  # L3
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        CheckConstraint("applied_minor = 0 OR (invoice_id IS NOT NULL AND applied_minor <= amount_minor)", name="paid"),
        CheckConstraint("applied_minor >= 0 AND credit_minor >= 0 AND refunded_minor >= 0", name="parts"),
        CheckConstraint("credit_minor + refunded_minor <= amount_minor", name="refunded"),  # B7
        Index("ix_payments_invoice", "invoice_id", "id"),
        Index("ix_payments_patient", "original_patient_id", "id"),
        Index("ix_payments_credit", "credit_minor"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    original_patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    invoice_id: Mapped[UUID | None]
    currency: Mapped[str] = mapped_column(String(3))
    receipt_number: Mapped[str] = mapped_column(String(40))
    amount_minor: Mapped[int] = amount()
    applied_minor: Mapped[int] = amount()
    credit_minor: Mapped[int] = amount(default=0)
    refunded_minor: Mapped[int] = amount(default=0)
    method: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(100))
    taken_at: Mapped[datetime]
    taken_by: Mapped[UUID]

    patient: Mapped[Patient] = relationship(lazy="selectin")
    invoice: Mapped[Invoice | None] = relationship(back_populates="payments", lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose payment this is now."""
        return self.patient.owner_id

    @property
    def patient_name(self) -> str | None:
        """Who paid."""
        return self.patient.name


class Allocation(Base):
    """Credit put to an invoice, or taken off it again to lie unapplied (B14)."""

    __tablename__ = "allocations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["invoice_id", "currency"], ["invoices.id", "invoices.currency"], name="fk_allocations_invoice_id"
        ),  # L3
        ForeignKeyConstraint(
            ["payment_id", "currency"], ["payments.id", "payments.currency"], name="fk_allocations_payment_id"
        ),  # L3
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        CheckConstraint("kind IN ('application', 'release')", name="kind"),
        Index("ix_allocations_invoice", "invoice_id", "currency"),
        Index("ix_allocations_payment", "payment_id", "currency"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    invoice_id: Mapped[UUID]
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int] = amount()
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]

    invoice: Mapped[Invoice] = relationship(back_populates="credits", lazy="selectin")
    payment: Mapped[Payment] = relationship(lazy="selectin", viewonly=True)

    @property
    def receipt_number(self) -> str:
        """The receipt of the money."""
        return self.payment.receipt_number


class Refund(Base):
    """Money given back from a payment: first what lay unapplied (`credit_minor`), then what its invoice had."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        CheckConstraint("credit_minor BETWEEN 0 AND amount_minor", name="credit"),
        Index("ix_refunds_payment", "payment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments.id"))
    amount_minor: Mapped[int] = amount()
    credit_minor: Mapped[int] = amount(default=0)
    reason: Mapped[str] = mapped_column(String(500))
    refunded_at: Mapped[datetime]
    refunded_by: Mapped[UUID]

    payment: Mapped[Payment] = relationship(lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose refund this is now."""
        return self.payment.patient_id

    @property
    def invoice(self) -> Invoice | None:
        """The invoice that is owed again."""
        return self.payment.invoice

    @property
    def invoice_id(self) -> UUID | None:
        """The invoice that is owed again."""
        return self.payment.invoice_id

    @property
    def currency(self) -> str:
        """The payment's currency."""
        return self.payment.currency


class Adjustment(Base):
    """A credit or write-off: less is owed than was charged."""

    __tablename__ = "adjustments"
    __table_args__ = (
        UniqueConstraint("number"),  # B6
        CheckConstraint(f"amount_minor BETWEEN 1 AND {MAX_TOTAL_MINOR}", name="amount"),
        Index("ix_adjustments_invoice", "invoice_id", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str | None] = mapped_column(String(40))
    """Of a credit note; a write-off is no document for the patient and has none."""
    amount_minor: Mapped[int] = amount()
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]

    invoice: Mapped[Invoice] = relationship(back_populates="adjustments", lazy="selectin")


class PayerShare(Base):
    """What of an invoice went over to a payer, or came back to the patient (below nought), by a document (B12)."""

    __tablename__ = "payer_shares"
    __table_args__ = (
        UniqueConstraint("document_kind", "document_id"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        Index("ix_payer_shares_invoice", "invoice_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    document_kind: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[UUID]
    amount_minor: Mapped[int] = amount()
    made_at: Mapped[datetime]
