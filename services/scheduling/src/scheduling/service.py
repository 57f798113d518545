"""What makes this service what it is."""

from pathlib import Path

from clinic_common.service import Service
from clinic_common.settings import Settings
from pydantic import Field

from .models import Base
from .reactions import reactions
from .routes import open_router, router


class SchedulingSettings(Settings):
    """What scheduling stands on."""

    public_url: str = Field("", description="Where the clinic is reached from outside; begins calendar addresses.")
    clinic_name: str = Field(
        "", max_length=100, description="What the clinic is called where a patient sees their visit by link."
    )
    patient_wait_seconds: float = Field(
        2.0, ge=0, le=10, description="How long a booking waits for a patient registered just now to be known here."
    )


SERVICE = Service(
    name="scheduling",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    router=router,
    open_router=open_router,
    reactions=reactions,
    settings=SchedulingSettings,
)
