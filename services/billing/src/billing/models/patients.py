"""Copies of others' facts: who the patients are, which were merged, who treats whom."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Patient(Base):
    """
    What billing knows of a patient; `owner_id` is the survivor of their merges, or they themselves (B9).

    Documents keep the patient they were made for; whose they are now is told by this row alone, so a merge
    moves everything, its undo moves back exactly what came, and nothing in the ledger ever changes.
    """

    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(index=True)
    record_number: Mapped[str | None] = mapped_column(String(40))
    given_name: Mapped[str | None] = mapped_column(String(200))
    family_name: Mapped[str | None] = mapped_column(String(200))
    born_on: Mapped[date | None] = mapped_column(Date)
    sex: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(10))
    address: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    details_version: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(Boolean, default=False)
    archived_version: Mapped[int] = mapped_column(default=0)

    @property
    def name(self) -> str | None:
        """Given and family name."""
        return " ".join(part for part in (self.given_name, self.family_name) if part) or None


class PatientMerge(Base):
    """A merge of two registrations, standing until undone."""

    __tablename__ = "patient_merges"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    survivor_id: Mapped[UUID]
    duplicate_id: Mapped[UUID] = mapped_column(index=True)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)


class Practitioner(Base):
    """Who treats patients, as claims and reports name them: the copy of a staff member."""

    __tablename__ = "practitioners"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    npi: Mapped[str | None] = mapped_column(String(10))
    details_version: Mapped[int]


class Appointment(Base):
    """Who treats or treated whom: the copy of an appointment that decides what a practitioner may see (B8)."""

    __tablename__ = "appointments"
    __table_args__ = (Index("ix_appointments_treats", "practitioner_id", "patient_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[UUID]
    patient_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int]


class Location(Base):
    """Where patients are treated: its name for reports, and the zone that says which day it is there."""

    __tablename__ = "locations"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    details_version: Mapped[int] = mapped_column(default=0)
