"""The project's graph: every reference resolves, every part has limits, draining and a health check."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from clinic_railway.definition import build
from clinic_railway.sizes import SIZES

ROOT = Path(__file__).parents[3]
BUILD_KEYS = {"builder", "dockerfilePath", "buildCommand", "watchPatterns"}
DEPLOY_KEYS = {
    "startCommand", "preDeployCommand", "numReplicas", "multiRegionConfig", "healthcheckPath", "healthcheckTimeout",
    "restartPolicyType", "restartPolicyMaxRetries", "cronSchedule", "overlapSeconds", "drainingSeconds",
    "sleepApplication", "limitOverride",
}  # fmt: skip
OUTPUTS = {"RAILWAY_PRIVATE_DOMAIN", "MYSQL_URL", "REDIS_URL"}
SHARED = {"SEALING_KEYS", "RABBITMQ_PASSWORD", "MYSQL_REPLICA_PASSWORD"} | {
    f"{word}_DATABASE_PASSWORD" for word in ("IDENTITY", "PATIENTS", "SCHEDULING", "BILLING", "NOTIFICATIONS")
}


def graph(size: str) -> dict[str, dict[str, Any]]:
    """Name → node."""
    return {node["name"]: node for node in build(size).to_graph()["resources"]}


def services(size: str) -> dict[str, dict[str, Any]]:
    return {name: node for name, node in graph(size).items() if node["type"] == "service"}


@pytest.fixture(params=sorted(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_part_that_is_priced_is_defined_and_the_other_way_round(size):
    assert set(graph(size)) == {part.name for part in SIZES[size]}


def test_every_reference_resolves(size):
    nodes = graph(size)
    for name, node in nodes.items():
        for key, value in node.get("variables", {}).items():
            for target, output in re.findall(r"\$\{\{([\w-]+)\.(\w+)\}\}", str(value.get("value", ""))):
                if target == "shared":
                    assert output in SHARED, (name, key, output)
                else:
                    assert target in nodes, (name, key, target)
                    assert output in OUTPUTS, (name, key, output)


def test_no_secret_has_a_value(size):
    for name, node in services(size).items():
        for key, value in node.get("variables", {}).items():
            if re.search(r"PASSWORD|SECRET|KEYS", key):
                kept = value["type"] == "preserve" or "${{shared." in value.get("value", "")
                assert kept, (name, key)


def test_every_service_drains_has_limits_and_known_keys_only(size):
    for name, node in services(size).items():
        deploy = node["deploy"]
        assert set(deploy) <= DEPLOY_KEYS, name
        assert set(node.get("build", {})) <= BUILD_KEYS, name
        assert deploy["drainingSeconds"] > 25
        limits = deploy["limitOverride"]["containers"]
        assert limits["cpu"] > 0 and limits["memoryBytes"] >= 250_000_000
        for key in ("drainingSeconds", "overlapSeconds", "healthcheckTimeout", "numReplicas"):
            assert isinstance(deploy.get(key, 0), int), (name, key)


def test_what_answers_requests_has_a_health_check(size):
    for name, node in services(size).items():
        if name not in ("rabbitmq", "backup", "mysql-replica"):
            assert node["deploy"]["healthcheckPath"].startswith("/"), name


def test_every_database_url_is_of_an_account_of_its_own(size):
    urls = [
        value["value"]
        for node in services(size).values()
        for key, value in node.get("variables", {}).items()
        if key.endswith("DATABASE_URL") and "://" in value.get("value", "")
    ]
    for url in urls:
        account, schema = re.fullmatch(r"mysql\+aiomysql://(\w+):\$\{\{shared\.\w+\}\}@.*:3306/(\w+)", url).groups()
        assert account == schema


def test_a_service_with_a_volume_is_not_replicated(size):
    for name, node in services(size).items():
        if node.get("volumeAttachments"):
            assert node["deploy"].get("numReplicas", 1) == 1, name


def test_the_image_that_is_built_exists():
    for node in services("clinic").values():
        if "build" in node:
            assert (ROOT / node["build"]["dockerfilePath"]).is_file()


def test_the_file_railway_reads_gives_the_same_project(monkeypatch):
    monkeypatch.setenv("CLINIC_SIZE", "solo")
    spec = importlib.util.spec_from_file_location("railway_file", ROOT / ".railway" / "railway.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.main().to_graph() == build("solo").to_graph()
