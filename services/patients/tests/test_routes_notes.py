"""Notes as people write them: one draft per visit, work lists, templates; nothing is overwritten silently."""

from clinic_common.database import new_id


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
