"""The calendars outside programs subscribe to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .places import Base


class CalendarFeed(Base):
    """A calendar that outside programs subscribe to; who knows its secret may read it until it is revoked (S16)."""

    __tablename__ = "feeds"
    __table_args__ = (
        CheckConstraint("revoked_at IS NULL OR revoked_at >= created_at", name="revoked"),
        Index("ix_feeds_created_at_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret, in hexadecimal: the secret itself is shown once and kept nowhere."""
    name: Mapped[str | None] = mapped_column(String(100))
    shows_patients: Mapped[bool]
    """Whether it shows who comes; otherwise only that somebody does."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    sources: Mapped[list["FeedSource"]] = relationship(lazy="selectin", order_by="FeedSource.id")

    @property
    def practitioner_ids(self) -> list[UUID]:
        """Whose visits it shows; anybody's, if there are none."""
        return [source.practitioner_id for source in self.sources if source.practitioner_id]

    @property
    def location_ids(self) -> list[UUID]:
        """Where the visits are that it shows; anywhere, if there are none."""
        return [source.location_id for source in self.sources if source.location_id]


class FeedSource(Base):
    """A practitioner or a location whose visits a feed shows."""

    __tablename__ = "feed_sources"
    __table_args__ = (CheckConstraint("(practitioner_id IS NULL) <> (location_id IS NULL)", name="of_one"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    feed_id: Mapped[UUID] = mapped_column(ForeignKey("feeds.id"), index=True)
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("locations.id"), index=True)
