"""Payers, and which of them covers whom."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .patients import Patient


class Payer(Base):
    """Somebody who pays for patients, such as an insurer."""

    __tablename__ = "payers"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    payer_identifier: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(30), default="commercial", server_default="commercial")
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
    subscriber: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Who is insured, if it is not the patient: `given_name`, `family_name`, `born_on`, `sex`, `address`."""
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    withdrawn: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Recorded by mistake: it covers nothing, and holds no rank."""
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
