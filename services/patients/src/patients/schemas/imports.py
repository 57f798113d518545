"""Imports as JSON."""

from typing import Any
from uuid import UUID

from clinic_common.http import Moment, View


class RemarkView(View):
    """Something about one place in the file."""

    pointer: str
    reason: str


class DifferenceView(View):
    """Somebody known already about whom the file says something else; the record stays as it is."""

    pointer: str
    patient_id: UUID
    fields: list[str]


class KindView(View):
    """How many rows of one kind."""

    created: int
    matched: int


class UndoneView(View):
    """What taking an import back did."""

    patients: int
    entries: int
    kept: int


class ImportView(View):
    """
    How an import went.

    `created`, `matched` and `rejected_count` count places in the file (entries, rows), `by_kind` what they made;
    `left_out` counts what this clinic does not keep.
    """

    id: UUID
    format: str
    dry_run: bool
    created: int
    matched: int
    rejected_count: int
    rejected: list[RemarkView]
    remarks: list[RemarkView]
    differences: list[DifferenceView]
    left_out: dict[str, int]
    by_kind: dict[str, KindView]
    created_at: Moment
    undone_at: Moment | None
    undone: UndoneView | None

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of an `Import`, or of what a command made of one."""
        row = getattr(row, "row", row)
        return cls.model_validate({
            "id": row.id, "format": row.format, "dry_run": row.dry_run, "created_at": row.created_at,
            "undone_at": row.undone_at, "undone": None, "differences": [], **row.report,
        })  # fmt: skip
