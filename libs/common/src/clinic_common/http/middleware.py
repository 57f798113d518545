"""Around every request: its id, its trace, its time, its one log line, and no error left unanswered."""

import random
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from .. import telemetry
from ..errors import Unavailable
from .problem import answer_to, internal_error

log = structlog.get_logger("clinic.http")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SAFE_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)


def header(scope: Scope, name: bytes) -> str | None:
    """One request header, by its lower-case name."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


class Observed:
    """Wraps an ASGI app; outermost, so that whatever happens inside is told and counted."""

    def __init__(self, app: App, *, service: str) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = header(scope, b"x-request-id")
        request_id = given if given and _SAFE_ID.match(given) else f"{random.getrandbits(128):032x}"
        with telemetry.continued(header(scope, b"traceparent"), request_id):
            await self._observe(scope, receive, send, request_id)

    async def _observe(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started = time.perf_counter()
        status = 0

        async def send_marked(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [h for h in message["headers"] if h[0].lower() != b"x-request-id"]
                message["headers"] = [*headers, (b"x-request-id", request_id.encode())]
            await send(message)

        with telemetry.span(f"{self._service} {scope['method']}") as span:
            try:
                await self._app(scope, receive, send_marked)
            except Exception as error:
                if status:
                    raise
                await _answer(error)(scope, receive, send_marked)
            # By template, never by path: paths hold ids.
            route = str(scope.get("clinic.route") or getattr(scope.get("route"), "path", "unmatched"))
            span.update_name(f"{self._service} {scope['method']} {route}")
        seconds = time.perf_counter() - started
        telemetry.HTTP_SECONDS.labels(self._service, scope["method"], route, str(status)).observe(seconds)
        if not route.startswith("/health"):
            log.info(
                "request",
                service=self._service,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
            )


def _answer(error: Exception) -> App:
    if isinstance(error, _DATABASE_AWAY):
        code = error.orig.args[:1] if isinstance(error, DBAPIError) and error.orig else ()
        log.error("database is not reachable", error=telemetry.describe(error), reason=str(code))
        return answer_to(Unavailable())
    return internal_error(error)
