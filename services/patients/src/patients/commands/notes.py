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
    session: Session,
    *,
    patient_id: UUID,
    fields: dict[str, Any],
    author: Author,
    signs: bool = True,
    sealer: Sealer,
    now: datetime,
) -> OpenNote:
    """
    Begin a note about a patient.

    :param fields: kind, appointment_id and the text
    :param signs: whether its author may sign; if not, somebody else has to
    :raises DraftExists: the author has a draft about that visit; the problem document says which (P21)
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
        draft_of=fields.get("appointment_id"),
        for_signature=not signs,
        created_at=now,
        updated_at=now,
    )
    note.write(content, sealer=sealer)
    await _must_be_only_draft(session, note)
    async with session.refusing_duplicates(rules.DraftExists()):
        session.add(note)
    return OpenNote(note, content, [])


async def _must_be_only_draft(session: Session, note: Note) -> None:
    """P21: an author has one draft per visit, so that two tabs write into the same one, by its version."""
    other = select(Note.id, Note.patient_id).where(
        Note.author_id == note.author_id, Note.draft_of == note.draft_of, Note.id != note.id
    )
    if note.draft_of and (draft := (await session.execute(other)).one_or_none()):
        raise rules.DraftExists(note_id=str(draft.id), patient_id=str(draft.patient_id))


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
    :raises NoteDiscarded: it was discarded (P22)
    :raises NotYourNote: somebody else wrote it
    """
    note = await _own(session, patient_id, note_id, author, only_own)
    _must_be_going_on(note)
    session.expect_version(note, version)
    content = note.read(sealer=sealer)
    content |= {name: changes[name] for name in _CONTENT if name in changes}
    rules.suits_its_kind(note.kind, content)
    note.write(content, sealer=sealer)
    if "appointment_id" in changes:
        note.appointment_id = note.draft_of = changes["appointment_id"]
        with session.no_autoflush:
            await _must_be_only_draft(session, note)
    note.updated_at = now
    async with session.refusing_duplicates(rules.DraftExists()):
        session.add(note)
    return OpenNote(note, content, [])


async def discard_note(
    session: Session,
    *,
    patient_id: UUID,
    note_id: UUID,
    version: int,
    author: Author,
    only_own: bool,
    sealer: Sealer,
    now: datetime,
) -> OpenNote:
    """
    Discard a draft of one's own; it stays in the record, out of sight, and can be brought back (P22).

    :raises AlreadySigned: a signed note stays (P11)
    :raises NoteDiscarded: it was already
    :raises NotYourNote: somebody else wrote it
    """
    note = await _own(session, patient_id, note_id, author, only_own)
    _must_be_going_on(note)
    session.expect_version(note, version)
    note.discarded_at = note.updated_at = now
    note.draft_of = None
    await session.flush()
    return OpenNote(note, note.read(sealer=sealer), [])


async def restore_note(
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
    Bring back a draft that was discarded (P22); what was not discarded stays as it is.

    :raises DraftExists: there is another draft for that visit by now (P21)
    :raises NotYourNote: somebody else wrote it
    """
    note = await _own(session, patient_id, note_id, author, only_own)
    if note.discarded_at is not None:
        note.discarded_at, note.draft_of, note.updated_at = None, note.appointment_id, now
        with session.no_autoflush:
            await _must_be_only_draft(session, note)
        async with session.refusing_duplicates(rules.DraftExists()):
            session.add(note)
    return OpenNote(note, note.read(sealer=sealer), await _addenda(session, note_id, sealer))


async def sign_note(
    session: Session,
    *,
    patient_id: UUID,
    note_id: UUID,
    version: int | None = None,
    author: Author,
    only_own: bool,
    sealer: Sealer,
    now: datetime,
) -> OpenNote:
    """
    Sign a note: text, author, time and hash stand for good (P11). Signing it again changes nothing.

    Whoever may sign also signs for those who may not, such as nurses.

    :raises NotYourNote: somebody else wrote it who signs it themselves
    :raises NoteIsEmpty: there is nothing to sign
    :raises NoteDiscarded: it was discarded (P22)
    """
    note = await Note.of_patient(session, patient_id, note_id, only_by=author.id if only_own else None)
    if note.author_id != author.id and not note.for_signature:
        raise rules.NotYourNote()
    if version is not None:
        session.expect_version(note, version)
    content = note.read(sealer=sealer)
    if note.signed_at is None:
        _must_be_going_on(note)
        if not any((text or "").strip() for text in content.values()):
            raise rules.NoteIsEmpty()
        note.signed_at, note.updated_at, note.draft_of = now, now, None
        note.signed_by, note.signed_by_name = author.id, author.name
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


def _must_be_going_on(note: Note) -> None:
    if note.signed_at is not None:
        raise rules.AlreadySigned()
    if note.discarded_at is not None:
        raise rules.NoteDiscarded()


async def _own(session: Session, patient_id: UUID, note_id: UUID, author: Author, only_own: bool) -> Note:
    note = await Note.of_patient(session, patient_id, note_id, only_by=author.id if only_own else None)
    if note.author_id != author.id:
        raise rules.NotYourNote()
    return note


async def _addenda(session: Session, note_id: UUID, sealer: Sealer) -> list[Any]:
    rows = await session.execute(select(Addendum).where(Addendum.note_id == note_id).order_by(Addendum.id))
    return open_addenda(rows.scalars(), sealer=sealer)
