"""Invoices, receipts and statements as PDF, set by typst from the same JSON that callers read."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ..rules import money

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Letterhead:
    """Whom papers are from, and what they are printed on."""

    clinic: str
    address: str
    paper: Literal["a4", "us-letter"]


def invoice_pdf(invoice: dict[str, Any], head: Letterhead) -> bytes:
    """Set an invoice, as `InvoiceView` gives it."""
    return _set("invoice", {**_said(invoice, invoice["currency"]), "head": asdict(head)})


def receipt_pdf(payment: dict[str, Any], head: Letterhead) -> bytes:
    """Set the receipt of a payment, as `PaymentView` gives it."""
    said = _said(payment, payment["currency"])
    return _set("receipt", {**said, "refunded": payment["refunded_minor"] > 0, "head": asdict(head)})


def _said(value: Any, currency: str) -> Any:
    """The same value with every amount written out as people read it."""
    if isinstance(value, list):
        return [_said(each, currency) for each in value]
    if isinstance(value, dict):
        return {
            name: money(each, currency) if name.endswith("_minor") else _said(each, currency)
            for name, each in value.items()
        }
    return value


def _set(template: str, data: dict[str, Any]) -> bytes:
    """
    Compile a template; slow enough (tens of milliseconds) to belong in a thread.

    What people typed travels as data, so that typst shows it and never reads it as markup.
    """
    import typst  # costs memory: only where papers are asked for

    text = json.dumps(data, ensure_ascii=False, default=str)
    pdf: bytes = typst.compile(_FOLDER / f"{template}.typ", root=_FOLDER, format="pdf", sys_inputs={"data": text})
    return pdf
