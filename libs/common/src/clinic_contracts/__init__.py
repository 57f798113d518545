"""The published language: every event one service tells the others, and nothing else."""

import importlib
import pkgutil

from .base import CATALOGUE, Event


def load_all() -> dict[str, type[Event]]:
    """Import every contract module; wire name → event class of all that are declared."""
    for module in pkgutil.iter_modules(__path__):
        if module.name != "lock":
            importlib.import_module(f"{__name__}.{module.name}")
    return {name: event for name, event in CATALOGUE.items() if event.__module__.startswith(f"{__name__}.")}
