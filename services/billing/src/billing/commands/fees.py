"""Changing the fee schedule."""

from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id

from ..models import Fee
from ..rules import FeeCodeTaken, NoSuchFee


async def add_fee(session: Session, *, code: str, description: str, price_minor: int, currency: str) -> Fee:
    """
    Add a price to the fee schedule.

    :raises FeeCodeTaken: there is one with this code
    """
    fee = Fee(id=new_id(), code=code, description=description, price_minor=price_minor, currency=currency, active=True)
    async with session.refusing_duplicates(FeeCodeTaken(f"There is a fee {code} already.", field="code")):
        session.add(fee)
    return fee


async def change_fee(session: Session, *, fee_id: UUID, version: int, change: dict[str, Any]) -> Fee:
    """
    Change a price, its text, or whether it is in use; invoices already written keep what they say.

    :raises NoSuchFee: there is none
    :raises Stale: it was changed since
    """
    fee = await session.get(Fee, fee_id)
    if fee is None:
        raise NoSuchFee()
    session.expect_version(fee, version)
    for name, value in change.items():
        setattr(fee, name, value)
    return fee
