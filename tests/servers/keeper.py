"""
A small process that stands between the tests and one server, and outlives neither.

It is run as a script, not imported. If the tests are killed, even with SIGKILL, the keeper sees that its
parent changed and kills the server; if the keeper is killed, the kernel kills the server (PR_SET_PDEATHSIG).
The tests cannot ask the kernel for that themselves: the signal comes when the *thread* that started the child
ends, and they start servers in threads.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import Any, BinaryIO

WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Start what the order says, stay beside it, and end it when the tests say so or are gone."""
    order: dict[str, Any] = json.loads(sys.argv[1])
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    with open(order["log"], "ab") as log:
        helpers = [start(command, order, log) for command in order["helpers"]]
        server = start(order["command"], order, log)
    print(server.pid, flush=True)
    orphaned = watch(server, order["parent"])
    # Nobody will ask an orphan's data for anything, so nobody waits for it to be written in good order.
    end(server, grace=0 if orphaned else order["grace"])
    for helper in helpers:
        end(helper, grace=0)
    if orphaned:
        shutil.rmtree(order["data"], ignore_errors=True)
    return server.returncode


def start(command: list[str], order: dict[str, Any], log: BinaryIO) -> subprocess.Popen[bytes]:
    """Start one process in a group of its own, as the user the order names."""
    return subprocess.Popen(
        command,
        env=order["env"],
        cwd=order["cwd"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        user=order["uid"],
        group=order["gid"],
        extra_groups=None if order["uid"] is None else [],
        process_group=0,
        preexec_fn=die_with_the_keeper,  # runs after the change of user, which would clear the signal again
    )


def die_with_the_keeper() -> None:
    """Ask the kernel to kill this process when the keeper ends, and give it a fresh signal mask."""
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def watch(server: subprocess.Popen[bytes], parent: int) -> bool:
    """Wait until the server ended, the tests said stop (False) or the tests are gone (True)."""
    while server.poll() is None:
        if os.getppid() != parent:
            return True
        received = signal.sigtimedwait(WATCHED, 0.5)
        if received and received.si_signo != signal.SIGCHLD:
            return False
    return False


def end(process: subprocess.Popen[bytes], grace: float) -> None:
    """Ask the process to end, wait that many seconds, then kill its whole group."""
    if grace and process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    sys.exit(main())
