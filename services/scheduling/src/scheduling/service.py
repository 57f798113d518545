"""What makes this service what it is."""

from datetime import timedelta
from pathlib import Path

from clinic_common.database import utc_now
from clinic_common.resources import Resources
from clinic_common.service import Job, Service
from clinic_common.settings import Settings
from fastapi import APIRouter
from pydantic import Field

from . import commands
from .commands.flow import MISSED_AT_ONCE
from .models import Base
from .reactions import reactions


class SchedulingSettings(Settings):
    """What scheduling stands on."""

    public_url: str = Field("", description="Where the clinic is reached from outside; begins calendar addresses.")
    clinic_name: str = Field(
        "", max_length=100, description="What the clinic is called where a patient sees their visit by link."
    )
    patient_wait_seconds: float = Field(
        2.0, ge=0, le=10, description="How long a booking waits for a patient registered just now to be known here."
    )
    no_show_after_hours: int = Field(
        24,
        ge=0,
        le=24 * 366,
        description="So long after its end a visit nobody came to is noted as missed; 0: people do that.",
    )


async def miss_overdue(resources: Resources) -> None:
    """Note which patients did not come."""
    settings = resources.settings
    assert isinstance(settings, SchedulingSettings)
    after = timedelta(hours=settings.no_show_after_hours)
    while after and await resources.database.run(commands.miss_overdue, after=after, now=utc_now()) == MISSED_AT_ONCE:
        continue


def doors() -> tuple[APIRouter, APIRouter]:
    """The routes, loaded when somebody is to come in by them."""
    from .routes import open_router, router

    return router, open_router


SERVICE = Service(
    name="scheduling",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    doors=doors,
    reactions=reactions,
    settings=SchedulingSettings,
    jobs=(Job("note missed visits", 300.0, miss_overdue),),
)
