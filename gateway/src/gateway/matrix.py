"""
The role table as a page people read: `python -m gateway.matrix` writes `docs/access-matrix.md`.

What it says of each route, role and location comes from the role table and `clinic_contracts.reach` alone.
"""

from collections.abc import Iterator
from pathlib import Path

from clinic_contracts.permissions import ROLES

from .access import TABLE, Row

PAGE = Path(__file__).parents[3] / "docs" / "access-matrix.md"
_HEAD = """# Who may call what

Written by `python -m gateway.matrix` from the role table (`gateway/src/gateway/access.py`) and the declaration of
which rows somebody reaches (`clinic_contracts.reach`); a test fails when this page is not what they say, and another
tries every call as every role. What is not listed is refused, whoever asks. Roles a clinic makes are made of single
permissions and follow from these as well.

*yes*: everybody's rows. *own*: their own rows only – their notes, their calendar, the bills of their patients; others
are not found (404). *–*: refused (403). *anybody*: without signing in.

**At a location**: for somebody kept to locations, *only there* leaves out every row of another location, and finds none
by its id (404); *anywhere* is what belongs to the whole clinic, patients above all. The live stream (`/api/events`)
tells everybody of what they may read, and of what has a location only there.

"""


def reached_by(row: Row, role: str) -> str:
    """In a word, whose rows somebody of a role reaches by a call."""
    held = ROLES[role]
    if row.who.open:
        return "anybody"
    if row.who.permissions and held.isdisjoint(row.who.permissions):
        return "–"
    return "own" if row.who.rows and held.isdisjoint(row.who.rows.every) else "yes"


def at_location(row: Row) -> str:
    """In a word, where the rows are that somebody kept to locations reaches by a call."""
    if row.who.open:
        return ""
    return "only there" if row.who.rows and row.who.rows.by_location else "anywhere"


def written() -> str:
    """The page."""
    return _HEAD + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"| Call | {' | '.join(ROLES)} | At a location |"
    yield "|---" * (len(ROLES) + 2) + "|"
    for row in TABLE:
        cells = [f"`{row.method} {row.path}`", *(reached_by(row, role) for role in ROLES), at_location(row)]
        yield f"| {' | '.join(cells)} |".replace("  ", " ")


if __name__ == "__main__":
    PAGE.write_text(written())
