"""The lists of a chart and notes as JSON; field names are near FHIR R4's."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Day, Moment, Name, PlainText, View
from pydantic import Field

from ..rules import VitalKind
from .fields import Code, Number, Text200, unchanged
from .patients import PatientView


class _Change(Body):
    """What changes about an entry; null empties a field that may be empty."""

    struck_out_reason: PlainText = unchanged()

    def fields(self) -> dict[str, Any]:
        """Only what was sent."""
        return self.model_dump(exclude_unset=True)


class _ItemView(View):
    id: UUID
    patient_id: UUID
    author_id: UUID | None
    author_name: str | None
    recorded_at: Moment
    updated_at: Moment
    struck_out_at: Moment | None
    struck_out_by: UUID | None
    struck_out_reason: str | None
    import_id: UUID | None
    version: int


Severity = Literal["mild", "moderate", "severe"]
Criticality = Literal["low", "high", "unable-to-assess"]


class NewAllergy(Body):
    """A substance somebody reacts to."""

    substance: PlainText
    code: Code | None = None
    code_system: Text200 | None = None
    reaction: PlainText | None = None
    severity: Severity | None = None
    criticality: Criticality | None = None
    noted_on: Day | None = None


class AllergyChange(_Change):
    """What changes about an allergy."""

    substance: PlainText = unchanged()
    code: Code | None = unchanged()
    code_system: Text200 | None = unchanged()
    reaction: PlainText | None = unchanged()
    severity: Severity | None = unchanged()
    criticality: Criticality | None = unchanged()
    noted_on: Day | None = unchanged()


class AllergyView(_ItemView):
    """An allergy or intolerance."""

    substance: str
    code: str | None
    code_system: str | None
    reaction: str | None
    severity: Severity | None
    criticality: Criticality | None
    noted_on: date | None


ProblemStatus = Literal["active", "inactive", "resolved"]


class NewProblem(Body):
    """A condition or diagnosis."""

    display: PlainText
    code: Code | None = None
    code_system: Text200 | None = None
    onset_on: Day | None = None
    resolved_on: Day | None = None
    status: ProblemStatus = "active"


class ProblemChange(_Change):
    """What changes about a problem."""

    display: PlainText = unchanged()
    code: Code | None = unchanged()
    code_system: Text200 | None = unchanged()
    onset_on: Day | None = unchanged()
    resolved_on: Day | None = unchanged()
    status: ProblemStatus = unchanged()


class ProblemView(_ItemView):
    """A condition or diagnosis."""

    display: str
    code: str | None
    code_system: str | None
    onset_on: date | None
    resolved_on: date | None
    status: ProblemStatus


ImmunizationStatus = Literal["completed", "not-done"]


class NewImmunization(Body):
    """A vaccine that was given, or deliberately not."""

    vaccine: PlainText
    code: Code | None = None
    code_system: Text200 | None = None
    given_on: Day
    lot: Name | None = None
    status: ImmunizationStatus = "completed"


class ImmunizationChange(_Change):
    """What changes about an immunization."""

    vaccine: PlainText = unchanged()
    code: Code | None = unchanged()
    code_system: Text200 | None = unchanged()
    given_on: Day = unchanged()
    lot: Name | None = unchanged()
    status: ImmunizationStatus = unchanged()


class ImmunizationView(_ItemView):
    """A vaccine that was given, or deliberately not."""

    vaccine: str
    code: str | None
    code_system: str | None
    given_on: date
    lot: str | None
    status: ImmunizationStatus


Value = Annotated[Decimal, Field(ge=-1000, le=1_000_000, max_digits=18, allow_inf_nan=False)]
Unit = Annotated[Name, Field(max_length=20)]
"""A UCUM unit, such as `Cel`, `mm[Hg]`, `kg`."""


class NewVital(Body):
    """A measured vital sign."""

    kind: VitalKind
    value: Value
    unit: Unit
    measured_at: Moment


class VitalChange(_Change):
    """What changes about a vital sign."""

    value: Value = unchanged()
    unit: Unit = unchanged()
    measured_at: Moment = unchanged()


class VitalView(_ItemView):
    """A measured vital sign."""

    kind: VitalKind
    value: Number
    unit: str
    measured_at: Moment


class TrendPointView(View):
    """One value of a trend, and how old the patient was."""

    id: UUID
    measured_at: Moment
    value: Number
    age: int


class TrendView(View):
    """One vital sign over time, the oldest first; every value in `unit`, whatever it was measured in."""

    patient_id: UUID
    kind: VitalKind
    unit: str
    points: list[TrendPointView]


class NewMedication(Body):
    """A medicine somebody takes or took."""

    name: PlainText
    code: Code | None = None
    code_system: Text200 | None = None
    dose: Text200 | None = None
    route: Name | None = None
    frequency: Text200 | None = None
    started_on: Day | None = None
    ended_on: Day | None = None


class MedicationChange(_Change):
    """What changes about a medication."""

    name: PlainText = unchanged()
    code: Code | None = unchanged()
    code_system: Text200 | None = unchanged()
    dose: Text200 | None = unchanged()
    route: Name | None = unchanged()
    frequency: Text200 | None = unchanged()
    started_on: Day | None = unchanged()
    ended_on: Day | None = unchanged()


class MedicationView(_ItemView):
    """A medicine somebody takes or took."""

    name: str
    code: str | None
    code_system: str | None
    dose: str | None
    route: str | None
    frequency: str | None
    started_on: date | None
    ended_on: date | None


class NewConsent(Body):
    """What a patient agreed to, or did not."""

    kind: Name
    given: bool
    given_on: Day
    note: PlainText | None = None


class ConsentChange(_Change):
    """What changes about a consent."""

    kind: Name = unchanged()
    given: bool = unchanged()
    given_on: Day = unchanged()
    note: PlainText | None = unchanged()


class ConsentView(_ItemView):
    """What a patient agreed to, or did not."""

    kind: str
    given: bool
    given_on: date
    note: str | None


class ListView(View):
    """How many entries a list has that stand, and the latest of them."""

    count: int


class AllergiesView(ListView):
    """The latest allergies."""

    latest: list[AllergyView]


class ProblemsView(ListView):
    """The latest problems."""

    latest: list[ProblemView]


class ImmunizationsView(ListView):
    """The latest immunizations."""

    latest: list[ImmunizationView]


class VitalsView(ListView):
    """The latest vitals."""

    latest: list[VitalView]


class RecordView(View):
    """A record in short; a list the reader's role does not include is null."""

    patient: PatientView
    allergies: AllergiesView | None
    problems: ProblemsView | None
    immunizations: ImmunizationsView | None
    vitals: VitalsView | None

    @classmethod
    def of(cls, row: Any) -> Any:
        """This view of a `Record`."""
        lists = {name: {"count": row.counts[name], "latest": row.latest[name]} for name in row.latest}
        names = ("allergies", "problems", "immunizations", "vitals")
        return cls.model_validate({"patient": row.patient, **{name: lists.get(name) for name in names}})
