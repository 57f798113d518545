"""A private Prometheus, installed or fetched from Debian, that watches what a test says, by the rules it says."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import debian
from .private import free_port
from .server import Unavailable


def program(name: str) -> str:
    """
    Where `prometheus` or `promtool` is.

    :raises Unavailable: it is not installed and cannot be fetched
    """
    return shutil.which(name) or str(debian.fetch("prometheus", "prometheus") / "usr/bin" / name)


@dataclass
class Prometheus:
    """One that runs: what it knows, by queries."""

    url: str

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The series a query finds now."""
        address = f"{self.url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)["data"]["result"]
        return found

    def firing(self) -> set[str]:
        """The alerts that fire now."""
        return {series["metric"]["alertname"] for series in self.ask('ALERTS{alertstate="firing"}')}


@contextlib.contextmanager
def prometheus(folder: Path, *, rules: str, ports: dict[str, int], seconds: int) -> Iterator[Prometheus]:
    """
    Start one, and end it afterwards.

    :param rules: alerting rules, as YAML
    :param ports: job → where its metrics are
    :param seconds: how often it looks and judges
    """
    port = free_port()
    targets = [{"job_name": job, "static_configs": [{"targets": [f"127.0.0.1:{each}"]}]} for job, each in ports.items()]
    every = {"scrape_interval": f"{seconds}s", "scrape_timeout": f"{seconds}s", "evaluation_interval": f"{seconds}s"}
    (folder / "rules.yml").write_text(rules)
    # JSON is YAML.
    settings = {"global": every, "rule_files": ["rules.yml"], "scrape_configs": targets}
    (folder / "prometheus.yml").write_text(json.dumps(settings))
    command = [
        program("prometheus"),
        f"--config.file={folder}/prometheus.yml",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _until_ready(process, port, folder / "prometheus.log")
        yield Prometheus(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


def _until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise Unavailable(f"prometheus does not come up: {log.read_text()[-500:]}")
