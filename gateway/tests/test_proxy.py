"""What passes through to a service and back, how much, and how long."""

import asyncio
import time
from contextlib import suppress
from contextvars import ContextVar
from urllib.parse import urlsplit

import httpx2
import pytest
from gateway.upstreams import HttpUpstream, in_own_task

from .conftest import answer_bytes, answer_json, body_of, house_of, http_server, raw

SIGN_INS = "/api/auth/refresh"


def told(asked):
    return dict(asked["headers"])


async def test_method_path_query_and_body_arrive_as_they_were_sent(house):
    answer = await house.client.post("/api/patients?q=M%C3%BCller&x=a%20b+c&x=2", content=b'{"a": 1}')
    asked = house["patients"].seen[-1]
    assert answer.json() == asked
    assert (asked["method"], asked["path"], asked["query"]) == ("POST", "/patients", "q=M%C3%BCller&x=a%20b+c&x=2")
    assert asked["body"] == 8
    await house.client.get("/api/message-templates/a%20b%C3%BC")
    asked = house["notifications"].seen[-1]
    assert (asked["path"], asked["raw_path"]) == ("/message-templates/a bü", "/message-templates/a%20b%C3%BC")


async def test_a_service_is_told_what_it_needs_and_nothing_else(house):
    given = {
        "Idempotency-Key": "k1", "If-Match": '"3"', "Accept": "text/csv", "Accept-Language": "de",
        "Content-Type": "application/json", "User-Agent": "Web 1", "X-Purpose": "referral", "X-Request-Id": "abc-1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        # None of these is for a service.
        "X-Internal-Staff": "admin", "X-Internal": "1", "X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example", "Forwarded": "for=1.2.3.4", "X-Real-Ip": "1.2.3.4", "X-Role": "admin",
        "Connection": "keep-alive, X-Purpose2", "TE": "trailers", "Upgrade": "h2c", "Proxy-Authorization": "Basic eA==",
        "Cookie": "session=1", "X-Original-Url": "/staff", "X-HTTP-Method-Override": "DELETE", "Expect": "200-ok",
        "X-Twilio-Signature": "c2lnbmVk",
    }  # fmt: skip
    answer = await house.client.post("/api/patients", headers=given, content=b"{}")
    asked = told(house["patients"].seen[-1])
    trace = asked.pop("traceparent")
    assert trace.split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert asked.pop("authorization").startswith("Bearer ")
    assert asked.pop("host").startswith(("gateway", "127.0.0.1"))
    assert asked == {
        "idempotency-key": "k1", "if-match": '"3"', "accept": "text/csv", "accept-language": "de",
        "content-type": "application/json", "content-length": "2", "user-agent": "Web 1", "x-purpose": "referral",
        "x-request-id": "abc-1", "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http",
        "x-twilio-signature": "c2lnbmVk",
    }  # fmt: skip
    assert answer.headers["x-request-id"] == "abc-1"


async def test_a_request_without_ids_gets_them(house):
    answer = await house.client.get("/api/patients", headers={"X-Request-Id": "not an id\tat all"})
    asked = told(house["patients"].seen[-1])
    assert len(asked["x-request-id"]) == 32 and asked["x-request-id"] == answer.headers["x-request-id"]
    assert asked["traceparent"].startswith("00-")


async def test_the_token_that_was_checked_is_the_one_that_passes(house):
    good = house.token("nurse")["Authorization"].encode()
    headers = [(b"authorization", good), (b"authorization", b"Bearer other"), (b"idempotency-key", b"a\x01b")]
    status, _, _ = await raw(house.gateway, "GET", b"/api/patients", headers)
    asked = house["patients"].seen[-1]["headers"]
    assert status == 200
    assert [value for name, value in asked if name == "authorization"] == [good.decode()]
    assert "idempotency-key" not in dict(asked)


async def test_cookies_pass_for_sign_in_only_and_never_from_another_site(house):
    async def sets(scope, receive, send):
        house["identity"].seen.append({"headers": [[k.decode(), v.decode()] for k, v in scope["headers"]]})
        await answer_json(send, {}, headers=[(b"set-cookie", b"refresh=1; HttpOnly"), (b"set-cookie", b"b=2")])

    house["identity"].answers["POST", "/auth/refresh"] = sets
    house["patients"].answers["GET", "/patients"] = sets
    cookie = {"Cookie": "refresh=secret"}
    answer = await house.client.post(SIGN_INS, headers={**cookie, "Sec-Fetch-Site": "same-origin"})
    assert told(house["identity"].seen[-1])["cookie"] == "refresh=secret"
    assert len(answer.headers.get_list("set-cookie")) == 2
    await house.client.post(SIGN_INS, headers={**cookie, "Sec-Fetch-Site": "cross-site"})
    assert "cookie" not in told(house["identity"].seen[-1])
    other = await house.client.get("/api/patients", headers=cookie)
    assert "set-cookie" not in other.headers
    assert "cookie" not in told(house["identity"].seen[-1])


async def test_status_headers_and_bytes_come_back_as_they_are(house):
    async def answers(scope, receive, send):
        headers = [
            (b"content-type", b"application/pdf"), (b"etag", b'"3"'), (b"content-encoding", b"gzip"),
            (b"location", b"/x"), (b"x-powered-by", b"us"), (b"server", b"us"), (b"keep-alive", b"5"),
            (b"access-control-allow-origin", b"*"), (b"x-internal-note", b"1"), (b"cache-control", b"public"),
            (b"x-frame-options", b"ALLOWALL"), (b"content-disposition", b'inline; filename="a.pdf"'),
        ]  # fmt: skip
        await answer_bytes(send, b"\x1f\x8b not really gzip", 201, headers)

    house["patients"].answers["GET", "/patients"] = answers
    request = house.client.build_request("GET", "/api/patients")
    answer = await house.client.send(request, stream=True)
    assert answer.status_code == 201
    assert b"".join([chunk async for chunk in answer.aiter_raw()]) == b"\x1f\x8b not really gzip"
    assert answer.headers["etag"] == '"3"'
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="a.pdf"'
    assert answer.headers.get_list("cache-control") == ["no-store"]
    assert answer.headers.get_list("x-frame-options") == ["DENY"]
    for gone in ("x-powered-by", "server", "keep-alive", "access-control-allow-origin", "x-internal-note"):
        assert gone not in answer.headers


async def test_every_answer_carries_the_security_headers(house):
    seen = []
    for path in ("/api/patients", "/api/nothing", "/health", "/openapi.json", "/docs", "/", "/nothing"):
        answer = await house.client.get(path)
        seen.append(answer.status_code)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "strict-transport-security" not in answer.headers
        assert answer.headers["x-request-id"]
        if path.startswith("/api"):
            assert answer.headers["cache-control"] == "no-store"
    assert seen == [200, 404, 200, 200, 200, 200, 404]


async def test_a_mistake_of_ours_is_told_with_the_security_headers_and_nothing_else(inner, capsys):
    async def breaks(scope, receive, send):
        raise RuntimeError("secret name")

    inner["patients"].answers["GET", "/patients"] = breaks
    answer = await inner.client.get("/api/patients")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_only_over_https_browsers_are_told_to_stay_there(signer):
    async with house_of(signer, "inside", trusted_proxies="10.0.0.0/8, 2001:db8::/32") as house:
        sent = [
            (b"x-forwarded-proto", b"https"), (b"authorization", house.token()["Authorization"].encode()),
            (b"x-forwarded-for", b"6.6.6.6, 203.0.113.7, 10.1.1.1"),
        ]  # fmt: skip

        async def seen_from(peer, headers=sent):
            _, answered, _ = await raw(house.gateway, "GET", b"/api/patients", headers, client=(peer, 1))
            return told(house["patients"].seen[-1])["x-forwarded-for"], "strict-transport-security" in answered

        assert await seen_from("10.9.9.9") == ("203.0.113.7", True)
        assert await seen_from("2001:db8::1") == ("203.0.113.7", True)
        assert await seen_from("::ffff:10.9.9.9") == ("203.0.113.7", True)
        assert await seen_from("192.0.2.9") == ("192.0.2.9", False)
        broken = [*sent[:2], (b"x-forwarded-for", b"203.0.113.7, nonsense\xff, 10.1.1.1")]
        assert await seen_from("10.9.9.9", broken) == ("10.1.1.1", True)
        assert await seen_from("10.9.9.9", sent[:2]) == ("10.9.9.9", True)


async def test_a_body_that_says_it_is_too_large_is_refused_unread(house):
    answer = await house.client.post("/api/patients", content=b"x" * 1_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["connection"] == "close"
    assert house["patients"].seen == []
    whole = await house.client.post("/api/patients", content=b"x" * 1_000_000)
    assert whole.json()["body"] == 1_000_000


async def test_a_body_that_turns_out_too_large_is_cut_off_on_the_way(house):
    async def pieces(count):
        for _ in range(count):
            yield b"x" * 100_000

    answer = await house.client.post("/api/patients", content=pieces(11))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert house["patients"].seen == []
    assert (await house.client.post("/api/patients", content=pieces(10))).json()["body"] == 1_000_000
    assert (await house.client.post("/api/imports", content=pieces(50))).json()["body"] == 5_000_000


async def test_a_service_that_takes_too_long_is_answered_for_in_time(signer, foundation):
    finished = asyncio.Event()

    async def slow(scope, receive, send):
        await body_of(receive)
        await asyncio.sleep(0.6)
        with suppress(ConnectionError):
            await answer_json(send, {})
        finished.set()

    async with house_of(signer, foundation, upstream_seconds=0.3) as house:
        house["billing"].answers["POST", "/invoices"] = slow
        began = time.monotonic()
        asking = asyncio.create_task(house.client.post("/api/invoices", content=b"{}"))
        await asyncio.sleep(0.05)
        meanwhile = await house.client.get("/api/patients")
        assert (meanwhile.status_code, time.monotonic() - began < 0.25) == (200, True)
        answer = await asking
        assert 0.25 < time.monotonic() - began < 0.5
        assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
        assert (answer.json()["part"], answer.headers["retry-after"]) == ("billing", "2")
        # What was begun is not torn off in the middle of a transaction.
        await asyncio.wait_for(finished.wait(), 2)


async def test_a_slow_client_is_not_held_against_the_service(signer, foundation):
    async def slowly():
        for _ in range(4):
            await asyncio.sleep(0.15)
            yield b"x"

    async with (
        house_of(signer, foundation, upstream_seconds=0.3) as house,
        http_server(house.gateway) as url,
        httpx2.AsyncClient(base_url=url, headers=house.token()) as client,
    ):
        answer = await client.post("/api/patients", content=slowly())
        assert (answer.status_code, answer.json()["body"]) == (200, 4)


async def test_a_client_that_stops_sending_is_not_waited_for_forever(signer, foundation):
    async with house_of(signer, foundation, client_seconds=0.2) as house, http_server(house.gateway) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        head = f"Host: x\r\nAuthorization: {house.token()['Authorization']}\r\nContent-Length: 10\r\n\r\n"
        writer.write(f"POST /api/patients HTTP/1.1\r\n{head}x".encode())
        line = await asyncio.wait_for(reader.readline(), 1)
        assert line.split()[1] == b"408"
        writer.close()
        assert house["patients"].seen == []


async def test_a_long_answer_streams_and_one_that_stalls_is_cut(signer, foundation):
    stall = asyncio.Event()

    async def streams(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
        for _ in range(4):
            await send({"type": "http.response.body", "body": b"row\n", "more_body": True})
            await asyncio.sleep(0.15)
        if stall.is_set():
            await asyncio.sleep(1)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async with (
        house_of(signer, foundation, upstream_seconds=0.3) as house,
        http_server(house.gateway) as url,
        httpx2.AsyncClient(base_url=url, headers=house.token()) as client,
    ):
        house["patients"].answers["GET", "/patients"] = streams
        assert (await client.get("/api/patients")).content == b"row\n" * 4
        stall.set()
        with pytest.raises(httpx2.HTTPError):  # cut, so that nobody takes the part for the whole
            await client.get("/api/patients")


async def test_a_service_that_is_gone_is_answered_for_and_the_rest_works(signer):
    async with house_of(signer, "http") as house:
        async with http_server(house["billing"]) as url:
            pass  # the port is free again, nobody listens
        door = house.gateway._app._app._app  # Secured, Observed, Door
        door._proxy._upstreams["billing"] = gone = HttpUpstream(url)
        began = time.monotonic()
        answer = await house.client.get("/api/invoices")
        assert (answer.status_code, answer.json()["code"], answer.json()["part"]) == (
            503, "service_unavailable", "billing",
        )  # fmt: skip
        assert time.monotonic() - began < 1
        assert (await house.client.get("/api/patients")).status_code == 200
        await gone.close()


async def test_a_service_that_comes_back_is_used_again(signer):
    async with house_of(signer, "http") as house:
        async with http_server(house["billing"]) as url:
            upstream = HttpUpstream(url)
            house.gateway._app._app._app._proxy._upstreams["billing"] = upstream
            assert (await house.client.get("/api/invoices")).status_code == 200
        assert (await house.client.get("/api/invoices")).status_code == 503
        async with http_server(house["billing"], port=urlsplit(url).port):
            assert (await house.client.get("/api/invoices")).status_code == 200
        await upstream.close()


async def test_a_service_that_breaks_off_before_answering_is_unavailable(signer):
    async def hang_up(reader, writer):
        await reader.readline()
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server, house_of(signer, "http") as house:
        upstream = HttpUpstream(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        house.gateway._app._app._app._proxy._upstreams["billing"] = upstream
        for method in ("GET", "POST"):
            answer = await house.client.request(method, "/api/invoices")
            assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
        await upstream.close()


async def test_a_missing_service_is_one_that_is_down(signer):
    from clinic_common.access import TokenVerifier
    from clinic_common.bus.inprocess import InProcessBus
    from clinic_common.sealing import Sealer
    from clinic_common.testing import RING
    from gateway.service import GatewaySettings, build_gateway

    gateway = build_gateway(
        GatewaySettings(bus_url="inprocess:", sealing_keys=RING),
        upstreams={},
        bus=InProcessBus(),
        sealer=Sealer.from_text(RING),
        verifier=TokenVerifier(signer.fetch_keys),
    )
    status, _, _ = await raw(gateway, "POST", b"/api/auth/login")
    assert status == 503


mark: ContextVar[str] = ContextVar("mark", default="clean")


async def test_context_leaks_neither_into_a_service_nor_out_of_it():
    seen = []

    async def app(scope, receive, send):
        seen.append(mark.get())
        mark.set("the service's")
        await answer_json(send, {})

    async def send(message):
        seen.append(message["type"])

    mark.set("the caller's")
    await in_own_task(app)({"type": "http"}, None, send)
    assert seen[0] == "clean"
    assert mark.get() == "the caller's"


async def test_addresses_that_lead_elsewhere_are_refused_and_never_a_mistake(inner):
    authorization = (b"authorization", inner.token()["Authorization"].encode())
    for path in (
        b"/api/../revocations", b"/api/patients/../../revocations", b"/api/%2e%2e/revocations", b"//revocations",
        b"/api//patients", b"/api/patients/%2e%2e", b"/api/patients%2f..", b"/api/patients/%00", b"/api/patients/%ff",
        b"/api/patients/%zz", b"/api/patients/%", b"/api/patients\\..\\staff", b"/api/patients/;/..", b"/api/pat\x00",
        b"/..%2f..%2fetc%2fpasswd", b"/.%2e/etc/passwd", b"/assets/../../secret", b"", b"*", b"http://evil/api/staff",
        b"/api/patients/\xc3\xbc", b"/api/" + b"a" * 10_000, b"/API/patients", b"/api/patients/%0d%0aX-A:%201",
    ):  # fmt: skip
        status, _, body = await raw(inner.gateway, "GET", path, [authorization])
        assert status in (400, 404, 414), (path, status)
        assert b"request_id" in body
    assert all(upstream.seen == [] for upstream in inner.upstreams.values())


async def test_a_query_or_headers_without_end_are_refused(inner):
    authorization = (b"authorization", inner.token()["Authorization"].encode())
    status, _, _ = await raw(inner.gateway, "GET", b"/api/patients", [authorization], query=b"q=" + b"a" * 5_000)
    assert status == 414
    many = [(b"x-%d" % n, b"1") for n in range(101)]
    assert (await raw(inner.gateway, "GET", b"/api/patients", many))[0] == 431
    status, headers, _ = await raw(inner.gateway, "GET", b"/api/patients", [(b"x-a", b"1" * 40_000)])
    assert (status, headers["connection"]) == (431, "close")


async def test_strange_queries_reach_the_service_or_are_refused(house):
    authorization = (b"authorization", house.token()["Authorization"].encode())
    for query in (b"q=\xff\xfe", b"q=%", b"q=%zz", b"&&&==", b"q=\x00", b"q=a b", b"q=#x", b'[]{}|\\^`<>"'):
        status, _, _ = await raw(house.gateway, "GET", b"/api/patients", [authorization], query=query)
        assert status == 200, query
    assert {asked["path"] for asked in house["patients"].seen} == {"/patients"}


async def test_a_real_server_and_a_raw_socket_agree(house):
    async with http_server(house.gateway) as url:
        port = urlsplit(url).port

        async def say(text):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(text.encode("latin-1"))
            line = await asyncio.wait_for(reader.readline(), 3)
            writer.close()
            return line.split()[1].decode()

        token = house.token()["Authorization"]
        head = f"Host: x\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
        assert await say(f"GET /api/patients HTTP/1.1\r\n{head}") == "200"
        assert await say(f"GET /api/../revocations HTTP/1.1\r\n{head}") == "404"
        assert await say(f"GET /api/%2e%2e/revocations HTTP/1.1\r\n{head}") == "404"
        assert await say(f"GET //revocations HTTP/1.1\r\n{head}") == "404"
        assert await say(f"BREW /api/patients HTTP/1.1\r\n{head}") in ("400", "405")
        assert await say(f"GET /api/patients/%zz HTTP/1.1\r\n{head}") == "400"
        smuggled = f"POST /api/patients HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n{head}0\r\n\r\n"
        assert await say(smuggled) in ("400", "200")
    assert all(asked["path"] == "/patients" for asked in house["patients"].seen)
