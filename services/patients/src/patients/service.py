"""Patients as a service: what it is called, stores, hears and answers."""

from pathlib import Path

from clinic_common.service import Job, Service
from fastapi import APIRouter

from .commands.sealed import SEALED
from .jobs import compare_waiting, forget_abandoned, reseal_documents
from .models import Base
from .reactions import reactions
from .settings import PatientsSettings


def doors() -> tuple[APIRouter, APIRouter]:
    """The routes, loaded when somebody is to come in by them."""
    from .routes import open_router, router

    return router, open_router


SERVICE = Service(
    name="patients",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    doors=doors,
    reactions=reactions,
    settings=PatientsSettings,
    sealed=SEALED,
    reseal_files=reseal_documents,
    jobs=(
        Job("forget-abandoned-documents", 3600, forget_abandoned),
        Job("compare-imported-patients", 15, compare_waiting),
    ),
)
