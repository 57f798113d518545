"""The files that go to a clearinghouse and come from it, a row for each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class ExchangeFile(Base):
    """
    One file of the exchange with a clearinghouse (X1, X2).

    Out: pending → sending (it lies whole beside its place) → sent. In: taken, refused, or waiting for a person.
    """

    __tablename__ = "exchange_files"
    __table_args__ = (
        UniqueConstraint("direction", "fingerprint"),  # X2
        UniqueConstraint("batch_id"),  # X1
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        CheckConstraint("(direction = 'out') = (batch_id IS NOT NULL)", name="batch"),
        CheckConstraint("state IN ('pending', 'sending', 'sent', 'taken', 'refused')", name="state"),
        Index("ix_exchange_files_state", "direction", "state", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    direction: Mapped[str] = mapped_column(String(3))
    name: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(String(500))
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim_batches.id"))
    remittance_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittances.id"))
    acknowledgement_id: Mapped[UUID | None] = mapped_column(ForeignKey("acknowledgements.id"))
    seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]
