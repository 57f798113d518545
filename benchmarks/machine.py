"""What every benchmark tells beside its figures: the machine, versions, and what a process uses."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")
_PACKAGES = ("fastapi", "uvicorn", "sqlalchemy", "aiomysql", "aio-pika", "aiohttp")


def machine() -> str:
    """The machine, its load, and the versions that matter."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()}, {versions}"


def cpu_of(pid: int) -> float:
    """Seconds of CPU a process and its children have used."""
    pids = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS


def memory_of(pid: int) -> int:
    """MB of memory a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def heading(*columns: str) -> str:
    """The head of a Markdown table."""
    return line(*columns) + line(*["---"] * len(columns))


def line(*cells: Any) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(map(str, cells)) + " |\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as a Markdown table."""
    return heading(*columns) + "".join(line(*row) for row in rows)
