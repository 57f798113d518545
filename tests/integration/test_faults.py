"""Things break: the broker, a service, the network's patience; the clinic works on and forgets nothing."""

import asyncio
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pymysql
import pytest
from clinic_common.sealing import Sealer
from clinic_common.testing import mysql_server
from sqlalchemy import make_url

from tests.servers import rabbitmq

from .clinic import (
    NAMES,
    Clinic,
    command,
    drop_schemas,
    eventually,
    many_processes,
    one_process,
    root_url,
    schema_urls,
)  # fmt: skip
from .setting import Setting, new_patient, set_up


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, Any, Setting]]:
    """A clinic of many processes, two of them scheduling, with a broker of its own that may be stopped."""
    folder = tmp_path_factory.mktemp("fragile")
    with (
        rabbitmq(tmp_path_factory.mktemp("broker"), private=True) as broker,
        many_processes(folder, replicas={"scheduling": 2}, CLINIC_BUS_URL=broker.url) as clinic,
    ):
        yield clinic, broker, set_up(clinic)


def test_200_bookings_at_once_for_one_slot_sell_it_once(fragile: tuple[Clinic, Any, Setting]) -> None:
    clinic, _, setting = fragile
    desk = clinic.as_("receptionist")
    patients = [new_patient(desk, email=f"rush{number}@patients.test")["id"] for number in range(20)]
    eventually(lambda: desk.get("/api/appointments", params={"patient_id": patients[-1]}).status_code == 200)
    slot = setting.free_slot(desk, days_ahead=5)

    async def rush() -> list[httpx2.Response]:
        limits = httpx2.Limits(max_connections=100)
        async with httpx2.AsyncClient(base_url=clinic.url, timeout=60, limits=limits, headers=desk.headers) as client:
            bodies = [setting.booking(patients[number % 20], slot["starts_at"]) for number in range(200)]
            return list(await asyncio.gather(*(client.post("/api/appointments", json=body) for body in bodies)))

    answers = asyncio.run(rush())
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 199
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"slot_taken"}
    winner = next(answer.json() for answer in answers if answer.status_code == 201)
    listed = desk.get("/api/appointments", params={"from": slot["starts_at"], "limit": 500}).json()["items"]
    assert [a["id"] for a in listed if a["starts_at"] == slot["starts_at"]] == [winner["id"]]

    def confirmations() -> list[dict[str, Any]]:
        found = [m for p in patients for m in desk.get("/api/messages", params={"patient_id": p}).json()["items"]]
        return [m for m in found if "confirmation" in m["template"]]

    eventually(confirmations)
    assert [m["appointment_id"] for m in confirmations()] == [winner["id"]]


def test_bookings_go_on_while_the_broker_is_away(fragile: tuple[Clinic, Any, Setting]) -> None:
    clinic, broker, setting = fragile
    desk = clinic.as_("receptionist")
    patient = new_patient(desk, email="nobroker@patients.test")
    setting.book(desk, patient["id"])
    eventually(lambda: desk.get("/api/messages", params={"patient_id": patient["id"]}).json()["items"])
    broker.stop()
    try:
        appointment = setting.book(desk, patient["id"])
        health = clinic.client().get("/health").json()
        assert health["services"]["scheduling"]["database"] is True
    finally:
        broker.start()

    def told() -> bool:
        items = desk.get("/api/messages", params={"patient_id": patient["id"]}).json()["items"]
        return appointment["id"] in {m["appointment_id"] for m in items}

    eventually(told, within=40)


def test_a_service_that_is_gone_takes_nothing_else_with_it(fragile: tuple[Clinic, Any, Setting]) -> None:
    clinic, _, setting = fragile
    desk = clinic.as_("receptionist")
    billing = clinic.processes["billing"]
    billing.kill()
    try:
        started = time.monotonic()
        answer = desk.get("/api/invoices")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert time.monotonic() - started < 11
        patient = new_patient(desk)
        setting.book(desk, patient["id"])
        assert desk.get("/api/patients", params={"q": patient["family_name"]}).json()["items"]
        assert clinic.client().get("/health").status_code == 503
    finally:
        billing.start()
        billing.until_ready()
    eventually(lambda: desk.get("/api/invoices").status_code == 200)


def test_an_acknowledged_note_survives_the_death_of_its_service(fragile: tuple[Clinic, Any, Setting]) -> None:
    """Saved as one types, every save answered: after SIGKILL the last answered one is there, whole."""
    clinic, _, _ = fragile
    doctor, patients = clinic.as_("doctor"), clinic.processes["patients"]
    patient = new_patient(clinic.as_("receptionist"))
    notes = f"/api/patients/{patient['id']}/notes"
    note = doctor.post(notes, json={"kind": "free", "text": ""}).json()
    for length in range(1, 20):
        saved = doctor.patch(
            f"{notes}/{note['id']}", json={"text": "ache " * length}, headers={"If-Match": f'"{length}"'}
        )
        assert saved.status_code == 200, saved.text
    patients.kill()
    patients.start()
    patients.until_ready()
    eventually(lambda: doctor.get(f"{notes}/{note['id']}").status_code == 200)
    found = doctor.get(f"{notes}/{note['id']}").json()
    assert (found["text"], found["version"]) == (saved.json()["text"], 20)


def test_a_process_told_to_stop_finishes_and_leaves_with_a_good_conscience(
    fragile: tuple[Clinic, Any, Setting],
) -> None:
    clinic, _, _ = fragile
    process = clinic.processes["notifications"]
    started = time.monotonic()
    assert process.stop(signal.SIGTERM) in (0, -signal.SIGTERM)
    assert time.monotonic() - started < 20
    process.start()
    process.until_ready()


def test_an_account_reaches_no_other_schema(fragile: tuple[Clinic, Any, Setting]) -> None:
    clinic, _, _ = fragile
    urls = {name: make_url(clinic.env[f"{name.upper()}_DATABASE_URL"]) for name in NAMES}
    for name, url in urls.items():
        connection = pymysql.connect(
            host=url.host, port=url.port, user=url.username, password=url.password, database=url.database
        )
        with connection, connection.cursor() as cursor:
            cursor.execute("SHOW TABLES")
            assert cursor.fetchall()
            for other, other_url in urls.items():
                if other != name:
                    with pytest.raises(pymysql.err.OperationalError, match="denied"):
                        cursor.execute(f"SELECT 1 FROM `{other_url.database}`.outbox")


def test_started_as_one_process_and_split_later_nothing_is_lost(tmp_path: Path) -> None:
    """`solo` on MySQL, work, then six processes on the same schemas and keys."""
    prefix, ring = f"grow_{secrets.token_hex(3)}", Sealer.new_ring()
    urls = schema_urls(prefix)
    try:
        env = os.environ | urls | {"MYSQL_ROOT_URL": root_url(), "SEALING_KEYS": ring, "CLINIC_DATA": str(tmp_path)}
        subprocess.run(command("accounts"), env=env, check=True, capture_output=True)
        (tmp_path / "solo").mkdir()
        (tmp_path / "six").mkdir()
        with one_process(tmp_path / "solo", SEALING_KEYS=ring, **urls) as solo:
            setting = set_up(solo)
            patient = new_patient(solo.as_("receptionist"), email="grows@patients.test")
            appointment = setting.book(solo.as_("receptionist"), patient["id"])
            people = solo.people
        with many_processes(tmp_path / "six", on=urls, people=people, SEALING_KEYS=ring) as six:
            desk = six.as_("receptionist")
            assert desk.get(f"/api/patients/{patient['id']}").json()["family_name"] == patient["family_name"]
            assert desk.get(f"/api/appointments/{appointment['id']}").json()["status"] == "booked"
            # Whoever has arrived needs no confirmation any more.
            eventually(lambda: desk.get("/api/messages", params={"patient_id": patient["id"]}).json()["items"])
            for step in ("arrive", "complete"):
                assert desk.post(f"/api/appointments/{appointment['id']}/{step}").status_code == 200
            eventually(lambda: desk.get("/api/invoices", params={"patient_id": patient["id"]}).json()["items"])
            assert six.as_("admin").get("/api/access-trail/proof").json()["valid"] is True
    finally:
        drop_schemas(prefix)


def test_tables_use_a_collation_that_tells_letters_apart(fragile: tuple[Clinic, Any, Setting]) -> None:
    clinic, _, _ = fragile
    schema = make_url(clinic.env["PATIENTS_DATABASE_URL"]).database
    server = mysql_server()
    connection = pymysql.connect(
        host=server.host, port=server.port, user=server.username, password=server.password or ""
    )
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_collation FROM information_schema.tables WHERE table_schema = %s", (schema,)
        )
        assert [row[0] for row in cursor.fetchall()] == ["utf8mb4_bin"]
