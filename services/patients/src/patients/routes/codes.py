"""Codes over HTTP, found as one types."""

from typing import Annotated, Any

from clinic_common.http import Db, Page
from fastapi import Query

from .. import queries
from ..schemas import CodeView
from .router import router


@router.get("/codes")
async def list_codes(
    db: Db, q: Annotated[str, Query(min_length=1, max_length=100, description="Words, or the beginning of a code.")]
) -> Page[CodeView]:
    """Find codes of the tables the clinic loaded, at the most 30."""
    return await db.read(queries.list_codes, codes_page, q=q)


def codes_page(rows: Any) -> Page[CodeView]:
    """All codes that were found, on one page."""
    return Page[CodeView](items=[CodeView.of(row) for row in rows], next=None)
