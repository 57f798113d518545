"""
A real MySQL and a real RabbitMQ for the tests, from wherever they can be had.

    with mysql(folder) as server:
        create_async_engine(server.url.replace("mysql://", "mysql+aiomysql://"))

The ways, in this order: an address in the environment, a Docker engine, installed programs (or ones fetched
earlier), and on Debian as root programs fetched into `.servers/`. MySQL goes before MariaDB.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path

from . import containers, mysqld, rabbit
from .greetings import greet
from .server import NoServer, Server, Unavailable

__all__ = ["AMQP_URL", "MYSQL_URL", "NoServer", "Server", "mysql", "rabbitmq"]

MYSQL_URL = "CLINIC_TEST_MYSQL_URL"
AMQP_URL = "CLINIC_TEST_AMQP_URL"

Way = Callable[[Path], AbstractContextManager[Server]]


@contextlib.contextmanager
def mysql(folder: Path, *, private: bool = False) -> Iterator[Server]:
    """
    Give a MySQL; stop it afterwards if it was started here.

    :param folder: where a private one keeps its data and its log; it may exist, but must be empty
    :param private: never the one of `CLINIC_TEST_MYSQL_URL`: one that this test alone may stop and start
    :raises NoServer: none can be had
    """
    ways: dict[str, Way] = {
        "a Docker engine and testcontainers": containers.mysql,
        "an installed MySQL (mysqld)": mysqld.installed,
        "MySQL 9 fetched from Debian sid, as root on Debian": mysqld.fetched,
        "an installed MariaDB (mariadbd), the fallback": mysqld.installed_mariadb,
        "MariaDB fetched from Debian, as root on Debian, the fallback": mysqld.fetched_mariadb,
    }
    with _first("MySQL", MYSQL_URL, ways, folder, private) as server:
        yield server


@contextlib.contextmanager
def rabbitmq(folder: Path, *, private: bool = False) -> Iterator[Server]:
    """
    Give a RabbitMQ; stop it afterwards if it was started here.

    :param folder: where a private one keeps its data and its log; it may exist, but must be empty
    :param private: never the one of `CLINIC_TEST_AMQP_URL`: one that this test alone may stop, kill and start
    :raises NoServer: none can be had
    """
    ways: dict[str, Way] = {
        "a Docker engine and testcontainers": containers.rabbitmq,
        "an installed RabbitMQ (rabbitmq-server, erl)": rabbit.installed,
        "RabbitMQ fetched from Debian, as root on Debian": rabbit.fetched,
    }
    with _first("RabbitMQ", AMQP_URL, ways, folder, private) as server:
        yield server


@contextlib.contextmanager
def _first(product: str, variable: str, ways: dict[str, Way], folder: Path, private: bool) -> Iterator[Server]:
    """Give the server of the first way that is open."""
    if not private and (url := os.environ.get(variable)):
        yield _named(variable, url)
        return
    closed = [f"the address of a running one in {variable}: {'a private one is wanted' if private else 'not set'}"]
    for number, (name, way) in enumerate(ways.items()):
        with ExitStack() as stack:
            try:
                # A folder for each way: what one left half made must not be in the way of the next.
                server = stack.enter_context(way(folder / str(number)))
            except Unavailable as reason:
                closed.append(f"{name}: {reason}")
                continue
            yield replace(server, passed_over=tuple(closed))
            return
    raise NoServer(f"No {product} for the tests. There are these ways:" + "".join(f"\n- {why}" for why in closed))


def _named(variable: str, url: str) -> Server:
    """Describe the server of an address somebody gave us; theirs to stop."""
    kind = "mysql" if variable == MYSQL_URL else "rabbitmq"
    try:
        product, version = greet(url)
    except OSError as error:
        # Somebody meant exactly this server: taking another one in silence would be no help.
        raise NoServer(f"{variable} is set, but nothing answers there: {error}") from error
    return Server(kind, url, product, version, variable)
