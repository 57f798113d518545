"""The servers the other tests stand on: they answer, keep their data, and leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import aio_pika
import pymysql  # type: ignore[import-untyped]
import pytest
from pymysql.constants import CLIENT  # type: ignore[import-untyped]

from tests.servers import AMQP_URL, MYSQL_URL, NoServer, Server, debian, mysql, rabbitmq
from tests.servers.private import Private, is_open_to_all

ROOT = Path(__file__).resolve().parents[2]


def test_mysql_keeps_its_data_over_a_stop_and_a_kill(tmp_path: Path) -> None:
    with mysql(tmp_path, private=True) as server:
        assert (server.kind, server.product) in {("mysql", "MySQL"), ("mysql", "MariaDB")}
        _query(server, "CREATE DATABASE kept; CREATE TABLE kept.notes (text VARCHAR(20))")
        _query(server, "INSERT INTO kept.notes VALUES ('ärztlich 🩺')")
        server.stop()
        with pytest.raises(pymysql.err.OperationalError):
            _query(server, "SELECT 1")
        server.start()
        server.kill()
        server.start()
        assert _query(server, "SELECT text FROM kept.notes") == (("ärztlich 🩺",),)
        (version,) = _query(server, "SELECT VERSION()")[0]
        assert version.startswith(server.version)
        _no_root_among(_processes_of(server))
    assert _processes_of(server) == []


def test_rabbitmq_keeps_a_quorum_queue_over_a_kill(tmp_path: Path) -> None:
    with rabbitmq(tmp_path, private=True) as server:
        assert (server.kind, server.product) == ("rabbitmq", "RabbitMQ")
        asyncio.run(_publish(server, b"kept"))
        time.sleep(1)  # see Server.kill
        server.kill()
        with pytest.raises(ConnectionError):
            asyncio.run(_receive(server))
        server.start()
        assert asyncio.run(_receive(server)) == b"kept"
        server.stop()
        assert _processes_of(server) == []
        server.stop()  # twice does no harm, nor does leaving the block after it


def test_nothing_outlives_tests_that_are_killed() -> None:
    story = (
        "import sys; from tests.servers.both import both\n"
        "with both() as servers:\n"
        "    print(*(getattr(server.control, 'folder', '-') for server in servers), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    env = {name: value for name, value in os.environ.items() if name not in {MYSQL_URL, AMQP_URL}}
    command, pipe = [sys.executable, "-c", story], subprocess.PIPE
    tests = subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True)
    assert tests.stdout is not None
    folders = [Path(folder) for folder in tests.stdout.readline().split()]
    assert len(folders) == 2
    if Path("-") in folders:
        tests.communicate("")
        pytest.skip("containers are testcontainers' own to clear up")
    assert all(_processes_in(folder) for folder in folders)
    tests.kill()
    tests.communicate()
    until = time.monotonic() + 10
    while any((folder / "data").exists() for folder in folders) and time.monotonic() < until:
        time.sleep(0.05)
    assert [_processes_in(folder) for folder in folders] == [[], []]
    assert not any((folder / "data").exists() for folder in folders)
    shutil.rmtree(folders[0].parents[1])


@pytest.mark.parametrize(("start", "named"), [(mysql, MYSQL_URL), (rabbitmq, AMQP_URL)])
def test_without_any_way_the_message_names_them_all(
    start: type, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(named, raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no-engine.sock")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(debian, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(debian, "why_not", lambda: "this is not Debian")
    with pytest.raises(NoServer) as refusal, start(tmp_path):
        pass
    for way in (named, "Docker", "installed", "fetched", "this is not Debian"):
        assert way in str(refusal.value)


@pytest.mark.parametrize(("start", "named", "scheme"), [(mysql, MYSQL_URL, "mysql"), (rabbitmq, AMQP_URL, "amqp")])
def test_an_address_that_is_set_and_dead_is_not_replaced_in_silence(
    start: type, named: str, scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(named, f"{scheme}://somebody@127.0.0.1:1/")
    with pytest.raises(NoServer, match=named), start(tmp_path):
        pass


def test_a_server_that_is_not_ours_is_not_stopped() -> None:
    server = Server("mysql", "mysql://root@db/", "MySQL", "9.7.0", MYSQL_URL)
    with pytest.raises(RuntimeError, match="left alone"):
        server.stop()


def test_mirrors_are_read_from_both_kinds_of_source_files(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text(
        "# deb http://old.example/debian sid main\ndeb [arch=amd64] http://one.example/debian bookworm main\n"
    )
    (parts / "debian.sources").write_text(
        "Types: deb\n# URIs: http://no.example/debian\nURIs: https://two.example/pub/debian/\n http://one.example/debian\n"
        "Suites: bookworm\n\nTypes: deb\nURIs: http://two.example/debian-security\n"
    )
    (parts / "other.list").write_text("deb https://vendor.example/apt stable main\n")
    (parts / "gone.list.disabled").write_text("deb http://three.example/debian sid main\n")
    assert debian.mirrors(tmp_path) == ["http://one.example/debian", "https://two.example/pub/debian/"]


def test_a_folder_only_its_owner_may_enter_is_recognised(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert not is_open_to_all(tmp_path)


def _query(server: Server, sql: str) -> tuple[tuple[str, ...], ...]:
    address = urlsplit(server.url)
    connection = pymysql.connect(
        host=address.hostname,
        port=address.port or 3306,
        user=address.username,
        password=address.password or "",
        autocommit=True,
        client_flag=CLIENT.MULTI_STATEMENTS,
    )
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(sql)
        rows: tuple[tuple[str, ...], ...] = cursor.fetchall()
        return rows


async def _publish(server: Server, body: bytes) -> None:
    async with await aio_pika.connect(server.url) as connection:
        channel = await connection.channel()  # with publisher confirms: returns when the queue has it
        await channel.declare_queue("kept", durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(aio_pika.Message(body), "kept")


async def _receive(server: Server) -> bytes:
    async with await aio_pika.connect(server.url) as connection:
        channel = await connection.channel()
        queue = await channel.get_queue("kept")
        message = await queue.get(timeout=5)
        assert message is not None
        await message.ack()
        return message.body


def _processes_of(server: Server) -> list[int]:
    return _processes_in(server.control.folder) if isinstance(server.control, Private) else []


def _processes_in(folder: Path) -> list[int]:
    """List the processes that work in a folder: each server, and what it starts, does so in its own."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").resolve().is_relative_to(folder):
                found.append(int(entry.name))
    return found


def _no_root_among(pids: list[int]) -> None:
    assert all(Path(f"/proc/{pid}").stat().st_uid != 0 for pid in pids)
