"""Time in cells: every five minutes since 1970 has a number, and a stretch of them is one integer of bits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

CELL_SECONDS = 300
"""Five minutes: S1 counts in these."""


def cell_of(moment: datetime) -> int:
    """The number of the cell a moment lies in."""
    return int(moment.timestamp() // CELL_SECONDS)


def moment_of(cell: int) -> datetime:
    """The moment a cell begins."""
    return datetime.fromtimestamp(cell * CELL_SECONDS, UTC)


def cells_of(starts_at: datetime, ends_at: datetime) -> range:
    """All cells a period touches, also those only in part."""
    return range(cell_of(starts_at), -int(-ends_at.timestamp() // CELL_SECONDS))


def minutes_between(starts_at: datetime | None, ends_at: datetime | None) -> int | None:
    """The whole minutes of a period, if it has begun and ended."""
    return int((ends_at - starts_at).total_seconds() // 60) if starts_at and ends_at else None


def spans_of(cells: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending cells as spans from … up to …; what follows without a gap is one."""
    spans: list[tuple[int, int]] = []
    for cell in cells:
        if spans and spans[-1][1] == cell:
            spans[-1] = (spans[-1][0], cell + 1)
        else:
            spans.append((cell, cell + 1))
    return spans


def starts_of_runs(bits: int, length: int) -> int:
    """Bit n of the answer is set where bits n, n+1, … n+length-1 all are."""
    have = 1
    while have < length:
        step = min(have, length - have)
        bits &= bits >> step
        have += step
    return bits


@dataclass(frozen=True)
class Stretch:
    """Consecutive cells; bit 0 of a mask over it stands for cell `first`."""

    first: int
    count: int

    @classmethod
    def around(cls, starts_at: datetime, ends_at: datetime, *, margin: int = 0) -> "Stretch":
        """The cells of a period, and `margin` more on either side."""
        cells = cells_of(starts_at, ends_at)
        return cls(cells.start - margin, max(len(cells), 0) + 2 * margin)

    @property
    def end(self) -> int:
        """The first cell after it."""
        return self.first + self.count

    @property
    def full(self) -> int:
        """The mask with every cell in it."""
        return (1 << self.count) - 1

    def period(self, start: int, end: int) -> int:
        """The mask of the cells from `start` up to `end` that lie in this stretch."""
        start, end = max(start, self.first), min(end, self.end)
        return ((1 << (end - start)) - 1) << (start - self.first) if start < end else 0

    def unclaimed_starts(self, claimed: Iterable[tuple[int, int]], *, minutes: int, before: int, after: int) -> int:
        """The mask of the cells at which a visit and its buffers, all in minutes, meet nothing claimed."""
        free = bytearray(b"1") * self.count
        for start, end in claimed:
            start, end = max(start - self.first, 0), min(end - self.first, self.count)
            if start < end:
                free[start:end] = b"0" * (end - start)
        free.reverse()
        lead = before // 5
        return starts_of_runs(int(free or b"0", 2), lead + (minutes + after) // 5) << lead

    def mask(self, cells: Iterable[int]) -> int:
        """The mask of these cells; those outside are left out."""
        bits = bytearray(self.count // 8 + 1)
        for cell in cells:
            index = cell - self.first
            if 0 <= index < self.count:
                bits[index >> 3] |= 1 << (index & 7)
        return int.from_bytes(bits, "little")

    def cells(self, mask: int) -> Iterator[int]:
        """The numbers of the cells in a mask, ascending."""
        digits = f"{mask:b}"[::-1]
        index = digits.find("1")
        while index >= 0:
            yield self.first + index
            index = digits.find("1", index + 1)
