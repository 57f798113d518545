"""The JSON of claims, remittances and denials."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from clinic_common.http import Body, Day, Moment, Name, PlainText, View
from pydantic import Field, StringConstraints, model_validator

from ..queries import RemittanceFound, RemittanceSummary
from ..rules import MAX_BATCH, MAX_LINES, Answered, ClaimState, DenialStatus
from .coverages import Identifier
from .invoices import Diagnoses, Modifier

PlaceOfService = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
"""Where the service took place, as the two digits of the place of service code set; 11 is an office."""


Identifier50 = Annotated[Identifier, StringConstraints(max_length=50)]
"""A number as a payer gives it out, as long as a claim can carry it."""


class AnswerChoice(Body):
    """Which claim of the remittance is meant: by its id, or by the control number the payer gave it."""

    remittance_claim_id: UUID | None = None
    claim_reference: Name | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "AnswerChoice":
        if (self.remittance_claim_id is None) == (self.claim_reference is None):
            raise ValueError("name either remittance_claim_id or claim_reference")
        return self


class NewMatch(AnswerChoice):
    """Which invoice or claim an answer is for."""

    invoice_id: UUID | None = None
    claim_id: UUID | None = None

    @model_validator(mode="after")
    def _names_a_target(self) -> "NewMatch":
        if self.invoice_id is None and self.claim_id is None:
            raise ValueError("name invoice_id or claim_id")
        return self


class ProviderAdjustmentView(View):
    """Money kept or added beside the claims; positive lessens the payment."""

    reason: str
    reference: str
    amount_minor: int


class RemittancePaymentView(View):
    """One payment of one payer."""

    payer_name: str
    payer_identifier: str
    payee_name: str
    payee_identifier: str
    trace_number: str
    method: str
    amount_minor: int
    currency: str
    paid_on: date | None
    provider_adjustments: list[ProviderAdjustmentView]


class RemittanceView(View):
    """A remittance file: how many of its claims were posted, wait to be matched, or are flagged; `why` it is held."""

    id: UUID
    state: Literal["posted", "held"]
    posted: int
    unmatched: int
    flagged: int
    claims_count: int
    total_minor: int
    why: list[str]
    received_at: Moment
    payments: list[RemittancePaymentView]

    @classmethod
    def fields_of(cls, found: RemittanceSummary) -> dict[str, Any]:
        """The fields of this view."""
        row = found.remittance
        return {
            "id": row.id,
            "state": "held" if row.held else "posted",
            "posted": found.posted,
            "unmatched": found.unmatched,
            "flagged": found.flagged,
            "claims_count": found.claims,
            "total_minor": found.total_minor,
            "why": row.notes,
            "received_at": row.received_at,
            "payments": row.payments,
        }

    @classmethod
    def of(cls, found: RemittanceSummary) -> "RemittanceView":
        """This view of a summary."""
        return cls.model_validate(cls.fields_of(found))


class RemittancePage(View):
    """One stretch of a list of remittances."""

    items: list[RemittanceView]
    next: str | None = None

    @classmethod
    def of(cls, rows: Any) -> "RemittancePage":
        """This view of a page of summaries."""
        return cls(items=[RemittanceView.of(row) for row in rows], next=rows.next)


class ClaimAdjustmentView(View):
    """Why less was paid than charged; `line` counts from 1, null is the whole claim."""

    group: str
    reason: str
    amount_minor: int
    line: int | None


class ServiceLineView(View):
    """One service as the payer judged it."""

    qualifier: str
    code: str
    modifiers: list[str]
    charge_minor: int
    paid_minor: int
    allowed_minor: int | None
    units: str
    begins_on: date | None
    ends_on: date | None
    reference: str | None
    remarks: list[str]
    allowed_units: str = ""
    billed_units: str = ""
    references: list[tuple[str, str]] = []
    remark_codes: list[tuple[str, str]] = []


class RemittanceClaimView(View):
    """What a payer answered to one claim, and what became of it; `why` it is not posted."""

    id: UUID
    control_number: str
    payer_claim_number: str
    status_code: str
    state: Answered
    why: str | None
    patient_id: UUID | None
    patient_name: str
    member_id: str
    service_on: date | None
    charge_minor: int
    paid_minor: int
    contractual_minor: int
    patient_share_minor: int
    claim_id: UUID | None
    invoice_id: UUID | None
    adjustments: list[ClaimAdjustmentView]
    lines: list[ServiceLineView]
    version: int


class RemittanceDetailView(RemittanceView):
    """A remittance with a page of its claims; `next` goes into `after` for the following ones."""

    claims: list[RemittanceClaimView]
    next: str | None

    @classmethod
    def of(cls, found: Any) -> "RemittanceDetailView":
        """This view of what was found."""
        assert isinstance(found, RemittanceFound)
        return cls.model_validate(
            cls.fields_of(found.summary) | {"claims": found.items, "next": found.next}, from_attributes=True
        )


class NewClaim(Body):
    """What an insurer is to be asked: an invoice, and the coverage it is asked under."""

    invoice_id: UUID
    coverage_id: UUID
    diagnosis_codes: Diagnoses = []
    place_of_service: PlaceOfService = "11"
    prior_authorization: Identifier50 | None = None
    service_on: Day | None = Field(None, description="Day of the visit, or of the invoice, if none is given.")


class LineChange(Body):
    """What is claimed of one line instead of what the invoice says; lines count from 1, what is left out stays."""

    line: Annotated[int, Field(strict=True, ge=1, le=MAX_LINES)]
    modifiers: Annotated[list[Modifier], Field(max_length=4)] | None = None
    diagnosis_codes: Annotated[Diagnoses, Field(max_length=4)] | None = None


class ClaimChange(Body):
    """What changes about a claim that is not with the payer; what is left out stays."""

    diagnosis_codes: Diagnoses | None = None
    place_of_service: PlaceOfService | None = None
    prior_authorization: Identifier50 | None = None
    service_on: Day | None = None
    payer_claim_number: Identifier50 | None = None
    line_changes: Annotated[list[LineChange], Field(max_length=MAX_LINES)] | None = None


class ClaimAgain(Body):
    """A claim is corrected or withdrawn: the payer's own number of it, where no answer told it."""

    payer_claim_number: Identifier50 | None = None


class NewBatch(Body):
    """Which claims are sent together; without `claim_ids` every one that is ready."""

    claim_ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_BATCH)] | None = None


class FindingView(View):
    """What a rule found on a claim; `hold` keeps it here, `warning` does not."""

    rule: str
    severity: Literal["hold", "warning"]
    message: str
    field: str


class FindingsView(View):
    """What the rules found on a claim, and where it stands after that."""

    claim_id: UUID = Field(validation_alias="id")
    patient_id: UUID
    state: ClaimState
    findings: list[FindingView]


class ClaimView(View):
    """A claim and where it stands."""

    id: UUID
    control_number: str
    state: ClaimState
    patient_id: UUID
    patient_name: str | None
    invoice_id: UUID
    invoice_number: str | None
    coverage_id: UUID
    payer_name: str
    charge_minor: int
    currency: str
    service_on: date
    diagnosis_codes: list[str]
    place_of_service: str
    prior_authorization: str | None
    frequency: Literal["1", "7", "8"]
    payer_claim_number: str | None
    line_changes: list[dict[str, Any]] | None
    findings: list[FindingView]
    checked_at: Moment | None
    submitted_at: Moment | None
    payer_answer: str | None
    version: int


class BatchView(View):
    """A file of claims; `delivery` says how far it is on its way, and is null where nobody fetches it."""

    id: UUID
    interchange_number: int
    claims_count: int
    charge_minor: int
    created_at: Moment
    delivery: Literal["pending", "sending", "sent"] | None

    @classmethod
    def listed(cls, batches: Any) -> list["BatchView"]:
        """These views of some batches."""
        return [cls.model_validate(each) for each in batches]


class BatchDetailView(BatchView):
    """A file of claims, with the claims in it in the file's order."""

    claims: list[ClaimView]


class SubmittedView(View):
    """What became of claims that were to be sent; those held say why."""

    batches: list[BatchView]
    sent: list[ClaimView]
    held: list[FindingsView]


class ExchangeFileView(View):
    """One file to or from the clearinghouse, and what became of it; `why` it was refused."""

    id: UUID
    direction: Literal["in", "out"]
    name: str
    kind: str
    size: int
    state: Literal["pending", "sending", "sent", "taken", "refused"]
    why: str | None
    batch_id: UUID | None
    remittance_id: UUID | None
    acknowledgement_id: UUID | None
    seen_at: Moment
    changed_at: Moment


class ReasonView(View):
    """What a payer's reason code means, in the clinic's words."""

    code: str
    description: str


class ReasonText(Body):
    """What a payer's reason code means, in the clinic's words."""

    description: PlainText


class DenialView(View):
    """A part of a claim a payer refused, and who does what about it until when; `reason` in the clinic's words."""

    id: UUID
    claim_id: UUID | None
    control_number: str
    invoice_id: UUID
    patient_id: UUID
    patient_name: str | None
    payer_name: str
    group_code: str
    reason_code: str
    reason: str | None
    amount_minor: int
    currency: str
    denied_on: date
    age_days: int
    status: DenialStatus
    owner_id: UUID | None
    next_step: str | None
    deadline: date | None
    overdue: bool
    version: int

    @classmethod
    def on(cls, row: Any, today: date) -> "DenialView":
        """This view of a denial, as old as it is today."""
        fields = {name: getattr(row, name) for name in cls.model_fields if name not in ("age_days", "overdue")}
        overdue = row.deadline is not None and row.deadline < today and row.status != DenialStatus.CLOSED
        return cls.model_validate(fields | {"age_days": (today - row.denied_on).days, "overdue": overdue})


class DenialPage(View):
    """One stretch of the queue of denials."""

    items: list[DenialView]
    next: str | None = None

    @classmethod
    def of(cls, rows: Any, today: date) -> "DenialPage":  # type: ignore[override]
        """This view of a page of denials."""
        return cls(items=[DenialView.on(row, today) for row in rows], next=rows.next)


class DenialChange(Body):
    """What changes about the work on a denial; what is left out stays, null empties."""

    status: DenialStatus = DenialStatus.OPEN
    owner_id: UUID | None = None
    next_step: PlainText | None = None
    deadline: Day | None = None


class AcknowledgedView(View):
    """What was said about a file or a claim of ours; `claim_id` is null if it is none."""

    kind: str
    reference: str
    accepted: bool
    said: str
    claim_id: UUID | None


class AcknowledgementView(View):
    """An acknowledgement, matched to our claims."""

    id: UUID
    kind: str
    accepted: int
    rejected: int
    unmatched: int
    results: list[AcknowledgedView]

    @classmethod
    def of(cls, row: Any) -> "AcknowledgementView":
        """This view of an acknowledgement."""
        return cls(
            id=row.id,
            kind=row.kind,
            accepted=sum(each["accepted"] for each in row.results),
            rejected=sum(not each["accepted"] for each in row.results),
            unmatched=sum(each["claim_id"] is None for each in row.results),
            results=[AcknowledgedView.model_validate(each) for each in row.results],
        )
