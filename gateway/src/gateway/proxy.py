"""The data path: one forwarded call, with what passes in, what passes out, how much, and how long."""

import asyncio
import math
import re
from collections.abc import Mapping
from typing import Any

import structlog
from clinic_common import telemetry
from clinic_common.errors import Refusal, Unavailable
from clinic_common.http.middleware import App, Receive, Scope, Send, header

from .access import Row
from .paths import Path

log = structlog.get_logger(__name__)

_IN = frozenset(
    name.encode()
    for name in (
        "authorization", "idempotency-key", "if-match", "if-none-match", "accept", "accept-language", "content-type",
        "content-length", "user-agent", "x-purpose", "last-event-id", "range", "x-twilio-signature",
    )
)  # fmt: skip
"""What a service is told of the request's headers; all else stays outside, hop-by-hop and internal ones included."""
_OUT_NOT = frozenset(
    name.encode()
    for name in (
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "trailers",
        "transfer-encoding", "upgrade", "server", "date", "via", "x-powered-by", "x-request-id", "traceparent",
    )
)  # fmt: skip
_BODY = (b"content-length", b"transfer-encoding")
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
COOKIE_PATHS = b"/api/auth/"
"""Only sign-in works with cookies; nothing else ever sees or sets one, so no other site can act through them."""


class ServiceUnavailable(Unavailable):
    """This part of the clinic is not reachable right now; try again shortly."""


class TooLarge(Refusal):
    """What was sent is too large."""

    status = 413


class SentTooSlowly(Refusal):
    """The request did not arrive in time."""

    status = 408


class CutOff(ConnectionError):
    """An answer broke off after it had begun: the connection must end, so that nobody takes it for whole."""


class Limits:
    """
    How much and how long one call may be.

    :param body: bytes, for ordinary and for heavy calls
    :param seconds: until an upstream has answered or gone on answering, ordinary and heavy
    :param client_seconds: until the next piece of a request's body has arrived
    """

    def __init__(self, body: tuple[int, int], seconds: tuple[float, float], *, client_seconds: float = 30.0) -> None:
        self._body, self._seconds, self.client_seconds = body, seconds, client_seconds

    def body_of(self, row: Row) -> int:
        """Bytes a body of this call may have."""
        return self._body[row.heavy]

    def seconds_of(self, row: Row) -> float:
        """Seconds an upstream may take over this call."""
        return self._seconds[row.heavy]


class Proxy:
    """Forwards calls to the services, each an ASGI app."""

    def __init__(self, upstreams: Mapping[str, App], limits: Limits) -> None:
        self._upstreams, self._limits = upstreams, limits

    async def forward(self, row: Row, path: Path, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Have the row's service answer.

        :param path: the public path as it was understood
        :raises TooLarge: the body is longer than this call allows
        :raises ServiceUnavailable: the service does not answer, not in time, or broke off before it began
        :raises CutOff: it broke off in the middle of its answer
        """
        largest = self._limits.body_of(row)
        if _declared_length(scope) > largest:
            raise TooLarge(f"At most {largest} bytes can be sent here.")
        cookies = path.raw.startswith(COOKIE_PATHS)
        given = upstream_scope(scope, _within(row, path), cookies=cookies)
        call = _Call(
            receive,
            send,
            cookies=cookies,
            largest=largest,
            seconds=self._limits.seconds_of(row),
            client_seconds=self._limits.client_seconds,
            brings_body=any(key in _BODY for key, _ in scope["headers"]),
        )
        try:
            async with asyncio.timeout(None) as call.timeout:
                call.begin()
                await self._upstreams[row.upstream](given, call.receive, call.send)
        except (ConnectionError, TimeoutError) as error:
            if call.refusal is None:
                log.warning("a service does not answer", upstream=row.upstream, error=telemetry.describe(error))
        finally:
            call.close()
        if call.refusal and not call.started:
            raise call.refusal
        if not call.started:
            raise ServiceUnavailable(part=row.upstream, retry_after=2)
        if not call.ended:
            raise CutOff(row.upstream)


class _Call:
    """One call under way: counts what comes in, cleans what goes out, and stops the clock while the client is slow."""

    __slots__ = (
        "_brings_body", "_bytes", "_client_seconds", "_closed", "_cookies", "_deadline", "_largest", "_loop",
        "_receive", "_seconds", "_send", "_timer", "ended", "refusal", "started", "timeout",
    )  # fmt: skip

    def __init__(
        self,
        receive: Receive,
        send: Send,
        *,
        cookies: bool,
        largest: int,
        seconds: float,
        client_seconds: float,
        brings_body: bool,
    ) -> None:
        self._receive, self._send = receive, send
        self._largest, self._bytes = largest, 0
        self._seconds, self._client_seconds = seconds, client_seconds
        self._cookies, self._brings_body = cookies, brings_body
        self._loop = asyncio.get_running_loop()
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self.timeout: asyncio.Timeout | None = None
        self.started = self.ended = False
        self.refusal: Refusal | None = None

    def begin(self) -> None:
        """Start the clock."""
        self._go_on()
        self._timer = self._loop.call_at(self._deadline, self._look_at_clock)

    def close(self) -> None:
        """Let nothing in or out any more."""
        self._closed = True
        if self._timer:
            self._timer.cancel()

    def _pause(self) -> None:
        self._deadline = math.inf

    def _go_on(self) -> None:
        # Moving the deadline is one assignment; the one timer finds out when it fires.
        self._deadline = self._loop.time() + self._seconds

    def _look_at_clock(self) -> None:
        now = self._loop.time()
        if now >= self._deadline:
            self._give_up()
        else:
            self._timer = self._loop.call_at(min(self._deadline, now + self._seconds), self._look_at_clock)

    def _give_up(self) -> None:
        if not self._over() and self.timeout:
            self.timeout.reschedule(self._loop.time())

    def _over(self) -> bool:
        return self._closed or self.timeout is None or self.timeout.expired()

    async def receive(self) -> Any:
        if self._over() or self.refusal:
            return {"type": "http.disconnect"}
        if self.ended or self._bytes < 0:
            return await self._receive()  # the body was read: this waits for the client to leave
        if self._brings_body:
            self._pause()
            try:
                async with asyncio.timeout(self._client_seconds):
                    message = await self._receive()
            except TimeoutError:
                return self._refuse(SentTooSlowly())
            self._go_on()
        else:
            message = await self._receive()
        if message["type"] == "http.request":
            self._bytes += len(message.get("body", b""))
            if self._bytes > self._largest:
                return self._refuse(TooLarge(f"At most {self._largest} bytes can be sent here."))
            if not message.get("more_body"):
                self._bytes = -1
        return message

    def _refuse(self, refusal: Refusal) -> Any:
        self.refusal = refusal
        # The service is told that the caller left; its answer to that is not waited for.
        self._give_up()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if self._over() or self.refusal:
            return
        if message["type"] == "http.response.start":
            self.started = True
            headers = [(k, v) for k, v in message["headers"] if self._passes_out(k.lower())]
            message = {"type": "http.response.start", "status": message["status"], "headers": headers}
        elif message["type"] == "http.response.body":
            self.ended = not message.get("more_body")
        else:
            return
        self._pause()
        await self._send(message)
        self._go_on()

    def _passes_out(self, name: bytes) -> bool:
        if name == b"set-cookie":
            return self._cookies
        return name not in _OUT_NOT and not name.startswith((b"access-control-", b"x-internal"))


def _within(row: Row, path: Path) -> Path:
    """The path as the service knows it."""
    if row.inner:
        return Path(tuple(row.inner[1:].split("/")), row.inner.encode())
    return Path(path.segments[1:], path.raw[4:]) if path.segments[0] == "api" else path


def _declared_length(scope: Scope) -> int:
    declared = header(scope, b"content-length")
    return int(declared) if declared and declared.isascii() and declared.isdigit() else 0


def upstream_scope(scope: Scope, path: Path, *, cookies: bool) -> Scope:
    """The scope a service gets for a request: nothing of the outside in it but what is meant for it."""
    cookies = cookies and header(scope, b"sec-fetch-site") != "cross-site"
    given: dict[bytes, bytes] = {}
    for key, value in scope["headers"]:
        if (key in _IN or (cookies and key == b"cookie")) and not _UNPRINTABLE.search(value):
            given.setdefault(key, value)  # the first counts, as it did when the token was checked
    address = str(scope.get("clinic.address", "unknown"))
    headers = [
        *given.items(),
        (b"host", b"gateway"),
        (b"x-request-id", telemetry.request_id.get().encode()),
        (b"x-forwarded-for", address.encode("latin-1", "replace")),
        (b"x-forwarded-proto", str(scope.get("clinic.scheme", "http")).encode()),
    ]
    if traceparent := telemetry.traceparent_now():
        headers.append((b"traceparent", traceparent.encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        # Services know GET; a HEAD is a GET whose body stays here.
        "method": "GET" if scope["method"] == "HEAD" else scope["method"],
        "scheme": "http",
        # What was matched is what is asked for, not what was written.
        "path": "/" + "/".join(path.segments),
        "raw_path": path.raw,
        "query_string": scope["query_string"],
        "root_path": "",
        "headers": headers,
        "client": (address, 0),
        "server": None,
    }
