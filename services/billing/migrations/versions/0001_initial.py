"""The tables of billing, and the triggers that keep the ledger as it was written."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


REFUSED = "L2: the ledger is append-only"


def _guards(dialect: str) -> list[str]:
    if dialect == "mysql":
        # Needs the TRIGGER privilege, and log_bin_trust_function_creators where the binary log is on.
        stop, every = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{REFUSED}'", "FOR EACH ROW "
        more = (
            "FOR EACH ROW BEGIN IF NEW.leg > (SELECT legs FROM ledger_entries WHERE position = NEW.entry_position) "
            f"THEN {stop}; END IF; END"
        )
    else:
        stop, every = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END", ""
        more = f"WHEN NEW.leg > (SELECT legs FROM ledger_entries WHERE position = NEW.entry_position) {stop}"
    return [
        f"CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries {every}{stop}",
        f"CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries {every}{stop}",
        f"CREATE TRIGGER ledger_lines_no_update BEFORE UPDATE ON ledger_lines {every}{stop}",
        f"CREATE TRIGGER ledger_lines_no_delete BEFORE DELETE ON ledger_lines {every}{stop}",
        f"CREATE TRIGGER ledger_lines_no_more BEFORE INSERT ON ledger_lines {more}",
    ]


def upgrade() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("id", Id(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_acknowledgements_fingerprint")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("practitioner_id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index("ix_appointments_treats", ["practitioner_id", "patient_id"], unique=False)

    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "deliveries",
        sa.Column("queue", sa.String(length=120), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("app_id", sa.String(length=40), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("dead_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("queue", "message_id", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_due", ["dead_at", "due_at"], unique=False)

    op.create_table(
        "fees",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("price_minor BETWEEN 0 AND 10000000000", name=op.f("ck_fees_price")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fees")),
        sa.UniqueConstraint("code", name=op.f("uq_fees_code")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("key_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("fingerprint", sa.BINARY(length=32), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("etag", sa.String(length=80), nullable=True),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key_hash", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_keys_created_at", ["created_at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("reaction", sa.String(length=80), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("reaction", "message_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_received_at", ["received_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("available_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["published_at", "available_at"], unique=False)

    op.create_table(
        "patient_merges",
        sa.Column("id", Id(), nullable=False),
        sa.Column("survivor_id", Id(), nullable=False),
        sa.Column("duplicate_id", Id(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_merges")),
    )
    with op.batch_alter_table("patient_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patient_merges_duplicate_id"), ["duplicate_id"], unique=False)

    op.create_table(
        "patients",
        sa.Column("id", Id(), nullable=False),
        sa.Column("owner_id", Id(), nullable=False),
        sa.Column("record_number", sa.String(length=40), nullable=True),
        sa.Column("given_name", sa.String(length=200), nullable=True),
        sa.Column("family_name", sa.String(length=200), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("details_version", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("archived_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
    )
    with op.batch_alter_table("patients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patients_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "payers",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("payer_identifier", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payers")),
        sa.UniqueConstraint("payer_identifier", name=op.f("uq_payers_payer_identifier")),
    )
    op.create_table(
        "remittances",
        sa.Column("id", Id(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("received_by", Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittances")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_remittances_fingerprint")),
    )
    op.create_table(
        "coverages",
        sa.Column("id", Id(), nullable=False),
        sa.Column("original_patient_id", Id(), nullable=False),
        sa.Column("payer_id", Id(), nullable=False),
        sa.Column("member_id", sa.String(length=80), nullable=False),
        sa.Column("group_number", sa.String(length=80), nullable=True),
        sa.Column("rank", sa.String(length=20), nullable=False),
        sa.Column("relationship_to_subscriber", sa.String(length=20), nullable=False),
        sa.Column("subscriber_name", sa.String(length=100), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_coverages_validity")),
        sa.ForeignKeyConstraint(
            ["original_patient_id"], ["patients.id"], name=op.f("fk_coverages_original_patient_id")
        ),
        sa.ForeignKeyConstraint(["payer_id"], ["payers.id"], name=op.f("fk_coverages_payer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverages")),
    )
    with op.batch_alter_table("coverages", schema=None) as batch_op:
        batch_op.create_index("ix_coverages_patient", ["original_patient_id", "id"], unique=False)

    op.create_table(
        "invoices",
        sa.Column("id", Id(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("original_patient_id", Id(), nullable=False),
        sa.Column("appointment_id", Id(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("needs_attention", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("adjusted_minor", sa.BigInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('draft', 'void') AND paid_minor = 0 AND adjusted_minor = 0 AND balance_minor = 0)"
            " OR (status NOT IN ('draft', 'void') AND balance_minor = total_minor - paid_minor - adjusted_minor)",
            name=op.f("ck_invoices_balance"),
        ),
        sa.CheckConstraint(
            "status = 'void' OR (status = 'draft' AND number IS NULL) OR (status <> 'draft' AND number IS NOT NULL)",
            name=op.f("ck_invoices_numbered"),
        ),
        sa.CheckConstraint(
            "paid_minor >= 0 AND adjusted_minor >= 0 AND balance_minor >= 0", name=op.f("ck_invoices_amounts")
        ),
        sa.CheckConstraint("total_minor BETWEEN 0 AND 100000000000", name=op.f("ck_invoices_total")),
        sa.ForeignKeyConstraint(["original_patient_id"], ["patients.id"], name=op.f("fk_invoices_original_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_invoices_appointment_id")),
        sa.UniqueConstraint("id", "currency", name="uq_invoices_id_currency"),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
    )
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.create_index("ix_invoices_opened_at", ["opened_at"], unique=False)
        batch_op.create_index("ix_invoices_patient", ["original_patient_id", "id"], unique=False)
        batch_op.create_index("ix_invoices_status", ["status", "id"], unique=False)

    op.create_table(
        "remittance_payments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("payer_name", sa.String(length=100), nullable=False),
        sa.Column("payer_identifier", sa.String(length=80), nullable=False),
        sa.Column("payee_name", sa.String(length=100), nullable=False),
        sa.Column("payee_identifier", sa.String(length=80), nullable=False),
        sa.Column("trace_number", sa.String(length=50), nullable=False),
        sa.Column("method", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("provider_adjustments", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittances.id"], name=op.f("fk_remittance_payments_remittance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_payments")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_remittance_payments_fingerprint")),
        sa.UniqueConstraint("remittance_id", "position", name=op.f("uq_remittance_payments_remittance_id_position")),
    )
    op.create_table(
        "adjustments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", Id(), nullable=False),
        sa.CheckConstraint("amount_minor BETWEEN 1 AND 100000000000", name=op.f("ck_adjustments_amount")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_adjustments_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustments")),
    )
    with op.batch_alter_table("adjustments", schema=None) as batch_op:
        batch_op.create_index("ix_adjustments_invoice", ["invoice_id", "id"], unique=False)

    op.create_table(
        "claims",
        sa.Column("id", Id(), nullable=False),
        sa.Column("control_number", sa.String(length=20), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("coverage_id", Id(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("charge_minor", sa.BigInteger(), nullable=False),
        sa.Column("member_key", sa.String(length=80), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("diagnosis_codes", sa.JSON(), nullable=False),
        sa.Column("place_of_service", sa.String(length=2), nullable=False),
        sa.Column("prior_authorization", sa.String(length=50), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("interchange_number", sa.Integer(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("payer_answer", sa.String(length=500), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'held', 'ready', 'rejected') OR submitted_at IS NOT NULL",
            name=op.f("ck_claims_submitted"),
        ),
        sa.CheckConstraint("charge_minor BETWEEN 0 AND 100000000000", name=op.f("ck_claims_charge")),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverages.id"], name=op.f("fk_claims_coverage_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_claims_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("control_number", name=op.f("uq_claims_control_number")),
        sa.UniqueConstraint("invoice_id", "coverage_id", name=op.f("uq_claims_invoice_id_coverage_id")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_interchange", ["interchange_number"], unique=False)
        batch_op.create_index("ix_claims_member", ["member_key", "service_on"], unique=False)
        batch_op.create_index("ix_claims_state", ["state", "id"], unique=False)

    op.create_table(
        "invoice_lines",
        sa.Column("id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("fee_code", sa.String(length=40), nullable=True),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("diagnosis_codes", sa.JSON(), nullable=False),
        sa.Column("modifiers", sa.JSON(), nullable=False),
        sa.CheckConstraint("amount_minor = quantity * unit_price_minor", name=op.f("ck_invoice_lines_amount")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 1000", name=op.f("ck_invoice_lines_quantity")),
        sa.CheckConstraint("unit_price_minor BETWEEN 0 AND 10000000000", name=op.f("ck_invoice_lines_price")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_lines_invoice_id_position")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("document_kind", sa.String(length=20), nullable=False),
        sa.Column("document_id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=True),
        sa.Column("original_patient_id", Id(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("legs", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("legs BETWEEN 0 AND 100", name=op.f("ck_ledger_entries_legs")),
        sa.ForeignKeyConstraint(
            ["invoice_id", "currency"], ["invoices.id", "invoices.currency"], name="fk_ledger_entries_invoice_id"
        ),
        sa.ForeignKeyConstraint(
            ["original_patient_id"], ["patients.id"], name=op.f("fk_ledger_entries_original_patient_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("document_kind", "document_id", name=op.f("uq_ledger_entries_document_kind_document_id")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_entries_patient", ["original_patient_id", "currency", "position"], unique=False
        )
        batch_op.create_index("ix_ledger_entries_posted", ["currency", "posted_at"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("taken_by", Id(), nullable=False),
        sa.CheckConstraint("amount_minor BETWEEN 1 AND 100000000000", name=op.f("ck_payments_amount")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name=op.f("ck_payments_refunded")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payments_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_payments_receipt_number")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_invoice", ["invoice_id", "id"], unique=False)

    op.create_table(
        "ledger_lines",
        sa.Column(
            "entry_position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("leg", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("debit_account", sa.String(length=60), nullable=False),
        sa.Column("credit_account", sa.String(length=60), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_ledger_lines_amount")),
        sa.CheckConstraint("debit_account <> credit_account", name=op.f("ck_ledger_lines_accounts")),
        sa.CheckConstraint("leg >= 1", name=op.f("ck_ledger_lines_leg")),
        sa.ForeignKeyConstraint(
            ["entry_position"], ["ledger_entries.position"], name=op.f("fk_ledger_lines_entry_position")
        ),
        sa.PrimaryKeyConstraint("entry_position", "leg", name=op.f("pk_ledger_lines")),
    )
    with op.batch_alter_table("ledger_lines", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_lines_credit", ["credit_account", "entry_position"], unique=False)
        batch_op.create_index("ix_ledger_lines_debit", ["debit_account", "entry_position"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", Id(), nullable=False),
        sa.Column("payment_id", Id(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("refunded_at", UtcDateTime(), nullable=False),
        sa.Column("refunded_by", Id(), nullable=False),
        sa.CheckConstraint("amount_minor BETWEEN 1 AND 100000000000", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index("ix_refunds_payment", ["payment_id"], unique=False)

    op.create_table(
        "remittance_claims",
        sa.Column("id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("payment_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("control_number", sa.String(length=50), nullable=False),
        sa.Column("payer_claim_number", sa.String(length=50), nullable=False),
        sa.Column("status_code", sa.String(length=2), nullable=False),
        sa.Column("patient_name", sa.String(length=150), nullable=False),
        sa.Column("member_id", sa.String(length=80), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=True),
        sa.Column("charge_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("patient_share_minor", sa.BigInteger(), nullable=False),
        sa.Column("contractual_minor", sa.BigInteger(), nullable=False),
        sa.Column("adjustments", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("denied", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.Column("claim_id", Id(), nullable=True),
        sa.Column("invoice_id", Id(), nullable=True),
        sa.Column("reverses_id", Id(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'posted' OR invoice_id IS NOT NULL", name=op.f("ck_remittance_claims_posted")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_remittance_claims_claim_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_remittance_claims_invoice_id")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["remittance_payments.id"], name=op.f("fk_remittance_claims_payment_id")
        ),
        sa.ForeignKeyConstraint(["remittance_id"], ["remittances.id"], name=op.f("fk_remittance_claims_remittance_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["remittance_claims.id"], name=op.f("fk_remittance_claims_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_claims")),
        sa.UniqueConstraint("remittance_id", "position", name=op.f("uq_remittance_claims_remittance_id_position")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_remittance_claims_reverses_id")),
    )
    with op.batch_alter_table("remittance_claims", schema=None) as batch_op:
        batch_op.create_index("ix_remittance_claims_invoice", ["invoice_id", "state"], unique=False)
        batch_op.create_index("ix_remittance_claims_state", ["state", "id"], unique=False)

    op.create_table(
        "denials",
        sa.Column("id", Id(), nullable=False),
        sa.Column("remittance_claim_id", Id(), nullable=False),
        sa.Column("claim_id", Id(), nullable=True),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("group_code", sa.String(length=2), nullable=False),
        sa.Column("reason_code", sa.String(length=5), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("owner_id", Id(), nullable=True),
        sa.Column("next_step", sa.String(length=500), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("denied_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_denials_claim_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_denials_invoice_id")),
        sa.ForeignKeyConstraint(
            ["remittance_claim_id"], ["remittance_claims.id"], name=op.f("fk_denials_remittance_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_denials")),
    )
    with op.batch_alter_table("denials", schema=None) as batch_op:
        batch_op.create_index("ix_denials_answer", ["remittance_claim_id"], unique=False)
        batch_op.create_index("ix_denials_status", ["status", "id"], unique=False)

    op.create_table(
        "remittance_postings",
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("remittance_claim_id", Id(), nullable=False),
        sa.Column("invoice_id", Id(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("contractual_minor", sa.BigInteger(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("posted_by", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('remittance', 'unmatch')", name=op.f("ck_remittance_postings_kind")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_remittance_postings_invoice_id")),
        sa.ForeignKeyConstraint(
            ["remittance_claim_id"], ["remittance_claims.id"], name=op.f("fk_remittance_postings_remittance_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_postings")),
    )
    with op.batch_alter_table("remittance_postings", schema=None) as batch_op:
        batch_op.create_index("ix_remittance_postings_claim", ["remittance_claim_id"], unique=False)
        batch_op.create_index("ix_remittance_postings_invoice", ["invoice_id"], unique=False)

    for statement in _guards(op.get_context().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table("remittance_postings", schema=None) as batch_op:
        batch_op.drop_index("ix_remittance_postings_invoice")
        batch_op.drop_index("ix_remittance_postings_claim")

    op.drop_table("remittance_postings")
    with op.batch_alter_table("denials", schema=None) as batch_op:
        batch_op.drop_index("ix_denials_status")
        batch_op.drop_index("ix_denials_answer")

    op.drop_table("denials")
    with op.batch_alter_table("remittance_claims", schema=None) as batch_op:
        batch_op.drop_index("ix_remittance_claims_state")
        batch_op.drop_index("ix_remittance_claims_invoice")

    op.drop_table("remittance_claims")
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index("ix_refunds_payment")

    op.drop_table("refunds")
    with op.batch_alter_table("ledger_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_lines_debit")
        batch_op.drop_index("ix_ledger_lines_credit")

    op.drop_table("ledger_lines")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_invoice")

    op.drop_table("payments")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entries_posted")
        batch_op.drop_index("ix_ledger_entries_patient")

    op.drop_table("ledger_entries")
    op.drop_table("invoice_lines")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index("ix_claims_state")
        batch_op.drop_index("ix_claims_member")
        batch_op.drop_index("ix_claims_interchange")

    op.drop_table("claims")
    with op.batch_alter_table("adjustments", schema=None) as batch_op:
        batch_op.drop_index("ix_adjustments_invoice")

    op.drop_table("adjustments")
    op.drop_table("remittance_payments")
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.drop_index("ix_invoices_status")
        batch_op.drop_index("ix_invoices_patient")
        batch_op.drop_index("ix_invoices_opened_at")

    op.drop_table("invoices")
    with op.batch_alter_table("coverages", schema=None) as batch_op:
        batch_op.drop_index("ix_coverages_patient")

    op.drop_table("coverages")
    op.drop_table("remittances")
    op.drop_table("payers")
    with op.batch_alter_table("patients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patients_owner_id"))

    op.drop_table("patients")
    with op.batch_alter_table("patient_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patient_merges_duplicate_id"))

    op.drop_table("patient_merges")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_received_at")

    op.drop_table("inbox")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_keys_created_at")

    op.drop_table("idempotency_keys")
    op.drop_table("fees")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_due")

    op.drop_table("deliveries")
    op.drop_table("counters")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index("ix_appointments_treats")

    op.drop_table("appointments")
    op.drop_table("acknowledgements")
