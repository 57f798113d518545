"""What every event has in common, and the catalogue of all that were declared."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Moment = AwareDatetime
"""A moment in time, aware, in UTC."""

Minor = Annotated[int, Field(ge=-(10**12), le=10**12)]
"""An amount of money in the currency's smallest unit."""

CATALOGUE: dict[str, type["Event"]] = {}
"""Wire name → event class, filled as the contract modules are imported."""


class Event(BaseModel):
    """
    A fact one service tells the others, in the past tense.

    A subclass states its wire name: `class AppointmentBooked(Event, name="scheduling.appointment_booked.v1")`.
    The first word of the name is the publisher. Fields are primitives (ids, moments, integer minor
    units, enum strings) and may only be added, with a default; `schemas.lock.json` holds what was promised.
    Its validator is made when it is first told or heard of.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")
    wire_name: ClassVar[str]

    def __init_subclass__(cls, *, name: str | None = None, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type]
        if name is None:
            return
        if name in CATALOGUE:
            raise TypeError(f"{name} is declared twice")
        cls.wire_name = name
        CATALOGUE[name] = cls

    @classmethod
    def publisher(cls) -> str:
        """The service that alone emits this event."""
        return cls.wire_name.partition(".")[0]
