"""Invoices, receipts and statements as PDF, set by typst from the same JSON that callers read."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import structlog
from clinic_common.sheets import money, typeset

from .words import LANGUAGES, WORDS

log = structlog.get_logger(__name__)
_FOLDER = Path(__file__).parent
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"<svg", b"<?xml")
_MOST_BYTES = 500_000


@dataclass(frozen=True)
class Letterhead:
    """Whom papers are from, and what they are printed on; `logo` is a picture's bytes."""

    clinic: str
    address: str
    paper: Literal["a4", "us-letter"]
    logo: tuple[int, ...] = ()


@lru_cache(maxsize=2)
def picture(path: str) -> tuple[int, ...]:
    """The bytes of the clinic's logo; none, and a line in the log, if that file cannot be a letterhead's picture."""
    if not path:
        return ()
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        log.warning("the logo cannot be read", error=type(error).__name__)
        return ()
    if len(content) > _MOST_BYTES or not content.lstrip().startswith(_PICTURES):
        log.warning("the logo must be PNG, JPEG or SVG, and at most 500 kB")
        return ()
    return tuple(content)


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
