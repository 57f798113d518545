"""A clinic that has been open for a week: three practitioners, forty patients, two weeks of visits, some invoices."""

import asyncio
import os
import random
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_common.database import Session, utc_now
from clinic_common.resources import Resources
from sqlalchemy import func, select

from .house import write_private

ZONE = ZoneInfo("America/New_York")
PEOPLE = (
    ("admin@demo.clinic", "Olivia Owner", "admin", None),
    ("doctor@demo.clinic", "Dr. Amara Okafor", "doctor", "1234567893"),
    ("nurse@demo.clinic", "Noah Lindqvist", "nurse", None),
    ("reception@demo.clinic", "Rosa Delgado", "receptionist", None),
    ("doctor2@demo.clinic", "Dr. Kenji Watanabe", "doctor", "1245319599"),
    ("doctor3@demo.clinic", "Dr. Lena Fischer", "doctor", "1679576722"),
)
SHOWN = PEOPLE[:4]
VISIT_TYPES: tuple[dict[str, Any], ...] = (
    {"code": "FOLLOW", "name": "Follow-up", "minutes": 15, "fee_code": "F-15", "color": "#1c7ed6"},
    {"code": "CONSULT", "name": "Consultation", "minutes": 20, "fee_code": "C-20", "color": "#2b8a3e"},
    {"code": "NEW", "name": "New patient", "minutes": 40, "fee_code": "N-40", "color": "#e8590c", "buffer_after": 5},
    {"code": "CHECK", "name": "Yearly check-up", "minutes": 30, "fee_code": "Y-30", "color": "#862e9c"},
)
FEES = (
    ("F-15", "Follow-up, 15 minutes", 7_500),
    ("C-20", "Consultation, 20 minutes", 11_000),
    ("N-40", "New patient, 40 minutes", 19_500),
    ("Y-30", "Yearly check-up, 30 minutes", 14_500),
    ("LAB-1", "Blood drawn for the laboratory", 2_250),
    ("LTR-1", "Letter or certificate", 1_800),
)
GIVEN = (
    "Ada", "José", "Zoë", "Mohammed", "Wei", "Anna", "Søren", "Fatima", "Liam", "Chloé", "Yuki", "Ivan", "Priya",
    "Carlos", "Ingrid", "Kwame", "Elif", "Noor", "Mateo", "Greta",
)  # fmt: skip
FAMILY = (
    "Lovelace", "García", "Nguyễn", "Al-Farsi", "Chen", "Kowalska", "Østergård", "O'Brien", "Müller", "Dubois",
    "Tanaka", "Petrov", "Sharma", "Hernández", "Nilsson", "Mensah", "Yılmaz", "Haddad", "Rossi", "Becker",
)  # fmt: skip
STREETS = ("Maple Street", "Oak Avenue", "River Road", "Church Lane", "Station Street")


def password_of(data: Path) -> str:
    """The demo sign-ins' password: set by CLINIC_DEMO_PASSWORD, or made once and kept in the data folder."""
    given = os.environ.get("CLINIC_DEMO_PASSWORD")
    if given:
        return given
    file = data / "demo-password"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        write_private(file, secrets.token_urlsafe(9))
    return file.read_text().strip()


def sign_ins(data: Path) -> list[str]:
    """The demo sign-ins, as lines to print."""
    password = password_of(data)
    return ["Sign in as:"] + [f"  {email:24} {password:16} {role}" for email, _, role, _ in SHOWN]


async def fill(resources: dict[str, Resources], data: Path, *, report: Callable[[str], None]) -> bool:
    """
    Fill an empty clinic; one that has staff is left alone.

    :return: whether it was filled
    """
    from identity.models import Staff

    async def has_staff(session: Session) -> bool:
        return bool((await session.execute(select(func.count()).select_from(Staff))).scalar())

    if await resources["identity"].database.read(has_staff):
        return False
    report("Making a demo clinic (once) ...")
    chance = random.Random(2026)
    now = utc_now()
    staff = await _hire(resources["identity"], password_of(data), now)
    doctors = [staff[email] for email, _, role, _ in PEOPLE if role == "doctor"]
    await _codes(resources["patients"])
    patients = await _register(resources["patients"], chance, now)
    visit_types, rooms = await _furnish(resources, doctors, now)
    await _known(resources, doctors, patients, now)
    report("  practitioners, patients, fees, visit types")
    seen = await _work_two_weeks(resources["scheduling"], chance, doctors, patients, visit_types, rooms, now)
    report("  two weeks of visits")
    await _settle_accounts(resources["billing"], chance, staff["reception@demo.clinic"], seen, now)
    report("  invoices and payments")
    return True


async def _hire(identity: Resources, password: str, now: datetime) -> dict[str, UUID]:
    from identity import commands

    staff = {}
    for email, name, role, npi in PEOPLE:
        member = await identity.database.run(
            commands.add_staff_with_password,
            email=email, display_name=name, role=role, password=password, npi=npi, now=now,
        )  # fmt: skip
        staff[email] = member.id
    return staff


async def _codes(patients: Resources) -> None:
    """A small part of ICD-10-CM (which NCHS publishes for everybody); a clinic loads the whole table."""
    from patients import commands, rules

    table = await asyncio.to_thread(Path(__file__).with_name("icd10_demo.csv").read_text)
    await patients.database.run(commands.load_codes, system=rules.ICD_10_CM, codes=rules.read_codes(table))


async def _register(patients: Resources, chance: random.Random, now: datetime) -> list[UUID]:
    from patients import commands

    async def all_of_them(session: Session) -> list[UUID]:
        ids = []
        for number in range(40):
            given, family = GIVEN[number % 20], FAMILY[(number * 7 + number // 20 * 3) % 20]
            fields: dict[str, Any] = {
                "given_name": given,
                "family_name": family,
                "born_on": date(1935, 1, 1) + timedelta(days=chance.randrange(31_000)),
                "sex": chance.choice(("female", "male")),
                "phone": f"+1 212 555 {1000 + number * 37:04}",
                "address": {
                    "line1": f"{chance.randrange(1, 99)} {chance.choice(STREETS)}",
                    "city": "Springfield",
                    "postal_code": f"{10_000 + number * 13}",
                    "country": "US",
                },
                "preferred_language": "es" if number % 5 == 1 else "en",
            }
            if number % 3:
                fields["email"] = f"patient{number:02}@demo.example.org"
                fields["contact_by"] = "email"
            entered = await commands.register_patient(session, fields=fields, region="US", now=now)
            ids.append(entered.patient.id)
        return ids

    return await patients.database.run(all_of_them)


async def _furnish(resources: dict[str, Resources], doctors: list[UUID], now: datetime) -> tuple[list[Any], list[UUID]]:
    from billing import commands as billing
    from scheduling import commands as scheduling

    async def fees(session: Session) -> None:
        for code, description, price_minor in FEES:
            await billing.add_fee(session, code=code, description=description, price_minor=price_minor, currency="USD")

    async def places(session: Session) -> tuple[list[Any], list[UUID]]:
        location = await scheduling.add_location(
            session, name="Main Street Clinic", time_zone=ZONE.key, phone="+12125550100", now=now
        )
        rooms = [await scheduling.add_room(session, location_id=location.id, name=f"Room {n}") for n in (1, 2, 3)]
        types = [await scheduling.add_visit_type(session, fields=dict(fields)) for fields in VISIT_TYPES]
        return types, [room.id for room in rooms]

    await resources["billing"].database.run(fees)
    return await resources["scheduling"].database.run(places)


async def _known(resources: dict[str, Resources], doctors: list[UUID], patients: list[UUID], now: datetime) -> None:
    """Wait until scheduling and billing have heard of everybody, then give the practitioners their hours."""
    from scheduling import commands
    from scheduling.commands.calendars import Hours

    async def heard(session: Session) -> bool:
        from scheduling.models import Patient, StaffMember

        known = (await session.execute(select(func.count()).select_from(Patient))).scalar() or 0
        staff = (await session.execute(select(func.count()).select_from(StaffMember))).scalar() or 0
        return known >= len(patients) and staff >= len(doctors)

    for _ in range(600):
        if await resources["scheduling"].database.read(heard):
            break
        await asyncio.sleep(0.05)
    else:
        raise RuntimeError("the patients did not become known to scheduling")

    async def hours(session: Session) -> None:
        for number, doctor in enumerate(doctors):
            # The first practitioner works every day, so that there is something to see on any day.
            days = range(7) if number == 0 else range(5)
            rules = [
                Hours(weekday=day, starts_minute=start, ends_minute=end)
                for day in days
                for start, end in ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
            ]
            await commands.set_availability(session, practitioner_id=doctor, hours=rules, now=now)

    await resources["scheduling"].database.run(hours)


async def _work_two_weeks(
    scheduling: Resources,
    chance: random.Random,
    doctors: list[UUID],
    patients: list[UUID],
    visit_types: list[Any],
    rooms: list[UUID],
    now: datetime,
) -> int:
    """Book a week that is over and one that is to come; how many visits were completed."""
    today = now.astimezone(ZONE).date()
    completed = 0
    for offset in range(-7, 8):
        day = today + timedelta(days=offset)

        async def one_day(session: Session, day: date = day) -> int:
            done = 0
            for number, doctor in enumerate(doctors):
                if number and day.weekday() > 4:
                    continue
                done += await _one_morning(session, chance, doctor, day, patients, visit_types, rooms[number], now)
            return done

        completed += await scheduling.database.run(one_day)
    return completed


async def _one_morning(
    session: Session,
    chance: random.Random,
    doctor: UUID,
    day: date,
    patients: list[UUID],
    visit_types: list[Any],
    room: UUID,
    now: datetime,
) -> int:
    from scheduling import commands

    done = 0
    minute = 8 * 60
    for patient in chance.sample(patients, 9):
        visit_type = chance.choice(visit_types)
        if 12 * 60 - 45 < minute < 13 * 60:
            minute = 13 * 60
        starts_at = datetime.combine(day, time(minute // 60, minute % 60), ZONE).astimezone(UTC)
        booked_at = min(starts_at - timedelta(days=9), now - timedelta(days=1))
        visit = await commands.book_appointment(
            session,
            patient_id=patient, practitioner_id=doctor, visit_type_id=visit_type.id, starts_at=starts_at,
            room_id=room, now=booked_at,
        )  # fmt: skip
        await session.flush()
        done += await _go_through(session, chance, visit, now)
        minute += visit_type.minutes + visit_type.buffer_after + chance.choice((0, 5, 15, 30))
        minute += -minute % 5
        if minute > 16 * 60:
            break
    return done


async def _go_through(session: Session, chance: random.Random, visit: Any, now: datetime) -> int:
    """Let time pass over one visit; 1 if it took place."""
    from scheduling import commands
    from scheduling.rules import Status

    luck = chance.random()
    if luck < 0.06:
        await commands.cancel_appointment(
            session, appointment_id=visit.id, reason="called to cancel", now=min(visit.starts_at, now)
        )
        return 0
    if visit.ends_at > now:
        if luck < 0.4:
            await commands.advance_appointment(session, appointment_id=visit.id, step=Status.CONFIRMED, now=now)
        return 0
    if luck < 0.12:
        await commands.advance_appointment(session, appointment_id=visit.id, step=Status.NO_SHOW, now=visit.ends_at)
        return 0
    times = (
        (Status.ARRIVED, visit.starts_at - timedelta(minutes=6)),
        (Status.IN_VISIT, visit.starts_at + timedelta(minutes=2)),
        (Status.COMPLETED, visit.ends_at),
    )
    for step, at in times:
        await commands.advance_appointment(session, appointment_id=visit.id, step=step, now=at)
        await session.flush()
    return 1


async def _settle_accounts(billing: Resources, chance: random.Random, desk: UUID, expected: int, now: datetime) -> None:
    """Issue most drafts and take most payments, once billing has heard of all completed visits."""
    from billing import commands
    from billing.models import Invoice
    from billing.rules import InvoiceStatus, Method, Terms

    async def drafts(session: Session) -> list[UUID]:
        query = select(Invoice.id).where(Invoice.status == InvoiceStatus.DRAFT).order_by(Invoice.id)
        return list((await session.execute(query)).scalars())

    found: list[UUID] = []
    for _ in range(600):
        found = await billing.database.read(drafts)
        if len(found) >= expected:
            break
        await asyncio.sleep(0.05)
    terms = Terms(time_zone=ZONE.key)

    async def issue_and_pay(session: Session, ids: list[UUID]) -> None:
        for invoice_id in ids:
            invoice = await commands.issue_invoice(session, invoice_id=invoice_id, terms=terms, now=now)
            await session.flush()
            luck = chance.random()
            if luck < 0.2 or invoice.total_minor < 2:
                continue
            amount = invoice.total_minor if luck < 0.85 else invoice.total_minor // 2
            await commands.take_payment(
                session,
                invoice_id=invoice_id, amount_minor=amount, method=chance.choice((Method.CASH, Method.CARD)),
                reference=None, by=desk, now=now,
            )  # fmt: skip

    for start in range(0, len(found) * 4 // 5, 20):
        await billing.database.run(issue_and_pay, found[start : start + 20])
