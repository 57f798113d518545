"""The two routers all routes of this service hang on."""

from fastapi import APIRouter

router = APIRouter()
open_router = APIRouter()
