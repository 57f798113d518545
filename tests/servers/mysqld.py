"""A private MySQL: from an installed or a fetched `mysqld`, or from MariaDB where no MySQL can be had."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import debian
from .greetings import Greeting
from .private import Private, free_port, is_open_to_all, unprivileged, workplace
from .server import Server, Unavailable

SETTINGS = [
    "--bind-address=127.0.0.1",
    "--socket=mysql.sock",  # relative to the data folder: a socket's path may not be longer than 107 bytes
    "--pid-file=mysql.pid",
    "--skip-log-bin",
    "--max-connections=500",
    "--character-set-server=utf8mb4",
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=256M",
    "--innodb-flush-log-at-trx-commit=2",  # survives a killed server; only a killed machine loses a second
]
MYSQL_ONLY = ["--mysqlx=OFF", "--secure-file-priv=NULL"]


@dataclass(frozen=True)
class Binaries:
    """The commands that run a server and that make its data folder, each without the data folder's name."""

    way: str
    server: list[str]
    initialize: list[str]
    library_path: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The caller's environment without what the caller set for his own MySQL."""
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MYSQL", "MARIADB"))}
        return env | ({"LD_LIBRARY_PATH": self.library_path} if self.library_path else {})


@contextlib.contextmanager
def installed(folder: Path) -> Iterator[Server]:
    """Start an installed MySQL, or one fetched earlier."""
    program = _program("mysqld")
    if program and not _is_mariadb(program):  # Debian's MariaDB answers to the name mysqld as well
        with _started(_mysql("installed", [program, "--no-defaults"]), folder) as server:
            yield server
    elif debian.kept("mysql"):
        with fetched(folder) as server:
            yield server
    else:
        raise Unavailable("no mysqld on PATH, in /usr/sbin or in .servers/")


@contextlib.contextmanager
def fetched(folder: Path) -> Iterator[Server]:
    """Fetch MySQL from Debian sid, once, and start it: no stable Debian carries it, they have MariaDB."""
    with _readable(debian.fetch("mysql", "mysql-server-core", suite="sid")) as root:
        # It needs a younger libc than the host's, and a libc wants its own loader.
        libraries = next(root.glob("usr/lib/*/libc.so.6")).parent
        loader = next(libraries.glob("ld-linux*.so.*"))
        share = root / "usr/share/mysql"
        program = [
            *(str(loader), "--library-path", str(libraries), str(root / "usr/sbin/mysqld"), "--no-defaults"),
            f"--basedir={root}/usr",
            f"--lc-messages-dir={share}",
            f"--character-sets-dir={share}/charsets",
            f"--plugin-dir={root}/usr/lib/mysql/plugin",
        ]
        with _started(_mysql("fetched from Debian sid", program), folder) as server:
            yield server


@contextlib.contextmanager
def installed_mariadb(folder: Path) -> Iterator[Server]:
    """Start an installed MariaDB."""
    program, initialize = _program("mariadbd", "mysqld"), _program("mariadb-install-db", "mysql_install_db")
    if program is None or initialize is None or not _is_mariadb(program):
        raise Unavailable("no mariadbd with mariadb-install-db on PATH or in /usr/sbin")
    with _started(_mariadb("installed, the fallback", program, initialize), folder) as server:
        yield server


@contextlib.contextmanager
def fetched_mariadb(folder: Path) -> Iterator[Server]:
    """Fetch the MariaDB of the host's own Debian, once, and start it."""
    packages = ("mariadb-server-core", "mariadb-client-core")  # the second has my_print_defaults
    with _readable(debian.fetch("mariadb", *packages, leave_out="mariadb.*|mysql.*")) as root:
        options = [f"--basedir={root}/usr", f"--lc-messages-dir={root}/usr/share/mysql"]
        program, initialize = str(root / "usr/sbin/mariadbd"), str(root / "usr/bin/mariadb-install-db")
        binaries = _mariadb("fetched from Debian, the fallback", program, initialize, options)
        with _started(replace(binaries, library_path=debian.library_path(root)), folder) as server:
            yield server


def _mysql(way: str, program: list[str]) -> Binaries:
    command = [*program, *SETTINGS, *MYSQL_ONLY]
    return Binaries(way, command, [*command, "--initialize-insecure"])


def _mariadb(way: str, program: str, initialize: str, options: list[str] | None = None) -> Binaries:
    options = ["--no-defaults", *(options or [])]
    without_password = ["--auth-root-authentication-method=normal", "--skip-test-db"]
    return Binaries(way, [program, *options, *SETTINGS], [initialize, *options, *without_password])


@contextlib.contextmanager
def _started(binaries: Binaries, folder: Path) -> Iterator[Server]:
    user = unprivileged()
    with workplace(folder, user) as place:
        data, scratch = place / "data", place / "tmp"
        for path in (data, scratch):
            path.mkdir(mode=0o700)
            if user:
                os.chown(path, user.pw_uid, user.pw_gid)
        env = binaries.env | {"TMPDIR": str(scratch)}
        _run([*binaries.initialize, f"--datadir={data}"], place, env, user)
        private, (product, version) = _first_start(binaries, place, data, env, user)
        try:
            yield Server("mysql", private.url, product, version, binaries.way, private)
        finally:
            private.stop()


def _first_start(
    binaries: Binaries, place: Path, data: Path, env: dict[str, str], user: pwd.struct_passwd | None
) -> tuple[Private, Greeting]:
    """Start it on a free port; on another one if somebody else took that in between."""
    for attempts_left in (2, 1, 0):
        port = free_port()
        url = f"mysql://root@127.0.0.1:{port}/"
        command = [*binaries.server, f"--datadir={data}", f"--port={port}"]
        private = Private(url, command, place, data, env, user=user)
        try:
            return private, private.start()
        except Unavailable:
            if not attempts_left or "address already in use" not in private.log.read_text().lower():
                raise
    raise AssertionError("the last attempt returns or raises")


def _run(command: list[str], place: Path, env: dict[str, str], user: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        command,
        cwd=place,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} could not make its data folder: {done.stdout[-400:]}")


@contextlib.contextmanager
def _readable(prefix: Path) -> Iterator[Path]:
    """Give the prefix, or a copy of hard links where the unprivileged user could not walk to it (/root)."""
    if unprivileged() is None or is_open_to_all(prefix):
        yield prefix
        return
    copy = Path(tempfile.mkdtemp(prefix="clinic-mysql-"))
    copy.chmod(0o755)
    link: Callable[[str, str], object] = os.link if copy.stat().st_dev == prefix.stat().st_dev else shutil.copy2
    try:
        yield shutil.copytree(prefix, copy / "prefix", symlinks=True, copy_function=link)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _program(*names: str) -> str | None:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def _is_mariadb(program: str) -> bool:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return "mariadb" in said.stdout.lower()
