"""The web app's own tests of logic (vitest), and whether it was built from the API that is served."""

import json
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.integration.clinic import Clinic

from .conftest import WEB


def test_vitest_passes() -> None:
    node, vitest = Path(sys.prefix) / "bin" / "node", WEB / "node_modules" / "vitest" / "vitest.mjs"
    if not node.is_file() or not vitest.is_file():
        pytest.skip("the web app is not set up: make web")
    done = subprocess.run([node, vitest, "run"], cwd=WEB, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def test_the_client_was_written_from_the_api_that_is_served(clinic: Clinic) -> None:
    served = httpx2.get(f"{clinic.url}/openapi.json", timeout=20).json()
    known = json.loads((WEB / "openapi.json").read_text())
    again = "npm run client http://localhost:8000 writes it anew"
    assert known["paths"] == served["paths"], again
    assert known["components"]["schemas"] == served["components"]["schemas"], again
