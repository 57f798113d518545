"""Builders for patients and bundles, and the service under test."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from clinic_common.database import new_id
from clinic_common.service import Service
from clinic_common.testing import RING
from patients import commands
from patients.service import SERVICE

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
AUTHOR = commands.Author(new_id(), "Dr. Test")


@pytest.fixture
def service() -> Service:
    """The service under test."""
    return SERVICE


@pytest.fixture
def settings(service, database_url, tmp_path):
    """Settings of the service under test, with a folder of its own for documents."""
    return service.settings(
        database_url=database_url, bus_url="inprocess:", sealing_keys=RING, document_folder=tmp_path / "documents"
    )


@pytest.fixture
def now() -> datetime:
    """The moment of these tests."""
    return NOW


@pytest.fixture
def author():
    """Somebody of the staff."""
    return AUTHOR


@pytest.fixture
def register(database):
    """`await register("Ada", "Lovelace", …)`: a patient, registered by command."""

    async def make(given_name="Ada", family_name="Lovelace", born_on=date(1980, 12, 10), sex="female", **more):
        now = more.pop("now", NOW)
        fields = {"given_name": given_name, "family_name": family_name, "born_on": born_on, "sex": sex, **more}
        entered = await database.run(commands.register_patient, fields=fields, region="US", now=now)
        return entered.patient

    return make


@pytest.fixture
def post(client):
    """`await post(given_name="Ada", …)`: a patient, registered over HTTP."""

    async def make(**fields):
        body = {"given_name": "Ada", "family_name": "Lovelace", "born_on": "1980-12-10", "sex": "female", **fields}
        answer = await client.post("/patients", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make


@pytest.fixture
def write(database):
    """`await write(statement)`: past all commands, as a mistake would."""

    async def run(statement):
        async def execute(session):
            await session.execute(statement)

        await database.run(execute)

    return run


@pytest.fixture
def add(database, author, now):
    async def run(kind, patient, /, **fields):
        return await database.run(
            commands.add_item, kind=kind, patient_id=patient.id, fields=fields, author=author, now=now
        )

    return run


@pytest.fixture
def merge(database, now):
    async def run(survivor, duplicate):
        return await database.run(
            commands.merge_patients,
            survivor_id=survivor.id, duplicate_id=duplicate.id, merged_by=None, sealer=database.sealer, now=now,
        )  # fmt: skip

    return run


@pytest.fixture
def load(database, now):
    async def run(bundle, **options):
        options = {"import_id": new_id(), "now": now, **options}
        return (await database.run(commands.import_bundle, bundle=bundle, **options)).row

    return run


async def fetch(database, model, id):
    async def query(session):
        return await session.get(model, id)

    return await database.read(query)


def coded(system, code, text):
    """A CodeableConcept."""
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def entry(number, resource):
    """A bundle entry with a full URL of its own."""
    return {"fullUrl": f"urn:uuid:00000000-0000-4000-8000-{number:012}", "resource": resource}


def reference(number):
    """A reference to an entry."""
    return {"reference": f"urn:uuid:00000000-0000-4000-8000-{number:012}"}


def observation(code, value, unit, *, subject, category="vital-signs", **more):
    """An Observation with one value."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [coded("http://terminology.hl7.org/CodeSystem/observation-category", category, category)],
        "code": coded("http://loinc.org", code, code),
        "subject": subject,
        "effectiveDateTime": "2020-05-04T10:11:12+02:00",
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
        **more,
    }


def small_bundle(start=1):
    """One patient with an entry for each list, a blood pressure, and things this clinic does not keep."""
    who = reference(start)
    pressure = observation("85354-9", 0, "mm[Hg]", subject=who)
    del pressure["valueQuantity"]
    pressure["component"] = [
        {"code": coded("http://loinc.org", code, code), "valueQuantity": {"value": value, "code": "mm[Hg]"}}
        for code, value in (("8480-6", 121.5), ("8462-4", 79))
    ]
    resources = [
        {
            "resourceType": "Patient",
            "id": f"p{start}",
            "identifier": [
                {"system": "http://example.org/mrn", "value": f"mrn-{start}"},
                {"type": coded("http://terminology.hl7.org/CodeSystem/v2-0203", "SS", "SSN"), "value": "999-11-2222"},
            ],
            "name": [{"use": "official", "family": "Núñez", "given": ["María", "José"], "prefix": ["Mrs."]}],
            "telecom": [{"system": "phone", "value": "(212) 555-0147"}, {"system": "email", "value": "mj@example.org"}],
            "gender": "female",
            "birthDate": "1984-02-29",
            "address": [{"line": ["1 Main St", "Apt 2"], "city": "Boston", "state": "MA", "postalCode": "02134"}],
            "communication": [{"language": coded("urn:ietf:bcp:47", "es", "Spanish")}],
        },
        {
            "resourceType": "Condition",
            "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved", "Resolved"),
            "code": coded("http://snomed.info/sct", "70704007", "Sprain of wrist"),
            "subject": who,
            "onsetDateTime": "2016-01-07T22:28:27+00:00",
            "abatementDateTime": "2016-01-28",
        },
        {
            "resourceType": "AllergyIntolerance",
            "code": coded("http://snomed.info/sct", "91935009", "Peanut"),
            "patient": who,
            "criticality": "high",
            "reaction": [
                {"manifestation": [coded("http://snomed.info/sct", "247472004", "Hives")], "severity": "moderate"}
            ],
        },
        {
            "resourceType": "Immunization",
            "status": "completed",
            "vaccineCode": coded("http://hl7.org/fhir/sid/cvx", "140", "Influenza"),
            "patient": who,
            "occurrenceDateTime": "2019-10-01",
            "lotNumber": "L1",
        },
        pressure,
        observation("29463-7", 70.12345678901234, "kg", subject=who),
        observation("2339-0", 90, "mg/dL", subject=who, category="laboratory"),
        {"resourceType": "Encounter", "status": "finished", "subject": who},
    ]
    entries = [entry(start + place, resource) for place, resource in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def real_bundles():
    """The folder of real bundles, if this machine has it."""
    told = os.environ.get("CLINIC_TEST_DATA")
    beside = [parent / "shared" / "data" for parent in Path(__file__).resolve().parents[4:6]]
    folders = [Path(told)] if told else beside
    return [file for folder in folders for file in sorted((folder / "synthea-r4").glob("*.json"))]
