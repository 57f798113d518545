"""Serving an app: sockets on both IP versions, metrics on their own port, an end that lets requests finish."""

import errno
import os
import signal
import socket
import time
from typing import Any

import structlog
import uvicorn
from prometheus_client import start_http_server

log = structlog.get_logger(__name__)

GRACE_SECONDS = 20
"""How long requests under way may take to finish; with DRAIN_SECONDS (5) less than Railway's draining (30 s)."""
ENDING = b'{"status":"ending"}'


def sockets_on(host: str, port: int) -> list[socket.socket]:
    """
    Listen on a host, on IPv4 and IPv6.

    :param host: `::` for every address of the machine, `localhost` for both loopback addresses
    """
    wanted = [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)]
    if host == "::":
        wanted = [("::", socket.AF_INET6)]
    elif host != "localhost":
        wanted = [(host, socket.AF_INET6 if ":" in host else socket.AF_INET)]
    opened = []
    for address, family in wanted:
        try:
            opened.append(_listen(address, port, family))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SystemExit(f"Port {port} is in use. Set PORT to a free one.") from None
            log.info("not listening", address=address, reason=error.strerror)
    if not opened and host == "::":
        opened.append(_listen("0.0.0.0", port, socket.AF_INET))  # a machine without IPv6
    if not opened:
        raise SystemExit(f"Cannot listen on {host} port {port}.")
    return opened


def _listen(address: str, port: int, family: socket.AddressFamily) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if address == "::" else 1)
    listener.bind((address, port))
    listener.listen(512)
    return listener


def serve_metrics() -> None:
    """Offer this process's metrics on METRICS_PORT, never on the public port; 0 switches them off."""
    port = int(os.environ.get("METRICS_PORT", "9100"))
    if not port:
        return
    try:
        start_http_server(port, addr=os.environ.get("METRICS_HOST", "::" if socket.has_ipv6 else "0.0.0.0"))
    except OSError as error:
        if "METRICS_PORT" in os.environ:
            raise SystemExit(f"METRICS_PORT {port}: {error.strerror}") from None
        log.warning("no metrics: their port is in use; set METRICS_PORT", port=port)


class Departing:
    """An app that can say good-bye: no longer ready, and each of its answers the last on its connection."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.leaving = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the app does; while leaving, ask callers to come back elsewhere."""
        if not self.leaving or scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_last(message: Any) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() != b"connection"]
                message = {**message, "headers": [*kept, (b"connection", b"close")]}
            await send(message)

        if scope["path"] == "/health/ready":
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(ENDING)).encode())]
            await send_last({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": ENDING})
        else:
            await self.app(scope, receive, send_last)


class Server(uvicorn.Server):
    """
    Stops without dropping a request.

    A listener that closes resets the connections waiting in its queue, and a kept connection may be closed just
    as its next request arrives. So SIGTERM first begins DRAIN_SECONDS in which everything is still answered,
    but `/health/ready` says no, and every answer ends its connection: whoever chooses among replicas goes
    elsewhere, and nothing is left to be cut off. The default is none: only what has replicas needs it.
    Open event streams are told to close, so that nobody waits for them.
    """

    def __init__(self, app: Any, *, lifespan: bool) -> None:
        self._app, self._door = app, Departing(app)
        super().__init__(
            uvicorn.Config(
                self._door,
                lifespan="on" if lifespan else "off",
                access_log=False,
                # The gateway itself judges whose X-Forwarded-For it believes.
                proxy_headers=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                timeout_keep_alive=75,
                h11_max_incomplete_event_size=65_536,
            )
        )
        self._drain = float(os.environ.get("DRAIN_SECONDS", "0"))
        self._ends_at = float("inf")

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Begin to stop; asked twice, or by Ctrl-C, at once."""
        stop = getattr(self._app, "end_streams", None)
        if stop:
            stop()
        if sig == signal.SIGTERM and self._drain and not self._door.leaving:
            self._door.leaving = True
            self._ends_at = time.monotonic() + self._drain
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Stop when the time to drain is over."""
        if time.monotonic() >= self._ends_at:
            self._ends_at = float("inf")
            super().handle_exit(signal.SIGTERM, None)
        return await super().on_tick(counter)
