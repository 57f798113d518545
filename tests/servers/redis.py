"""A private Redis, installed or fetched from Debian, that keeps nothing on disk."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time

from . import debian
from .private import free_port
from .server import Unavailable


class Redis:
    """One on a port of its own, which can be ended and started again; what it knew is gone then."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """
        Start it; it answers when this returns.

        :raises Unavailable: it is not installed and cannot be fetched, or does not come up
        """
        program, libraries = shutil.which("redis-server"), ""
        if program is None:
            prefix = debian.fetch("redis", "redis-server")
            program, libraries = str(prefix / "usr/bin/redis-server"), debian.library_path(prefix)
        command = [program, "--bind", "127.0.0.1", "--port", str(self._port), "--save", "", "--daemonize", "no"]
        environment = os.environ | ({"LD_LIBRARY_PATH": libraries} if libraries else {})
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise Unavailable("redis does not come up")

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process:
            self._process.kill()
            self._process.wait(10)
            self._process = None
