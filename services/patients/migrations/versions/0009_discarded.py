"""drafts that were discarded"""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# P22: what is discarded is a draft, and nobody's draft for a visit any more.
NAME = "ck_notes_p22_a_draft_only"
DRAFT_ONLY = "discarded_at IS NULL OR (signed_at IS NULL AND draft_of IS NULL)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Not in a batch: that would make the table anew, without its triggers.
        op.execute(f"ALTER TABLE notes ADD COLUMN discarded_at DATETIME CONSTRAINT {NAME} CHECK ({DRAFT_ONLY})")
    else:
        op.add_column("notes", sa.Column("discarded_at", UtcDateTime(), nullable=True))
        op.create_check_constraint(op.f(NAME), "notes", DRAFT_ONLY)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), "notes", type_="check")
    op.drop_column("notes", "discarded_at")
