"""
Servers fetched on Debian without touching the host: apt with folders of its own, unpacked into a prefix.

The host's package database, sources and services stay as they are. What was fetched is kept in `.servers/` at
the root of the repository, so a second run finds it there.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .server import Unavailable

KEPT = Path(__file__).resolve().parents[2] / ".servers"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
HOST_STATUS = Path("/var/lib/dpkg/status")


def why_not() -> str | None:
    """Tell why nothing can be fetched here, or None if it can."""
    release = Path("/etc/os-release")
    if not release.exists() or not re.search(r'^ID="?debian"?$', release.read_text(), re.MULTILINE):
        return "this is not Debian"
    if os.geteuid() != 0:
        return "not root"
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return "no apt-get or no dpkg"
    return None


def kept(name: str) -> Path | None:
    """Give the prefix of something fetched earlier."""
    prefix = KEPT / name
    return prefix if prefix.is_dir() else None


def fetch(name: str, *packages: str, suite: str | None = None, leave_out: str = "") -> Path:
    """
    Fetch packages and all they need into `.servers/<name>`, once, and give that prefix.

    :param suite: a Debian suite other than the host's; everything down to libc then comes from there. Without
        it, what the host has installed is relied on and only the rest is fetched
    :param leave_out: regular expression of installed packages to fetch all the same
    :raises Unavailable: not Debian, not root, no mirror, or no such package there
    """
    with _lock():
        if prefix := kept(name):
            return prefix
        if reason := why_not():
            raise Unavailable(reason)
        reasons = []
        for source in _sources(suite) if suite else [None]:
            work = KEPT / f"{name}.partial"
            shutil.rmtree(work, ignore_errors=True)
            try:
                unpacked = _fetch(work, packages, source, leave_out)
                return unpacked.rename(KEPT / name)
            except Unavailable as error:
                reasons.append(str(error))
            finally:
                shutil.rmtree(work, ignore_errors=True)
        raise Unavailable("; ".join(reasons) or "no Debian mirror among the host's apt sources")


def library_path(prefix: Path) -> str:
    """Give the LD_LIBRARY_PATH for programs of the host's own suite: what the host lacks is in the prefix."""
    return os.pathsep.join(str(path) for top in ("lib", "usr/lib") for path in prefix.glob(f"{top}/*-linux-gnu*"))


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """Let one process at a time fetch; the others wait and then find the result."""
    KEPT.mkdir(exist_ok=True)
    # git-ignored by itself, whatever the repository ignores
    (KEPT / ".gitignore").write_text("*\n")
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(work: Path, packages: tuple[str, ...], source: str | None, leave_out: str) -> Path:
    for folder in ("lists/partial", "cache/archives/partial", "prefix", "parts"):
        (work / folder).mkdir(parents=True)
    options = {
        "Dir::State::lists": work / "lists",
        "Dir::State::status": work / "status",
        "Dir::Cache": work / "cache",
        "APT::Sandbox::User": "root",  # the user _apt may not write here
        "APT::Install-Recommends": "false",
        "Acquire::Retries": "3",
        "Acquire::Languages": "none",
    }
    if source is None:
        (work / "status").write_text(_status_without(leave_out))
    else:
        (work / "status").touch()
        (work / "sources.list").write_text(source + "\n")
        options |= {"Dir::Etc::sourcelist": work / "sources.list", "Dir::Etc::sourceparts": work / "parts"}
    apt = [
        "apt-get",
        "-q",
        "-y",
        *(part for key, value in options.items() for part in ("-o", f"{key}={value}")),
    ]
    _run([*apt, "update"])
    _run([*apt, "--download-only", "install", *packages])
    for archive in sorted((work / "cache/archives").glob("*.deb")):
        _run(["dpkg", "--extract", str(archive), str(work / "prefix")])
    return work / "prefix"


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode:
        complaints = [line for line in done.stdout.splitlines() if line.startswith(("E:", "W:"))]
        raise Unavailable(f"{command[0]} {command[-1]} failed: {' '.join(complaints) or done.stdout[-300:]}")


def _status_without(leave_out: str) -> str:
    """Give the host's list of installed packages without those that shall be fetched nevertheless."""
    stanzas = HOST_STATUS.read_text().split("\n\n")
    if leave_out:
        stanzas = [stanza for stanza in stanzas if not re.match(rf"Package: (?:{leave_out})\n", stanza)]
    return "\n\n".join(stanzas)


def _sources(suite: str) -> list[str]:
    """Make one source line per Debian mirror the host uses, for another suite of the same mirror."""
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    return [f"deb {signed}{mirror} {suite} main" for mirror in mirrors()]


def mirrors(root: Path = Path("/etc/apt")) -> list[str]:
    """List the mirrors of Debian proper (no security, no third parties), from both kinds of source files."""
    found: dict[str, None] = {}  # a set that keeps its order
    for file in (root / "sources.list", *sorted((root / "sources.list.d").glob("*"))):
        if not file.is_file():
            continue
        if file.suffix == ".sources":
            lines = re.findall(r"^URIs:(.*(?:\n[ \t].*)*)", file.read_text(), re.MULTILINE)
        elif file.suffix == ".list":
            lines = re.findall(r"^\s*deb\s+(?:\[.*?\]\s*)?(\S+)", file.read_text(), re.MULTILINE)
        else:
            continue  # apt does not read files with other endings either
        uris = " ".join(lines).split()
        found |= dict.fromkeys(uri for uri in uris if re.match(r"https?://.*/debian/?$", uri))
    return list(found)
