"""
`make test-containers`: builds the image, starts compose.yaml, works through the gateway, and leaves nothing behind.

Not named `test_…`, so that `make test`, which needs no Docker engine, does not come here by itself.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.integration.clinic import ADMIN, PASSWORD, eventually, free_port

from .engine import Engine, engine
from .images import ROOT, build_stand_ins, build_suite, make_base

COMPOSE = ROOT / "deploy/compose"
PARTS = ("identity", "patients", "scheduling", "billing", "notifications", "gateway")
PROJECT, IMAGE = "clinic-trial", "clinic-trial"


@dataclass
class Suite:
    """The suite as Compose runs it."""

    engine: Engine
    folder: Path
    env: dict[str, str]
    url: str
    prometheus: str

    def compose(self, *words: str) -> str:
        """Run a Compose command on this suite."""
        files = ["-f", str(COMPOSE / "compose.yaml")]
        if self.engine.private:
            files += ["-f", str(ROOT / "tests/containers/trial.yaml")]
        return self.engine.compose("-p", PROJECT, *files, *words, cwd=self.folder, **self.env)

    def inspect(self, part: str, template: str) -> Any:
        """One thing the engine knows of a part's container."""
        container = self.compose("ps", "-a", "-q", part).strip()
        return json.loads(self.engine.docker("inspect", "-f", "{{json " + template + "}}", container))


def network() -> tuple[str, str, str]:
    """What a Docker engine likes to leave behind: its links, rules, forwarding."""
    links = subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=True).stdout
    names = " ".join(sorted(line.split()[0] for line in links.splitlines()))
    tables = Path("/proc/net/ip_tables_names")
    forwarding = Path("/proc/sys/net/ipv4/ip_forward").read_text()
    return names, tables.read_text() if tables.exists() else "", forwarding


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The whole of compose.yaml that can be had here, healthy; everything is gone afterwards."""
    before = network()
    with engine() as docker:
        env = _secrets(tmp_path_factory.mktemp("compose")) | {"CLINIC_IMAGE": IMAGE}
        ports = {name: str(free_port()) for name in ("CLINIC_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT", "MAIL_PORT")}
        started = ["redis", "prometheus", *PARTS]
        if docker.private:
            make_base(docker)
            build_suite(docker, IMAGE, base="clinic-base")
            env["TRIAL_MYSQL"] = str(build_stand_ins(docker))
        else:
            build_suite(docker, IMAGE, base="python:3.11-slim-bookworm")
            started += ["grafana", "mail"]
        door, watch = (f"http://127.0.0.1:{ports[name]}" for name in ("CLINIC_PORT", "PROMETHEUS_PORT"))
        suite = Suite(docker, COMPOSE, env | ports, door, watch)
        try:
            suite.compose("up", "-d", "--no-build", *started)
            eventually(lambda: all(suite.inspect(p, ".State.Health.Status") == "healthy" for p in PARTS), within=120)
            yield suite
        finally:
            suite.compose("down", "--volumes", "--timeout", "40")
            if not docker.private:
                docker.docker("image", "rm", IMAGE)
    assert network() == before, "the engine left something behind"


def _secrets(folder: Path) -> dict[str, str]:
    """What `new-env` writes, without writing it where a person's own would be."""
    script = folder / "new-env"
    script.write_text((COMPOSE / "new-env").read_text())
    subprocess.run(["sh", str(script), "http://localhost:8000", "America/New_York"], check=True)
    assert (folder / ".env").stat().st_mode & 0o077 == 0
    return dict(line.split("=", 1) for line in (folder / ".env").read_text().splitlines())


def _signed_in(suite: Suite) -> httpx2.Client:
    client = httpx2.Client(base_url=suite.url, timeout=20)
    answer = client.post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


def test_a_clinic_in_containers_works_restarts_and_stops_in_good_order(suite: Suite) -> None:
    """One story in one test: building and starting takes a minute, and each step stands on the one before."""
    assert suite.inspect("prepare", ".State.ExitCode") == 0
    made = ("clinic", "admin", "create", "--email", ADMIN, "--name", "Olga Owner", "--password", PASSWORD)
    suite.compose("run", "--rm", "prepare", *made)

    # the gateway serves the web app, and everything behind it is well
    assert "<html" in httpx2.get(suite.url).text
    owner = _signed_in(suite)
    health = owner.get("/health").json()
    assert (health["status"], health["bus"], len(health["services"])) == ("ok", True, 5)

    # work: from the gateway through a service into MySQL, and through RabbitMQ into the access trail
    new = {"given_name": "Ada", "family_name": "Lovelace", "born_on": "1985-12-10", "sex": "female"}
    ada = owner.post("/api/patients", json=new)
    assert ada.status_code == 201, ada.text
    assert owner.get(f"/api/patients/{ada.json()['id']}").json()["family_name"] == "Lovelace"
    verify = ("run", "--rm", "prepare", "clinic", "trail", "verify")
    eventually(lambda: ": 0 entries" not in suite.compose(*verify), within=20)

    # Prometheus reaches every process
    def seen() -> set[str]:
        found = httpx2.get(f"{suite.prometheus}/api/v1/query?query=up").json()["data"]["result"]
        return {series["metric"]["job"] for series in found if series["value"][1] == "1"}

    eventually(lambda: seen() == {*PARTS, "prometheus"}, within=60)
    (group,) = httpx2.get(f"{suite.prometheus}/api/v1/rules").json()["data"]["groups"]
    assert {rule["health"] for rule in group["rules"]} <= {"ok", "unknown"} and len(group["rules"]) >= 10
    assert suite.compose("exec", "-T", "redis", "redis-cli", "ping").strip() == "PONG"

    # a backup is taken by the job's own command and proved; documents have a place that lasts
    suite.compose("exec", "-T", "patients", "sh", "-c", "touch /data/documents/kept && rm /data/documents/kept")
    assert "is whole" in suite.compose("run", "--rm", "backup", "clinic", "backup", "run", "--prove")
    eventually(lambda: owner.get("/status.json").json()["restore"]["good"], within=20)

    # nobody is root, nothing can be written but what must be
    for part in PARTS:
        assert suite.compose("exec", "-T", part, "id", "-u").strip() == "10001"
        assert suite.inspect(part, ".HostConfig.ReadonlyRootfs") is True
    images = {suite.inspect(part, ".Image") for part in PARTS}
    assert len(images) == 1, "all parts are one set of layers"

    # a service that stops ends by itself, well before it would be killed; restarted, it knows what it knew
    began = time.monotonic()
    suite.compose("stop", "--timeout", "40", "patients")
    assert time.monotonic() - began < 25
    assert suite.inspect("patients", ".State.ExitCode") == 0
    began = time.monotonic()
    suite.compose("start", "patients")
    eventually(lambda: owner.get(f"/api/patients/{ada.json()['id']}").status_code == 200, within=60)
    start_up = time.monotonic() - began

    size = int(suite.engine.docker("image", "inspect", "-f", "{{.Size}}", IMAGE)) / 1e6
    print(f"\nimage {size:.0f} MB, base included; a service answers {start_up:.1f} s after its start")
    assert size < 700
