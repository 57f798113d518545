"""When practitioners are there, and when a location is closed."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .places import Base


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
    visits_booked = cast("int | None", None)
    """How many visits were booked in it when it was added; said once, not kept."""
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


class LocationClosure(Base):
    """Days on which a location is closed, whole or in some hours (S15)."""

    __tablename__ = "closures"
    visits_booked = cast("int | None", None)
    """How many visits were booked in it when it was added; said once, not kept."""
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="period"),
        CheckConstraint("0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440", name="hours"),
        Index("ix_closures_location_id_ends_on", "location_id", "ends_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("locations.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
