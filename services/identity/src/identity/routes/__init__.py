"""Door 1: HTTP."""

from fastapi import APIRouter

from . import programs, roles, sign_in, staff, trail

router = APIRouter()
open_router = APIRouter()
for part in (sign_in, staff, roles, programs, trail):
    router.include_router(part.router)
    open_router.include_router(part.open_router)

__all__ = ["open_router", "router"]
