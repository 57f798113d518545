"""Accesses wait in a table of their own, and leave numbered and in batches."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_counters",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_access_counters")),
    )
    op.create_table(
        "accesses",
        sa.Column("id", Id(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accesses")),
    )


def downgrade() -> None:
    op.drop_table("accesses")
    op.drop_table("access_counters")
