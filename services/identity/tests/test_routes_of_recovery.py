"""Recovery codes, for when the app is not at hand; and new signing keys that nobody notices."""

import asyncio
import re
from datetime import timedelta

import jwt
import pyotp
import pytest
from clinic_common.database import utc_now
from identity import commands, rules
from identity.models import RecoveryCode, SigningKey
from sqlalchemy import select, update

from .conftest import PASSWORD
from .test_routes import login


@pytest.fixture
async def careful(client, hire, sign_in):
    """Somebody with a second factor: who they are signed in as, their secret, their recovery codes."""
    me = await sign_in(await hire("doctor"))
    secret = (await client.post("/auth/totp", headers=me.headers)).json()["secret"]
    code = pyotp.TOTP(secret).at(utc_now() - timedelta(seconds=30))
    answer = await client.post("/auth/totp/confirm", json={"otp": code}, headers=me.headers)
    assert answer.status_code == 200
    return me, secret, answer.json()["recovery_codes"]


async def stored(database):
    async def query(session):
        return list((await session.execute(select(RecoveryCode.code_hash))).scalars())

    return await database.read(query)


async def test_i9_a_recovery_code_stands_in_for_the_app_once_however_it_is_typed(client, careful, database):
    _, _, codes = careful
    assert len(set(codes)) == 10
    assert all(re.fullmatch("[a-z2-9]{4}(-[a-z2-9]{4}){3}", code) for code in codes)
    assert (await login(client, otp=codes[0])).status_code == 200
    again = await login(client, otp=codes[0])
    assert (again.status_code, again.json()["code"]) == (401, "otp_required")
    assert (await login(client, otp=codes[1].upper().replace("-", ""))).status_code == 200
    assert (await login(client, otp=codes[2].replace("-", " "))).status_code == 200
    kept = await stored(database)
    assert len(kept) == 7
    assert not any(code.encode() in kept for code in codes)


async def test_i9_one_recovery_code_used_by_many_at_once_lets_one_in(client, careful):
    _, _, codes = careful
    answers = await asyncio.gather(*(login(client, otp=codes[0]) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 5


async def test_somebody_else_s_and_made_up_codes_do_not_help_and_count_as_guesses(client, careful, hire):
    _, _, codes = careful
    other = rules.recovery_fingerprint((await hire("nurse")).id, codes[0])
    assert other != rules.recovery_fingerprint((await hire("admin")).id, codes[0])
    for _ in range(5):
        assert (await login(client, otp="aaaa-bbbb-cccc-dddd")).status_code == 401
    assert (await login(client, otp=codes[0])).status_code == 429


@pytest.mark.parametrize("otp", ["1234567", "aaaa-bbbb-cccc", "aaaa-bbbb-cccc-ddd\u00e9", "x" * 5000, ""])
async def test_what_is_no_code_is_refused_by_its_form(client, careful, otp):
    assert (await login(client, otp=otp)).status_code == 422


async def test_new_codes_need_the_app_and_void_the_old(client, careful, database):
    me, secret, codes = careful
    wrong = await client.post("/auth/totp/recovery-codes", json={"otp": "000000"}, headers=me.headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_otp")
    right = {"otp": pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30))}
    answer = await client.post("/auth/totp/recovery-codes", json=right, headers=me.headers)
    assert answer.status_code == 200
    assert (await login(client, otp=codes[0])).status_code == 401
    assert (await login(client, otp=answer.json()["recovery_codes"][0])).status_code == 200


async def test_without_a_second_factor_there_are_no_codes(client, careful, database):
    me, _, _ = careful
    assert (await client.delete("/auth/totp", headers=me.headers)).status_code == 204
    assert await stored(database) == []
    refused = await client.post("/auth/totp/recovery-codes", json={"otp": "123456"}, headers=me.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "totp_is_off")
    assert (await login(client, password=PASSWORD)).status_code == 200


async def test_i12_a_new_signing_key_is_not_noticed_by_who_is_signed_in(client, hire, sign_in, resources):
    me = await sign_in(await hire("nurse"))
    keys, verifier = resources.extras["keys"], resources.verifier
    first = (await keys.current(utc_now())).key_id
    made = await resources.database.run(commands.rotate_signing_key, sealer=resources.sealer, now=utc_now())

    async def five_minutes_pass(session):
        await session.execute(update(SigningKey).where(SigningKey.number == 2).values(signs_from=utc_now()))

    for happens in (None, five_minutes_pass):
        if happens:
            await resources.database.run(happens)
        keys.forget()
        verifier._keys.clear()
        verifier._known.clear()
        verifier._fetched_at = float("-inf")
        assert (await client.get("/me", headers=me.headers)).status_code == 200
        assert len((await client.get("/.well-known/jwks.json")).json()["keys"]) == 2
        signs = (await keys.current(utc_now())).key_id
        assert signs == (made.key_id if happens else first)
    fresh = await client.post("/auth/refresh", json={"refresh_token": me.refresh})
    assert jwt.get_unverified_header(fresh.json()["access_token"])["kid"] == made.key_id
    again = {"Authorization": f"Bearer {fresh.json()['access_token']}"}
    assert (await client.get("/me", headers=again)).status_code == 200
