"""
A pytest plugin that has both servers running before the first test, and before xdist's workers are started.

The root conftest loads it with `pytest_plugins = ["tests.servers.plugin"]`. Tests find the servers through
`CLINIC_TEST_MYSQL_URL` and `CLINIC_TEST_AMQP_URL`.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from .both import both, variables
from .server import NoServer, Server

SERVERS = pytest.StashKey[list[Server]]()
RUNNING = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-servers",
        action="store_true",
        help="start no MySQL and no RabbitMQ: for a quick look at tests that need none (the others fail)",
    )


@pytest.hookimpl(tryfirst=True)  # xdist starts its workers in the same hook, and they inherit the environment
def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    is_worker = hasattr(config, "workerinput")
    only_looks = config.option.collectonly or config.option.showfixtures or config.option.show_fixtures_per_test
    if is_worker or only_looks or config.option.no_servers:
        return
    stack = ExitStack()
    try:
        servers = stack.enter_context(both())
    except NoServer as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
    before = {name: os.environ.get(name) for name in variables(servers)}
    stack.callback(_restore, before)
    os.environ.update(variables(servers))
    config.stash[SERVERS], config.stash[RUNNING] = servers, stack


def pytest_unconfigure(config: pytest.Config) -> None:
    if RUNNING in config.stash:
        config.stash[RUNNING].close()
        del config.stash[RUNNING]


def pytest_report_header(config: pytest.Config) -> list[str]:
    if config.option.no_servers:
        return ["server: none (--no-servers)"]
    if SERVERS not in config.stash:
        return []
    return [f"server: {server}" for server in config.stash[SERVERS]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    servers = config.stash.get(SERVERS, [])
    if not servers:
        return
    terminalreporter.write_line("servers: " + ", ".join(map(str, servers)))
    for server in servers:
        if server.is_fallback:
            terminalreporter.write_sep("!", "TESTED ON MARIADB, NOT ON MYSQL 9", red=True, bold=True)
            terminalreporter.write_line("The two differ, so a green run proves less. No MySQL was to be had:")
            for reason in server.passed_over:
                terminalreporter.write_line(f"- {reason}")


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
