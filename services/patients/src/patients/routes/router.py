"""The routers that all routes of this service hang on: for people signed in, and for anybody with a link."""

from fastapi import APIRouter

router = APIRouter()
open_router = APIRouter()
