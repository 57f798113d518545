"""Patients, their charts, what they are found under, merges and imports."""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# P11: a signed note never changes; each statement can be repeated by hand.
SQLITE_GUARDS = (
    (
        "CREATE TRIGGER notes_signed_update BEFORE UPDATE ON notes WHEN OLD.signed_at IS NOT NULL AND (NEW.id "
        "IS NOT OLD.id OR NEW.author_id IS NOT OLD.author_id OR NEW.author_name IS NOT OLD.author_name OR "
        "NEW.kind IS NOT OLD.kind OR NEW.content IS NOT OLD.content OR NEW.created_at IS NOT OLD.created_at "
        "OR NEW.signed_at IS NOT OLD.signed_at OR NEW.sha256 IS NOT OLD.sha256) BEGIN SELECT RAISE(ABORT, "
        "'P11: a signed note never changes'); END"
    ),
    (
        "CREATE TRIGGER notes_signed_delete BEFORE DELETE ON notes WHEN OLD.signed_at IS NOT NULL BEGIN "
        "SELECT RAISE(ABORT, 'P11: a signed note never changes'); END"
    ),
    (
        "CREATE TRIGGER note_addenda_update BEFORE UPDATE ON note_addenda BEGIN SELECT RAISE(ABORT, 'P11: a "
        "signed note never changes'); END"
    ),
    (
        "CREATE TRIGGER note_addenda_delete BEFORE DELETE ON note_addenda BEGIN SELECT RAISE(ABORT, 'P11: a "
        "signed note never changes'); END"
    ),
    # P18: history never changes.
    (
        "CREATE TRIGGER item_changes_update BEFORE UPDATE ON item_changes "
        "BEGIN SELECT RAISE(ABORT, 'P18: history never changes'); END"
    ),
    (
        "CREATE TRIGGER item_changes_delete BEFORE DELETE ON item_changes "
        "BEGIN SELECT RAISE(ABORT, 'P18: history never changes'); END"
    ),
)
MYSQL_GUARDS = (
    (
        "CREATE TRIGGER notes_signed_update BEFORE UPDATE ON notes FOR EACH ROW BEGIN IF OLD.signed_at IS NOT "
        "NULL AND (NOT (NEW.id <=> OLD.id) OR NOT (NEW.author_id <=> OLD.author_id) OR NOT (NEW.author_name "
        "<=> OLD.author_name) OR NOT (NEW.kind <=> OLD.kind) OR NOT (NEW.content <=> OLD.content) OR NOT "
        "(NEW.created_at <=> OLD.created_at) OR NOT (NEW.signed_at <=> OLD.signed_at) OR NOT (NEW.sha256 <=> "
        "OLD.sha256)) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'P11: a signed note never changes'; END "
        "IF; END"
    ),
    (
        "CREATE TRIGGER notes_signed_delete BEFORE DELETE ON notes FOR EACH ROW BEGIN IF OLD.signed_at IS NOT "
        "NULL THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'P11: a signed note never changes'; END IF; END"
    ),
    (
        "CREATE TRIGGER note_addenda_update BEFORE UPDATE ON note_addenda FOR EACH ROW SIGNAL SQLSTATE "
        "'45000' SET MESSAGE_TEXT = 'P11: a signed note never changes'"
    ),
    (
        "CREATE TRIGGER note_addenda_delete BEFORE DELETE ON note_addenda FOR EACH ROW SIGNAL SQLSTATE "
        "'45000' SET MESSAGE_TEXT = 'P11: a signed note never changes'"
    ),
    # P18: history never changes.
    (
        "CREATE TRIGGER item_changes_update BEFORE UPDATE ON item_changes "
        "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'P18: history never changes'"
    ),
    (
        "CREATE TRIGGER item_changes_delete BEFORE DELETE ON item_changes "
        "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'P18: history never changes'"
    ),
)


def upgrade() -> None:
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
        "imports",
        sa.Column("id", Id(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_created_at"), ["created_at"], unique=False)

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
        "record_numbers",
        sa.Column("serial", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_record_numbers")),
        sa.UniqueConstraint("patient_id", name=op.f("uq_record_numbers_patient_id")),
    )
    op.create_table(
        "import_sources",
        sa.Column("owner_id", Id(), nullable=False),
        sa.Column("source", sa.BINARY(length=32), nullable=False),
        sa.Column("row_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_sources_import_id")),
        sa.PrimaryKeyConstraint("owner_id", "source", name=op.f("pk_import_sources")),
    )
    with op.batch_alter_table("import_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_sources_import_id"), ["import_id"], unique=False)

    op.create_table(
        "patients",
        sa.Column("id", Id(), nullable=False),
        sa.Column("record_number", sa.String(length=20), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("sort_name", sa.String(length=250), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("preferred_language", sa.String(length=10), nullable=True),
        sa.Column("contact_by", sa.String(length=10), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("merged_into", Id(), nullable=True),
        sa.Column("import_id", Id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("sex IN ('male', 'female', 'other', 'unknown')", name=op.f("ck_patients_sex")),
        sa.CheckConstraint("merged_into IS NULL OR archived", name=op.f("ck_patients_p5_merged_is_archived")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_patients_import_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["patients.id"], name=op.f("fk_patients_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
        sa.UniqueConstraint("record_number", name=op.f("uq_patients_record_number")),
    )
    with op.batch_alter_table("patients", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patients_archived_patients_sort_name_patients_id"),
            ["archived", "sort_name", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_patients_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_patients_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_patients_merged_into"), ["merged_into"], unique=False)

    op.create_table(
        "allergies",
        sa.Column("substance", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=True),
        sa.Column("code_system", sa.String(length=200), nullable=True),
        sa.Column("reaction", sa.String(length=500), nullable=True),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("criticality", sa.String(length=20), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("struck_out_at", UtcDateTime(), nullable=True),
        sa.Column("struck_out_by", Id(), nullable=True),
        sa.Column("struck_out_reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=True),
        sa.CheckConstraint(
            "(struck_out_at IS NULL) = (struck_out_reason IS NULL)", name=op.f("ck_allergies_p8_struck_out_with_reason")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_allergies_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_allergies_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergies")),
    )
    with op.batch_alter_table("allergies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allergies_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allergies_patient_id_allergies_id"), ["patient_id", "id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("struck_out_at", UtcDateTime(), nullable=True),
        sa.Column("struck_out_by", Id(), nullable=True),
        sa.Column("struck_out_reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=True),
        sa.CheckConstraint(
            "(struck_out_at IS NULL) = (struck_out_reason IS NULL)", name=op.f("ck_consents_p8_struck_out_with_reason")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_consents_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_consents_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_consents_patient_id_consents_given_on_consents_id"),
            ["patient_id", "given_on", "id"],
            unique=False,
        )

    op.create_table(
        "immunizations",
        sa.Column("vaccine", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=True),
        sa.Column("code_system", sa.String(length=200), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("lot", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("struck_out_at", UtcDateTime(), nullable=True),
        sa.Column("struck_out_by", Id(), nullable=True),
        sa.Column("struck_out_reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=True),
        sa.CheckConstraint(
            "(struck_out_at IS NULL) = (struck_out_reason IS NULL)",
            name=op.f("ck_immunizations_p8_struck_out_with_reason"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_immunizations_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_immunizations_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immunizations")),
    )
    with op.batch_alter_table("immunizations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_immunizations_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_immunizations_patient_id_immunizations_given_on_immunizations_id"),
            ["patient_id", "given_on", "id"],
            unique=False,
        )

    op.create_table(
        "medications",
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=True),
        sa.Column("code_system", sa.String(length=200), nullable=True),
        sa.Column("dose", sa.String(length=200), nullable=True),
        sa.Column("route", sa.String(length=100), nullable=True),
        sa.Column("frequency", sa.String(length=200), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("struck_out_at", UtcDateTime(), nullable=True),
        sa.Column("struck_out_by", Id(), nullable=True),
        sa.Column("struck_out_reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=True),
        sa.CheckConstraint(
            "(struck_out_at IS NULL) = (struck_out_reason IS NULL)",
            name=op.f("ck_medications_p8_struck_out_with_reason"),
        ),
        sa.CheckConstraint(
            "started_on IS NULL OR ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_medications_p10_period")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_medications_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_medications_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medications")),
    )
    with op.batch_alter_table("medications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_medications_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_medications_patient_id_medications_id"), ["patient_id", "id"], unique=False
        )

    op.create_table(
        "notes",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("appointment_id", Id(), nullable=True),
        sa.Column("content", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("sha256", sa.BINARY(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(signed_at IS NULL) = (sha256 IS NULL)", name=op.f("ck_notes_p11_signed_with_hash")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_notes_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notes_author_id_notes_signed_at"), ["author_id", "signed_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notes_patient_id_notes_id"), ["patient_id", "id"], unique=False)

    op.create_table(
        "patient_merges",
        sa.Column("id", Id(), nullable=False),
        sa.Column("survivor_id", Id(), nullable=False),
        sa.Column("duplicate_id", Id(), nullable=False),
        sa.Column("standing_duplicate_id", Id(), nullable=True),
        sa.Column("was_archived", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("merged_by", Id(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", Id(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (standing_duplicate_id IS NOT NULL)", name=op.f("ck_patient_merges_p6_undone_once")
        ),
        sa.CheckConstraint("survivor_id <> duplicate_id", name=op.f("ck_patient_merges_p5_not_with_itself")),
        sa.ForeignKeyConstraint(["duplicate_id"], ["patients.id"], name=op.f("fk_patient_merges_duplicate_id")),
        sa.ForeignKeyConstraint(["survivor_id"], ["patients.id"], name=op.f("fk_patient_merges_survivor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_merges")),
        sa.UniqueConstraint("standing_duplicate_id", name=op.f("uq_patient_merges_standing_duplicate_id")),
    )
    with op.batch_alter_table("patient_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patient_merges_duplicate_id"), ["duplicate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_patient_merges_survivor_id"), ["survivor_id"], unique=False)

    op.create_table(
        "problems",
        sa.Column("display", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=True),
        sa.Column("code_system", sa.String(length=200), nullable=True),
        sa.Column("onset_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("struck_out_at", UtcDateTime(), nullable=True),
        sa.Column("struck_out_by", Id(), nullable=True),
        sa.Column("struck_out_reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=True),
        sa.CheckConstraint("status IN ('active', 'inactive', 'resolved')", name=op.f("ck_problems_status")),
        sa.CheckConstraint(
            "(struck_out_at IS NULL) = (struck_out_reason IS NULL)", name=op.f("ck_problems_p8_struck_out_with_reason")
        ),
        sa.CheckConstraint(
            "onset_on IS NULL OR resolved_on IS NULL OR resolved_on >= onset_on", name=op.f("ck_problems_p10_period")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_problems_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_problems_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problems_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problems_patient_id_problems_id"), ["patient_id", "id"], unique=False)

    op.create_table(
        "search_keys",
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_search_keys_patient_id")),
        sa.PrimaryKeyConstraint("kind", "key", "patient_id", name=op.f("pk_search_keys")),
    )
    with op.batch_alter_table("search_keys", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_search_keys_patient_id_search_keys_kind_search_keys_key"),
            ["patient_id", "kind", "key"],
            unique=False,
        )

    op.create_table(
        "vitals",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("measured_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("struck_out_at", UtcDateTime(), nullable=True),
        sa.Column("struck_out_by", Id(), nullable=True),
        sa.Column("struck_out_reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("import_id", Id(), nullable=True),
        sa.CheckConstraint(
            "(struck_out_at IS NULL) = (struck_out_reason IS NULL)", name=op.f("ck_vitals_p8_struck_out_with_reason")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_vitals_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_vitals_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vitals")),
    )
    with op.batch_alter_table("vitals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vitals_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vitals_patient_id_vitals_measured_at_vitals_id"),
            ["patient_id", "measured_at", "id"],
            unique=False,
        )

    op.create_table(
        "merge_moves",
        sa.Column("merge_id", Id(), nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["patient_merges.id"], name=op.f("fk_merge_moves_merge_id")),
        sa.PrimaryKeyConstraint("merge_id", "item_kind", "item_id", name=op.f("pk_merge_moves")),
    )
    op.create_table(
        "note_addenda",
        sa.Column("id", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("sha256", sa.BINARY(length=32), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_addenda_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_addenda")),
    )
    with op.batch_alter_table("note_addenda", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_addenda_note_id_note_addenda_id"), ["note_id", "id"], unique=False)

    op.create_table(
        "documents",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.LargeBinary(length=2000), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.BINARY(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(completed_at IS NULL) = (sha256 IS NULL)", name=op.f("ck_documents_p16_complete_with_hash")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_documents_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_documents_completed_at_documents_created_at"), ["completed_at", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_documents_patient_id_documents_id"), ["patient_id", "id"], unique=False)

    op.create_table(
        "item_changes",
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("author_id", Id(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version", name=op.f("pk_item_changes")),
    )

    for guard in MYSQL_GUARDS if op.get_bind().dialect.name == "mysql" else SQLITE_GUARDS:
        op.execute(guard)


def downgrade() -> None:
    op.drop_table("item_changes")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_patient_id_documents_id"))
        batch_op.drop_index(batch_op.f("ix_documents_completed_at_documents_created_at"))

    op.drop_table("documents")
    with op.batch_alter_table("note_addenda", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_addenda_note_id_note_addenda_id"))

    op.drop_table("note_addenda")
    op.drop_table("merge_moves")
    with op.batch_alter_table("vitals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vitals_patient_id_vitals_measured_at_vitals_id"))
        batch_op.drop_index(batch_op.f("ix_vitals_import_id"))

    op.drop_table("vitals")
    with op.batch_alter_table("search_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_keys_patient_id_search_keys_kind_search_keys_key"))

    op.drop_table("search_keys")
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problems_patient_id_problems_id"))
        batch_op.drop_index(batch_op.f("ix_problems_import_id"))

    op.drop_table("problems")
    with op.batch_alter_table("patient_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patient_merges_survivor_id"))
        batch_op.drop_index(batch_op.f("ix_patient_merges_duplicate_id"))

    op.drop_table("patient_merges")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_patient_id_notes_id"))
        batch_op.drop_index(batch_op.f("ix_notes_author_id_notes_signed_at"))
        batch_op.drop_index(batch_op.f("ix_notes_appointment_id"))

    op.drop_table("notes")
    with op.batch_alter_table("medications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_medications_patient_id_medications_id"))
        batch_op.drop_index(batch_op.f("ix_medications_import_id"))

    op.drop_table("medications")
    with op.batch_alter_table("immunizations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_immunizations_patient_id_immunizations_given_on_immunizations_id"))
        batch_op.drop_index(batch_op.f("ix_immunizations_import_id"))

    op.drop_table("immunizations")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_patient_id_consents_given_on_consents_id"))
        batch_op.drop_index(batch_op.f("ix_consents_import_id"))

    op.drop_table("consents")
    with op.batch_alter_table("allergies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allergies_patient_id_allergies_id"))
        batch_op.drop_index(batch_op.f("ix_allergies_import_id"))

    op.drop_table("allergies")
    with op.batch_alter_table("patients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patients_merged_into"))
        batch_op.drop_index(batch_op.f("ix_patients_import_id"))
        batch_op.drop_index(batch_op.f("ix_patients_created_at"))
        batch_op.drop_index(batch_op.f("ix_patients_archived_patients_sort_name_patients_id"))

    op.drop_table("patients")
    with op.batch_alter_table("import_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_sources_import_id"))

    op.drop_table("import_sources")
    op.drop_table("record_numbers")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_received_at")

    op.drop_table("inbox")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_created_at"))

    op.drop_table("imports")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_keys_created_at")

    op.drop_table("idempotency_keys")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_due")

    op.drop_table("deliveries")
