"""Appointments, the cells they hold, and what became of them."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from ..rules import Status, cells_of
from ..rules.flow import STAMPS, WAY
from .people import Patient, StaffMember
from .places import Base, Location, Room, VisitType

_STATUSES = ", ".join(f"'{status}'" for status in Status)


class Series(Base):
    """
    A rule by which visits recur (RFC 5545); its visits are appointments of their own.

    The rule stays as it was booked. A visit knows which occurrence of it it is (RECURRENCE-ID), wherever it was
    moved since; an occurrence that was left out is an EXDATE.
    """

    __tablename__ = "series"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime | None]
    """DTSTART: the first occurrence, whether it is a visit or was left out."""
    exdates: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The moments of the occurrences that were left out, as text."""
    created_at: Mapped[datetime]


class Appointment(Base):
    """A visit at a time, with its way from booked to completed."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        CheckConstraint("minutes BETWEEN 5 AND 480 AND minutes % 5 = 0", name="minutes"),
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        CheckConstraint("overbooked = 0 OR overbook_reason IS NOT NULL", name="overbooked_with_reason"),
        Index("ix_appointments_practitioner_id_starts_at", "practitioner_id", "starts_at"),
        Index("ix_appointments_patient_id_starts_at", "patient_id", "starts_at"),
        Index("ix_appointments_location_id_starts_at", "location_id", "starts_at"),
        Index("ix_appointments_series_id_starts_at", "series_id", "starts_at"),
        Index("ix_appointments_starts_at_id", "starts_at", "id"),
        Index("ix_appointments_status_ends_at", "status", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    location_id: Mapped[UUID] = mapped_column(ForeignKey("locations.id"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    visit_type_id: Mapped[UUID] = mapped_column(ForeignKey("visit_types.id"), index=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    occurrence_at: Mapped[datetime | None]
    """RECURRENCE-ID: when the rule of its series has it begin."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    buffer_before: Mapped[int]
    buffer_after: Mapped[int]
    status: Mapped[str] = mapped_column(String(12), default=Status.BOOKED.value)
    reason: Mapped[str | None] = mapped_column(String(500))
    overbooked: Mapped[bool] = mapped_column(default=False)
    overbook_reason: Mapped[str | None] = mapped_column(String(500))
    cancel_reason: Mapped[str | None] = mapped_column(String(500))
    confirmed_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    roomed_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """Set by every change, so that every change has a version."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Grows when it is moved, cancelled or reopened: calendar programs take the highest (RFC 5546), links end (S12)."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    patient: Mapped[Patient] = relationship(lazy="joined", innerjoin=True)
    practitioner: Mapped[StaffMember] = relationship(lazy="joined", innerjoin=True)
    location: Mapped[Location] = relationship(lazy="joined", innerjoin=True)
    visit_type: Mapped[VisitType] = relationship(lazy="joined", innerjoin=True)
    room: Mapped[Room | None] = relationship(lazy="joined")
    history: Mapped[list["AppointmentStep"]] = relationship(
        lazy="raise", viewonly=True, order_by="(AppointmentStep.at, AppointmentStep.id)"
    )

    warnings = cast("tuple[dict[str, Any], ...]", ())
    """What the person booking should know; said once, not kept."""
    no_show_count = 0
    """How often the patient did not come; looked up where one visit is shown."""
    next_visit = cast("Any", None)
    """The patient's next visit after this one; looked up likewise."""

    @property
    def patient_name(self) -> str:
        """The patient's name as lists show it."""
        return self.patient.name

    @property
    def practitioner_name(self) -> str:
        """The practitioner's name."""
        return self.practitioner.display_name

    @property
    def location_name(self) -> str:
        """The name of the place."""
        return self.location.name

    @property
    def time_zone(self) -> str:
        """The zone of the clock on its wall."""
        return self.location.time_zone

    @property
    def visit_type_code(self) -> str:
        """The code of the kind of visit."""
        return self.visit_type.code

    @property
    def visit_type_name(self) -> str:
        """The name of the kind of visit."""
        return self.visit_type.name

    @property
    def color(self) -> str | None:
        """The colour of the kind of visit."""
        return self.visit_type.color

    @property
    def room_name(self) -> str | None:
        """The name of the room, if one is meant."""
        return self.room.name if self.room else None

    def cells(self) -> range:
        """The cells it takes of the practitioner's and the room's time, its buffers included."""
        return cells_of(
            self.starts_at - timedelta(minutes=self.buffer_before), self.ends_at + timedelta(minutes=self.buffer_after)
        )

    def move(self, starts_at: datetime, minutes: int) -> None:
        """Have it take place then, for so long."""
        self.starts_at, self.minutes, self.ends_at = starts_at, minutes, starts_at + timedelta(minutes=minutes)

    def supersede(self) -> None:
        """Have what calendars and links say of it be outdated."""
        self.sequence += 1

    def touch(self, *, now: datetime) -> None:
        """Have this be a change with a version of its own, even where every value stays."""
        self.changed_at = now
        flag_modified(self, "changed_at")

    def stand_at(self, status: Status, *, now: datetime) -> None:
        """Have it stand there since now, and take back the stamps of all that comes later on the way."""
        later = WAY[WAY.index(status) + 1 :] if status in WAY else ()
        for step, stamp in STAMPS.items():
            if step == status:
                setattr(self, stamp, getattr(self, stamp) or now)
            elif step in later or step not in WAY:
                setattr(self, stamp, None)
        self.status = status.value
        self.touch(now=now)

    def state(self, *, now: datetime) -> dict[str, Any]:
        """What every event about it says (see AppointmentState); only true once flushed."""
        return {
            "appointment_id": self.id,
            "patient_id": self.patient_id,
            "practitioner_id": self.practitioner_id,
            "practitioner_name": self.practitioner_name,
            "location_id": self.location_id,
            "location_name": self.location_name,
            "time_zone": self.time_zone,
            "visit_type_id": self.visit_type_id,
            "visit_type_code": self.visit_type_code,
            "visit_type_name": self.visit_type_name,
            "fee_code": self.visit_type.fee_code,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "status": self.status,
            "series_id": self.series_id,
            "version": self.version,
            "sequence": self.sequence,
            "occurred_at": now,
        }


class BookedCell(Base):
    """Five minutes of a practitioner's time. Its primary key is the rule that nobody is booked twice (S1)."""

    __tablename__ = "booked_cells"
    __table_args__ = (CheckConstraint("lane BETWEEN 0 AND 2", name="lane"),)

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    cell: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lane: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"), index=True)


class RoomCell(Base):
    """Five minutes of a room. Its primary key is the rule that no room is used twice (S9)."""

    __tablename__ = "room_cells"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    cell: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"), index=True)


class OverbookedHour(Base):
    """One visit more than there is time for, in an hour of a practitioner's. Its key keeps the limit (S4)."""

    __tablename__ = "overbooked_hours"
    __table_args__ = (CheckConstraint("place BETWEEN 1 AND 12", name="place"),)

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Hours since 1970 by the clock on the location's wall."""
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"), index=True)


class AppointmentStep(Base):
    """What happened to an appointment: when, by whom, and why."""

    __tablename__ = "appointment_steps"
    __table_args__ = (Index("ix_appointment_steps_appointment_id_at", "appointment_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"))
    step: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(12))
    """Where the appointment stood after it."""
    starts_at: Mapped[datetime | None]
    """When the appointment was to begin after it."""
    at: Mapped[datetime]
    staff_id: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(String(500))

    staff: Mapped[StaffMember | None] = relationship(
        lazy="raise", viewonly=True, primaryjoin="foreign(AppointmentStep.staff_id) == StaffMember.id"
    )

    @property
    def staff_name(self) -> str | None:
        """Who did it, by name."""
        return (self.staff.display_name or None) if self.staff else None


class PatientMerge(Base):
    """A merge the patient service told of, or its undoing where that was heard first."""

    __tablename__ = "patient_merges"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    survivor_id: Mapped[UUID]
    duplicate_id: Mapped[UUID]
    undone: Mapped[bool] = mapped_column(default=False)


class MergeMove(Base):
    """An appointment or waitlist entry that went from the duplicate to the survivor, so that it finds its way back."""

    __tablename__ = "merge_moves"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("patient_merges.id"), primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
