"""Of a killed sender's messages, those it was about to hand over can be told from those it only had claimed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("begun", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE messages SET begun = true WHERE status = 'sending' AND channel = 'sms'")


def downgrade() -> None:
    op.drop_column("messages", "begun")
