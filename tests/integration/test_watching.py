"""
Faults are made, and a real Prometheus finds them: the database stops, answers are slow, memory runs out, and more.

The alerts are the clinic's own, their times a thirtieth; `make test-alerts` takes them as they are.
"""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pymysql
import pytest

from tests.servers import Server, mysql
from tests.servers.prometheus import Prometheus, program, prometheus

from .clinic import NAMES, Clinic, eventually, free_port, one_process
from .setting import new_patient, set_up

WATCHING = Path(__file__).parents[2] / "deploy/watching"
FULL = os.environ.get("CLINIC_ALERTS") == "full"
PATIENCE = 800 if FULL else 40
DOWN = ["DatabaseDown", "Errors"]


def scaled(text: str) -> str:
    """The same with shorter times: windows of ten seconds, and one second for an alert to be sure."""
    return text if FULL else re.sub(r"\bfor: \d+m", "for: 1s", re.sub(r"\[\d+m\]", "[10s]", text))


@dataclass
class Watched:
    """A clinic, its own database server, and a Prometheus that watches it."""

    clinic: Clinic
    server: Server
    prometheus: Prometheus
    patient: dict[str, Any]

    def fires(self, *alerts: str) -> None:
        """Wait until these fire."""
        eventually(lambda: set(alerts) <= self.prometheus.firing(), within=PATIENCE)

    def is_quiet_about(self, *alerts: str) -> None:
        """Wait until these do not fire any more."""
        eventually(lambda: not set(alerts) & self.prometheus.firing(), within=PATIENCE)

    @contextmanager
    def sql(self) -> Iterator[Any]:
        """A cursor of the server's administrator."""
        port = int(re.findall(r":(\d+)/", self.server.url)[0])
        with pymysql.connect(host="127.0.0.1", port=port, user="root", autocommit=True) as connection:
            yield connection.cursor()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder, metrics = tmp_path_factory.mktemp("watched"), free_port()
    rules = scaled((WATCHING / "alerts.yml").read_text())
    with (
        mysql(tmp_path_factory.mktemp("database"), private=True) as server,
        prometheus(folder, rules=rules, ports={"clinic": metrics}, seconds=1) as watching,
    ):
        watched = Watched(Clinic("", "", folder, {}), server, watching, {})
        with watched.sql() as cursor:
            for name in NAMES:
                cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        url = server.url.replace("mysql://", "mysql+aiomysql://") + "{service}"
        # The memory it may have is less than it needs: that fault is there from the beginning.
        more = {"CLINIC_DATABASE_URL": url, "METRICS_PORT": str(metrics), "MEMORY_LIMIT_MB": "60"}
        with one_process(folder, **more) as watched.clinic:
            setting = set_up(watched.clinic)
            desk = watched.clinic.as_("receptionist")
            watched.patient = new_patient(desk)
            setting.book(desk, watched.patient["id"])
            yield watched


def test_every_alert_is_proved_by_promtool() -> None:
    files = sorted(WATCHING.glob("*_test.yml"))
    command = [program("promtool"), "test", "rules", *(file.name for file in files)]
    done = subprocess.run(command, cwd=WATCHING, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    names = set(re.findall(r"- alert: (\w+)", (WATCHING / "alerts.yml").read_text()))
    assert names <= {word for file in files for word in re.findall(r"\w+", file.read_text())}


def test_too_little_memory_and_no_backup_are_told_and_nothing_else(watched: Watched) -> None:
    watched.fires("MemoryHigh", "BackupTooOld", "BackupNotProved")
    assert watched.prometheus.firing() == {"MemoryHigh", "BackupTooOld", "BackupNotProved"}
    with watched.sql() as cursor:
        # What `clinic backup run --prove` notes.
        for name in ("backup", "restore"):
            cursor.execute(f"INSERT INTO identity.checks VALUES ('{name}', NOW(6), 1, UTC_TIMESTAMP(6), 'a')")
    watched.is_quiet_about("BackupTooOld", "BackupNotProved")
    with watched.sql() as cursor:
        cursor.execute("UPDATE identity.checks SET good = 0 WHERE name = 'restore'")


def test_every_query_of_the_dashboard_finds_something(watched: Watched) -> None:
    dashboard = json.loads((WATCHING / "dashboards/clinic.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(queries) > 15
    desk = watched.clinic.as_("receptionist")
    for query in queries:
        eventually(lambda q=query: desk.get("/api/patients") and watched.prometheus.ask(q), within=20)


def test_the_price_of_what_was_measured(watched: Watched) -> None:
    said = watched.clinic.run("cost", "--csv", "--prometheus", watched.prometheus.url, "--window", "20s")
    line = next(line for line in said.splitlines() if line.startswith('"measured"') and "clinic" in line)
    dollars = float(line.rpartition(",")[2])
    assert 0.5 < dollars < 60  # some 200 MB of memory, and a processor that was busy


def test_slow_answers_are_told(watched: Watched) -> None:
    desk = watched.clinic.as_("receptionist")
    asked = [threading.Thread(target=lambda: desk.get("/api/patients?q=nobody")) for _ in range(12)]
    with watched.sql() as cursor:
        cursor.execute("LOCK TABLES patients.patients WRITE")
        for thread in asked:
            thread.start()
        cursor.execute("SELECT SLEEP(4)")
        cursor.execute("UNLOCK TABLES")
    for thread in asked:
        thread.join()
    watched.fires("SlowAnswers")


def test_events_that_do_not_leave_and_dead_letters_are_told(watched: Watched) -> None:
    with watched.sql() as cursor:
        cursor.execute(
            "INSERT INTO billing.outbox (message_id, type, occurred_at, headers, body, available_at, attempts) "
            "VALUES (UNHEX(REPEAT('ab', 16)), 't', UTC_TIMESTAMP(6) - INTERVAL 1 HOUR, '{}', '', "
            "UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, 0)"
        )
        cursor.execute(
            "INSERT INTO billing.deliveries VALUES ('billing.open_invoice', UNHEX(REPEAT('cd', 16)), 't', NOW(6), "
            "'billing', '{}', '', 6, 'why', NOW(6), NOW(6))"
        )
    watched.fires("OutboxStuck", "DeadLetters")


def test_a_database_that_stops_and_the_errors_it_brings_are_told_and_forgotten(watched: Watched) -> None:
    desk = watched.clinic.as_("receptionist")
    # Whoever waited for a table that was locked may have held every connection.
    watched.is_quiet_about(*DOWN, "LedgerBroken")
    watched.server.stop()
    try:

        def fail() -> bool:
            assert desk.get(f"/api/patients/{watched.patient['id']}").status_code == 503
            return set(DOWN) <= watched.prometheus.firing()

        eventually(fail, within=PATIENCE)
    finally:
        watched.server.start()
    eventually(lambda: desk.get(f"/api/patients/{watched.patient['id']}").status_code == 200, within=30)
    watched.is_quiet_about("DatabaseDown")


def test_a_process_that_is_gone_and_a_ledger_somebody_changed_are_told(watched: Watched) -> None:
    desk, patient = watched.clinic.as_("receptionist"), watched.patient["id"]
    line = {"description": "Visit", "quantity": 1, "unit_price_minor": 100}
    invoice = desk.post("/api/invoices", json={"patient_id": patient, "lines": [line]}).json()
    assert desk.post(f"/api/invoices/{invoice['id']}/issue").status_code == 200
    with watched.sql() as cursor:
        cursor.execute("DROP TRIGGER billing.ledger_lines_no_update")
        cursor.execute("UPDATE billing.ledger_lines SET amount_minor = amount_minor + 1")
    (process,) = watched.clinic.processes.values()
    process.stop()
    watched.fires("ProcessDown")
    process.start()
    process.until_ready()
    watched.fires("LedgerBroken")
    watched.fires("BackupNotProved")

    def told() -> bool:
        status = httpx2.get(f"{watched.clinic.url}/status.json").json()
        return (status["ledger"]["good"], status["restore"]["good"]) == (False, False)

    eventually(told)
