"""
A Docker engine for the tests: the one that answers, or a private one from Debian's packages.

The private one keeps everything in a folder of its own and touches nothing of the host's network: it makes no
iptables rules, no docker0, and leaves forwarding off. Containers speak over a bridge of their project, ports are
published by a process; both go with the project.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import debian
from tests.servers.server import Unavailable

DEBIAN_PYTHON = "/usr/bin/python3"
"""Debian's docker-compose is written for Debian's Python."""


@dataclass(frozen=True)
class Engine:
    """An engine that answers: `docker` and `compose` speak to it."""

    env: dict[str, str]
    compose_command: tuple[str, ...]
    private: bool

    def docker(self, *words: str, cwd: Path | None = None, **more: str) -> str:
        """Run a `docker` command to its end; what it said."""
        return self._run(["docker", *words], cwd, more)

    def compose(self, *words: str, cwd: Path, **more: str) -> str:
        """Run a Compose command to its end; what it said."""
        return self._run([*self.compose_command, *words], cwd, more)

    def _run(self, command: list[str], cwd: Path | None, more: dict[str, str]) -> str:
        # Building takes a while and both cores; whoever works beside it goes first.
        done = subprocess.run(
            ["nice", "-n", "10", *command],
            cwd=cwd,
            env=self.env | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done.stdout


@contextlib.contextmanager
def engine() -> Iterator[Engine]:
    """
    Give an engine; end it, with all it holds, if it was started here.

    :raises Unavailable: none answers, and none can be fetched
    """
    if _answers(dict(os.environ)) and _has_compose(dict(os.environ)):
        yield Engine(dict(os.environ), ("docker", "compose"), private=False)
        return
    packages = debian.fetch("docker", "docker.io", "iptables", "debootstrap")
    compose = debian.fetch("compose", "docker-compose")
    place = Path(tempfile.mkdtemp(prefix="clinic-docker-"))
    try:
        env = os.environ | {"DOCKER_HOST": f"unix://{place}/socket", "DOCKER_BUILDKIT": "0"}
        env |= {"PATH": _programs(packages, place), "DOCKER_CONFIG": str(place / "config")}
        with _daemon(packages, place, env):
            env["PYTHONPATH"] = str(compose / "usr/lib/python3/dist-packages")
            yield Engine(env, (DEBIAN_PYTHON, str(compose / "usr/bin/docker-compose")), private=True)
    finally:
        # Written by containers' users and by the engine's overlays: nothing is mounted there any more.
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _daemon(packages: Path, place: Path, env: dict[str, str]) -> Iterator[None]:
    """Run dockerd until it is no longer needed."""
    libraries = {"LD_LIBRARY_PATH": debian.library_path(packages)}
    tables = {"XTABLES_LIBDIR": str(next(packages.glob("usr/lib/*/xtables")))}
    command = [
        # What it mounts is gone when it ends.
        *("unshare", "--mount", "dockerd"),
        f"--data-root={place}/data",
        f"--exec-root={place}/run",
        f"--pidfile={place}/pid",
        f"--host=unix://{place}/socket",
        "--storage-driver=overlay2",
        *("--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-masq=false", "--ip-forward=false"),
    ]
    log = place / "log"
    with log.open("wb") as out:
        daemon = subprocess.Popen(command, env=env | libraries | tables, stdout=out, stderr=out, process_group=0)
    try:
        deadline = time.monotonic() + 30
        while not _answers(env):
            if daemon.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(f"dockerd does not answer: {log.read_text()[-1000:]}")
            time.sleep(0.1)
        yield
    finally:
        daemon.terminate()
        try:
            daemon.wait(60)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()


def _programs(packages: Path, place: Path) -> str:
    """A PATH with the fetched programs first, and iptables under its usual name (for each container's own names)."""
    (place / "bin").mkdir()
    for name in ("iptables", "ip6tables"):
        (place / "bin" / name).symlink_to(packages / "usr/sbin" / f"{name}-nft")
    return os.pathsep.join([str(place / "bin"), str(packages / "usr/bin"), f"{packages}/usr/sbin", os.environ["PATH"]])


def _answers(env: dict[str, str]) -> bool:
    return _succeeds(["docker", "version"], env)


def _has_compose(env: dict[str, str]) -> bool:
    return _succeeds(["docker", "compose", "version"], env)


def _succeeds(command: list[str], env: dict[str, str]) -> bool:
    if not shutil.which(command[0], path=env.get("PATH")):
        return False
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode == 0
