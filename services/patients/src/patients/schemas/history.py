"""The history of an entry as JSON."""

from typing import Any
from uuid import UUID

from clinic_common.http import Moment, View


class ItemChangeView(View):
    """One step: the fields that changed, what they were and what they became; `before` of the creation is null."""

    version: int
    author_id: UUID | None
    author_name: str | None
    changed_at: Moment
    before: dict[str, Any] | None
    after: dict[str, Any]


class ItemHistoryView(View):
    """How an entry became what it is, the latest step first."""

    item_id: UUID
    patient_id: UUID
    changes: list[ItemChangeView]
