"""Accesses arrive numbered and in batches; what comes before its turn waits. (Identity tells of none itself.)"""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

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
    op.create_table(
        "early_accesses",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "first", name=op.f("pk_early_accesses")),
    )
    with op.batch_alter_table("chains", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("chains", "told")
    op.drop_table("early_accesses")
    op.drop_table("accesses")
    op.drop_table("access_counters")
