"""Reading calendars: one query per table, whoever is asked for and for however long."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import JSON, ColumnElement, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ..rules import (
    LANES,
    Calendar,
    Closure,
    DayException,
    Stretch,
    WeeklyRule,
    cells_of,
    moment_of,
    spans_of,
    with_exceptions,
)
from .appointments import BookedCell, RoomCell
from .calendars import AvailabilityException, AvailabilityRule, LocationClosure, TimeOff
from .places import Location, Within


class _Together(FunctionElement[list[int]]):
    """The numbers of a group as one JSON array, in any order: a row for a calendar instead of hundreds."""

    type = JSON()
    inherit_cache = True


@compiles(_Together, "sqlite")
def _on_sqlite(element: _Together, compiler: Any, **more: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **more)})"


@compiles(_Together, "mysql")
def _on_mysql(element: _Together, compiler: Any, **more: Any) -> str:
    return f"JSON_ARRAYAGG({compiler.process(element.clauses, **more)})"


def _among(column: Any, name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))  # type: ignore[no-any-return]


# Put together once: that takes longer than asking.
_hours, _single = AvailabilityRule.__table__.c, AvailabilityException.__table__.c
_closed, _booked, _used = LocationClosure.__table__.c, BookedCell.__table__.c, RoomCell.__table__.c
_RULES = (
    select(
        _hours.practitioner_id,
        _hours.weekday,
        _hours.starts_minute,
        _hours.ends_minute,
        _hours.location_id,
        _hours.valid_from,
        _hours.valid_until,
        Location.time_zone,
    )
    .join(Location, Location.id == _hours.location_id)
    .where(_among(_hours.practitioner_id, "people"))
    .order_by(_hours.practitioner_id, _hours.weekday, _hours.starts_minute, _hours.id)
)
_EXCEPTIONS = (
    select(
        _single.practitioner_id,
        _single.on_date,
        _single.kind,
        _single.starts_minute,
        _single.ends_minute,
        _single.location_id,
        Location.time_zone,
    )
    .outerjoin(Location, Location.id == _single.location_id)
    .where(_among(_single.practitioner_id, "people"), _single.on_date.between(bindparam("first"), bindparam("last")))
    .order_by(_single.practitioner_id, _single.on_date, _single.id)
)
_TIME_OFF = select(TimeOff.practitioner_id, TimeOff.starts_at, TimeOff.ends_at).where(
    _among(TimeOff.practitioner_id, "people"),
    TimeOff.ends_at > bindparam("begin"),
    TimeOff.starts_at < bindparam("end"),
)
_CLOSURES = select(
    _closed.location_id, _closed.starts_on, _closed.ends_on, _closed.starts_minute, _closed.ends_minute
).where(
    _among(_closed.location_id, "places"), _closed.ends_on >= bindparam("first"), _closed.starts_on <= bindparam("last")
)
_CLAIMS = (
    select(_booked.practitioner_id, _Together(_booked.cell * LANES + _booked.lane))
    .where(
        _among(_booked.practitioner_id, "people"), _booked.cell >= bindparam("first"), _booked.cell < bindparam("end")
    )
    .group_by(_booked.practitioner_id)
)
_IN_USE = (
    select(_used.room_id, _Together(_used.cell))
    .where(_among(_used.room_id, "rooms"), _used.cell >= bindparam("first"), _used.cell < bindparam("end"))
    .group_by(_used.room_id)
)


async def load_calendars(
    session: Session,
    practitioner_ids: Sequence[UUID],
    stretch: Stretch,
    *,
    taken: bool = True,
    leaving: Collection[UUID] = (),
    within: Within = None,
) -> dict[UUID, Calendar]:
    """
    Read the calendars of these practitioners over a stretch of cells.

    :param taken: whether what is booked is wanted too; wherever it is, it takes their time
    :param leaving: visits that are about to give their time back
    :param within: leave out when they are elsewhere
    """
    zones: dict[UUID, str] = {}
    rules = await _rules(session, practitioner_ids, zones)
    exceptions = await _exceptions(session, practitioner_ids, stretch, zones)
    away = await _time_off(session, practitioner_ids, stretch)
    closed = await _closures(session, stretch, zones)
    claims = await _claims(session, practitioner_ids, stretch, leaving) if taken else {}
    return {
        id: Calendar(
            # A day with other hours elsewhere is none by the rules here: these are left out only now.
            tuple(
                rule
                for rule in with_exceptions(rules.get(id, ()), exceptions.get(id, ()))
                if within is None or rule.location_id in within
            ),
            zones,
            tuple(away.get(id, ())),
            tuple(claims.get(id, ())),
            closed,
        )
        for id in practitioner_ids
    }


def _days(stretch: Stretch) -> tuple[date, date]:
    """The days a stretch may touch: wall calendars are up to a day off from UTC's."""
    day = timedelta(days=1)
    return moment_of(stretch.first).date() - day, moment_of(stretch.end).date() + day


async def _rules(
    session: Session, practitioner_ids: Sequence[UUID], zones: dict[UUID, str]
) -> dict[UUID, list[WeeklyRule]]:
    found: dict[UUID, list[WeeklyRule]] = {}
    for row in await session.execute(_RULES, {"people": practitioner_ids}):
        zones[row.location_id] = row.time_zone
        found.setdefault(row.practitioner_id, []).append(
            WeeklyRule(
                row.weekday, row.starts_minute, row.ends_minute, row.location_id, row.valid_from, row.valid_until
            )
        )
    return found


async def _exceptions(
    session: Session, practitioner_ids: Sequence[UUID], stretch: Stretch, zones: dict[UUID, str]
) -> dict[UUID, list[DayException]]:
    first, last = _days(stretch)
    found: dict[UUID, list[DayException]] = {}
    for row in await session.execute(_EXCEPTIONS, {"people": practitioner_ids, "first": first, "last": last}):
        if row.location_id:
            zones[row.location_id] = row.time_zone
        found.setdefault(row.practitioner_id, []).append(
            DayException(row.on_date, row.kind, row.starts_minute, row.ends_minute, row.location_id)
        )
    return found


async def _time_off(
    session: Session, practitioner_ids: Sequence[UUID], stretch: Stretch
) -> dict[UUID, list[tuple[int, int]]]:
    asked = {"people": practitioner_ids, "begin": moment_of(stretch.first), "end": moment_of(stretch.end)}
    found: dict[UUID, list[tuple[int, int]]] = {}
    for row in await session.execute(_TIME_OFF, asked):
        cells = cells_of(row.starts_at, row.ends_at)
        found.setdefault(row.practitioner_id, []).append((cells.start, cells.stop))
    return found


async def _closures(session: Session, stretch: Stretch, zones: dict[UUID, str]) -> dict[UUID, list[tuple[int, int]]]:
    first, last = _days(stretch)
    found: dict[UUID, list[tuple[int, int]]] = {}
    for row in await session.execute(_CLOSURES, {"places": list(zones), "first": first, "last": last}):
        closure = Closure(row.starts_on, row.ends_on, row.starts_minute, row.ends_minute)
        found.setdefault(row.location_id, []).extend(closure.cells(zones[row.location_id], stretch))
    return found


async def _claims(
    session: Session, practitioner_ids: Sequence[UUID], stretch: Stretch, leaving: Collection[UUID]
) -> dict[UUID, list[tuple[int, int, int]]]:
    query = _CLAIMS.where(_booked.appointment_id.not_in(leaving)) if leaving else _CLAIMS
    asked = {"people": practitioner_ids, "first": stretch.first, "end": stretch.end}
    found: dict[UUID, list[tuple[int, int, int]]] = {}
    for practitioner_id, numbers in await session.execute(query, asked):
        lanes: list[list[int]] = [[] for _ in range(LANES)]
        for number in sorted(numbers):
            lanes[number % LANES].append(number // LANES)
        found[practitioner_id] = [
            (start, end, lane) for lane, cells in enumerate(lanes) for start, end in spans_of(cells)
        ]
    return found


async def load_rooms(
    session: Session, room_ids: Collection[UUID], stretch: Stretch, *, leaving: Collection[UUID] = ()
) -> dict[UUID, list[tuple[int, int]]]:
    """
    Read when these rooms are in use over a stretch, as cells from … up to ….

    :param leaving: visits that are about to give their time back
    """
    found: dict[UUID, list[tuple[int, int]]] = {id: [] for id in room_ids}
    if room_ids:
        query = _IN_USE.where(_used.appointment_id.not_in(leaving)) if leaving else _IN_USE
        asked = {"rooms": list(room_ids), "first": stretch.first, "end": stretch.end}
        for room_id, cells in await session.execute(query, asked):
            found[room_id] = spans_of(sorted(cells))
    return found
