"""When practitioners are there, and what takes their time."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from ..rules import Calendar, Stretch, WeeklyRule, cells_of, moment_of
from .appointments import BookedCell
from .places import Base, Location


class AvailabilityRule(Base):
    """Open every week at these hours of the location's wall clock (S7)."""

    __tablename__ = "availability_rules"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440", name="hours"),
        CheckConstraint("valid_until >= valid_from", name="validity"),
        Index("ix_availability_rules_practitioner_id_weekday", "practitioner_id", "weekday", "starts_minute"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    location_id: Mapped[UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    weekday: Mapped[int]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class TimeOff(Base):
    """A period a practitioner is away, whatever the rules say."""

    __tablename__ = "time_off"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        Index("ix_time_off_practitioner_id_ends_at", "practitioner_id", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]


async def load_calendars(
    session: Session, practitioner_ids: Sequence[UUID], stretch: Stretch, *, taken: bool = True
) -> dict[UUID, Calendar]:
    """
    Read the calendars of these practitioners over a stretch of cells: one query per table.

    :param taken: whether what is booked is wanted too
    """
    hours = AvailabilityRule.__table__.c
    rules: dict[UUID, list[WeeklyRule]] = {}
    zones: dict[UUID, str] = {}
    for row in await session.execute(
        select(*hours, Location.time_zone)
        .join(Location, Location.id == hours.location_id)
        .where(hours.practitioner_id.in_(practitioner_ids))
        .order_by(hours.practitioner_id, hours.weekday, hours.starts_minute, hours.id)
    ):
        zones[row.location_id] = row.time_zone
        rules.setdefault(row.practitioner_id, []).append(
            WeeklyRule(
                row.weekday, row.starts_minute, row.ends_minute, row.location_id, row.valid_from, row.valid_until
            )
        )
    away: dict[UUID, list[tuple[int, int]]] = {}
    for each in await session.execute(
        select(TimeOff.practitioner_id, TimeOff.starts_at, TimeOff.ends_at).where(
            TimeOff.practitioner_id.in_(practitioner_ids),
            TimeOff.ends_at > moment_of(stretch.first),
            TimeOff.starts_at < moment_of(stretch.end),
        )
    ):
        cells = cells_of(each.starts_at, each.ends_at)
        away.setdefault(each.practitioner_id, []).append((cells.start, cells.stop))
    lanes: dict[UUID, dict[int, frozenset[int]]] = {}
    if taken:
        for claim in await session.execute(
            select(BookedCell.practitioner_id, BookedCell.cell, BookedCell.lane).where(
                BookedCell.practitioner_id.in_(practitioner_ids),
                BookedCell.cell >= stretch.first,
                BookedCell.cell < stretch.end,
            )
        ):
            of = lanes.setdefault(claim.practitioner_id, {})
            of[claim.cell] = of.get(claim.cell, frozenset()) | {claim.lane}
    return {
        id: Calendar(tuple(rules.get(id, ())), zones, tuple(away.get(id, ())), lanes.get(id, {}))
        for id in practitioner_ids
    }
