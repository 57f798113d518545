"""`clinic export`: all records of the clinic as files that any other system, or this one, can read."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from clinic_common.database import Database

_AT_ONCE = 100


async def export_to(folder: Path, *, database: Any, say: Callable[[str], None]) -> None:
    """
    Write `clinic.ndjson` (FHIR R4 resources, one per line) and `patients.csv` into a new or empty folder.

    :raises SystemExit: the folder holds something
    """
    from patients import fhir, queries, spreadsheet
    from patients.models import ITEMS
    from rich.console import Console
    from rich.progress import Progress

    await asyncio.to_thread(_must_be_empty, folder)
    count, last = 0, None
    async with database as opened:
        clinic: Database = opened
        with (
            Progress(console=Console(stderr=True)) as bars,
            _private(folder / "clinic.ndjson") as lines,
            _private(folder / "patients.csv") as table,
        ):
            bar = bars.add_task("Exporting", total=None)
            while True:
                found: list[Any] = await clinic.read(
                    queries.list_whole_records,
                    after=last, at_most=_AT_ONCE, lists=tuple(ITEMS), notes=True, sealer=clinic.sealer,
                )  # fmt: skip
                lines.write(b"".join(map(fhir.write_lines, found)))
                numbers: dict[UUID, str | None] = {whole.patient_id: whole.identity_number for whole in found}
                rows = spreadsheet.write_rows([whole.patient for whole in found], numbers=numbers)
                table.write(rows if last is None else rows.partition(b"\r\n")[2])
                count += len(found)
                bars.advance(bar, len(found))
                if len(found) < _AT_ONCE:
                    break
                last = found[-1].patient_id
    say(f"{count} records are in {folder}: clinic.ndjson (FHIR R4) and patients.csv. Documents themselves are not.")


def _private(file: Path) -> BinaryIO:
    return open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _must_be_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty.")
