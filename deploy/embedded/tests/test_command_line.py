"""The `clinic` command as people use it: the demo, its second start, its end; and what it generates."""

import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx2
from clinic_embedded.accounts import statements
from clinic_embedded.environment import example

from tests.integration.clinic import command, free_port

ROOT = Path(__file__).parents[3]


def _open(folder: Path, port: int) -> subprocess.Popen[str]:
    env = {
        "PATH": "/usr/bin:/bin",
        "CLINIC_DATA": str(folder),
        "PORT": str(port),
        "METRICS_PORT": "0",
        "CLINIC_DEMO_PASSWORD": "a demo password",
    }
    return subprocess.Popen(command("up", "--demo"), env=env, stdout=subprocess.PIPE, text=True)


def _ready(port: int, within: float) -> float:
    started = time.monotonic()
    while time.monotonic() - started < within:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/health/ready").status_code == 200:
                return time.monotonic() - started
        except httpx2.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"not open within {within} s")


def _end(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0, out
    return out


def test_the_demo_opens_is_kept_and_closes(tmp_path: Path) -> None:
    port = free_port()
    process = _open(tmp_path, port)
    try:
        _ready(port, within=180)
        url = f"http://127.0.0.1:{port}"
        for who in ("admin", "doctor", "nurse", "reception"):
            body = {"email": f"{who}@demo.clinic", "password": "a demo password"}
            answer = httpx2.post(f"{url}/api/auth/login", json=body)
            assert answer.status_code == 200, answer.text
        desk = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        patients = httpx2.get(f"{url}/api/patients?limit=500", headers=desk).json()["items"]
        assert len(patients) == 40
        practitioners = httpx2.get(f"{url}/api/practitioners", headers=desk).json()["items"]
        assert len([p for p in practitioners if p["active"]]) == 3
        visits = httpx2.get(f"{url}/api/appointments?limit=500", headers=desk).json()["items"]
        days = {visit["starts_at"][:10] for visit in visits}
        assert len(visits) > 100 and len(days) >= 13
        invoices = httpx2.get(f"{url}/api/invoices?limit=500", headers=desk).json()["items"]
        assert {"draft", "issued", "paid", "part_paid"} <= {invoice["status"] for invoice in invoices}
        httpx2.post(
            f"{url}/api/patients",
            headers=desk,
            json={"given_name": "Kept", "family_name": "Overnight", "born_on": "1970-01-01", "sex": "other"},
        )
    finally:
        said = _end(process)
    for who in ("admin", "doctor", "nurse", "reception"):
        assert f"{who}@demo.clinic" in said
    assert "a demo password" in said

    again = _open(tmp_path, port)
    try:
        _ready(port, within=30)
        answer = httpx2.post(f"http://127.0.0.1:{port}/api/auth/login", json=body)
        desk = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        kept = httpx2.get(f"http://127.0.0.1:{port}/api/patients?q=overnight", headers=desk).json()["items"]
        assert [patient["given_name"] for patient in kept] == ["Kept"]
    finally:
        _end(again)
    _the_ledger_is_proved_and_its_first_break_named(tmp_path)


def _the_ledger_is_proved_and_its_first_break_named(folder: Path) -> None:
    def prove() -> tuple[int, str]:
        env = {"PATH": "/usr/bin:/bin", "CLINIC_DATA": str(folder)}
        done = subprocess.run(command("ledger", "prove"), env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    code, said = prove()
    assert code == 0 and re.search(r"The ledger balances: [1-9]\d* entries", said), said
    with sqlite3.connect(folder / "billing.db") as books:
        books.execute("DROP TRIGGER ledger_lines_no_update")
        books.execute("UPDATE ledger_lines SET amount_minor = amount_minor + 1 WHERE entry_position = 3")
        [number] = books.execute("SELECT number FROM ledger_entries WHERE position = 3").fetchone()
    code, said = prove()
    assert code == 1 and f"{number}, entry 3: its amount is another" in said, said


def test_the_environment_example_is_the_settings_own() -> None:
    assert (ROOT / ".env.example").read_text() == example()


def test_an_account_is_made_for_its_schema_alone() -> None:
    sql = statements("mysql+aiomysql://billing_app:secret@db:3306/billing_app")
    assert "GRANT ALL PRIVILEGES ON `billing\\_app`.* TO 'billing_app'@'%'" in sql
    assert len([line for line in sql if line.startswith("GRANT")]) == 2
    assert "GRANT ALL PRIVILEGES ON `billing\\_app\\_proof`.* TO 'billing_app'@'%'" in sql
    for bad in ("mysql+aiomysql://a:it's@db/a", "mysql+aiomysql://a:@db/a", "mysql+aiomysql://a;b:x@db/a"):
        try:
            statements(bad)
        except ValueError:
            continue
        raise AssertionError(bad)


def test_a_missing_setting_is_named_and_stops_the_start() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clinic_embedded", "serve", "billing"],
        env={"PATH": "/usr/bin:/bin", "METRICS_PORT": "0"}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    for name in ("DATABASE_URL", "BUS_URL", "SEALING_KEYS"):
        assert name in done.stderr
