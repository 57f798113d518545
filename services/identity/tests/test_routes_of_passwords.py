"""Forgotten passwords and those nobody may choose: links that work once, and answers that tell nothing (I5, I6, I7)."""

import asyncio
from contextlib import contextmanager

import pyotp
import pytest
from clinic_common.database import utc_now
from clinic_contracts.identity import PasswordResetAsked, PasswordResetOffered, SessionEnded, StaffInvited
from identity import commands, rules
from sqlalchemy import event

from .conftest import NOON, PASSWORD, after, begin

NEW = "another horse entirely"


@contextmanager
def statements_of(database):
    """What is sent to the database inside, statement by statement."""
    seen = []

    def note(_, __, statement, *___):
        seen.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def offered(database, emitted):
    """`await offered(email)`: the token of the mail somebody gets who asks; None: no mail."""

    async def offered(email, *, now=NOON):
        before = len(await emitted(PasswordResetOffered))
        await database.run(commands.offer_reset, email=email, now=now)
        told = (await emitted(PasswordResetOffered))[before:]
        return told[0].token if told else None

    return offered


ASKING = ("doctor@clinic.example", "nurse@clinic.example", "nobody@clinic.example", "not an address")


@pytest.fixture
async def one_works_here(hire, database):
    """Of those who ask, the doctor works here and the nurse did."""
    await hire("doctor")
    gone = await hire("nurse")
    await database.run(commands.deactivate_staff, staff_id=gone.id, now=NOON)


async def test_i7_whoever_asks_for_a_new_password_learns_nothing(client, one_works_here):
    answers = [await client.post("/auth/forgot-password", json={"email": email}) for email in ASKING]
    assert [(answer.status_code, answer.content) for answer in answers] == [(202, b"null")] * 4


async def test_i7_asking_for_a_new_password_is_the_same_work_for_every_address(database, one_works_here, emitted):
    work = []
    for email in ASKING:
        with statements_of(database) as seen:
            await database.run(commands.ask_for_reset, email=email, now=NOON)
        work.append(seen)
    assert work == [work[0]] * 4
    assert len(await emitted(PasswordResetAsked)) == 4


async def test_a_forgotten_password_is_replaced_by_the_link_once_and_all_sessions_end(
    client, hire, sign_in, deliver, emitted
):
    doctor = await hire("doctor")
    session = await sign_in(doctor)
    await deliver(PasswordResetAsked(email="DOCTOR@clinic.example", occurred_at=utc_now()), times=2)
    [told] = await emitted(PasswordResetOffered)
    assert (told.staff_id, told.email) == (doctor.id, "doctor@clinic.example")
    body = {"token": told.token, "password": NEW}
    assert (await client.post("/auth/reset-password", json=body)).status_code == 204
    assert [ended.reason for ended in await emitted(SessionEnded)] == ["password_set"]
    assert (await client.get("/me", headers=session.headers)).status_code == 401
    again = await client.post("/auth/reset-password", json=body)
    assert (again.status_code, again.json()["code"]) == (422, "invalid_reset")
    for password, status in ((PASSWORD, 401), (NEW, 200)):
        answer = await client.post("/auth/login", json={"email": doctor.email, "password": password})
        assert answer.status_code == status


async def test_an_old_wish_for_a_new_password_is_not_granted_any_more(hire, deliver, emitted):
    await hire("doctor")
    await deliver(PasswordResetAsked(email="doctor@clinic.example", occurred_at=NOON))
    assert await emitted(PasswordResetOffered) == []


async def test_who_does_not_work_here_gets_no_mail_and_nobody_gets_many(hire, offered, database):
    await hire("doctor")
    gone = await hire("nurse")
    await database.run(commands.deactivate_staff, staff_id=gone.id, now=NOON)
    assert await offered("nurse@clinic.example") is None
    assert await offered("nobody@clinic.example") is None
    assert await offered("doctor@clinic.example")
    assert await offered("doctor@clinic.example", now=after(minutes=4)) is None
    assert await offered("doctor@clinic.example", now=after(minutes=6))


@pytest.mark.parametrize(("later", "good"), [({"minutes": 59}, True), ({"minutes": 60}, False)])
async def test_i5_a_link_to_a_new_password_lasts_an_hour(hire, offered, database, later, good):
    await hire("doctor")
    token = await offered("doctor@clinic.example")
    resetting = database.run(commands.reset_password, token=token, password_hash="x", now=after(**later))
    if good:
        await resetting
    else:
        with pytest.raises(rules.InvalidReset):
            await resetting


async def test_i5_of_two_who_use_a_link_at_once_one_wins_and_the_newest_link_counts(hire, offered, database):
    await hire("doctor")
    old = await offered("doctor@clinic.example")
    token = await offered("doctor@clinic.example", now=after(minutes=6))
    tries = [
        database.run(commands.reset_password, token=each, password_hash="x", now=after(minutes=7))
        for each in (old, token, token)
    ]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(isinstance(result, rules.InvalidReset) for result in results) == [False, True, True]


async def test_a_second_factor_outlives_a_forgotten_password(hire, offered, database):
    doctor = await hire("doctor")
    issued = await begin(database, doctor)
    who = {"staff_id": doctor.id, "session_id": issued.session_id, "sealer": database.sealer, "now": after(minutes=1)}
    secret, _ = await database.run(commands.start_totp, **who)
    await database.run(commands.confirm_totp, **who, otp=pyotp.TOTP(secret).at(after(minutes=1)))
    token = await offered("doctor@clinic.example")
    await database.run(commands.reset_password, token=token, password_hash="x", now=after(minutes=2))

    async def has_factor(session):
        from identity.models import Credentials

        return (await session.get_one(Credentials, doctor.id)).totp_on

    assert await database.read(has_factor)


async def test_the_link_of_an_invitation_is_no_link_of_a_reset(client, hire, offered, emitted):
    await hire("doctor", password_hash=None, invitation_token="invited")
    [invited] = await emitted(StaffInvited)
    asked = await offered("doctor@clinic.example")
    for path, token in (("reset-password", invited.invitation_token), ("accept-invitation", asked)):
        answer = await client.post(f"/auth/{path}", json={"token": token, "password": NEW})
        assert answer.status_code == 422, path


async def test_i6_a_password_on_the_list_cannot_be_chosen(client, hire, sign_in, offered, database):
    hashes = [rules.listed_hash(word) for word in (NEW, "some other password", NEW)]
    assert await database.run(commands.list_passwords, hashes=hashes, anew=True) == 2
    assert await database.run(commands.list_passwords, hashes=hashes, anew=False) == 0
    doctor = await hire("doctor")
    token = await offered(doctor.email, now=utc_now())
    session = await sign_in(doctor)
    answers = [
        await client.post("/auth/reset-password", json={"token": token, "password": NEW.upper()}),
        await client.post(
            "/auth/password", json={"current_password": PASSWORD, "new_password": NEW}, headers=session.headers
        ),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "password_listed")}
    await database.run(commands.list_passwords, hashes=[], anew=True)
    answer = await client.post("/auth/reset-password", json={"token": token, "password": NEW})
    assert answer.status_code == 204
