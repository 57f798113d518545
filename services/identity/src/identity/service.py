"""Identity, described: its tables, doors, settings and jobs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from clinic_common import telemetry
from clinic_common.database import utc_now
from clinic_common.resources import Resources
from clinic_common.service import Job, Service, build_app
from clinic_common.settings import Settings, read_settings
from fastapi import FastAPI
from pydantic import Field
from sqlalchemy.exc import DBAPIError

from . import commands, rules
from .models import Base
from .reactions import reactions
from .routes import open_router, router

log = structlog.get_logger(__name__)


class IdentitySettings(Settings):
    """What identity stands on."""

    passwords_at_once: int = Field(
        2, ge=1, le=64, description="Passwords hashed at the same time; each takes 19 MiB and one core."
    )


@asynccontextmanager
async def _open(resources: Resources) -> AsyncIterator[None]:
    """Keep the signing keys and the password hasher while the service lives."""
    settings = resources.settings
    at_once = settings.passwords_at_once if isinstance(settings, IdentitySettings) else 2
    resources.extras["passwords"] = rules.Passwords(at_once)
    resources.extras["keys"] = keys = commands.KeyRing(resources.database, resources.sealer)
    try:
        await keys.current(utc_now())
    except (DBAPIError, OSError) as error:
        # Started before its database: the first sign-in makes the key instead.
        log.warning("signing keys cannot be read yet", error=telemetry.describe(error))
    yield


async def _forget_old(resources: Resources) -> None:
    await resources.database.run(commands.forget_old, now=utc_now())


SERVICE = Service(
    name="identity",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    router=router,
    open_router=open_router,
    reactions=reactions,
    settings=IdentitySettings,
    # The trail speaks of patients, but looking into it is not an access to their data.
    subject=None,
    jobs=(Job("forget old sign-ins", 3600, _forget_old),),
    start=_open,
)


def app() -> FastAPI:
    """Identity as a process of its own."""
    settings = read_settings(IdentitySettings)
    return build_app(SERVICE, Resources.of(settings, service=SERVICE.name))
