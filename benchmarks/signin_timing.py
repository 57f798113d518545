"""
Whether the time of an answer tells if somebody of an address works here.

Wrong passwords for addresses that are somebody's and for addresses that are nobody's, in random order, each address
once and from a place of its own; compared by their medians and by a rank test (Mann and Whitney, two-sided).

    python -m benchmarks.signin_timing [--each 300] [--url mysql+aiomysql://…]
"""

import argparse
import asyncio
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from clinic_common.database import Session, utc_now
from clinic_common.migrations import upgrade
from clinic_common.resources import Resources
from clinic_common.sealing import Sealer
from clinic_common.service import build_app
from clinic_common.testing import serving
from identity import commands, rules
from identity.service import SERVICE

WARM_UP = 20
DOUBTFUL = 0.01
"""A smaller probability than this says that the two are told apart."""


def probability(some: Sequence[float], others: Sequence[float]) -> float:
    """How probable a difference in rank like this, or a greater one, is if there is none (normal approximation)."""
    ranks = {index: rank for rank, (_, index) in enumerate(sorted((x, i) for i, x in enumerate([*some, *others])), 1)}
    n, m = len(some), len(others)
    u = sum(ranks[index] for index in range(n)) - n * (n + 1) / 2
    z = (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(z)))


async def measure(url: str, *, each: int) -> float:
    """Print how long both kinds take, and give the probability that they take the same."""
    settings = SERVICE.settings(database_url=url, bus_url="inprocess:", sealing_keys=Sealer.new_ring())
    resources = Resources.of(settings, service=SERVICE.name)
    await upgrade(SERVICE, resources.database)
    number = each + WARM_UP
    hashed = rules.hash_now("correct horse battery staple")

    async def hire(session: Session) -> None:
        for index in range(number):
            await commands.add_staff(
                session, email=f"known{index:05}@clinic.test", display_name="Somebody", role="nurse",
                password_hash=hashed, now=utc_now(),
            )  # fmt: skip

    await resources.database.run(hire)
    tries = [(kind, f"{kind}{index:05}@clinic.test") for index in range(number) for kind in ("known", "other")]
    random.SystemRandom().shuffle(tries)
    took: dict[str, list[float]] = {"known": [], "other": []}
    async with serving(build_app(SERVICE, resources)) as client:
        for place, (kind, email) in enumerate(tries):
            body = {"email": email, "password": "not this one, certainly"}
            headers = {"X-Forwarded-For": f"198.18.{place // 250}.{place % 250 + 1}"}
            begun = time.perf_counter()
            answer = await client.post("/auth/login", json=body, headers=headers)
            spent = (time.perf_counter() - begun) * 1000
            if answer.status_code != 401:
                raise SystemExit(f"not compared: {answer.status_code} {answer.text}")
            if place >= 2 * WARM_UP:
                took[kind].append(spent)
    print(f"{resources.database.url.get_backend_name()}, Python {platform.python_version()}")
    for kind, times in took.items():
        print(f"{kind} addresses: {len(times)} sign-ins, median {statistics.median(times):.2f} ms")
    found = probability(took["known"], took["other"])
    print(f"rank test: p = {found:.3f}; {'told apart' if found < DOUBTFUL else 'not told apart'}")
    await resources.database.close()
    return found


def main() -> None:
    """Measure on a SQLite file, or where the address says: an empty schema."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--url", default="", help="of an empty schema; a SQLite file if not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite+aiosqlite:///{Path(folder)}/identity.db"
        raise SystemExit(asyncio.run(measure(url, each=options.each)) < DOUBTFUL)


if __name__ == "__main__":
    main()
