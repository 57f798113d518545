"""The door: what comes in over HTTP, what goes out, and what stands in the trail."""

import json

from clinic_common.database import new_id
from clinic_contracts.patients import PatientRegistered
from clinic_contracts.permissions import ROLES, Permission
from clinic_contracts.trail import AccessRecorded

from .conftest import small_bundle

ADA = {"given_name": "Ada", "family_name": "Lovelace", "born_on": "1980-12-10", "sex": "female"}
WHOLE = ADA | {
    "email": "Ada@Example.org",
    "phone": "(212) 555-0147",
    "address": {"line1": "1 Main St", "city": "Boston", "postal_code": "02134"},
    "preferred_language": "en",
    "contact_by": "sms",
}


async def test_a_patient_is_registered_told_and_stands_in_the_trail(client, emitted):
    answer = await client.post("/patients", json=WHOLE)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["phone"] == "+12125550147"
    assert made["address"]["city"] == "Boston"
    assert (made["version"], answer.headers["etag"]) == (1, '"1"')
    assert (made["archived"], made["merged_into"], made["possible_duplicates"]) == (False, None, [])
    [told] = await emitted(PatientRegistered)
    assert (str(told.patient_id), told.contact_by) == (made["id"], "sms")
    [access] = await emitted(AccessRecorded)
    assert (access.action, access.kind, [str(s) for s in access.subject_ids]) == (
        "register_patient", "write", [made["id"]],
    )  # fmt: skip


async def test_likely_duplicates_are_shown_on_registration_and_edit_and_their_reading_stands_in_the_trail(
    client, post, emitted
):
    first = await post(**WHOLE)
    second = await post(given_name="Adda", family_name="Lovelace", phone="212 555 0147")
    [shown] = second["possible_duplicates"]
    assert shown["id"] == first["id"]
    assert shown["record_number"] == first["record_number"]
    assert 0.5 <= shown["score"] <= 1
    assert "same phone" in shown["reasons"]
    changed = await client.patch(f"/patients/{first['id']}", json={"sex": "unknown"}, headers={"If-Match": '"1"'})
    assert [each["id"] for each in changed.json()["possible_duplicates"]] == [second["id"]]
    accesses = await emitted(AccessRecorded)
    assert {str(s) for s in accesses[1].subject_ids} == {first["id"], second["id"]}


async def test_a_field_is_changed_emptied_or_left(client, post):
    made = await post(**WHOLE)
    path = f"/patients/{made['id']}"
    assert (await client.patch(path, json={"sex": "other"})).status_code == 428
    answer = await client.patch(
        path, json={"email": None, "address": None, "given_name": "Augusta"}, headers={"If-Match": '"1"'}
    )
    changed = answer.json()
    assert (changed["given_name"], changed["email"], changed["address"]) == ("Augusta", None, None)
    assert changed["phone"] == made["phone"]
    assert answer.headers["etag"] == '"2"'
    assert (await client.patch(path, json={"sex": "other"}, headers={"If-Match": '"1"'})).status_code == 412
    for name in ("given_name", "born_on", "sex"):
        refused = await client.patch(path, json={name: None}, headers={"If-Match": '"2"'})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"/{name}")


WRONG = (
    ({"born_on": "2999-01-01"}, "/born_on"),
    ({"born_on": "2100-01-01"}, "/born_on"),
    ({"born_on": "1985-02-30"}, "/born_on"),
    ({"born_on": "0001-01-01"}, "/born_on"),
    ({"sex": "yes"}, "/sex"),
    ({"email": "not at all"}, "/email"),
    ({"phone": "call my son"}, "/phone"),
    ({"given_name": "x" * 1_000_000}, "/given_name"),
    ({"family_name": "A\u0000"}, "/family_name"),
    ({"address": {"line1": "x", "planet": "Mars"}}, "/address/planet"),
    ({"colour": "red"}, "/colour"),
    ({"contact_by": "pigeon"}, "/contact_by"),
)


async def test_what_cannot_be_right_is_refused_by_name_and_nothing_is_stored(client, emitted):
    for wrong, pointer in WRONG:
        answer = await client.post("/patients", json=ADA | wrong)
        assert answer.status_code == 422, wrong
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert await emitted() == []


async def test_emoji_sql_and_every_script_are_names(post, client):
    for name in ("Zoë 🦊", "山田太郎", "أحمد", "O'Brien", "Robert'); DROP TABLE patients;--", "ปิยะ", "किरण"):
        made = await post(given_name=name, family_name=name)
        found = (await client.get("/patients", params={"q": name[:40]})).json()["items"]
        assert made["id"] in [each["id"] for each in found]


async def test_search_lists_and_reads_stand_in_the_trail(client, post, emitted):
    made = await post(**WHOLE)
    listed = (await client.get("/patients", params={"q": "love", "born_on": "1980-12-10"})).json()
    assert [each["id"] for each in listed["items"]] == [made["id"]]
    assert (await client.get(f"/patients/{made['id']}")).json()["version"] == 1
    kinds = [(event.action, event.kind) for event in await emitted(AccessRecorded)]
    assert kinds == [("register_patient", "write"), ("list_patients", "list"), ("get_patient", "read")]


async def test_an_unknown_patient_is_not_found_anywhere(client, as_role):
    client.headers.update(as_role("doctor"))
    path = f"/patients/{new_id()}"
    answers = [await client.get(path + end) for end in ("", "/record", "/allergies", "/vitals", "/notes")]
    answers.append(await client.post(f"{path}/archive"))
    answers.append(await client.post(f"{path}/problems", json={"display": "Gout"}))
    answers.append(await client.patch(f"{path}/vitals/{new_id()}", json={}, headers={"If-Match": '"1"'}))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (404, "patient_not_found")


async def test_a_patient_is_archived_and_taken_out_again(client, post):
    made = await post()
    for _ in range(2):
        archived = await client.post(f"/patients/{made['id']}/archive")
        assert (archived.status_code, archived.json()["archived"]) == (200, True)
    assert (await client.get("/patients", params={"q": "ada"})).json()["items"] == []
    assert len((await client.get("/patients", params={"q": "ada", "archived": True})).json()["items"]) == 1
    back = await client.post(f"/patients/{made['id']}/unarchive")
    assert (back.json()["archived"], back.json()["version"]) == (False, 3)


async def test_a_merge_and_its_undo(client, post):
    ada, twin = await post(), await post(given_name="Adda")
    path = f"/patients/{ada['id']}/merge"
    answer = await client.post(path, json={"duplicate_id": twin["id"]})
    assert answer.status_code == 201, answer.text
    merge_id = answer.json()["merge_id"]
    gone = (await client.get(f"/patients/{twin['id']}")).json()
    assert (gone["archived"], gone["merged_into"]) == (True, ada["id"])
    again = await client.post(path, json={"duplicate_id": twin["id"]})
    assert (again.status_code, again.json()["code"]) == (409, "merged_record")
    assert again.json()["merged_into"] == ada["id"]
    itself = await client.post(path, json={"duplicate_id": ada["id"]})
    assert (itself.status_code, itself.json()["code"]) == (422, "merge_with_itself")
    refused = await client.post(f"/patients/{twin['id']}/unarchive")
    assert (refused.status_code, refused.json()["code"]) == (409, "merged_record")
    undone = await client.post(f"/patient-merges/{merge_id}/undo")
    assert (undone.status_code, undone.json()["merge_id"]) == (200, merge_id)
    assert (await client.get(f"/patients/{twin['id']}")).json()["merged_into"] is None
    twice = await client.post(f"/patient-merges/{merge_id}/undo")
    assert (twice.status_code, twice.json()["code"]) == (409, "merge_already_undone")


ENTRIES = [
    ("allergies", {"substance": "Peanut", "severity": "severe", "criticality": "high", "reaction": "Hives"},
     {"severity": None}),
    ("problems", {"display": "Gout", "code": "M10.9", "code_system": "http://hl7.org/fhir/sid/icd-10-cm",
                  "onset_on": "2020-01-02"}, {"status": "resolved", "resolved_on": "2020-02-01"}),
    ("immunizations", {"vaccine": "Influenza", "code": "140", "given_on": "2025-10-01", "lot": "L1"}, {"lot": None}),
    ("vitals", {"kind": "body_temperature", "value": 37.25, "unit": "Cel", "measured_at": "2026-11-23T09:30:00Z"},
     {"value": 38}),
    ("medications", {"name": "Metformin", "dose": "500 mg", "started_on": "2024-01-01"}, {"ended_on": "2024-06-01"}),
    ("consents", {"kind": "treatment", "given": True, "given_on": "2026-01-02"}, {"given": False}),
]  # fmt: skip


async def test_every_list_of_the_chart_is_written_read_changed_and_struck_out(client, post, as_role):
    ada, bob = await post(), await post(given_name="Bob", born_on="1950-01-01")
    doctor = new_id()
    client.headers |= as_role("doctor", staff_id=doctor)
    for name, body, change in ENTRIES:
        await goes_through_its_life(client, ada, bob, doctor, name, body, change)


async def goes_through_its_life(client, ada, bob, doctor, name, body, change):
    path = f"/patients/{ada['id']}/{name}"
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert {key: made[key] for key in body} == body
    assert (made["author_id"], made["version"], made["patient_id"]) == (str(doctor), 1, ada["id"])
    changed = await client.patch(f"{path}/{made['id']}", json=change, headers={"If-Match": '"1"'})
    assert {key: changed.json()[key] for key in change} == change
    elsewhere = await client.patch(
        f"/patients/{bob['id']}/{name}/{made['id']}", json=change, headers={"If-Match": '"2"'}
    )
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "chart_item_not_found")
    struck = await client.patch(
        f"{path}/{made['id']}", json={"struck_out_reason": "wrong patient"}, headers={"If-Match": '"2"'}
    )
    assert struck.json()["struck_out_reason"] == "wrong patient"
    assert [each["id"] for each in (await client.get(path)).json()["items"]] == [made["id"]]
    assert (await client.get(path, params={"struck_out": False})).json()["items"] == []
    assert (await client.get(f"/patients/{bob['id']}/{name}")).json()["items"] == []


async def test_an_implausible_vital_is_refused_in_words(client, post):
    ada = await post()
    body = {"kind": "body_temperature", "value": 98.6, "unit": "Cel", "measured_at": "2026-11-23T09:30:00Z"}
    for wrong, pointer in (({}, "/value"), ({"unit": "kg"}, "/unit"), ({"value": 1e99}, "/value"),
                           ({"kind": "luck"}, "/kind"), ({"measured_at": "yesterday"}, "/measured_at")):  # fmt: skip
        answer = await client.post(f"/patients/{ada['id']}/vitals", json=body | wrong)
        assert answer.status_code == 422
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_a_note_is_written_changed_signed_and_added_to(client, post, as_role):
    ada = await post()
    client.headers |= as_role("doctor")
    path = f"/patients/{ada['id']}/notes"
    made = (await client.post(path, json={"subjective": "Knee hurts", "plan": "Rest"})).json()
    note = f"{path}/{made['id']}"
    changed = await client.patch(note, json={"plan": "Ice"}, headers={"If-Match": '"1"'})
    assert (changed.json()["plan"], changed.json()["subjective"]) == ("Ice", "Knee hurts")
    early = await client.post(f"{note}/addenda", json={"text": "x"})
    assert (early.status_code, early.json()["code"]) == (409, "not_signed")
    signed = (await client.post(f"{note}/sign")).json()
    assert len(signed["sha256"]) == 64
    late = await client.patch(note, json={"plan": "Run"}, headers={"If-Match": '"3"'})
    assert (late.status_code, late.json()["code"]) == (409, "already_signed")
    added = await client.post(f"{note}/addenda", json={"text": "and the other knee"})
    assert added.status_code == 201
    [listed] = (await client.get(path)).json()["items"]
    assert [each["text"] for each in listed["addenda"]] == ["and the other knee"]
    assert listed == (await client.get(note)).json()


async def test_p13_a_nurse_sees_and_changes_only_notes_of_her_own(client, post, as_role):
    assert Permission.CHART_READ not in ROLES["nurse"]
    ada = await post()
    path = f"/patients/{ada['id']}/notes"
    doctor, nurse = as_role("doctor"), as_role("nurse")
    his = (await client.post(path, json={"kind": "free", "text": "his"}, headers=doctor)).json()
    hers = (await client.post(path, json={"kind": "free", "text": "hers"}, headers=nurse)).json()
    assert [each["text"] for each in (await client.get(path, headers=nurse)).json()["items"]] == ["hers"]
    assert len((await client.get(path, headers=doctor)).json()["items"]) == 2
    seen = await client.get(f"{path}/{his['id']}", headers=nurse)
    assert (seen.status_code, seen.json()["code"]) == (404, "note_not_found")
    match = {"If-Match": '"1"'}
    changed = await client.patch(f"{path}/{his['id']}", json={"text": "x"}, headers=nurse | match)
    assert changed.status_code == 404
    foreign = await client.patch(f"{path}/{hers['id']}", json={"text": "x"}, headers=doctor | match)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_your_note")


async def test_the_record_in_short_shows_what_the_role_may_see(client, post, as_role):
    ada = await post()
    for name, body, _ in ENTRIES[:4]:
        await client.post(f"/patients/{ada['id']}/{name}", json=body)
    seen = {
        role: (await client.get(f"/patients/{ada['id']}/record", headers=as_role(role))).json()
        for role in ("receptionist", "nurse", "doctor")
    }
    lists = ("allergies", "immunizations", "vitals", "problems")
    assert [seen["doctor"][name]["count"] for name in lists] == [1, 1, 1, 1]
    assert [seen["nurse"][name] is None for name in lists] == [False, False, False, True]
    assert [seen["receptionist"][name] for name in lists] == [None] * 4


async def test_statistics_name_nobody(client, post):
    await post()
    found = (await client.get("/patients/statistics", params={"from": "2020-01-01"})).json()
    assert (found["new"], found["active"], found["archived"]) == (1, 1, 0)
    assert found["by_age_and_sex"] == [{"age_band": "45-64", "sex": "female", "count": 1}]
    assert found["from"] == "2020-01-01"


FHIR = {"Content-Type": "application/fhir+json"}


async def test_a_bundle_is_tried_brought_in_and_taken_back(client, emitted):
    body = json.dumps(small_bundle())
    tried = await client.post("/imports", params={"dry_run": True}, content=body, headers=FHIR)
    assert (tried.status_code, tried.json()["created"], tried.json()["dry_run"]) == (201, 6, True)
    assert await emitted(PatientRegistered) == []
    done = (await client.post("/imports", content=body, headers=FHIR)).json()
    assert (done["created"], done["matched"], done["rejected"], done["dry_run"]) == (6, 0, [], False)
    again = (await client.post("/imports", content=body, headers=FHIR)).json()
    assert (again["created"], again["matched"]) == (0, 6)
    shown = (await client.get(f"/imports/{done['id']}")).json()
    assert shown == done
    undone = (await client.post(f"/imports/{done['id']}/undo")).json()
    assert undone["undone"] == {"patients": 1, "entries": 6, "kept": 0}
    twice = await client.post(f"/imports/{done['id']}/undo")
    assert (twice.status_code, twice.json()["code"]) == (409, "import_already_undone")
    assert len((await client.get("/imports")).json()["items"]) == 3
    [accesses] = [e for e in await emitted(AccessRecorded) if e.action == "undo_import"]
    assert len(accesses.subject_ids) == 1


async def test_the_same_import_sent_again_with_its_key_gives_the_same_answer(client):
    body = json.dumps(small_bundle())
    answers = [await client.post("/imports", content=body, headers=FHIR | {"Idempotency-Key": "k"}) for _ in "ab"]
    assert answers[0].json() == answers[1].json()


async def test_statistics_come_as_a_table_too(client, post):
    await post(**ADA)
    table = await client.get("/patients/statistics", headers={"Accept": "text/csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.splitlines()[:3] == ["what,of,which,count", "new,,,1", "active,,,1"]
    backwards = await client.get("/patients/statistics", params={"from": "2026-02-01", "to": "2026-01-01"})
    assert (backwards.status_code, backwards.json()["code"]) == (422, "period_ends_before_it_begins")


UNREADABLE = (
    (b"", "application/json"),
    (json.dumps(small_bundle()).encode()[:90], "application/fhir+json"),
    (b'{"resourceType": "Patient"}', "application/json"),
    (b'{"resourceType": "Bundle", "entry": 7}', "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"resourceType": "Bundle", "total": NaN}', "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b"\xff\xfe\x00", "text/csv"),
    (b"shoe size\n38\n", "text/csv"),
    (b"", "text/csv"),
    (b"<Bundle/>", "application/xml"),
)


async def test_what_is_no_bundle_is_refused_in_words(client):
    for content, kind in UNREADABLE:
        answer = await client.post("/imports", content=content, headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_import"), content[:50]


async def test_resources_of_every_wrong_shape_are_listed_not_crashed_on(client):
    shapes = [
        None,
        7,
        "x",
        [],
        {},
        [1],
        {"a": 1},
        [[]],
        [{}],
        [{"coding": 7}],
        {"coding": [{"code": 5}]},
        "\ud800",
        10**400,
    ]
    patient = ["identifier", "name", "telecom", "address", "gender", "birthDate", "communication", "id"]
    others = ["code", "subject", "patient", "category", "component", "valueQuantity", "effectiveDateTime", "status"]
    others += ["vaccineCode", "occurrenceDateTime", "onsetDateTime", "reaction", "verificationStatus", "clinicalStatus"]
    fields = patient + others
    entries = [
        {**each, "resource": {**each["resource"], field: shape}}
        for each in small_bundle()["entry"]
        for field in fields
        for shape in shapes
    ]
    entries += [{"resource": shape} for shape in shapes] + [{"fullUrl": shape, "resource": {}} for shape in shapes]
    entries += shapes
    body = json.dumps({"resourceType": "Bundle", "entry": entries})
    answer = await client.post("/imports", params={"dry_run": True}, content=body, headers=FHIR)
    assert answer.status_code == 201, answer.text
    assert answer.json()["rejected_count"] > 100
    done = await client.post("/imports", content=body, headers=FHIR)
    assert done.status_code == 201, done.text


async def test_a_strict_import_lists_what_is_wrong_and_takes_nothing(client, emitted):
    bundle = small_bundle()
    bundle["entry"][0]["resource"]["birthDate"] = "soon"
    answer = await client.post("/imports", params={"strict": True}, content=json.dumps(bundle), headers=FHIR)
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_take")
    assert answer.json()["rejected"][0]["pointer"] == "/entry/0"
    assert await emitted(PatientRegistered) == []


async def test_csv_is_brought_in(client):
    raw = "given_name,family_name,born_on\nZoë,Müller,1990-04-05\n"
    done = await client.post("/imports", content=raw.encode(), headers={"Content-Type": "text/csv; charset=utf-8"})
    assert (done.status_code, done.json()["created"]) == (201, 1)
    [found] = (await client.get("/patients", params={"q": "muller zoe"})).json()["items"]
    assert found["given_name"] == "Zoë"


async def test_an_export_stands_in_the_trail_and_holds_what_the_reader_may_see(client, post, as_role, emitted):
    patient = await post(**WHOLE)
    path = f"/patients/{patient['id']}"
    entry = {"substance": "Penicillin", "severity": "severe"}
    assert (await client.post(f"{path}/allergies", json=entry)).status_code == 201
    assert (await client.post(f"{path}/problems", json={"display": "Gout"})).status_code == 201
    answer = await client.get(f"{path}/export", headers=as_role("doctor"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/fhir+json")
    kinds = [entry["resource"]["resourceType"] for entry in answer.json()["entry"]]
    assert kinds == ["Patient", "Condition", "AllergyIntolerance"]
    few = await client.get(f"{path}/export", headers=as_role("nurse"))
    assert [e["resource"]["resourceType"] for e in few.json()["entry"]] == ["Patient", "AllergyIntolerance"]
    table = await client.get(f"{path}/export", headers=as_role("doctor") | {"Accept": "text/csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Ada,Lovelace,1980-12-10,female" in table.text
    seen = [access for access in await emitted(AccessRecorded) if access.action == "export_patient"]
    assert [(access.kind, [str(s) for s in access.subject_ids]) for access in seen] == [("read", [patient["id"]])] * 3
    assert (await client.get(f"/patients/{new_id()}/export")).status_code == 404


async def test_p18_the_history_of_every_kind_of_entry_is_told_and_stands_in_the_trail(client, post, emitted):
    patient = await post(**ADA)
    for path, entry in {
        "allergies": {"substance": "Nuts"},
        "problems": {"display": "Gout"},
        "immunizations": {"vaccine": "Flu", "given_on": "2020-01-02"},
        "vitals": {"kind": "pain", "value": 3, "unit": "{score}", "measured_at": "2026-01-02T03:04:05Z"},
        "medications": {"name": "Aspirin"},
        "consents": {"kind": "sms", "given": True, "given_on": "2020-01-02"},
    }.items():
        item = (await client.post(f"/patients/{patient['id']}/{path}", json=entry)).json()
        where = f"/patients/{patient['id']}/{path}/{item['id']}"
        changed = await client.patch(where, json={"struck_out_reason": "wrong"}, headers={"If-Match": '"1"'})
        assert changed.status_code == 200, changed.text
        told = (await client.get(f"{where}/history")).json()
        assert [step["version"] for step in told["changes"]] == [2, 1]
        assert told["changes"][1]["before"] is None
        assert (await client.get(f"/patients/{patient['id']}/{path}/{new_id()}/history")).status_code == 404
    seen = [access for access in await emitted(AccessRecorded) if access.action.endswith("_history")]
    assert [[str(s) for s in access.subject_ids] for access in seen] == [[patient["id"]]] * 6
