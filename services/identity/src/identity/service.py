"""Identity, described: its tables, doors, settings and jobs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from clinic_common import telemetry
from clinic_common.database import Session, utc_now
from clinic_common.resealing import SealedColumn
from clinic_common.resources import Resources
from clinic_common.service import Job, Service
from clinic_common.settings import PaperSettings
from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.exc import DBAPIError

from . import commands, queries, rules
from .models import Base
from .reactions import reactions

log = structlog.get_logger(__name__)


class IdentitySettings(PaperSettings):
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


async def _seal_trail(resources: Resources) -> None:
    """Once a day and source, sign what the trail says by then (I15)."""
    database = resources.database
    await database.run(commands.make_trail_key, now=utc_now())
    for source in await database.read(_sources):
        try:
            while await database.run(commands.seal_source, source=source, now=utc_now(), daily=True):
                pass
            if missing := await database.run(commands.stop_waiting, source=source, now=utc_now()):
                log.error("accesses were never told", source=source, first=missing[0], last=missing[1])
        except (rules.TrailBroken, rules.Unsigned) as broken:
            log.error("the access trail does not hold", source=source, error=str(broken))


async def _show_checks(resources: Resources) -> None:
    """Backups are taken by another process, which ends; what it noted is shown by this one."""
    for check in await resources.database.read(queries.list_checks):
        resources.note_proof(check.name, good=check.good, at=check.good_at)


async def _sources(session: Session) -> list[str]:
    return [source async for source in queries.trail_sources(session)]


def doors() -> tuple[APIRouter, APIRouter]:
    """The routes, loaded when somebody is to come in by them."""
    from .routes import open_router, router

    return router, open_router


SERVICE = Service(
    name="identity",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    doors=doors,
    reactions=reactions,
    settings=IdentitySettings,
    # Not the trail's own keys: those never change.
    sealed=(
        SealedColumn("credentials", "totp_secret", key="staff_id", context="totp/{key}"),
        SealedColumn("signing_keys", "sealed_private", key="key_id", context="signing-key/{key}"),
    ),
    # The trail speaks of patients, but looking into it is not an access to their data.
    subject=None,
    jobs=(
        Job("forget old sign-ins", 3600, _forget_old),
        Job("seal the access trail", 900, _seal_trail),
        Job("show checks", 5, _show_checks),
    ),
    start=_open,
)
