"""The clinic's templates and quick phrases: added, changed, removed."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from clinic_common.database import Session, new_id

from .. import rules
from ..models import NoteTemplate, Wording

W = TypeVar("W", bound=Wording)


async def add_wording(session: Session, *, kind: type[W], fields: dict[str, Any], by: UUID, now: datetime) -> W:
    """
    Add a template or a quick phrase.

    :param kind: the model
    :raises NameTaken: there is one of that name
    """
    wording = kind(id=new_id(), updated_by=by, updated_at=now, **fields)
    return await _kept(session, wording)


async def change_wording(
    session: Session, *, kind: type[W], id: UUID, changes: dict[str, Any], version: int, by: UUID, now: datetime
) -> W:
    """
    Change a template or a quick phrase; notes begun with it stay as they are.

    :raises WordingNotFound: there is none
    :raises NameTaken: another one has that name
    """
    wording = await _get(session, kind, id)
    session.expect_version(wording, version)
    for name, value in changes.items():
        setattr(wording, name, value)
    wording.updated_by, wording.updated_at = by, now
    return await _kept(session, wording)


async def remove_wording(session: Session, *, kind: type[Any], id: UUID) -> None:
    """Remove a template or a quick phrase; notes begun with it stay as they are."""
    await session.delete(await _get(session, kind, id))


async def _get(session: Session, kind: type[W], id: UUID) -> W:
    found = await session.get(kind, id)
    if found is None:
        raise rules.WordingNotFound()
    return found


async def _kept(session: Session, wording: W) -> W:
    if isinstance(wording, NoteTemplate):
        rules.suits_its_kind(wording.kind, {name: getattr(wording, name) for name in (*rules.SOAP, "text")})
    async with session.refusing_duplicates(rules.NameTaken(field="name")):
        session.add(wording)
    return wording
