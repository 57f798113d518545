"""Door 1: HTTP, each route leading to one command or one query."""

from . import appointments, calendars, feeds, links, others, places  # noqa: F401
from .router import open_router, router

__all__ = ["open_router", "router"]
