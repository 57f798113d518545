"""A whole clinic goes out and comes into another one; what is broken of a file is listed, the rest is taken."""

import csv
import io
import json

import pytest
from clinic_common.database import new_id
from clinic_contracts.trail import AccessRecorded
from fhir.resources.R4B import get_fhir_model_class

from .conftest import entry, reference, small_bundle

FHIR, LINES = {"Content-Type": "application/fhir+json"}, {"Content-Type": "application/fhir+ndjson"}


@pytest.fixture
def bring(client):
    async def run(content, headers=FHIR, **params):
        return await client.post("/imports", params=params, content=content, headers=headers)

    return run


async def test_p14_a_whole_clinic_goes_out_line_by_line_and_comes_home(client, post, bring, as_role, database):
    await bring(json.dumps(small_bundle()))
    for number in range(120):
        await post(given_name=f"N{number}", family_name=f"Name{number}", born_on=f"19{number % 90 + 10}-03-04")
    gone = await client.get("/export", headers=as_role("doctor"))
    assert gone.headers["content-type"] == "application/fhir+ndjson"
    resources = [json.loads(line) for line in gone.content.splitlines()]
    for resource in resources:
        get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))
    assert [r["resourceType"] for r in resources].count("Patient") == 121
    home = (await bring(gone.content, LINES)).json()
    assert (home["created"], home["matched"], home["rejected"]) == (0, len(resources), [])
    moved = gone.content
    for resource in resources:
        moved = moved.replace(resource["id"].encode(), str(new_id()).encode())
    abroad = (await bring(moved, LINES)).json()
    assert (abroad["created"], abroad["rejected"]) == (len(resources), [])
    patients = [json.loads(line) for line in moved.splitlines()]
    same = "".join(f"{r['id']},Ada,Lovelace,1980-12-10\n" for r in patients if r["resourceType"] == "Patient")
    known = await bring("id,given_name,family_name,born_on\n" + same, {"Content-Type": "text/csv"})
    assert (known.json()["created"], known.json()["matched"]) == (0, 121)
    table = await client.get("/export", headers={**as_role("doctor"), "Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert (len(rows), len({row["id"] for row in rows})) == (242, 242)


async def test_a_whole_clinic_goes_out_with_what_the_reader_may_see_and_everybody_in_the_trail(
    client, post, as_role, emitted, bring
):
    await bring(json.dumps(small_bundle()))
    seen = await client.get("/export", headers=as_role("receptionist"))
    assert {json.loads(line)["resourceType"] for line in seen.content.splitlines()} == {"Patient"}
    [told] = [access for access in await emitted(AccessRecorded) if access.action == "export_clinic"]
    assert told.kind == "list"
    assert [str(each) for each in told.subject_ids] == [json.loads(seen.content.splitlines()[0])["id"]]


def cut(bundle, *, before):
    """The bytes of a bundle that break off within an entry."""
    whole = json.dumps(bundle)
    return whole[: whole.index(json.dumps(bundle["entry"][before])) + 25]


async def test_of_a_truncated_bundle_what_is_whole_is_taken_and_the_break_is_listed(bring):
    raw = cut(small_bundle(), before=3)
    refused = await bring(raw, strict=True)
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_take")
    done = (await bring(raw)).json()
    assert done["created"] == 3
    assert done["rejected"] == [{"pointer": "/entry/3", "reason": "the file is broken here"}]


async def test_a_line_that_is_no_resource_is_listed_and_the_others_are_taken(bring):
    person = small_bundle()["entry"][0]["resource"]
    raw = json.dumps(person).encode() + b"\n{broken\n7\n"
    done = (await bring(raw, LINES)).json()
    assert (done["created"], [each["pointer"] for each in done["rejected"]]) == (1, ["/entry/1", "/entry/2"])
    assert (await bring(b"{broken", LINES)).status_code == 422


async def test_five_thousand_entries_with_broken_references_and_unknown_code_systems(bring):
    bundle = small_bundle()
    for number in range(100, 5_092):
        condition = {
            "resourceType": "Condition",
            "subject": reference(999) if number % 100 == 0 else reference(1),
            "code": {"coding": [{"system": "urn:oid:9.9.9.9", "code": f"C{number}"}], "text": f"Finding {number}"},
        }
        bundle["entry"].append(entry(number, condition))
    done = (await bring(json.dumps(bundle))).json()
    assert (done["created"], done["rejected_count"]) == (4_942 + 6, 50)
    assert done["rejected"][0]["pointer"] == "/entry/8"
    assert done["created"] + done["matched"] + done["rejected_count"] + sum(done["left_out"].values()) == 5_000


async def test_columns_of_other_names_are_mapped_and_differences_are_told_without_being_taken(bring, client):
    csv_kind = {"Content-Type": "text/csv"}
    raw = "id,Vorname,Nachname,Geburtsdatum,phone\n7,Zoë,Müller,1990-04-05,2125550147\n"
    assert (await bring(raw.encode(), csv_kind)).status_code == 422
    mapping = ["given_name:vorname", "family_name:Nachname", "born_on:Geburtsdatum"]
    assert (await bring(raw.encode(), csv_kind, map=mapping)).json()["created"] == 1
    for wrong in ("shoe:Vorname", "given_name:Name"):
        refused = await bring(raw.encode(), csv_kind, map=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "unreadable_import")
    other = raw.replace("Zoë", "Zoe").replace("0147", "0148")
    tried = (await bring(other.encode(), csv_kind, map=mapping, dry_run=True)).json()
    [found] = (await client.get("/patients", params={"q": "müller"})).json()["items"]
    assert tried["differences"] == [
        {"pointer": "/1", "patient_id": found["id"], "fields": ["given_name", "phone"]}
    ]  # fmt: skip
    assert found["given_name"] == "Zoë"
