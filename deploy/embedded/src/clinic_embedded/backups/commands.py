"""`clinic backup`: run, list, restore, prove."""

import importlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from clinic_common.database import Database, utc_now
from clinic_common.sealing import Sealer, Unsealable
from clinic_common.service import Service
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..house import NAMES, HouseSettings, describe, settings_of
from ..terminal import progress, run, say

backup = typer.Typer(no_args_is_help=True, help="Backups: taken, listed, restored, proved.")
NEWEST = "newest"
TAKEN, RESTORED = "backup", "restore"
"""What the clinic remembers of its backups, for metrics and its status page."""

Id = Annotated[str, typer.Argument(help="A backup's name as `list` shows it, or `newest`.")]
From = Annotated[str | None, typer.Option("--from", help="One of BACKUP_PLACES; the first, if none is named.")]


class BackupSettings(BaseSettings):
    """Where backups go, and how long they stay."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, env_ignore_empty=True)

    backup_places: str = Field(
        "",
        description="Where backups go, comma-separated: folders, s3://bucket/prefix (AWS_… variables say keys and "
        "endpoint); empty: backups/ in the data folder.",
    )
    backup_days: int = Field(7, ge=1, description="Days of which the last backup is kept.")
    backup_weeks: int = Field(5, ge=0, description="Weeks of which the last backup is kept.")
    backup_months: int = Field(12, ge=0, description="Months of which the last backup is kept.")

    def places(self, house: HouseSettings) -> list[str]:
        """The places as they are written."""
        named = [part.strip() for part in self.backup_places.split(",") if part.strip()]
        return named or [str(house.data / "backups")]


@dataclass
class Clinic:
    """What a backup is taken of."""

    services: dict[str, Service]
    databases: dict[str, Database]
    documents: Any
    sealer: Sealer
    settings: BackupSettings
    places: list[str]

    async def note(self, what: str, *, good: bool, said: str) -> None:
        """Remember how it went, where the running clinic shows it."""
        commands = importlib.import_module("identity.commands")
        await self.databases["identity"].run(commands.note_check, name=what, good=good, said=said, now=utc_now())


@asynccontextmanager
async def _clinic() -> AsyncIterator[Clinic]:
    from .places import Place

    for name in [name for name, value in os.environ.items() if name.startswith("AWS_") and not value]:
        del os.environ[name]  # one that is passed on empty would count as an address
    house, settings = HouseSettings(), BackupSettings()
    services = {name: describe(name) for name in NAMES}
    own = {name: settings_of(service, house) for name, service in services.items()}
    sealer = Sealer.from_text(house.ring())
    databases = {
        name: Database(each.database_url.get_secret_value(), service=name, sealer=sealer) for name, each in own.items()
    }
    patients: Any = own["patients"]
    documents = Place(patients.document_store or str(patients.document_folder))
    try:
        yield Clinic(services, databases, documents, sealer, settings, settings.places(house))
    finally:
        for database in databases.values():
            await database.close()


@backup.command("run")
def take_backup(
    prove: Annotated[bool, typer.Option(help="Then restore it into scratch schemas and compare.")] = False,
) -> None:
    """Take a backup of everything at one moment, seal it, write it to every place, let old ones go."""

    async def work() -> None:
        from .places import Places
        from .taking import let_go, take

        async with _clinic() as clinic:
            places = Places(clinic.places)
            with progress("Backing up", sum(len(s.metadata.tables) + 1 for s in clinic.services.values())) as advance:
                made = await take(clinic.databases, clinic.documents, places, clinic.sealer, advance=advance)
            settings = clinic.settings
            for place in places.working:
                gone = await let_go(
                    place,
                    clinic.sealer,
                    days=settings.backup_days,
                    weeks=settings.backup_weeks,
                    months=settings.backup_months,
                )
                say(f"{made.id} is in {place}" + (f"; {len(gone)} old ones are gone" if gone else ""))
            for url, why in places.failed.items():
                say(f"NOT in {url}: {why}")
            good = not places.failed
            await clinic.note(TAKEN, good=good, said=made.id if good else f"{made.id}, not in every place")
            say(f"{made.rows:,} rows of {len(made.schemas)} schemas, {made.documents} documents.")
            if prove:
                await _prove(clinic, made.id)
            if not good:
                raise SystemExit(1)

    run(work)


@backup.command("list")
def list_backups() -> None:
    """List the backups of every place; each is opened, so this shows that SEALING_KEYS are the right ones."""

    async def work() -> None:
        from .archive import Broken, backups_in, manifest_of
        from .places import Place

        async with _clinic() as clinic:
            for url in clinic.places:
                place = Place(url)
                say(f"{url}:")
                for name in await backups_in(place):
                    try:
                        made = await manifest_of(place, name, clinic.sealer)
                        say(f"  {name}  {made.rows:>12,} rows  {made.documents:>8,} documents")
                    except FileNotFoundError:
                        say(f"  {name}  was not finished")
                    except (Unsealable, Broken) as error:
                        say(f"  {name}  cannot be opened: {error}")

    run(work)


@backup.command("prove")
def prove_backup(name: Id = NEWEST) -> None:
    """Restore a backup into scratch schemas, compare it, and prove ledger, trail, a chart and every document there."""

    async def work() -> None:
        async with _clinic() as clinic:
            await _prove(clinic, name)

    run(work)


@backup.command("restore")
def restore_backup(name: Id = NEWEST, place: From = None) -> None:
    """Bring a backup back into the clinic's own schemas, which must be empty, and its documents into their folder."""

    async def work() -> None:
        async with _clinic() as clinic:
            await _whole(lambda: _restore(clinic, name, place or clinic.places[0]))

    run(work)


async def _whole(work: Callable[[], Awaitable[None]]) -> None:
    """Do something with a backup, and say in one sentence what is wrong with it, if something is."""
    from .archive import Broken

    try:
        await work()
    except FileNotFoundError as error:
        raise SystemExit(f"NOT PROVEN. A part is missing: {str(error).splitlines()[0][:200]}") from None
    except (Broken, Unsealable) as error:
        raise SystemExit(f"NOT PROVEN. {error}") from None


async def _named(clinic: Clinic, place: Any, name: str) -> str:
    from .archive import backups_in, manifest_of

    if name != NEWEST:
        return name
    for found in reversed(await backups_in(place)):
        try:
            await manifest_of(place, found, clinic.sealer)
        except FileNotFoundError:
            continue
        return found
    raise SystemExit(f"There is no backup in {place}.")


async def _prove(clinic: Clinic, name: str) -> None:
    from .places import Place
    from .proving import prove, prove_copy

    places = [Place(url) for url in clinic.places]
    chosen = await _named(clinic, places[0], name)

    async def work() -> None:
        with progress("Proving", None) as advance:
            try:
                proved = await prove(
                    places[0], chosen, clinic.services, clinic.databases, clinic.sealer, advance=advance
                )
                for place in places[1:]:
                    await prove_copy(place, proved, clinic.sealer, advance=advance)
            except Exception as error:  # whatever it was, it is not proved
                await clinic.note(RESTORED, good=False, said=f"{chosen}: {type(error).__name__}")
                raise
        await clinic.note(RESTORED, good=True, said=chosen)
        say(f"{chosen} is whole: {proved.rows:,} rows restored and compared, {proved.documents} documents opened,")
        say("the ledger balances, the access trail is whole, and a chart opens.")

    await _whole(work)


async def _restore(clinic: Clinic, name: str, url: str) -> None:
    from clinic_common.migrations import upgrade

    from . import restoring, schemas
    from .archive import manifest_of
    from .places import Place

    place = Place(url)
    chosen = await _named(clinic, place, name)
    manifest = await manifest_of(place, chosen, clinic.sealer)
    for word, database in clinic.databases.items():
        if not await schemas.is_empty(database):
            raise SystemExit(
                f"There is a clinic here already: {word} has tables. A backup comes into empty schemas only."
            )
    tables = sum(len(part.tables) for part in manifest.schemas.values())
    with progress("Restoring", tables) as advance:
        for word, service in clinic.services.items():
            if word in manifest.schemas:
                database = clinic.databases[word]
                await restoring.fill(place, manifest, service, database, clinic.sealer, advance=advance)
                await upgrade(service, database)
                await restoring.send_again(database)
    count = await restoring.restore_documents(place, chosen, clinic.documents, clinic.sealer)
    say(f"{chosen} is back: {manifest.rows:,} rows compared, {count} documents. Start the clinic.")
