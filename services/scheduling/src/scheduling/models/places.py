"""Where visits take place, and which kinds there are."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import TYPES, new_metadata
from clinic_contracts.scheduling import LocationSaved
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Within = frozenset[UUID] | None
"""The locations whoever asks is kept to; None: none in particular."""


class Base(DeclarativeBase):
    """All tables of scheduling."""

    metadata = new_metadata()
    type_annotation_map = TYPES


class Location(Base):
    """A place with a clock on its wall."""

    __tablename__ = "locations"
    __table_args__ = (CheckConstraint("overbook_per_hour BETWEEN 0 AND 12", name="overbook_per_hour"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    time_zone: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    overbook_per_hour: Mapped[int] = mapped_column(default=2)
    """How many visits of a practitioner may be overbooked that begin in one hour (S4)."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    def saved(self, *, now: datetime) -> LocationSaved:
        """The fact that it now stands like this."""
        return LocationSaved(
            location_id=self.id,
            name=self.name,
            time_zone=self.time_zone,
            phone=self.phone,
            address=self.address,
            version=self.version,
            occurred_at=now,
        )


class Room(Base):
    """A room of a location."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("location_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("locations.id"))
    name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class VisitType(Base):
    """A kind of visit: how long it takes, and what it is charged as."""

    __tablename__ = "visit_types"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 5 AND 480 AND minutes % 5 = 0", name="minutes"),
        CheckConstraint("buffer_before BETWEEN 0 AND 120 AND buffer_before % 5 = 0", name="buffer_before"),
        CheckConstraint("buffer_after BETWEEN 0 AND 120 AND buffer_after % 5 = 0", name="buffer_after"),
        CheckConstraint("lead_minutes BETWEEN 0 AND 129600", name="lead_minutes"),
        CheckConstraint("horizon_days BETWEEN 1 AND 732", name="horizon_days"),
        Index("ix_visit_types_name_id", "name", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    minutes: Mapped[int]
    buffer_before: Mapped[int] = mapped_column(default=0)
    buffer_after: Mapped[int] = mapped_column(default=0)
    lead_minutes: Mapped[int] = mapped_column(default=0)
    """How long before it begins it is booked at the latest (S14)."""
    horizon_days: Mapped[int | None]
    """How many days ahead it is booked at the most; none: as far as the calendar is open (S14)."""
    fee_code: Mapped[str | None] = mapped_column(String(40))
    color: Mapped[str | None] = mapped_column(String(7))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
