"""One process of notifications, but for its HTTP port; its settings stand in the environment."""

import asyncio
import os
import signal
from datetime import timedelta

from clinic_common.resources import Resources
from clinic_common.service import build_app
from clinic_common.settings import read_settings
from notifications import rules
from notifications.service import SERVICE


async def serve() -> None:
    """Live until somebody ends it."""
    rules.LEASE = timedelta(seconds=int(os.environ["LEASE_SECONDS"]))
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    app = build_app(SERVICE, Resources.of(read_settings(SERVICE.settings), service=SERVICE.name), owns_bus=True)
    async with app.router.lifespan_context(app):
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve())
