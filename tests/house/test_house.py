"""The house rules, as far as a machine can see to them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from clinic_contracts import load_all

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("patients", "scheduling", "billing", "identity", "notifications")
EIGHT = ("rules", "models", "commands", "queries", "schemas", "routes", "reactions", "service")
TESTED = ("rules", "commands", "queries", "routes", "reactions")
MORE = {
    "billing": {
        "exchange": "the folders shared with a clearinghouse",
        "jobs": "what it does by itself",
        "settings": "its own settings",
        "papers": "what is printed: invoices and receipts",
        "x12": "reads and writes X12: remittances, claims, acknowledgements",
    },
    "identity": {"papers": "what is printed: the letter to a patient"},
    "notifications": {
        "answers": "what patients write back in a text message, and what they are told",
        "itip": "writes invitations for calendar programs",
        "letters": "what a message says, from templates and local copies",
        "sender": "the job that sends what is due",
        "templates": "the texts a clinic starts with",
        "transports": "the ways out of the house: e-mail, files",
    },
    "patients": {
        "fhir": "reads and writes FHIR R4 bundles",
        "incoming": "what an import brings, whatever its format",
        "jobs": "what it does by itself",
        "settings": "its own settings",
        "spreadsheet": "reads and writes CSV files",
        "storage": "keeps the bytes of documents",
    },
    "scheduling": {"feed": "writes iCalendar"},
}
"""What a service has beside its eight files, and why."""
MOST_LINES, MOST_TESTS = 450, 650
"""Tests are lists of sentences, so a module of them may be longer; migrations are written by a machine."""
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "handler", "handlers", "impl"}


@cache
def tracked() -> list[Path]:
    """Every file of the tree that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted({ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


def texts() -> Iterator[tuple[str, str]]:
    """Path and text of every text file."""
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text()
        except UnicodeDecodeError:
            continue


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """Path, text and syntax tree of every Python module."""
    for name, text in texts():
        if name.endswith(".py"):
            yield name, text, ast.parse(text)


def existing() -> list[str]:
    """The services that have been written."""
    return [name for name in SERVICES if (ROOT / f"services/{name}/src/{name}/service.py").exists()]


def test_the_whole_house_is_here() -> None:
    """Red in a tree where some part has not been merged yet; the other rules look at what there is."""
    assert existing() == list(SERVICES)
    assert (ROOT / "gateway/src/gateway/service.py").exists()
    assert (ROOT / "deploy/embedded/src/clinic_embedded/house.py").exists()


def test_imports_follow_the_contracts() -> None:
    """Needs the whole house, too: a contract about a package that is not there cannot be checked."""
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_no_part_knows_how_it_is_put_together() -> None:
    word = "em" + "bedded"
    found = [
        name
        for name, text in texts()
        if name.split("/")[0] in {"services", "libs", "gateway"} and word in (name + text).lower()
    ]
    assert found == []


def test_files_are_called_by_what_they_are_about() -> None:
    found = [
        name
        for name, _ in texts()
        if NO_NAMES & {part.partition(".")[0].removeprefix("test_") for part in name.split("/")}
    ]
    assert found == []


def test_every_module_opens_with_one_sentence() -> None:
    found = [name for name, text, tree in modules() if text.strip() and not ast.get_docstring(tree)]
    assert found == []


def test_no_module_is_longer_than_one_can_read() -> None:
    found = {}
    for name, text, _ in modules():
        lines, most = text.count("\n"), MOST_TESTS if "/tests/" in f"/{name}" else MOST_LINES
        if lines > most and "/versions/" not in name:
            found[name] = lines
    assert found == {}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_eight_files_and_two_doors(service: str) -> None:
    if service not in existing():
        return  # told by test_the_whole_house_is_here
    home = ROOT / f"services/{service}"
    source = home / "src" / service
    there = {path.stem for path in source.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert there - {"__init__"} == set(EIGHT) | set(MORE.get(service, {}))
    for name in ("README.md", "pyproject.toml", "migrations/env.py", "tests/conftest.py"):
        assert (home / name).exists(), name
    assert list((home / "migrations/versions").glob("0001_*.py"))
    for kind in TESTED:
        assert list((home / "tests").glob(f"test_{kind}*.py")), f"no test of {kind}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_rule_of_the_card_is_found_in_source_and_tests(service: str) -> None:
    if service not in existing():
        return  # told by test_the_whole_house_is_here
    home = ROOT / f"services/{service}"
    card = (home / "README.md").read_text()
    columns = [re.sub(r"\W+", " ", cell).strip() for cell in ("Rule", "Decided in", "Guaranteed by", "Proved by")]
    assert re.search(r"\|\s*" + r"\s*\|\s*".join(columns) + r"\s*\|", card), "no table of rules"
    rules = re.findall(r"^\|\s*\**`?([A-Z]\d+)\b", card, re.MULTILINE)
    assert rules
    assert len(rules) == len(set(rules))
    for where in ("src", "tests"):
        said = "\n".join(path.read_text() for path in (home / where).rglob("*.py"))
        missing = [
            rule for rule in rules if not re.search(rf"(?<![A-Za-z0-9]){rule}(?![0-9A-Za-z])", said, re.IGNORECASE)
        ]
        assert missing == [], where


def test_nothing_on_the_way_of_a_request_goes_to_a_thread() -> None:
    """What is not async is taken to a thread by FastAPI: `needs` computes it in place, routes are async."""
    found = []
    for name, _, tree in modules():
        if "/src/" not in name:
            continue
        asynchronous = {node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)} | {"signed_in"}
        for node in ast.walk(tree):
            depends = isinstance(node, ast.Call) and ast.unparse(node.func) == "Depends"
            if depends and not {ast.unparse(argument) for argument in node.args} <= asynchronous:
                found.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.FunctionDef) and any(
                re.match(r"(\w*router|app)\.(get|post|put|patch|delete)\(", ast.unparse(decorator))
                for decorator in node.decorator_list
            ):
                found.append(f"{name}:{node.lineno}: {node.name}")
    assert found == []


def test_no_error_is_swallowed() -> None:
    found = []
    for name, _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                silent = all(
                    isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
                    for line in node.body
                )
                if silent or node.type is None:
                    found.append(f"{name}:{node.lineno}")
    assert found == []


def test_what_is_left_to_do_names_its_issue() -> None:
    mark = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if name.endswith((".py", ".ts", ".tsx", ".sh", ".toml", ".yml", ".yaml", "Makefile"))
        for number, line in enumerate(text.splitlines(), 1)
        if mark.search(line) and not re.search(r"#\d+", line)
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    registries = ["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "npm" + r"mirror"]
    places = ["work", "root", "home/[a-z]+", "Users/[A-Za-z]+"]
    unwanted = re.compile("|".join([*registries, *(rf"(?<![\w.~-])/{place}/" for place in places)]))
    found = [
        f"{name}:{number}: {match.group()}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := unwanted.search(line))
    ]
    assert found == []


def test_every_dependency_is_locked_by_its_hash_and_without_an_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert " @ " not in lock
    entries = re.split(r"\n(?=[a-zA-Z0-9])", lock.replace("\\\n", " ").strip())
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
    assert len(entries) > 50


def test_only_its_publisher_makes_an_event() -> None:
    publishers = {event.__name__: event.publisher() for event in load_all().values()}
    found = []
    for name, _, tree in modules():
        parts = name.split("/")
        if "src" not in parts or parts[0] not in {"services", "libs", "gateway"}:
            continue
        package = parts[parts.index("src") + 1]
        imported = {
            alias.asname or alias.name: (node.module.rpartition(".")[2], alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clinic_contracts.")
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported:
                module, event = imported[node.func.id]
                # Who saw whose data is told by the plumbing, for everybody.
                mine = "trail" if package == "clinic_common" else package
                if event in publishers and module != mine:
                    found.append(f"{name}:{node.lineno}: {event}")
    assert found == []


def _clean(*command: str) -> None:
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]


def test_ruff_has_nothing_to_say() -> None:
    _clean("ruff", "check", ".")
    _clean("ruff", "format", "--check", ".")


def test_mypy_has_nothing_to_say() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    _clean("mypy", *(folder for folder in configured if list((ROOT / folder).rglob("*.py"))))
