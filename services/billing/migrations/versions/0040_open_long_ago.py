"""What was owed long ago is found among the invoices issued by then, not among those settled since."""

from alembic import op

revision = "0040"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_invoices_issued", "invoices", ["currency", "issued_at", "open_until"])


def downgrade() -> None:
    op.drop_index("ix_invoices_issued", "invoices")
