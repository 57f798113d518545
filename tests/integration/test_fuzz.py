"""Hostile input on every call, as every role: no 5xx, and no answer that breaks its own schema."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clinic_contracts.permissions import ROLES
from gateway.access import TABLE

from .clinic import Clinic, one_process
from .setting import new_patient, set_up

EXAMPLES = int(os.environ.get("CLINIC_FUZZ_EXAMPLES", "1"))
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
ORDER = ("admin", "doctor", "nurse", "receptionist")
assert set(ORDER) == set(ROLES)
LEFT_OUT = ("/api/auth/", "/api/staff/{staff_id}/deactivate", "/api/events")
"""What would end one's own sign-in, as ids are taken from answers; and the endless stream."""


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic of its own, as fuzzing leaves a mess behind; its limits on calls are lifted."""
    with one_process(tmp_path_factory.mktemp("fuzzed"), CALL_RATE="1000000/1") as clinic:
        setting = set_up(clinic)
        desk = clinic.as_("receptionist")
        setting.book(desk, new_patient(desk)["id"])
        document = desk.get("/openapi.json", timeout=60)
        assert document.status_code == 200, document.text
        (clinic.folder / "openapi.json").write_bytes(document.content)
        yield clinic


def _first_to_reach() -> dict[str, list[str]]:
    """Which role first may make the calls of which paths: systematic input goes there once, not once for each role."""
    found: dict[str, list[str]] = {role: [] for role in ORDER}
    for row in TABLE:
        role = next(r for r in ORDER if not row.who.permissions or row.who.permissions & ROLES[r])
        if row.path not in found[role] and not row.path.startswith(LEFT_OUT):
            found[role].append(row.path)
    return found


def _tried(target: Clinic, role: str, folder: Path, *words: str) -> None:
    # Somebody who was not here before: what was tried before may have shut out whoever was.
    person = f"{role}_{secrets.token_hex(3)}"
    target.invite(role, "Fay Fuzz", called=person)
    somebody = target.sign_in(*target.people[person])
    token = somebody.headers["Authorization"]
    command = [
        Path(sys.executable).parent / "schemathesis", "run", target.folder / "openapi.json",
        "--url", target.url,
        "--header", f"Authorization: {token}",
        "--checks", CHECKS,
        "--max-examples", str(EXAMPLES),
        "--generation-deterministic",
        "--suppress-health-check", "all",
        "--workers", "1",
        "--request-timeout", "20",
        "--warnings", "off",
        *words,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Tested" in done.stdout or "operations" in done.stdout
    assert somebody.get("/api/me").status_code == 200
    log = (target.folder / "up.log").read_text() + (target.folder / "clinic.log").read_text()
    assert '"status": 500' not in log


@pytest.mark.parametrize("role", ORDER)
def test_no_input_breaks_anything(target: Clinic, role: str, tmp_path: Path) -> None:
    # One pattern: of several, only the last would count.
    _tried(
        target,
        role,
        tmp_path,
        "--phases",
        "fuzzing",
        "--exclude-path-regex",
        f"^({'|'.join(map(re.escape, LEFT_OUT))})",
    )


@pytest.mark.parametrize("role", [role for role, paths in _first_to_reach().items() if paths])
def test_no_kind_of_input_breaks_what_a_role_may_call(target: Clinic, role: str, tmp_path: Path) -> None:
    paths = [word for path in _first_to_reach()[role] for word in ("--include-path", path)]
    _tried(target, role, tmp_path, "--phases", "coverage", *paths)
