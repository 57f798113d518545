"""Notes, what they begin with, and those that wait for a signature, as JSON."""

from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, LongText, Moment, Name, View
from pydantic import ConfigDict, Field
from pydantic import StringConstraints as Str

from .fields import unchanged

NoteKind = Literal["soap", "free"]


class NewNote(Body):
    """A note about a visit: SOAP in four parts, or free text."""

    kind: NoteKind = "soap"
    subjective: LongText | None = None
    objective: LongText | None = None
    assessment: LongText | None = None
    plan: LongText | None = None
    text: LongText | None = None
    appointment_id: UUID | None = None


class NoteChange(Body):
    """What changes about a note that is not signed yet."""

    subjective: LongText | None = unchanged()
    objective: LongText | None = unchanged()
    assessment: LongText | None = unchanged()
    plan: LongText | None = unchanged()
    text: LongText | None = unchanged()
    appointment_id: UUID | None = unchanged()


class NewAddendum(Body):
    """Something added to a signed note."""

    text: Annotated[LongText, Field(min_length=1)]


class AddendumView(View):
    """Something added to a signed note."""

    id: UUID
    author_id: UUID
    author_name: str
    text: str
    sha256: str
    recorded_at: Moment


class NoteView(View):
    """A note; once `signed_at` is set it never changes, and `sha256` proves it."""

    id: UUID
    patient_id: UUID
    author_id: UUID
    author_name: str
    kind: NoteKind
    subjective: str | None
    objective: str | None
    assessment: str | None
    plan: str | None
    text: str | None
    appointment_id: UUID | None
    created_at: Moment
    updated_at: Moment
    discarded_at: Moment | None
    signed_at: Moment | None
    signed_by: UUID | None
    signed_by_name: str | None
    for_signature: bool
    sha256: str | None
    addenda: list[AddendumView]
    version: int

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of an `OpenNote`."""
        note = row.row
        plain = ("id", "patient_id", "author_id", "author_name", "kind", "appointment_id", "created_at", "updated_at",
                 "discarded_at", "signed_at", "signed_by", "signed_by_name", "for_signature", "version")  # fmt: skip
        addenda = [
            {
                **{name: getattr(each.row, name) for name in ("id", "author_id", "author_name", "recorded_at")},
                "text": each.text,
                "sha256": each.row.sha256.hex(),
            }
            for each in row.addenda
        ]
        return cls(
            **{name: getattr(note, name) for name in plain},
            **row.content,
            sha256=note.sha256.hex() if note.sha256 else None,
            addenda=addenda,
        )


class UnsignedNoteView(View):
    """A note that waits for its signature; `for_signature` says that its author may not sign it."""

    id: UUID
    patient_id: UUID
    patient_name: str
    record_number: str
    author_id: UUID
    author_name: str
    kind: NoteKind
    appointment_id: UUID | None
    for_signature: bool
    created_at: Moment
    updated_at: Moment
    version: int

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of an `Unsigned`."""
        names = set(cls.model_fields) - {"patient_name", "record_number"}
        return cls(
            **{name: getattr(row.row, name) for name in names},
            patient_name=f"{row.patient.given_name} {row.patient.family_name}",
            record_number=row.patient.record_number,
        )


TemplateText = Annotated[LongText, Field(max_length=10_000)]


class NewNoteTemplate(Body):
    """What notes may begin with."""

    name: Name
    kind: NoteKind = "soap"
    subjective: TemplateText | None = None
    objective: TemplateText | None = None
    assessment: TemplateText | None = None
    plan: TemplateText | None = None
    text: TemplateText | None = None


class NoteTemplateChange(Body):
    """What changes about a template."""

    name: Name = unchanged()
    subjective: TemplateText | None = unchanged()
    objective: TemplateText | None = unchanged()
    assessment: TemplateText | None = unchanged()
    plan: TemplateText | None = unchanged()
    text: TemplateText | None = unchanged()


class NoteTemplateView(NewNoteTemplate, View):
    """What notes may begin with."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")
    id: UUID
    updated_at: Moment
    version: int


PhraseName = Annotated[Name, Str(max_length=40, pattern=r"^\S+$")]
"""What is typed for a phrase, without spaces."""


class NewPhrase(Body):
    """A few letters that stand for a longer text while one types."""

    name: PhraseName
    text: Annotated[LongText, Field(min_length=1, max_length=5_000)]


class PhraseChange(Body):
    """What changes about a quick phrase."""

    name: PhraseName = unchanged()
    text: Annotated[LongText, Field(min_length=1, max_length=5_000)] = unchanged()


class PhraseView(View):
    """A quick phrase."""

    id: UUID
    name: str
    text: str
    updated_at: Moment
    version: int
