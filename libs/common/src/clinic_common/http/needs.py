"""What a route needs, computed where its request is."""

import inspect
from collections.abc import Callable
from typing import Any

from fastapi import Depends


def needs(call: Callable[..., Any]) -> Any:
    """
    Depend on a function or class that only computes: `Now = Annotated[datetime, needs(now)]`.

    FastAPI takes what is not async to a thread and back, which costs more than most of what a route does.
    """

    async def here(*args: Any, **kwargs: Any) -> Any:
        return call(*args, **kwargs)

    here.__name__, here.__doc__ = call.__name__, call.__doc__
    here.__signature__ = inspect.signature(call)  # type: ignore[attr-defined]
    return Depends(here)
