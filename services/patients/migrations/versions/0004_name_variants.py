"""words of names with their variants; what patients are found under, written anew"""

import sqlalchemy as sa
from alembic import op
from clinic_common.database import Id
from patients.models import person_of
from patients.rules import keys_of, variants_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_variants",
        sa.Column("variant", sa.String(length=60), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("variant", "word", name=op.f("pk_name_variants")),
    )
    with op.batch_alter_table("name_variants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_variants_word"), ["word"], unique=False)
    connection = op.get_bind()
    keys = _keys(connection)
    words = sorted({each["key"] for each in keys if each["kind"] == "n"})
    variants = [{"variant": variant, "word": word} for word in words for variant in sorted(variants_of(word))]
    connection.execute(sa.text("DELETE FROM search_keys"))
    _insert(connection, _SEARCH_KEYS, keys)
    _insert(connection, sa.table("name_variants", sa.column("variant"), sa.column("word")), variants)


_SEARCH_KEYS = sa.table("search_keys", sa.column("kind"), sa.column("key"), sa.column("patient_id", Id))
_READ = ("given_name", "family_name", "sex", "phone", "email")


def _keys(connection: sa.Connection) -> list[dict[str, object]]:
    """Everything patients are found under now; a record also under what was merged into it."""
    columns = [sa.column("id", Id), sa.column("merged_into", Id), sa.column("record_number"),
               sa.column("born_on", sa.Date), sa.column("address", sa.JSON), *map(sa.column, _READ)]  # fmt: skip
    rows = connection.execute(sa.select(*columns, sa.null().label("identity_number")).select_from(sa.table("patients")))
    patients = {row.id: row for row in rows}
    found = set()
    for row in patients.values():
        person = person_of(row, sealer=None)
        keys = keys_of(person, serial=int(row.record_number.rpartition("-")[2]))
        holder = row
        while holder is not None:
            found |= {(kind, key, holder.id) for kind, key in keys}
            holder = patients.get(holder.merged_into)
    return [{"kind": kind, "key": key, "patient_id": id} for kind, key, id in sorted(found, key=str)]


def _insert(connection: sa.Connection, table: sa.TableClause, rows: list[dict[str, object]]) -> None:
    for start in range(0, len(rows), 1000):
        connection.execute(sa.insert(table), rows[start : start + 1000])


def downgrade() -> None:
    with op.batch_alter_table("name_variants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_name_variants_word"))

    op.drop_table("name_variants")
