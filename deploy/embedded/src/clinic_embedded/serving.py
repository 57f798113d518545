"""Serving an app: sockets on both IP versions, metrics on their own port, an end that lets requests finish."""

import errno
import os
import socket
from typing import Any

import structlog
import uvicorn
from prometheus_client import start_http_server

log = structlog.get_logger(__name__)

GRACE_SECONDS = 25
"""How long requests under way may take to finish; Railway's draining (30 s) is longer."""


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
    # Replicas of one service on one machine share its port, so one can be replaced while the other answers.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(os.environ.get("REUSE_PORT", "0") == "1"))
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


class Server(uvicorn.Server):
    """Tells the app that the end is near, so that open event streams close and nobody waits for them."""

    def __init__(self, app: Any, *, lifespan: bool) -> None:
        super().__init__(
            uvicorn.Config(
                app,
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
        self._app = app

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Begin to stop."""
        stop = getattr(self._app, "end_streams", None)
        if stop:
            stop()
        super().handle_exit(sig, frame)
