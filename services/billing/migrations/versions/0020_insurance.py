"""Subscribers, batches of claims, corrections, the exchange of files, payers' own adjustments, reasons in words."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime
from sqlalchemy.dialects import mysql

revision = "0020"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added in place: a table that others refer to is never made anew.
    op.add_column("payers", sa.Column("kind", sa.String(length=30), server_default="commercial", nullable=False))
    op.add_column("coverages", sa.Column("subscriber", sa.JSON(), nullable=True))
    op.add_column("coverages", sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("claims", sa.Column("frequency", sa.String(length=1), server_default="1", nullable=False))
    op.add_column("claims", sa.Column("payer_claim_number", sa.String(length=50), nullable=True))
    op.add_column("claims", sa.Column("line_changes", sa.JSON(), nullable=True))
    op.create_index("ix_denials_deadline", "denials", ["status", "deadline"])
    _patients_may_be_missing()
    op.create_table(
        "practitioners",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("npi", sa.String(length=10), nullable=True),
        sa.Column("details_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioners")),
    )
    op.create_table(
        "adjustment_reasons",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_adjustment_reasons")),
    )
    op.create_table(
        "claim_batches",
        sa.Column("id", Id(), nullable=False),
        sa.Column("interchange_number", sa.Integer(), nullable=False),
        sa.Column("charge_minor", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_batches")),
        sa.UniqueConstraint("interchange_number", name=op.f("uq_claim_batches_interchange_number")),
    )
    op.create_table(
        "claim_submissions",
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim_id", Id(), nullable=False),
        sa.Column("frequency", sa.String(length=1), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["claim_batches.id"], name=op.f("fk_claim_submissions_batch_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_submissions_claim_id")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_claim_submissions")),
    )
    op.create_index("ix_claim_submissions_claim", "claim_submissions", ["claim_id"])
    op.create_table(
        "payer_adjustments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("payment_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=5), nullable=False),
        sa.Column("reference", sa.String(length=50), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("posted_by", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["remittance_payments.id"], name=op.f("fk_payer_adjustments_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer_adjustments")),
        sa.UniqueConstraint("payment_id", "position", name=op.f("uq_payer_adjustments_payment_id_position")),
    )
    op.create_table(
        "exchange_files",
        sa.Column("id", Id(), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.Column("batch_id", Id(), nullable=True),
        sa.Column("remittance_id", Id(), nullable=True),
        sa.Column("acknowledgement_id", Id(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_exchange_files_direction")),
        sa.CheckConstraint("(direction = 'out') = (batch_id IS NOT NULL)", name=op.f("ck_exchange_files_batch")),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'taken', 'refused')", name=op.f("ck_exchange_files_state")
        ),
        sa.ForeignKeyConstraint(
            ["acknowledgement_id"], ["acknowledgements.id"], name=op.f("fk_exchange_files_acknowledgement_id")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["claim_batches.id"], name=op.f("fk_exchange_files_batch_id")),
        sa.ForeignKeyConstraint(["remittance_id"], ["remittances.id"], name=op.f("fk_exchange_files_remittance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_files")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_exchange_files_batch_id")),
        sa.UniqueConstraint("direction", "fingerprint", name=op.f("uq_exchange_files_direction_fingerprint")),
    )
    op.create_index("ix_exchange_files_state", "exchange_files", ["direction", "state", "id"])


def _patients_may_be_missing() -> None:
    """Let a ledger entry belong to no patient."""
    connection = op.get_bind()
    if connection.dialect.name == "mysql":
        op.alter_column("ledger_entries", "original_patient_id", existing_type=Id(), nullable=True)
        return
    # SQLite changes a column only by making its table anew, which the lines that refer to it, and the triggers,
    # forbid. Taking a NOT NULL out of the table's text is the way its documentation names for this ("Making Other
    # Kinds Of Table Schema Changes", the simpler procedure): what is stored does not change.
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    was = "original_patient_id BINARY(16) NOT NULL"
    text = "UPDATE sqlite_master SET sql = replace(sql, :was, :now) WHERE name = 'ledger_entries' AND sql LIKE :it"
    values = {"was": was, "now": was.removesuffix(" NOT NULL"), "it": f"%{was}%"}
    changed = connection.execute(sa.text(text), values)
    assert changed.rowcount == 1
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    raise NotImplementedError("what was posted and sent is not forgotten")
