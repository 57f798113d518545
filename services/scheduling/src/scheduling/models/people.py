"""Copies of the people other services own, kept by reactions; version 0 is somebody only heard of."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..rules import folded
from .places import Base

PRACTISING = "doctor"
"""The role whose holders have a calendar."""


class StaffMember(Base):
    """Somebody who works here; a practitioner from the day they are a doctor."""

    __tablename__ = "staff"
    __table_args__ = (Index("ix_staff_is_practitioner_display_name_id", "is_practitioner", "display_name", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    display_name: Mapped[str] = mapped_column(String(200), default="")
    npi: Mapped[str | None] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(40), default="")
    color: Mapped[str] = mapped_column(String(7))
    is_practitioner: Mapped[bool] = mapped_column(default=False)
    """Whether they are or ever were a doctor; history keeps its names."""
    employed: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=False)
    """Whether they can be booked: employed, and a doctor."""
    known_version: Mapped[int] = mapped_column(default=0)
    """identity's version of the row this is a copy of."""
    calendar_version: Mapped[int] = mapped_column(default=0)
    """Grows with every change of the weekly availability."""

    def settle(self) -> None:
        """Work out what follows from role and employment."""
        self.is_practitioner = self.is_practitioner or self.role == PRACTISING
        self.active = self.employed and self.role == PRACTISING


class Patient(Base):
    """The part of a patient that appointment lists show."""

    __tablename__ = "patients"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_number: Mapped[str] = mapped_column(String(40), default="")
    given_name: Mapped[str] = mapped_column(String(200), default="")
    family_name: Mapped[str] = mapped_column(String(200), default="")
    born_on: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    search_key: Mapped[str] = mapped_column(String(700), default="")
    """Names, record number and the digits of the phone, folded."""
    archived: Mapped[bool] = mapped_column(default=False)
    merged_into: Mapped[UUID | None]
    known_version: Mapped[int] = mapped_column(default=0)
    """The patient service's version of the row this is a copy of."""

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.id

    @property
    def name(self) -> str:
        """As lists show it."""
        return f"{self.given_name} {self.family_name}"

    def index(self) -> None:
        """Work out what is searched."""
        digits = "".join(character for character in self.phone or "" if character.isdigit())
        text = f"{self.given_name} {self.family_name} {self.record_number} {digits}"
        self.search_key = folded(text)[:700]
