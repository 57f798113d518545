"""Notes as people write them: one draft per visit, work lists, templates; nothing is overwritten silently."""

import pytest
from clinic_common.database import new_id, utc_now
from patients import commands, rules
from patients.models import Note
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError


async def begin(client, patient, headers, **fields):
    return await client.post(f"/patients/{patient['id']}/notes", json={"kind": "free", **fields}, headers=headers)


async def test_p21_an_author_has_one_draft_per_visit_and_the_second_tab_is_led_to_it(client, post, as_role):
    patient, doctor, visit = await post(), as_role("doctor"), str(new_id())
    first = (await begin(client, patient, doctor, appointment_id=visit)).json()
    second = await begin(client, patient, doctor, appointment_id=visit)
    assert (second.status_code, second.json()["code"]) == (409, "draft_exists")
    assert second.json()["note_id"] == first["id"]
    note = f"/patients/{patient['id']}/notes/{first['id']}"
    for tab, expected in (("one", 200), ("two", 412)):
        stale = {**doctor, "If-Match": '"1"'}
        assert (await client.patch(note, json={"text": tab}, headers=stale)).status_code == expected
    assert (await client.get(note, headers=doctor)).json()["text"] == "one"
    other = await begin(client, patient, as_role("nurse"), appointment_id=visit)
    assert other.status_code == 201
    signed = await client.post(f"{note}/sign", headers={**doctor, "If-Match": '"1"'})
    assert signed.status_code == 412
    assert (await client.post(f"{note}/sign", headers={**doctor, "If-Match": '"2"'})).status_code == 200
    assert (await begin(client, patient, doctor, appointment_id=visit)).status_code == 201


async def test_p21_a_draft_moves_to_another_visit_unless_there_is_one_already(client, post, as_role):
    patient, doctor, visit = await post(), as_role("doctor"), str(new_id())
    await begin(client, patient, doctor, appointment_id=visit)
    other = (await begin(client, patient, doctor)).json()
    note = f"/patients/{patient['id']}/notes/{other['id']}"
    moved = await client.patch(note, json={"appointment_id": visit}, headers={**doctor, "If-Match": '"1"'})
    assert (moved.status_code, moved.json()["code"]) == (409, "draft_exists")
    moved = await client.patch(note, json={"appointment_id": str(new_id())}, headers={**doctor, "If-Match": '"1"'})
    assert moved.status_code == 200


async def test_p22_a_draft_is_discarded_by_its_author_and_comes_back(client, post, as_role):
    patient, doctor, visit = await post(), as_role("doctor"), str(new_id())
    notes = f"/patients/{patient['id']}/notes"
    draft = (await begin(client, patient, doctor, appointment_id=visit, text="wrong patient")).json()
    note = f"{notes}/{draft['id']}"

    async def listed(path=notes, **params):
        return [item["id"] for item in (await client.get(path, headers=doctor, params=params)).json()["items"]]

    async def discarded(headers, version=1, path=note):
        answer = await client.delete(path, headers={**headers, "If-Match": f'"{version}"'})
        return answer.status_code, answer.json()["code"] if answer.content else None

    assert (await client.delete(note, headers=doctor)).status_code == 428
    assert await discarded(doctor, version=7) == (412, "stale")
    assert await discarded(as_role("doctor")) == (403, "not_your_note")
    assert await discarded(as_role("nurse")) == (404, "note_not_found")
    assert await discarded(doctor) == (204, None)
    assert (await listed(), await listed("/notes/unsigned"), await listed(discarded=True)) == ([], [], [draft["id"]])
    assert await discarded(doctor, version=2) == (409, "note_discarded")
    for refused in (
        await client.patch(note, json={"text": "x"}, headers={**doctor, "If-Match": '"2"'}),
        await client.post(f"{note}/sign", headers=doctor),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "note_discarded")
    other = (await begin(client, patient, doctor, appointment_id=visit)).json()
    again = await client.post(f"{note}/restore", headers=doctor)
    assert (again.status_code, again.json()["note_id"]) == (409, other["id"])
    assert await discarded(doctor, path=f"{notes}/{other['id']}") == (204, None)
    assert (await client.post(f"{note}/restore", headers=as_role("doctor"))).status_code == 403
    for _ in "12":
        back = (await client.post(f"{note}/restore", headers=doctor)).json()
        assert (back["text"], back["appointment_id"], back["discarded_at"]) == ("wrong patient", visit, None)
    assert await listed() == [draft["id"]]


async def test_p22_a_signed_note_is_not_discarded(client, post, as_role, write):
    patient, doctor = await post(), as_role("doctor")
    signed = (await begin(client, patient, doctor, text="x")).json()
    note = f"/patients/{patient['id']}/notes/{signed['id']}"
    await client.post(f"{note}/sign", headers=doctor)
    refused = await client.delete(note, headers={**doctor, "If-Match": '"2"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_signed")
    with pytest.raises(DBAPIError, match="p22"):
        await write(update(Note).values(discarded_at=utc_now()))


async def test_unsigned_notes_are_a_work_list_and_a_doctor_signs_for_a_nurse(client, post, as_role):
    patient, doctor, colleague, nurse = await post(), as_role("doctor"), as_role("doctor"), as_role("nurse")
    own = (await begin(client, patient, doctor, text="own")).json()
    theirs = (await begin(client, patient, colleague, text="theirs")).json()
    hers = (await begin(client, patient, nurse, text="hers")).json()

    async def work(headers, **params):
        answer = await client.get("/notes/unsigned", headers=headers, params=params)
        assert answer.status_code == 200, answer.text
        assert all(item["patient_name"] == "Ada Lovelace" for item in answer.json()["items"])
        return [item["id"] for item in answer.json()["items"]]

    assert await work(doctor) == [own["id"], hers["id"]]
    assert await work(nurse) == [hers["id"]]
    assert await work(doctor, everybody=True) == [own["id"], theirs["id"], hers["id"]]
    assert (await client.get("/notes/unsigned?everybody=true", headers=nurse)).status_code == 403
    notes = f"/patients/{patient['id']}/notes"
    refused = await client.post(f"{notes}/{theirs['id']}/sign", headers=doctor)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_note")
    signed = (await client.post(f"{notes}/{hers['id']}/sign", headers=doctor)).json()
    assert (signed["author_name"], signed["signed_by_name"]) == ("Test nurse", "Test doctor")
    assert await work(nurse) == []


async def test_templates_and_quick_phrases_are_the_clinics_own(client, as_role):
    doctor = as_role("doctor")
    for path, body, change in (
        ("/note-templates", {"name": "Check-up", "kind": "soap", "plan": "see again"}, {"plan": "in a year"}),
        ("/quick-phrases", {"name": ".nad", "text": "no acute distress"}, {"text": "no distress"}),
    ):
        made = await client.post(path, json=body, headers=doctor)
        assert made.status_code == 201, made.text
        again = await client.post(path, json=body, headers=doctor)
        assert (again.status_code, again.json()["code"]) == (409, "name_taken")
        one = f"{path}/{made.json()['id']}"
        assert (await client.patch(one, json=change, headers=doctor)).status_code == 428
        changed = await client.patch(one, json=change, headers={**doctor, "If-Match": '"1"'})
        assert changed.status_code == 200, changed.text
        [listed] = (await client.get(path, headers=doctor)).json()["items"]
        assert listed.items() >= change.items()
        assert (await client.delete(one, headers=doctor)).status_code == 204
        assert (await client.delete(one, headers=doctor)).status_code == 404
        assert (await client.get(path, headers=doctor)).json()["items"] == []
    wrong = await client.post("/note-templates", json={"name": "x", "kind": "free", "plan": "y"}, headers=doctor)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_kind_of_note")


async def test_a_note_of_a_megabyte_and_text_of_mixed_direction(client, post, as_role):
    patient, doctor = await post(), as_role("doctor")
    large = await begin(client, patient, doctor, text="x" * 1_000_000)
    assert (large.status_code, large.json()["errors"][0]["pointer"]) == (422, "/text")
    mixed = "מטופל reports \u202eabc\u202c ألم 12 ملغ"
    assert (await begin(client, patient, doctor, text=mixed)).json()["text"] == mixed


async def test_p9_what_is_plausible_depends_on_the_age_and_a_trend_is_in_one_unit(client, post):
    child = await post(born_on="2026-01-10")
    vitals = f"/patients/{child['id']}/vitals"
    weight = {"kind": "body_weight", "measured_at": "2026-04-10T09:00:00Z"}
    refused = await client.post(vitals, json=weight | {"value": 60, "unit": "kg"})
    assert (refused.status_code, refused.json()["code"]) == (422, "implausible_value")
    assert "at that age" in refused.json()["detail"]
    for day, value, unit in (("2026-04-10", 6.2, "kg"), ("2026-02-10", 4500, "g"), ("2026-01-10", 7.5, "[lb_av]")):
        body = {"kind": "body_weight", "value": value, "unit": unit, "measured_at": f"{day}T09:00:00Z"}
        assert (await client.post(vitals, json=body)).status_code == 201
    wrong = (await client.post(vitals, json=weight | {"value": 16, "unit": "kg"})).json()
    strike = {"struck_out_reason": "a digit too many"}
    await client.patch(f"{vitals}/{wrong['id']}", json=strike, headers={"If-Match": '"1"'})
    trend = (await client.get(f"{vitals}/trend", params={"kind": "body_weight"})).json()
    assert (trend["unit"], [(p["value"], p["age"]) for p in trend["points"]]) == (
        "kg", [(3.402, 0), (4.5, 0), (6.2, 0)],
    )  # fmt: skip
    since = {"kind": "body_weight", "from": "2026-02-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}
    assert [p["value"] for p in (await client.get(f"{vitals}/trend", params=since)).json()["points"]] == [4.5]
    adult = await post(born_on="1980-12-10", given_name="Bob")
    assert (
        await client.post(f"/patients/{adult['id']}/vitals", json=weight | {"value": 60, "unit": "kg"})
    ).status_code == 201


ORDER = "00004 A0100   1 Typhoid fever, unspecified".ljust(77) + "Typhoid fever, unspecified form"


async def test_codes_are_loaded_and_found_as_one_types(client, database):
    table = "code,display\nE11.9,Type 2 diabetes mellitus without complications\nI10,Essential (primary) hypertension\n"
    codes = rules.read_codes(table)
    for _ in "12":
        await database.run(commands.load_codes, system=rules.ICD_10_CM, codes=codes)

    async def find(q):
        return [row["code"] for row in (await client.get("/codes", params={"q": q})).json()["items"]]

    assert await find("hyperten") == ["I10"]
    assert await find("diab type") == ["E11.9"]
    assert await find("E11.9") == await find("e119") == await find("E1") == ["E11.9"]
    assert (await find("gout"), await find("%"), await find("--")) == ([], [], [])
    assert rules.read_codes("A000    Cholera due to Vibrio cholerae 01\nA64 Unspecified") == {
        "A00.0": "Cholera due to Vibrio cholerae 01", "A64": "Unspecified",
    }  # fmt: skip
    assert rules.read_codes(ORDER) == {"A01.00": "Typhoid fever, unspecified form"}
    with pytest.raises(rules.UnreadableCodes):
        rules.read_codes("shoe,size")
