"""Invoices, receipts and statements as PDF, set by typst from the same JSON that callers read."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from clinic_common.sheets import Letterhead, money, typeset

from .words import LANGUAGES, WORDS

_FOLDER = Path(__file__).parent


def language_of(wanted: str | None) -> str:
    """The language papers are set in for somebody who wants this one."""
    spoken = (wanted or "").partition("-")[0]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def invoice_pdf(invoice: dict[str, Any], head: Letterhead, language: str) -> bytes:
    """Set an invoice, as `InvoiceView` gives it."""
    said = _said(invoice, invoice["currency"])
    for shown, line in zip(said["lines"], invoice["lines"], strict=True):
        shown["discounted"] = line["discount_minor"] > 0
    return _set("invoice", said, head, language, taxed=invoice["tax_minor"] > 0, asked=invoice["payer_minor"] > 0)


def receipt_pdf(payment: dict[str, Any], head: Letterhead, language: str) -> bytes:
    """Set the receipt of a payment, as `PaymentView` gives it."""
    return _set(
        "receipt", _said(payment, payment["currency"]), head, language,
        refunded=payment["refunded_minor"] > 0, kept=payment["credit_minor"] > 0,
    )  # fmt: skip


def statement_pdf(statement: dict[str, Any], head: Letterhead, language: str) -> bytes:
    """Set a patient's statement, as `StatementView` gives it."""
    return _set("statement", _said(statement, statement["currency"]), head, language, more=bool(statement["next"]))


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


def _set(template: str, data: dict[str, Any], head: Letterhead, language: str, **more: Any) -> bytes:
    words = {"language": language, "words": WORDS[language]}
    return typeset(_FOLDER / f"{template}.typ", {**data, **more, **words, "head": asdict(head)})
