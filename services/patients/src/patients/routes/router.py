"""The one router that all routes of this service hang on."""

from fastapi import APIRouter

router = APIRouter()
