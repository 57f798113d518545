"""The tables of patients and their records, and the verbs of one row."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from clinic_common.database import TYPES, Session, new_metadata
from clinic_common.sealing import Sealer
from sqlalchemy import (
    BINARY,
    DDL,
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    event,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from . import rules

Address = dict[str, str]


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept digit by digit, the same on every database."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = {**TYPES, Decimal: Exact, Address: JSON(none_as_null=True)}


class RecordNumber(Base):
    """P2: the serial numbers given out; a number is never given twice, gaps do not matter."""

    __tablename__ = "record_numbers"
    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    patient_id: Mapped[UUID] = mapped_column(unique=True)


class Patient(Base):
    """Somebody registered at this clinic."""

    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_number: Mapped[str] = mapped_column(String(20), unique=True)
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    sort_name: Mapped[str] = mapped_column(String(250))
    """Family and given name, folded: what lists are ordered by."""
    born_on: Mapped[date]
    sex: Mapped[str] = mapped_column(String(10))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(60))
    address: Mapped[Address | None] = mapped_column(JSON(none_as_null=True))
    preferred_language: Mapped[str | None] = mapped_column(String(10))
    contact_by: Mapped[str | None] = mapped_column(String(10))
    archived: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("patients.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("imports.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("merged_into IS NULL OR archived", name="p5_merged_is_archived"),
        CheckConstraint("sex IN ('male', 'female', 'other', 'unknown')", name="sex"),
        Index(None, "archived", "sort_name", "id"),
        Index(None, "created_at"),
        Index(None, "merged_into"),
        Index(None, "import_id"),
    )

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.id

    @property
    def person(self) -> rules.Person:
        """What this registration says about somebody."""
        return person_of(self)

    @property
    def serial(self) -> int:
        """The number in the record number."""
        return int(self.record_number.rpartition("-")[2])

    def name_again(self) -> None:
        """Fold the name as lists are ordered by it."""
        self.sort_name = sort_name(self.family_name, self.given_name)

    def archive(self, *, now: datetime) -> None:
        """Put the record away; it stays readable."""
        self.archived, self.archived_at, self.updated_at = True, now, now

    def unarchive(self, *, now: datetime) -> None:
        """Take the record out again."""
        self.archived, self.archived_at, self.updated_at = False, None, now

    def must_not_be_merged(self) -> None:
        """
        P5: insist that this record was not merged into another one.

        :raises MergedRecord: it was; the problem document says into which
        """
        if self.merged_into is not None:
            raise rules.MergedRecord(merged_into=str(self.merged_into))

    @classmethod
    async def get(cls, session: Session, patient_id: UUID) -> "Patient":
        """
        The patient with this id, archived and merged ones too.

        :raises PatientNotFound: there is none
        """
        patient = await session.get(cls, patient_id)
        if patient is None:
            raise rules.PatientNotFound()
        return patient

    @classmethod
    async def keep_still(cls, session: Session, *patient_ids: UUID, read: bool = False) -> list["Patient"]:
        """
        The patients with these ids, unchanged by others until this transaction ends.

        :param read: others may keep them still as well, such as several people writing into one chart
        :raises PatientNotFound: one of them does not exist
        """
        query = select(cls).where(cls.id.in_(patient_ids)).order_by(cls.id).with_for_update(read=read)
        found = {patient.id: patient for patient in (await session.execute(query)).scalars()}
        if any(each not in found for each in patient_ids):
            raise rules.PatientNotFound()
        return [found[each] for each in patient_ids]


def sort_name(family_name: str, given_name: str) -> str:
    """What lists of patients are ordered by: the folded name, family name first."""
    return " ".join(rules.fold(f"{family_name} {given_name}").split())[:250]


def person_of(row: Any) -> rules.Person:
    """What a patient, or a row with the columns of one, says about somebody."""
    address = row.address or {}
    street = " ".join(filter(None, (address.get("line1"), address.get("line2"))))
    return rules.Person(
        given_name=row.given_name,
        family_name=row.family_name,
        born=row.born_on.isoformat(),
        sex=row.sex,
        phone=row.phone or "",
        email=row.email or "",
        street=street,
        city=address.get("city", ""),
        postal_code=address.get("postal_code", ""),
    )


class SearchKey(Base):
    """P3: what a patient is found under; written in the transaction that writes the patient."""

    __tablename__ = "search_keys"
    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    __table_args__ = (Index(None, "patient_id", "kind", "key"),)


class Merge(Base):
    """One merge of two registrations, with a sealed picture of both as they were before."""

    __tablename__ = "patient_merges"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    survivor_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    duplicate_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    standing_duplicate_id: Mapped[UUID | None] = mapped_column(unique=True)
    """P5: the duplicate while the merge stands, so that it stands in one merge only."""
    was_archived: Mapped[bool]
    snapshot: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    merged_at: Mapped[datetime]
    merged_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("survivor_id <> duplicate_id", name="p5_not_with_itself"),
        CheckConstraint("(undone_at IS NULL) = (standing_duplicate_id IS NOT NULL)", name="p6_undone_once"),
    )

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.survivor_id

    @property
    def merge_id(self) -> UUID:
        """The merge, as its answers call it."""
        return self.id


class MergeMove(Base):
    """An entry of the chart that a merge moved, so that undoing it moves it back."""

    __tablename__ = "merge_moves"
    merge_id: Mapped[UUID] = mapped_column(ForeignKey("patient_merges.id"), primary_key=True)
    item_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)


class Import(Base):
    """One file brought in; every row it made carries its id."""

    __tablename__ = "imports"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(String(20))
    dry_run: Mapped[bool]
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


NOBODY = UUID(int=0)
"""The owner of sources that name a patient: those are unique in the whole clinic."""


class ImportSource(Base):
    """P12: where an imported row came from; one source is taken once per patient."""

    __tablename__ = "import_sources"
    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    """The patient whose chart it is in, or `NOBODY` for a patient."""
    source: Mapped[bytes] = mapped_column(BINARY(32), primary_key=True)
    """SHA-256 of the source's own identifier."""
    row_id: Mapped[UUID]
    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), index=True)


class ChartItem:
    """What every entry of a chart has: whose it is, who wrote it when, and whether it was struck out."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    author_id: Mapped[UUID | None]
    author_name: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    struck_out_at: Mapped[datetime | None]
    struck_out_by: Mapped[UUID | None]
    struck_out_reason: Mapped[str | None] = mapped_column(String(500))

    @declared_attr
    def patient_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("patients.id"))

    @declared_attr
    def import_id(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey("imports.id"), index=True)

    def strike_out(self, reason: str, *, by: UUID | None, now: datetime) -> None:
        """P8: mark the entry as wrong; it stays in the chart with the reason."""
        self.struck_out_at, self.struck_out_by, self.struck_out_reason = now, by, reason


_STRUCK_OUT = "(struck_out_at IS NULL) = (struck_out_reason IS NULL)"


def _struck_out() -> CheckConstraint:
    return CheckConstraint(_STRUCK_OUT, name="p8_struck_out_with_reason")


class Allergy(ChartItem, Base):
    """A substance somebody reacts to."""

    __tablename__ = "allergies"
    newest_by: ClassVar[str] = "id"
    substance: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    reaction: Mapped[str | None] = mapped_column(String(500))
    severity: Mapped[str | None] = mapped_column(String(10))
    criticality: Mapped[str | None] = mapped_column(String(20))
    noted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "id"), _struck_out())


class Problem(ChartItem, Base):
    """A condition or diagnosis."""

    __tablename__ = "problems"
    newest_by: ClassVar[str] = "id"
    display: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    onset_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        _struck_out(),
        CheckConstraint("onset_on IS NULL OR resolved_on IS NULL OR resolved_on >= onset_on", name="p10_period"),
        CheckConstraint("status IN ('active', 'inactive', 'resolved')", name="status"),
    )


class Immunization(ChartItem, Base):
    """A vaccine that was given, or deliberately not."""

    __tablename__ = "immunizations"
    newest_by: ClassVar[str] = "given_on"
    vaccine: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    given_on: Mapped[date]
    lot: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "given_on", "id"), _struck_out())


class Vital(ChartItem, Base):
    """One measured vital sign, in the unit it was measured in (UCUM)."""

    __tablename__ = "vitals"
    newest_by: ClassVar[str] = "measured_at"
    kind: Mapped[str] = mapped_column(String(30))
    value: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(20))
    measured_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "measured_at", "id"), _struck_out())


class Medication(ChartItem, Base):
    """A medicine somebody takes or took."""

    __tablename__ = "medications"
    newest_by: ClassVar[str] = "id"
    name: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    code_system: Mapped[str | None] = mapped_column(String(200))
    dose: Mapped[str | None] = mapped_column(String(200))
    route: Mapped[str | None] = mapped_column(String(100))
    frequency: Mapped[str | None] = mapped_column(String(200))
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        _struck_out(),
        CheckConstraint("started_on IS NULL OR ended_on IS NULL OR ended_on >= started_on", name="p10_period"),
    )


class Consent(ChartItem, Base):
    """What a patient agreed to, or did not."""

    __tablename__ = "consents"
    newest_by: ClassVar[str] = "given_on"
    kind: Mapped[str] = mapped_column(String(100))
    given: Mapped[bool]
    given_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "patient_id", "given_on", "id"), _struck_out())


Item = Allergy | Problem | Immunization | Vital | Medication | Consent
ITEMS: dict[str, type[Any]] = {
    item.__tablename__: item for item in (Allergy, Problem, Immunization, Vital, Medication, Consent)
}
"""Every list of the chart, by the name of its table and of its path."""


class Note(Base):
    """What was written about a visit; its text is sealed, and once signed it never changes (P11)."""

    __tablename__ = "notes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    appointment_id: Mapped[UUID | None] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    sha256: Mapped[bytes | None] = mapped_column(BINARY(32))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "patient_id", "id"),
        Index(None, "author_id", "signed_at"),
        CheckConstraint("(signed_at IS NULL) = (sha256 IS NULL)", name="p11_signed_with_hash"),
    )

    def write(self, content: dict[str, str | None], *, sealer: Sealer) -> None:
        """Seal the text to this very row."""
        self.content = sealer.seal(json.dumps(content).encode(), context=f"notes/content/{self.id}")

    def read(self, *, sealer: Sealer) -> dict[str, str | None]:
        """The text: `subjective`, `objective`, `assessment`, `plan`, `text`."""
        content: dict[str, str | None] = json.loads(
            sealer.open(bytes(self.content), context=f"notes/content/{self.id}")
        )
        return content

    @classmethod
    async def of_patient(cls, session: Session, patient_id: UUID, note_id: UUID, *, only_by: UUID | None) -> "Note":
        """
        One note of one patient.

        :param only_by: whoever asks may know of their own notes only
        :raises NoteNotFound: there is none, or none they may know of (P7)
        """
        note = await session.get(cls, note_id)
        if note is None or note.patient_id != patient_id or (only_by and note.author_id != only_by):
            raise rules.NoteNotFound()
        return note


class Addendum(Base):
    """Something added to a signed note."""

    __tablename__ = "note_addenda"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary(2**24 - 1))
    sha256: Mapped[bytes] = mapped_column(BINARY(32))
    recorded_at: Mapped[datetime]
    __table_args__ = (Index(None, "note_id", "id"),)

    def write(self, text: str, *, sealer: Sealer) -> None:
        """Seal the text to this very row."""
        self.content = sealer.seal(text.encode(), context=f"note_addenda/content/{self.id}")


@dataclass(frozen=True)
class OpenAddendum:
    """An addendum, unsealed."""

    row: Addendum
    text: str


@dataclass(frozen=True)
class OpenNote:
    """A note with its text, unsealed, and what was added to it."""

    row: Note
    content: dict[str, str | None]
    addenda: list[OpenAddendum]

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.row.patient_id


def open_addenda(rows: Iterable[Addendum], *, sealer: Sealer) -> list[OpenAddendum]:
    """Unseal what was added to notes."""
    return [
        OpenAddendum(row, sealer.open(bytes(row.content), context=f"note_addenda/content/{row.id}").decode())
        for row in rows
    ]


_KEPT = ("id", "author_id", "author_name", "kind", "content", "created_at", "signed_at", "sha256")
_REFUSED = "P11: a signed note never changes"


def guards(dialect: str) -> list[str]:
    """P11: the triggers that keep signed notes and addenda as they are; a merge may still move them."""
    if dialect == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _KEPT)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        signed = "WHEN OLD.signed_at IS NOT NULL"
        return [
            f"CREATE TRIGGER notes_signed_update BEFORE UPDATE ON notes {signed} AND ({changed}) {refuse}",
            f"CREATE TRIGGER notes_signed_delete BEFORE DELETE ON notes {signed} {refuse}",
            f"CREATE TRIGGER note_addenda_update BEFORE UPDATE ON note_addenda {refuse}",
            f"CREATE TRIGGER note_addenda_delete BEFORE DELETE ON note_addenda {refuse}",
        ]
    changed = " OR ".join(f"NOT (NEW.{column} <=> OLD.{column})" for column in _KEPT)
    signal = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_REFUSED}'"
    return [
        "CREATE TRIGGER notes_signed_update BEFORE UPDATE ON notes FOR EACH ROW "
        f"BEGIN IF OLD.signed_at IS NOT NULL AND ({changed}) THEN {signal}; END IF; END",
        "CREATE TRIGGER notes_signed_delete BEFORE DELETE ON notes FOR EACH ROW "
        f"BEGIN IF OLD.signed_at IS NOT NULL THEN {signal}; END IF; END",
        f"CREATE TRIGGER note_addenda_update BEFORE UPDATE ON note_addenda FOR EACH ROW {signal}",
        f"CREATE TRIGGER note_addenda_delete BEFORE DELETE ON note_addenda FOR EACH ROW {signal}",
    ]


def _install(statements: Iterable[str], dialect: str) -> None:
    for statement in statements:
        table: Any = Addendum.__table__  # made after the notes it belongs to
        ddl: Any = DDL
        event.listen(table, "after_create", ddl(statement).execute_if(dialect=dialect))


for _dialect in ("sqlite", "mysql"):
    _install(guards(_dialect), _dialect)

_DELETE_GUARDS = [each for each in guards("mysql") if "_delete " in each]
Base.metadata.info["mysql_guards_off"] = [f"DROP TRIGGER IF EXISTS {each.split()[2]}" for each in _DELETE_GUARDS]
Base.metadata.info["mysql_guards_on"] = _DELETE_GUARDS
