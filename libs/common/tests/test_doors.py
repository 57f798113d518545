"""HTTP doors: problems, versions, idempotency, lists, and the trail."""

import base64
import json
from datetime import date, datetime
from uuid import UUID

import pytest
from clinic_common.database import new_id, utc_now
from clinic_common.http import PageRequest
from clinic_common.http.bodies import BadCursor, cursor
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


CURSORS = [
    ["\ud800"],
    ["a", "b"],
    [],
    {"a": 1},
    [None],
    [["a"]],
    7,
    "a",
]


async def test_a_made_up_cursor_is_refused_and_breaks_nothing(client):
    for values in CURSORS:
        made_up = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
        answer = await client.get("/things", params={"after": made_up})
        assert answer.status_code in (200, 422), (values, answer.text)
    for after in ("", "=", "%00", "\x00", "ä", "A" * 500, "A" * 501, "W1tbW1tbW1tb"):
        answer = await client.get("/things", params={"after": after})
        assert answer.status_code in (200, 422), (after, answer.text)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int, 10**400), (int, 2**63), (int, float("inf")), (int, "x"), (UUID, 7), (UUID, "x"), (str, "\ud800"),
        (datetime.fromisoformat, "2026-11-23T09:30:00"), (datetime.fromisoformat, "0001-01-01T00:00:00+14:00"),
        (datetime.fromisoformat, 7), (date.fromisoformat, "0000-01-01"), (str, "a\x00b"),
    ],
)  # fmt: skip
def test_a_cursor_holds_only_values_a_database_can_compare(kind, value):
    plain = json.dumps([value]).encode()
    page = PageRequest(limit=5, after=base64.urlsafe_b64encode(plain).decode().rstrip("="))
    with pytest.raises(BadCursor):
        page.key(kind)


def test_a_cursor_gives_back_what_went_in():
    key = (new_id(), "Zoë", 7, utc_now(), date(2026, 11, 23))
    page = PageRequest(limit=5, after=cursor(*key))
    assert page.key(UUID, str, int, datetime.fromisoformat, date.fromisoformat) == key


async def test_odd_json_is_refused_and_breaks_nothing(client):
    patient = str(new_id())
    bodies = [
        b"", b"{", b"null", b"[]", b"7", b'"x"', b"{}" * 2, b"\xff\xfe", b'{"name": NaN}', b"[" * 100_000,
        b'{"\\ud800": 1}', b'{"name": "\\ud800", "patient_id": "%s"}' % patient.encode(),
        b'{"name": {"a": "\\udfff"}, "patient_id": "\\ud800"}', b'{"name": "a", "name": "b"}',
        b'{"%s": 1}' % (b"x" * 100_000), b'{"name": %s}' % (b"9" * 10_000),
    ]  # fmt: skip
    for body in bodies:
        answer = await client.post("/things", content=body, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, (body[:50], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) < 10_000


async def test_text_that_grows_when_it_is_composed_still_fits_its_column(client):
    # U+0958 is one character as typed and two in normal form C.
    for length, status in ((50, 201), (51, 422), (100, 422)):
        answer = await client.post("/things", json={"name": "\u0958" * length, "patient_id": str(new_id())})
        assert answer.status_code == status, answer.text


async def test_the_newest_emoji_are_text_and_noncharacters_are_not(client):
    # Assigned in Unicode 15 to 17: later than the tables of the oldest Python this runs on.
    for name in ("\U0001fae8", "\U0001fae9", "\U0001fac8"):
        answer = await client.post("/things", json={"name": name, "patient_id": str(new_id())})
        assert (answer.status_code, answer.json().get("name")) == (201, name)
    for name in ("a\ufffe", "a\uffff", "a\ufdd0", "a\U0001ffff", "a\x1b[31m", "a\x85b", "a\x7f"):
        answer = await client.post("/things", json={"name": name, "patient_id": str(new_id())})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name")


async def test_a_changed_or_odd_if_match_is_refused(client):
    made = (await client.post("/things", json={"name": "Ada", "patient_id": str(new_id())})).json()
    for given, status in (('W/"1"', 200), ("2", 200), ("*", 422), ("x", 422), ("9" * 10, 422), ('"9"', 412), ("", 422)):
        answer = await client.patch(f"/things/{made['id']}", json={"name": "Eve"}, headers={"If-Match": given})
        assert answer.status_code == status, (given, answer.text)


async def test_health_tells_database_and_bus(client):
    for path in ("/health", "/health/live", "/health/ready"):
        del_authorization = {"Authorization": ""}
        answer = await client.get(path, headers=del_authorization)
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    told = (await client.get("/health")).json()
    assert (told["database"], told["bus"]) == (True, True)
    assert told["memory_mb"] > 10
