"""The clinic's templates and quick phrases over HTTP."""

from uuid import UUID

from clinic_common.http import Db, IfMatch, Me, Now, Page, Paging, problems

from .. import commands, queries
from ..models import NoteTemplate, QuickPhrase
from ..rules import NameTaken, WordingNotFound, WrongKindOfNote
from ..schemas import NewPhrase, NewTemplate, PhraseChange, PhraseView, TemplateChange, TemplateView
from .router import router

_KEPT, _FOUND = problems(NameTaken, WrongKindOfNote), problems(WordingNotFound)


@router.get("/note-templates")
async def list_note_templates(db: Db, page: Paging) -> Page[TemplateView]:
    """List templates by name."""
    return await db.read(queries.list_wording, Page[TemplateView].of, kind=NoteTemplate, page=page)


@router.post("/note-templates", status_code=201, responses=_KEPT)
async def add_note_template(body: NewTemplate, me: Me, db: Db, now: Now) -> TemplateView:
    """Add a template."""
    fields = body.model_dump()
    return await db.run(
        commands.add_wording, TemplateView.of, kind=NoteTemplate, fields=fields, by=me.staff_id, now=now
    )


@router.patch("/note-templates/{template_id}", responses=_KEPT | _FOUND)
async def change_note_template(
    template_id: UUID, body: TemplateChange, version: IfMatch, me: Me, db: Db, now: Now
) -> TemplateView:
    """Change a template; notes begun with it stay as they are."""
    return await db.run(
        commands.change_wording, TemplateView.of,
        kind=NoteTemplate, id=template_id, changes=body.model_dump(exclude_unset=True), version=version,
        by=me.staff_id, now=now,
    )  # fmt: skip


@router.delete("/note-templates/{template_id}", status_code=204, responses=_FOUND)
async def remove_note_template(template_id: UUID, db: Db) -> None:
    """Remove a template; notes begun with it stay as they are."""
    await db.run(commands.remove_wording, lambda _: None, kind=NoteTemplate, id=template_id)


@router.get("/quick-phrases")
async def list_quick_phrases(db: Db, page: Paging) -> Page[PhraseView]:
    """List quick phrases by name."""
    return await db.read(queries.list_wording, Page[PhraseView].of, kind=QuickPhrase, page=page)


@router.post("/quick-phrases", status_code=201, responses=_KEPT)
async def add_quick_phrase(body: NewPhrase, me: Me, db: Db, now: Now) -> PhraseView:
    """Add a quick phrase."""
    fields = body.model_dump()
    return await db.run(commands.add_wording, PhraseView.of, kind=QuickPhrase, fields=fields, by=me.staff_id, now=now)


@router.patch("/quick-phrases/{phrase_id}", responses=_KEPT | _FOUND)
async def change_quick_phrase(
    phrase_id: UUID, body: PhraseChange, version: IfMatch, me: Me, db: Db, now: Now
) -> PhraseView:
    """Change a quick phrase; notes begun with it stay as they are."""
    return await db.run(
        commands.change_wording, PhraseView.of,
        kind=QuickPhrase, id=phrase_id, changes=body.model_dump(exclude_unset=True), version=version,
        by=me.staff_id, now=now,
    )  # fmt: skip


@router.delete("/quick-phrases/{phrase_id}", status_code=204, responses=_FOUND)
async def remove_quick_phrase(phrase_id: UUID, db: Db) -> None:
    """Remove a quick phrase; notes begun with it stay as they are."""
    await db.run(commands.remove_wording, lambda _: None, kind=QuickPhrase, id=phrase_id)
