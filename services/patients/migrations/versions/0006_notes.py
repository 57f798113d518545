"""drafts per visit, who signed, what notes begin with; sealed bytes may change together with their key"""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# P11: as before, but the bytes may change together with the key that seals them; each can be repeated by hand.
GUARDS = {
    "sqlite": (
        (
            "CREATE TRIGGER notes_signed_update BEFORE UPDATE ON notes WHEN OLD.signed_at IS NOT NULL AND (NEW.id"
            " IS NOT OLD.id OR NEW.author_id IS NOT OLD.author_id OR NEW.author_name IS NOT OLD.author_name OR "
            "NEW.kind IS NOT OLD.kind OR NEW.created_at IS NOT OLD.created_at OR NEW.signed_at IS NOT "
            "OLD.signed_at OR NEW.signed_by IS NOT OLD.signed_by OR NEW.signed_by_name IS NOT OLD.signed_by_name "
            "OR NEW.sha256 IS NOT OLD.sha256 OR (NEW.content IS NOT OLD.content AND NEW.sealed_with IS "
            "OLD.sealed_with)) BEGIN SELECT RAISE(ABORT, 'P11: a signed note never changes'); END"
        ),
        (
            "CREATE TRIGGER note_addenda_update BEFORE UPDATE ON note_addenda WHEN (NEW.id IS NOT OLD.id OR "
            "NEW.note_id IS NOT OLD.note_id OR NEW.author_id IS NOT OLD.author_id OR NEW.author_name IS NOT "
            "OLD.author_name OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.sha256 IS NOT OLD.sha256 OR "
            "(NEW.content IS NOT OLD.content AND NEW.sealed_with IS OLD.sealed_with)) BEGIN SELECT RAISE(ABORT, "
            "'P11: a signed note never changes'); END"
        ),
    ),
    "mysql": (
        (
            "CREATE TRIGGER notes_signed_update BEFORE UPDATE ON notes FOR EACH ROW BEGIN IF OLD.signed_at IS NOT"
            " NULL AND (NOT (NEW.id <=> OLD.id) OR NOT (NEW.author_id <=> OLD.author_id) OR NOT (NEW.author_name "
            "<=> OLD.author_name) OR NOT (NEW.kind <=> OLD.kind) OR NOT (NEW.created_at <=> OLD.created_at) OR "
            "NOT (NEW.signed_at <=> OLD.signed_at) OR NOT (NEW.signed_by <=> OLD.signed_by) OR NOT "
            "(NEW.signed_by_name <=> OLD.signed_by_name) OR NOT (NEW.sha256 <=> OLD.sha256) OR (NOT (NEW.content "
            "<=> OLD.content) AND NEW.sealed_with <=> OLD.sealed_with)) THEN SIGNAL SQLSTATE '45000' SET "
            "MESSAGE_TEXT = 'P11: a signed note never changes'; END IF; END"
        ),
        (
            "CREATE TRIGGER note_addenda_update BEFORE UPDATE ON note_addenda FOR EACH ROW BEGIN IF (NOT (NEW.id "
            "<=> OLD.id) OR NOT (NEW.note_id <=> OLD.note_id) OR NOT (NEW.author_id <=> OLD.author_id) OR NOT "
            "(NEW.author_name <=> OLD.author_name) OR NOT (NEW.recorded_at <=> OLD.recorded_at) OR NOT "
            "(NEW.sha256 <=> OLD.sha256) OR (NOT (NEW.content <=> OLD.content) AND NEW.sealed_with <=> "
            "OLD.sealed_with)) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'P11: a signed note never "
            "changes'; END IF; END"
        ),
    ),
}


def upgrade() -> None:
    # Not in a batch: that would make the tables anew, without their triggers.
    op.add_column("notes", sa.Column("signed_by", Id(), nullable=True))
    op.add_column("notes", sa.Column("signed_by_name", sa.String(length=200), nullable=True))
    op.add_column("notes", sa.Column("draft_of", Id(), nullable=True))
    op.add_column("notes", sa.Column("for_signature", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("notes", sa.Column("sealed_with", sa.String(length=255), nullable=True))
    op.create_index("ix_notes_signed_at_notes_id", "notes", ["signed_at", "id"], unique=False)
    op.create_index("uq_notes_author_id_draft_of", "notes", ["author_id", "draft_of"], unique=True)
    op.add_column("note_addenda", sa.Column("sealed_with", sa.String(length=255), nullable=True))
    op.execute("DROP TRIGGER IF EXISTS notes_signed_update")
    op.execute("DROP TRIGGER IF EXISTS note_addenda_update")
    op.execute("UPDATE notes SET signed_by = author_id, signed_by_name = author_name WHERE signed_at IS NOT NULL")
    for guard in GUARDS[op.get_bind().dialect.name]:
        op.execute(guard)
    op.create_table(
        "note_templates",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subjective", _LONG, nullable=True),
        sa.Column("objective", _LONG, nullable=True),
        sa.Column("assessment", _LONG, nullable=True),
        sa.Column("plan", _LONG, nullable=True),
        sa.Column("text", _LONG, nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('soap', 'free')", name=op.f("ck_note_templates_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_note_templates_name")),
    )
    op.create_table(
        "quick_phrases",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text", _LONG, nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_phrases")),
        sa.UniqueConstraint("name", name=op.f("uq_quick_phrases_name")),
    )


_LONG = sa.Text()


def downgrade() -> None:
    op.drop_table("quick_phrases")
    op.drop_table("note_templates")
