"""A running clinic for the stories: one process on SQLite, or six on MySQL and RabbitMQ; started as a person would."""

import contextlib
import itertools
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx2
from clinic_common.sealing import Sealer
from clinic_common.testing import mysql_admin, mysql_server

from .balancer import balanced

NAMES = ("identity", "patients", "scheduling", "billing", "notifications")
ADMIN = "owner@clinic.test"
PASSWORD = "correct horse battery staple"


_ports = itertools.count(random.SystemRandom().randrange(10_000, 30_000))


def free_port() -> int:
    """
    A port nobody listens on, and each time another.

    Below those the system hands out by itself: between asking for one of these and listening on it, a connection of
    another process could get it.
    """
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable")


def command(*words: str) -> list[str]:
    """The `clinic` command of this checkout."""
    return [sys.executable, "-m", "clinic_embedded", *words]


@dataclass
class Process:
    """One process of the suite, which can be stopped, killed and started again."""

    words: list[str]
    env: dict[str, str]
    log: Path
    port: int
    popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as out:
            self.popen = subprocess.Popen(command(*self.words), env=self.env, stdout=out, stderr=subprocess.STDOUT)

    def until_ready(self, within: float = 90) -> None:
        """Wait until it answers that it is ready."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            assert self.popen is not None
            if self.popen.poll() is not None:
                raise AssertionError(f"{self.words} ended:\n{self.log.read_text()[-3000:]}")
            try:
                if httpx2.get(f"http://127.0.0.1:{self.port}/health/ready", timeout=2).status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"{self.words} is not ready:\n{self.log.read_text()[-3000:]}")

    def stop(self, sig: int = signal.SIGTERM) -> int:
        """End it and wait for it; its exit code."""
        if self.popen is None or self.popen.poll() is not None:
            return self.popen.returncode if self.popen else 0
        self.popen.send_signal(sig)
        try:
            return self.popen.wait(40)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
            raise

    def kill(self) -> None:
        """End it without a warning."""
        self.stop(signal.SIGKILL)


@dataclass
class Clinic:
    """A clinic that is open: its address, its processes, its people."""

    foundation: str
    url: str
    folder: Path
    env: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    _signed_in: dict[str, tuple[float, httpx2.Client]] = field(default_factory=dict)

    def client(self) -> httpx2.Client:
        """Somebody at the door, not signed in."""
        return httpx2.Client(base_url=self.url, timeout=20)

    def as_(self, role: str) -> httpx2.Client:
        """Somebody of this role, signed in; the same session for all stories, while its token lasts."""
        since, client = self._signed_in.get(role, (0.0, None))
        if client is None or time.monotonic() - since > 600:
            client = self.sign_in(*self.people[role])
            self._signed_in[role] = time.monotonic(), client
        return client

    def sign_in(self, email: str, password: str) -> httpx2.Client:
        """A new session."""
        client = self.client()
        answer = client.post("/api/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    def run(self, *words: str, **env: str) -> str:
        """Run a `clinic` command to its end."""
        done = subprocess.run(
            command(*words), env={**self.env, **env}, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"clinic {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def mails(self) -> list[Any]:
        """The e-mails that left so far, oldest first."""
        files = sorted((self.folder / "messages").glob("**/*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def invite(self, role: str, name: str, *, called: str = "") -> None:
        """Invite somebody, known here by their role unless called otherwise; accept with the link from the mail."""
        email = f"{called or role}@clinic.test"
        answer = self.as_("admin").post("/api/staff", json={"email": email, "display_name": name, "role": role})
        assert answer.status_code == 201, answer.text
        token = eventually(lambda: self._invitation(email))
        done = self.client().post("/api/auth/accept-invitation", json={"token": token, "password": PASSWORD})
        assert done.status_code in (200, 201, 204), done.text
        self.people[called or role] = (email, PASSWORD)

    def _invitation(self, email: str) -> str | None:
        for mail in self.mails():
            found = re.search(r"#([\w\-.~]+)", mail.get_body(("plain",)).get_content())
            if mail["To"] and email in mail["To"] and found:
                return found[1]
        return None


def eventually(look: Any, *, within: float = 30.0) -> Any:
    """Wait until `look` gives something true; for what happens in other processes."""
    deadline = time.monotonic() + within
    while True:
        if found := look():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {within} s; last seen: {found!r}")
        time.sleep(0.05)


def _base_env(folder: Path) -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "CLINIC_TEST_MYSQL_URL", "CLINIC_TEST_AMQP_URL")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "CLINIC_DATA": str(folder),
        "MESSAGE_FOLDER": str(folder / "messages"),
        "DOCUMENT_FOLDER": str(folder / "documents"),
        "SEALING_KEYS": Sealer.new_ring(),
        "METRICS_PORT": "0",
        "PYTHONUNBUFFERED": "1",
        "PROVIDER_NPI": "1234567893",
        "PROVIDER_TAX_ID": "123456789",
        "PROVIDER_STREET": "1 Main Street",
        "PROVIDER_CITY": "Springfield",
        "PROVIDER_STATE": "IL",
        "PROVIDER_ZIP": "627010001",
        "PROVIDER_PHONE": "2175550100",
    }


def _staffed(clinic: Clinic) -> Clinic:
    """A clinic with an owner, a receptionist, a nurse and a doctor."""
    clinic.people["admin"] = (ADMIN, PASSWORD)
    for role, name in (("receptionist", "Rita Desk"), ("nurse", "Nora Vital"), ("doctor", "Dora Chart")):
        clinic.invite(role, name)
    return clinic


def _first_owner(clinic: Clinic) -> None:
    clinic.run("migrate")
    clinic.run("admin", "create", "--email", ADMIN, "--name", "Olga Owner", "--password", PASSWORD)


@contextmanager
def one_process(folder: Path, **more: str) -> Iterator[Clinic]:
    """The whole clinic in one process, on SQLite unless `CLINIC_DATABASE_URL` says otherwise."""
    port = free_port()
    env = _base_env(folder) | {"PORT": str(port)} | more
    clinic = Clinic("one", f"http://127.0.0.1:{port}", folder, env)
    _first_owner(clinic)
    process = Process(["up"], env, folder / "up.log", port)
    clinic.processes["clinic"] = process
    process.start()
    try:
        process.until_ready()
        yield _staffed(clinic)
    finally:
        process.stop()


def schema_urls(prefix: str) -> dict[str, str]:
    """A schema and an account of its own for every service, on the test server."""
    server = mysql_server()
    urls = {}
    for name in NAMES:
        account, password = f"{prefix}_{name}", secrets.token_urlsafe(12)
        urls[f"{name.upper()}_DATABASE_URL"] = (
            f"mysql+aiomysql://{account}:{password}@{server.host}:{server.port}/{account}"
        )
    return urls


def drop_schemas(prefix: str) -> None:
    """Remove what `schema_urls` was used for."""
    for name in NAMES:
        mysql_admin(f"DROP DATABASE IF EXISTS `{prefix}_{name}`", f"DROP USER IF EXISTS '{prefix}_{name}'@'%'")


def root_url() -> str:
    """The test server's administrator."""
    return str(mysql_server().render_as_string(hide_password=False))


@contextmanager
def many_processes(
    folder: Path,
    *,
    replicas: dict[str, int] | None = None,
    on: dict[str, str] | None = None,
    people: dict[str, tuple[str, str]] | None = None,
    **more: str,
) -> Iterator[Clinic]:
    """
    Six processes on MySQL and RabbitMQ, each service with its own schema and account.

    :param replicas: how many processes a service has, where more than one; a balancer stands before them
    :param on: schemas that are there already, with their `people`; otherwise new ones
    """
    prefix = f"many_{secrets.token_hex(3)}"
    urls = on or schema_urls(prefix)
    ports = {name: free_port() for name in (*NAMES, "gateway")}
    env = _base_env(folder) | urls | {"CLINIC_BUS_URL": f"{os.environ['CLINIC_TEST_AMQP_URL']}?prefix={prefix}."} | more
    clinic = Clinic("many", f"http://127.0.0.1:{ports['gateway']}", folder, env)
    shared: dict[int, list[int]] = {}
    with ExitStack() as stack:
        if on:
            clinic.people |= people or {}
            clinic.run("migrate")
        else:
            stack.callback(drop_schemas, prefix)
            clinic.run("accounts", MYSQL_ROOT_URL=root_url())
            _first_owner(clinic)
        for name in (*NAMES, "gateway"):
            own = env | {
                "PORT": str(ports[name]),
                "HOST": "127.0.0.1",
                "BUS_URL": env["CLINIC_BUS_URL"],
                "IDENTITY_URL": f"http://127.0.0.1:{ports['identity']}",
            }
            if name == "gateway":
                own |= {f"{n.upper()}_URL": f"http://127.0.0.1:{ports[n]}" for n in NAMES}
            else:
                own["DATABASE_URL"] = urls[f"{name.upper()}_DATABASE_URL"]
                for other in NAMES:
                    own.pop(f"{other.upper()}_DATABASE_URL", None)
            count = (replicas or {}).get(name, 1)
            own_ports = [ports[name]] if count == 1 else [free_port() for _ in range(count)]
            for number, port in enumerate(own_ports):
                key = name if number == 0 else f"{name}-{number + 1}"
                process = Process(["serve", name], own | {"PORT": str(port)}, folder / f"{key}.log", port)
                clinic.processes[key] = process
                process.start()
                stack.callback(process.stop)
            if count > 1:
                shared[ports[name]] = own_ports
        for process in clinic.processes.values():
            process.until_ready()
        for port, replicas_ports in shared.items():
            stack.enter_context(balanced(port, replicas_ports))
        yield clinic if on else _staffed(clinic)
