"""What must always be true of fees and of the lines of an invoice: prices, discounts, taxes, totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from clinic_common.errors import Conflict, Invalid, NotFound

MAX_TOTAL_MINOR = 10**11
"""The most one invoice may come to (B3): far below what a BIGINT, a JSON number or an event can hold."""
MAX_QUANTITY = 1_000
MAX_PRICE_MINOR = 10**10
MAX_LINES = 300
TAX_UNITS = 100_000
"""Tax rates are thousandths of a percent, so that 8.875 % is a whole number."""
MAX_TAX_RATE = TAX_UNITS
ALWAYS = date(1850, 1, 1)
"""From when a price holds that was given no first day."""


class NoSuchFee(NotFound):
    """There is no such fee."""


class FeeCodeTaken(Conflict):
    """There is a fee with this code already."""


class FeeUpsideDown(Invalid):
    """A price must not end before it begins."""


class FeeUnknown(Invalid):
    """This fee code is not in the fee schedule."""


class LineIncomplete(Invalid):
    """A line without a fee code needs a description and a price."""


class DiscountTooLarge(Invalid):
    """The discount is more than the line comes to."""


class CurrencyMismatch(Invalid):
    """The lines of one invoice must be in one currency."""


class TotalTooLarge(Invalid):
    """The invoice comes to more than an invoice may."""


class Priced(Protocol):
    """What a line's price comes from: a fee of the schedule."""

    code: str
    description: str
    price_minor: int
    currency: str
    tax_rate: int
    payer_id: UUID | None
    valid_from: date


def best_fees(fees: Iterable[Any]) -> dict[str, Any]:
    """The price that counts of each code: the payer's own before everybody's, then the newest (B11)."""
    best: dict[str, Any] = {}
    for fee in sorted(fees, key=lambda fee: (fee.payer_id is not None, fee.valid_from)):
        best[fee.code] = fee
    return best


def tax_on(amount_minor: int, tax_rate: int) -> int:
    """The tax on one line, rounded half up to the smallest unit (B2)."""
    return (amount_minor * tax_rate + TAX_UNITS // 2) // TAX_UNITS


@dataclass(frozen=True)
class Line:
    """One priced line of an invoice."""

    description: str
    quantity: int
    unit_price_minor: int
    fee_code: str | None = None
    diagnosis_codes: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    discount_minor: int = 0
    tax_rate: int = 0

    @property
    def amount_minor(self) -> int:
        """What the line comes to before tax: quantity times unit price less the discount, exactly (B2)."""
        return self.quantity * self.unit_price_minor - self.discount_minor

    @property
    def tax_minor(self) -> int:
        """The tax on it (B2)."""
        return tax_on(self.amount_minor, self.tax_rate)


def priced_lines(wanted: Sequence[dict[str, Any]], fees: dict[str, Priced]) -> list[Line]:
    """
    Price the lines of an invoice by the fee schedule; a price, text or tax given by hand wins.

    :param wanted: `fee_code`, `description`, `quantity`, `unit_price_minor` of each line, any of the texts and
        prices None; `discount_minor` and `tax_rate` may be left out
    :param fees: the schedule's fees by code
    :raises FeeUnknown: a code is not in the schedule
    :raises LineIncomplete: neither a code nor description and price
    :raises DiscountTooLarge: a discount is more than its line
    """
    lines = []
    for index, line in enumerate(wanted):
        code, description, price = line["fee_code"], line["description"], line["unit_price_minor"]
        tax_rate = line.get("tax_rate")
        if code is not None:
            if code not in fees:
                raise FeeUnknown(f"There is no price for {code} on that day.", field=f"/lines/{index}/fee_code")
            description = description or fees[code].description
            price = fees[code].price_minor if price is None else price
            tax_rate = fees[code].tax_rate if tax_rate is None else tax_rate
        if description is None:
            raise LineIncomplete(field=f"/lines/{index}/description")
        if price is None:
            raise LineIncomplete(field=f"/lines/{index}/unit_price_minor")
        discount = line.get("discount_minor") or 0
        if discount > line["quantity"] * price:
            raise DiscountTooLarge(field=f"/lines/{index}/discount_minor")
        coded = {name: tuple(line.get(name) or ()) for name in ("diagnosis_codes", "modifiers")}
        lines.append(
            Line(description, line["quantity"], price, code, **coded, discount_minor=discount, tax_rate=tax_rate or 0)
        )
    return lines


def total_of(lines: Iterable[Line]) -> int:
    """
    What the lines come to, tax and all (B3).

    :raises TotalTooLarge: more than an invoice may
    """
    total = sum(line.amount_minor + line.tax_minor for line in lines)
    if total > MAX_TOTAL_MINOR:
        raise TotalTooLarge(field="lines")
    return total


def one_currency(fees: Iterable[Priced], *, default: str) -> str:
    """
    The currency of an invoice with these fees (B4).

    :raises CurrencyMismatch: they are in several
    """
    currencies = {fee.currency for fee in fees}
    if len(currencies) > 1:
        raise CurrencyMismatch(field="lines")
    return currencies.pop() if currencies else default
