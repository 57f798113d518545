"""The first tables: staff, sign-ins, signing keys, the access trail, and the plumbing's own."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = {
    "mysql": [
        "CREATE TRIGGER access_entries_never_change BEFORE UPDATE ON access_entries FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the access trail is never changed'",
        "CREATE TRIGGER access_entries_never_delete BEFORE DELETE ON access_entries FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the access trail is never deleted'",
        "CREATE TRIGGER trail_seals_never_change BEFORE UPDATE ON trail_seals FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a seal is never changed'",
        "CREATE TRIGGER trail_seals_never_delete BEFORE DELETE ON trail_seals FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a seal is never deleted'",
        "CREATE TRIGGER trail_keys_never_change BEFORE UPDATE ON trail_keys FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a trail key is never changed'",
        "CREATE TRIGGER trail_keys_never_delete BEFORE DELETE ON trail_keys FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a trail key is never deleted'",
    ],
    "sqlite": [
        "CREATE TRIGGER access_entries_never_change BEFORE UPDATE ON access_entries "
        "BEGIN SELECT RAISE(ABORT, 'the access trail is never changed'); END",
        "CREATE TRIGGER access_entries_never_delete BEFORE DELETE ON access_entries "
        "BEGIN SELECT RAISE(ABORT, 'the access trail is never deleted'); END",
        "CREATE TRIGGER trail_seals_never_change BEFORE UPDATE ON trail_seals "
        "BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END",
        "CREATE TRIGGER trail_seals_never_delete BEFORE DELETE ON trail_seals "
        "BEGIN SELECT RAISE(ABORT, 'a seal is never deleted'); END",
        "CREATE TRIGGER trail_keys_never_change BEFORE UPDATE ON trail_keys "
        "BEGIN SELECT RAISE(ABORT, 'a trail key is never changed'); END",
        "CREATE TRIGGER trail_keys_never_delete BEFORE DELETE ON trail_keys "
        "BEGIN SELECT RAISE(ABORT, 'a trail key is never deleted'); END",
    ],
}
"""What the database itself refuses (I14), as `models.GUARDS` has it."""


def upgrade() -> None:
    op.create_table(
        "access_entries",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", Id(), nullable=True),
        sa.Column("staff_name", sa.String(length=100), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("session_id", Id(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("previous_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("entry_hash", sa.BINARY(length=32), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_access_entries_counts_from_one")),
        sa.PrimaryKeyConstraint("source", "position", name=op.f("pk_access_entries")),
    )
    with op.batch_alter_table("access_entries", schema=None) as batch_op:
        batch_op.create_index("ix_access_entries_moment", ["occurred_at", "source", "position"], unique=False)
        batch_op.create_index(
            "ix_access_entries_patient", ["patient_id", "occurred_at", "source", "position"], unique=False
        )
        batch_op.create_index(
            "ix_access_entries_staff", ["staff_id", "occurred_at", "source", "position"], unique=False
        )

    op.create_table(
        "chains",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.BINARY(length=32), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_chains")),
    )
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
        "failed_attempts",
        sa.Column("key", sa.BINARY(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_attempts")),
    )
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_attempts_last_failed_at"), ["last_failed_at"], unique=False)

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
        "signing_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(length=2000), nullable=False),
        sa.Column("public", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("signs_from", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_signing_keys")),
        sa.UniqueConstraint("key_id", name=op.f("uq_signing_keys_key_id")),
    )
    op.create_table(
        "staff",
        sa.Column("id", Id(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("display_name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("npi", sa.String(length=10), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=True),
        sa.Column("deactivated_at", UtcDateTime(), nullable=True),
        sa.Column("tokens_not_before", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'doctor', 'nurse', 'receptionist')", name=op.f("ck_staff_known_role")),
        sa.CheckConstraint("length(npi) = 10", name=op.f("ck_staff_npi_of_ten_digits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email_key", name=op.f("uq_staff_email_key")),
        sa.UniqueConstraint("npi", name=op.f("uq_staff_npi")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index("ix_staff_name_key_id", ["name_key", "id"], unique=False)
        batch_op.create_index("ix_staff_role_active", ["role", "active"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_tokens_not_before"), ["tokens_not_before"], unique=False)

    op.create_table(
        "credentials",
        sa.Column("staff_id", Id(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", UtcDateTime(), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(length=500), nullable=True),
        sa.Column("totp_on", sa.Boolean(), nullable=False),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_credentials_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("staff_id", Id(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_invitations_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("staff_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_recovery_codes_staff_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", Id(), nullable=False),
        sa.Column("staff_id", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotated_at", UtcDateTime(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("place", sa.String(length=45), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_ins_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ins_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index("ix_sign_ins_staff_id_ended_at", ["staff_id", "ended_at"], unique=False)
        batch_op.create_index(
            "ix_sign_ins_staff_id_place_created_at", ["staff_id", "place", "created_at"], unique=False
        )

    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("sign_in_id", Id(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_ins.id"], name=op.f("fk_refresh_tokens_sign_in_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_tokens")),
    )
    with op.batch_alter_table("refresh_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refresh_tokens_sign_in_id"), ["sign_in_id"], unique=False)

    op.create_table(
        "trail_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_trail_keys")),
        sa.UniqueConstraint("key_id", name=op.f("uq_trail_keys_key_id")),
    )
    op.create_table(
        "trail_seals",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_position", sa.BigInteger(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=False),
        sa.Column("leaves", sa.LargeBinary(length=16777215), nullable=False),
        sa.CheckConstraint(
            "number >= 1 AND first_position >= 1 AND last_position >= first_position",
            name=op.f("ck_trail_seals_spans"),
        ),
        sa.PrimaryKeyConstraint("source", "number", name=op.f("pk_trail_seals")),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("trail_seals")
    op.drop_table("trail_keys")
    op.drop_table("refresh_tokens")
    op.drop_table("sign_ins")
    op.drop_table("recovery_codes")
    op.drop_table("invitations")
    op.drop_table("credentials")
    op.drop_table("staff")
    op.drop_table("signing_keys")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("idempotency_keys")
    op.drop_table("failed_attempts")
    op.drop_table("deliveries")
    op.drop_table("chains")
    op.drop_table("access_entries")
