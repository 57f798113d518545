"""Documents: what is known of a file; its bytes are in the storage."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session
from clinic_common.sealing import Sealer
from sqlalchemy import BINARY, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from .. import rules
from .base import Base


class Document(Base):
    """A file in somebody's record; its name is sealed, and so are its bytes in the storage."""

    __tablename__ = "documents"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(200))
    name: Mapped[bytes] = mapped_column(LargeBinary(2_000))
    content_type: Mapped[str] = mapped_column(String(100))
    """What it was announced as; once complete, what it is."""
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes | None] = mapped_column(BINARY(32))
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        Index(None, "completed_at", "created_at"),
        CheckConstraint("(completed_at IS NULL) = (sha256 IS NULL)", name="p16_complete_with_hash"),
    )

    def call(self, filename: str, *, sealer: Sealer) -> None:
        """Seal the name to this very row."""
        self.name = sealer.seal(filename.encode(), context=f"documents/name/{self.id}")

    def opened(self, *, sealer: Sealer) -> "OpenDocument":
        """The document with its name."""
        return OpenDocument(self, sealer.open(bytes(self.name), context=f"documents/name/{self.id}").decode())

    @classmethod
    async def get(cls, session: Session, document_id: UUID, *, patient_id: UUID | None = None) -> "Document":
        """
        One document.

        :param patient_id: whose it has to be (P7)
        :raises DocumentNotFound: there is none
        """
        found = await session.get(cls, document_id)
        if found is None or patient_id not in (None, found.patient_id):
            raise rules.DocumentNotFound()
        return found


@dataclass(frozen=True)
class OpenDocument:
    """A document, its name unsealed."""

    row: Document
    filename: str

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.row.patient_id
