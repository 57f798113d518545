"""The locations somebody is kept to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("locations", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("staff", "locations")
