"""Door 1 of billing: HTTP, each route led to one command or one query."""

from . import accounts, claims, coverages, denials, exchange, fees, invoices, payments, remittances, reports
from .asking import router

__all__ = [
    "accounts",
    "claims",
    "coverages",
    "denials",
    "exchange",
    "fees",
    "invoices",
    "payments",
    "remittances",
    "reports",
    "router",
]
