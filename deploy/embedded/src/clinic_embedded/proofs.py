"""`clinic trail` and `clinic ledger`: what proves that nothing was changed, and that the books agree."""

import importlib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from .house import house_database
from .terminal import run, say

trail = typer.Typer(no_args_is_help=True, help="The access trail.")
ledger = typer.Typer(no_args_is_help=True, help="The ledger.")

DAY = ["%Y-%m-%d"]


@trail.command("export")
def export_trail(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    since: Annotated[datetime | None, typer.Option("--from", formats=DAY, help="From this day on (UTC).")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Before this day (UTC).")] = None,
) -> None:
    """Seal the access trail and write it out with its seals and public keys; `verify` needs nothing else."""
    from .evidence import export_to

    run(lambda: export_to(folder, since=since, until=until, database=house_database("identity"), say=say))


@trail.command("archive")
def archive_trail(
    folder: Annotated[Path, typer.Argument(help="Where the months' folders are; keep copies elsewhere.")],
    before: Annotated[datetime, typer.Option(formats=DAY, help="Whole months before this day (UTC).")],
) -> None:
    """Move old months of the access trail into compressed, signed files; `verify` proves each folder by itself."""
    from .archiving import archive_to

    run(lambda: archive_to(folder, before=before, database=house_database("identity"), say=say))


@trail.command("verify")
def verify_trail(
    folder: Annotated[Path | None, typer.Argument(help="An export; without one, the database is proved.")] = None,
    keys: Annotated[
        Path | None, typer.Option(exists=True, help="Trail keys noted earlier, instead of those in the export.")
    ] = None,
) -> None:
    """Prove the access trail; names the first entry that was changed, removed, added or reordered."""
    if folder is None:
        _prove("identity", "prove_trail", "The access trail is whole")
        return
    from .evidence import verify_folder

    if not verify_folder(folder, keys=keys, say=say):
        raise SystemExit(1)


@ledger.command("prove")
def prove_ledger() -> None:
    """Prove that ledger, invoices and payments agree; names the first entry that does not."""
    _prove("billing", "prove_ledger", "The ledger balances")


def _prove(service: str, query: str, good: str) -> None:
    async def work() -> Any:
        queries = importlib.import_module(f"{service}.queries")
        async with house_database(service) as database:
            return await database.read(getattr(queries, query))

    proof = run(work)
    if proof.valid:
        say(f"{good}: {proof.entries} entries.")
        return
    say(f"NOT PROVEN. The first break: {proof.first_break}")
    raise SystemExit(1)
