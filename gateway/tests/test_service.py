"""Settings, rates, health, and living and stopping as an app."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from clinic_common.settings import MissingSettings, read_settings
from clinic_common.testing import RING
from gateway.rates import Counted, Rate, TooManyRequests
from gateway.service import GatewaySettings

import gateway

from .conftest import answer_json, house_of


async def test_health_tells_of_every_service_and_no_secret(house):
    answer = await house.client.get("/health", headers={"Authorization": ""})
    told = answer.json()
    assert (answer.status_code, told["status"], told["bus"]) == (200, "ok", True)
    assert told["services"]["billing"] == {
        "status": "ok", "database": True, "bus": True, "uptime_seconds": 1.0, "memory_mb": None,
    }  # fmt: skip
    assert set(told["services"]) == {"identity", "patients", "scheduling", "billing", "notifications"}
    assert told["memory_mb"] > 10 and "secret" not in answer.text


async def test_health_names_the_service_that_is_down_and_liveness_does_not_care(house):
    async def down(scope, receive, send):
        await answer_json(send, {"status": "down", "database": False, "bus": True}, 503)

    house["patients"].answers["GET", "/health"] = down
    house["billing"].answers["GET", "/health"] = {"status": "degraded", "database": True, "bus": False}
    answer = await house.client.get("/health")
    told = answer.json()
    assert (answer.status_code, told["status"]) == (503, "down")
    assert (told["services"]["patients"]["status"], told["services"]["patients"]["database"]) == ("down", False)
    assert (told["services"]["billing"]["status"], told["services"]["identity"]["status"]) == ("degraded", "ok")
    assert (await house.client.get("/health/live")).status_code == 200
    assert (await house.client.get("/health/ready")).status_code == 200


async def test_the_status_page_tells_anybody_what_is_up_and_proved_and_nothing_else(house):
    proofs = {"backup": {"good": True, "at": "2026-11-25T03:00:00+00:00"}, "restore": {"good": False, "at": None}}
    house["identity"].answers["GET", "/health"] = {"status": "ok", "database": True, "bus": True, "proofs": proofs}
    told = (await house.client.get("/status.json", headers={"Authorization": ""})).json()
    assert told == {
        "status": "ok",
        "parts": dict.fromkeys(("identity", "patients", "scheduling", "billing", "notifications"), "ok"),
        "backup": {"good": True, "at": "2026-11-25T03:00:00Z"},
        "restore": {"good": False, "at": None},
        "ledger": {"good": None, "at": None},
    }
    page = await house.client.get("/status", headers={"Authorization": ""})
    assert "Everything works" in page.text and "2026-11-25 03:00 UTC" in page.text and "FAILED" in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert "<script" not in page.text and "secret" not in page.text


async def test_too_many_calls_are_told_to_wait_each_account_and_address_by_itself(signer):
    async with house_of(signer, "inside", call_rate="5/60", sign_in_rate="3/60") as house:
        mine, theirs = house.token("nurse"), house.token("nurse")
        codes = [(await house.client.get("/api/patients", headers=mine)).status_code for _ in range(6)]
        assert codes == [200] * 5 + [429]
        assert (await house.client.get("/api/patients", headers=theirs)).status_code == 200
        refused = await house.client.get("/api/patients", headers=mine)
        assert refused.json()["code"] == "too_many_requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 61
        guesses = [(await house.client.post("/api/auth/login", json={})).status_code for _ in range(4)]
        assert guesses == [200, 200, 200, 429]
        bad = [(await house.client.get("/api/patients", headers={"Authorization": "Bearer x.y.z"})).status_code]
        bad += [(await house.client.get("/api/nothing")).status_code for _ in range(3)]
        assert bad[-1] == 429


async def test_a_rate_begins_anew_and_remembers_only_so_much(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("gateway.rates.time.monotonic", lambda: now[0])
    counted = Counted(Rate.from_text("2/10"))
    await counted.count("a")
    await counted.count("a")
    with pytest.raises(TooManyRequests):
        await counted.count("a")
    now[0] = 10.0
    await counted.count("a")
    for n in range(50_000):
        await counted.count(n)
    assert len(counted._windows) <= 20_000


@pytest.mark.parametrize("text", ["", "10", "10/", "0/5", "a/b", "10/-1", "1/0"])
def test_a_rate_that_is_none_stops_the_start(text):
    with pytest.raises(ValueError, match="calls/seconds"):
        Rate.from_text(text)


def test_missing_and_wrong_settings_are_named_and_never_shown(monkeypatch):
    for name in ("BUS_URL", "SEALING_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, hidden-value")
    monkeypatch.setenv("CALL_RATE", "often")
    monkeypatch.setenv("REDIS_URL", "http://:watchword@cache")
    with pytest.raises(MissingSettings) as refusal:
        read_settings(GatewaySettings)
    told = str(refusal.value)
    for name in ("BUS_URL", "SEALING_KEYS", "TRUSTED_PROXIES", "CALL_RATE", "REDIS_URL"):
        assert name in told
    assert "often" not in told and "watchword" not in told


def test_an_empty_web_folder_is_none(monkeypatch):
    monkeypatch.setenv("WEB_FOLDER", "")
    assert GatewaySettings(bus_url="inprocess:", sealing_keys=RING).web_folder is None


async def test_a_process_of_its_own_starts_answers_and_stops(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "gateway.service:app", "--port", str(port)]
    settings = {**os.environ, "BUS_URL": "inprocess:", "SEALING_KEYS": RING, "PATIENTS_URL": "http://127.0.0.1:9"}
    process = await asyncio.create_subprocess_exec(*command, env=settings, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(100):
                try:
                    answer = await client.get("/health/live")
                    break
                except httpx2.ConnectError:
                    await asyncio.sleep(0.1)
            assert answer.status_code == 200
            health = await client.get("/health")
            assert (health.status_code, health.json()["status"]) == (503, "down")
            assert (await client.post("/api/auth/login", json={})).status_code == 503
            assert (await client.get("/openapi.json")).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) in (0, -signal.SIGTERM)
    finally:
        if process.returncode is None:
            process.kill()


def test_the_gateway_owns_no_data_and_knows_no_foundation():
    sources = [*Path(gateway.__file__).parent.glob("*.py"), *Path(__file__).parent.glob("*.py")]
    assert len(sources) > 20
    forbidden = ("embed" + "ded",)
    for source in sources:
        text = source.read_text()
        assert not any(word in text for word in forbidden), source
        if "tests" not in source.parts:
            assert "sqlalchemy" not in text, source
