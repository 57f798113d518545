"""`clinic keys new` and `clinic keys rotate`: another key for everything that is sealed at rest."""

from collections import Counter
from collections.abc import Callable

from clinic_common.resealing import reseal
from clinic_common.resources import Resources
from clinic_common.sealing import Sealer

from .house import NAMES, HouseSettings, describe, settings_of, write_private


def add_key(settings: HouseSettings, *, say: Callable[[str], None]) -> None:
    """Add a key to the ring: in the data folder if it is kept there, otherwise it is shown, to be set."""
    ring = Sealer.ring_with_new_key(settings.ring())
    if settings.sealing_keys.get_secret_value():
        say("Set SEALING_KEYS to this for every service, and restart them:")
        say(ring)
    else:
        write_private(settings.data / "sealing.keys", ring)
        say("The new key is in the data folder. Restart the clinic, so that it seals with it.")
    say("Then run `clinic keys rotate`; until it is done, keep all keys.")


async def rotate(settings: HouseSettings, *, say: Callable[[str], None]) -> None:
    """Seal every column and file that services list under the newest key, with progress; work goes on meanwhile."""
    from rich.console import Console
    from rich.progress import Progress

    total: Counter[object] = Counter()
    with Progress(console=Console(stderr=True)) as bars:
        for name in NAMES:
            service = describe(name)
            resources = Resources.of(settings_of(service, settings), service=name)
            try:
                tasks = {each: bars.add_task(f"{name}: {each.table}.{each.column}", total=1) for each in service.sealed}
                async for step in reseal(resources.database, service.metadata, service.sealed):
                    done = step.looked_at or 1
                    bars.update(tasks[step.column], completed=done, total=max(step.of, done))
                    total[name, step.column] = step.resealed
                if service.reseal_files:
                    files = bars.add_task(f"{name}: files", total=None)
                    async for resealed in service.reseal_files(resources):
                        total[name] += resealed
                        bars.advance(files)
            finally:
                await resources.bus.close()
                await resources.database.close()
    newest = Sealer.from_text(settings.ring()).newest
    say(f"{total.total()} values were sealed anew; everything listed is under key {newest!r}.")
    say("Events on their way and answers to repeated requests leave the older keys within days; the keys that seal the")
    say("access trail never change, and stay under theirs: keep it in the ring as long as they are used.")
