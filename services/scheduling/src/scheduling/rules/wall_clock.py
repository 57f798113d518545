"""Between the clock on a clinic's wall and moments in UTC, through every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_PROBE = 6 * 3600
"""No zone changes its clocks there and back within this many seconds."""


class Offset(NamedTuple):
    """A period, in seconds since 1970, with one distance between wall clock and UTC."""

    starts: int
    ends: int
    seconds: int


def _offset_at(second: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


@lru_cache(maxsize=256)
def offsets_of(zone_name: str, starts: int, ends: int) -> tuple[Offset, ...]:
    """
    The periods of constant offset between two seconds since 1970, in order and without gaps.

    :param zone_name: an IANA zone
    """
    zone = ZoneInfo(zone_name)
    found: list[Offset] = []
    begun, offset = starts, _offset_at(starts, zone)
    for probe in (*range(starts + _PROBE, ends, _PROBE), ends):
        changed = _offset_at(probe, zone)
        if changed == offset:
            continue
        low, high = max(probe - _PROBE, starts), probe
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset_at(middle, zone) == offset else (low, middle)
        found.append(Offset(begun, high, offset))
        begun, offset = high, changed
    found.append(Offset(begun, ends, offset))
    return tuple(found)


def start_of_day(day: date, zone_name: str) -> datetime:
    """The first moment of a day there, in UTC; where midnight is skipped, the moment the clocks change."""
    return datetime.combine(day, time.min, ZoneInfo(zone_name)).astimezone(UTC)


def day_of(moment: datetime, zone_name: str) -> date:
    """The date on the wall at a moment."""
    return moment.astimezone(ZoneInfo(zone_name)).date()


def instant_of(wall: datetime, zone_name: str) -> datetime:
    """
    The moment a wall clock shows this, in UTC.

    A time shown twice means the first; one that is skipped counts on from before the change (RFC 5545 3.3.5).
    """
    return wall.replace(tzinfo=ZoneInfo(zone_name), fold=0).astimezone(UTC)


def wall_of(moment: datetime, zone_name: str) -> datetime:
    """What the clock on the wall shows at a moment, without zone."""
    return moment.astimezone(ZoneInfo(zone_name)).replace(tzinfo=None, fold=0)


def shifted(moment: datetime, zone_name: str, *, days: int, to: time) -> datetime:
    """The moment so many days later on the wall calendar, at that time of day, in UTC."""
    wall = datetime.combine(wall_of(moment, zone_name).date() + timedelta(days=days), to)
    return instant_of(wall, zone_name)
