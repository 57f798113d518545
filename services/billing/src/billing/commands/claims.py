"""Making, checking and submitting claims; correcting, withdrawing and passing them on."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, new_id
from sqlalchemy import select

from .. import rules
from ..models import (
    Appointment,
    Claim,
    ClaimBatch,
    ClaimSubmission,
    Coverage,
    ExchangeFile,
    Invoice,
    RemittanceClaim,
    coverages_on,
    facts_of,
    in_order,
    standing,
)
from ..rules import RANKS, ClaimState, Terms
from ..rules.claim_facts import ClaimFacts, Frequency, Provider
from ..rules.claims import check, on_hold
from ..rules.conditions import Finding
from ..x12 import receiver_of, write_837p
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
    service_on: date | None = None,
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
    return await _new_claim(
        session, invoice, coverage, diagnosis_codes=codes, place_of_service=place_of_service,
        service_on=service_on or await _service_on(session, invoice, terms), prior_authorization=prior_authorization,
        line_changes=None, now=now,
    )  # fmt: skip


async def _new_claim(session: Session, invoice: Invoice, coverage: Coverage, *, now: datetime, **fields: Any) -> Claim:
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
        frequency=Frequency.ORIGINAL.value,
        findings=[],
        created_at=now,
        changed_at=now,
        **fields,
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


async def locked_claim(session: Session, claim_id: UUID) -> Claim:
    """
    A claim, held for this transaction.

    :raises NoSuchClaim: there is none
    """
    query = select(Claim).where(Claim.id == claim_id).with_for_update()
    claim = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if claim is None:
        raise rules.NoSuchClaim()
    return claim


def must_be_here(claim: Claim) -> None:
    """
    Insist that a claim is not with the payer (C1).

    :raises ClaimUnderWay: it is
    """
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
    :raises LineUnknown: a line is named that the invoice has not, or twice
    """
    claim = await locked_claim(session, claim_id)
    session.expect_version(claim, version)
    must_be_here(claim)
    lines = [each["line"] for each in change.get("line_changes") or ()]
    if any(line > len(claim.invoice.lines) for line in lines) or len(set(lines)) < len(lines):
        raise rules.LineUnknown(field="line_changes")
    for name, value in change.items():
        setattr(claim, name, value)
    claim.state, claim.findings, claim.changed_at = ClaimState.DRAFT.value, [], now
    return claim


def _keep(claim: Claim, findings: list[Finding], now: datetime) -> None:
    claim.charge_minor = claim.invoice.total_minor
    claim.member_key = rules.member_key(claim.coverage.member_id)
    claim.findings = [asdict(finding) for finding in findings]
    claim.state = (ClaimState.HELD if on_hold(findings) else ClaimState.READY).value
    claim.checked_at = claim.changed_at = now


async def check_claim(session: Session, *, claim_id: UUID, provider: Provider, terms: Terms, now: datetime) -> Claim:
    """
    Look at a claim with every rule, and hold it if one says so (C4).

    :raises NoSuchClaim: there is none
    :raises ClaimUnderWay: it is with the payer (C1)
    """
    claim = await locked_claim(session, claim_id)
    must_be_here(claim)
    [facts] = await facts_of(session, [claim], provider=provider, terms=terms, today=terms.day_of(now))
    _keep(claim, check(facts), now)
    return claim


@dataclass(frozen=True)
class Submitted:
    """What became of claims that were to be sent: the files they are in, and those that stay here."""

    batches: list[ClaimBatch]
    sent: list[Claim]
    held: list[Claim]

    @property
    def items(self) -> list[Claim]:
        """Every claim that was looked at, for the trail."""
        return [*self.sent, *self.held]


async def submit_claim(
    session: Session, *, claim_id: UUID, provider: Provider, terms: Terms, deliver: bool, by: UUID, now: datetime
) -> Claim:
    """
    Write a claim's file and send it on its way, under a control number that was never used (C3).

    :param deliver: whether it goes to the clearinghouse by itself
    :raises NoSuchClaim: there is none
    :raises ClaimUnderWay: it is with the payer (C1)
    :raises ClaimOnHold: a rule holds it (C4); the findings are told
    """
    claim = await locked_claim(session, claim_id)
    must_be_here(claim)
    found = await _send(session, [claim], provider=provider, terms=terms, deliver=deliver, by=by, now=now)
    if found.held:
        raise rules.ClaimOnHold(findings=claim.findings)
    return claim


async def submit_claims(
    session: Session,
    *,
    claim_ids: list[UUID] | None,
    provider: Provider,
    terms: Terms,
    deliver: bool,
    by: UUID,
    now: datetime,
) -> Submitted:
    """
    Send claims together, one file for each receiver; those a rule holds stay here and say why (C4).

    :param claim_ids: which; without them every claim that is ready, as many as one file takes
    :raises NoSuchClaim: one of them is not there
    :raises ClaimUnderWay: one of them is with the payer (C1)
    :raises NothingToSend: there is none
    """
    query = select(Claim).order_by(Claim.id).limit(rules.MAX_BATCH).with_for_update()
    wanted = Claim.id.in_(claim_ids) if claim_ids else Claim.state == ClaimState.READY.value
    found = await session.execute(query.where(wanted), execution_options={"populate_existing": True})
    claims = list(found.scalars())
    if claim_ids and len(claims) < len(set(claim_ids)):
        raise rules.NoSuchClaim()
    if not claims:
        raise rules.NothingToSend()
    for claim in claims:
        must_be_here(claim)
    return await _send(session, claims, provider=provider, terms=terms, deliver=deliver, by=by, now=now)


async def _send(
    session: Session,
    claims: list[Claim],
    *,
    provider: Provider,
    terms: Terms,
    deliver: bool,
    by: UUID,
    now: datetime,
) -> Submitted:
    every = await facts_of(session, claims, provider=provider, terms=terms, today=terms.day_of(now))
    by_receiver: dict[str, list[tuple[Claim, ClaimFacts]]] = {}
    done = Submitted([], [], [])
    for claim, facts in zip(claims, every, strict=True):
        _keep(claim, check(facts), now)
        if claim.state == ClaimState.HELD:
            done.held.append(claim)
        else:
            by_receiver.setdefault(receiver_of(facts), []).append((claim, facts))
    for together in by_receiver.values():
        number = await next_number(session, "interchange")
        file = write_837p([facts for _, facts in together], interchange_number=number, now=now)
        batch = ClaimBatch(
            id=new_id(),
            interchange_number=number,
            charge_minor=sum(claim.charge_minor for claim, _ in together),
            file=file,
            created_at=now,
            created_by=by,
            submissions=[
                ClaimSubmission(position=at, claim_id=claim.id, frequency=claim.frequency)
                for at, (claim, _) in enumerate(together, 1)
            ],
        )
        session.add(batch)
        await session.flush()
        for at, (claim, facts) in enumerate(together, 1):
            claim.interchange_number = number
            claim.file = write_837p([facts], interchange_number=number, now=now, first_set=at)
            claim.state, claim.submitted_at, claim.payer_answer = ClaimState.SUBMITTED.value, now, None
            await ask_payers(session, await locked_invoice(session, claim.invoice_id), now=now)
            done.sent.append(claim)
        if deliver:
            session.add(_leaving(batch, now))
        done.batches.append(batch)
    await session.flush()
    written = select(ClaimBatch).where(ClaimBatch.id.in_([batch.id for batch in done.batches]))
    await session.execute(written, execution_options={"populate_existing": True})
    return done


def _leaving(batch: ClaimBatch, now: datetime) -> ExchangeFile:
    content = batch.file.encode()
    return ExchangeFile(
        id=new_id(),
        direction="out",
        name=f"claims-{batch.interchange_number:09}.837",
        fingerprint=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kind="837",
        state="pending",
        batch_id=batch.id,
        seen_at=now,
        changed_at=now,
    )


async def again_claim(
    session: Session, *, claim_id: UUID, frequency: Frequency, payer_claim_number: str | None, now: datetime
) -> Claim:
    """
    Begin to correct or withdraw a claim the payer has (C6); it is completed, checked and submitted as any other.

    :param payer_claim_number: the payer's own number of it, where no answer told it
    :raises NoSuchClaim: there is none
    :raises ClaimNotAnswered: the payer has neither accepted nor answered it
    """
    claim = await locked_claim(session, claim_id)
    if ClaimState(claim.state) not in rules.CORRECTABLE:
        raise rules.ClaimNotAnswered(f"The claim is {claim.state}.")
    claim.frequency, claim.state = frequency.value, ClaimState.DRAFT.value
    claim.payer_claim_number = payer_claim_number or claim.payer_claim_number
    claim.findings, claim.changed_at = [], now
    await ask_payers(session, await locked_invoice(session, claim.invoice_id), now=now)
    return claim


async def keep_claim(session: Session, *, claim_id: UUID, now: datetime) -> Claim:
    """
    Give up correcting or withdrawing a claim: it stands as it was sent.

    What was changed of it meanwhile stays; it is seen before it is ever sent again.

    :raises NoSuchClaim: there is none
    :raises NothingToKeep: it is not being corrected or withdrawn
    """
    claim = await locked_claim(session, claim_id)
    if ClaimState(claim.state) not in rules.EDITABLE or claim.frequency == Frequency.ORIGINAL:
        raise rules.NothingToKeep()
    sent = select(ClaimSubmission.frequency).where(ClaimSubmission.claim_id == claim.id)
    latest = sent.join(ClaimBatch, ClaimBatch.id == ClaimSubmission.batch_id).order_by(ClaimBatch.id.desc()).limit(1)
    claim.frequency = (await session.execute(latest)).scalar() or Frequency.ORIGINAL.value
    claim.state, claim.findings, claim.changed_at = (await standing_of(session, claim)).value, [], now
    await ask_payers(session, await locked_invoice(session, claim.invoice_id), now=now)
    return claim


async def standing_of(session: Session, claim: Claim) -> ClaimState:
    """Where a claim stands by the payer's answers that are posted."""
    query = (
        select(RemittanceClaim)
        .where(RemittanceClaim.claim_id == claim.id, *standing())
        .order_by(RemittanceClaim.id.desc())
        .limit(1)
    )
    answer = (await session.execute(query)).scalar()
    if answer is None:
        return ClaimState.ACCEPTED
    refused = not answer.paid_minor and (answer.denied or answer.status_code == rules.DENIED_STATUS)
    return ClaimState.DENIED if refused else ClaimState.PAID


async def pass_on_claim(session: Session, *, claim_id: UUID, now: datetime) -> Claim:
    """
    Make the claim for the next payer in order, who is told what this one answered (C7).

    :raises NoSuchClaim: there is none
    :raises ClaimNotAnswered: no answer to it is posted
    :raises NoLaterCoverage: everybody was asked
    """
    claim = await locked_claim(session, claim_id)
    answered = select(RemittanceClaim.id).where(RemittanceClaim.claim_id == claim.id, *standing())
    if not (await session.execute(answered.limit(1))).first():
        raise rules.ClaimNotAnswered("No answer of the payer to this claim is posted.")
    day = claim.service_on
    rows = (await session.execute(coverages_on([claim.patient_id], day, day))).scalars().all()
    asked = set(
        (await session.execute(select(Claim.coverage_id).where(Claim.invoice_id == claim.invoice_id))).scalars()
    )
    later = [each for each in in_order(rows, day) if RANKS.index(each.rank) > RANKS.index(claim.coverage.rank)]
    following = next((each for each in later if each.id not in asked), None)
    if following is None:
        raise rules.NoLaterCoverage()
    return await _new_claim(
        session, claim.invoice, following, diagnosis_codes=claim.diagnosis_codes, service_on=day,
        place_of_service=claim.place_of_service, prior_authorization=None, line_changes=claim.line_changes, now=now,
    )  # fmt: skip
