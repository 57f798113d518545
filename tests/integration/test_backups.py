"""A backup is taken while the clinic works, proved, found broken when it is, and brought back elsewhere."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from moto.server import ThreadedMotoServer

from .clinic import Clinic, Process, command, drop_schemas, eventually, free_port, root_url, schema_urls
from .setting import new_patient, set_up

CONTENT = b"%PDF-1.7\nwhat the specialist wrote"


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """An S3 server of our own with a bucket, as the environment of whoever uses it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        assert httpx2.put(f"http://{host}:{port}/backups").status_code == 200
        yield {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ALLOW_HTTP": "true",
        }
    finally:
        server.stop()


def _write_a_document(clinic: Clinic, patient_id: str) -> str:
    doctor = clinic.as_("doctor")
    said = {"filename": "letter.pdf", "content_type": "application/pdf", "size": len(CONTENT)}
    made = doctor.post(f"/api/patients/{patient_id}/documents", json=said).json()
    upload = made["upload"]
    clinic.client().request(upload["method"], upload["url"], content=CONTENT, headers=upload["headers"])
    path = f"/api/patients/{patient_id}/documents/{made['id']}"
    assert doctor.post(f"{path}/complete").status_code == 200
    return path


def _elsewhere(clinic: Clinic, folder: Path, prefix: str) -> dict[str, str]:
    """The environment of a clinic with the same keys and nothing else yet."""
    env = clinic.env | {"CLINIC_DATA": str(folder), "DOCUMENT_FOLDER": str(folder / "documents")}
    if clinic.foundation == "many":
        env |= schema_urls(prefix) | {"CLINIC_BUS_URL": "inprocess:"}
        subprocess.run(command("accounts"), env=env | {"MYSQL_ROOT_URL": root_url()}, check=True, capture_output=True)
    return env


def test_a_working_clinic_is_backed_up_proved_and_brought_back(
    clinic: Clinic, bucket: dict[str, str], tmp_path: Path
) -> None:
    setting = set_up(clinic)
    patient = new_patient(clinic.as_("receptionist"), email="kept@patients.test")
    setting.book(clinic.as_("receptionist"), patient["id"])
    document = _write_a_document(clinic, patient["id"])
    places = {"BACKUP_PLACES": f"{tmp_path}/first,s3://backups/{clinic.foundation}"} | bucket

    said = clinic.run("backup", "run", "--prove", **places)
    assert "NOT" not in said and "is whole" in said and re.search(r"\b[1-9]\d* documents opened", said)
    assert "kept@patients.test" not in said
    status = eventually(
        lambda: (found := clinic.client().get("/status.json").json())["restore"]["at"] and found, within=30
    )
    assert status["restore"]["good"] and status["backup"]["good"]

    # The first place burns down with the clinic; the second one brings everything back.
    shutil.rmtree(tmp_path / "first")
    prefix = f"back_{secrets.token_hex(3)}"
    folder = tmp_path / "elsewhere"
    # There, documents are kept in a bucket.
    env = _elsewhere(clinic, folder, prefix) | places | {"DOCUMENT_STORE": f"s3://backups/kept-{clinic.foundation}"}
    process = Process(["up"], env | {"PORT": (port := str(free_port()))}, tmp_path / "up.log", int(port))
    try:
        asked = ["backup", "restore", "newest", "--from", f"s3://backups/{clinic.foundation}"]
        subprocess.run(command(*asked), env=env, check=True, capture_output=True)
        again = subprocess.run(command(*asked), env=env, capture_output=True, text=True)
        assert again.returncode == 1 and "a clinic here already" in again.stderr
        process.start()
        process.until_ready()
        other = Clinic("back", f"http://127.0.0.1:{port}", folder, env, people=clinic.people)
        desk = other.as_("receptionist")
        assert desk.get(f"/api/patients/{patient['id']}").json()["email"] == "kept@patients.test"
        visits = desk.get("/api/appointments", params={"patient_id": patient["id"]}).json()["items"]
        assert [visit["status"] for visit in visits] == ["booked"]
        assert other.client().get(other.as_("doctor").get(document).json()["download"]).content == CONTENT
        said = other.run("backup", "run", "--prove", BACKUP_PLACES=str(tmp_path / "third"))
        assert "NOT" not in said and "1 documents opened" in said
    finally:
        process.stop()
        if clinic.foundation == "many":
            drop_schemas(prefix)


def test_a_backup_that_was_touched_is_named_and_the_status_page_says_so(clinic: Clinic, tmp_path: Path) -> None:
    place = {"BACKUP_PLACES": str(tmp_path)}
    assert "NOT" not in clinic.run("backup", "run", **place)
    (file,) = tmp_path.glob("*/billing")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    env = clinic.env | place
    proved = subprocess.run(command("backup", "prove"), env=env, capture_output=True, text=True)
    assert proved.returncode == 1
    assert "NOT PROVEN" in proved.stderr and f"{file.parent.name}/billing" in proved.stderr
    eventually(lambda: clinic.client().get("/status.json").json()["restore"]["good"] is False, within=30)
    lost = subprocess.run(
        command("backup", "list"), env=env | {"SEALING_KEYS": os.urandom(4).hex() + ":" + "A" * 43},
        capture_output=True, text=True,
    )  # fmt: skip
    assert "cannot be opened" in lost.stdout and "SEALING_KEYS" in lost.stdout
