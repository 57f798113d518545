"""Exchanges files and is killed at every step, each time in a process of its own; prints what was found after it."""

import asyncio
import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from billing import commands
from billing.exchange import QUIET_SECONDS
from billing.jobs import exchange_files
from billing.service import SERVICE
from billing.settings import BillingSettings
from clinic_common.database import Database
from clinic_common.sealing import Sealer
from clinic_common.testing import RING
from sqlalchemy import text

from .conftest import BY, NOW, TERMS, Desk
from .test_claims import PROVIDER, claim_for, covered
from .test_x12 import answer, remittance, wrapped

KILLED = 9


def _settings(folder: Path) -> BillingSettings:
    url = f"sqlite+aiosqlite:///{folder}/billing.db"
    return BillingSettings(
        database_url=url, bus_url="inprocess:", sealing_keys=RING, clearinghouse_folder=folder / "shared"
    )


async def _with_database(folder: Path, work: Callable[[Database], Awaitable[Any]]) -> Any:
    database = Database(f"sqlite+aiosqlite:///{folder}/billing.db", service="billing", sealer=Sealer.from_text(RING))
    try:
        return await work(database)
    finally:
        await database.close()


async def _prepare(folder: Path) -> None:
    """A claim that is to go out, and its answer that has come in."""

    async def work(database: Database) -> None:
        async with database.engine.begin() as connection:
            await connection.run_sync(SERVICE.metadata.create_all)
        claim = await claim_for(database, *await covered(Desk(database), database))
        await database.run(
            commands.submit_claim, claim_id=claim.id, provider=PROVIDER, terms=TERMS, deliver=True, by=BY, now=NOW
        )
        said = answer(claim.control_number, charge="100.5", paid="80", adjust=["CO*45*15.5", "PR*3*5"],
                      on=f"{claim.service_on:%Y%m%d}")  # fmt: skip
        arrives = folder / "shared" / "in" / "answer.835"
        arrives.parent.mkdir(parents=True)
        arrives.write_bytes(wrapped(remittance(said, amount="80")))
        early = time.time() - 2 * QUIET_SECONDS
        os.utime(arrives, (early, early))

    await _with_database(folder, work)


def _steps(kill_at: int) -> Callable[[], None]:
    """Counts steps, and ends this process, as a power cut would, when it is told to."""
    seen = 0

    def step() -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os._exit(KILLED)

    return step


def _watched(step: Callable[[], None]) -> None:
    """Make a step before and after everything that reaches the disk or the database."""

    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        def both(*values: Any, **named: Any) -> Any:
            step()
            result = call(*values, **named)
            step()
            return result

        return both

    async def run(self: Database, *values: Any, **named: Any) -> Any:
        step()
        result = await kept(self, *values, **named)
        step()
        return result

    kept = Database.run
    os.fsync, Path.rename = around(os.fsync), around(Path.rename)  # type: ignore[method-assign]
    Database.run = run  # type: ignore[assignment, method-assign]


def _exchange(folder: Path, kill_at: int) -> int:
    """One round in a process of its own: how it ended."""
    child = os.fork()
    if child == 0:
        _watched(_steps(kill_at))
        asyncio.run(
            _with_database(
                folder,
                lambda database: exchange_files(SimpleNamespace(settings=_settings(folder), database=database)),  # type: ignore[arg-type]
            )
        )
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _fetched(folder: Path) -> Iterator[str]:
    """What the clearinghouse sees and takes away."""
    for path in sorted((folder / "shared" / "out").iterdir()):
        if not path.name.startswith("."):
            yield path.read_text()
            path.unlink()


async def _found(folder: Path, fetched: list[str]) -> dict[str, Any]:
    async def work(database: Database) -> dict[str, Any]:
        async with database.engine.connect() as connection:
            states = await connection.execute(text("SELECT state FROM exchange_files ORDER BY direction"))
            posted = await connection.execute(text("SELECT SUM(paid_minor), COUNT(*) FROM remittance_postings"))
            sent = await connection.execute(text("SELECT file FROM claim_batches"))
            return {
                "states": list(states.scalars()),
                "posted": list(posted.one()),
                "fetched": [file == text for file in fetched for text in sent.scalars()],
                "in": [path.name for path in (folder / "shared" / "in").iterdir()],
                "archived": [path.name[-10:] for path in (folder / "shared" / "archive" / "taken").iterdir()],
            }

    return await _with_database(folder, work)  # type: ignore[no-any-return]


def main(home: Path) -> None:
    """Try every step; a round that was not killed is the last one."""
    start = home / "start"
    start.mkdir()
    asyncio.run(_prepare(start))
    found = []
    for kill_at in range(1, 200):
        folder = home / f"{kill_at}"
        shutil.copytree(start, folder)
        ended = _exchange(folder, kill_at)
        fetched = []
        with contextlib.suppress(FileNotFoundError):
            fetched += _fetched(folder)
        _exchange(folder, 0)
        fetched += _fetched(folder)
        found.append({"killed": ended == KILLED, **asyncio.run(_found(folder, fetched))})
        if ended == 0:
            break
    sys.stdout.write(f"\n{json.dumps(found)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
