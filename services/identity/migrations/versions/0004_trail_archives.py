"""Entries of the access trail may leave the database once they are archived under their seal."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = "NOT EXISTS (SELECT 1 FROM trail_archives WHERE source = OLD.source AND last_position >= OLD.position)"
GUARDS = {
    "mysql": [
        f"CREATE TRIGGER access_entries_never_delete BEFORE DELETE ON access_entries FOR EACH ROW BEGIN IF {KEPT} "
        "THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the access trail is never deleted before it is archived'; "
        "END IF; END",
        "CREATE TRIGGER trail_archives_never_change BEFORE UPDATE ON trail_archives FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what was archived is never changed'",
        "CREATE TRIGGER trail_archives_never_delete BEFORE DELETE ON trail_archives FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what was archived is never deleted'",
    ],
    "sqlite": [
        f"CREATE TRIGGER access_entries_never_delete BEFORE DELETE ON access_entries WHEN {KEPT} "
        "BEGIN SELECT RAISE(ABORT, 'the access trail is never deleted before it is archived'); END",
        "CREATE TRIGGER trail_archives_never_change BEFORE UPDATE ON trail_archives "
        "BEGIN SELECT RAISE(ABORT, 'what was archived is never changed'); END",
        "CREATE TRIGGER trail_archives_never_delete BEFORE DELETE ON trail_archives "
        "BEGIN SELECT RAISE(ABORT, 'what was archived is never deleted'); END",
    ],
}
"""What the database itself refuses (I14), as `models.GUARDS` has it."""


def upgrade() -> None:
    op.create_table(
        "trail_archives",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("source", "number", name=op.f("pk_trail_archives")),
    )
    op.execute("DROP TRIGGER access_entries_never_delete")
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("trail_archives")
