"""A clinic with a history: patients and appointments put straight into the services' schemas."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Database, Session, new_id
from clinic_common.sealing import Sealer
from sqlalchemy import insert, select

GIVEN = (
    "Anna",
    "Bruno",
    "Carla",
    "David",
    "Elena",
    "Felix",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Karla",
    "Luis",
    "Maria",
)
SYLLABLES = [consonant + vowel for consonant in "bdfklmnrstv" for vowel in "aeio"]
CHUNK = 1_000


def _opened(url: str, service: str) -> Database:
    return Database(url, service=service, sealer=Sealer.from_text(Sealer.new_ring()))


async def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        await session.execute(insert(table), rows[start : start + CHUNK])


async def fill(urls: dict[str, str], *, patients: int, appointments: int) -> None:
    """
    Fill the schemas of a clinic that has practitioners, a location and a visit type.

    :param urls: service word → database URL
    """
    people = people_of(patients)
    await _fill_patients(urls["patients"], people)
    await fill_calendar(urls["scheduling"], people, appointments)


def people_of(count: int) -> list[dict[str, Any]]:
    """So many people, the same every time but for their ids."""
    chance = random.Random(7)
    return [
        {
            "id": new_id(),
            "given_name": chance.choice(GIVEN),
            "family_name": "".join(chance.choices(SYLLABLES, k=3)).capitalize(),
            "born_on": date(1930, 1, 1) + timedelta(days=chance.randrange(33_000)),
            "phone": f"+1212{chance.randrange(10**7):07}",
        }
        for _ in range(count)
    ]


async def _fill_patients(url: str, people: list[dict[str, Any]]) -> None:
    from patients import rules
    from patients.models import Patient, RecordNumber, SearchKey, keys_of, sort_name

    database = _opened(url, "patients")
    now = datetime.now(UTC)

    async def command(session: Session) -> None:
        last = (await session.execute(select(RecordNumber.serial).order_by(RecordNumber.serial.desc()))).scalar() or 0
        rows, keys, numbers = [], [], []
        for serial, person in enumerate(people, last + 1):
            row = person | {
                "record_number": rules.record_number(serial),
                "sort_name": sort_name(person["family_name"], person["given_name"]),
                "sex": "female",
                "archived": False,
                "created_at": now,
                "updated_at": now,
                "version": 1,
            }
            rows.append(row)
            numbers.append({"serial": serial, "patient_id": person["id"]})
            found = keys_of(Patient(**row), serial=serial, sealer=session.sealer)
            keys += [{"kind": kind, "key": key, "patient_id": person["id"]} for kind, key in sorted(found)]
        await _insert(session, RecordNumber, numbers)
        await _insert(session, Patient, rows)
        await _insert(session, SearchKey, keys)

    await database.run(command)
    await database.close()


async def fill_calendar(url: str, people: list[dict[str, Any]], count: int) -> None:
    """Fill the calendars of practitioners with so many visits of these people."""
    from scheduling.models import Appointment, BookedCell, Location, Patient, StaffMember, VisitType
    from scheduling.rules.grid import cells_of

    database = _opened(url, "scheduling")
    chance = random.Random(8)
    now = datetime.now(UTC)

    async def command(session: Session) -> None:
        doctors = list((await session.execute(select(StaffMember.id).where(StaffMember.active))).scalars())
        location = (await session.execute(select(Location.id))).scalars().first()
        visit_type = (await session.execute(select(VisitType.id))).scalars().first()
        known = [
            person
            | {"record_number": f"B-{n}", "search_key": f"{person['given_name']} {person['family_name']}".casefold(),
               "archived": False, "known_version": 1}
            for n, person in enumerate(people)
        ]  # fmt: skip
        await _insert(session, Patient, known)
        rows, cells = [], []
        per_doctor = -(-count // len(doctors))
        for doctor in doctors:
            for number in range(min(per_doctor, count - len(rows))):
                # Twenty a day, half the days behind us and half ahead, within what may be booked.
                day, slot = divmod(number, 20)
                start = (now - timedelta(days=per_doctor // 40)).replace(hour=13, minute=0, second=0, microsecond=0)
                start += timedelta(days=day, minutes=20 * slot)
                row = _visit(chance.choice(people)["id"], doctor, location, visit_type, start, now)
                rows.append(row)
                cells += [
                    {"practitioner_id": doctor, "cell": cell, "lane": 0, "appointment_id": row["id"]}
                    for cell in cells_of(row["starts_at"], row["ends_at"])
                ]
        await _insert(session, Appointment, rows)
        await _insert(session, BookedCell, cells)

    await database.run(command)
    await database.close()


def _visit(
    patient: UUID, doctor: UUID, location: Any, visit_type: Any, start: datetime, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(), "patient_id": patient, "practitioner_id": doctor, "location_id": location,
        "visit_type_id": visit_type, "starts_at": start, "ends_at": start + timedelta(minutes=20), "minutes": 20,
        "buffer_before": 0, "buffer_after": 0, "status": "completed" if start < now else "booked",
        "overbooked": False, "created_at": now, "changed_at": now, "version": 1,
    }  # fmt: skip
