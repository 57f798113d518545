"""What the suite is measured beside: one plain FastAPI + SQLAlchemy ORM app, without sign-in, gateway or trail."""

import os
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from clinic_common.database import TYPES
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = TYPES


class Patient(Base):
    __tablename__ = "patients"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_number: Mapped[str] = mapped_column(String(40))
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    born_on: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    search_key: Mapped[str] = mapped_column(String(700))
    archived: Mapped[bool]
    known_version: Mapped[int]


class Appointment(Base):
    __tablename__ = "appointments"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
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
    version: Mapped[int]
    patient: Mapped[Patient] = relationship(lazy="joined")


class PatientOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: UUID
    record_number: str
    given_name: str
    family_name: str
    born_on: date | None
    phone: str | None


class AppointmentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
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


class NewAppointment(BaseModel):
    patient_id: UUID
    practitioner_id: UUID
    visit_type_id: UUID
    starts_at: datetime


engine = create_async_engine(os.environ["PLAIN_DATABASE_URL"], pool_size=10)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


S = Annotated[AsyncSession, Depends(session)]


@app.get("/patients/{patient_id}")
async def get_patient(patient_id: UUID, db: S) -> PatientOut:
    found = await db.get(Patient, patient_id)
    if found is None:
        raise HTTPException(404)
    return PatientOut.model_validate(found)


@app.get("/patients")
async def search(q: str, db: S) -> list[PatientOut]:
    query = select(Patient).where(Patient.family_name.like(f"{q}%")).order_by(Patient.family_name).limit(50)
    return [PatientOut.model_validate(row) for row in (await db.execute(query)).scalars()]


@app.get("/appointments")
async def day(from_: datetime, to: datetime, db: S) -> list[AppointmentOut]:
    query = (
        select(Appointment)
        .where(Appointment.starts_at >= from_, Appointment.starts_at < to)
        .order_by(Appointment.starts_at)
        .limit(500)
    )
    return [AppointmentOut.model_validate(row) for row in (await db.execute(query)).scalars().unique()]


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
        location_id=location, created_at=body.starts_at, changed_at=body.starts_at, version=1, **body.model_dump(),
    )  # fmt: skip
    db.add(row)
    await db.commit()
    return {"id": row.id}
