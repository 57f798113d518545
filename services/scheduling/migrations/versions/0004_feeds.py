"""Feeds of several practitioners and locations, with or without patients' names."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", Id(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("shows_patients", sa.Boolean(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("revoked_at IS NULL OR revoked_at >= created_at", name=op.f("ck_feeds_revoked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_feeds_secret_hash")),
    )
    op.create_index("ix_feeds_created_at_id", "feeds", ["created_at", "id"])
    op.create_table(
        "feed_sources",
        sa.Column("id", Id(), nullable=False),
        sa.Column("feed_id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=True),
        sa.Column("location_id", Id(), nullable=True),
        sa.CheckConstraint("(practitioner_id IS NULL) <> (location_id IS NULL)", name=op.f("ck_feed_sources_of_one")),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_feed_sources_feed_id_feeds")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_feed_sources_practitioner_id_staff")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_feed_sources_location_id_locations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_sources")),
    )
    for column in ("feed_id", "practitioner_id", "location_id"):
        op.create_index(op.f(f"ix_feed_sources_{column}"), "feed_sources", [column])
    op.execute(
        "INSERT INTO feeds (id, secret_hash, shows_patients, created_by, created_at, revoked_at)"
        " SELECT id, secret_hash, 0, created_by, created_at, revoked_at FROM calendar_feeds"
    )
    op.execute(
        "INSERT INTO feed_sources (id, feed_id, practitioner_id, location_id)"
        " SELECT id, id, practitioner_id, location_id FROM calendar_feeds"
    )
    op.drop_table("calendar_feeds")


def downgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", Id(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=True),
        sa.Column("location_id", Id(), nullable=True),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
    )
    op.drop_table("feed_sources")
    op.drop_table("feeds")
