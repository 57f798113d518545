"""Reading calendars: one query per table, whoever is asked for and for however long."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import LargeBinary, func, select, type_coerce

from ..rules import Calendar, Closure, DayException, Stretch, WeeklyRule, cells_of, moment_of, with_exceptions
from .appointments import BookedCell, RoomCell
from .calendars import AvailabilityException, AvailabilityRule, LocationClosure, TimeOff
from .places import Location, Within


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
    hours = AvailabilityRule.__table__.c
    found: dict[UUID, list[WeeklyRule]] = {}
    for row in await session.execute(
        select(*hours, Location.time_zone)
        .join(Location, Location.id == hours.location_id)
        .where(hours.practitioner_id.in_(practitioner_ids))
        .order_by(hours.practitioner_id, hours.weekday, hours.starts_minute, hours.id)
    ):
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
    single = AvailabilityException.__table__.c
    first, last = _days(stretch)
    found: dict[UUID, list[DayException]] = {}
    for row in await session.execute(
        select(*single, Location.time_zone)
        .outerjoin(Location, Location.id == single.location_id)
        .where(single.practitioner_id.in_(practitioner_ids), single.on_date >= first, single.on_date <= last)
        .order_by(single.practitioner_id, single.on_date, single.id)
    ):
        if row.location_id:
            zones[row.location_id] = row.time_zone
        found.setdefault(row.practitioner_id, []).append(
            DayException(row.on_date, row.kind, row.starts_minute, row.ends_minute, row.location_id)
        )
    return found


async def _time_off(
    session: Session, practitioner_ids: Sequence[UUID], stretch: Stretch
) -> dict[UUID, list[tuple[int, int]]]:
    found: dict[UUID, list[tuple[int, int]]] = {}
    for row in await session.execute(
        select(TimeOff.practitioner_id, TimeOff.starts_at, TimeOff.ends_at).where(
            TimeOff.practitioner_id.in_(practitioner_ids),
            TimeOff.ends_at > moment_of(stretch.first),
            TimeOff.starts_at < moment_of(stretch.end),
        )
    ):
        cells = cells_of(row.starts_at, row.ends_at)
        found.setdefault(row.practitioner_id, []).append((cells.start, cells.stop))
    return found


async def _closures(session: Session, stretch: Stretch, zones: dict[UUID, str]) -> dict[UUID, list[tuple[int, int]]]:
    first, last = _days(stretch)
    rows = LocationClosure.__table__.c
    found: dict[UUID, list[tuple[int, int]]] = {}
    for row in await session.execute(
        select(rows.location_id, rows.starts_on, rows.ends_on, rows.starts_minute, rows.ends_minute).where(
            rows.location_id.in_(list(zones)), rows.ends_on >= first, rows.starts_on <= last
        )
    ):
        closure = Closure(row.starts_on, row.ends_on, row.starts_minute, row.ends_minute)
        found.setdefault(row.location_id, []).extend(closure.cells(zones[row.location_id], stretch))
    return found


async def _claims(
    session: Session, practitioner_ids: Sequence[UUID], stretch: Stretch, leaving: Collection[UUID]
) -> dict[UUID, list[tuple[int, int, int]]]:
    # The cells of one visit follow each other: its first and last say it all, in a sixth of the rows. There are many
    # rows and few practitioners, so these stay the bytes they are stored as.
    cells = BookedCell.__table__.c
    query = (
        select(type_coerce(cells.practitioner_id, LargeBinary), func.min(cells.cell), func.max(cells.cell), cells.lane)
        .where(cells.practitioner_id.in_(practitioner_ids), cells.cell >= stretch.first, cells.cell < stretch.end)
        .group_by(cells.practitioner_id, cells.appointment_id, cells.lane)
    )
    if leaving:
        query = query.where(cells.appointment_id.not_in(leaving))
    found: dict[bytes, list[tuple[int, int, int]]] = {}
    for practitioner, first, last, lane in await session.execute(query):
        found.setdefault(practitioner, []).append((first, last + 1, lane))
    return {id: found.get(id.bytes, []) for id in practitioner_ids}


async def load_rooms(
    session: Session, room_ids: Collection[UUID], stretch: Stretch, *, leaving: Collection[UUID] = ()
) -> dict[UUID, list[tuple[int, int]]]:
    """
    Read when these rooms are in use over a stretch, as cells from … up to ….

    :param leaving: visits that are about to give their time back
    """
    query = (
        select(RoomCell.room_id, func.min(RoomCell.cell), func.max(RoomCell.cell))
        .where(RoomCell.room_id.in_(room_ids), RoomCell.cell >= stretch.first, RoomCell.cell < stretch.end)
        .group_by(RoomCell.room_id, RoomCell.appointment_id)
    )
    if leaving:
        query = query.where(RoomCell.appointment_id.not_in(leaving))
    found: dict[UUID, list[tuple[int, int]]] = {id: [] for id in room_ids}
    if room_ids:
        for room_id, first, last in await session.execute(query):
            found[room_id].append((first, last + 1))
    return found
