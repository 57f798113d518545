"""What patients reads from its environment."""

from clinic_common.settings import Settings
from pydantic import Field


class PatientsSettings(Settings):
    """Settings of the patients service."""

    default_region: str = Field(
        "US", pattern=r"^[A-Z]{2}$", description="Country (ISO 3166) whose phone numbers need no country code."
    )
