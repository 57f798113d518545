"""What was brought in, and how it went."""

from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import select

from .. import rules
from ..models import Import


async def get_import(session: Session, *, import_id: UUID) -> Import:
    """
    One import with its report.

    :raises ImportNotFound: there is none
    """
    found = await session.get(Import, import_id)
    if found is None:
        raise rules.ImportNotFound()
    return found


async def list_imports(session: Session, *, page: PageRequest) -> Any:
    """All imports, the newest first."""
    query = select(Import).order_by(Import.id.desc()).limit(page.limit + 1)
    if key := page.key(UUID):
        query = query.where(Import.id < key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda row: (row.id,))
