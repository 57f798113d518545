"""
How well the service finds likely duplicates: precision and recall on people whose duplicates are known.

    python -m benchmarks.matching [path/to/dataset.csv ...] [--without-identity] [--show N]

Everybody is registered through `POST /patients`, one after the other, and who is answered in `possible_duplicates`
counts as found. A file is as the Febrl generator writes it: `rec_id` is `rec-N-org` or `rec-N-dup-k`, and those of
one N are one person. What a form insists on and a record lacks is entered as a desk would: `unknown`, 1900-01-01.
"""

import argparse
import asyncio
import csv
import sys
import tempfile
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from clinic_common import telemetry
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.migrations import upgrade
from clinic_common.resources import Resources
from clinic_common.sealing import Sealer
from clinic_common.service import build_app
from clinic_common.testing import Signer
from httpx2 import ASGITransport, AsyncClient
from patients.service import SERVICE
from rich.console import Console
from rich.progress import track

say = sys.stdout.write


def read(path: Path) -> list[dict[str, str]]:
    """The records of a Febrl file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def as_entered(row: dict[str, str], *, identity: bool) -> dict[str, Any]:
    """A record as a desk enters it."""
    address = {
        "line1": f"{row['street_number']} {row['address_1']}".strip(),
        "line2": row["address_2"],
        "city": row["suburb"],
        "region": row["state"],
        "postal_code": row["postcode"],
    }
    return {
        "given_name": row["given_name"] or "unknown",
        "family_name": row["surname"] or "unknown",
        "born_on": _day(row["date_of_birth"]),
        "sex": "unknown",
        "address": {name: value for name, value in address.items() if value},
        "identity_number": row["soc_sec_id"] or None if identity else None,
    }


def _day(written: str) -> str:
    """A day as written, if somebody can be born on it."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return "1900-01-01"
    return day.isoformat() if date(1850, 1, 1) <= day <= date.today() else "1900-01-01"


async def find(rows: list[dict[str, str]], *, identity: bool) -> set[tuple[str, str]]:
    """Register everybody and give the pairs that the service takes for one person."""
    signer = Signer()
    with tempfile.TemporaryDirectory() as folder:
        telemetry.set_up_logs(to=Path(folder) / "log")
        settings = SERVICE.settings(
            database_url=f"sqlite+aiosqlite:///{folder}/patients.db", bus_url="inprocess:",
            sealing_keys=Sealer.new_ring(), document_folder=Path(folder) / "documents",
        )  # type: ignore[arg-type]  # fmt: skip
        resources = Resources.of(settings, service="patients", bus=InProcessBus(), fetch_keys=signer.fetch_keys)
        await upgrade(SERVICE, resources.database)
        app = build_app(SERVICE, resources)
        headers = {"Authorization": f"Bearer {signer.token('receptionist')}"}
        transport = ASGITransport(app)  # type: ignore[arg-type]
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=transport, base_url="http://patients", headers=headers) as client,
        ):
            records: dict[str, str] = {}
            pairs: set[tuple[str, str]] = set()
            for row in track(rows, "Registering", console=Console(stderr=True)):
                answer = await client.post("/patients", json=as_entered(row, identity=identity))
                answer.raise_for_status()
                entered = answer.json()
                records[entered["id"]] = row["rec_id"]
                for other in entered["possible_duplicates"]:
                    one, two = sorted((row["rec_id"], records[other["id"]]))
                    pairs.add((one, two))
        return pairs


def report(rows: list[dict[str, str]], found: set[tuple[str, str]], *, name: str, show: int) -> None:
    """Say how good that was, and which pairs were missed or wrongly found."""
    together: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        together[row["rec_id"].split("-")[1]].append(row["rec_id"])
    true = {pair for group in together.values() for pair in combinations(sorted(group), 2)}
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    say(f"{name}: {len(rows)} people, {len(true)} pairs: precision {precision:.4f}  recall {recall:.4f}\n")
    people = {row["rec_id"]: row for row in rows}
    for title, pairs in (("missed", true - found), ("wrong", found - true)):
        for pair in sorted(pairs)[:show]:
            say(f"{title}:\n" + "".join(f"  {' | '.join(people[record].values())}\n" for record in pair))


def main() -> None:
    """Print precision and recall, with identity numbers and without."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=Path, nargs="*", help="Febrl data sets; none: people made up and miswritten")
    parser.add_argument("--without-identity", action="store_true", help="only without identity numbers")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N pairs of each kind of mistake")
    options = parser.parse_args()
    sets = {path.name: read(path) for path in options.csv}
    if not sets:
        from benchmarks.miswriting import people

        sets = {"made up": people(originals=500, duplicates=500)}
    for name, rows in sets.items():
        for identity in (False,) if options.without_identity else (False, True):
            found = asyncio.run(find(rows, identity=identity))
            called = f"{name}, {'with' if identity else 'without'} identity numbers"
            report(rows, found, name=called, show=options.show)


if __name__ == "__main__":
    main()
