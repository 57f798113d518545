"""Door 1: signing in and out, staff, roles and the trail over HTTP."""

import asyncio
from datetime import timedelta
from http.cookies import SimpleCookie
from uuid import UUID

import bcrypt
import pyotp
import pytest
from clinic_common.database import new_id, utc_now
from clinic_contracts.identity import SessionEnded, StaffInvited
from clinic_contracts.permissions import ROLES
from clinic_contracts.trail import AccessRecorded
from identity import commands
from identity.models import Credentials

from .conftest import PASSWORD, access

COOKIE = "refresh_token"


def cookie_of(answer):
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE]


async def login(client, email="doctor@clinic.example", password=PASSWORD, headers=None, **more):
    answer = await client.post("/auth/login", json={"email": email, "password": password, **more}, headers=headers)
    client.cookies.clear()
    return answer


# --- signing in ------------------------------------------------------------------------------------------------------


async def test_signing_in_gives_a_pair_of_tokens_and_a_cookie(client, hire):
    staff = await hire("doctor")
    answer = await login(client, "DOCTOR@clinic.example")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["token_type"], body["expires_in"], set(body)) == (
        "bearer", 900, {"access_token", "token_type", "expires_in", "refresh_token", "next"},
    )  # fmt: skip
    cookie = cookie_of(answer)
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (body["refresh_token"], "/api/auth", "strict")
    assert cookie["httponly"] and not cookie["secure"]
    me = await client.get("/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json() == {
        "id": str(staff.id),
        "email": "doctor@clinic.example",
        "display_name": "Some doctor",
        "role": "doctor",
        "permissions": sorted(ROLES["doctor"]),
        "locations": None,
        "totp_on": False,
        "totp_required": False,
    }


async def test_the_cookie_is_secure_when_the_request_came_by_https(client, hire):
    await hire("doctor")
    answer = await login(client, headers={"X-Forwarded-Proto": "https"})
    assert cookie_of(answer)["secure"]


async def test_i7_wrong_and_unknown_get_the_same_answer_after_the_same_work(client, hire, resources):
    await hire("doctor")
    await hire("nurse", password_hash=None)
    gone = await hire("receptionist")
    await resources.database.run(commands.deactivate_staff, staff_id=gone.id, now=utc_now())
    passwords = resources.extras["passwords"]
    answers, work = [], []
    for email, password in [
        ("doctor@clinic.example", "wrong password"),
        ("unknown@clinic.example", PASSWORD),
        ("nurse@clinic.example", PASSWORD),
        ("receptionist@clinic.example", PASSWORD),
        ("not an address", PASSWORD),
    ]:
        before = passwords.computed
        answer = await login(client, email, password)
        work.append(passwords.computed - before)
        answers.append((answer.status_code, {k: v for k, v in answer.json().items() if k != "request_id"}))
        assert "set-cookie" not in answer.headers
    assert answers[0][0] == 401 and answers[0][1]["code"] == "invalid_credentials"
    assert all(answer == answers[0] for answer in answers)
    assert work == [1] * 5


async def test_guessing_is_slowed_down_and_says_how_long(client, hire):
    await hire("doctor")
    codes = [(await login(client, password=f"wrong {n}")).status_code for n in range(5)]
    assert codes == [401] * 5
    answer = await login(client)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert answer.headers["retry-after"] in ("1", "2")
    elsewhere = await login(client, headers={"X-Forwarded-For": "198.51.100.9"})
    assert elsewhere.status_code == 200


async def test_i8_guesses_sent_at_once_get_no_further(client, hire, resources):
    await hire("doctor")
    answers = await asyncio.gather(*(login(client, password=f"wrong {n}") for n in range(12)))
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {401, 429}
    # Five are free; one more for each turn that was under way when the fifth was counted.
    assert codes.count(401) <= 5 + 1
    assert resources.extras["passwords"].computed == codes.count(401)


async def test_many_right_passwords_at_once_are_all_let_in(client, hire):
    await hire("doctor")
    answers = await asyncio.gather(*(login(client) for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8


async def test_the_right_password_clears_the_failures_before(client, hire):
    await hire("doctor")
    for wrong in ("first", "second"):
        for _ in range(3):
            assert (await login(client, password=wrong)).status_code == 401
        assert (await login(client)).status_code == 200


async def test_an_old_bcrypt_hash_is_replaced_at_sign_in(client, hire, database):
    stored = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    staff = await hire("doctor", password_hash=stored)
    assert (await login(client)).status_code == 200
    credentials = await database.read(lambda session: session.get(Credentials, staff.id))
    assert credentials.password_hash.startswith("$argon2id$")
    assert (await login(client)).status_code == 200


async def test_a_password_may_begin_and_end_with_spaces(client, hire, emitted, admin):
    body = {"email": "new@clinic.example", "display_name": "New", "role": "nurse"}
    await client.post("/staff", json=body, headers=admin.headers)
    token = (await emitted(StaffInvited))[-1].invitation_token
    password = "  twelve and more  "
    accepted = await client.post("/auth/accept-invitation", json={"token": token, "password": password})
    assert (accepted.status_code, accepted.content) == (204, b"")
    assert (await login(client, "new@clinic.example", password)).status_code == 200
    assert (await login(client, "new@clinic.example", password.strip())).status_code == 401


async def test_an_invitation_is_refused_before_any_hashing(client, resources):
    answer = await client.post("/auth/accept-invitation", json={"token": "made-up", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_invitation")
    assert resources.extras["passwords"].computed == 0


async def test_what_cannot_be_a_sign_in_is_refused_by_name(client):
    for body, pointer in (
        ({"email": "a@b.example"}, "/password"),
        ({"email": "a@b.example", "password": "x" * 1025}, "/password"),
        ({"email": "a@b.example", "password": ""}, "/password"),
        ({"email": "x" * 255, "password": "x"}, "/email"),
        ({"email": "a\x00b", "password": "x"}, "/email"),
        ({"email": 7, "password": "x"}, "/email"),
        ({"email": "a@b.example", "password": "x", "otp": "12345"}, "/otp"),
        ({"email": "a@b.example", "password": "x", "otp": "١٢٣٤٥٦"}, "/otp"),
        ({"email": "a@b.example", "password": "x", "admin": True}, "/admin"),
    ):
        answer = await client.post("/auth/login", json=body)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_sql_and_emoji_are_just_wrong_credentials(client):
    for text in ("' OR 1=1 --", "🦊" * 100, "a@b.example'; DROP TABLE staff; --"):
        assert (await login(client, text, text)).status_code == 401


async def test_no_address_and_no_password_stands_in_the_log(client, hire, capfd):
    await hire("doctor")
    await login(client, password="a very secret guess")
    await login(client)
    out = "".join(capfd.readouterr())
    assert "clinic.example" not in out and "secret guess" not in out and PASSWORD not in out


# --- sessions --------------------------------------------------------------------------------------------------------


async def test_refreshing_by_body_gives_a_new_pair(client, hire, sign_in):
    first = await sign_in(await hire("doctor"))
    answer = await client.post("/auth/refresh", json={"refresh_token": first.refresh})
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] not in (first.refresh, None)
    assert cookie_of(answer).value == answer.json()["refresh_token"]


@pytest.mark.parametrize("body", [{}, {"json": {}}, {"content": b"", "headers": {"Content-Type": "application/json"}}])
async def test_refreshing_by_cookie_needs_no_body(client, hire, sign_in, body):
    first = await sign_in(await hire("doctor"))
    headers = {"Cookie": f"{COOKIE}={first.refresh}"} | body.get("headers", {})
    answer = await client.post("/auth/refresh", **(body | {"headers": headers}))
    assert answer.status_code == 200, answer.text


async def test_without_a_good_refresh_token_nothing_is_given(client):
    for answer in (
        await client.post("/auth/refresh"),
        await client.post("/auth/refresh", json={"refresh_token": "x" * 43}),
        await client.post("/auth/refresh", headers={"Cookie": f"{COOKIE}=\xff\xfe'".encode("latin-1")}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_refresh_token")


async def test_i10_a_reused_refresh_token_ends_the_whole_session(client, hire, sign_in, emitted):
    first = await sign_in(await hire("doctor"))
    second = (await client.post("/auth/refresh", json={"refresh_token": first.refresh})).json()["refresh_token"]
    third = (await client.post("/auth/refresh", json={"refresh_token": second})).json()["refresh_token"]
    reused = await client.post("/auth/refresh", json={"refresh_token": first.refresh})
    assert (reused.status_code, reused.json()["code"]) == (401, "invalid_refresh_token")
    assert [event.reason for event in await emitted(SessionEnded)] == ["refresh_reused"]
    assert (await client.post("/auth/refresh", json={"refresh_token": third})).status_code == 401
    assert (await client.get("/me", headers=first.headers)).json()["code"] == "invalid_token"


async def test_the_same_refresh_sent_again_with_its_key_gets_the_same_answer_and_cookie(client, hire, sign_in):
    first = await sign_in(await hire("doctor"))
    headers = {"Idempotency-Key": "k", "Cookie": f"{COOKIE}={first.refresh}"}
    once = await client.post("/auth/refresh", headers=headers)
    client.cookies.clear()
    again = await client.post("/auth/refresh", headers=headers)
    client.cookies.clear()
    assert again.json() == once.json()
    assert cookie_of(again).value == cookie_of(once).value == once.json()["refresh_token"]
    # Somebody else's cookie under the same key never meets that answer.
    other = await sign_in(await hire("nurse"))
    meets = await client.post("/auth/refresh", headers=headers | {"Cookie": f"{COOKIE}={other.refresh}"})
    assert (meets.status_code, meets.json()["code"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize("by", ["body", "cookie", "access token"])
async def test_signing_out_ends_the_session_and_clears_the_cookie(client, hire, sign_in, emitted, by):
    me = await sign_in(await hire("doctor"))
    sent = {
        "body": {"json": {"refresh_token": me.refresh}},
        "cookie": {"headers": {"Cookie": f"{COOKIE}={me.refresh}"}},
        "access token": {"headers": me.headers},
    }[by]
    answer = await client.post("/auth/logout", **sent)
    assert answer.status_code == 204
    assert (cookie_of(answer).value, cookie_of(answer)["max-age"]) == ("", "0")
    assert cookie_of(answer)["path"] == "/api/auth"
    assert [event.reason for event in await emitted(SessionEnded)] == ["signed_out"]
    assert (await client.post("/auth/refresh", json={"refresh_token": me.refresh})).status_code == 401


async def test_signing_out_of_nothing_is_fine(client, emitted):
    assert (await client.post("/auth/logout")).status_code == 204
    assert (await client.post("/auth/logout", headers={"Authorization": "Bearer x.y.z"})).status_code == 204
    assert await emitted(SessionEnded) == []


async def test_sessions_are_seen_and_ended_by_their_owner(client, hire, sign_in, emitted):
    here = await sign_in(await hire("doctor"))
    await client.post(
        "/auth/login",
        json={"email": "doctor@clinic.example", "password": PASSWORD},
        headers={"User-Agent": "Safari on iPad", "X-Forwarded-For": "198.51.100.9"},
    )
    client.cookies.clear()
    there, this = (await client.get("/auth/sessions", headers=here.headers)).json()["items"]
    assert (there["device"], there["address"], there["current"]) == ("Safari on iPad", "198.51.100.9", False)
    assert this["current"]
    ended = await client.delete(f"/auth/sessions/{there['id']}", headers=here.headers)
    assert ended.status_code == 204
    assert [event.reason for event in await emitted(SessionEnded)] == ["ended_by_owner"]
    assert len((await client.get("/auth/sessions", headers=here.headers)).json()["items"]) == 1
    await login(client)
    assert (await client.post("/auth/sessions/end-others", headers=here.headers)).status_code == 204
    [left] = (await client.get("/auth/sessions", headers=here.headers)).json()["items"]
    assert left["id"] == this["id"]


async def test_somebody_else_s_sessions_are_for_those_who_may_change_staff(client, hire, sign_in, admin, emitted):
    doctor = await hire("doctor")
    await sign_in(doctor)
    nurse = await sign_in(await hire("nurse"))
    path = f"/auth/sessions?staff_id={doctor.id}"
    assert (await client.get(path, headers=nurse.headers)).json()["code"] == "not_permitted"
    [session] = (await client.get(path, headers=admin.headers)).json()["items"]
    assert not session["current"]
    path = f"/auth/sessions/{session['id']}"
    for one, status in ((nurse, 404), (admin, 204)):
        assert (await client.delete(path, headers=one.headers)).status_code == status
    assert [event.reason for event in await emitted(SessionEnded)] == ["ended_by_admin"]


async def test_a_new_password_needs_the_current_one(client, hire, sign_in):
    staff = await hire("doctor")
    me, other = await sign_in(staff), await sign_in(staff)
    change = {"current_password": "wrong", "new_password": "another long password"}
    wrong = await client.post("/auth/password", json=change, headers=me.headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    assert wrong.json()["errors"][0]["pointer"] == "/current_password"
    short = await client.post("/auth/password", json=change | {"new_password": "short"}, headers=me.headers)
    assert short.json()["errors"][0]["pointer"] == "/new_password"
    right = await client.post("/auth/password", json=change | {"current_password": PASSWORD}, headers=me.headers)
    assert right.status_code == 204
    assert (await login(client)).status_code == 401
    assert (await login(client, password="another long password")).status_code == 200
    assert (await client.get("/me", headers=me.headers)).status_code == 200
    assert (await client.get("/me", headers=other.headers)).status_code == 401


async def test_guessing_the_current_password_is_slowed_down_too(client, hire, sign_in):
    me = await sign_in(await hire("doctor"))
    change = {"current_password": "wrong", "new_password": "another long password"}
    codes = [(await client.post("/auth/password", json=change, headers=me.headers)).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]


async def test_a_second_factor_is_set_up_asked_for_and_turned_off(client, hire, sign_in):
    me = await sign_in(await hire("doctor"))
    started = await client.post("/auth/totp", headers=me.headers)
    assert started.status_code == 201
    totp = pyotp.TOTP(started.json()["secret"])
    assert started.json()["uri"].startswith("otpauth://totp/Clinic:doctor%40clinic.example?")
    code = totp.now()
    assert (await client.post("/auth/totp/confirm", json={"otp": code}, headers=me.headers)).status_code == 200
    assert (await client.get("/me", headers=me.headers)).json()["totp_on"]
    for otp in ({}, {"otp": code}):
        refused = await login(client, **otp)
        assert (refused.status_code, refused.json()["code"]) == (401, "otp_required")
    following = totp.at(utc_now() + timedelta(seconds=30))
    assert (await login(client, otp=following)).status_code == 200
    assert (await login(client, otp=following)).status_code == 401
    assert (await client.delete("/auth/totp", headers=me.headers)).status_code == 204
    assert (await login(client)).status_code == 200


async def test_guessing_codes_is_slowed_down_and_being_asked_for_one_is_not(client, hire, sign_in):
    me = await sign_in(await hire("doctor"))
    secret = (await client.post("/auth/totp", headers=me.headers)).json()["secret"]
    await client.post("/auth/totp/confirm", json={"otp": pyotp.TOTP(secret).now()}, headers=me.headers)
    assert [(await login(client)).status_code for _ in range(6)] == [401] * 6
    soon = {pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30 * step)) for step in range(-1, 4)}
    wrong = next(code for code in map("{:06}".format, range(10)) if code not in soon)
    assert [(await login(client, otp=wrong)).status_code for _ in range(6)] == [401] * 5 + [429]


# --- staff -----------------------------------------------------------------------------------------------------------

NEW = {"email": "Ada@Clinic.example", "display_name": "Ada Lovelace", "role": "doctor", "npi": "1234567893"}


async def test_staff_are_invited_shown_and_listed(client, admin, emitted):
    made = await client.post("/staff", json=NEW, headers=admin.headers)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    body = made.json()
    assert {key: body[key] for key in NEW} == NEW | {"email": "Ada@clinic.example"}
    assert (body["active"], body["joined_at"], body["version"]) == (True, None, 1)
    told = (await emitted(StaffInvited))[-1]
    assert told.invitation_token and told.invitation_token not in made.text
    got = await client.get(f"/staff/{body['id']}", headers=admin.headers)
    assert (got.json(), got.headers["etag"]) == (body, '"1"')
    assert body in (await client.get("/staff?role=doctor&active=true", headers=admin.headers)).json()["items"]
    assert (await client.get(f"/staff/{new_id()}", headers=admin.headers)).json()["code"] == "no_such_staff"


async def test_somebody_is_kept_to_their_locations_from_the_next_token_on(client, admin, hire, sign_in, resources):
    here, there = sorted(str(new_id()) for _ in range(2))
    staff = await hire("receptionist", locations=[UUID(there), UUID(here)])
    verify = resources.verifier.verify
    assert (await verify((await sign_in(staff)).access)).locations == {UUID(here), UUID(there)}
    path, seen = f"/staff/{staff.id}", {"If-Match": '"1"'}
    moved = await client.patch(path, json={"locations": [here]}, headers=admin.headers | seen)
    assert moved.json()["locations"] == [here]
    assert (await verify((await sign_in(staff)).access)).locations == {UUID(here)}
    for hopeless in ([], ["here"], "all", [here] * 51):
        answer = await client.patch(path, json={"locations": hopeless}, headers=admin.headers | seen)
        assert answer.status_code == (412 if len(hopeless) == 51 else 422)
    free = await client.patch(path, json={"locations": None}, headers=admin.headers | {"If-Match": '"2"'})
    assert free.json()["locations"] is None
    assert (await verify((await sign_in(staff)).access)).locations is None


async def test_a_lost_invitation_is_sent_again(client, admin, emitted):
    body = (await client.post("/staff", json=NEW, headers=admin.headers)).json()
    again = await client.post(f"/staff/{body['id']}/invite", headers=admin.headers)
    assert (again.status_code, again.json()) == (200, body)
    *_, first, second = [event.invitation_token for event in await emitted(StaffInvited)]
    for token, status in ((first, 422), (second, 204)):
        answer = await client.post("/auth/accept-invitation", json={"token": token, "password": PASSWORD})
        assert answer.status_code == status


async def test_a_taken_address_or_npi_is_a_conflict_that_names_it(client, admin):
    await client.post("/staff", json=NEW, headers=admin.headers)
    for change, code, pointer in (
        ({"npi": None, "email": "ADA@clinic.example"}, "email_taken", "/email"),
        ({"email": "other@clinic.example"}, "npi_taken", "/npi"),
    ):
        answer = await client.post("/staff", json=NEW | change, headers=admin.headers)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_what_cannot_be_is_refused_by_name(client, admin):
    made = (await client.post("/staff", json=NEW, headers=admin.headers)).json()
    path, headers = f"/staff/{made['id']}", admin.headers | {"If-Match": '"1"'}
    good = NEW | {"email": "b@b.example", "npi": None}
    for wrong in (
        {"email": "nobody"}, {"email": None}, {"email": "a" * 250 + "@b.example"}, {"display_name": " "},
        {"display_name": "x" * 101}, {"display_name": "a\nb"}, {"role": "wizard"}, {"role": None},
        {"npi": "1234567890"}, {"npi": "123"}, {"npi": "１２３４５６７８９３"}, {"colour": "red"},
    ):  # fmt: skip
        for answer in (
            await client.post("/staff", json=good | wrong, headers=admin.headers),
            await client.patch(path, json=wrong, headers=headers),
        ):
            assert answer.status_code == 422
            assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{next(iter(wrong))}"]
    for active in (None, "yes", 1):
        assert (await client.patch(path, json={"active": active}, headers=headers)).status_code == 422
    assert (await client.get(path, headers=headers)).json() == made


async def test_a_change_keeps_what_it_does_not_name(client, admin):
    made = (await client.post("/staff", json=NEW, headers=admin.headers)).json()
    path = f"/staff/{made['id']}"
    assert (await client.patch(path, json={}, headers=admin.headers)).status_code == 428
    same = await client.patch(path, json={}, headers=admin.headers | {"If-Match": '"1"'})
    assert (same.status_code, same.json()) == (200, made)
    changed = await client.patch(path, json={"npi": None}, headers=admin.headers | {"If-Match": '"1"'})
    assert changed.json() == made | {"npi": None, "version": 2}
    assert changed.headers["etag"] == '"2"'
    stale = await client.patch(path, json={"role": "nurse"}, headers=admin.headers | {"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


async def test_whoever_is_deactivated_is_out_at_once(client, hire, sign_in, admin):
    doctor = await hire("doctor")
    me = await sign_in(doctor)
    answer = await client.post(f"/staff/{doctor.id}/deactivate", headers=admin.headers)
    assert (answer.status_code, answer.json()["active"], answer.json()["version"]) == (200, False, 2)
    assert (await client.get("/me", headers=me.headers)).status_code == 401
    assert (await client.post("/auth/refresh", json={"refresh_token": me.refresh})).status_code == 401
    assert (await login(client)).status_code == 401
    revoked = (await client.get("/revocations")).json()
    [member] = revoked["staff"]
    assert (member["staff_id"], member["active"]) == (str(doctor.id), False)
    assert len(revoked["sessions"]) == 1


async def test_the_last_admin_stays(client, admin):
    me = (await client.get("/me", headers=admin.headers)).json()
    answer = await client.post(f"/staff/{me['id']}/deactivate", headers=admin.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


# --- trail -----------------------------------------------------------------------------------------------------------


async def test_the_trail_is_shown_and_proved(client, admin, deliver):
    ada = new_id()
    seen = access(ada, new_id())
    await deliver(seen)
    [entry] = (await client.get(f"/access-trail?patient_id={ada}", headers=admin.headers)).json()["items"]
    assert entry == {
        "source": "patients",
        "position": 1,
        "occurred_at": "2026-11-23T12:00:00Z",
        "staff_id": str(seen.actor_id),
        "staff_name": "Zoë Ng 🦊",
        "role": "nurse",
        "session_id": str(seen.session_id),
        "action": "get_patient",
        "kind": "read",
        "patient_id": str(ada),
        "address": "203.0.113.7",
        "request_id": "r-1",
        "purpose": None,
        "outcome": "allowed",
    }
    window = "/access-trail?from=2026-11-23T13:00:00%2B01:00&to=2026-11-23T12:00:01Z&limit=1"
    page = (await client.get(window, headers=admin.headers)).json()
    assert page["items"][0]["position"] == 2
    following = (await client.get(f"{window}&after={page['next']}", headers=admin.headers)).json()
    assert (following["items"], following["next"]) == ([entry], None)
    proof = (await client.get("/access-trail/proof", headers=admin.headers)).json()
    assert (proof["valid"], proof["entries"], proof["first_break"]) == (True, 2, None)
    assert [(chain["source"], chain["entries"], len(chain["head"])) for chain in proof["chains"]] == [
        ("patients", 2, 64)
    ]


async def test_looking_into_the_trail_adds_nothing_to_it(client, admin, deliver, emitted):
    await deliver(access())
    await client.get("/access-trail", headers=admin.headers)
    assert await emitted(AccessRecorded) == []


async def test_what_cannot_be_asked_of_the_trail_is_refused(client, admin):
    for query in (
        "from=yesterday", "to=0001-01-01T00:00:00%2B14:00", "from=9999-12-31T23:59:59-14:00", "patient_id=1",
        "after=bm9uZQ", "limit=0", "from=2026-11-23T12:00:00",
        # [["x"], "patients", 1] · moments without a zone, at the end of time · half a surrogate · too large a number
        "after=W1sieCJdLCAicGF0aWVudHMiLCAxXQ",
        "after=WyIyMDI2LTExLTIzVDEyOjAwOjAwIiwgInAiLCAxXQ",
        "after=WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTE0OjAwIiwgInAiLCAxXQ",
        "after=WyIyMDI2LTExLTIzVDEyOjAwOjAwKzAwOjAwIiwgIlx1ZDgwMCIsIDFd",
        "after=WyIyMDI2LTExLTIzVDEyOjAwOjAwKzAwOjAwIiwgInAiLCAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyM10",
    ):  # fmt: skip
        answer = await client.get(f"/access-trail?{query}", headers=admin.headers)
        assert answer.status_code == 422, (query, answer.text)


async def test_nothing_but_the_open_doors_answers_without_a_token(client):
    document = (await client.get("/openapi.json")).json()
    answered = set()
    for path, calls in document["paths"].items():
        for method in calls:
            concrete = path.replace("{staff_id}", str(new_id())).replace("{session_id}", str(new_id()))
            answer = await client.request(method, concrete)
            if answer.status_code != 401 or answer.json()["code"] != "invalid_token":
                answered.add((method, path))
    assert answered == {
        ("post", "/auth/login"), ("post", "/auth/refresh"), ("post", "/auth/logout"),
        ("post", "/auth/accept-invitation"), ("post", "/auth/forgot-password"), ("post", "/auth/token"),
        ("post", "/auth/reset-password"),
        ("get", "/.well-known/jwks.json"),
        ("get", "/.well-known/trail-keys.json"),
    }  # fmt: skip
