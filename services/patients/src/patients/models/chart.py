"""The lists of a chart."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from .base import Base


class ChartItem:
    """What every entry of a chart has: whose it is, who wrote it when, and whether it was struck out."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    author_id: Mapped[UUID | None]
    author_name: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    struck_out_at: Mapped[datetime | None]
    struck_out_by: Mapped[UUID | None]
    struck_out_reason: Mapped[str | None] = mapped_column(String(500))

    @declared_attr
    def patient_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("patients.id"))

    @declared_attr
    def import_id(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey("imports.id"), index=True)

    def strike_out(self, reason: str, *, by: UUID | None, now: datetime) -> None:
        """P8: mark the entry as wrong; it stays in the chart with the reason."""
        self.struck_out_at, self.struck_out_by, self.struck_out_reason = now, by, reason


_STRUCK_OUT = "(struck_out_at IS NULL) = (struck_out_reason IS NULL)"


def _struck_out() -> CheckConstraint:
    return CheckConstraint(_STRUCK_OUT, name="p8_struck_out_with_reason")


class Allergy(ChartItem, Base):
    """A substance somebody reacts to."""

    __tablename__ = "allergies"
    newest_by: ClassVar[str] = "id"
    substance: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    reaction: Mapped[str | None] = mapped_column(String(500))
    severity: Mapped[str | None] = mapped_column(String(10))
    criticality: Mapped[str | None] = mapped_column(String(20))
    noted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "id"), _struck_out())


class Problem(ChartItem, Base):
    """A condition or diagnosis."""

    __tablename__ = "problems"
    newest_by: ClassVar[str] = "id"
    display: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    onset_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        _struck_out(),
        CheckConstraint("onset_on IS NULL OR resolved_on IS NULL OR resolved_on >= onset_on", name="p10_period"),
        CheckConstraint("status IN ('active', 'inactive', 'resolved')", name="status"),
    )


class Immunization(ChartItem, Base):
    """A vaccine that was given, or deliberately not."""

    __tablename__ = "immunizations"
    newest_by: ClassVar[str] = "given_on"
    vaccine: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    given_on: Mapped[date]
    lot: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "given_on", "id"), _struck_out())


class Vital(ChartItem, Base):
    """One measured vital sign, in the unit it was measured in (UCUM)."""

    __tablename__ = "vitals"
    newest_by: ClassVar[str] = "measured_at"
    kind: Mapped[str] = mapped_column(String(30))
    value: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(20))
    measured_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "measured_at", "id"), _struck_out())


class Medication(ChartItem, Base):
    """A medicine somebody takes or took."""

    __tablename__ = "medications"
    newest_by: ClassVar[str] = "id"
    name: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    dose: Mapped[str | None] = mapped_column(String(200))
    route: Mapped[str | None] = mapped_column(String(100))
    frequency: Mapped[str | None] = mapped_column(String(200))
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        _struck_out(),
        CheckConstraint("started_on IS NULL OR ended_on IS NULL OR ended_on >= started_on", name="p10_period"),
    )


class Consent(ChartItem, Base):
    """What a patient agreed to, or did not."""

    __tablename__ = "consents"
    newest_by: ClassVar[str] = "given_on"
    kind: Mapped[str] = mapped_column(String(100))
    given: Mapped[bool]
    given_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "given_on", "id"), _struck_out())


Item = Allergy | Problem | Immunization | Vital | Medication | Consent
ITEMS: dict[str, type[Any]] = {
    item.__tablename__: item for item in (Allergy, Problem, Immunization, Vital, Medication, Consent)
}
"""Every list of the chart, by the name of its table and of its path."""
