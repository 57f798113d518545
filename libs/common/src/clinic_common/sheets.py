"""Reports and papers as people take them along: CSV that is safe to open, and PDF set by typst."""

import asyncio
import csv
import io
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import structlog
from fastapi import Request, Response
from pydantic import BaseModel

from .resources import Resources
from .settings import PaperSettings

log = structlog.get_logger(__name__)

_WITHOUT_CENTS = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
                            "XAF", "XOF", "XPF"})  # fmt: skip
_WITH_MILS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHEET = Path(__file__).with_name("sheet.typ")
_PAGE = Path(__file__).with_name("page.typ")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"<svg", b"<?xml")
_MOST_BYTES = 500_000

AS_SHEET: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        },
        "description": "The report as JSON, or as `Accept` asks for: CSV or PDF.",
    }
}
"""What a route says of its answers when it gives a report in three forms."""
AS_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}, "description": "A PDF."}
}
"""The same of a route that gives a paper."""


def money(amount_minor: int, currency: str) -> str:
    """An amount as people read it, such as `USD 1,234.50`; digits after the point as ISO 4217 has them."""
    digits = 0 if currency in _WITHOUT_CENTS else 3 if currency in _WITH_MILS else 2
    whole, rest = divmod(abs(amount_minor), 10**digits)
    sign = "−" if amount_minor < 0 else ""
    return f"{currency} {sign}{whole:,}" + (f".{rest:0{digits}}" if digits else "")


async def report_answer(request: Request, report: BaseModel, *, title: str, name: str) -> Any:
    """
    A report as the caller wants it: itself for JSON, else a response with CSV or PDF.

    :param name: of the file, without its ending
    """
    accept = request.headers.get("accept", "")
    kind = next((kind for kind in ("text/csv", "application/pdf") if kind in accept), None)
    if kind is None or "application/json" in accept:
        return report
    figures = report.model_dump(mode="json")
    if kind == "text/csv":
        ending, content = "csv", as_csv(figures).encode()
    else:
        ending, content = "pdf", await asyncio.to_thread(as_pdf, figures, title)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def as_csv(report: Mapping[str, Any]) -> str:
    """
    A report as a table: one row per item if it is a list of `items`, else rows of `figure, of, value`.

    A figure by something (`by_practitioner`) is one row per thing and number.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    if isinstance(report.get("items"), list):
        items = [_flat(item) for item in report["items"]]
        columns = list(items[0]) if items else []
        rows.writerow(columns)
        rows.writerows([_safe(item.get(column)) for column in columns] for item in items)
        return out.getvalue()
    rows.writerow(("figure", "of", "value"))
    rows.writerows([_safe(cell) for cell in row] for row in _rows(report))
    return out.getvalue()


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in item.items():
        flat |= value if isinstance(value, Mapping) else {name: value}
    return flat


def _rows(report: Mapping[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    lists = sum(isinstance(value, list) for value in report.values())
    for figure, value in report.items():
        if isinstance(value, Mapping):
            yield from ((figure, name, number) for name, number in value.items())
        elif isinstance(value, list):
            for item in value:
                numbers = {k: v for k, v in item.items() if isinstance(v, (int, float))}
                # Several breakdowns have the same figures: then it is said which one is meant.
                of_what = f"{figure}." if lists > 1 else ""
                yield from ((of_what + of, _name(item), number) for of, number in numbers.items())
        else:
            yield figure, "", value


def _name(item: Mapping[str, Any]) -> str:
    """What a row of a breakdown is about: its first text, names before ids."""
    texts = {key: value for key, value in item.items() if isinstance(value, str)}
    named = [value for key, value in texts.items() if not key.endswith("id")]
    return (named or list(texts.values()) or [""])[0]


def _safe(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula becomes text again (OWASP: CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else "" if cell is None else cell


def as_pdf(report: Mapping[str, Any], title: str) -> bytes:
    """A report as a PDF: its figures, then a table for each list and each figure by something."""
    currency = str(report.get("currency", ""))
    facts, tables = [], []
    for name, value in report.items():
        if isinstance(value, Mapping):
            rows = [[str(key), _shown("_minor", number, currency)] for key, number in value.items()]
            tables.append({"title": _label(name), "columns": [], "texts": 1, "rows": rows})
        elif isinstance(value, list):
            items = [_flat(item) if isinstance(item, Mapping) else {name: item} for item in value]
            shown = [key for key in (items[0] if items else {}) if key != "id" and not key.endswith("_id")]
            texts = [key for key in shown if any(isinstance(item.get(key), str) for item in items)]
            columns = texts + [key for key in shown if key not in texts]
            # The buckets of an age have names of their own, and hold amounts.
            kinds = {key: key if key.isidentifier() else "_minor" for key in columns}
            rows = [[_shown(kinds[key], item.get(key), currency) for key in columns] for item in items]
            labels = [_label(key) for key in columns]
            tables.append({"title": _label(name), "columns": labels, "texts": len(texts), "rows": rows})
        else:
            facts.append([_label(name), _shown(name, value, currency)])
    return typeset(_SHEET, {"title": title, "facts": facts, "tables": [each for each in tables if each["rows"]]})


def _label(name: str) -> str:
    return name.removesuffix("_minor").replace("_", " ").capitalize()


def _shown(name: str, value: Any, currency: str) -> str:
    if name.endswith("_minor") and isinstance(value, int) and currency:
        return money(value, currency)
    return "–" if value is None else str(value)


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


def letterhead_of(resources: Resources) -> Letterhead:
    """What stands at the top of this clinic's papers."""
    said = cast("PaperSettings", resources.settings)
    return Letterhead(said.clinic_name, said.clinic_address, said.paper, picture(said.clinic_logo))


def paper_answer(content: bytes, *, name: str) -> Response:
    """A paper as a file to look at; `name` without its ending."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


_ONE_AT_A_TIME = threading.Lock()


@cache
def _compiler() -> Any:
    import typst  # costs memory: only where papers are asked for

    # Kept, as it has read the fonts, which takes longer than most papers.
    return typst.Compiler(str(_SHEET), root=str(_SHEET.parent), sys_inputs={})


@cache
def _source(template: Path, on_letterhead: bool) -> bytes:
    return (_PAGE.read_bytes() if on_letterhead else b"") + template.read_bytes()


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """
    Compile a template with data; slow enough (tens of milliseconds) to belong in a thread.

    What people typed travels as data, so that typst shows it and never reads it as markup. With a `head` in the data, a
    template begins with what is in `page.typ`.
    """
    text = json.dumps(data, ensure_ascii=False, default=str)
    source = _source(template, "head" in data)
    with _ONE_AT_A_TIME:
        pdf: bytes = _compiler().compile(input=source, format="pdf", sys_inputs={"data": text})
    return pdf
