"""Notes over HTTP; whoever may only see their own notes sees and changes no others."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.access import Principal
from clinic_common.http import Db, IfMatch, Me, Now, Page, Paging, Res, problems
from clinic_common.http.doors import if_match as read_version
from clinic_contracts.permissions import Permission
from clinic_contracts.reach import SEE_NOTES
from fastapi import Header, Query

from .. import commands, queries
from ..commands import Author
from ..rules import (
    AlreadySigned,
    DraftExists,
    MergedRecord,
    NoteDiscarded,
    NoteIsEmpty,
    NoteNotFound,
    NotSigned,
    NotYourNote,
    PatientNotFound,
    WrongKindOfNote,
)
from ..schemas import NewAddendum, NewNote, NoteChange, NoteView, UnsignedNoteView
from .router import router


def notes_page(rows: Any) -> Page[NoteView]:
    """A page of notes."""
    return Page[NoteView](items=[NoteView.of(note) for note in rows], next=rows.next)


def unsigned_page(rows: Any) -> Page[UnsignedNoteView]:
    """A page of notes that wait for a signature."""
    return Page[UnsignedNoteView](items=[UnsignedNoteView.of(each) for each in rows], next=rows.next)


def sees_only_own(me: Principal) -> bool:
    """P13: somebody with notes of their own, but without the chart, sees what they wrote themselves."""
    return me.rows(SEE_NOTES).owner is not None


@router.get("/patients/{patient_id}/notes", responses=problems(PatientNotFound))
async def list_notes(
    patient_id: UUID,
    me: Me,
    res: Res,
    db: Db,
    page: Paging,
    discarded: Annotated[bool, Query(description="Also drafts of one's own that were discarded.")] = False,
) -> Page[NoteView]:
    """List a patient's notes, the newest first."""
    only_by = me.staff_id if sees_only_own(me) else None
    return await db.read(
        queries.list_notes, notes_page,
        patient_id=patient_id, only_by=only_by, discarded_by=me.staff_id if discarded else None,
        sealer=res.sealer, page=page,
    )  # fmt: skip


@router.get("/patients/{patient_id}/notes/{note_id}", responses=problems(NoteNotFound))
async def get_note(patient_id: UUID, note_id: UUID, me: Me, res: Res, db: Db) -> NoteView:
    """Show a note with what was added to it."""
    only_by = me.staff_id if sees_only_own(me) else None
    return await db.read(
        queries.get_note, NoteView.of, patient_id=patient_id, note_id=note_id, only_by=only_by, sealer=res.sealer
    )


@router.post(
    "/patients/{patient_id}/notes",
    status_code=201,
    responses=problems(PatientNotFound, MergedRecord, WrongKindOfNote, DraftExists),
)
async def write_note(patient_id: UUID, body: NewNote, me: Me, res: Res, db: Db, now: Now) -> NoteView:
    """Begin a note."""
    return await db.run(
        commands.write_note, NoteView.of,
        patient_id=patient_id, fields=body.model_dump(), author=Author.of(me),
        signs=me.may(Permission.NOTES_SIGN), sealer=res.sealer, now=now,
    )  # fmt: skip


@router.patch(
    "/patients/{patient_id}/notes/{note_id}",
    responses=problems(NoteNotFound, AlreadySigned, NoteDiscarded, NotYourNote, WrongKindOfNote, DraftExists),
)
async def change_note(
    patient_id: UUID, note_id: UUID, body: NoteChange, version: IfMatch, me: Me, res: Res, db: Db, now: Now
) -> NoteView:
    """Change a note of one's own that is not signed yet."""
    return await db.run(
        commands.change_note, NoteView.of,
        patient_id=patient_id, note_id=note_id, changes=body.model_dump(exclude_unset=True), version=version,
        author=Author.of(me), only_own=sees_only_own(me), sealer=res.sealer, now=now,
    )  # fmt: skip


@router.delete(
    "/patients/{patient_id}/notes/{note_id}",
    status_code=204,
    responses=problems(NoteNotFound, AlreadySigned, NoteDiscarded, NotYourNote),
)
async def discard_note(patient_id: UUID, note_id: UUID, version: IfMatch, me: Me, res: Res, db: Db, now: Now) -> None:
    """Discard a draft of one's own; it can be brought back."""
    await db.run(
        commands.discard_note, lambda _: None,
        patient_id=patient_id, note_id=note_id, version=version, author=Author.of(me), only_own=sees_only_own(me),
        sealer=res.sealer, now=now,
    )  # fmt: skip


@router.post(
    "/patients/{patient_id}/notes/{note_id}/restore", responses=problems(NoteNotFound, NotYourNote, DraftExists)
)
async def restore_note(patient_id: UUID, note_id: UUID, me: Me, res: Res, db: Db, now: Now) -> NoteView:
    """Bring back a draft of one's own that was discarded."""
    return await db.run(
        commands.restore_note, NoteView.of,
        patient_id=patient_id, note_id=note_id, author=Author.of(me), only_own=sees_only_own(me),
        sealer=res.sealer, now=now,
    )  # fmt: skip


@router.post(
    "/patients/{patient_id}/notes/{note_id}/sign",
    responses=problems(NoteNotFound, NotYourNote, NoteIsEmpty, NoteDiscarded),
)
async def sign_note(
    patient_id: UUID,
    note_id: UUID,
    me: Me,
    res: Res,
    db: Db,
    now: Now,
    if_match: Annotated[str | None, Header(description="The version that was read and is signed.")] = None,
) -> NoteView:
    """Sign a note of one's own, or of somebody who may not sign: from now on it never changes."""
    version = read_version(if_match) if if_match is not None else None
    return await db.run(
        commands.sign_note, NoteView.of,
        patient_id=patient_id, note_id=note_id, version=version, author=Author.of(me), only_own=sees_only_own(me),
        sealer=res.sealer, now=now,
    )  # fmt: skip


@router.post(
    "/patients/{patient_id}/notes/{note_id}/addenda",
    status_code=201,
    responses=problems(NoteNotFound, NotSigned),
)
async def add_addendum(
    patient_id: UUID, note_id: UUID, body: NewAddendum, me: Me, res: Res, db: Db, now: Now
) -> NoteView:
    """Add to a signed note."""
    return await db.run(
        commands.add_addendum, NoteView.of,
        patient_id=patient_id, note_id=note_id, text=body.text, author=Author.of(me),
        only_own=sees_only_own(me), sealer=res.sealer, now=now,
    )  # fmt: skip


@router.get("/notes/unsigned")
async def list_unsigned_notes(
    me: Me,
    db: Db,
    page: Paging,
    everybody: Annotated[bool, Query(description="Of all authors; needs the whole chart.")] = False,
) -> Page[UnsignedNoteView]:
    """List the notes one still has to sign, the oldest first; also those of people who may not sign themselves."""
    if everybody:
        me.must(Permission.CHART_READ)
    return await db.read(
        queries.list_unsigned, unsigned_page,
        signer=me.staff_id, signs=me.may(Permission.NOTES_SIGN), everybody=everybody, page=page,
    )  # fmt: skip
