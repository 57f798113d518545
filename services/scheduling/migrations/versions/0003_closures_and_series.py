"""Closures, reach of visit types, overbooked hours, and the rule a series was booked by."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closures",
        sa.Column("id", Id(), nullable=False),
        sa.Column("location_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_closures_period")),
        sa.CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_closures_hours"),
        ),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_closures_location_id_locations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index("ix_closures_location_id_ends_on", "closures", ["location_id", "ends_on", "id"])
    op.create_table(
        "overbooked_hours",
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", Id(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 12", name=op.f("ck_overbooked_hours_place")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_overbooked_hours_appointment_id_appointments")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["staff.id"], name=op.f("fk_overbooked_hours_practitioner_id_staff")
        ),
        sa.PrimaryKeyConstraint("practitioner_id", "hour", "place", name=op.f("pk_overbooked_hours")),
    )
    op.create_index(op.f("ix_overbooked_hours_appointment_id"), "overbooked_hours", ["appointment_id"])
    # In words of SQL that both databases share: SQLite takes a CHECK with a new column, but not afterwards.
    for table, column, default, check in (
        ("visit_types", "lead_minutes", "DEFAULT 0 NOT NULL", "lead_minutes BETWEEN 0 AND 129600"),
        ("visit_types", "horizon_days", "NULL", "horizon_days BETWEEN 1 AND 732"),
        ("locations", "overbook_per_hour", "DEFAULT 2 NOT NULL", "overbook_per_hour BETWEEN 0 AND 12"),
    ):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {default} CONSTRAINT ck_{table}_{column} CHECK ({check})"
        )
    op.add_column("series", sa.Column("starts_at", UtcDateTime(), nullable=True))
    op.add_column("series", sa.Column("exdates", sa.JSON(), nullable=True))
    op.add_column("appointments", sa.Column("occurrence_at", UtcDateTime(), nullable=True))
    op.add_column("appointment_steps", sa.Column("starts_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE appointments SET occurrence_at = starts_at WHERE series_id IS NOT NULL")
    op.execute("UPDATE series SET starts_at = (SELECT MIN(starts_at) FROM appointments WHERE series_id = series.id)")


def downgrade() -> None:
    for table, column in (
        ("appointment_steps", "starts_at"), ("appointments", "occurrence_at"), ("series", "exdates"),
        ("series", "starts_at"), ("locations", "overbook_per_hour"), ("visit_types", "horizon_days"),
        ("visit_types", "lead_minutes"),
    ):  # fmt: skip
        op.drop_column(table, column)
    op.drop_table("overbooked_hours")
    op.drop_table("closures")
