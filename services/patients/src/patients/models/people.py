"""Patients, how they are found, merged and imported."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.sealing import Sealer
from sqlalchemy import (
    BINARY,
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from .. import rules
from .base import Address, Base


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
    identity_number: Mapped[bytes | None] = mapped_column(LargeBinary(300))
    """A number of the state or an insurer that names them, sealed."""
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

    def identify(self, number: str | None, *, sealer: Sealer) -> None:
        """P20: seal the identity number to this very row."""
        self.identity_number = seal_identity(self.id, number, sealer=sealer)

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


def seal_identity(patient_id: UUID, number: str | None, *, sealer: Sealer) -> bytes | None:
    """An identity number sealed to its row; nothing if there is none."""
    return sealer.seal(number.encode(), context=f"patients/identity_number/{patient_id}") if number else None


def open_identity(row: Any, *, sealer: Sealer) -> str | None:
    """The identity number of a patient, or of a row with the columns of one."""
    if row.identity_number is None:
        return None
    return sealer.open(bytes(row.identity_number), context=f"patients/identity_number/{row.id}").decode()


def keys_of(row: Any, *, serial: int | None, sealer: Sealer) -> set[rules.Key]:
    """P3: everything a patient is found under; an identity number by its blind index."""
    person = person_of(row, sealer=sealer)
    return rules.keys_of(person, serial=serial, identity=identity_indexes(person.identity, sealer=sealer)[-1:])


def identity_indexes(number: str, *, sealer: Sealer) -> tuple[str, ...]:
    """The blind indexes of an identity number however it is written, under every key, newest last."""
    plain = rules.plain_identity(number)
    return sealer.blind_indexes(plain, context="patients/identity_number") if plain else ()


def person_of(row: Any, *, sealer: Sealer) -> rules.Person:
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
        identity=open_identity(row, sealer=sealer) or "",
    )


class SearchKey(Base):
    """P3: what a patient is found under; written in the transaction that writes the patient."""

    __tablename__ = "search_keys"
    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    __table_args__ = (Index(None, "patient_id", "kind", "key"),)


class NameVariant(Base):
    """P3: a word of somebody's name, and what it becomes without one of its letters: one typo away is one look-up."""

    __tablename__ = "name_variants"
    variant: Mapped[str] = mapped_column(String(60), primary_key=True)
    word: Mapped[str] = mapped_column(String(60), primary_key=True)
    __table_args__ = (Index(None, "word"),)


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
