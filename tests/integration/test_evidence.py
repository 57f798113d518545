"""The access trail as evidence: exported by the clinic, proved anywhere, and nobody lays hands on it unseen."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from clinic_embedded.evidence import verify_folder

from .clinic import Clinic, command, eventually


@pytest.fixture(scope="module")
def export(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a trail in which somebody registered a patient and others looked at her."""
    new = {"given_name": "Eve", "family_name": "Dence", "born_on": "1990-02-03", "sex": "female"}
    patient = clinic.as_("receptionist").post("/api/patients", json=new).json()["id"]
    for role in ("nurse", "doctor"):
        assert clinic.as_(role).get(f"/api/patients/{patient}").status_code == 200

    def told() -> bool:
        found = clinic.as_("admin").get("/api/access-trail", params={"patient_id": patient})
        return len(found.json()["items"]) >= 3

    eventually(told)
    folder = tmp_path_factory.mktemp("trail") / "export"
    said = clinic.run("trail", "export", str(folder))
    assert "entries are in" in said
    return folder


def verify(folder: Path, *more: str) -> tuple[int, str]:
    """As an auditor does: without the clinic's settings, keys or database."""
    done = subprocess.run(command("trail", "verify", str(folder), *more), env={}, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_an_export_is_proved_from_itself_and_the_published_keys(clinic: Clinic, export: Path, tmp_path: Path) -> None:
    code, said = verify(export)
    assert code == 0, said
    published = clinic.client().get("/.well-known/trail-keys.json")
    assert published.status_code == 200
    noted = tmp_path / "noted.json"
    noted.write_text(published.text)
    code, said = verify(export, "--keys", str(noted))
    assert code == 0, said
    assert published.json()["keys"][0]["kid"] in said
    assert all(file.stat().st_mode & 0o077 == 0 for file in export.iterdir())


def test_the_clinic_proves_its_database_and_its_seals(clinic: Clinic, export: Path) -> None:
    assert "is whole" in clinic.run("trail", "verify")
    proof = clinic.as_("admin").get("/api/access-trail/proof").json()
    assert proof["valid"]
    assert all(chain["sealed"] > 0 and chain["sealed_at"] for chain in proof["chains"])


def test_an_export_of_some_days_holds_too(clinic: Clinic, export: Path, tmp_path: Path) -> None:
    today = json.loads((export / "entries.jsonl").read_text().splitlines()[-1])["occurred_at"][:10]
    clinic.run("trail", "export", str(tmp_path / "some"), "--from", today)
    assert verify(tmp_path / "some")[0] == 0
    clinic.run("trail", "export", str(tmp_path / "none"), "--to", "2020-01-01")
    assert (tmp_path / "none" / "entries.jsonl").read_bytes() == b""
    assert verify(tmp_path / "none")[0] == 0


def test_an_export_is_not_written_over_another(clinic: Clinic, export: Path) -> None:
    done = subprocess.run(
        command("trail", "export", str(export)), env=clinic.env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "not empty" in done.stderr


def _lines(change: Callable[[list[str]], None]) -> Callable[[Path], None]:
    def work(folder: Path) -> None:
        file = folder / "entries.jsonl"
        lines = file.read_text().splitlines(keepends=True)
        change(lines)
        file.write_text("".join(lines))

    return work


def _keys_of_another(folder: Path) -> None:
    file = folder / "trail-keys.json"
    keys = json.loads(file.read_text())
    keys["keys"][0]["x"], keys["keys"][0]["y"] = keys["keys"][0]["y"], keys["keys"][0]["x"]
    file.write_text(json.dumps(keys))


TAMPERING: dict[str, tuple[Callable[[Path], None], str]] = {
    "changed": (_lines(lambda lines: lines.__setitem__(1, lines[1].replace('"outcome":"', '"outcome":"not '))),
                "changed"),
    "removed": (_lines(lambda lines: lines.pop(1)), "removed"),
    "added": (_lines(lambda lines: lines.insert(2, lines[0])), "added"),
    "reordered": (_lines(lambda lines: lines.insert(0, lines.pop(1))), "reordered"),
    "a seal less": (lambda folder: (folder / "seals.jsonl").write_text(""), "seal"),
    "no manifest": (lambda folder: (folder / "manifest.jws").unlink(), "not a whole export"),
    "other keys": (_keys_of_another, "not a whole export"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
def test_whoever_lays_hands_on_an_export_is_found(clinic: Clinic, export: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "export"
    shutil.copytree(export, folder)
    tamper, word = TAMPERING[how]
    tamper(folder)
    said: list[str] = []
    assert not verify_folder(folder, keys=None, say=said.append)
    assert "NOT PROVEN" in said[-1]
    assert word in said[-1]


def test_the_command_fails_where_the_proof_does(clinic: Clinic, export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    shutil.copytree(export, folder)
    (folder / "manifest.jws").unlink()
    code, said = verify(folder)
    assert (code, "NOT PROVEN" in said) == (1, True)
