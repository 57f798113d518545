"""What is owed on invoices is copied, and a message may be about one."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoices",
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoices")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invoice_id", Id(), nullable=True))
        batch_op.create_index(batch_op.f("ix_messages_invoice_id"), ["invoice_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_messages_invoice_id"), "invoices", ["invoice_id"], ["invoice_id"])


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_messages_invoice_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_messages_invoice_id"))
        batch_op.drop_column("invoice_id")
    op.drop_table("invoices")
