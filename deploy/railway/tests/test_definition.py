"""The project's graph: every reference resolves, every part has limits, draining and a health check."""

import importlib.util
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from clinic_railway.definition import DRAINING_SECONDS, KEPT_AT, SAID, SECRETS, build
from clinic_railway.sizes import SERVICES, SIZES

ROOT = Path(__file__).parents[3]
BUILD_KEYS = {"builder", "dockerfilePath", "buildCommand", "watchPatterns"}
DEPLOY_KEYS = {
    "startCommand", "preDeployCommand", "numReplicas", "multiRegionConfig", "healthcheckPath", "healthcheckTimeout",
    "restartPolicyType", "restartPolicyMaxRetries", "cronSchedule", "overlapSeconds", "drainingSeconds",
    "sleepApplication", "limitOverride",
}  # fmt: skip
OUTPUTS = {"RAILWAY_PRIVATE_DOMAIN", "MYSQL_URL", "REDIS_URL"}
SHARED = {*SECRETS, *SAID, *KEPT_AT}


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
        if name not in ("rabbitmq", "accounts", "backup"):
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


def test_only_the_job_that_makes_accounts_knows_the_administrator_of_mysql():
    for size in ("clinic", "group"):
        knowing = {name for name, node in services(size).items() if "MYSQL_ROOT_URL" in node.get("variables", {})}
        assert knowing == {"accounts"}
        assert services(size)["accounts"]["deploy"]["restartPolicyType"] == "ON_FAILURE"


def test_the_commands_that_run_are_commands_of_clinic(size):
    """Parsed by the command line itself, with their options."""
    import typer
    from clinic_embedded.__main__ import cli

    root = typer.main.get_command(cli)
    for name, node in services(size).items():
        deploy = node["deploy"]
        said = [deploy.get("startCommand", ""), *deploy.get("preDeployCommand", [])]
        for line in re.findall(r"clinic [a-z][^&'\n]+", "\n".join(said)) if "build" in node else ():
            _, word, *rest = shlex.split(line)
            command = root.commands[word]
            if isinstance(command, typer.core.TyperGroup):
                command = command.commands[rest.pop(0)]
            context = command.make_context(word, rest)
            whose = context.params.get("name") or context.params.get("names") or name
            assert whose == name or list(whose) == [name], line


def test_a_service_migrates_itself_before_each_deploy_and_waits_for_its_account():
    for size in ("clinic", "group"):
        for word in SERVICES:
            assert services(size)[word]["deploy"]["preDeployCommand"] == [f"clinic migrate --own --wait 300 {word}"]


def test_a_process_ends_within_the_time_railway_gives_it(size):
    from clinic_embedded.serving import GRACE_SECONDS

    for node in services(size).values():
        drain = node.get("variables", {}).get("DRAIN_SECONDS")
        assert not drain or int(drain["value"]) + GRACE_SECONDS < DRAINING_SECONDS


def test_prometheus_asks_every_process():
    for size in ("clinic", "group"):
        variables = services(size)["prometheus"]["variables"]
        jobs = yaml.safe_load(variables["CONFIGURATION"]["value"])["scrape_configs"]
        assert {job["job_name"] for job in jobs} == {*SERVICES, "gateway", "prometheus"}
        for job in jobs:
            if job["job_name"] == "prometheus":
                continue  # itself
            (discovery,) = job["dns_sd_configs"]
            assert discovery["names"] == [f"${{{{{job['job_name']}.RAILWAY_PRIVATE_DOMAIN}}}}"]
            asked = services(size)[job["job_name"]]["variables"]["METRICS_PORT"]["value"]
            assert discovery["port"] == int(asked)
        told = services(size)["grafana"]["variables"]
        (source,) = json.loads(told["DATASOURCE"]["value"])["datasources"]
        panels = json.loads(told["DASHBOARD"]["value"])["panels"]
        assert {panel["datasource"]["uid"] for panel in panels} == {source["uid"]}
        assert yaml.safe_load(variables["ALERTS"]["value"])["groups"]
        # What a variable may hold at most.
        assert all(len(each["value"]) < 32_768 for each in (*told.values(), *variables.values()) if "value" in each)


def test_every_night_a_backup_is_taken_and_proved_by_a_job_that_ends(size):
    backup = services(size)["backup"]
    assert backup["deploy"]["startCommand"] == "clinic backup run --prove"
    assert len(backup["deploy"]["cronSchedule"].split()) == 5
    assert backup["deploy"]["restartPolicyType"] == "NEVER"
    assert "healthcheckPath" not in backup["deploy"]
    names = {"SEALING_KEYS", "BACKUP_PLACES", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"}
    assert names | {f"{word.upper()}_DATABASE_URL" for word in SERVICES} <= set(backup["variables"])
    knowing = {n for n, node in services(size).items() if "AWS_SECRET_ACCESS_KEY" in node.get("variables", {})}
    assert knowing == {"backup"}


def test_a_process_knows_the_memory_it_may_have(size):
    for node in services(size).values():
        if told := node.get("variables", {}).get("MEMORY_LIMIT_MB"):
            assert int(told["value"]) * 1_000_000 == node["deploy"]["limitOverride"]["containers"]["memoryBytes"]


def test_gateways_that_are_several_count_together():
    gateway = services("group")["gateway"]
    assert gateway["deploy"]["numReplicas"] == 2
    assert gateway["variables"]["REDIS_URL"]["value"] == "${{redis.REDIS_URL}}"
    assert "REDIS_URL" not in services("clinic")["gateway"]["variables"]


def test_every_setting_a_process_must_have_is_given():
    needed = {word: {"DATABASE_URL", "BUS_URL", "SEALING_KEYS", "IDENTITY_URL"} for word in SERVICES}
    needed["gateway"] = {"BUS_URL", "SEALING_KEYS", *(f"{word.upper()}_URL" for word in SERVICES)}
    for word, names in needed.items():
        assert names <= set(services("clinic")[word]["variables"]), word


def test_the_clinic_s_own_domain_leads_to_its_door():
    for size, door in (("solo", "clinic"), ("clinic", "gateway"), ("group", "gateway")):
        resources = build(size, domain="desk.example.org").to_graph()["resources"]
        open_to_all = {node["name"]: node["networking"] for node in resources if node.get("networking")}
        assert open_to_all == {door: {"customDomains": {"desk.example.org": {"port": 8000}}}}


def test_growing_keeps_every_secret():
    """From `solo` on, the same shared variables: sealing keys and accounts stay what they were."""

    def used(size: str) -> set[str]:
        return set(re.findall(r"\$\{\{shared\.(\w+)\}\}", json.dumps(build(size).to_graph())))

    assert used("solo") <= used("clinic") == used("group") == SHARED


def test_the_file_railway_reads_gives_the_same_project(monkeypatch):
    monkeypatch.setenv("CLINIC_SIZE", "solo")
    spec = importlib.util.spec_from_file_location("railway_file", ROOT / ".railway" / "railway.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.main().to_graph() == build("solo").to_graph()
