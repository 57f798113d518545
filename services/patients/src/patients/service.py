"""Patients as a service: what it is called, stores, hears and answers."""

from pathlib import Path

from clinic_common.service import Job, Service

from .jobs import compare_waiting, forget_abandoned
from .models import Base
from .reactions import reactions
from .routes import open_router, router
from .settings import PatientsSettings

SERVICE = Service(
    name="patients",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    router=router,
    open_router=open_router,
    reactions=reactions,
    settings=PatientsSettings,
    jobs=(
        Job("forget-abandoned-documents", 3600, forget_abandoned),
        Job("compare-imported-patients", 15, compare_waiting),
    ),
)
