"""The work list of likely duplicates as JSON."""

from typing import Any
from uuid import UUID

from clinic_common.http import Moment, Page, View
from pydantic import Field

from .patients import PatientView


class PairDecisionView(View):
    """Two registrations, and whether somebody told them apart."""

    id: UUID
    patient_ids: list[UUID]
    dismissed_at: Moment | None
    dismissed_by: UUID | None

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of a `DuplicatePair`."""
        return cls(
            id=row.id, patient_ids=[row.one_id, row.other_id], dismissed_at=row.dismissed_at,
            dismissed_by=row.dismissed_by,
        )  # fmt: skip


class PairView(View):
    """Two registrations that are likely one person: how likely, from 0 to 1, why, and both records."""

    id: UUID
    score: float = Field(ge=0, le=1)
    reasons: list[str]
    found_at: Moment
    dismissed_at: Moment | None
    patients: list[PatientView]

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of a `Pair`."""
        return cls(
            id=row.row.id, score=row.row.likeness / 1000, reasons=row.row.reasons, found_at=row.row.found_at,
            dismissed_at=row.row.dismissed_at, patients=[PatientView.of(each) for each in row.patients],
        )  # fmt: skip


def pairs_page(found: Any) -> Page[PairView]:
    """A stretch of the work list."""
    return Page[PairView](items=[PairView.of(each) for each in found.pairs], next=found.next)
