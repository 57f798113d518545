"""Calendar feeds as JSON."""

from typing import Annotated
from uuid import UUID

from clinic_common.http import Body, Moment, Name, View
from pydantic import Field, model_validator

Ids = Annotated[list[UUID], Field(max_length=50)]


class NewFeed(Body):
    """
    A calendar others subscribe to: of practitioners, of locations, or of practitioners at locations.

    One of them is named by `practitioner_id` or `location_id`, several by the lists. `shows_patients` puts the names
    of patients into it; without, it shows only that somebody comes.
    """

    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    practitioner_ids: Ids = []
    location_ids: Ids = []
    name: Name | None = None
    shows_patients: bool = False

    @model_validator(mode="after")
    def _of_something(self) -> "NewFeed":
        if self.practitioner_id and self.location_id:
            raise ValueError("name either practitioner_id or location_id, or both by the lists")
        self.practitioner_ids = [*([self.practitioner_id] if self.practitioner_id else []), *self.practitioner_ids]
        self.location_ids = [*([self.location_id] if self.location_id else []), *self.location_ids]
        if not (self.practitioner_ids or self.location_ids):
            raise ValueError("name a practitioner or a location")
        return self


class FeedListView(View):
    """A feed that can be read; its address was shown when it was made."""

    id: UUID
    name: str | None
    practitioner_ids: list[UUID]
    location_ids: list[UUID]
    shows_patients: bool
    created_by: UUID
    created_at: Moment


class FeedView(FeedListView):
    """A feed just made; its address is shown this once."""

    url: str
