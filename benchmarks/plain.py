"""
What the suite is measured beside: one plain FastAPI + SQLAlchemy ORM app, without sign-in, gateway or trail.

It reads the very rows of the suite, whose schemas it is told by `PLAIN_DATABASES` (JSON: service word → URL).
"""

import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from clinic_common.database import TYPES
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, MetaData, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = TYPES


class OfPatients(Base):
    __abstract__ = True
    metadata = MetaData()


class OfScheduling(Base):
    __abstract__ = True
    metadata = MetaData()


class OfBilling(Base):
    __abstract__ = True
    metadata = MetaData()


class Patient(OfPatients):
    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_number: Mapped[str] = mapped_column(String(40))
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(400))
    born_on: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    archived: Mapped[bool]


class Problem(OfPatients):
    __tablename__ = "problems"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID]
    display: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10))


class Allergy(OfPatients):
    __tablename__ = "allergies"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID]
    substance: Mapped[str] = mapped_column(String(500))
    severity: Mapped[str | None] = mapped_column(String(10))


class Vital(OfPatients):
    __tablename__ = "vitals"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(20))
    measured_at: Mapped[datetime]


class Visitor(OfScheduling):
    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_number: Mapped[str] = mapped_column(String(40))
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    born_on: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(40))


class Appointment(OfScheduling):
    __tablename__ = "appointments"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey(Visitor.id))
    practitioner_id: Mapped[UUID]
    location_id: Mapped[UUID]
    visit_type_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    buffer_before: Mapped[int]
    buffer_after: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    overbooked: Mapped[bool]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sequence: Mapped[int]
    version: Mapped[int]
    patient: Mapped[Visitor] = relationship(lazy="joined")


class Invoice(OfBilling):
    __tablename__ = "invoices"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    original_patient_id: Mapped[UUID]
    number: Mapped[str | None] = mapped_column(String(40))
    practitioner_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    payer_id: Mapped[UUID | None]
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(20))
    total_minor: Mapped[int]
    balance_minor: Mapped[int]
    opened_at: Mapped[datetime]
    open_until: Mapped[datetime]
    lines: Mapped[list["InvoiceLine"]] = relationship(lazy="selectin")


class InvoiceLine(OfBilling):
    __tablename__ = "invoice_lines"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey(Invoice.id))
    fee_code: Mapped[str | None] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(500))
    amount_minor: Mapped[int]


class Payment(OfBilling):
    __tablename__ = "payments"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int]
    taken_at: Mapped[datetime]


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PatientOut(Out):
    id: UUID
    record_number: str
    given_name: str
    family_name: str
    born_on: date | None
    phone: str | None


class AppointmentOut(Out):
    id: UUID
    patient: PatientOut
    practitioner_id: UUID
    location_id: UUID
    visit_type_id: UUID
    starts_at: datetime
    ends_at: datetime
    minutes: int
    status: str
    version: int


class LineOut(Out):
    fee_code: str | None
    description: str
    amount_minor: int


class InvoiceOut(Out):
    id: UUID
    number: str | None
    status: str
    total_minor: int
    balance_minor: int
    lines: list[LineOut]


class ProblemOut(Out):
    id: UUID
    display: str
    code: str | None
    status: str


class AllergyOut(Out):
    id: UUID
    substance: str
    severity: str | None


class VitalOut(Out):
    id: UUID
    kind: str
    unit: str
    measured_at: datetime


class HistoryOut(Out):
    patient: PatientOut
    appointments: list[AppointmentOut]
    invoices: list[InvoiceOut]
    problems: list[ProblemOut]
    allergies: list[AllergyOut]
    vitals: list[VitalOut]


class NewAppointment(BaseModel):
    patient_id: UUID
    practitioner_id: UUID
    visit_type_id: UUID
    starts_at: datetime


_engines = {
    name: create_async_engine(url, pool_size=10) for name, url in json.loads(os.environ["PLAIN_DATABASES"]).items()
}
_binds: Any = {OfPatients: _engines["patients"], OfScheduling: _engines["scheduling"], OfBilling: _engines["billing"]}
sessions = async_sessionmaker(binds=_binds, expire_on_commit=False)
app = FastAPI()


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


S = Annotated[AsyncSession, Depends(session)]


async def _all(db: AsyncSession, query: Any) -> list[Any]:
    return list((await db.execute(query)).scalars().unique())


@app.get("/patients/{patient_id}")
async def get_patient(patient_id: UUID, db: S) -> PatientOut:
    found = await db.get(Patient, patient_id)
    if found is None:
        raise HTTPException(404)
    return PatientOut.model_validate(found)


@app.get("/patients")
async def search(q: str, db: S) -> list[PatientOut]:
    named = (Patient.archived.is_(False), Patient.sort_name.like(f"{q.lower()}%"))
    return await _all(db, select(Patient).where(*named).order_by(Patient.sort_name).limit(50))


@app.get("/patients/{patient_id}/history")
async def get_history(patient_id: UUID, db: S) -> HistoryOut:
    visits = select(Appointment).where(Appointment.patient_id == patient_id).order_by(Appointment.starts_at).limit(200)
    billed = select(Invoice).where(Invoice.original_patient_id == patient_id).order_by(Invoice.id).limit(200)
    return HistoryOut(
        patient=await get_patient(patient_id, db),
        appointments=await _all(db, visits),
        invoices=await _all(db, billed),
        problems=await _all(db, select(Problem).where(Problem.patient_id == patient_id)),
        allergies=await _all(db, select(Allergy).where(Allergy.patient_id == patient_id)),
        vitals=await _all(db, select(Vital).where(Vital.patient_id == patient_id)),
    )


@app.get("/appointments")
async def day(from_: datetime, to: datetime, db: S) -> list[AppointmentOut]:
    within = (Appointment.starts_at >= from_, Appointment.starts_at < to)
    return await _all(db, select(Appointment).where(*within).order_by(Appointment.starts_at).limit(500))


@app.post("/appointments", status_code=201)
async def book(body: NewAppointment, db: S) -> dict[str, Any]:
    ends_at = body.starts_at + timedelta(minutes=20)
    taken = select(Appointment.id).where(
        Appointment.practitioner_id == body.practitioner_id,
        Appointment.starts_at < ends_at,
        Appointment.ends_at > body.starts_at,
    )
    if (await db.execute(taken)).first():
        raise HTTPException(409)
    location = (await db.execute(select(Appointment.location_id).limit(1))).scalar()
    row = Appointment(
        id=uuid4(), ends_at=ends_at, minutes=20, buffer_before=0, buffer_after=0, status="booked", overbooked=False,
        location_id=location, created_at=body.starts_at, changed_at=body.starts_at, sequence=0, version=1,
        **body.model_dump(),
    )  # fmt: skip
    db.add(row)
    await db.commit()
    return {"id": row.id}


async def _sums(db: AsyncSession, key: Any, value: Any, *within: Any) -> dict[str, int]:
    rows = await db.execute(select(key, func.sum(value)).where(*within).group_by(key))
    return {str(name): int(total) for name, total in rows}


@app.get("/reports/day")
async def day_sheet(on: date, db: S) -> dict[str, Any]:
    begin = datetime(on.year, on.month, on.day, tzinfo=UTC)
    end = begin + timedelta(days=1)
    visits = (Appointment.starts_at >= begin, Appointment.starts_at < end)
    owed = select(func.sum(Invoice.balance_minor)).where(Invoice.currency == "USD", Invoice.open_until >= end)
    return {
        "seen": await _sums(db, Appointment.status, 1, *visits),
        "by_practitioner": await _sums(db, Appointment.practitioner_id, Appointment.minutes, *visits),
        "charged_minor": await _sums(db, Invoice.currency, Invoice.total_minor, *_issued(begin, end)),
        "by_method": await _sums(db, Payment.method, Payment.amount_minor, *_taken(begin, end)),
        "outstanding_minor": int((await db.execute(owed)).scalar() or 0),
    }


@app.get("/reports/finance")
async def month(from_: datetime, to: datetime, db: S) -> dict[str, Any]:
    owed = select(func.sum(Invoice.balance_minor)).where(Invoice.currency == "USD", Invoice.open_until >= to)
    code = select(InvoiceLine.fee_code, func.sum(InvoiceLine.amount_minor)).join(Invoice).where(*_issued(from_, to))
    parts = {"payer": Invoice.payer_id, "practitioner": Invoice.practitioner_id, "location": Invoice.location_id}
    return {
        "by_code": {code: int(sum) for code, sum in await db.execute(code.group_by(InvoiceLine.fee_code))},
        "by_method": await _sums(db, Payment.method, Payment.amount_minor, *_taken(from_, to)),
        **{f"by_{name}": await _sums(db, key, Invoice.total_minor, *_issued(from_, to)) for name, key in parts.items()},
        "outstanding_minor": int((await db.execute(owed)).scalar() or 0),
    }


def _issued(begin: datetime, end: datetime) -> Any:
    return Invoice.opened_at >= begin, Invoice.opened_at < end


def _taken(begin: datetime, end: datetime) -> Any:
    return Payment.taken_at >= begin, Payment.taken_at < end
