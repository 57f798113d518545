"""What the tests of notifications share: builders of events, and a mail server of their own."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP as SmtpServer
from clinic_common.database import Database, new_id, utc_now
from clinic_common.resources import Resources
from clinic_common.sealing import Sealer
from clinic_common.service import Service
from clinic_common.testing import RING
from clinic_contracts import billing, identity, patients, scheduling
from notifications import commands, sender
from notifications.letters import House
from notifications.models import Message
from notifications.service import SERVICE, NotificationsSettings, start
from sqlalchemy import select

HOUSE = House("Riverside Clinic", "https://clinic.example", Sealer.from_text(RING))


@pytest.fixture
def service() -> Service:
    """The service under test."""
    return SERVICE


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> NotificationsSettings:
    """Settings whose messages become files."""
    return NotificationsSettings(
        database_url=database_url,
        bus_url="inprocess:",
        sealing_keys=RING,
        message_folder=tmp_path / "messages",
        mail_from="desk@clinic.example",
        clinic_name=HOUSE.clinic_name,
        public_url=HOUSE.public_url,
    )


@pytest.fixture
async def sending(resources: Resources) -> AsyncIterator[Resources]:
    """Resources with which messages are sent, into the message folder."""
    async with start(resources):
        yield resources


@pytest.fixture
def folder(settings: NotificationsSettings) -> Callable[[], list[str]]:
    """`folder()`: what every file in the message folder says, in the order they were planned."""

    def look() -> list[str]:
        files = sorted(settings.message_folder.glob("*")) if settings.message_folder.exists() else []
        return [file.read_text() for file in files]

    return look


def noon(days: int = 3) -> datetime:
    """Noon, UTC, some days ahead."""
    return (utc_now() + timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)


ADA = UUID("01900000-0000-7000-8000-00000000ada0")


def patient(
    kind: type[patients.PatientState] = patients.PatientRegistered, *, version: int = 1, **known: Any
) -> patients.PatientState:
    """What patients tells of Ada, who reads English and has an e-mail address."""
    state = {
        "patient_id": ADA,
        "record_number": "P-1",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "born_on": "1990-12-10",
        "sex": "female",
        "email": "ada@example.org",
        "version": version,
        "occurred_at": utc_now(),
    }
    return kind(**(state | known))


def appointment(
    kind: type[scheduling.AppointmentState] = scheduling.AppointmentBooked,
    *,
    version: int = 1,
    **known: Any,
) -> scheduling.AppointmentState:
    """What scheduling tells of a visit of Ada's."""
    starts_at = known.pop("starts_at", noon())
    state = {
        "appointment_id": UUID("01900000-0000-7000-8000-0000000a9901"),
        "patient_id": ADA,
        "practitioner_id": new_id(),
        "practitioner_name": "Dr. Ruiz",
        "location_id": new_id(),
        "location_name": "Riverside",
        "time_zone": "UTC",
        "visit_type_id": UUID("01900000-0000-7000-8000-0000000000f1"),
        "visit_type_code": "check",
        "visit_type_name": "Check-up",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "status": STATUS_AFTER[kind],
        "version": version,
        "occurred_at": utc_now(),
    }
    return kind(**(state | known))


STATUS_AFTER = {
    scheduling.AppointmentBooked: "booked",
    scheduling.AppointmentRescheduled: "booked",
    scheduling.AppointmentConfirmed: "confirmed",
    scheduling.AppointmentProgressed: "arrived",
    scheduling.AppointmentCompleted: "completed",
    scheduling.AppointmentCancelled: "cancelled",
    scheduling.AppointmentMissed: "no_show",
}


def invitation(**known: Any) -> identity.StaffInvited:
    """What identity tells of a new nurse."""
    state = {
        "staff_id": UUID("01900000-0000-7000-8000-0000000005af"),
        "email": "nurse@example.org",
        "display_name": "Nora Nurse",
        "role": "nurse",
        "invitation_token": "one-time-secret",
        "version": 1,
        "occurred_at": utc_now(),
    }
    return identity.StaffInvited(**(state | known))


def password_reset(**known: Any) -> identity.PasswordResetOffered:
    """What identity tells of a nurse who forgot their password."""
    return identity.PasswordResetOffered(
        staff_id=UUID("01900000-0000-7000-8000-0000000005af"),
        email="nurse@example.org",
        display_name="Nora Nurse",
        token="one-time-secret",
        occurred_at=utc_now(),
        **known,
    )


def overdue(step: int = 1, *, version: int = 5, **known: Any) -> billing.InvoiceOverdue:
    """What billing tells of an invoice of Ada's on which 120.50 is open; 20.50 of it a payer was asked for."""
    state = {
        "invoice_id": INVOICE,
        "number": "2026-0042",
        "patient_id": ADA,
        "status": "issued",
        "total_minor": 12050,
        "balance_minor": 12050,
        "owed_minor": 10000,
        "currency": "USD",
        "due_on": "2026-03-01",
        "step": step,
        "version": version,
        "occurred_at": utc_now(),
    }
    return billing.InvoiceOverdue(**(state | known))


def paid(amount: int = 12050, *, version: int = 6, kind: Any = billing.PaymentTaken, **known: Any) -> Any:
    """What billing tells when some of that invoice was paid."""
    state = overdue(version=version).model_dump(exclude={"step", "due_on", "owed_minor"})
    status = "paid" if amount == 12050 else "part_paid"
    state |= {"status": status, "balance_minor": 12050 - amount, "payment_id": new_id(), "amount_minor": amount}
    return kind(**(state | {"method": "card"} | known))


INVOICE = UUID("01900000-0000-7000-8000-000000001042")


@pytest.fixture
def messages(database: Database) -> Callable[..., Awaitable[list[Message]]]:
    """`await messages(status="planned")`: the messages there are, as they were planned."""

    async def look(**wanted: Any) -> list[Message]:
        async def query(session: Any) -> list[Message]:
            found = await session.execute(select(Message).filter_by(**wanted).order_by(Message.id))
            return list(found.scalars())

        return await database.read(query)

    return look


@pytest.fixture
def told(database: Database) -> Callable[..., Awaitable[None]]:
    """`await told(event, …, now=…)`: the commands these events lead to have run."""

    async def follow(*events: Any, now: datetime | None = None) -> None:
        for event in events:
            if isinstance(event, scheduling.AppointmentState):
                await database.run(commands.follow_appointment, event=event, now=now or utc_now())
            elif isinstance(event, patients.PatientState):
                await database.run(commands.follow_patient, event=event)
            elif isinstance(event, identity.StaffInvited):
                await database.run(commands.invite_staff_member, event=event, now=now or utc_now())
            elif isinstance(event, identity.PasswordResetOffered):
                await database.run(commands.send_password_reset, event=event, now=now or utc_now())
            elif isinstance(event, billing.InvoiceOverdue):
                await database.run(commands.remind_of_debt, event=event, now=now or utc_now())
            elif isinstance(event, billing.InvoiceState):
                await database.run(commands.follow_invoice, event=event)
            else:
                raise TypeError(type(event))

    return follow


@pytest.fixture
def send(sending: Resources) -> Callable[[], Awaitable[None]]:
    """`await send()`: one round of the sending job."""

    async def go() -> None:
        await sender.send_due(sending)

    return go


class Mailbox:
    """A mail server's handler: keeps what it takes, and refuses as told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.secure: list[bool] = []
        self.answers: list[str] = []
        """What it says to the next messages instead of taking them."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.secure.append(session.ssl is not None)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox: " + address
        envelope.rcpt_tos.append(address)
        return "250 OK"


@asynccontextmanager
async def mail_server(
    mailbox: Mailbox,
    *,
    tls: ssl.SSLContext | None = None,
    start_tls: ssl.SSLContext | None = None,
    utf8: bool = True,
    **options: Any,
) -> AsyncIterator[int]:
    """A real SMTP server on a free port."""
    loop = asyncio.get_running_loop()

    def connection() -> SmtpServer:
        return SmtpServer(
            mailbox, loop=loop, hostname="localhost", enable_SMTPUTF8=utf8, tls_context=start_tls, **options
        )

    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
