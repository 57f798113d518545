"""A server of our own: started on a free port, kept by pid, stopped and started again with the same data."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .greetings import Greeting, wait_for_greeting
from .server import Unavailable

KEEPER = Path(__file__).with_name("keeper.py")


@dataclass
class Private:
    """One server under a keeper. `command` runs in `folder`; what it says goes to `folder/server.log`."""

    url: str
    command: list[str]
    folder: Path
    data: Path
    env: dict[str, str]
    helpers: list[list[str]] = field(default_factory=list)
    user: pwd.struct_passwd | None = None
    patience: float = 60
    grace: float = 20
    pid: int | None = None
    _keeper: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> Greeting:
        """
        Start it, unless it runs, and tell product and version as soon as it answers.

        :raises Unavailable: it does not come up; the message ends with its last words
        """
        if not self.is_running():
            self._launch()
        try:
            return wait_for_greeting(self.url, seconds=self.patience, alive=self.is_running)
        except Unavailable as error:
            self.kill()
            raise Unavailable(f"{error}; its last words: {self.last_words()}") from error
        except BaseException:
            self.kill()
            raise

    def is_running(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    def stop(self) -> None:
        """End it in good order (SIGTERM, then SIGKILL after `grace` seconds)."""
        if self._keeper is not None:
            self._keeper.terminate()
            self._gone()

    def kill(self) -> None:
        """End it with SIGKILL."""
        if self._keeper is not None and self.pid is not None:
            # The server is the leader of its group; its keeper notices, clears up the helpers and follows.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._gone()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return " | ".join(lines[-5:]) or "none"

    def _launch(self) -> None:
        order = {
            "command": self.command,
            "helpers": self.helpers,
            "env": self.env,
            "cwd": str(self.folder),
            "log": str(self.log),
            "data": str(self.data),
            "uid": self.user.pw_uid if self.user else None,
            "gid": self.user.pw_gid if self.user else None,
            "parent": os.getpid(),
            "grace": self.grace,
        }
        # A session of its own: Ctrl-C in the terminal is for the tests, which then stop the server in order.
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(KEEPER), json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._keeper.stdout is not None
        with self._keeper.stdout as said:
            pid = said.readline()
        if not pid:
            self._gone()
            raise Unavailable(f"{self.command[0]} could not be started")
        self.pid = int(pid)

    def _gone(self) -> None:
        if self._keeper is not None:
            self._keeper.wait()
        self._keeper, self.pid = None, None


def free_port() -> int:
    """Find a TCP port nobody listens on. Another process may be quicker, so a caller tries more than once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> pwd.struct_passwd | None:
    """Tell whom a database runs as: nobody, if we are root; ourselves (None) otherwise."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def is_open_to_all(path: Path) -> bool:
    """Tell whether any user may walk to `path`: pytest's folders and /root let only their owner in."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


@contextlib.contextmanager
def workplace(folder: Path, user: pwd.struct_passwd | None) -> Iterator[Path]:
    """
    Give a folder in which `user` may work: `folder` itself, or one beside it in the temporary folder.

    The second is needed, and removed afterwards, where `user` could not walk to `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if user is None:
        yield folder
        return
    if is_open_to_all(folder):
        os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder
        return
    elsewhere = Path(tempfile.mkdtemp(prefix="clinic-server-"))
    try:
        os.chown(elsewhere, user.pw_uid, user.pw_gid)
        yield elsewhere
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)
