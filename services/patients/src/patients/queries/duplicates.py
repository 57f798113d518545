"""The work list of likely duplicates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import aliased

from ..models import DuplicatePair, Patient
from .search import COLUMNS


@dataclass(frozen=True)
class Pair:
    """Two registrations that are likely one person, or were told apart."""

    row: DuplicatePair
    patients: list[Any]


@dataclass(frozen=True)
class Pairs:
    """A stretch of the work list."""

    pairs: list[Pair]
    next: str | None

    @property
    def items(self) -> list[Any]:
        """Everybody whose data this shows."""
        return [patient for pair in self.pairs for patient in pair.patients]


async def list_duplicates(session: Session, *, dismissed: bool, page: PageRequest) -> Pairs:
    """
    List likely duplicates, the likeliest first; archived and merged records are left away.

    :param dismissed: those that were told apart instead
    """
    one, other = aliased(Patient), aliased(Patient)
    told_apart = DuplicatePair.dismissed_at
    query = (
        select(DuplicatePair)
        .join(one, one.id == DuplicatePair.one_id)
        .join(other, other.id == DuplicatePair.other_id)
        .where(told_apart.is_not(None) if dismissed else told_apart.is_(None))
        .where(one.archived == false(), other.archived == false())
        .order_by(DuplicatePair.likeness.desc(), DuplicatePair.id.desc())
        .limit(page.limit + 1)
    )
    if key := page.key(int, UUID):
        likeness, id = key
        query = query.where(
            or_(DuplicatePair.likeness < likeness, and_(DuplicatePair.likeness == likeness, DuplicatePair.id < id))
        )
    rows = paged((await session.execute(query)).scalars().all(), page, lambda row: (row.likeness, row.id))
    ids = {id for row in rows for id in (row.one_id, row.other_id)}
    found = (await session.execute(select(*COLUMNS).where(Patient.id.in_(ids)))).all() if ids else []
    people = {row.id: row for row in found}
    return Pairs([Pair(row, [people[row.one_id], people[row.other_id]]) for row in rows], rows.next)
