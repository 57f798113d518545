"""Patients, likely duplicates, merges and statistics as JSON."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Day, Email, Language, Moment, Name, View
from pydantic import Field
from pydantic import StringConstraints as Str

from .fields import unchanged

Sex = Literal["male", "female", "other", "unknown"]
"""FHIR administrative gender."""
ContactBy = Literal["email", "sms", "phone", "none"]
Phone = Annotated[Name, Str(max_length=40)]
"""A phone number as people write it; kept as E.164 where it can be read."""


IdentityNumber = Annotated[Name, Str(max_length=40)]
"""A number of the state or an insurer; kept sealed."""


class Address(Body):
    """A postal address."""

    line1: Name | None = None
    line2: Name | None = None
    city: Name | None = None
    region: Name | None = None
    postal_code: Annotated[Name, Str(max_length=20)] | None = None
    country: Name | None = None


class NewPatient(Body):
    """Somebody to register."""

    given_name: Name
    family_name: Name
    born_on: Day
    sex: Sex
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    preferred_language: Language | None = None
    contact_by: ContactBy | None = None
    identity_number: IdentityNumber | None = None

    def fields(self) -> dict[str, Any]:
        """The fields by column."""
        return _columns(self.model_dump())


class PatientChange(Body):
    """What changes about a patient; null empties a field that may be empty."""

    given_name: Name = unchanged()
    family_name: Name = unchanged()
    born_on: Day = unchanged()
    sex: Sex = unchanged()
    email: Email | None = unchanged()
    phone: Phone | None = unchanged()
    address: Address | None = unchanged()
    preferred_language: Language | None = unchanged()
    contact_by: ContactBy | None = unchanged()
    identity_number: IdentityNumber | None = unchanged()

    def fields(self) -> dict[str, Any]:
        """Only what was sent, by column."""
        return _columns(self.model_dump(exclude_unset=True))


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    if "address" in fields:
        address = {key: value for key, value in (fields["address"] or {}).items() if value}
        fields["address"] = address or None
    return fields


class AddressView(View):
    """A postal address."""

    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class PatientView(View):
    """A patient."""

    id: UUID
    record_number: str
    given_name: str
    family_name: str
    born_on: date
    sex: Sex
    email: str | None
    phone: str | None
    address: AddressView | None
    preferred_language: str | None
    contact_by: ContactBy | None
    archived: bool
    merged_into: UUID | None
    created_at: Moment
    updated_at: Moment
    version: int


class PatientDetailView(PatientView):
    """A patient; the identity number in full for those who may register, for others its end (`…6048`)."""

    identity_number: str | None

    @classmethod
    def of(cls, row: Any, *, identity_number: str | None = None) -> Any:
        """This view of a patient, with their number as the reader may see it."""
        return cls(**dict(PatientView.of(row)), identity_number=identity_number)


class DuplicateView(View):
    """Another registration that is likely the same person, from 0 to 1, and why."""

    id: UUID
    record_number: str
    given_name: str
    family_name: str
    born_on: date
    score: Annotated[float, Field(ge=0, le=1)]
    reasons: list[str]


class EnteredPatientView(PatientDetailView):
    """A patient as entered, and who they may be already."""

    possible_duplicates: list[DuplicateView]

    @classmethod
    def of(cls, row: Any, *, identity_number: str | None = None) -> Any:
        """This view of an `Entered`."""
        patient = PatientDetailView.of(row.patient, identity_number=row.identity_number)
        duplicates = [DuplicateView.of(each) for each in row.possible_duplicates]
        return cls(**dict(patient), possible_duplicates=duplicates)


class NewMerge(Body):
    """Which record is the duplicate of this one."""

    duplicate_id: UUID


class MergeView(View):
    """A merge that stands."""

    merge_id: UUID
    survivor_id: UUID
    duplicate_id: UUID
    merged_at: Moment


class MergeUndoneView(MergeView):
    """A merge that was taken back."""

    undone_at: Moment


class GroupView(View):
    """How many active patients are of one age band and sex."""

    age_band: str
    sex: Sex
    count: int


class PractitionerGroupView(View):
    """How many patients somebody saw in the period, and in how many visits."""

    practitioner_id: UUID
    practitioner_name: str
    patients: int
    visits: int


class StatisticsView(View):
    """How many patients there are: `new` in the period, the others now."""

    since: date = Field(serialization_alias="from")
    until: date = Field(serialization_alias="to")
    new: int
    active: int
    archived: int
    by_age_and_sex: list[GroupView]
    by_practitioner: list[PractitionerGroupView]

    def rows(self) -> list[tuple[str, str, str, int]]:
        """The same as a table: what is counted, of whom, in what respect, how many."""
        totals = [(name, "", "", getattr(self, name)) for name in ("new", "active", "archived")]
        groups = [("active by age and sex", each.age_band, each.sex, each.count) for each in self.by_age_and_sex]
        seen = [("seen by", each.practitioner_name, "patients", each.patients) for each in self.by_practitioner]
        visits = [("seen by", each.practitioner_name, "visits", each.visits) for each in self.by_practitioner]
        return [*totals, *groups, *seen, *visits]
