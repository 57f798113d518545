"""Builders for billing's tests: patients, visits, invoices in whatever state a test begins with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from billing import commands
from billing.models import Invoice, Patient, guard_names, guards
from billing.rules import AdjustmentKind, Method, Terms
from billing.service import SERVICE
from clinic_common.database import Database, Session, new_id
from clinic_common.service import Service
from clinic_contracts.patients import PatientRegistered
from clinic_contracts.scheduling import AppointmentCompleted
from sqlalchemy import text

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BY = UUID(int=7)
TERMS = Terms()


@pytest.fixture
def service() -> Service:
    """The service under test."""
    return SERVICE


def registered(patient_id: UUID | None = None, **fields: Any) -> PatientRegistered:
    """The news that a patient was registered."""
    return PatientRegistered(
        **{
            "patient_id": patient_id or new_id(),
            "record_number": "P-000001",
            "given_name": "Ada",
            "family_name": "Lovelace",
            "born_on": "1990-12-10",
            "sex": "female",
            "version": 1,
            "occurred_at": NOW,
            **fields,
        }
    )


def visit(event: type[Any] = AppointmentCompleted, **fields: Any) -> Any:
    """The news of a visit."""
    return event(
        **{
            "appointment_id": new_id(),
            "patient_id": new_id(),
            "practitioner_id": new_id(),
            "practitioner_name": "Dr. Grace Hopper",
            "location_id": new_id(),
            "location_name": "Main Street",
            "time_zone": "UTC",
            "visit_type_id": new_id(),
            "visit_type_code": "CONS",
            "visit_type_name": "Consultation",
            "fee_code": "C1",
            "starts_at": NOW - timedelta(hours=1),
            "ends_at": NOW,
            "status": "completed",
            "version": 4,
            "occurred_at": NOW,
            **fields,
        }
    )


def line(price: int = 10_000, quantity: int = 1, **fields: Any) -> dict[str, Any]:
    """A line as a command takes it."""
    wanted = {"fee_code": None, "description": "Consultation", "quantity": quantity, "unit_price_minor": price}
    return {**wanted, **fields}


class Desk:
    """What the desk does, in short words."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def patient(self) -> UUID:
        """A patient billing has heard of."""
        patient_id = new_id()
        await self.database.run(
            commands.remember_patient,
            patient_id=patient_id,
            record_number="P-1",
            given_name="Ada",
            family_name="Lovelace",
            archived=False,
            version=1,
        )
        return patient_id

    async def fee(self, code: str = "C1", price: int = 12_000, currency: str = "USD") -> Any:
        """A price in the schedule."""
        return await self.database.run(
            commands.add_fee, code=code, description=f"Fee {code}", price_minor=price, currency=currency
        )

    async def draft(self, price: int = 10_000, *, patient_id: UUID | None = None, lines: Any = None) -> Invoice:
        """A draft invoice."""
        patient_id = patient_id or await self.patient()
        lines = lines or [line(price)]
        return await self.database.run(
            commands.create_invoice, patient_id=patient_id, lines=lines, terms=TERMS, now=NOW
        )

    async def issue(self, invoice: Invoice, now: datetime = NOW) -> Invoice:
        """Issue a draft."""
        return await self.database.run(commands.issue_invoice, invoice_id=invoice.id, terms=TERMS, now=now)

    async def issued(self, price: int = 10_000, **more: Any) -> Invoice:
        """An issued invoice."""
        return await self.issue(await self.draft(price, **more))

    async def pay(
        self, invoice: Any, amount: int, method: Method = Method.CASH, now: datetime = NOW, *, keep: bool = False
    ) -> Any:
        """Take a payment."""
        return await self.database.run(
            commands.take_payment,
            invoice_id=invoice.id,
            amount_minor=amount,
            method=method,
            reference=None,
            by=BY,
            now=now,
            keep_excess=keep,
        )

    async def deposit(self, patient_id: UUID, amount: int, now: datetime = NOW, currency: str = "USD") -> Any:
        """Take money on account."""
        return await self.database.run(
            commands.take_deposit, patient_id=patient_id, amount_minor=amount, currency=currency,
            method=Method.CASH, reference=None, by=BY, now=now,
        )  # fmt: skip

    async def apply(self, payment: Any, invoice: Any, amount: int | None = None, now: datetime = NOW) -> Invoice:
        """Put credit to an invoice."""
        return await self._allocate(commands.apply_credit, payment, invoice, amount, now)

    async def release(self, payment: Any, invoice: Any, amount: int | None = None, now: datetime = NOW) -> Invoice:
        """Take what a payment covers of an invoice off it."""
        return await self._allocate(commands.release_payment, payment, invoice, amount, now)

    async def _allocate(self, command: Any, payment: Any, invoice: Any, amount: int | None, now: datetime) -> Invoice:
        named = {"payment_id": payment.id, "invoice_id": invoice.id, "amount_minor": amount}
        found: Invoice = await self.database.run(command, **named, by=BY, now=now)
        return found

    async def refund(self, payment: Any, amount: int, now: datetime = NOW) -> Any:
        """Give money back."""

        return await self.database.run(
            commands.refund_payment, payment_id=payment.id, amount_minor=amount, reason="goodwill", by=BY, now=now
        )

    async def adjust(
        self, invoice: Any, amount: int | None, kind: AdjustmentKind = AdjustmentKind.CREDIT, now: datetime = NOW
    ) -> Invoice:
        """Credit or write off."""
        return await self.database.run(
            commands.adjust_invoice,
            invoice_id=invoice.id,
            kind=kind,
            amount_minor=amount,
            reason="courtesy",
            by=BY,
            now=now,
        )

    async def void(self, invoice: Any, now: datetime = NOW) -> Invoice:
        """Declare an invoice void."""
        return await self.database.run(commands.void_invoice, invoice_id=invoice.id, reason="typo", now=now)


@pytest.fixture
def desk(database: Database) -> Desk:
    """The desk of this clinic."""
    return Desk(database)


Ask = Callable[..., Awaitable[list[Any]]]


@pytest.fixture
def rows(database: Database) -> Ask:
    """`await rows("SELECT …")`: what stands in the database."""

    async def ask(statement: str, **values: Any) -> list[Any]:
        async def query(session: Session) -> list[Any]:
            return list((await session.execute(text(statement), values)).all())

        return await database.read(query)

    return ask


@pytest.fixture
def unguarded(database: Database) -> Callable[[], Any]:
    """`async with unguarded():` the ledger's triggers are gone, as for somebody who owns the database."""

    async def execute(*statements: str) -> None:
        async with database.engine.begin() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)

    @asynccontextmanager
    async def lifted() -> AsyncIterator[None]:
        await execute(*(f"DROP TRIGGER {name}" for name in guard_names()))
        try:
            yield
        finally:
            await execute(*guards("mysql" if database.is_mysql else "sqlite"))

    return lifted


async def patient_of(session: Session, patient_id: UUID) -> Patient:
    """Billing's copy of a patient."""
    return await session.get_one(Patient, patient_id)
