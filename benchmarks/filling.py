"""A clinic with a history: patients, charts and appointments put straight into the services' schemas."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Database, Session, new_id
from clinic_common.sealing import Sealer
from sqlalchemy import func, insert, select

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
CHUNK = 2_000
A_DAY, AHEAD = 20, 300
"""Visits of a practitioner a day, and the most days ahead that are filled."""


def _opened(url: str, service: str) -> Database:
    return Database(url, service=service, sealer=Sealer.from_text(Sealer.new_ring()))


async def put(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert many rows, a statement for some thousand each."""
    for start in range(0, len(rows), CHUNK):
        await session.execute(insert(model), rows[start : start + CHUNK])


def _chunks(rows: list[Any], size: int) -> Iterable[list[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


async def fill(
    urls: dict[str, str], *, patients: int, appointments: int, practitioners: int = 1
) -> list[dict[str, Any]]:
    """
    Fill the schemas of a clinic that has practitioners, a location and a visit type; the people who are now known.

    :param urls: service word → database URL
    """
    people = people_of(patients)
    await _fill_patients(urls["patients"], people)
    if appointments:
        await fill_calendar(urls["scheduling"], people, appointments, practitioners=practitioners)
    return people


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
    from patients.models import RecordNumber

    database = _opened(url, "patients")
    newest = select(func.coalesce(func.max(RecordNumber.serial), 0))
    serial = (await database.read(lambda session: session.execute(newest))).scalar_one() + 1
    for some in _chunks(people, CHUNK):
        await database.run(_register, some, serial)
        await database.run(_chart, some)
        serial += len(some)
    await database.close()


async def _register(session: Session, people: list[dict[str, Any]], first: int) -> None:
    from patients import rules
    from patients.models import Patient, RecordNumber, SearchKey, keys_of, sort_name

    now = datetime.now(UTC)
    rows, keys, numbers = [], [], []
    for serial, person in enumerate(people, first):
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
    await put(session, RecordNumber, numbers)
    await put(session, Patient, rows)
    await put(session, SearchKey, keys)


async def _chart(session: Session, people: list[dict[str, Any]]) -> None:
    """Two problems, an allergy and four measurements each."""
    from patients.models import Allergy, Problem, Vital

    now = datetime.now(UTC)

    def items(count: int, **fields: Any) -> list[dict[str, Any]]:
        written = {"author_name": "Dora Chart", "recorded_at": now, "updated_at": now, "version": 1} | fields
        return [written | {"id": new_id(), "patient_id": person["id"]} for person in people for _ in range(count)]

    await put(session, Problem, items(2, display="Essential hypertension", code="I10", status="active"))
    await put(session, Allergy, items(1, substance="Penicillin", severity="severe"))
    await put(session, Vital, items(4, kind="weight", value=71, unit="kg", measured_at=now))


async def fill_calendar(url: str, people: list[dict[str, Any]], count: int, *, practitioners: int = 1) -> None:
    """
    Fill the calendars of practitioners with so many visits of these people.

    :param practitioners: how many there are to be at least; who is missing joins
    """
    from scheduling.models import Location, Patient, StaffMember, VisitType

    database = _opened(url, "scheduling")

    async def begin(session: Session) -> tuple[list[UUID], Any, Any]:
        doctors = list((await session.execute(select(StaffMember.id).where(StaffMember.active))).scalars())
        new = [new_id() for _ in range(practitioners - len(doctors))]
        staff = {"role": "doctor", "color": "#336699", "is_practitioner": True, "employed": True, "active": True}
        await put(
            session, StaffMember, [{"id": id, "display_name": "Dr. New", "known_version": 1, **staff} for id in new]
        )
        location = (await session.execute(select(Location.id))).scalars().first()
        visit_type = (await session.execute(select(VisitType.id))).scalars().first()
        known = [
            person
            | {"record_number": f"B-{n}", "search_key": f"{person['given_name']} {person['family_name']}".casefold(),
               "archived": False, "known_version": 1}
            for n, person in enumerate(people)
        ]  # fmt: skip
        await put(session, Patient, known)
        return doctors + new, location, visit_type

    doctors, location, visit_type = await database.run(begin)
    for some in _chunks(list(_visits(people, doctors, count)), CHUNK):
        await database.run(_book, some, location=location, visit_type=visit_type)
    await database.close()


def _visits(people: list[dict[str, Any]], doctors: list[UUID], count: int) -> Iterable[tuple[UUID, UUID, datetime]]:
    """
    Who comes to whom, and when.

    Half the days are behind us and half ahead, but no more of these than may be booked.
    """
    chance = random.Random(8)
    days = -(-count // len(doctors) // A_DAY)
    first = datetime.now(UTC).replace(hour=13, minute=0, second=0, microsecond=0)
    first -= timedelta(days=max(days // 2, days - AHEAD))
    for number in range(count):
        place, doctor = divmod(number, len(doctors))
        day, slot = divmod(place, A_DAY)
        yield chance.choice(people)["id"], doctors[doctor], first + timedelta(days=day, minutes=20 * slot)


async def _book(session: Session, visits: list[tuple[UUID, UUID, datetime]], *, location: Any, visit_type: Any) -> None:
    from scheduling.models import Appointment, BookedCell
    from scheduling.rules.grid import cells_of

    now = datetime.now(UTC)
    rows = [
        {
            "id": new_id(), "patient_id": patient, "practitioner_id": doctor, "location_id": location,
            "visit_type_id": visit_type, "starts_at": start, "ends_at": start + timedelta(minutes=20), "minutes": 20,
            "buffer_before": 0, "buffer_after": 0, "status": "completed" if start < now else "booked",
            "overbooked": False, "created_at": now, "changed_at": now, "version": 1,
        }
        for patient, doctor, start in visits
    ]  # fmt: skip
    cells = [
        {"practitioner_id": row["practitioner_id"], "cell": cell, "lane": 0, "appointment_id": row["id"]}
        for row in rows
        for cell in cells_of(row["starts_at"], row["ends_at"])
    ]
    await put(session, Appointment, rows)
    await put(session, BookedCell, cells)
