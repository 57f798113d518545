"""Claims, what insurers answered, what of it was posted, and the denials to be worked."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..rules import MAX_TOTAL_MINOR
from .base import Base, amount
from .coverages import Coverage
from .invoices import Invoice


class Claim(Base):
    """What an insurer is asked to pay of an invoice; one per invoice and coverage (C2)."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("invoice_id", "coverage_id"),  # C2
        UniqueConstraint("control_number"),  # C3
        CheckConstraint(f"charge_minor BETWEEN 0 AND {MAX_TOTAL_MINOR}", name="charge"),
        CheckConstraint(
            "state IN ('draft', 'held', 'ready', 'rejected') OR submitted_at IS NOT NULL", name="submitted"
        ),  # C1
        Index("ix_claims_state", "state", "id"),
        Index("ix_claims_member", "member_key", "service_on"),
        Index("ix_claims_interchange", "interchange_number"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    control_number: Mapped[str] = mapped_column(String(20))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    coverage_id: Mapped[UUID] = mapped_column(ForeignKey("coverages.id"))
    state: Mapped[str] = mapped_column(String(20))
    charge_minor: Mapped[int] = amount()
    member_key: Mapped[str] = mapped_column(String(80))
    service_on: Mapped[date] = mapped_column(Date)
    diagnosis_codes: Mapped[list[str]] = mapped_column(JSON)
    place_of_service: Mapped[str] = mapped_column(String(2))
    prior_authorization: Mapped[str | None] = mapped_column(String(50))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    checked_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    interchange_number: Mapped[int | None] = mapped_column(Integer)
    """ISA13, GS06 and ST02 of the file it went out in; never given twice (C3)."""
    file: Mapped[str | None] = mapped_column(Text)
    payer_answer: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    invoice: Mapped[Invoice] = relationship(lazy="selectin")
    coverage: Mapped[Coverage] = relationship(lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose claim this is now."""
        return self.invoice.patient_id

    @property
    def patient_name(self) -> str | None:
        """The patient's name."""
        return self.invoice.patient_name

    @property
    def payer_name(self) -> str:
        """Who is asked to pay."""
        return self.coverage.payer_name

    @property
    def invoice_number(self) -> str | None:
        """The number of its invoice."""
        return self.invoice.number

    @property
    def currency(self) -> str:
        """The invoice's currency."""
        return self.invoice.currency


class Remittance(Base):
    """A file in which insurers say what they pay; held if its money does not add up (R1)."""

    __tablename__ = "remittances"
    __table_args__ = (UniqueConstraint("fingerprint"),)  # R2
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    held: Mapped[bool]
    notes: Mapped[list[str]] = mapped_column(JSON)
    received_at: Mapped[datetime]
    received_by: Mapped[UUID]

    payments: Mapped[list["RemittancePayment"]] = relationship(order_by="RemittancePayment.position", lazy="selectin")


class RemittancePayment(Base):
    """One payment of one payer in a remittance file; the same payment is taken once, whatever file it comes in (R2)."""

    __tablename__ = "remittance_payments"
    __table_args__ = (UniqueConstraint("remittance_id", "position"), UniqueConstraint("fingerprint"))  # R2
    id: Mapped[UUID] = mapped_column(primary_key=True)
    remittance_id: Mapped[UUID] = mapped_column(ForeignKey("remittances.id"))
    position: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    payer_name: Mapped[str] = mapped_column(String(100))
    payer_identifier: Mapped[str] = mapped_column(String(80))
    payee_name: Mapped[str] = mapped_column(String(100))
    payee_identifier: Mapped[str] = mapped_column(String(80))
    trace_number: Mapped[str] = mapped_column(String(50))
    method: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = amount()
    currency: Mapped[str] = mapped_column(String(3))
    paid_on: Mapped[date | None] = mapped_column(Date)
    provider_adjustments: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class RemittanceClaim(Base):
    """What a payer answered to one claim, and what became of it here (R3)."""

    __tablename__ = "remittance_claims"
    __table_args__ = (
        UniqueConstraint("remittance_id", "position"),
        UniqueConstraint("reverses_id"),  # R5
        CheckConstraint("state <> 'posted' OR invoice_id IS NOT NULL", name="posted"),  # R3
        Index("ix_remittance_claims_state", "state", "id"),
        Index("ix_remittance_claims_invoice", "invoice_id", "state"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    remittance_id: Mapped[UUID] = mapped_column(ForeignKey("remittances.id"))
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("remittance_payments.id"))
    position: Mapped[int]
    control_number: Mapped[str] = mapped_column(String(50))
    payer_claim_number: Mapped[str] = mapped_column(String(50))
    status_code: Mapped[str] = mapped_column(String(2))
    patient_name: Mapped[str] = mapped_column(String(150))
    member_id: Mapped[str] = mapped_column(String(80))
    service_on: Mapped[date | None] = mapped_column(Date)
    charge_minor: Mapped[int] = amount()
    paid_minor: Mapped[int] = amount()
    patient_share_minor: Mapped[int] = amount()
    contractual_minor: Mapped[int] = amount()
    adjustments: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    denied: Mapped[list[list[Any]]] = mapped_column(JSON)
    """Group, reason and amount of what was refused (R6)."""
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(500))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"))
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittance_claims.id"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    invoice: Mapped[Invoice | None] = relationship(lazy="selectin")
    payment: Mapped[RemittancePayment] = relationship(lazy="selectin")

    @property
    def patient_id(self) -> UUID | None:
        """Whose claim it answers, if that is known."""
        return self.invoice.patient_id if self.invoice else None


class RemittancePosting(Base):
    """What was posted of an answer, or taken back; amounts below nought take back. Never changed (R4)."""

    __tablename__ = "remittance_postings"
    __table_args__ = (
        CheckConstraint("kind IN ('remittance', 'unmatch')", name="kind"),
        Index("ix_remittance_postings_claim", "remittance_claim_id"),
        Index("ix_remittance_postings_invoice", "invoice_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    remittance_claim_id: Mapped[UUID] = mapped_column(ForeignKey("remittance_claims.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    paid_minor: Mapped[int] = amount()
    contractual_minor: Mapped[int] = amount()
    posted_at: Mapped[datetime]
    posted_by: Mapped[UUID]


class Denial(Base):
    """A part of a claim a payer refused; it stays owed until somebody has worked it (D1)."""

    __tablename__ = "denials"
    __table_args__ = (
        Index("ix_denials_status", "status", "id"),
        Index("ix_denials_answer", "remittance_claim_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    remittance_claim_id: Mapped[UUID] = mapped_column(ForeignKey("remittance_claims.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    group_code: Mapped[str] = mapped_column(String(2))
    reason_code: Mapped[str] = mapped_column(String(5))
    amount_minor: Mapped[int] = amount()
    status: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[UUID | None]
    next_step: Mapped[str | None] = mapped_column(String(500))
    deadline: Mapped[date | None] = mapped_column(Date)
    denied_on: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    invoice: Mapped[Invoice] = relationship(lazy="selectin")
    answer: Mapped[RemittanceClaim] = relationship(lazy="selectin")

    @property
    def patient_id(self) -> UUID:
        """Whose claim was denied."""
        return self.invoice.patient_id

    @property
    def patient_name(self) -> str | None:
        """The patient's name."""
        return self.invoice.patient_name

    @property
    def control_number(self) -> str:
        """The claim as the payer named it."""
        return self.answer.control_number

    @property
    def payer_name(self) -> str:
        """Who denied it."""
        return self.answer.payment.payer_name

    @property
    def currency(self) -> str:
        """The invoice's currency."""
        return self.invoice.currency


class Acknowledgement(Base):
    """A file in which a clearinghouse or payer says what it received: 999 or 277CA."""

    __tablename__ = "acknowledgements"
    __table_args__ = (UniqueConstraint("fingerprint"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(5))
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    received_at: Mapped[datetime]

    @property
    def items(self) -> list[Any]:
        """Whose claims it is about, for the trail."""
        return [SimpleNamespace(patient_id=UUID(each["patient_id"])) for each in self.results if each["patient_id"]]
