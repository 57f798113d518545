"""Pairs of registrations that are likely one person: the clinic's work list, and what was decided about them."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .. import rules
from .base import Base


class DuplicatePair(Base):
    """P19: two registrations that are likely one person, known once whichever was entered first."""

    __tablename__ = "duplicate_pairs"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    one_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    likeness: Mapped[int]
    """The score in thousandths: whole numbers sort the same everywhere."""
    reasons: Mapped[list[str]] = mapped_column(JSON)
    found_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="p19_known_once"),
        Index(None, "likeness", "id"),
    )

    @classmethod
    async def get(cls, session: Session, pair_id: UUID) -> "DuplicatePair":
        """
        One pair, dismissed ones too.

        :raises DuplicatePairNotFound: there is none, or they are no longer alike
        """
        found = await session.get(cls, pair_id)
        if found is None:
            raise rules.DuplicatePairNotFound()
        return found


class Uncompared(Base):
    """A patient who came in with many others and is still to be compared with everybody."""

    __tablename__ = "uncompared"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
