"""What notes are begun with: the clinic's templates and quick phrases."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class NoteTemplate(Base):
    """The text a note may begin with."""

    __tablename__ = "note_templates"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    subjective: Mapped[str | None] = mapped_column(Text)
    objective: Mapped[str | None] = mapped_column(Text)
    assessment: Mapped[str | None] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("kind IN ('soap', 'free')", name="kind"),)


class QuickPhrase(Base):
    """A few words that stand for a longer text while one types."""

    __tablename__ = "quick_phrases"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    """What is typed for it."""
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


Wording = NoteTemplate | QuickPhrase
