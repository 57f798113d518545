"""Patients as a service: what it is called, stores, hears and answers."""

from pathlib import Path

from clinic_common.service import Service

from .models import Base
from .reactions import reactions
from .routes import router
from .settings import PatientsSettings

SERVICE = Service(
    name="patients",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    router=router,
    reactions=reactions,
    settings=PatientsSettings,
)
