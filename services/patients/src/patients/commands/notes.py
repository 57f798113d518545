"""Writing notes, signing them, adding to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_common.sealing import Sealer
from sqlalchemy import select

from .. import rules
from ..models import Addendum, Note, OpenNote, Patient, open_addenda
from .authors import Author

_CONTENT = (*rules.SOAP, "text")


async def write_note(
    session: Session, *, patient_id: UUID, fields: dict[str, Any], author: Author, sealer: Sealer, now: datetime
) -> OpenNote:
    """
    Begin a note about a patient.

    :param fields: kind, appointment_id and the text
    :raises WrongKindOfNote: the text does not fit the kind
    """
    [patient] = await Patient.keep_still(session, patient_id, read=True)
    patient.must_not_be_merged()
    content = {name: fields.get(name) for name in _CONTENT}
    rules.suits_its_kind(fields["kind"], content)
    note = Note(
        id=new_id(),
        patient_id=patient_id,
        author_id=author.id,
        author_name=author.name,
        kind=fields["kind"],
        appointment_id=fields.get("appointment_id"),
        created_at=now,
        updated_at=now,
    )
    note.write(content, sealer=sealer)
    session.add(note)
    await session.flush()
    return OpenNote(note, content, [])


async def change_note(
    session: Session,
    *,
    patient_id: UUID,
    note_id: UUID,
    changes: dict[str, Any],
    version: int,
    author: Author,
    only_own: bool,
    sealer: Sealer,
    now: datetime,
) -> OpenNote:
    """
    Change a note that is not signed yet; only its author may.

    :param only_own: the author may not know of other people's notes
    :raises AlreadySigned: it never changes again (P11)
    :raises NotYourNote: somebody else wrote it
    """
    note = await _own(session, patient_id, note_id, author, only_own)
    if note.signed_at is not None:
        raise rules.AlreadySigned()
    session.expect_version(note, version)
    content = note.read(sealer=sealer)
    content |= {name: changes[name] for name in _CONTENT if name in changes}
    rules.suits_its_kind(note.kind, content)
    note.write(content, sealer=sealer)
    if "appointment_id" in changes:
        note.appointment_id = changes["appointment_id"]
    note.updated_at = now
    await session.flush()
    return OpenNote(note, content, [])


async def sign_note(
    session: Session,
    *,
    patient_id: UUID,
    note_id: UUID,
    author: Author,
    only_own: bool,
    sealer: Sealer,
    now: datetime,
) -> OpenNote:
    """
    Sign a note: text, author, time and hash stand for good (P11). Signing it again changes nothing.

    :raises NotYourNote: somebody else wrote it
    :raises NoteIsEmpty: there is nothing to sign
    """
    note = await _own(session, patient_id, note_id, author, only_own)
    content = note.read(sealer=sealer)
    if note.signed_at is None:
        if not any((text or "").strip() for text in content.values()):
            raise rules.NoteIsEmpty()
        note.signed_at, note.updated_at = now, now
        note.sha256 = rules.note_hash(content, author_id=str(note.author_id), at=now)
        await session.flush()
    return OpenNote(note, content, await _addenda(session, note_id, sealer))


async def add_addendum(
    session: Session,
    *,
    patient_id: UUID,
    note_id: UUID,
    text: str,
    author: Author,
    only_own: bool,
    sealer: Sealer,
    now: datetime,
) -> OpenNote:
    """
    Add to a signed note.

    :raises NotSigned: it can still be changed itself
    """
    note = await Note.of_patient(session, patient_id, note_id, only_by=author.id if only_own else None)
    if note.signed_at is None:
        raise rules.NotSigned()
    addendum = Addendum(
        id=new_id(), note_id=note.id, author_id=author.id, author_name=author.name, recorded_at=now,
        sha256=rules.note_hash({"text": text}, author_id=str(author.id), at=now),
    )  # fmt: skip
    addendum.write(text, sealer=sealer)
    session.add(addendum)
    await session.flush()
    return OpenNote(note, note.read(sealer=sealer), await _addenda(session, note_id, sealer))


async def _own(session: Session, patient_id: UUID, note_id: UUID, author: Author, only_own: bool) -> Note:
    note = await Note.of_patient(session, patient_id, note_id, only_by=author.id if only_own else None)
    if note.author_id != author.id:
        raise rules.NotYourNote()
    return note


async def _addenda(session: Session, note_id: UUID, sealer: Sealer) -> list[Any]:
    rows = await session.execute(select(Addendum).where(Addendum.note_id == note_id).order_by(Addendum.id))
    return open_addenda(rows.scalars(), sealer=sealer)
