"""What billing does by itself: it proves its books, reminds of debts, exchanges files with the clearinghouse."""

import asyncio
from typing import Any

import structlog
from clinic_common.database import utc_now
from clinic_common.resources import Resources

from . import commands, queries, x12
from .exchange import Arrived, Busy, Folders
from .settings import BillingSettings, terms_of

log = structlog.get_logger(__name__)


async def prove_books(resources: Resources) -> None:
    """Prove the ledger, and say where it breaks if it does (L5)."""
    proof = await resources.database.read(queries.prove_ledger)
    if not proof.valid:
        log.error("the ledger does not hold", first_break=str(proof.first_break))
    resources.note_proof("ledger", good=proof.valid, at=utc_now() if proof.valid else None)


async def remind_of_debts(resources: Resources) -> None:
    """Tell of the invoices whose patients are to be reminded, as many at a time as one transaction should hold."""
    assert isinstance(resources.settings, BillingSettings)
    steps = resources.settings.dunning_steps
    terms = await terms_of(resources)
    now = utc_now()
    while await resources.database.run(commands.remind_of_debts, steps=steps, today=terms.day_of(now), now=now):
        continue


async def exchange_files(resources: Resources) -> None:
    """Send what is to go out, and take what has come; does nothing where no folder is shared."""
    assert isinstance(resources.settings, BillingSettings)
    if resources.settings.clearinghouse_folder is None:
        return
    folders = Folders(resources.settings.clearinghouse_folder)
    try:
        with folders.alone():
            await _send(resources, folders)
            await _take(resources, folders, resources.settings.denial_days)
    except Busy:
        log.info("another process exchanges files")


async def _send(resources: Resources, folders: Folders) -> None:
    run = resources.database.run
    for row, text in await resources.database.read(commands.leaving_files):
        if row.state == "pending":
            await asyncio.to_thread(folders.lay_out, row.name, text.encode())
            await run(commands.mark_file, file_id=row.id, state="sending", now=utc_now())
        await asyncio.to_thread(folders.send, row.name)
        await run(commands.mark_file, file_id=row.id, state="sent", now=utc_now())


async def _take(resources: Resources, folders: Folders, denial_days: int) -> None:
    for path in await asyncio.to_thread(folders.arrived):
        arrived = await asyncio.to_thread(folders.look_at, path)
        row = await resources.database.read(commands.known_file, fingerprint=arrived.fingerprint)
        if row is None:
            said = await asyncio.to_thread(_read, arrived)
            row = await resources.database.run(
                commands.take_file,
                name=path.name,
                size=arrived.size,
                fingerprint=arrived.fingerprint,
                denial_days=denial_days,
                now=utc_now(),
                **said,
            )
            log.info("a file was taken", kind=row.kind, state=row.state)
        await asyncio.to_thread(folders.put_away, arrived, where=row.state)


def _read(arrived: Arrived) -> dict[str, Any]:
    """What a file says, by what it is; a file that cannot be read says why."""
    try:
        return x12.read_any(arrived.chunks())
    except x12.Refused as refused:
        return {"kind": "none", "why": f"{refused}."[:500]}
