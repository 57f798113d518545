"""Notes, their addenda, and the triggers that keep signed ones as they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.sealing import Sealer
from sqlalchemy import (
    BINARY,
    DDL,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from .. import rules
from .base import Base


class Note(Base):
    """What was written about a visit; its text is sealed, and once signed it never changes (P11)."""

    __tablename__ = "notes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    appointment_id: Mapped[UUID | None] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[UUID | None]
    signed_by_name: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[bytes | None] = mapped_column(BINARY(32))
    draft_of: Mapped[UUID | None]
    """The visit while the note is not signed: an author has one draft per visit (P21)."""
    discarded_at: Mapped[datetime | None]
    """When its author discarded the draft; it stays in the record, but nobody is shown it unasked (P22)."""
    for_signature: Mapped[bool]
    """Whether somebody else has to sign it, as its author may not sign."""
    sealed_with: Mapped[str | None] = mapped_column(String(255))
    """The key that sealed the text of a signed note anew; only with it may the sealed bytes change."""
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        Index(None, "author_id", "signed_at"),
        Index(None, "signed_at", "id"),
        Index("uq_notes_author_id_draft_of", "author_id", "draft_of", unique=True),
        CheckConstraint("(signed_at IS NULL) = (sha256 IS NULL)", name="p11_signed_with_hash"),
        CheckConstraint("discarded_at IS NULL OR (signed_at IS NULL AND draft_of IS NULL)", name="p22_a_draft_only"),
    )

    def write(self, content: dict[str, str | None], *, sealer: Sealer) -> None:
        """Seal the text to this very row."""
        self.content = sealer.seal(json.dumps(content).encode(), context=f"notes/content/{self.id}")

    def read(self, *, sealer: Sealer) -> dict[str, str | None]:
        """The text: `subjective`, `objective`, `assessment`, `plan`, `text`."""
        content: dict[str, str | None] = json.loads(
            sealer.open(bytes(self.content), context=f"notes/content/{self.id}")
        )
        return content

    @classmethod
    async def of_patient(cls, session: Session, patient_id: UUID, note_id: UUID, *, only_by: UUID | None) -> "Note":
        """
        One note of one patient.

        :param only_by: whoever asks may know of their own notes only
        :raises NoteNotFound: there is none, or none they may know of (P7)
        """
        note = await session.get(cls, note_id)
        if note is None or note.patient_id != patient_id or (only_by and note.author_id != only_by):
            raise rules.NoteNotFound()
        return note


class Addendum(Base):
    """Something added to a signed note."""

    __tablename__ = "note_addenda"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    sha256: Mapped[bytes] = mapped_column(BINARY(32))
    sealed_with: Mapped[str | None] = mapped_column(String(255))
    recorded_at: Mapped[datetime]
    __table_args__ = (Index(None, "note_id", "id"),)

    def write(self, text: str, *, sealer: Sealer) -> None:
        """Seal the text to this very row."""
        self.content = sealer.seal(text.encode(), context=f"note_addenda/content/{self.id}")


@dataclass(frozen=True)
class OpenAddendum:
    """An addendum, unsealed."""

    row: Addendum
    text: str


@dataclass(frozen=True)
class OpenNote:
    """A note with its text, unsealed, and what was added to it."""

    row: Note
    content: dict[str, str | None]
    addenda: list[OpenAddendum]

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.row.patient_id


def open_addenda(rows: Iterable[Addendum], *, sealer: Sealer) -> list[OpenAddendum]:
    """Unseal what was added to notes."""
    return [
        OpenAddendum(row, sealer.open(bytes(row.content), context=f"note_addenda/content/{row.id}").decode())
        for row in rows
    ]


_KEPT = ("id", "author_id", "author_name", "kind", "created_at", "signed_at", "signed_by", "signed_by_name", "sha256")
_ADDED = ("id", "note_id", "author_id", "author_name", "recorded_at", "sha256")
_REFUSED = "P11: a signed note never changes"


def guards(dialect: str) -> list[str]:
    """
    P11: the triggers that keep signed notes and addenda as they are; a merge may still move them.

    Their sealed bytes may change only together with the key that sealed them (`clinic keys rotate`): what they say
    is proved by the SHA-256, which may not.
    """

    def changed(columns: tuple[str, ...]) -> str:
        differs = "NEW.{0} IS NOT OLD.{0}" if dialect == "sqlite" else "NOT (NEW.{0} <=> OLD.{0})"
        same_key = (
            "NEW.sealed_with IS OLD.sealed_with" if dialect == "sqlite" else "NEW.sealed_with <=> OLD.sealed_with"
        )
        kept = " OR ".join(differs.format(column) for column in columns)
        return f"({kept} OR ({differs.format('content')} AND {same_key}))"

    def guard(table: str, verb: str, when: str) -> str:
        name = f"CREATE TRIGGER {table}_{'signed_' if table == 'notes' else ''}{verb} BEFORE {verb.upper()} ON {table}"
        if dialect == "sqlite":
            return f"{name} WHEN {when} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        signal = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_REFUSED}'"
        return f"{name} FOR EACH ROW BEGIN IF {when} THEN {signal}; END IF; END"

    return [
        guard("notes", "update", f"OLD.signed_at IS NOT NULL AND {changed(_KEPT)}"),
        guard("notes", "delete", "OLD.signed_at IS NOT NULL"),
        guard("note_addenda", "update", changed(_ADDED)),
        guard("note_addenda", "delete", "OLD.id IS NOT NULL"),
    ]


def _install(statements: Iterable[str], dialect: str) -> None:
    for statement in statements:
        table: Any = Addendum.__table__  # made after the notes it belongs to
        ddl: Any = DDL
        event.listen(table, "after_create", ddl(statement).execute_if(dialect=dialect))


for _dialect in ("sqlite", "mysql"):
    _install(guards(_dialect), _dialect)

_DELETE_GUARDS = [each for each in guards("mysql") if "_delete " in each]
_OFF = [f"DROP TRIGGER IF EXISTS {each.split()[2]}" for each in _DELETE_GUARDS]
Base.metadata.info.setdefault("mysql_guards_off", []).extend(_OFF)
Base.metadata.info.setdefault("mysql_guards_on", []).extend(_DELETE_GUARDS)
