"""A private RabbitMQ: from an installed or a fetched one, with its own node, epmd and folders."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .private import Private, free_port
from .server import Server, Unavailable

CONFIG = """\
listeners.tcp.local = 127.0.0.1:{port}
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 50MB
# Quorum queues keep in memory what their log has not rolled over: 512 MB of it by default.
raft.wal_max_size_bytes = 33554432
log.console = true
log.console.level = warning
"""
NO_DOOR_TO_THE_OUTSIDE = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"


@dataclass(frozen=True)
class Binaries:
    """Where the start script is, where `erl` and `epmd` are (None: on PATH), and what else they load."""

    script: Path
    erlang: Path | None
    way: str
    library_path: str = ""


@contextlib.contextmanager
def installed(folder: Path) -> Iterator[Server]:
    """Start an installed RabbitMQ, or one fetched earlier."""
    binaries = _installed() or _kept()
    if binaries is None:
        raise Unavailable("no rabbitmq-server on PATH, in /usr/sbin or in .servers/")
    with _started(binaries, folder) as server:
        yield server


@contextlib.contextmanager
def fetched(folder: Path) -> Iterator[Server]:
    """Fetch the RabbitMQ and Erlang of the host's own Debian and start it."""
    debian.fetch("rabbitmq", "rabbitmq-server", leave_out="erlang.*|rabbitmq.*")
    binaries = _kept()
    assert binaries is not None
    with _started(binaries, folder) as server:
        yield server


def _installed() -> Binaries | None:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which("rabbitmq-server", path=path)
    if found is None or shutil.which("erl") is None:
        return None
    script = Path(found).resolve()
    if script.name == "rabbitmq-script-wrapper":  # Debian's: it would change to the user rabbitmq and to /var
        script = script.with_name("rabbitmq-server").resolve()
    return Binaries(script, None, "installed")


def _kept() -> Binaries | None:
    prefix = debian.kept("rabbitmq")
    if prefix is None:
        return None
    erlang = prefix / "usr/lib/erlang/bin"
    _make_relocatable(erlang / "erl")
    script = (prefix / "usr/lib/rabbitmq/bin/rabbitmq-server").resolve()
    return Binaries(script, erlang, "fetched from Debian", debian.library_path(prefix))


def _make_relocatable(erl: Path) -> None:
    """Let the script `erl` look for Erlang beside itself: the packaged one knows /usr/lib/erlang only."""
    text = erl.read_text()
    patched = text.replace("ROOTDIR=/usr/lib/erlang\n", 'ROOTDIR="$(cd "$progdir/.." && pwd)"\n')
    if patched != text:
        fresh = erl.with_name(f"erl.{os.getpid()}")  # renamed into place: another run may be reading the old one
        fresh.write_text(patched)
        fresh.chmod(0o755)
        fresh.rename(erl)


@contextlib.contextmanager
def _started(binaries: Binaries, folder: Path) -> Iterator[Server]:
    folder.mkdir(parents=True, exist_ok=True)
    for attempts_left in (2, 1, 0):
        private = _broker(binaries, folder)
        try:
            product, version = private.start()
            break
        except Unavailable:
            if not attempts_left or "eaddrinuse" not in private.log.read_text().lower():
                raise
            shutil.rmtree(private.data, ignore_errors=True)
    try:
        yield Server("rabbitmq", private.url, product, version, binaries.way, private)
    finally:
        private.stop()


def _broker(binaries: Binaries, folder: Path) -> Private:
    port, epmd_port = free_port(), free_port()
    data = folder / "data"
    data.mkdir()
    (folder / "rabbitmq.conf").write_text(CONFIG.format(port=port))
    (folder / "enabled_plugins").write_text("[].\n")
    env = _environment(binaries, folder, port, epmd_port)
    epmd = shutil.which("epmd", path=env.get("PATH"))
    if epmd is None:
        raise Unavailable("Erlang without epmd")
    return Private(
        f"amqp://guest:guest@127.0.0.1:{port}/",
        [str(binaries.script)],
        folder,
        data,
        env,
        # Started here and not by Erlang, which would leave it running in the background for ever.
        helpers=[[epmd, "-address", "127.0.0.1", "-port", str(epmd_port)]],
        patience=90,
    )


def _environment(binaries: Binaries, folder: Path, port: int, epmd_port: int) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("RABBITMQ_", "ERL_", "NOTIFY_SOCKET"))}
    if binaries.erlang:
        env["PATH"] = os.pathsep.join([str(binaries.erlang), env.get("PATH", os.defpath)])
    if binaries.library_path:
        env["LD_LIBRARY_PATH"] = binaries.library_path
    return env | {
        "HOME": str(folder),  # for .erlang.cookie
        "RABBITMQ_NODENAME": f"clinic-{port}@localhost",
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": NO_DOOR_TO_THE_OUTSIDE,
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        # The script then becomes the Erlang machine instead of forking it: its pid is the broker's.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
