"""the work list of likely duplicates; everybody is compared once"""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duplicate_pairs",
        sa.Column("id", Id(), nullable=False),
        sa.Column("one_id", Id(), nullable=False),
        sa.Column("other_id", Id(), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("dismissed_at", UtcDateTime(), nullable=True),
        sa.Column("dismissed_by", Id(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_duplicate_pairs_p19_known_once")),
        sa.ForeignKeyConstraint(["one_id"], ["patients.id"], name=op.f("fk_duplicate_pairs_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["patients.id"], name=op.f("fk_duplicate_pairs_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pairs")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_duplicate_pairs_one_id_other_id")),
    )
    with op.batch_alter_table("duplicate_pairs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duplicate_pairs_likeness_duplicate_pairs_id"), ["likeness", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_duplicate_pairs_other_id"), ["other_id"], unique=False)

    op.create_table(
        "uncompared",
        sa.Column("patient_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_uncompared_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_uncompared")),
    )
    op.execute("INSERT INTO uncompared (patient_id) SELECT id FROM patients WHERE NOT archived")


def downgrade() -> None:
    op.drop_table("uncompared")
    op.drop_table("duplicate_pairs")
