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
from sqlalchemy.dialects.mysql import MEDIUMTEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..rules import MAX_TOTAL_MINOR
from .base import Base, amount
from .coverages import Coverage
from .exchange import ExchangeFile
from .invoices import Invoice


class Claim(Base):
    """
    What an insurer is asked to pay of an invoice; one per invoice and coverage (C2).

    A correction or a withdrawal is the same claim sent once more; `ClaimSubmission` keeps each time it was sent.
    """

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
    frequency: Mapped[str] = mapped_column(String(1), default="1", server_default="1")
    """What it is sent as: 1 for the first time, 7 corrected, 8 withdrawn (CLM05-3)."""
    payer_claim_number: Mapped[str | None] = mapped_column(String(50))
    """What the payer calls it (REF F8), as its answers told."""
    line_changes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """Modifiers and diagnoses that are claimed instead of the invoice's, by line."""
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    checked_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    interchange_number: Mapped[int | None] = mapped_column(Integer)
    """ISA13 and GS06 of the file it last went out in; never given twice (C3)."""
    file: Mapped[str | None] = mapped_column(Text)
    """That file with nobody else's claims in it."""
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


class ClaimBatch(Base):
    """A file of claims: one interchange, one group, a transaction set for each claim."""

    __tablename__ = "claim_batches"
    __table_args__ = (UniqueConstraint("interchange_number"),)  # C3
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interchange_number: Mapped[int] = mapped_column(Integer)
    charge_minor: Mapped[int] = amount()
    file: Mapped[str] = mapped_column(Text().with_variant(MEDIUMTEXT(), "mysql"), deferred=True)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID]

    submissions: Mapped[list["ClaimSubmission"]] = relationship(order_by="ClaimSubmission.position", lazy="selectin")
    leaving: Mapped[ExchangeFile | None] = relationship(viewonly=True, lazy="selectin")

    @property
    def claims_count(self) -> int:
        """How many claims are in it."""
        return len(self.submissions)

    @property
    def delivery(self) -> str | None:
        """How far it is on its way to the clearinghouse."""
        return self.leaving.state if self.leaving else None


class ClaimSubmission(Base):
    """That a claim went out in a batch, and as what; its place in the file is its transaction set (ST02)."""

    __tablename__ = "claim_submissions"
    __table_args__ = (Index("ix_claim_submissions_claim", "claim_id"),)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("claim_batches.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    frequency: Mapped[str] = mapped_column(String(1))


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

    payments: Mapped[list["RemittancePayment"]] = relationship(
        order_by="RemittancePayment.position", back_populates="remittance", lazy="selectin"
    )


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

    remittance: Mapped[Remittance] = relationship(back_populates="payments", lazy="selectin")


class PayerAdjustment(Base):
    """Money a payer kept or added beside the claims (PLB), as it was posted; positive lessens the payment (R7)."""

    __tablename__ = "payer_adjustments"
    __table_args__ = (UniqueConstraint("payment_id", "position"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("remittance_payments.id"))
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(String(5))
    reference: Mapped[str] = mapped_column(String(50))
    amount_minor: Mapped[int] = amount()
    currency: Mapped[str] = mapped_column(String(3))
    posted_at: Mapped[datetime]
    posted_by: Mapped[UUID]


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
        Index("ix_denials_deadline", "status", "deadline"),
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
    in_words: Mapped["AdjustmentReason | None"] = relationship(
        primaryjoin="foreign(Denial.reason_code) == AdjustmentReason.code", viewonly=True, lazy="selectin"
    )

    @property
    def reason(self) -> str | None:
        """What the reason means, if the clinic keeps words for it."""
        return self.in_words.description if self.in_words else None

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


class AdjustmentReason(Base):
    """What a payer's reason code means, in the words the clinic keeps for it; none are shipped."""

    __tablename__ = "adjustment_reasons"
    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    description: Mapped[str] = mapped_column(String(500))


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
