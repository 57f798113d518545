"""`SECURITY.md` and `docs/asvs.md` claim nothing that no test proves."""

import ast
import re
import subprocess
from functools import cache

from .test_house import ROOT, SERVICES, modules

CLAIMS = (ROOT / "SECURITY.md").read_text()
CHAPTERS = (ROOT / "docs/asvs.md").read_text()


def _lines(page: str) -> list[list[str]]:
    """The cells of every line of every table, but for its head."""
    tables = (
        line
        for line in page.splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| threat", "| asked"))
    )
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in tables]


@cache
def _tests() -> set[str]:
    return {
        node.name
        for name, _, tree in modules()
        if "test_" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _named(text: str) -> set[str]:
    return set(re.findall(r"`(test_\w+)`", text))


def test_every_line_of_the_threat_model_names_tests_that_exist() -> None:
    named = {line[0]: _named(line[-1]) for line in _lines(CLAIMS)}
    assert len(named) > 30
    assert [threat for threat, tests in named.items() if not tests] == []
    assert sorted(_named(CLAIMS) - _tests()) == []


def test_the_self_assessment_names_files_and_tests_that_exist_or_says_what_is_missing() -> None:
    lines = _lines(CHAPTERS)
    assert len(lines) > 40 and len(re.findall(r"^## \d+ ", CHAPTERS, re.MULTILINE)) == 17
    assert {line[1] for line in lines} == {"yes", "partly", "no", "–"}
    assert [line[0] for line in lines if line[1] in ("yes", "partly") and not _named(line[4])] == []
    assert [line[0] for line in lines if not line[2]] == []
    assert sorted(_named(CHAPTERS) - _tests()) == []
    files = {name for line in lines for name in re.findall(r"`([\w./-]+)`", line[3])}
    assert sorted(name for name in files if not (ROOT / name).exists()) == []


def test_the_audit_asks_about_everything_that_is_locked() -> None:
    """What it answers changes from day to day, and needs the network: here only that it leaves nothing out."""
    told = subprocess.run(["make", "--dry-run", "audit"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    locks = {path.name for path in ROOT.glob("requirements*.lock")}
    assert locks == set(re.findall(r"-r (\S+)", told))
    assert re.search(r"cd web && .*npm audit --package-lock-only", told)


def test_every_service_has_its_threats() -> None:
    parts = {part.partition("\n")[0].lower() for part in CLAIMS.split("\n## ")[1:]}
    assert parts >= {*SERVICES, "gateway"}
