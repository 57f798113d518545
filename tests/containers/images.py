"""The images: a base from Debian's packages, the suite's own, and stand-ins for those of a registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.servers import debian
from tests.servers.server import Unavailable

from .engine import Engine

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AUTHORITIES = Path("/usr/local/share/ca-certificates")
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
STAND_INS = ("mysql", "rabbitmq", "redis", "prometheus")


def make_base(engine: Engine) -> None:
    """Import the base image; debootstrap makes it once, and its archive is kept."""
    archive = debian.KEPT / "base.tar"
    if not archive.exists():
        _bootstrap(archive)
    # What is asked during a build trusts whom this machine trusts.
    trusted = " ".join(f"{name}={BUNDLE}" for name in ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS"))
    engine.docker("import", "--change", f"ENV {trusted}", str(archive), "clinic-base")


def _bootstrap(archive: Path) -> None:
    packages = debian.fetch("docker", "docker.io", "iptables", "debootstrap")
    known = debian.mirrors()
    if not known:
        raise Unavailable("no Debian mirror among the host's apt sources")
    place = Path(tempfile.mkdtemp(prefix="clinic-base-"))
    tree = place / "tree"
    try:
        # A mount namespace of its own: the /proc that debootstrap mounts is gone when it ends.
        _run(
            *("nice", "-n", "10", "unshare", "--mount"),
            *("sh", str(packages / "usr/sbin/debootstrap"), "--variant=minbase"),
            *("--include=python3,python3-venv,ca-certificates", "bookworm", str(tree), known[0]),
            DEBOOTSTRAP_DIR=str(packages / "usr/share/debootstrap"),
        )
        for certificate in AUTHORITIES.glob("*.crt"):
            shutil.copy2(certificate, tree / str(AUTHORITIES)[1:])
        _run("chroot", str(tree), "update-ca-certificates")
        shutil.rmtree(tree / "var/cache/apt/archives")
        partial = archive.with_suffix(".partial")
        _run(
            "tar",
            "--one-file-system",
            "--exclude=./proc/*",
            "--exclude=./sys/*",
            "-C",
            str(tree),
            "-cf",
            str(partial),
            ".",
        )
        partial.rename(archive)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def build_suite(engine: Engine, tag: str, *, base: str) -> None:
    """Build the suite's image as `deploy/image/Dockerfile` says."""
    words = ("build", "--network=host", "--build-arg", f"BASE={base}", "-f", "deploy/image/Dockerfile", "-t", tag, ".")
    engine.docker(*words, cwd=ROOT)


def build_stand_ins(engine: Engine) -> Path:
    """Build the servers' images; the folder of the fetched MySQL, which is mounted into its own."""
    for name in STAND_INS:
        words = ("--target", name, "-t", f"trial-{name}", "-f", "servers.Dockerfile", ".")
        engine.docker("build", "--network=host", "--build-arg", "BASE=clinic-base", *words, cwd=HERE)
    return debian.fetch("mysql", "mysql-server-core", suite="sid")


def _run(*command: str, **more: str) -> None:
    done = subprocess.run(command, env=os.environ | more, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"{' '.join(command)}: {done.stdout[-500:]} {done.stderr[-500:]}")
