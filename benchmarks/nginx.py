"""nginx as the proxy to be measured beside, and the starting of other programs."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.servers import debian
from tests.servers.server import Unavailable

_CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    proxy_http_version 1.1; proxy_set_header Connection "";
    {upstreams}
    server {{
        listen 127.0.0.1:{port};
        {locations}
    }}
}}
"""


def start(words: list[str], out: Any = None, **env: str) -> subprocess.Popen[bytes]:
    """Start a program."""
    return subprocess.Popen(words, env=os.environ | env, stdout=out, stderr=out)


def start_nginx(folder: Path, port: int, routes: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    """
    Start an nginx that passes requests on; none if there is no nginx and none can be had.

    :param routes: beginning of a path → where to, such as `/api/` → `http://127.0.0.1:8001/`
    """
    if (program := _program()) is None:
        return None
    upstreams, locations = [], []
    for number, (path, url) in enumerate(routes.items()):
        address, _, rest = url.removeprefix("http://").partition("/")
        upstreams.append(f"upstream u{number} {{ server {address}; keepalive 32; }}")
        locations.append(f"location {path} {{ proxy_pass http://u{number}/{rest}; }}")
    parts = {"upstreams": "\n    ".join(upstreams), "locations": "\n        ".join(locations)}
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port, **parts))
    return start([str(program), "-c", str(configuration)])


def _program() -> str | Path | None:
    """An nginx that is there, or one fetched without installing it."""
    if program := shutil.which("nginx"):
        return program
    try:
        return debian.fetch("nginx", "nginx-light") / "usr/sbin/nginx"
    except Unavailable as reason:
        print("without nginx:", reason)
        return None
