"""The `clinic` command: open the clinic, serve one service, migrate, import, look after events and evidence."""

import asyncio
import gc
import importlib
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from clinic_common import telemetry
from clinic_common.service import app_of
from clinic_common.settings import MissingSettings

from .backups.commands import backup
from .house import NAMES, HouseSettings, describe, house_database, open_house, settings_of
from .proofs import ledger, trail
from .terminal import run, say

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # A stack with its values would show patients' data on the terminal and in whatever keeps its output.
    pretty_exceptions_enable=False,
    help="A clinic management system, in one command.",
)
admin = typer.Typer(no_args_is_help=True, help="Staff, from the command line.")
events = typer.Typer(no_args_is_help=True, help="Events that could not be worked on.")
keys = typer.Typer(no_args_is_help=True, help="The keys that sign and seal.")
passwords = typer.Typer(no_args_is_help=True, help="The passwords nobody may choose.")
codes = typer.Typer(no_args_is_help=True, help="Code tables, such as ICD-10-CM.")
for word, group in (
    ("admin", admin),
    ("codes", codes),
    ("backup", backup),
    ("events", events),
    ("trail", trail),
    ("ledger", ledger),
    ("keys", keys),
    ("passwords", passwords),
):
    cli.add_typer(group, name=word)

Word = Annotated[str, typer.Argument(help=f"One of: {', '.join(NAMES)}, gateway.")]


@cli.command()
def up(demo: Annotated[bool, typer.Option(help="Fill a new data folder with a demo clinic.")] = False) -> None:
    """Open the whole clinic in this one process, until Ctrl-C."""
    gc.disable()  # until all is loaded: see _loaded
    settings = HouseSettings()
    if demo:
        os.environ.setdefault("TIME_ZONE", "America/New_York")
    if not settings.is_small():
        telemetry.set_up_logs()
    else:
        telemetry.set_up_logs(to=settings.data / "clinic.log")
    telemetry.set_up_traces("clinic", settings.otlp_endpoint)
    run(lambda: _up(settings, demo=demo))


async def _up(settings: HouseSettings, *, demo: bool) -> None:
    from .serving import Server, serve_metrics, sockets_on

    port = int(os.environ.get("PORT", "8000"))
    sockets = sockets_on(os.environ.get("HOST", "localhost"), port)
    serve_metrics()
    await _migrate(settings, NAMES)
    async with open_house(settings) as house:
        _loaded()
        if demo:
            from .demo import fill, sign_ins

            if await fill(house.resources, settings.data, report=say):
                say("The demo clinic is ready.")
            for line in sign_ins(settings.data):
                say(line)
        say(f"The clinic is open at http://localhost:{port}/  (Ctrl-C closes it)")
        try:
            await Server(house.door, lifespan=False).serve(sockets=sockets)
        finally:
            say("Closing ...")


@cli.command()
def serve(name: Word) -> None:
    """Serve one service, or the gateway, as a process of its own; `clinic` is all of them in one."""
    if name == "clinic":
        up(demo=False)
        return
    gc.disable()  # until all is loaded: see _loaded
    telemetry.set_up_logs()
    telemetry.set_up_traces(name, os.environ.get("OTLP_ENDPOINT", ""))

    async def work() -> None:
        from .serving import Server, serve_metrics, sockets_on

        serve_metrics()
        app = importlib.import_module("gateway.service").app() if name == "gateway" else app_of(describe(name))
        _loaded()
        sockets = sockets_on(os.environ.get("HOST", "::"), int(os.environ.get("PORT", "8000")))
        await Server(app, lifespan=True).serve(sockets=sockets)

    run(work)


def _loaded() -> None:
    """
    Collect garbage from now on, but never look through what was loaded: that stays as long as the process.

    Looking through it again and again took a sixth of the start; one look took 0.4 s of a busy machine, in which
    nobody was answered.
    """
    gc.freeze()
    gc.enable()


@cli.command()
def migrate(
    names: Annotated[list[str] | None, typer.Argument(help="Which services; all, if none is named.")] = None,
    own: Annotated[bool, typer.Option("--own", help="Take DATABASE_URL and BUS_URL of this one service.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for the service's account and broker (--own).")] = 0,
) -> None:
    """Bring schemas to their newest version and make the queues their reactions need."""
    chosen = tuple(names or NAMES)
    if own:
        if len(chosen) != 1:
            raise typer.BadParameter("--own goes with exactly one service")
        run(lambda: _migrate_own(chosen[0], wait))
    else:
        run(lambda: _migrate(HouseSettings(), chosen, report=say))
    say("All schemas are up to date.")


async def _migrate_own(name: str, wait: float) -> None:
    from clinic_common.resources import Resources
    from clinic_common.settings import read_settings

    settings = read_settings(describe(name).settings)
    resources = Resources.of(settings, service=name)
    try:
        await _until(resources.database.is_up, wait)
    finally:
        await resources.bus.close()
        await resources.database.close()
    await _prepare(name, settings, wait)


async def _until(is_up: Callable[[], Awaitable[bool]], wait: float) -> bool:
    """Ask once a second, at least once and at most as long as that."""
    deadline = time.monotonic() + wait
    while True:
        up = await is_up()
        if up or time.monotonic() >= deadline:
            return up
        await asyncio.sleep(1)


async def _migrate(
    settings: HouseSettings, names: tuple[str, ...], *, report: Callable[[str], None] = lambda _: None
) -> None:
    for name in names:
        if await _prepare(name, settings_of(describe(name), settings)):
            report(f"{name}: migrated")
        else:
            report(f"{name}: was up to date")


async def _prepare(name: str, settings: Any, wait: float = 0) -> bool:
    from clinic_common.migrations import is_current, upgrade
    from clinic_common.resources import Resources

    service = describe(name)
    resources = Resources.of(settings, service=name)
    try:
        changed = not await is_current(service, resources.database)
        if changed:
            await upgrade(service, resources.database)
        if settings.bus_url.get_secret_value().startswith("amqp"):
            await _declare_queues(service, resources, wait)
        return changed
    finally:
        await resources.bus.close()
        await resources.database.close()


async def _declare_queues(service: Any, resources: Any, wait: float) -> None:
    """Events sent before a service's first start wait for it."""
    await resources.bus.open()
    if not await _until(resources.bus.is_up, wait):
        raise SystemExit("The broker does not answer: check BUS_URL.")
    for subscription in service.reactions.subscriptions(resources.database):
        await resources.bus.declare(subscription)


@cli.command()
def accounts(
    wait: Annotated[float, typer.Option(help="Seconds to wait for the server.")] = 0,
) -> None:
    """Make one MySQL schema and account per service, as MYSQL_ROOT_URL; each can reach no other schema."""
    from .accounts import make_accounts

    root = os.environ.get("MYSQL_ROOT_URL")
    if not root:
        raise SystemExit("MYSQL_ROOT_URL is missing: the URL of the MySQL server's administrator.")
    settings = HouseSettings()
    run(lambda: make_accounts(root, [settings.url_of(name) for name in NAMES], wait=wait))
    say("Every service has its schema and its account.")


@cli.command()
def cost(
    csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
    prometheus: Annotated[str | None, typer.Option(help="Price what this Prometheus measured, too.")] = None,
    window: Annotated[str, typer.Option(help="How far back it is asked, such as 7d or 12h.")] = "7d",
) -> None:
    """Say what a month on Railway costs, in every size, beside the brief's own numbers."""
    from clinic_railway import report
    from rich.console import Console
    from rich.table import Table

    if csv:
        sys.stdout.write(report.as_csv(prometheus, window))
        return
    table = Table("", "", "dollars a month", title="What a month on Railway costs")
    last = ""
    for group, line, dollars in report.rows(prometheus, window):
        table.add_row("" if group == last else group, line, f"{dollars:,}", style="bold" if "bill" in line else None)
        last = group
    Console().print(table)
    say(report.as_chart())
    say("A HIPAA agreement with Railway needs 1,000 dollars a month committed for a year.")


@cli.command()
def env() -> None:
    """Print `.env.example`: every variable, what it means, its default."""
    from .environment import example

    sys.stdout.write(example())


@cli.command(hidden=True)
def revision(name: Word, message: str) -> None:
    """Write the script that brings a service's schema to its models."""
    import tempfile

    from clinic_common.database import Database
    from clinic_common.migrations import write_revision
    from clinic_common.sealing import Sealer

    async def work() -> Path:
        with tempfile.TemporaryDirectory() as folder:
            sealer = Sealer.from_text(Sealer.new_ring())
            database = Database(f"sqlite+aiosqlite:///{folder}/scratch.db", service=name, sealer=sealer)
            try:
                return await write_revision(describe(name), database, message)
            finally:
                await database.close()

    say(f"{run(work)}")


@admin.command("create")
def create_admin(
    email: Annotated[str, typer.Option(prompt=True)],
    name: Annotated[str, typer.Option(prompt="Their name")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make the first sign-in of an owner."""
    from clinic_common.database import utc_now

    async def work() -> None:
        commands = importlib.import_module("identity.commands")
        async with house_database("identity") as database:
            await database.run(commands.add_admin, email=email, display_name=name, password=password, now=utc_now())

    run(work)
    say(f"{email} can sign in now.")


@cli.command("import")
def import_folder(
    folder: Annotated[Path, typer.Argument(exists=True, help="A FHIR R4 bundle (.json), a .csv, or a folder of them.")],
    dry_run: Annotated[bool, typer.Option(help="Say what would happen and change nothing.")] = False,
    map: Annotated[list[str] | None, typer.Option(help="For CSV: ours=theirs, such as born_on=Geburtsdatum.")] = None,
) -> None:
    """Bring patients and their records in; a second run doubles nothing."""
    from .importing import import_files

    mapping = dict(each.partition("=")[::2] for each in map or ())

    run(lambda: import_files(folder, dry_run=dry_run, mapping=mapping, say=say))


@codes.command("load")
def load_codes(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV (code, display) or a list of CMS.")],
    system: Annotated[str, typer.Option(help="The code system's URI.")] = "http://hl7.org/fhir/sid/icd-10-cm",
) -> None:
    """Load a code table in the place of the one of its system; what stands in charts stays."""
    from .importing import load_codes as load

    run(lambda: load(file, system=system, database=house_database("patients"), say=say))


@cli.command("export")
def export_clinic(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write all records out as FHIR R4 (NDJSON) and CSV; `clinic import` reads both."""
    from .exporting import export_to

    run(lambda: export_to(folder, database=house_database("patients"), say=say))


@events.command("dead")
def dead_letters(
    queue: Annotated[str | None, typer.Argument(help="A queue, such as billing.open_invoice; all, if none.")] = None,
) -> None:
    """List the events that reactions gave up on."""
    from .letters import list_dead

    run(lambda: list_dead(queue, say=say))


@events.command("replay")
def replay(
    queue: Annotated[str, typer.Argument(help="The queue whose dead letters are tried again.")],
    message_id: Annotated[str | None, typer.Option(help="Only this one.")] = None,
) -> None:
    """Give dead letters to their reaction again."""
    from .letters import replay_dead

    run(lambda: replay_dead(queue, message_id, say=say))


@keys.command("rotate-signing")
def rotate_signing() -> None:
    """Make the key that signs access tokens from five minutes on; nobody who is signed in notices."""
    from clinic_common.database import utc_now

    async def work() -> Any:
        commands = importlib.import_module("identity.commands")
        async with house_database("identity") as database:
            return await database.run(commands.rotate_signing_key, sealer=database.sealer, now=utc_now())

    key = run(work)
    say(f"Key {key.key_id} signs from {key.signs_from.isoformat(timespec='seconds')} on.")


@keys.command("new")
def new_sealing_key() -> None:
    """Put a new key at the end of the ring that seals what is at rest; then restart, then `clinic keys rotate`."""
    from .rotating import add_key

    add_key(HouseSettings(), say=say)


@keys.command("rotate")
def rotate_sealing() -> None:
    """Seal everything at rest under the newest key of the ring; broken off, it can be run again."""
    from .rotating import rotate

    run(lambda: rotate(HouseSettings(), say=say))


@passwords.command("load")
def load_passwords(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="One password a line; empty: no list.")],
) -> None:
    """Refuse the passwords of this file from now on, instead of those of the file loaded before."""
    from .passwords import load_list

    run(lambda: load_list(file, database=house_database("identity"), say=say))


def main() -> None:
    """The entry of the `clinic` command."""
    try:
        cli()
    except MissingSettings as missing:
        sys.stderr.write(f"{missing}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
