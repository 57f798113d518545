"""When practitioners are there, and what takes their time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from ..rules import Calendar, DayException, Stretch, WeeklyRule, cells_of, moment_of, with_exceptions
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


class AvailabilityException(Base):
    """A day on which a practitioner is not there as the weekly rules say (S13)."""

    __tablename__ = "availability_exceptions"
    __table_args__ = (
        CheckConstraint("kind IN ('closed', 'opened', 'hours')", name="kind"),
        CheckConstraint("(kind = 'closed') = (starts_minute IS NULL)", name="hours_unless_closed"),
        CheckConstraint("(starts_minute IS NULL) = (ends_minute IS NULL)", name="hours_whole"),
        CheckConstraint("(starts_minute IS NULL) = (location_id IS NULL)", name="hours_somewhere"),
        CheckConstraint("0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440", name="hours"),
        Index("ix_availability_exceptions_practitioner_id_on_date", "practitioner_id", "on_date", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    on_date: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("locations.id"), index=True)
    starts_minute: Mapped[int | None]
    ends_minute: Mapped[int | None]
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
    single = AvailabilityException.__table__.c
    exceptions: dict[UUID, list[DayException]] = {}
    for row in await session.execute(
        select(*single, Location.time_zone)
        .outerjoin(Location, Location.id == single.location_id)
        .where(
            single.practitioner_id.in_(practitioner_ids),
            # Wall calendars are up to a day off from UTC's.
            single.on_date >= moment_of(stretch.first).date() - timedelta(days=1),
            single.on_date <= moment_of(stretch.end).date() + timedelta(days=1),
        )
        .order_by(single.practitioner_id, single.on_date, single.id)
    ):
        if row.location_id:
            zones[row.location_id] = row.time_zone
        exceptions.setdefault(row.practitioner_id, []).append(
            DayException(row.on_date, row.kind, row.starts_minute, row.ends_minute, row.location_id)
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
    claims: dict[UUID, list[tuple[int, int, int]]] = {}
    if taken:
        # The cells of one visit follow each other: its first and last say it all, in a sixth of the rows.
        for claim in await session.execute(
            select(BookedCell.practitioner_id, func.min(BookedCell.cell), func.max(BookedCell.cell), BookedCell.lane)
            .where(
                BookedCell.practitioner_id.in_(practitioner_ids),
                BookedCell.cell >= stretch.first,
                BookedCell.cell < stretch.end,
            )
            .group_by(BookedCell.practitioner_id, BookedCell.appointment_id, BookedCell.lane)
        ):
            practitioner_id, first, last, lane = claim
            claims.setdefault(practitioner_id, []).append((first, last + 1, lane))
    return {
        id: Calendar(
            with_exceptions(rules.get(id, ()), exceptions.get(id, ())),
            zones,
            tuple(away.get(id, ())),
            tuple(claims.get(id, ())),
        )
        for id in practitioner_ids
    }
