"""code tables"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("system", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("display", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("system", "code", name=op.f("pk_codes")),
    )
    op.create_table(
        "code_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("system", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("word", "system", "code", name=op.f("pk_code_words")),
    )


def downgrade() -> None:
    op.drop_table("code_words")
    op.drop_table("codes")
