"""The kinds of refusal a door can answer with; concrete ones are declared beside their rule."""

import re
from typing import Any, ClassVar


class Refusal(Exception):
    """
    Something that may not be done, said as a fact.

    A subclass is named for the fact (`SlotTaken`); its code is that name in snake case and its
    docstring's first line the title people read. `field` names the input at fault, as a JSON pointer
    or a bare name.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "Refused"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls.__name__).lower()
        cls.title = (cls.__doc__ or cls.__name__).strip().splitlines()[0].rstrip(".")

    def __init__(self, detail: str = "", *, field: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or f"{self.title}."
        self.field = field
        self.extra = extra


class NotFound(Refusal):
    """There is no such thing here."""

    status = 404


class Conflict(Refusal):
    """This cannot be done in the present state."""

    status = 409


class Invalid(Refusal):
    """What was sent cannot be right."""

    status = 422


class Forbidden(Refusal):
    """Not allowed."""

    status = 403


class Unauthenticated(Refusal):
    """Signing in is needed."""

    status = 401


class Stale(Refusal):
    """Somebody else changed this in the meantime."""

    status = 412


class PreconditionRequired(Refusal):
    """An If-Match header with the version being changed is needed."""

    status = 428


class TooMany(Refusal):
    """Too many requests."""

    status = 429


class Unavailable(Refusal):
    """This part of the clinic is not reachable right now; try again shortly."""

    status = 503


class IdempotencyKeyReused(Conflict):
    """This Idempotency-Key was used before with another request."""
