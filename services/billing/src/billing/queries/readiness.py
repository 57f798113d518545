"""What is missing for a claim, said before one is made."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import select

from .. import rules
from ..models import Appointment, Claim, Coverage, coverages_on, facts_of, in_order
from ..rules import Terms
from ..rules.claim_facts import Frequency, Provider
from ..rules.claims import check, on_hold
from ..rules.conditions import Finding
from .invoices import get_invoice


@dataclass(frozen=True)
class Readiness:
    """Who would be asked to pay an invoice, and what is missing for it."""

    invoice_id: UUID
    patient_id: UUID
    service_on: date
    coverage: Coverage | None
    claim_id: UUID | None
    findings: list[Finding]

    @property
    def ready(self) -> bool:
        """Whether a claim could be sent."""
        return not on_hold(self.findings)


async def check_readiness(
    session: Session,
    *,
    invoice_id: UUID,
    coverage_id: UUID | None,
    own: UUID | None,
    provider: Provider,
    terms: Terms,
    now: datetime,
) -> Readiness:
    """
    Look at an invoice with every rule of claims, before a claim is made.

    :param coverage_id: under which coverage; else the first in order that was not asked yet
    :raises NoSuchInvoice: there is none, or none the asker may see (B8)
    :raises CoverageUnknown: its patient has no such coverage
    """
    invoice = await get_invoice(session, invoice_id=invoice_id, own=own)
    day = terms.day_of(invoice.opened_at)
    if invoice.appointment_id:
        visit = select(Appointment.starts_on).where(Appointment.id == invoice.appointment_id)
        day = (await session.execute(visit)).scalar() or day
    asked = dict(
        (await session.execute(select(Claim.coverage_id, Claim.id).where(Claim.invoice_id == invoice_id)))
        .tuples()
        .all()
    )
    if coverage_id:
        coverage = await session.get(Coverage, coverage_id)
        if coverage is None or coverage.patient_id != invoice.patient_id:
            raise rules.CoverageUnknown(field="coverage_id")
    else:
        rows = (await session.execute(coverages_on([invoice.patient_id], day, day))).scalars().all()
        coverage = next((each for each in in_order(rows, day) if each.id not in asked), None)
    if coverage is None:
        every = "Every payer who covers the patient on the day of service was asked already."
        nobody = "Nobody covers the patient on the day of service; record a coverage, or let the patient pay."
        finding = Finding("coverage", "hold", every if asked else nobody, "coverage_id")
        return Readiness(invoice.id, invoice.patient_id, day, None, None, [finding])
    lines = invoice.lines
    draft = Claim(
        control_number="", invoice=invoice, invoice_id=invoice.id, coverage=coverage, coverage_id=coverage.id,
        service_on=day, place_of_service="11", frequency=Frequency.ORIGINAL.value,
        diagnosis_codes=list(dict.fromkeys(code for line in lines for code in line.diagnosis_codes)),
    )  # fmt: skip
    [facts] = await facts_of(session, [draft], provider=provider, terms=terms, today=terms.day_of(now))
    return Readiness(invoice.id, invoice.patient_id, day, coverage, asked.get(coverage.id), check(facts))
