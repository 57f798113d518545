"""Billing as a service: what it is made of."""

from pathlib import Path

from clinic_common.service import Job, Service

from .jobs import exchange_files, prove_books
from .models import Base
from .reactions import reactions
from .routes import router
from .settings import BillingSettings

SERVICE = Service(
    name="billing",
    metadata=Base.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    router=router,
    reactions=reactions,
    settings=BillingSettings,
    jobs=(Job("prove the ledger", 6 * 3600, prove_books), Job("exchange-files", 10, exchange_files)),
)
