"""
What was promised stays promised: `python -m clinic_contracts.lock` adds what is new to `schemas.lock.json`.

The lock holds the JSON schema of every event. A consumer reads messages that were written years ago by an older
publisher, and an older consumer reads those of a newer one: so fields are only ever added, with a default.
"""

import json
import sys
from pathlib import Path
from typing import Any

from . import load_all

FILE = Path(__file__).with_name("schemas.lock.json")
_WORDS_ONLY = {"title", "description", "examples"}

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Wire name → JSON schema of every event as it is declared now, without what only people read."""
    return {name: _bare(event.model_json_schema()) for name, event in sorted(load_all().items())}


def locked() -> dict[str, Schema]:
    """Wire name → JSON schema of every event as it was promised."""
    found: dict[str, Schema] = json.loads(FILE.read_text()) if FILE.exists() else {}
    return found


def broken_promises(before: dict[str, Schema], now: dict[str, Schema]) -> list[str]:
    """What readers of the events promised before would miss now, one sentence each."""
    found = []
    for name, old in before.items():
        if name not in now:
            found.append(f"{name} is gone")
            continue
        new = now[name]
        for field, shape in old.get("properties", {}).items():
            if field not in new["properties"]:
                found.append(f"{name}: {field} is gone")
            elif _resolved(shape, old) != _resolved(new["properties"][field], new):
                found.append(f"{name}: {field} changed its type")
        before_required, now_required = set(old.get("required", ())), set(new.get("required", ()))
        for field in sorted(now_required - before_required):
            found.append(f"{name}: {field} became required")
        for field in sorted((before_required - now_required) & set(new["properties"])):
            found.append(f"{name}: {field} is no longer always there")
    return found


def _bare(schema: Any, *, names: bool = False) -> Any:
    """A schema without titles and descriptions; `names`: its keys are field names, not words of JSON schema."""
    if isinstance(schema, dict):
        return {
            key: _bare(value, names=key in ("properties", "$defs") and not names)
            for key, value in schema.items()
            if names or key not in _WORDS_ONLY
        }
    return [_bare(item) for item in schema] if isinstance(schema, list) else schema


def _resolved(shape: Any, root: Schema) -> Any:
    """A field's shape with the definitions it refers to put in."""
    if isinstance(shape, dict):
        if "$ref" in shape:
            return _resolved(root["$defs"][shape["$ref"].rpartition("/")[2]], root)
        return {key: _resolved(value, root) for key, value in shape.items()}
    return [_resolved(item, root) for item in shape] if isinstance(shape, list) else shape


def main() -> int:
    """Add what is new to the lock, unless something promised is broken."""
    before, now = locked(), schemas()
    if broken := broken_promises(before, now):
        print("Nothing written. Readers of these events would break:", *broken, sep="\n  ")  # noqa: T201
        print("Declare a new version of the event beside the old one instead.")  # noqa: T201
        return 1
    FILE.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n")
    changed = sum(before.get(name) != schema for name, schema in now.items())
    print(f"{FILE.name}: {len(now)} events, {changed} new or grown")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
