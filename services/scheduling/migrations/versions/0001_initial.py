"""The first tables of scheduling."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("queue", sa.String(length=120), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("app_id", sa.String(length=40), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("dead_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("queue", "message_id", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_due", ["dead_at", "due_at"], unique=False)

    op.create_table(
        "idempotency_keys",
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("key_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("fingerprint", sa.BINARY(length=32), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("etag", sa.String(length=80), nullable=True),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key_hash", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_keys_created_at", ["created_at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("reaction", sa.String(length=80), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("reaction", "message_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_received_at", ["received_at"], unique=False)

    op.create_table(
        "locations",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
    )
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("available_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["published_at", "available_at"], unique=False)

    op.create_table(
        "patient_merges",
        sa.Column("id", Id(), nullable=False),
        sa.Column("survivor_id", Id(), nullable=False),
        sa.Column("duplicate_id", Id(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_merges")),
    )
    op.create_table(
        "patients",
        sa.Column("id", Id(), nullable=False),
        sa.Column("record_number", sa.String(length=40), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("search_key", sa.String(length=700), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("merged_into", Id(), nullable=True),
        sa.Column("known_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
    )
    op.create_table(
        "series",
        sa.Column("id", Id(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_table(
        "staff",
        sa.Column("id", Id(), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("npi", sa.String(length=10), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("is_practitioner", sa.Boolean(), nullable=False),
        sa.Column("employed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("known_version", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staff_is_practitioner_display_name_id", ["is_practitioner", "display_name", "id"], unique=False
        )

    op.create_table(
        "visit_types",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("fee_code", sa.String(length=40), nullable=True),
        sa.Column("color", sa.String(length=7), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "buffer_after BETWEEN 0 AND 120 AND buffer_after % 5 = 0", name=op.f("ck_visit_types_buffer_after")
        ),
        sa.CheckConstraint(
            "buffer_before BETWEEN 0 AND 120 AND buffer_before % 5 = 0", name=op.f("ck_visit_types_buffer_before")
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480 AND minutes % 5 = 0", name=op.f("ck_visit_types_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_types")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_types_code")),
    )
    with op.batch_alter_table("visit_types", schema=None) as batch_op:
        batch_op.create_index("ix_visit_types_name_id", ["name", "id"], unique=False)

    op.create_table(
        "availability_exceptions",
        sa.Column("id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("location_id", Id(), nullable=True),
        sa.Column("starts_minute", sa.Integer(), nullable=True),
        sa.Column("ends_minute", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'closed') = (starts_minute IS NULL)", name=op.f("ck_availability_exceptions_hours_unless_closed")
        ),
        sa.CheckConstraint("kind IN ('closed', 'opened', 'hours')", name=op.f("ck_availability_exceptions_kind")),
        sa.CheckConstraint(
            "(starts_minute IS NULL) = (ends_minute IS NULL)", name=op.f("ck_availability_exceptions_hours_whole")
        ),
        sa.CheckConstraint(
            "(starts_minute IS NULL) = (location_id IS NULL)", name=op.f("ck_availability_exceptions_hours_somewhere")
        ),
        sa.CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_availability_exceptions_hours"),
        ),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_availability_exceptions_location_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["staff.id"], name=op.f("fk_availability_exceptions_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_exceptions")),
    )
    with op.batch_alter_table("availability_exceptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_exceptions_location_id"), ["location_id"], unique=False)
        batch_op.create_index(
            "ix_availability_exceptions_practitioner_id_on_date", ["practitioner_id", "on_date", "id"], unique=False
        )

    op.create_table(
        "availability_rules",
        sa.Column("id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("location_id", Id(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_availability_rules_hours"),
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_availability_rules_validity")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_availability_rules_weekday")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_availability_rules_location_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_availability_rules_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_rules")),
    )
    with op.batch_alter_table("availability_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_rules_location_id"), ["location_id"], unique=False)
        batch_op.create_index(
            "ix_availability_rules_practitioner_id_weekday",
            ["practitioner_id", "weekday", "starts_minute"],
            unique=False,
        )

    op.create_table(
        "calendar_feeds",
        sa.Column("id", Id(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=True),
        sa.Column("location_id", Id(), nullable=True),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(practitioner_id IS NULL) <> (location_id IS NULL)", name=op.f("ck_calendar_feeds_of_one")),
        sa.CheckConstraint("revoked_at IS NULL OR revoked_at >= created_at", name=op.f("ck_calendar_feeds_revoked")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_calendar_feeds_location_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_calendar_feeds_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feeds_secret_hash")),
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feeds_location_id"), ["location_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_feeds_practitioner_id"), ["practitioner_id"], unique=False)

    op.create_table(
        "merge_moves",
        sa.Column("merge_id", Id(), nullable=False),
        sa.Column("row_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["patient_merges.id"], name=op.f("fk_merge_moves_merge_id")),
        sa.PrimaryKeyConstraint("merge_id", "row_id", name=op.f("pk_merge_moves")),
    )
    op.create_table(
        "rooms",
        sa.Column("id", Id(), nullable=False),
        sa.Column("location_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_rooms_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("location_id", "name", name=op.f("uq_rooms_location_id_name")),
    )
    op.create_table(
        "time_off",
        sa.Column("id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_time_off_period")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_time_off_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
    )
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.create_index("ix_time_off_practitioner_id_ends_at", ["practitioner_id", "ends_at"], unique=False)

    op.create_table(
        "waitlist",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("visit_type_id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=True),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("latest_on >= earliest_on", name=op.f("ck_waitlist_period")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_waitlist_patient_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_waitlist_practitioner_id")),
        sa.ForeignKeyConstraint(["visit_type_id"], ["visit_types.id"], name=op.f("fk_waitlist_visit_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist")),
    )
    with op.batch_alter_table("waitlist", schema=None) as batch_op:
        batch_op.create_index("ix_waitlist_created_at_id", ["created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waitlist_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waitlist_practitioner_id"), ["practitioner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waitlist_visit_type_id"), ["visit_type_id"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("location_id", Id(), nullable=False),
        sa.Column("room_id", Id(), nullable=True),
        sa.Column("visit_type_id", Id(), nullable=False),
        sa.Column("series_id", Id(), nullable=True),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("overbooked", sa.Boolean(), nullable=False),
        sa.Column("overbook_reason", sa.String(length=500), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("roomed_at", UtcDateTime(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("missed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('booked', 'confirmed', 'arrived', 'roomed', 'in_visit', 'completed', 'cancelled', 'no_show')",
            name=op.f("ck_appointments_status"),
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480 AND minutes % 5 = 0", name=op.f("ck_appointments_minutes")),
        sa.CheckConstraint(
            "overbooked = 0 OR overbook_reason IS NOT NULL", name=op.f("ck_appointments_overbooked_with_reason")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_appointments_period")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_appointments_location_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_appointments_patient_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_appointments_practitioner_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_appointments_room_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_appointments_series_id")),
        sa.ForeignKeyConstraint(["visit_type_id"], ["visit_types.id"], name=op.f("fk_appointments_visit_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index("ix_appointments_location_id_starts_at", ["location_id", "starts_at"], unique=False)
        batch_op.create_index("ix_appointments_patient_id_starts_at", ["patient_id", "starts_at"], unique=False)
        batch_op.create_index(
            "ix_appointments_practitioner_id_starts_at", ["practitioner_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_appointments_room_id"), ["room_id"], unique=False)
        batch_op.create_index("ix_appointments_series_id_starts_at", ["series_id", "starts_at"], unique=False)
        batch_op.create_index("ix_appointments_starts_at_id", ["starts_at", "id"], unique=False)
        batch_op.create_index("ix_appointments_status_ends_at", ["status", "ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_visit_type_id"), ["visit_type_id"], unique=False)

    op.create_table(
        "appointment_steps",
        sa.Column("id", Id(), nullable=False),
        sa.Column("appointment_id", Id(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", Id(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_appointment_steps_appointment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_steps")),
    )
    with op.batch_alter_table("appointment_steps", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_steps_appointment_id_at", ["appointment_id", "at", "id"], unique=False)

    op.create_table(
        "booked_cells",
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", Id(), nullable=False),
        sa.CheckConstraint("lane BETWEEN 0 AND 2", name=op.f("ck_booked_cells_lane")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_booked_cells_appointment_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["staff.id"], name=op.f("fk_booked_cells_practitioner_id")),
        sa.PrimaryKeyConstraint("practitioner_id", "cell", "lane", name=op.f("pk_booked_cells")),
    )
    with op.batch_alter_table("booked_cells", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booked_cells_appointment_id"), ["appointment_id"], unique=False)

    op.create_table(
        "room_cells",
        sa.Column("room_id", Id(), nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_room_cells_appointment_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_cells_room_id")),
        sa.PrimaryKeyConstraint("room_id", "cell", name=op.f("pk_room_cells")),
    )
    with op.batch_alter_table("room_cells", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_cells_appointment_id"), ["appointment_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("room_cells", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_cells_appointment_id"))

    op.drop_table("room_cells")
    with op.batch_alter_table("booked_cells", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booked_cells_appointment_id"))

    op.drop_table("booked_cells")
    with op.batch_alter_table("appointment_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_steps_appointment_id_at")

    op.drop_table("appointment_steps")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_visit_type_id"))
        batch_op.drop_index("ix_appointments_status_ends_at")
        batch_op.drop_index("ix_appointments_starts_at_id")
        batch_op.drop_index("ix_appointments_series_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_appointments_room_id"))
        batch_op.drop_index("ix_appointments_practitioner_id_starts_at")
        batch_op.drop_index("ix_appointments_patient_id_starts_at")
        batch_op.drop_index("ix_appointments_location_id_starts_at")

    op.drop_table("appointments")
    with op.batch_alter_table("waitlist", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waitlist_visit_type_id"))
        batch_op.drop_index(batch_op.f("ix_waitlist_practitioner_id"))
        batch_op.drop_index(batch_op.f("ix_waitlist_patient_id"))
        batch_op.drop_index("ix_waitlist_created_at_id")

    op.drop_table("waitlist")
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.drop_index("ix_time_off_practitioner_id_ends_at")

    op.drop_table("time_off")
    op.drop_table("rooms")
    op.drop_table("merge_moves")
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_practitioner_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_location_id"))

    op.drop_table("calendar_feeds")
    with op.batch_alter_table("availability_rules", schema=None) as batch_op:
        batch_op.drop_index("ix_availability_rules_practitioner_id_weekday")
        batch_op.drop_index(batch_op.f("ix_availability_rules_location_id"))

    op.drop_table("availability_rules")
    with op.batch_alter_table("availability_exceptions", schema=None) as batch_op:
        batch_op.drop_index("ix_availability_exceptions_practitioner_id_on_date")
        batch_op.drop_index(batch_op.f("ix_availability_exceptions_location_id"))

    op.drop_table("availability_exceptions")
    with op.batch_alter_table("visit_types", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_types_name_id")

    op.drop_table("visit_types")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_is_practitioner_display_name_id")

    op.drop_table("staff")
    op.drop_table("series")
    op.drop_table("patients")
    op.drop_table("patient_merges")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    op.drop_table("locations")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_received_at")

    op.drop_table("inbox")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_keys_created_at")

    op.drop_table("idempotency_keys")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_due")

    op.drop_table("deliveries")
