"""The web app's own tests of logic (vitest), and whether it was written for the API that is served."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.integration.clinic import Clinic

from .conftest import WEB


def test_vitest_passes() -> None:
    node, vitest = Path(sys.prefix) / "bin" / "node", WEB / "node_modules" / "vitest" / "vitest.mjs"
    if not node.is_file() or not vitest.is_file():
        pytest.fail("the web app is not set up: make web")
    done = subprocess.run([node, vitest, "run"], cwd=WEB, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


FILLED_IN = {
    "list": "(allergies|problems|medications|immunizations|vitals)",
    "step": "(confirm|arrive|start|complete|no-show)",
}
"""What the web app writes into its paths at run time, other than ids."""


def _called() -> list[re.Pattern[str]]:
    """The paths the web app calls."""
    text = "\n".join(
        file.read_text() for file in (WEB / "src").rglob("*.ts*") if not re.search(r"test|schema", file.name)
    )
    patterns = []
    for path in set(re.findall(r"['`](/api/[^'`\s?]+)", text)):
        parts = re.split(r"\$\{([^}]*)\}", path)
        known = [FILLED_IN.get(part, "[^/]+") if index % 2 else re.escape(part) for index, part in enumerate(parts)]
        patterns.append(re.compile("".join(known)))
    return patterns


def _shape(node: Any, document: dict[str, Any], seen: tuple[str, ...] = ()) -> Any:
    """What matters to a caller: names, types and what is required; references followed, words left out."""
    if isinstance(node, list):
        return [_shape(each, document, seen) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return name if name in seen else _shape(document["components"]["schemas"][name], document, (*seen, name))
    words = ("title", "description", "summary", "tags", "operationId", "examples", "default")
    return {key: _shape(value, document, seen) for key, value in node.items() if key not in words}


def _calls(document: dict[str, Any]) -> dict[str, Any]:
    called = _called()
    return {
        f"{method} {path}": _shape(
            {
                "parameters": [each for each in call.get("parameters", []) if each["in"] in ("path", "query")],
                "body": call.get("requestBody"),
                "answers": {status: each for status, each in call["responses"].items() if status.startswith("2")},
            },
            document,
        )
        for path, item in document["paths"].items()
        for method, call in item.items()
        if any(each.fullmatch(path) for each in called)
    }


def test_the_calls_of_the_web_app_are_those_that_are_served(clinic: Clinic) -> None:
    served = _calls(httpx2.get(f"{clinic.url}/openapi.json", timeout=20).json())
    known = _calls(json.loads((WEB / "openapi.json").read_text()))
    assert len(known) > 60
    different = [call for call, shape in known.items() if served.get(call) != shape]
    assert different == [], "changed or gone: npm run client http://localhost:8000 writes the types anew"
