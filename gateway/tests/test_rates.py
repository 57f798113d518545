"""Rates of several gateways: counted together in a real Redis, and by each alone while it is away."""

import ast
from pathlib import Path

import pytest
from clinic_common import telemetry

from gateway import rates
from tests.servers.redis import Redis

from .conftest import house_of


@pytest.fixture
def redis():
    """A Redis of this test's own."""
    server = Redis()
    server.start()
    yield server
    server.stop()


async def calls(house, number):
    return [(await house.client.get("/api/patients")).status_code for _ in range(number)]


async def test_two_gateways_count_together_and_alone_while_redis_is_away(signer, redis, monkeypatch, capsys):
    monkeypatch.setattr(rates, "_LEFT_ALONE", 0.0)
    given = {"redis_url": redis.url, "call_rate": "3/60"}
    async with house_of(signer, "inside", **given) as one, house_of(signer, "inside", **given) as other:
        headers = one.token()
        one.client.headers = other.client.headers = headers  # the same person at both
        assert await calls(one, 2) + await calls(other, 2) == [200, 200, 200, 429]
        refused = await one.client.get("/api/patients")
        assert refused.status_code == 429 and 1 <= int(refused.headers["Retry-After"]) <= 61
        assert telemetry.RATES_SHARED._value.get() == 1

        redis.stop()
        assert await calls(one, 4) == await calls(other, 4) == [200, 200, 200, 429]
        assert telemetry.RATES_SHARED._value.get() == 0
        assert capsys.readouterr().out.count("rates are counted by this gateway alone") == 2  # once each

        redis.start()
        assert await calls(one, 2) + await calls(other, 2) == [200, 200, 200, 429]
        assert telemetry.RATES_SHARED._value.get() == 1


async def test_what_redis_holds_names_nobody_and_goes_by_itself(signer, redis):
    from redis.asyncio import Redis as Client

    async with house_of(signer, "inside", redis_url=redis.url, call_rate="3/60") as house:
        assert await calls(house, 1) == [200]
        async with Client.from_url(redis.url) as client:
            [key] = await client.keys("*")
            assert len(key) == len("clinic:rate:") + 64 and await client.get(key) == b"1"
            assert 0 < await client.ttl(key) <= 60


def test_who_does_not_name_a_redis_does_not_load_its_client():
    opening = ast.parse(Path(rates.__file__).read_text()).body
    loaded = {ast.unparse(line) for line in opening if isinstance(line, ast.Import | ast.ImportFrom)}
    assert loaded and not any("redis" in line for line in loaded)
