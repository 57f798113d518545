"""The tables: messages and how they went, what the clinic set, and the copies of what other services tell."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from clinic_common.database import TYPES, new_metadata
from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from . import rules
from .rules import QuietHours, ReminderRule
from .templates import InForce, Text, get_template, in_force


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = TYPES


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Patient(Base):
    """The copy of how a patient can be reached; `version` is that of patients."""

    __tablename__ = "patients"

    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str] = mapped_column(String(200), default="")
    family_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(64), index=True)
    preferred_language: Mapped[str | None] = mapped_column(String(35))
    contact_by: Mapped[str | None] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(default=False)
    archived_version: Mapped[int] = mapped_column(default=0)
    """The version that said whether the patient is archived: an event of its own may be ahead of the others."""


class PatientMerge(Base):
    """Two registrations of one person: the survivor's address counts, and an opt-out of either."""

    __tablename__ = "patient_merges"

    merge_id: Mapped[UUID] = mapped_column(primary_key=True)
    survivor_id: Mapped[UUID] = mapped_column(index=True)
    duplicate_id: Mapped[UUID] = mapped_column(index=True)
    undone: Mapped[bool] = mapped_column(default=False)


class Appointment(Base):
    """The copy of an appointment in its newest known state; `version` is that of scheduling."""

    __tablename__ = "appointments"
    __table_args__ = (Index("ix_appointments_upcoming", "starts_at", "rules_version"),)

    appointment_id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID]
    practitioner_name: Mapped[str] = mapped_column(String(200))
    location_id: Mapped[UUID]
    location_name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    visit_type_id: Mapped[UUID]
    visit_type_name: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(40))
    series_id: Mapped[UUID | None]
    version: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    """Scheduling's: grows when the visit is moved, cancelled or reopened."""
    rules_version: Mapped[int] = mapped_column(default=0)
    """The version of the reminder rules its reminders were planned by."""

    def as_visit(self) -> rules.Visit:
        """What a message must know of it."""
        return rules.Visit(self.starts_at, self.status, rules.zone_of(self.time_zone))


class Invoice(Base):
    """The copy of what is owed on an invoice that was overdue or paid on; `version` is that of billing."""

    __tablename__ = "invoices"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(40))
    balance_minor: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]

    def still_owes(self, balance_minor: int) -> bool:
        """Whether it is owed, and nothing was paid or changed since so much was open (N13)."""
        return self.status in rules.OWED and self.balance_minor == balance_minor


class Message(Base):
    """
    One message to one person on one occasion, from its plan to its end.

    `available_at` is due time, pause after a failure and lease in one: no sender touches the row before,
    and a row that has come to its end has none. Addresses and what was said are sealed.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(_one_of("status", rules.STATUSES), name="status_known"),
        CheckConstraint(_one_of("channel", rules.CHANNELS), name="channel_known"),
        CheckConstraint("(status IN ('planned', 'sending')) = (available_at IS NOT NULL)", name="open_or_ended"),
        CheckConstraint("(status = 'sending') = (lease IS NOT NULL)", name="leased_while_sending"),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_sometime"),
        Index("ix_messages_patient_id_id", "patient_id", "id"),
        Index("ix_messages_status_id", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion: Mapped[str] = mapped_column(String(160), unique=True)
    """What it is for; there is one message per occasion (N1)."""
    template: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(10))
    """How it goes, as far as is known; decided at the moment of sending."""
    wanted_channel: Mapped[str] = mapped_column(String(10))
    """What the rule asked for: a channel, or `preferred`."""
    given_up: Mapped[str | None] = mapped_column(String(10))
    """The channel that failed before this one was tried (N11)."""
    patient_id: Mapped[UUID | None]
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.appointment_id"), index=True)
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.invoice_id"), index=True)
    starts_at: Mapped[datetime | None]
    """When the visit begins that it speaks of (N2)."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The appointment's version a notice is about; a reminder's offset in minutes; a debt's step."""
    language: Mapped[str | None] = mapped_column(String(35))
    status: Mapped[str] = mapped_column(String(10), default=rules.PLANNED)
    due_at: Mapped[datetime]
    available_at: Mapped[datetime | None] = mapped_column(index=True)
    lease: Mapped[UUID | None]
    begun: Mapped[bool] = mapped_column(default=False)
    """Whether its sender is about to hand it over, where a second time might be one too many (N7)."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(300))
    """Why it was not sent, in words for people."""
    parameters: Mapped[bytes | None] = mapped_column(LargeBinary(65535))
    """Sealed: what only this message knows, such as an invitation's token; gone once it was sent (N8)."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary(2**24 - 1))
    """Sealed: address, subject and text of the last attempt."""
    created_at: Mapped[datetime]

    @property
    def next_attempt_at(self) -> datetime | None:
        """When a sender looks at it next, if ever."""
        return self.available_at

    @property
    def context(self) -> str:
        """What its sealed values are bound to."""
        return f"message/{self.id}"


class ContactPreferences(Base):
    """What a patient said to us about being written to; goes before what their registration says."""

    __tablename__ = "contact_preferences"

    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    email_opt_out: Mapped[bool] = mapped_column(default=False)
    sms_opt_out: Mapped[bool] = mapped_column(default=False)
    contact_by: Mapped[str | None] = mapped_column(String(10))
    language: Mapped[str | None] = mapped_column(String(35))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class MessageTemplate(Base):
    """The clinic's own texts of one template, by language."""

    __tablename__ = "message_templates"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    texts: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    def own_texts(self) -> dict[str, Text]:
        """Language → text."""
        return {language: Text(**text) for language, text in self.texts.items()}

    def in_force(self) -> InForce:
        """What the template says now."""
        return in_force(get_template(self.name), self.own_texts(), self.version)


class ReminderSettings(Base):
    """When the clinic reminds, and when it leaves people alone: one row, once somebody has set it."""

    __tablename__ = "reminder_settings"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    quiet_starts: Mapped[str] = mapped_column(String(5))
    quiet_ends: Mapped[str] = mapped_column(String(5))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def by_default(cls) -> "ReminderSettings":
        """What holds until somebody sets it otherwise: version 0."""
        quiet = QuietHours()
        return cls(
            rules=[_as_json(rule) for rule in rules.DEFAULT_RULES],
            quiet_starts=quiet.starts.isoformat("minutes"),
            quiet_ends=quiet.ends.isoformat("minutes"),
            version=0,
        )

    def set_to(self, chosen: list[ReminderRule], quiet: QuietHours) -> None:
        """Put other rules in the place of these."""
        self.rules = [_as_json(rule) for rule in chosen]
        self.quiet_starts, self.quiet_ends = quiet.starts.isoformat("minutes"), quiet.ends.isoformat("minutes")

    def reminder_rules(self) -> list[ReminderRule]:
        """The rules, ready to be followed."""
        return [ReminderRule(**rule) for rule in self.rules]

    @property
    def quiet_hours(self) -> QuietHours:
        """The hours in which nobody is reminded."""
        return QuietHours(time.fromisoformat(self.quiet_starts), time.fromisoformat(self.quiet_ends))


def _as_json(rule: ReminderRule) -> dict[str, Any]:
    return {"offset_minutes": rule.offset_minutes, "channel": rule.channel, "visit_type_id": rule.visit_type_id}
