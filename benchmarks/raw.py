"""What the suite is measured beside: the same rows asked for by SQL through the driver, with nothing around it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import aiomysql
import aiosqlite
from sqlalchemy import make_url

CONNECTIONS = 10
_BOOKED = (
    "id", "patient_id", "practitioner_id", "location_id", "visit_type_id", "starts_at", "ends_at", "minutes",
    "buffer_before", "buffer_after", "status", "overbooked", "created_at", "changed_at", "sequence", "version",
)  # fmt: skip
_DAY = """
    SELECT a.id, a.practitioner_id, a.location_id, a.visit_type_id, a.starts_at, a.ends_at, a.minutes, a.status,
           a.version, p.id, p.record_number, p.given_name, p.family_name, p.born_on, p.phone
    FROM appointments a JOIN patients p ON p.id = a.patient_id
"""


class Raw:
    """Connections to a schema, and one statement at a time on each."""

    def __init__(self, connections: list[Any], *, sqlite: bool) -> None:
        self._free: asyncio.Queue[Any] = asyncio.Queue()
        for connection in connections:
            self._free.put_nowait(connection)
        self._sqlite = sqlite

    async def all(self, *statements: tuple[str, tuple[Any, ...]]) -> list[Any]:
        """Run statements in one transaction; what the last one found."""
        connection = await self._free.get()
        try:
            async with connection.cursor() as cursor:
                for statement, values in statements:
                    await cursor.execute(statement.replace("%s", "?") if self._sqlite else statement, self._as(values))
                found = list(await cursor.fetchall())
            await connection.commit()
            return found
        finally:
            self._free.put_nowait(connection)

    def _as(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """Values as the columns have them: ids as bytes, moments in UTC without a zone."""
        found = []
        for value in values:
            if isinstance(value, datetime):
                value = value.replace(tzinfo=None)
                value = value.strftime("%Y-%m-%d %H:%M:%S.%f") if self._sqlite else value
            found.append(value.bytes if isinstance(value, UUID) else value)
        return tuple(found)


@asynccontextmanager
async def opened(urls: Mapping[str, str]) -> AsyncIterator[dict[str, Raw]]:
    """Some connections to each schema."""
    async with AsyncExitStack() as stack:
        found = {}
        for name, text in urls.items():
            url = make_url(text)
            sqlite = url.get_backend_name() == "sqlite"
            if sqlite:
                made = [
                    await stack.enter_async_context(aiosqlite.connect(url.database or "", timeout=15))
                    for _ in range(CONNECTIONS)
                ]
            else:
                where = {"host": url.host, "port": url.port, "user": url.username, "password": url.password or ""}
                made = [await aiomysql.connect(db=url.database, **where) for _ in range(CONNECTIONS)]
                for connection in made:
                    stack.callback(connection.close)
            found[name] = Raw(made, sqlite=sqlite)
        yield found


def statements(
    schemas: Mapping[str, Raw], *, patient: Callable[[], dict[str, Any]], booking: Callable[[], dict[str, Any]],
    day: datetime, month: datetime,
) -> dict[str, Callable[[], Awaitable[Any]]]:  # fmt: skip
    """
    Question → the statements that answer it.

    :param patient: the next patient to ask about
    :param booking: the next free slot, as `POST /appointments` takes it
    """
    patients, scheduling, billing = (schemas[name] for name in ("patients", "scheduling", "billing"))

    async def one() -> Any:
        return await patients.all(("SELECT * FROM patients WHERE id = %s", (UUID(patient()["id"]),)))

    async def search() -> Any:
        asked = "SELECT * FROM patients WHERE archived = 0 AND sort_name LIKE %s ORDER BY sort_name LIMIT 50"
        return await patients.all((asked, (patient()["family_name"][:4].lower() + "%",)))

    async def history() -> Any:
        who = (UUID(patient()["id"]),)
        lists = ("problems", "allergies", "vitals")
        for name in lists:
            await patients.all((f"SELECT * FROM {name} WHERE patient_id = %s", who))
        await patients.all(("SELECT * FROM patients WHERE id = %s", who))
        await scheduling.all((f"{_DAY} WHERE a.patient_id = %s ORDER BY a.starts_at LIMIT 200", who))
        return await billing.all((
            "SELECT * FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id WHERE i.original_patient_id = %s", who
        ))  # fmt: skip

    async def visits(days: int) -> Any:
        asked = f"{_DAY} WHERE a.starts_at >= %s AND a.starts_at < %s ORDER BY a.starts_at LIMIT 500"
        return await scheduling.all((asked, (day, day + timedelta(days=days))))

    async def book() -> None:
        new, id = booking(), uuid4()
        start = datetime.fromisoformat(new["starts_at"])
        doctor = UUID(new["practitioner_id"])
        row = (
            id, UUID(new["patient_id"]), doctor, UUID(new["location_id"]), UUID(new["visit_type_id"]), start,
            start + timedelta(minutes=20), 20, 0, 0, "booked", 0, start, start, 0, 1,
        )  # fmt: skip
        places = ", ".join(["%s"] * len(_BOOKED))
        first = int(start.timestamp()) // 300
        cell = "INSERT INTO booked_cells (practitioner_id, cell, lane, appointment_id) VALUES (%s, %s, 0, %s)"
        await scheduling.all(
            (f"INSERT INTO appointments ({', '.join(_BOOKED)}) VALUES ({places})", row),
            *((cell, (doctor, first + number, id)) for number in range(4)),
        )

    async def money(begin: datetime, end: datetime) -> Any:
        flow = "e.document_kind, l.debit_account, l.credit_account"
        asked = (
            f"SELECT {flow}, SUM(l.amount_minor) FROM ledger_entries e JOIN ledger_lines l "
            "ON l.entry_position = e.position "
            f"WHERE e.currency = 'USD' AND e.posted_at >= %s AND e.posted_at < %s GROUP BY {flow}"
        )
        return await billing.all((asked, (begin, end)))

    async def sheet() -> None:
        end = day + timedelta(days=1)
        asked = "SELECT practitioner_id, status, COUNT(*), SUM(minutes) FROM appointments WHERE starts_at >= %s "
        await scheduling.all((f"{asked} AND starts_at < %s GROUP BY practitioner_id, status", (day, end)))
        await money(day, end)

    return {
        "a patient": one, "patient with history": history, "search": search, "a day": lambda: visits(1),
        "a week": lambda: visits(7), "book": book, "day sheet": sheet,
        "month report": lambda: money(month, day + timedelta(days=1)),
    }  # fmt: skip
