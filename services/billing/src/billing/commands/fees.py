"""Changing the fee schedule."""

from datetime import date
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id

from .. import rules
from ..models import Fee, Payer
from ..rules import ALWAYS, FeeCodeTaken, FeeUpsideDown, NoSuchFee


async def add_fee(
    session: Session,
    *,
    code: str,
    description: str,
    price_minor: int,
    currency: str,
    tax_rate: int = 0,
    payer_id: UUID | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Fee:
    """
    Add a price to the fee schedule: for everybody or the patients of a payer, from a day on or always (B11).

    From its first day a newer price of the same code and payer takes over from an older one.

    :raises PayerUnknown: there is no such payer
    :raises FeeUpsideDown: it ends before it begins
    :raises FeeCodeTaken: there is one with this code, payer and first day
    """
    if payer_id and await session.get(Payer, payer_id) is None:
        raise rules.PayerUnknown(field="payer_id")
    fee = Fee(
        id=new_id(),
        code=code,
        description=description,
        price_minor=price_minor,
        currency=currency,
        tax_rate=tax_rate,
        payer_id=payer_id,
        schedule=str(payer_id or ""),
        valid_from=valid_from or ALWAYS,
        valid_until=valid_until,
        active=True,
    )
    _must_be_sound(fee)
    taken = FeeCodeTaken(f"There is a fee {code} already; give another code, payer or first day.", field="code")
    async with session.refusing_duplicates(taken):
        session.add(fee)
    return fee


def _must_be_sound(fee: Fee) -> None:
    if fee.valid_until is not None and fee.valid_until < fee.valid_from:
        raise FeeUpsideDown(field="valid_until")


async def change_fee(session: Session, *, fee_id: UUID, version: int, change: dict[str, Any]) -> Fee:
    """
    Change a price, its text, its last day, or whether it is in use; invoices already written keep what they say.

    :raises NoSuchFee: there is none
    :raises Stale: it was changed since
    :raises FeeUpsideDown: it would end before it begins
    """
    fee = await session.get(Fee, fee_id)
    if fee is None:
        raise NoSuchFee()
    session.expect_version(fee, version)
    for name, value in change.items():
        setattr(fee, name, value)
    _must_be_sound(fee)
    return fee
