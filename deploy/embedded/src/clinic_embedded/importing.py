"""`clinic import`: files of patients brought in one by one, with progress and a report of every one."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clinic_common.database import new_id, utc_now
from clinic_common.errors import Refusal
from clinic_common.resources import Resources

from .house import HouseSettings, describe, settings_of


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(file for file in place.iterdir() if file.suffix.lower() in (".json", ".ndjson", ".csv"))


async def import_files(place: Path, *, dry_run: bool, mapping: dict[str, str], say: Callable[[str], None]) -> None:
    """
    Import every bundle and spreadsheet of a folder, each in one transaction of its own.

    :raises SystemExit: with 1, if a file could not be read at all
    """
    from rich.console import Console
    from rich.progress import track

    files = _files(place)
    if not files:
        raise SystemExit(f"There is no .json, .ndjson or .csv file in {place}.")
    resources = Resources.of(settings_of(describe("patients"), HouseSettings()), service="patients")
    lines: list[str] = []
    kinds: dict[str, Counter[str]] = {}
    failed = 0
    try:
        for file in track(files, "Importing", console=Console(stderr=True)):
            try:
                report = await _import(resources, file, dry_run=dry_run, mapping=mapping)
            except Refusal as refused:
                failed += 1
                lines.append(f"{file.name}: not taken: {refused.detail}")
                continue
            lines += _told(file.name, report)
            for kind, counts in report["by_kind"].items():
                kinds.setdefault(kind, Counter()).update(counts)
    finally:
        await resources.database.close()
    for line in lines:
        say(line)
    for kind, counts in sorted(kinds.items()):
        say(f"{kind:16} {counts['created']:6} new  {counts['matched']:6} known already")
    if dry_run:
        say("A dry run: nothing was changed.")
    if failed:
        raise SystemExit(1)


async def _import(resources: Resources, file: Path, *, dry_run: bool, mapping: dict[str, str]) -> Any:
    from patients import commands, fhir

    common: dict[str, Any] = {
        "import_id": new_id(),
        "now": utc_now(),
        "region": getattr(resources.settings, "default_region", "US"),
        "dry_run": dry_run,
    }
    raw = await asyncio.to_thread(file.read_bytes)
    if file.suffix.lower() == ".csv":
        return (await resources.database.run(commands.import_rows, raw=raw, mapping=mapping, **common)).row.report
    bundle = (fhir.parse_lines if file.suffix.lower() == ".ndjson" else fhir.parse)(raw)
    return (await resources.database.run(commands.import_bundle, bundle=bundle, **common)).row.report


def _told(name: str, report: dict[str, Any]) -> list[str]:
    left_out = ", ".join(f"{count} {kind}" for kind, count in sorted(report["left_out"].items()))
    lines = [
        f"{name}: {report['created']} taken, {report['matched']} known already, {report['rejected_count']} rejected"
        + (f"; left out, as this clinic does not keep them: {left_out}" if left_out else "")
    ]
    lines += [f"  {remark['pointer']}: {remark['reason']}" for remark in report["rejected"][:20]]
    lines += [
        f"  {each['pointer']}: known already; the file says something else about {', '.join(each['fields'])}"
        for each in report["differences"][:20]
    ]
    return lines


async def load_codes(file: Path, *, system: str, database: Any, say: Callable[[str], None]) -> None:
    """
    Load a code table from a file.

    :raises SystemExit: with 1, if it cannot be read
    """
    from patients import commands, rules

    raw = await asyncio.to_thread(file.read_bytes)
    try:
        codes = rules.read_codes(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, Refusal) as error:
        raise SystemExit(f"{file.name} is not a table of codes: {getattr(error, 'detail', 'it is no text.')}") from None
    async with database as opened:
        await opened.run(commands.load_codes, system=system, codes=codes)
    say(f"{len(codes)} codes of {system} can be found now.")
