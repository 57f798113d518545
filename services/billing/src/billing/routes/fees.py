"""Doors of the fee schedule."""

from uuid import UUID

from clinic_common.http import Db, IfMatch, Page, Paging, problems

from .. import commands, queries
from ..rules import (
    FeeCodeTaken,
    FeeUpsideDown,
    NoSuchFee,
    PayerUnknown,
)
from ..schemas import (
    FeeChange,
    FeeView,
    NewFee,
)
from .asking import Billing, router


@router.post("/fees", status_code=201, responses=problems(FeeCodeTaken, FeeUpsideDown, PayerUnknown))
async def add_fee(body: NewFee, db: Db, terms: Billing) -> FeeView:
    """Add a price to the fee schedule."""
    fields = body.model_dump() | {"currency": body.currency or terms.currency}
    return await db.run(commands.add_fee, FeeView.of, **fields)


@router.get("/fees")
async def list_fees(db: Db, page: Paging, active: bool | None = None) -> Page[FeeView]:
    """List the fee schedule by code."""
    return await db.read(queries.list_fees, Page[FeeView].of, active=active, page=page)


@router.get("/fees/{fee_id}", responses=problems(NoSuchFee))
async def get_fee(fee_id: UUID, db: Db) -> FeeView:
    """Show one price."""
    return await db.read(queries.get_fee, FeeView.of, fee_id=fee_id)


@router.patch("/fees/{fee_id}", responses=problems(NoSuchFee, FeeUpsideDown))
async def change_fee(fee_id: UUID, body: FeeChange, version: IfMatch, db: Db) -> FeeView:
    """Change a price; invoices already written keep what they say."""
    change = body.model_dump(exclude_none=True)
    return await db.run(commands.change_fee, FeeView.of, fee_id=fee_id, version=version, change=change)
