"""The JSON of payers and coverages."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Day, Name, View
from pydantic import Field, StringConstraints, model_validator

from ..queries import Readiness
from ..rules import Rank, Relationship
from ..rules.claim_facts import PayerKind

Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]*$", strip_whitespace=True, min_length=1, max_length=80),
]
"""A number or code as a payer gives it out."""


class NewPayer(Body):
    """Somebody who pays for patients."""

    name: Name
    payer_identifier: Identifier | None = None
    kind: PayerKind = PayerKind.COMMERCIAL


class PayerChange(Body):
    """What changes about a payer; what is left out stays."""

    name: Name | None = None
    payer_identifier: Identifier | None = None
    kind: PayerKind | None = None


class PayerView(View):
    """Somebody who pays for patients."""

    id: UUID
    name: str
    payer_identifier: str | None
    kind: PayerKind
    version: int


class SubscriberAddress(Body):
    """Where a subscriber lives."""

    line1: Name | None = None
    line2: Name | None = None
    city: Name | None = None
    region: Name | None = None
    postal_code: Name | None = None
    country: Name | None = None


class Subscriber(Body):
    """Who is insured, where it is not the patient: a parent, a spouse."""

    given_name: Name
    family_name: Name
    born_on: Day | None = None
    sex: Literal["female", "male", "other", "unknown"] = "unknown"
    address: SubscriberAddress | None = None


class NewCoverage(Body):
    """That a payer covers a patient, from and until days that both belong to it."""

    payer_id: UUID
    member_id: Identifier
    group_number: Identifier | None = None
    rank: Rank = Rank.PRIMARY
    relationship: Relationship = Relationship.SELF
    subscriber_name: Name | None = None
    subscriber: Subscriber | None = None
    valid_from: Day
    valid_until: Day | None = None

    def values(self, **more: Any) -> dict[str, Any]:
        """What a command takes: the subscriber as it is kept, in JSON."""
        found = self.model_dump(**more)
        if self.subscriber and "subscriber" in found:
            found["subscriber"] = self.subscriber.model_dump(mode="json", exclude_none=True)
        return found


class CoverageChange(NewCoverage):
    """What changes about a coverage; what is left out stays. `valid_until` ends it, `withdrawn` takes it back."""

    payer_id: UUID | None = None  # type: ignore[assignment]
    member_id: Identifier | None = None  # type: ignore[assignment]
    rank: Rank | None = None  # type: ignore[assignment]
    relationship: Relationship | None = None  # type: ignore[assignment]
    valid_from: Day | None = None  # type: ignore[assignment]
    withdrawn: bool | None = None

    @model_validator(mode="after")
    def _keeps_what_it_needs(self) -> "CoverageChange":
        for name in ("payer_id", "member_id", "rank", "relationship", "valid_from", "withdrawn"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be emptied")
        return self


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
    subscriber: dict[str, Any] | None
    valid_from: date
    valid_until: date | None
    withdrawn: bool
    version: int


class ReadinessFinding(View):
    """What a rule found; `hold` keeps a claim here, `warning` does not."""

    rule: str
    severity: Literal["hold", "warning"]
    message: str
    field: str


class ReadinessView(View):
    """Whether a claim could be made of an invoice, under which coverage, and what is missing for it."""

    invoice_id: UUID
    patient_id: UUID
    service_on: date
    coverage: CoverageView | None
    claim_id: UUID | None
    ready: bool
    findings: list[ReadinessFinding]

    @classmethod
    def of(cls, found: Readiness) -> "ReadinessView":
        """This view of what was found."""
        return cls.model_validate(found)
