"""HTTP doors: problems, versions, idempotency, lists, and the trail."""

from clinic_common.database import new_id
from clinic_contracts.trail import AccessRecorded
from toy import ThingMade


async def test_a_thing_is_made_and_told(client, emitted):
    answer = await client.post("/things", json={"name": "Ada", "patient_id": str(new_id())})
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    assert [event.name for event in await emitted(ThingMade)] == ["Ada"]
    [access] = await emitted(AccessRecorded)
    assert (access.kind, access.action, access.source) == ("write", "post_thing", "toy")


async def test_a_taken_name_is_a_conflict_that_names_the_field(client, emitted):
    body = {"name": "Ada", "patient_id": str(new_id())}
    await client.post("/things", json=body)
    answer = await client.post("/things", json=body)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "name_taken"
    assert answer.json()["errors"][0]["pointer"] == "/name"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert len(await emitted(ThingMade)) == 1


async def test_the_same_key_and_body_gives_the_same_answer_once(client, emitted):
    body = {"name": "Ada", "patient_id": str(new_id())}
    key = {"Idempotency-Key": "one"}
    first = await client.post("/things", json=body, headers=key)
    again = await client.post("/things", json=body, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    other = await client.post("/things", json={**body, "name": "Bob"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await emitted(ThingMade)) == 1


async def test_a_change_needs_the_version_that_was_seen(client):
    made = (await client.post("/things", json={"name": "Ada", "patient_id": str(new_id())})).json()
    path = f"/things/{made['id']}"
    assert (await client.patch(path, json={"name": "Eve"})).status_code == 428
    changed = await client.patch(path, json={"name": "Eve"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    stale = await client.patch(path, json={"name": "Zoe"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


async def test_a_list_goes_on_where_it_stopped(client, emitted):
    for name in ("a", "b", "c"):
        await client.post("/things", json={"name": name, "patient_id": str(new_id())})
    first = (await client.get("/things?limit=2")).json()
    assert [item["name"] for item in first["items"]] == ["a", "b"]
    rest = (await client.get(f"/things?limit=2&after={first['next']}")).json()
    assert ([item["name"] for item in rest["items"]], rest["next"]) == (["c"], None)
    assert (await client.get("/things?after=nonsense")).json()["code"] == "bad_cursor"
    listed = [event for event in await emitted(AccessRecorded) if event.kind == "list"]
    assert [len(event.subject_ids) for event in listed] == [2, 1]


async def test_what_is_unknown_or_no_text_is_refused_by_name(client, emitted):
    good = {"name": "Ada", "patient_id": str(new_id())}
    for bad, pointer in [
        ({**good, "colour": "red"}, "/colour"),
        ({**good, "name": "A\x00"}, "/name"),
        ({**good, "name": "x" * 1_000_000}, "/name"),
        ({**good, "name": "   "}, "/name"),
        ({**good, "patient_id": "1"}, "/patient_id"),
        ({**good, "name": 7}, "/name"),
    ]:
        answer = await client.post("/things", json=bad)
        assert answer.status_code == 422
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert await emitted(ThingMade) == []


async def test_a_mistake_of_ours_tells_nothing(client, capsys):
    answer = await client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "secret" not in answer.text


async def test_nobody_gets_in_without_a_token(client):
    del client.headers["Authorization"]
    assert (await client.get("/things")).status_code == 401
    assert (await client.get("/things", headers={"Authorization": "Bearer x.y.z"})).json()["code"] == "invalid_token"


async def test_emoji_and_every_script_are_names(client):
    for name in ("Zoë 🦊", "山田太郎", "أحمد", "O'Brien"):
        answer = await client.post("/things", json={"name": name, "patient_id": str(new_id())})
        assert (answer.status_code, answer.json()["name"]) == (201, name)
