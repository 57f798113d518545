"""A sign-in that ended is refused although its token is good."""

from datetime import UTC, datetime

from clinic_common.database import new_id
from clinic_common.testing import eventually
from clinic_contracts.identity import RoleChanged, SessionEnded, StaffChanged, StaffDeactivated
from gateway.revocations import KEPT_SECONDS

from .conftest import house_of, moment


def changed(staff_id, at, *, role="nurse", active=True):
    return StaffChanged(
        staff_id=staff_id, email="a@b.c", display_name="A", role=role, active=active, version=2, occurred_at=at
    )


async def status(house, headers):
    answer = await house.client.get("/api/patients", headers=headers)
    assert answer.status_code == 200 or answer.json()["code"] == "invalid_token"
    return answer.status_code


async def test_an_ended_session_is_refused_at_once_and_no_other(house):
    session, staff = new_id(), new_id()
    headers = house.token("nurse", sid=str(session), staff_id=staff)
    other = house.token("nurse", staff_id=staff)
    assert await status(house, headers) == 200
    await house.tell(SessionEnded(session_id=session, staff_id=staff, reason="logout", occurred_at=moment()))
    assert await status(house, headers) == 401
    assert await status(house, other) == 200


async def test_somebody_deactivated_is_refused_with_every_token_they_hold(house):
    staff = new_id()
    headers = [house.token("doctor", staff_id=staff) for _ in range(2)]
    assert [await status(house, each) for each in headers] == [200, 200]
    await house.tell(StaffDeactivated(staff_id=staff, version=2, occurred_at=moment(1)))
    assert [await status(house, each) for each in headers] == [401, 401]
    assert await status(house, house.token("doctor")) == 200


async def test_a_change_of_role_ends_older_tokens_and_no_newer_one(house):
    staff, now = new_id(), moment().timestamp()
    before = house.token("doctor", staff_id=staff, iat=now - 0.001)
    after = house.token("nurse", staff_id=staff, iat=now)
    await house.tell(changed(staff, datetime.fromtimestamp(now, UTC)))
    assert await status(house, before) == 401
    assert await status(house, after) == 200


async def test_a_change_of_what_a_role_allows_ends_the_older_tokens_of_all_who_have_it(house):
    now = moment().timestamp()
    before, after = (house.token("nurse", iat=now + seconds) for seconds in (-0.001, 0))
    other = house.token("doctor", iat=now - 0.001)
    at = datetime.fromtimestamp(now, UTC)
    await house.tell(RoleChanged(role="nurse", permissions=["profile"], version=2, occurred_at=at))
    assert [await status(house, each) for each in (before, after, other)] == [401, 200, 200]


async def test_events_in_the_wrong_order_change_nothing(house):
    staff, now = new_id(), moment().timestamp()
    headers = house.token("nurse", staff_id=staff, iat=now - 5)
    await house.tell(changed(staff, datetime.fromtimestamp(now, UTC)))
    await house.tell(changed(staff, datetime.fromtimestamp(now - 60, UTC)))
    assert await status(house, headers) == 401


async def test_what_ended_before_the_gateway_started_is_read(signer, foundation):
    session, staff, now = new_id(), new_id(), moment().timestamp()
    async with house_of(signer, foundation, revocations_seconds=0.1) as house:
        ended = house.token("nurse", sid=str(session))
        old = house.token("nurse", staff_id=staff, iat=now - 10)
        new = house.token("nurse", staff_id=staff, iat=now)
        assert [await status(house, each) for each in (ended, old, new)] == [200, 200, 200]
        at = datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z")
        house["identity"].answers["GET", "/revocations"] = {
            "sessions": [{"session_id": str(session), "ended_at": at}],
            "staff": [{"staff_id": str(staff), "not_before": at, "role": "nurse", "active": True}],
        }

        async def refused():
            return await status(house, ended) == 401

        await eventually(refused, within=2)
        assert [await status(house, each) for each in (old, new)] == [401, 200]


async def test_until_identity_has_been_heard_nobody_is_let_in(signer, foundation, monkeypatch):
    monkeypatch.setattr("gateway.revocations._FIRST_READ_SECONDS", 0.3)

    async def no_answer(scope, receive, send):
        await send({"type": "http.response.start", "status": 503, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async with house_of(signer, foundation, before={"/revocations": no_answer}) as house:
        headers = house.token("nurse")
        answer = await house.client.get("/api/patients", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert (await house.client.get("/health/ready")).status_code == 200
        house["identity"].answers["GET", "/revocations"] = {"sessions": [], "staff": []}

        async def let_in():
            return (await house.client.get("/api/patients", headers=headers)).status_code == 200

        await eventually(let_in, within=5)


async def test_revocations_are_forgotten_when_every_token_they_meant_has_expired(inner):
    revocations = inner.gateway._revocations
    for seconds in (-KEPT_SECONDS - 1, -KEPT_SECONDS + 60):
        at = moment(seconds)
        revocations.note(SessionEnded(session_id=new_id(), staff_id=new_id(), reason="logout", occurred_at=at))
        revocations.note(changed(new_id(), at))
    revocations._forget_old()
    assert (len(revocations._sessions), len(revocations._staff)) == (1, 1)
