"""How a clinic bills: billing's own settings."""

from pathlib import Path
from zoneinfo import ZoneInfo

from clinic_common.resources import Resources
from clinic_common.settings import PaperSettings
from pydantic import Field, field_validator

from . import queries
from .rules import Terms


class BillingSettings(PaperSettings):
    """How this clinic bills."""

    currency: str = Field("USD", pattern=r"^[A-Z]{3}$", description="ISO 4217 code of prices without one.")
    time_zone: str = Field("", description="The zone that says which day it is; that of the first location, if none.")
    dunning_days: str = Field(
        "7,21,45", pattern=r"^([0-9]{1,3}(,[0-9]{1,3}){0,8})?$", description="Days after due to remind; none if empty."
    )
    payment_days: int = Field(30, ge=0, le=365, description="Days from the issue of an invoice until it is due.")

    provider_npi: str = Field("", pattern=r"^([12][0-9]{9})?$", description="The clinic's NPI, for claims.")
    provider_tax_id: str = Field("", max_length=20, description="The clinic's tax id, for claims.")
    provider_street: str = Field("", max_length=55, description="The clinic's street, for claims.")
    provider_city: str = Field("", max_length=30, description="The clinic's city, for claims.")
    provider_state: str = Field("", pattern=r"^([A-Z]{2})?$", description="The clinic's state in two letters.")
    provider_zip: str = Field("", max_length=10, description="The clinic's ZIP code, all nine digits.")
    provider_phone: str = Field("", max_length=20, description="Whom payers call about claims.")
    provider_taxonomy: str = Field("", pattern=r"^([0-9A-Z]{10})?$", description="The clinic's taxonomy code.")
    submitter_id: str = Field("", max_length=15, description="What the clearinghouse calls us; else the NPI.")
    receiver_id: str = Field("", max_length=15, description="Who receives claims; else the payer's identifier.")
    receiver_name: str = Field("", max_length=60, description="The receiver's name; else the payer's.")
    claims_are_tests: bool = Field(False, description="Whether claims are marked as tests (ISA15).")

    clearinghouse_folder: Path | None = Field(
        None, description="Shared with the clearinghouse: claims into `out`, its files from `in`; empty: no exchange."
    )
    denial_days: int = Field(30, ge=1, le=365, description="Days in which a denial should be worked.")

    @field_validator("clearinghouse_folder", mode="before")
    @classmethod
    def _or_none(cls, folder: object) -> object:
        return folder or None

    @property
    def dunning_steps(self) -> list[int]:
        """The days after due, growing and each once."""
        return sorted({int(days) for days in self.dunning_days.split(",") if days})

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name or "UTC")
        except (ValueError, OSError) as error:
            raise ValueError("is not a time zone such as America/New_York") from error
        return name


async def terms_of(resources: Resources) -> Terms:
    """How this clinic bills, as its settings say; its zone is its first location's, if they name none."""
    settings = resources.settings
    assert isinstance(settings, BillingSettings)
    zone: str | None = settings.time_zone
    if not zone:
        zone = await resources.database.read(queries.zone_of_clinic)
    return Terms(settings.currency, payment_days=settings.payment_days).at(zone)
