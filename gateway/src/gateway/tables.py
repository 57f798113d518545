"""Reports as CSV: one figure a row, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Mapping[str, Any]) -> str:
    """
    A report as rows of `figure, of, value`.

    A figure by something (`by_practitioner`) is one row per thing and number.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("figure", "of", "value"))
    rows.writerows([_safe(cell) for cell in row] for row in _rows(report))
    return out.getvalue()


def _rows(report: Mapping[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for figure, value in report.items():
        if isinstance(value, Mapping):
            yield from ((figure, name, number) for name, number in value.items())
        elif isinstance(value, list):
            for item in value:
                numbers = {k: v for k, v in item.items() if isinstance(v, (int, float))}
                yield from ((of, _name(item), number) for of, number in numbers.items())
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
