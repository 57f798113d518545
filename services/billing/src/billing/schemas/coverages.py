"""The JSON of payers and coverages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from clinic_common.http import Body, Day, Name, View
from pydantic import Field, StringConstraints

from ..rules import Rank, Relationship

Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]*$", strip_whitespace=True, min_length=1, max_length=80),
]
"""A number or code as a payer gives it out."""


class NewPayer(Body):
    """Somebody who pays for patients."""

    name: Name
    payer_identifier: Identifier | None = None


class PayerView(View):
    """Somebody who pays for patients."""

    id: UUID
    name: str
    payer_identifier: str | None
    version: int


class NewCoverage(Body):
    """That a payer covers a patient, from and until days that both belong to it."""

    payer_id: UUID
    member_id: Identifier
    group_number: Identifier | None = None
    rank: Rank = Rank.PRIMARY
    relationship: Relationship = Relationship.SELF
    subscriber_name: Name | None = None
    valid_from: Day
    valid_until: Day | None = None


class CoverageView(View):
    """That a payer covers a patient."""

    id: UUID
    patient_id: UUID
    payer_id: UUID
    payer_name: str
    member_id: str
    group_number: str | None
    rank: Rank
    relationship: Relationship = Field(validation_alias="relationship_to_subscriber")
    subscriber_name: str | None
    valid_from: date
    valid_until: date | None
    version: int
