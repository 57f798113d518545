"""The work list of likely duplicates over HTTP."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Db, Me, Now, Page, Paging, problems
from fastapi import Query

from .. import commands, queries
from ..rules import DuplicatePairNotFound
from ..schemas import PairDecisionView, PairView
from ..schemas.duplicates import pairs_page
from .router import router


@router.get("/patient-duplicates")
async def list_duplicates(
    db: Db,
    page: Paging,
    dismissed: Annotated[bool, Query(description="Those that were told apart instead.")] = False,
) -> Page[PairView]:
    """List pairs of records that are likely one person, the likeliest first; merge them, or tell them apart."""
    return await db.read(queries.list_duplicates, pairs_page, dismissed=dismissed, page=page)


@router.post("/patient-duplicates/{pair_id}/dismiss", responses=problems(DuplicatePairNotFound))
async def dismiss_duplicate(pair_id: UUID, me: Me, db: Db, now: Now) -> PairDecisionView:
    """Say that two records are not the same person: they are no longer shown as duplicates of each other."""
    return await db.run(commands.dismiss_duplicate, PairDecisionView.of, pair_id=pair_id, by=me.staff_id, now=now)


@router.post("/patient-duplicates/{pair_id}/reopen", responses=problems(DuplicatePairNotFound))
async def reopen_duplicate(pair_id: UUID, db: Db) -> PairDecisionView:
    """Put two records that were told apart back on the list."""
    return await db.run(commands.reopen_duplicate, PairDecisionView.of, pair_id=pair_id)
