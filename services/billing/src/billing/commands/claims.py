"""Making, checking and submitting claims, and the work on denials."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import select

from .. import rules
from ..models import Appointment, Claim, Coverage, Denial, Invoice, Patient
from ..rules import ClaimState, Terms
from ..rules.claims import ClaimFacts, ClaimLine, Finding, Person, Provider, check, on_hold
from ..x12 import write_837p
from .invoices import locked_invoice
from .ledger import ask_payers, next_number


async def create_claim(
    session: Session,
    *,
    invoice_id: UUID,
    coverage_id: UUID,
    diagnosis_codes: list[str],
    place_of_service: str,
    prior_authorization: str | None,
    terms: Terms,
    now: datetime,
) -> Claim:
    """
    Make a claim from an invoice and a coverage of the same patient; the lines' diagnoses join those given.

    :raises InvoiceUnknown: there is no such invoice
    :raises CoverageUnknown: its patient has no such coverage
    :raises ClaimExists: there is a claim for both (C2)
    """
    invoice = await session.get(Invoice, invoice_id)
    if invoice is None:
        raise rules.InvoiceUnknown(field="invoice_id")
    coverage = await session.get(Coverage, coverage_id)
    if coverage is None or coverage.patient_id != invoice.patient_id:
        raise rules.CoverageUnknown(field="coverage_id")
    codes = list(dict.fromkeys([*diagnosis_codes, *(code for line in invoice.lines for code in line.diagnosis_codes)]))
    claim = Claim(
        id=new_id(),
        control_number=f"C{await next_number(session, 'claim'):08}",
        invoice_id=invoice.id,
        invoice=invoice,
        coverage_id=coverage.id,
        coverage=coverage,
        state=ClaimState.DRAFT.value,
        charge_minor=invoice.total_minor,
        member_key=rules.member_key(coverage.member_id),
        service_on=await _service_on(session, invoice, terms),
        diagnosis_codes=codes,
        place_of_service=place_of_service,
        prior_authorization=prior_authorization,
        findings=[],
        created_at=now,
        changed_at=now,
    )
    async with session.refusing_duplicates(rules.ClaimExists()):
        session.add(claim)
    return claim


async def _service_on(session: Session, invoice: Invoice, terms: Terms) -> date:
    if invoice.appointment_id:
        query = select(Appointment.starts_on).where(Appointment.id == invoice.appointment_id)
        if found := (await session.execute(query)).scalar():
            return found
    return terms.day_of(invoice.opened_at)


async def _locked(session: Session, claim_id: UUID) -> Claim:
    query = select(Claim).where(Claim.id == claim_id).with_for_update()
    claim = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if claim is None:
        raise rules.NoSuchClaim()
    return claim


def _must_be_here(claim: Claim) -> None:
    if ClaimState(claim.state) not in rules.EDITABLE:
        raise rules.ClaimUnderWay(f"The claim is {claim.state}.")


async def change_claim(
    session: Session, *, claim_id: UUID, version: int, change: dict[str, Any], now: datetime
) -> Claim:
    """
    Complete a claim that is not with the payer; it has to be checked again.

    :raises NoSuchClaim: there is none
    :raises Stale: it was changed since
    :raises ClaimUnderWay: it is with the payer (C1)
    """
    claim = await _locked(session, claim_id)
    session.expect_version(claim, version)
    _must_be_here(claim)
    for name, value in change.items():
        setattr(claim, name, value)
    claim.state, claim.findings, claim.changed_at = ClaimState.DRAFT.value, [], now
    return claim


async def facts_of(session: Session, claim: Claim, *, provider: Provider, terms: Terms, now: datetime) -> ClaimFacts:
    """Everything the rules and the writer want to know of a claim."""
    invoice, coverage = claim.invoice, claim.coverage
    patient = await session.get_one(Patient, invoice.patient_id)
    return ClaimFacts(
        control_number=claim.control_number,
        provider=provider,
        payer_name=coverage.payer.name,
        payer_identifier=coverage.payer.payer_identifier or "",
        member_id=coverage.member_id,
        group_number=coverage.group_number or "",
        rank=coverage.rank,
        relationship=coverage.relationship_to_subscriber,
        subscriber_name=coverage.subscriber_name or "",
        valid_from=coverage.valid_from,
        valid_until=coverage.valid_until,
        patient=Person(
            patient.given_name or "", patient.family_name or "", patient.born_on, patient.sex or "",
            dict(patient.address or {}),
        ),
        patient_archived=patient.archived,
        invoice_status=invoice.status,
        invoice_number=invoice.number or "",
        charge_minor=invoice.total_minor,
        paid_by_patient_minor=sum(each.amount_minor - each.refunded_minor for each in invoice.payments),
        currency=invoice.currency,
        service_on=claim.service_on,
        today=terms.day_of(now),
        place_of_service=claim.place_of_service,
        prior_authorization=claim.prior_authorization or "",
        diagnosis_codes=tuple(claim.diagnosis_codes),
        lines=tuple(
            ClaimLine(
                line.fee_code or "", line.description, line.amount_minor, line.quantity,
                tuple(line.modifiers), tuple(line.diagnosis_codes),
            )
            for line in invoice.lines
        ),
    )  # fmt: skip


def _keep(claim: Claim, findings: list[Finding], now: datetime) -> None:
    claim.findings = [asdict(finding) for finding in findings]
    claim.state = (ClaimState.HELD if on_hold(findings) else ClaimState.READY).value
    claim.checked_at = claim.changed_at = now


async def check_claim(session: Session, *, claim_id: UUID, provider: Provider, terms: Terms, now: datetime) -> Claim:
    """
    Look at a claim with every rule, and hold it if one says so (C4).

    :raises NoSuchClaim: there is none
    :raises ClaimUnderWay: it is with the payer (C1)
    """
    claim = await _locked(session, claim_id)
    _must_be_here(claim)
    claim.charge_minor = claim.invoice.total_minor
    _keep(claim, check(await facts_of(session, claim, provider=provider, terms=terms, now=now)), now)
    return claim


async def submit_claim(session: Session, *, claim_id: UUID, provider: Provider, terms: Terms, now: datetime) -> Claim:
    """
    Write a claim's file and send it on its way, under a control number that was never used (C3).

    :raises NoSuchClaim: there is none
    :raises ClaimUnderWay: it is with the payer (C1)
    :raises ClaimOnHold: a rule holds it (C4); the findings are told
    """
    claim = await check_claim(session, claim_id=claim_id, provider=provider, terms=terms, now=now)
    if claim.state == ClaimState.HELD:
        raise rules.ClaimOnHold(findings=claim.findings)
    facts = await facts_of(session, claim, provider=provider, terms=terms, now=now)
    claim.interchange_number = await next_number(session, "interchange")
    claim.file = write_837p(facts, interchange_number=claim.interchange_number, now=now)
    claim.state, claim.submitted_at, claim.payer_answer = ClaimState.SUBMITTED.value, now, None
    await ask_payers(session, await locked_invoice(session, claim.invoice_id), now=now)
    return claim


async def change_denial(session: Session, *, denial_id: UUID, version: int, change: dict[str, Any]) -> Denial:
    """
    Say who works a denial, what is next and until when.

    :raises NoSuchDenial: there is none
    :raises Stale: it was changed since
    """
    query = select(Denial).where(Denial.id == denial_id).with_for_update()
    denial = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if denial is None:
        raise rules.NoSuchDenial()
    session.expect_version(denial, version)
    for name, value in change.items():
        setattr(denial, name, value)
    return denial
