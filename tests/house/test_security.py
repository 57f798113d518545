"""`SECURITY.md` claims nothing that no test proves."""

import ast
import re
import subprocess

from .test_house import ROOT, SERVICES, modules

CLAIMS = (ROOT / "SECURITY.md").read_text()


def _lines() -> list[list[str]]:
    """The cells of every line of every table, but for its head."""
    tables = (
        line for line in CLAIMS.splitlines() if line.startswith("|") and not line.startswith(("|---", "| threat"))
    )
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in tables]


def test_every_line_of_the_threat_model_names_tests_that_exist() -> None:
    there = {
        node.name
        for name, _, tree in modules()
        if "test_" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    named = {line[0]: re.findall(r"`(test_\w+)`", line[-1]) for line in _lines()}
    assert len(named) > 30
    assert [threat for threat, tests in named.items() if not tests] == []
    assert sorted({test for tests in named.values() for test in tests} - there) == []


def test_the_audit_asks_about_everything_that_is_locked() -> None:
    """What it answers changes from day to day, and needs the network: here only that it leaves nothing out."""
    told = subprocess.run(["make", "--dry-run", "audit"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    locks = {path.name for path in ROOT.glob("requirements*.lock")}
    assert locks == set(re.findall(r"-r (\S+)", told))
    assert re.search(r"cd web && .*npm audit --package-lock-only", told)


def test_every_service_has_its_threats() -> None:
    parts = {part.partition("\n")[0].lower() for part in CLAIMS.split("\n## ")[1:]}
    assert parts >= {*SERVICES, "gateway"}
