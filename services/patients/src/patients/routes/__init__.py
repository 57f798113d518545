"""Door 1: HTTP, each route led to one command or one query."""

from . import patients, chart, notes, imports, exports  # isort: skip
from .router import router

__all__ = ["chart", "exports", "imports", "notes", "patients", "router"]
