"""How a server is recognised: by the first bytes it says, so that no client library is needed."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from .server import Unavailable

Greeting = tuple[str, str]  # product, version
DEFAULT_PORTS = {"mysql": 3306, "amqp": 5672, "amqps": 5671}


def greet(url: str) -> Greeting:
    """
    Connect once and tell which product and version answers.

    :raises OSError: nobody answers there, or something else does
    """
    address = urlsplit(url)
    scheme = address.scheme.split("+")[0]
    if scheme not in DEFAULT_PORTS:
        raise OSError(f"a {scheme!r} address is neither mysql nor amqp")
    host, port = address.hostname or "127.0.0.1", address.port or DEFAULT_PORTS[scheme]
    with socket.create_connection((host, port), timeout=5) as plain, contextlib.ExitStack() as stack:
        if scheme == "mysql":
            return _mysql(plain)
        if scheme == "amqps":
            secured = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            return _amqp(stack.enter_context(secured))
        return _amqp(plain)


def wait_for_greeting(url: str, *, seconds: float, alive: Callable[[], bool] = lambda: True) -> Greeting:
    """
    Wait until a server answers and tell which.

    Waiting for the greeting, and not for a log line, passes over MySQL's first start in a container: that one
    says "ready for connections" too, but listens on no port. A docker proxy accepts before the server behind
    it does, and closes again: that counts as no answer.

    :param alive: tells whether waiting is still worth it
    :raises Unavailable: it ended, or did not answer in time
    """
    until = time.monotonic() + seconds
    while alive():
        try:
            return greet(url)
        except OSError as error:
            if time.monotonic() > until:
                raise Unavailable(f"it did not answer within {seconds:.0f} s ({error})") from error
        time.sleep(0.05)
    raise Unavailable("it ended before it answered")


def _mysql(connection: socket.socket) -> Greeting:
    length = int.from_bytes(_read(connection, 4)[:3], "little")
    body = _read(connection, length)
    if body[:1] != b"\x0a":  # handshake version 10; 0xff is an error packet, such as "too many connections"
        raise OSError(f"no MySQL greeting: {body[:80]!r}")
    said = body[1 : body.index(b"\0")].decode("ascii", "replace")
    # MariaDB puts a pretended 5.5.5- in front, for old replicas.
    version = re.search(r"\d+\.\d+\.\d+", said.removeprefix("5.5.5-"))
    return "MariaDB" if "MariaDB" in said else "MySQL", version.group() if version else said


def _amqp(connection: socket.socket) -> Greeting:
    connection.sendall(b"AMQP\x00\x00\x09\x01")
    header = _read(connection, 7)
    if header[:1] != b"\x01":  # a method frame: connection.start
        raise OSError(f"no AMQP 0-9-1 greeting: {header!r}")
    body = _read(connection, int.from_bytes(header[3:7], "big"))
    return _long_string(body, b"product") or "an AMQP broker", _long_string(body, b"version") or "?"


def _long_string(body: bytes, key: bytes) -> str | None:
    """Find one text field in the table of server properties: short key, `S`, four bytes of length, text."""
    mark = bytes([len(key)]) + key + b"S"
    start = body.find(mark)
    if start < 0:
        return None
    start += len(mark)
    length = int.from_bytes(body[start : start + 4], "big")
    return body[start + 4 : start + 4 + length].decode("utf-8", "replace")


def _read(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        chunk = connection.recv(count - len(received))
        if not chunk:
            raise OSError("it closed the connection without a greeting")
        received += chunk
    return received
