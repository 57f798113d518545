"""Real records come in from the command line; a second time nothing doubles."""

import json
import os
import re
from pathlib import Path

import pytest

from .clinic import Clinic

SHARED = Path(__file__).parents[3] / "shared" / "data" / "synthea-r4"
OWN = {
    "resourceType": "Bundle",
    "type": "transaction",
    "entry": [
        {
            "fullUrl": "urn:uuid:0b6f6c1e-7d5c-4c0b-9d3e-5a1f0c9e1a01",
            "resource": {
                "resourceType": "Patient",
                "name": [{"use": "official", "family": "Ångström", "given": ["Zoë"]}],
                "gender": "female",
                "birthDate": "1969-07-20",
            },
        },
        {
            "fullUrl": "urn:uuid:0b6f6c1e-7d5c-4c0b-9d3e-5a1f0c9e1a02",
            "resource": {
                "resourceType": "AllergyIntolerance",
                "patient": {"reference": "urn:uuid:0b6f6c1e-7d5c-4c0b-9d3e-5a1f0c9e1a01"},
                "code": {"text": "Penicillin"},
            },
        },
        {"resource": {"resourceType": "Condition", "subject": {"reference": "urn:uuid:nobody"}, "code": {"text": "?"}}},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundles people gave us, and one of our own with a broken reference."""
    place = tmp_path / "bundles"
    place.mkdir()
    (place / "own.json").write_text(json.dumps(OWN))
    given = Path(os.environ.get("CLINIC_TEST_DATA", SHARED))
    for file in given.glob("*.json") if given.is_dir() else ():
        (place / file.name).write_bytes(file.read_bytes())
    return place


def test_bundles_are_imported_once_however_often(clinic: Clinic, folder: Path) -> None:
    first = clinic.run("import", str(folder))
    people = len(list(folder.iterdir()))
    assert re.search(rf"^patients +{people} new +0 known", first, re.MULTILINE), first
    assert "own.json: 2 taken, 0 known already, 1 rejected" in first
    assert "/entry/2" in first
    second = clinic.run("import", str(folder))
    assert re.search(rf"^patients +0 new +{people} known", second, re.MULTILINE), second

    doctor = clinic.as_("doctor")
    [zoe] = doctor.get("/api/patients", params={"q": "angstrom zoe"}).json()["items"]
    allergies = doctor.get(f"/api/patients/{zoe['id']}/allergies").json()["items"]
    assert [allergy["substance"] for allergy in allergies] == ["Penicillin"]


def test_a_file_that_is_none_is_told_and_stops_no_other(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"resourceType": "Bundle", "entry": [')
    with pytest.raises(AssertionError, match=r"broken\.json: not taken"):
        clinic.run("import", str(tmp_path))
