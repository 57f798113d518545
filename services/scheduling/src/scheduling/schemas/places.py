"""Locations, rooms and visit types as JSON."""

from typing import Annotated, Any
from uuid import UUID

from clinic_common.http import Body, Name, View
from pydantic import Field
from pydantic import StringConstraints as Str

UNCHANGED: Any = None
"""The default of a field that may be left out of a change, but not be null."""

Zone = Annotated[str, Str(min_length=1, max_length=64)]
Phone = Annotated[str, Str(pattern=r"^\+?[0-9 ()./-]{3,39}$")]
Code = Annotated[str, Str(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Color = Annotated[str, Str(pattern=r"^#[0-9A-Fa-f]{6}$")]
Minutes = Annotated[int, Field(strict=True, ge=5, le=480, multiple_of=5)]
"""How long a visit lasts."""
Buffer = Annotated[int, Field(strict=True, ge=0, le=120, multiple_of=5)]
"""Minutes kept free before or after a visit."""
Lead = Annotated[int, Field(strict=True, ge=0, le=129_600)]
"""Minutes, up to 90 days."""
Horizon = Annotated[int, Field(strict=True, ge=1, le=732)]
PerHour = Annotated[int, Field(strict=True, ge=0, le=12)]


class Address(Body):
    """A postal address, as far as it is known."""

    line1: Name | None = None
    line2: Name | None = None
    city: Name | None = None
    state: Name | None = None
    postal_code: Annotated[str, Str(pattern=r"^[A-Za-z0-9 -]{1,12}$")] | None = None
    country: Annotated[str, Str(pattern=r"^[A-Z]{2}$")] | None = None


class NewLocation(Body):
    """
    A place with a clock on its wall; `time_zone` is an IANA name such as `America/New_York`.

    `overbook_per_hour`: how many visits of one practitioner may be overbooked that begin in one hour.
    """

    name: Name
    time_zone: Zone
    phone: Phone | None = None
    address: Address | None = None
    overbook_per_hour: PerHour = 2


class LocationChange(Body):
    """What changes of a location."""

    name: Name = UNCHANGED
    time_zone: Zone = UNCHANGED
    phone: Phone | None = None
    address: Address | None = None
    overbook_per_hour: PerHour = UNCHANGED


class LocationView(View):
    """A location."""

    id: UUID
    name: str
    time_zone: str
    phone: str | None
    address: dict[str, str] | None
    overbook_per_hour: int
    version: int


class NewRoom(Body):
    """A room of a location."""

    location_id: UUID
    name: Name


class RoomChange(Body):
    """What changes of a room."""

    name: Name = UNCHANGED


class RoomView(View):
    """A room."""

    id: UUID
    location_id: UUID
    name: str
    version: int


class NewVisitType(Body):
    """
    A kind of visit; `fee_code` is what billing charges it as.

    It is booked at least `lead_minutes` and at most `horizon_days` ahead.
    """

    code: Code
    name: Name
    minutes: Minutes
    buffer_before: Buffer = 0
    buffer_after: Buffer = 0
    lead_minutes: Lead = 0
    horizon_days: Horizon | None = None
    fee_code: Code | None = None
    color: Color | None = None


class VisitTypeChange(Body):
    """What changes of a visit type; one that is not `active` is no longer offered."""

    code: Code = UNCHANGED
    name: Name = UNCHANGED
    minutes: Minutes = UNCHANGED
    buffer_before: Buffer = UNCHANGED
    buffer_after: Buffer = UNCHANGED
    lead_minutes: Lead = UNCHANGED
    horizon_days: Horizon | None = None
    fee_code: Code | None = None
    color: Color | None = None
    active: bool = UNCHANGED


class VisitTypeView(View):
    """A visit type."""

    id: UUID
    code: str
    name: str
    minutes: int
    buffer_before: int
    buffer_after: int
    lead_minutes: int
    horizon_days: int | None
    fee_code: str | None
    color: str | None
    active: bool
    version: int
