"""Documents as JSON, and where to send and fetch them."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Body, Moment, PlainText, View
from pydantic import Field
from pydantic import StringConstraints as Str

Filename = Annotated[PlainText, Str(max_length=255)]
ContentType = Annotated[str, Str(max_length=100, pattern=r"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+$")]


class NewDocument(Body):
    """A document to be sent. Its type is decided by its content; one that lies about it is refused."""

    filename: Filename
    content_type: ContentType = "application/octet-stream"
    size: Annotated[int, Field(strict=True, ge=1, le=2**40, description="Bytes.")]


class UploadView(View):
    """Where and how the bytes are sent, until when."""

    url: str
    method: str
    headers: dict[str, str]
    expires_at: Moment


class AnnouncedDocumentView(View):
    """A document that was announced: send it to `upload`, then complete it."""

    id: UUID
    upload: UploadView


class DocumentView(View):
    """A document of a record."""

    id: UUID
    patient_id: UUID
    author_id: UUID
    author_name: str
    filename: str
    content_type: str
    size: int
    sha256: str | None
    created_at: Moment
    completed_at: Moment | None
    version: int

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of an `OpenDocument`."""
        return cls(**_plain(row))


class OpenedDocumentView(DocumentView):
    """A document with the link it can be fetched by for a minute; null until it is complete."""

    download: str | None


def _plain(found: Any) -> dict[str, Any]:
    names = ("id", "patient_id", "author_id", "author_name", "content_type", "size", "created_at", "completed_at",
             "version")  # fmt: skip
    plain = {name: getattr(found.row, name) for name in names}
    return plain | {"filename": found.filename, "sha256": found.row.sha256.hex() if found.row.sha256 else None}


def opened_document(found: Any, *, download: str | None) -> OpenedDocumentView:
    """An `OpenDocument` with its link."""
    return OpenedDocumentView(**_plain(found), download=download)
