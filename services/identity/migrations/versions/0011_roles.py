"""Roles become rows: those that come with the suite, and those a clinic makes."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BUILT_IN = (
    "INSERT INTO roles (name, description, totp_required, practises, version) VALUES "
    "('admin', '', 0, 0, 1), ('doctor', '', 0, 1, 1), ('nurse', '', 0, 0, 1), ('receptionist', '', 0, 0, 1)"
)
"""As `models.BUILT_IN` has it."""


def upgrade() -> None:
    op.create_table(
        "roles",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=True),
        sa.Column("totp_required", sa.Boolean(), nullable=False),
        sa.Column("practises", sa.Boolean(), nullable=False),
        sa.Column("tokens_not_before", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_roles")),
    )
    op.execute(BUILT_IN)
    with op.batch_alter_table("staff") as batch_op:
        batch_op.drop_constraint(op.f("ck_staff_known_role"), type_="check")
        batch_op.create_foreign_key(op.f("fk_staff_role"), "roles", ["role"], ["name"])


def downgrade() -> None:
    with op.batch_alter_table("staff") as batch_op:
        batch_op.drop_constraint(op.f("fk_staff_role"), type_="foreignkey")
    op.drop_table("roles")
