"""The waitlist."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .people import Patient, StaffMember
from .places import Base, VisitType


class WaitlistEntry(Base):
    """A patient who would come sooner, if something became free."""

    __tablename__ = "waitlist"
    __table_args__ = (
        CheckConstraint("latest_on >= earliest_on", name="period"),
        Index("ix_waitlist_created_at_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    visit_type_id: Mapped[UUID] = mapped_column(ForeignKey("visit_types.id"), index=True)
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    earliest_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]

    patient: Mapped[Patient] = relationship(lazy="joined", innerjoin=True)
    visit_type: Mapped[VisitType] = relationship(lazy="joined", innerjoin=True)
    practitioner: Mapped[StaffMember | None] = relationship(lazy="joined")

    @property
    def patient_name(self) -> str:
        """The patient's name as lists show it."""
        return self.patient.name

    @property
    def visit_type_name(self) -> str:
        """The name of the kind of visit."""
        return self.visit_type.name

    @property
    def practitioner_name(self) -> str | None:
        """Whom they wait for, if not for anybody."""
        return self.practitioner.display_name if self.practitioner else None
