"""Door 1: HTTP, each route led to one command or one query."""

from . import patients, duplicates, chart, history, notes, wording, codes, documents, imports, exports  # isort: skip
from .router import open_router, router

__all__ = [
    "chart",
    "codes",
    "documents",
    "duplicates",
    "exports",
    "history",
    "imports",
    "notes",
    "open_router",
    "patients",
    "router",
    "wording",
]
