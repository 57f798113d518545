"""What the gateway forwards to: any ASGI app, whether it runs in this process or behind a URL."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextvars import Context
from typing import Any
from urllib.parse import quote

import aiohttp
from clinic_common.http.middleware import App, Receive, Scope, Send
from yarl import URL

_CONNECT_SECONDS = 2.0
_KEEP_ALIVE_SECONDS = 4.0
"""Less than servers keep idle connections (uvicorn: 5), so that none is used while it is being closed."""
_CONNECTIONS = 200
_NOT_AUTOMATIC = frozenset({"Accept", "Accept-Encoding", "User-Agent", "Content-Type"})


class UpstreamGone(ConnectionError):
    """An upstream cannot be reached, or broke off."""


def in_own_task(app: App) -> App:
    """
    Have an app of this process answer as one of another process would.

    Each call runs in a task of its own with an empty context, so that no context variable leaks either
    way; and a caller that gives up does not stop it in the middle of a transaction.
    """
    running: set[asyncio.Task[None]] = set()

    def ended(task: asyncio.Task[None]) -> None:
        running.discard(task)
        if not task.cancelled():
            task.exception()  # seen: nobody may be waiting for it any more

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.get_running_loop().create_task(_run(app, scope, receive, send), context=Context())
        running.add(task)
        task.add_done_callback(ended)
        await asyncio.shield(task)

    return call


async def _run(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


class HttpUpstream:
    """
    Forwards to the service behind a URL over kept connections, streaming both ways.

    Header names and values, status and body bytes pass as they are; nothing is decompressed, no cookie
    is remembered, no redirect followed.
    """

    def __init__(self, url: str) -> None:
        self._base = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0, limit_per_host=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS, ttl_dns_cache=10
                ),
                # The caller limits the whole call; here only what no caller can see.
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=_NOT_AUTOMATIC,
                max_line_size=16_384,
                max_field_size=16_384,
            )
        return self._session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Forward one request.

        :raises UpstreamGone: there is no answer, or only the beginning of one
        """
        target = self._base + scope["raw_path"].decode("ascii")
        if query := scope["query_string"]:
            target += "?" + quote(query, safe="%/:?@!$&'()*+,;=-._~[]")
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"] if k != b"host"]
        try:
            async with self._client().request(
                scope["method"],
                URL(target, encoded=True),
                headers=headers,
                data=await _body(receive),
                allow_redirects=False,
            ) as answer:
                await send(
                    {"type": "http.response.start", "status": answer.status, "headers": list(answer.raw_headers)}
                )
                async for chunk in answer.content.iter_any():
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise UpstreamGone(type(error).__name__) from error
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()
            self._session = None


async def _body(receive: Receive) -> Any:
    first = await receive()
    if not first.get("more_body"):
        if first["type"] == "http.disconnect":
            raise UpstreamGone("the caller left")
        return first.get("body") or None
    return _stream(first, receive)


async def _stream(message: Mapping[str, Any], receive: Receive) -> AsyncIterator[bytes]:
    while True:
        if message["type"] == "http.disconnect":
            # Broken off here, the service sees a broken request, never a short one taken for whole.
            raise UpstreamGone("the caller left")
        if chunk := message.get("body"):
            yield chunk
        if not message.get("more_body"):
            return
        message = await receive()


async def ask(
    upstream: App,
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float = 10.0,
) -> tuple[int, dict[str, str], Any]:
    """
    Ask an upstream something on the gateway's own account.

    :param path: percent-encoded
    :return: status, headers by lower-case name, and the JSON of the answer (None when it is none)
    :raises UpstreamGone: no whole answer in time
    """
    given = {"accept": "application/json", "content-length": str(len(body or b"")), **(headers or {})}
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(b"host", b"gateway"), *((k.lower().encode(), v.encode("latin-1")) for k, v in given.items())],
        "client": None,
        "server": None,
    }
    sent = False
    over = asyncio.Event()
    start: dict[str, Any] = {}
    chunks: list[bytes] = []
    whole = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await over.wait()
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal whole
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            chunks.append(message.get("body", b""))
            whole = not message.get("more_body", False)

    try:
        async with asyncio.timeout(seconds):
            await upstream(scope, receive, send)
    except TimeoutError as error:
        raise UpstreamGone("no answer in time") from error
    finally:
        over.set()
    if not whole:
        raise UpstreamGone("no whole answer")
    answered = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in start["headers"]}
    content = b"".join(chunks)
    is_json = answered.get("content-type", "").partition(";")[0].endswith("json")
    try:
        return start["status"], answered, json.loads(content) if is_json and content else None
    except ValueError as error:
        raise UpstreamGone("no JSON where it was promised") from error
