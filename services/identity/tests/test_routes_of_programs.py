"""Programs outside the house: their secret, their tokens, their end (RFC 6749, 4.4)."""

import base64
from uuid import UUID

import jwt
import pytest
from clinic_common.database import new_id
from clinic_contracts.identity import SessionEnded
from identity.models import Program

NEW = {"name": "Lab bridge", "scopes": ["patients.read", "appointments.read"]}
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
async def program(client, admin):
    """A program with its secret."""
    answer = await client.post("/programs", json=NEW, headers=admin.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def proof(program):
    return {"client_id": program["id"], "client_secret": program["client_secret"]}


async def test_a_program_gets_a_token_with_its_scopes_as_a_form_as_json_and_by_basic(client, program, resources):
    basic = base64.b64encode(f"{program['id']}:{program['client_secret']}".encode()).decode()
    answers = [
        await client.post("/auth/token", data=GRANT | proof(program)),
        await client.post("/auth/token", json=GRANT | proof(program)),
        await client.post("/auth/token", data=GRANT, headers={"Authorization": f"Basic {basic}"}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        body = answer.json()
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
        assert body["scope"] == "appointments.read patients.read"
        principal = await resources.verifier.verify(body["access_token"])
        assert (principal.role, principal.display_name) == ("program", "Lab bridge")
        assert principal.permissions == set(NEW["scopes"])
        assert str(principal.staff_id) == str(principal.session_id) == program["id"]


async def test_a_program_may_ask_for_less_and_not_for_more(client, program):
    less = await client.post("/auth/token", data=GRANT | proof(program) | {"scope": "patients.read"})
    claims = jwt.decode(less.json()["access_token"], options={"verify_signature": False})
    assert (less.json()["scope"], claims["permissions"]) == ("patients.read", ["patients.read"])
    more = await client.post("/auth/token", data=GRANT | proof(program) | {"scope": "patients.read staff.write"})
    assert (more.status_code, more.json()["error"]) == (400, "invalid_scope")


async def test_whoever_is_no_program_gets_the_same_answer_whatever_is_wrong(client, program, admin):
    revoked = (await client.post("/programs", json=NEW, headers=admin.headers)).json()
    await client.post(f"/programs/{revoked['id']}/revoke", headers=admin.headers)
    wrong = [
        proof(program) | {"client_secret": "guess"}, proof(program) | {"client_secret": ""},
        proof(program) | {"client_id": str(new_id())}, proof(program) | {"client_id": "lab"}, proof(revoked), {},
    ]  # fmt: skip
    answers = [await client.post("/auth/token", data=GRANT | each) for each in wrong]
    told = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in answers]
    assert told == [told[0]] * len(wrong)
    assert (answers[0].status_code, told[0]["error"], told[0]["code"]) == (401, "invalid_client", "invalid_client")


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"", "application/x-www-form-urlencoded", "invalid_request"),
        (b"grant_type=password&username=a", "application/x-www-form-urlencoded", "unsupported_grant_type"),
        (b"grant_type=client_credentials&scope=a&scope=b", "application/x-www-form-urlencoded", "invalid_request"),
        (b"\xff\xfe", "application/x-www-form-urlencoded", "invalid_request"),
        (b"&".join(b"a%d=1" % n for n in range(30)), "application/x-www-form-urlencoded", "invalid_request"),
        (b"[1]", "application/json", "invalid_request"),
        (b'{"grant_type": 7}', "application/json", "invalid_request"),
    ],
)
async def test_what_is_no_request_for_a_token_is_refused_in_the_standard_s_words(client, body, kind, error):
    answer = await client.post("/auth/token", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("basic", ["Basic x", "Basic", "Basic /////w=="])
async def test_a_broken_basic_header_is_refused(client, basic):
    answer = await client.post("/auth/token", data=GRANT, headers={"Authorization": basic})
    assert answer.status_code in (400, 401)


async def test_the_secret_is_shown_once_and_kept_as_a_hash_only(client, admin, program, database):
    listed = (await client.get("/programs", headers=admin.headers)).json()["items"]
    assert [each["id"] for each in listed] == [program["id"]]
    assert program["client_secret"] not in str(listed)

    async def row(session):
        return repr(vars(await session.get_one(Program, UUID(program["id"]))))

    assert program["client_secret"] not in await database.read(row)


async def test_a_revoked_program_is_out_at_once_like_a_session_that_ended(client, admin, program, emitted):
    for _ in range(2):
        answer = await client.post(f"/programs/{program['id']}/revoke", headers=admin.headers)
        assert answer.status_code == 200 and answer.json()["revoked_at"]
    [told] = await emitted(SessionEnded)
    assert (str(told.session_id), told.reason) == (program["id"], "program_revoked")
    assert [each["session_id"] for each in (await client.get("/revocations")).json()["sessions"]] == [program["id"]]
    unknown = await client.post(f"/programs/{new_id()}/revoke", headers=admin.headers)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_such_program")


async def test_i19_nobody_but_the_owner_lets_a_program_do_what_they_may_not(client, admin, program, hire, sign_in):
    role = {"name": "helper", "description": "Helps.", "permissions": ["staff.write"]}
    await client.post("/roles", json=role, headers=admin.headers)
    helper = await sign_in(await hire("helper"))
    answers = [
        await client.post("/programs", json=NEW, headers=helper.headers),
        await client.post(f"/programs/{program['id']}/revoke", headers=helper.headers),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "more_than_you_may")}
