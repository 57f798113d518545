"""Door 1 of billing: HTTP, each route led to one command or one query."""

from . import accounts, fees, invoices, remittances
from .asking import router

__all__ = ["accounts", "fees", "invoices", "remittances", "router"]
