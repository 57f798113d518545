"""compose.yaml, read as text: whatever it refers to is there. That it runs is proved by `make test-containers`."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parents[1]
TEXT = (HERE / "compose.yaml").read_text()
PARTS = {"gateway", "identity", "patients", "scheduling", "billing", "notifications"}


@pytest.fixture
def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
    return found


def test_every_secret_is_written_by_new_env_and_has_no_default(tmp_path: Path):
    script = tmp_path / "new-env"
    script.write_text((HERE / "new-env").read_text())
    command = ["sh", str(script), "https://desk.example.org", "Europe/Vienna"]
    subprocess.run(command, check=True)
    written = dict(line.split("=", 1) for line in (tmp_path / ".env").read_text().splitlines())
    assert set(re.findall(r"\$\{(\w+):\?\}", TEXT)) == set(written)
    assert all(written.values())
    assert len({value for key, value in written.items() if key.endswith("_PASSWORD")}) == 8
    assert not re.findall(r"\$\{\w*(?:PASSWORD|KEYS)\w*(?::-|\})", TEXT)
    again = subprocess.run(command, capture_output=True, check=False)
    assert again.returncode == 1, "it would have overwritten the keys"


def test_every_host_in_an_address_is_a_service(services):
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            for host in re.findall(r"(?:://|@)([a-z]+):\d+", re.sub(r"://\w+:\$\{\w+:\?\}@", "://", str(value))):
                assert host in services or host == "localhost", (name, key, host)


def test_prometheus_asks_every_process(services):
    jobs = yaml.safe_load((HERE / "prometheus.yml").read_text())["scrape_configs"]
    asked = {target for job in jobs for group in job["static_configs"] for target in group["targets"]}
    assert asked == {f"{part}:9100" for part in PARTS} | {"localhost:9090"}
    assert {services[part]["environment"]["METRICS_PORT"] for part in PARTS} == {"9100"}


def test_our_processes_have_health_checks_limits_and_time_to_stop(services):
    for part in PARTS:
        service = services[part]
        assert service["stop_grace_period"] == "30s"
        assert "/health/ready" in service["healthcheck"]["test"][-1]
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["mem_limit"]
        assert service["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
        assert service["command"] == f"clinic serve {part}"


def test_nothing_is_open_to_other_machines_and_every_mounted_file_exists(services):
    for name, service in services.items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert source in yaml.safe_load(TEXT)["volumes"] or (HERE / source).exists(), (name, mount)


def test_grafana_and_prometheus_find_dashboard_and_alerts(services):
    source = yaml.safe_load((HERE / "grafana/datasource.yml").read_text())["datasources"][0]
    dashboard = json.loads((HERE.parent / "watching/dashboards/clinic.json").read_text())
    assert {panel["datasource"]["uid"] for panel in dashboard["panels"]} == {source["uid"]}
    (folder,) = [
        p["options"]["path"] for p in yaml.safe_load((HERE / "grafana/dashboards.yml").read_text())["providers"]
    ]
    assert f"../watching/dashboards:{folder}:ro" in services["grafana"]["volumes"]
    (rules,) = yaml.safe_load((HERE / "prometheus.yml").read_text())["rule_files"]
    assert f"../watching/{rules}:/etc/prometheus/{rules}:ro" in services["prometheus"]["volumes"]


def test_backups_are_taken_of_every_schema_and_of_the_documents(services):
    backup, patients = services["backup"], services["patients"]
    assert "clinic backup run --prove" in backup["command"]
    for part in PARTS - {"gateway"}:
        assert backup["environment"][f"{part.upper()}_DATABASE_URL"] == services[part]["environment"]["DATABASE_URL"]
    folder = patients["environment"]["DOCUMENT_FOLDER"]
    assert folder == backup["environment"]["DOCUMENT_FOLDER"]
    assert f"documents:{folder}" in patients["volumes"] and f"documents:{folder}" in backup["volumes"]


def test_a_service_gets_its_own_schema_and_no_other(services):
    for part in PARTS - {"gateway"}:
        urls = [v for k, v in services[part]["environment"].items() if k.endswith("DATABASE_URL")]
        assert len(urls) == 1 and urls[0].endswith(f"/{part}") and f"//{part}:" in urls[0]
    assert {name for name, s in services.items() if "MYSQL_ROOT_URL" in s.get("environment", {})} == {"prepare"}
