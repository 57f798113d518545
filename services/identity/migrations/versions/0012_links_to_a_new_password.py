"""Links to a new password, beside invitations; and passwords nobody may choose."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitations", sa.Column("reset", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "listed_passwords",
        sa.Column("hash", sa.BINARY(length=16), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_listed_passwords")),
    )


def downgrade() -> None:
    op.drop_table("listed_passwords")
    op.drop_column("invitations", "reset")
