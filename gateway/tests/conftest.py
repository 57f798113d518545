"""A running gateway before upstreams of our own making: within this process, and behind real HTTP servers."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import uvicorn
from clinic_common.access import TokenVerifier
from clinic_common.bus import Message, sealed_body
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.database import new_id, utc_now
from clinic_common.sealing import Sealer
from clinic_common.testing import RING, Signer
from clinic_contracts.base import Event
from gateway.access import SERVICES
from gateway.service import Gateway, GatewaySettings, build_gateway, keys_from
from gateway.upstreams import HttpUpstream, in_own_task

Answer = Callable[[Any, Any, Any], Awaitable[None]]


class Upstream:
    """A service of our own making: tells what it was asked, or answers as a test says."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.answers: dict[tuple[str, str], Any] = {
            ("GET", "/health"): {"status": "ok", "database": True, "bus": True, "uptime_seconds": 1, "secret": "x"},
        }
        self.seen: list[dict[str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        answer = self.answers.get((scope["method"], scope["path"]))
        if callable(answer):
            await answer(scope, receive, send)
            return
        asked = {
            "service": self.word,
            "method": scope["method"],
            "path": scope["path"],
            "raw_path": scope["raw_path"].decode(),
            "query": scope["query_string"].decode("latin-1"),
            "headers": [[k.decode(), v.decode("latin-1")] for k, v in scope["headers"]],
            "body": len(await body_of(receive)),
        }
        if answer is None:
            self.seen.append(asked)
        await answer_json(send, asked if answer is None else answer)


async def body_of(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the caller left")
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def answer_json(send: Any, content: Any, status: int = 200, headers: Any = ()) -> None:
    await answer_bytes(send, json.dumps(content).encode(), status, [(b"content-type", b"application/json"), *headers])


async def answer_bytes(send: Any, content: bytes, status: int = 200, headers: Any = ()) -> None:
    length = (b"content-length", str(len(content)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": content})


@asynccontextmanager
async def http_server(app: Any, *, port: int = 0) -> AsyncIterator[str]:
    """A real server of an app, on a free port if none is given; its URL."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, log_config=None, lifespan="off", proxy_headers=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110  (it tells nobody)
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listening.close()


class House:
    """A gateway with its upstreams, its bus and a client."""

    def __init__(self, signer: Signer, foundation: str) -> None:
        self.signer, self.foundation = signer, foundation
        self.bus = InProcessBus()
        self.sealer = Sealer.from_text(RING)
        self.upstreams = {word: Upstream(word) for word in SERVICES}
        identity = self.upstreams["identity"].answers
        identity["GET", "/revocations"] = {"sessions": [], "staff": []}
        identity["GET", "/.well-known/jwks.json"] = signer.jwks()
        self.gateway: Gateway
        self.client: httpx2.AsyncClient

    def __getitem__(self, word: str) -> Upstream:
        return self.upstreams[word]

    def token(self, role: str = "admin", **claims: Any) -> dict[str, str]:
        """Headers of somebody of this role."""
        return {"Authorization": f"Bearer {self.signer.token(role, **claims)}"}

    async def tell(self, event: Event) -> None:
        """Have a service tell an event."""
        message_id = new_id()
        body = sealed_body(event, message_id, self.sealer)
        await self.bus.publish([Message(message_id, event.wire_name, utc_now(), event.publisher(), body)])


@pytest.fixture(params=["inside", "http"])
def foundation(request: pytest.FixtureRequest) -> str:
    """Where the services run: in this process, or behind HTTP servers of their own."""
    return str(request.param)


@asynccontextmanager
async def house_of(signer: Signer, foundation: str, before: Any = None, **settings: Any) -> AsyncIterator[House]:
    """A running gateway; `before` are answers identity gives from the very start."""
    house = House(signer, foundation)
    for path, answer in (before or {}).items():
        house["identity"].answers["GET", path] = answer
    async with AsyncExitStack() as stack:
        at: dict[str, Any] = {}
        for word, upstream in house.upstreams.items():
            if foundation == "http":
                at[word] = HttpUpstream(await stack.enter_async_context(http_server(upstream)))
                stack.push_async_callback(at[word].close)
            else:
                at[word] = in_own_task(upstream)
        given = {"bus_url": "inprocess:", "sealing_keys": RING} | settings
        house.gateway = build_gateway(
            GatewaySettings(**given),
            upstreams=at,
            bus=house.bus,
            sealer=house.sealer,
            verifier=TokenVerifier(keys_from(at["identity"])),
        )
        await stack.enter_async_context(house.gateway.lifespan())
        transport = httpx2.ASGITransport(app=house.gateway, raise_app_exceptions=True)
        house.client = await stack.enter_async_context(
            httpx2.AsyncClient(transport=transport, base_url="http://clinic", headers=house.token())
        )
        yield house
    await house.bus.close()


@pytest.fixture
async def house(signer: Signer, foundation: str) -> AsyncIterator[House]:
    """A gateway before both kinds of services."""
    async with house_of(signer, foundation) as house:
        yield house


@pytest.fixture
async def inner(signer: Signer) -> AsyncIterator[House]:
    """A gateway before services of this process, where the difference does not matter."""
    async with house_of(signer, "inside") as house:
        yield house


async def raw(gateway: Any, method: str, path: bytes, headers: Any = (), query: bytes = b"", **scope: Any) -> Any:
    """One request exactly as given, past any client's good manners; status, headers, body."""
    start: dict[str, Any] = {}
    body = b""
    over = asyncio.Event()

    async def receive() -> Any:
        if not start:
            return {"type": "http.request", "body": b"", "more_body": False}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal body
        if message["type"] == "http.response.start":
            start.update(message)
        body += message.get("body", b"")

    given = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path.decode("latin-1"), "raw_path": path, "query_string": query, "root_path": "",
        "headers": list(headers), "client": ("192.0.2.1", 1234), "server": ("clinic", 80),
    }  # fmt: skip
    await gateway(given | scope, receive, send)
    over.set()
    return start["status"], {k.decode().lower(): v.decode() for k, v in start["headers"]}, body


def moment(seconds: float = 0.0) -> datetime:
    """A moment from now."""
    return datetime.fromtimestamp(datetime.now(UTC).timestamp() + seconds, UTC)


@asynccontextmanager
async def reading(stream: AsyncIterator[bytes]) -> AsyncIterator[Callable[[], Awaitable[bytes]]]:
    """Read a stream piece by piece, never longer than two seconds for one."""

    async def following() -> bytes:
        return await asyncio.wait_for(anext(stream), 2)

    try:
        yield following
    finally:
        with suppress(RuntimeError):
            await stream.aclose()  # type: ignore[attr-defined]
