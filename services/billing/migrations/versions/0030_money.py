"""Prices by payer and time, discounts and taxes, credit, what payers are asked for, and whose and where it was."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None

_OPEN_END = "9999-01-01 00:00:00.000000"


def _minor(name: str, default: str | None = "0") -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def upgrade() -> None:
    op.create_table(
        "locations",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("details_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
    )
    with op.batch_alter_table("patients") as batch:
        batch.add_column(sa.Column("language", sa.String(length=10), nullable=True))
    _fees()
    _invoices()
    _payments()
    op.create_table(
        "payer_shares",
        sa.Column("id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("document_kind", sa.String(length=20), nullable=False),
        sa.Column("document_id", Id(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_payer_shares_amount")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payer_shares_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer_shares")),
        sa.UniqueConstraint("document_kind", "document_id", name=op.f("uq_payer_shares_document_kind_document_id")),
    )
    op.create_index("ix_payer_shares_invoice", "payer_shares", ["invoice_id"])
    # With what reports ask of an entry, so that they need not look at the entry itself.
    op.drop_index("ix_ledger_entries_posted", "ledger_entries")
    op.create_index(
        "ix_ledger_entries_posted", "ledger_entries", ["currency", "posted_at", "document_kind", "invoice_id"]
    )
    op.create_index("ix_ledger_entries_invoice", "ledger_entries", ["invoice_id", "currency", "posted_at"])


def _fees() -> None:
    with op.batch_alter_table("fees") as batch:
        batch.add_column(sa.Column("tax_rate", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("payer_id", Id(), nullable=True))
        batch.add_column(sa.Column("schedule", sa.String(length=36), nullable=False, server_default=""))
        batch.add_column(sa.Column("valid_from", sa.Date(), nullable=False, server_default="1850-01-01"))
        batch.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        batch.drop_constraint(op.f("uq_fees_code"), type_="unique")
        batch.create_unique_constraint(op.f("uq_fees_code_schedule_valid_from"), ["code", "schedule", "valid_from"])
        batch.create_foreign_key(op.f("fk_fees_payer_id"), "payers", ["payer_id"], ["id"])
        batch.create_check_constraint(op.f("ck_fees_tax_rate"), "tax_rate BETWEEN 0 AND 100000")
        batch.create_check_constraint(op.f("ck_fees_validity"), "valid_until IS NULL OR valid_until >= valid_from")


def _invoices() -> None:
    with op.batch_alter_table("invoices") as batch:
        for name in ("practitioner_id", "location_id", "payer_id", "asked_payer_id"):
            batch.add_column(sa.Column(name, Id(), nullable=True))
        batch.add_column(sa.Column("service_on", sa.Date(), nullable=True))
        batch.add_column(_minor("tax_minor"))
        batch.add_column(_minor("payer_minor"))
        batch.add_column(sa.Column("dunned", sa.SmallInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("open_until", UtcDateTime(), nullable=True))
        batch.create_foreign_key(op.f("fk_invoices_payer_id"), "payers", ["payer_id"], ["id"])
        batch.create_foreign_key(op.f("fk_invoices_asked_payer_id"), "payers", ["asked_payer_id"], ["id"])
        batch.create_check_constraint(op.f("ck_invoices_tax"), "tax_minor BETWEEN 0 AND total_minor")
        batch.create_check_constraint(op.f("ck_invoices_payer"), "payer_minor BETWEEN 0 AND balance_minor")
        batch.create_index("ix_invoices_open", ["currency", "open_until", "issued_at"])
        batch.create_index("ix_invoices_due", ["status", "due_on"])
    visit = "(SELECT {} FROM appointments WHERE appointments.id = invoices.appointment_id)"
    op.execute(
        sa.text(
            f"UPDATE invoices SET practitioner_id = {visit.format('practitioner_id')},"
            f" service_on = {visit.format('starts_on')},"
            f" open_until = CASE WHEN issued_at IS NULL AND status = 'draft' THEN NULL"
            f" WHEN balance_minor > 0 THEN '{_OPEN_END}' ELSE changed_at END"
        )
    )
    with op.batch_alter_table("invoice_lines") as batch:
        batch.add_column(_minor("discount_minor"))
        batch.add_column(sa.Column("tax_rate", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(_minor("tax_minor"))
        batch.drop_constraint(op.f("ck_invoice_lines_amount"), type_="check")
        batch.create_check_constraint(
            op.f("ck_invoice_lines_amount"), "amount_minor = quantity * unit_price_minor - discount_minor"
        )
        batch.create_check_constraint(
            op.f("ck_invoice_lines_discount"), "discount_minor BETWEEN 0 AND quantity * unit_price_minor"
        )
        batch.create_check_constraint(op.f("ck_invoice_lines_tax_rate"), "tax_rate BETWEEN 0 AND 100000")
        batch.create_check_constraint(
            op.f("ck_invoice_lines_tax"),
            "tax_minor * 100000 BETWEEN amount_minor * tax_rate - 49999 AND amount_minor * tax_rate + 50000",
        )


def _payments() -> None:
    with op.batch_alter_table("payments") as batch:
        batch.add_column(sa.Column("original_patient_id", Id(), nullable=True))
        batch.add_column(sa.Column("currency", sa.String(length=3), nullable=True))
        batch.add_column(_minor("applied_minor"))
        batch.add_column(_minor("credit_minor"))
    invoice = "(SELECT {} FROM invoices WHERE invoices.id = payments.invoice_id)"
    op.execute(
        sa.text(
            f"UPDATE payments SET original_patient_id = {invoice.format('original_patient_id')},"
            f" currency = {invoice.format('currency')}, applied_minor = amount_minor"
        )
    )
    with op.batch_alter_table("payments") as batch:
        batch.alter_column("invoice_id", existing_type=Id(), nullable=True)
        batch.alter_column("original_patient_id", existing_type=Id(), nullable=False)
        batch.alter_column("currency", existing_type=sa.String(length=3), nullable=False)
        batch.drop_constraint(op.f("fk_payments_invoice_id"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_payments_refunded"), type_="check")
        batch.create_unique_constraint("uq_payments_id_currency", ["id", "currency"])
        batch.create_foreign_key("fk_payments_invoice_id", "invoices", ["invoice_id", "currency"], ["id", "currency"])
        batch.create_foreign_key(op.f("fk_payments_original_patient_id"), "patients", ["original_patient_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_payments_paid"),
            "applied_minor = 0 OR (invoice_id IS NOT NULL AND applied_minor <= amount_minor)",
        )
        batch.create_check_constraint(
            op.f("ck_payments_parts"), "applied_minor >= 0 AND credit_minor >= 0 AND refunded_minor >= 0"
        )
        batch.create_check_constraint(op.f("ck_payments_refunded"), "credit_minor + refunded_minor <= amount_minor")
        batch.create_index("ix_payments_patient", ["original_patient_id", "id"])
        batch.create_index("ix_payments_credit", ["credit_minor"])
    with op.batch_alter_table("refunds") as batch:
        batch.add_column(_minor("credit_minor"))
        batch.create_check_constraint(op.f("ck_refunds_credit"), "credit_minor BETWEEN 0 AND amount_minor")
    with op.batch_alter_table("adjustments") as batch:
        batch.add_column(sa.Column("number", sa.String(length=40), nullable=True))
        batch.create_unique_constraint(op.f("uq_adjustments_number"), ["number"])
    op.create_table(
        "allocations",
        sa.Column("id", Id(), nullable=False),
        sa.Column("payment_id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", Id(), nullable=False),
        sa.CheckConstraint("amount_minor BETWEEN 1 AND 100000000000", name=op.f("ck_allocations_amount")),
        sa.CheckConstraint("kind IN ('application', 'release')", name=op.f("ck_allocations_kind")),
        sa.ForeignKeyConstraint(
            ["invoice_id", "currency"], ["invoices.id", "invoices.currency"], name="fk_allocations_invoice_id"
        ),
        sa.ForeignKeyConstraint(
            ["payment_id", "currency"], ["payments.id", "payments.currency"], name="fk_allocations_payment_id"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.create_index("ix_allocations_invoice", "allocations", ["invoice_id", "currency"])
    op.create_index("ix_allocations_payment", "allocations", ["payment_id", "currency"])


def downgrade() -> None:
    raise NotImplementedError("money that lies unapplied has no place in the schema before")
