"""Billing as a service: what it is made of."""

from pathlib import Path

from clinic_common.service import Job, Service
from fastapi import APIRouter

from .jobs import exchange_files, prove_books, remind_of_debts
from .models import Base
from .reactions import reactions
from .settings import BillingSettings


def doors() -> tuple[APIRouter, APIRouter]:
    """The routes, loaded when somebody is to come in by them."""
    from .routes import router

    return router, APIRouter()


SERVICE = Service(
    name="billing",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    doors=doors,
    reactions=reactions,
    settings=BillingSettings,
    jobs=(
        Job("prove the ledger", 6 * 3600, prove_books),
        Job("exchange-files", 10, exchange_files),
        Job("remind-of-debts", 3600, remind_of_debts),
    ),
)
