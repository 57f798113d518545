"""Who was seen by whom: a copy of what scheduling tells of visits, for the statistics."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Visit(Base):
    """An appointment as it was last heard of; only completed ones count."""

    __tablename__ = "visits"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The appointment's."""
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    practitioner_id: Mapped[UUID]
    practitioner_name: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    completed: Mapped[bool]
    known_version: Mapped[int]
    """The appointment's version this was told of: an older one changes nothing."""
    __table_args__ = (Index(None, "completed", "starts_at"),)
