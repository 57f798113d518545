"""What the rules look at, put together from the rows of many claims at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from sqlalchemy import or_, select

from ..rules import RANKS, REVERSAL_STATUS, Answered, Terms
from ..rules import claim_facts as facts
from .coverages import Coverage
from .insurance import Claim, RemittanceClaim
from .patients import Appointment, Patient, Practitioner

_TITLES = frozenset({"dr", "dr.", "prof", "prof.", "mr", "mr.", "mrs", "mrs.", "ms", "ms."})


async def facts_of(
    session: Session, claims: Sequence[Claim], *, provider: facts.Provider, terms: Terms, today: date
) -> list[facts.ClaimFacts]:
    """Everything the rules and the writer want to know of some claims, in their order."""
    patients = await _patients(session, claims)
    practitioners = await _practitioners(session, claims)
    earlier = await _earlier_coverages(session, claims)
    answers = await _answers(session, claims, earlier)
    found = []
    for claim in claims:
        coverage, invoice = claim.coverage, claim.invoice
        patient = patients[invoice.patient_id]
        before = [(each, answers.get((invoice.id, each.id))) for each in earlier[coverage.id, claim.service_on]]
        lines = tuple(_lines(claim))
        found.append(
            facts.ClaimFacts(
                control_number=claim.control_number,
                provider=provider,
                insured=_insured(coverage, patient),
                valid_from=coverage.valid_from,
                valid_until=coverage.valid_until,
                coverage_withdrawn=coverage.withdrawn,
                patient=_person(patient),
                patient_archived=patient.archived,
                invoice_status=invoice.status,
                charge_minor=invoice.total_minor,
                paid_by_patient_minor=sum(each.amount_minor - each.refunded_minor for each in invoice.payments),
                currency=invoice.currency,
                service_on=claim.service_on,
                today=today,
                place_of_service=claim.place_of_service,
                prior_authorization=claim.prior_authorization or "",
                diagnosis_codes=tuple(claim.diagnosis_codes),
                lines=lines,
                practitioner=practitioners.get(invoice.appointment_id) if invoice.appointment_id else None,
                frequency=claim.frequency,
                payer_claim_number=claim.payer_claim_number or "",
                earlier=tuple(_answer(each, row, lines, patient, terms) for each, row in before if row),
                unanswered=tuple(each.payer_name for each, row in before if row is None),
            )
        )
    return found


def coverages_on(patient_ids: Sequence[UUID], first: date, last: date) -> Any:
    """The query for the coverages of some patients that hold within some days."""
    return (
        select(Coverage)
        .join(Patient, Patient.id == Coverage.original_patient_id)
        .where(
            Patient.owner_id.in_(patient_ids),
            Coverage.withdrawn.is_(False),
            Coverage.valid_from <= last,
            or_(Coverage.valid_until.is_(None), Coverage.valid_until >= first),
        )
    )


def in_order(coverages: Sequence[Coverage], day: date) -> list[Coverage]:
    """Those that hold on a day, in the order they are asked."""
    on = [
        each for each in coverages if each.valid_from <= day and (each.valid_until is None or each.valid_until >= day)
    ]
    return sorted(on, key=lambda each: RANKS.index(each.rank))


async def _patients(session: Session, claims: Sequence[Claim]) -> dict[UUID, Patient]:
    query = select(Patient).where(Patient.id.in_({claim.invoice.patient_id for claim in claims}))
    return {each.id: each for each in (await session.execute(query)).scalars()}


async def _practitioners(session: Session, claims: Sequence[Claim]) -> dict[UUID, facts.Practitioner]:
    visits = {claim.invoice.appointment_id for claim in claims if claim.invoice.appointment_id}
    query = (
        select(Appointment.id, Practitioner.name, Practitioner.npi)
        .join(Practitioner, Practitioner.id == Appointment.practitioner_id)
        .where(Appointment.id.in_(visits))
    )
    found = {}
    for visit, name, npi in await session.execute(query):
        given, family = split_name(name)
        found[visit] = facts.Practitioner(given, family, npi or "")
    return found


async def _earlier_coverages(session: Session, claims: Sequence[Claim]) -> dict[tuple[UUID, date], list[Coverage]]:
    """Who is asked before each claim's own payer on its day of service."""
    days = [claim.service_on for claim in claims]
    owners = {claim.coverage.patient_id for claim in claims}
    rows = (await session.execute(coverages_on(list(owners), min(days), max(days)))).scalars().all()
    return {
        (claim.coverage_id, claim.service_on): [
            each
            for each in in_order(rows, claim.service_on)
            if each.patient_id == claim.coverage.patient_id
            and RANKS.index(each.rank) < RANKS.index(claim.coverage.rank)
        ]
        for claim in claims
    }


async def _answers(
    session: Session, claims: Sequence[Claim], earlier: dict[tuple[UUID, date], list[Coverage]]
) -> dict[tuple[UUID, UUID], RemittanceClaim]:
    """The answer that stands for each invoice and earlier coverage: the newest that was not taken back."""
    coverages = {each.id for before in earlier.values() for each in before}
    if not coverages:
        return {}
    query = (
        select(Claim.invoice_id, Claim.coverage_id, RemittanceClaim)
        .join(RemittanceClaim, RemittanceClaim.claim_id == Claim.id)
        .where(
            Claim.invoice_id.in_({claim.invoice_id for claim in claims}),
            Claim.coverage_id.in_(coverages),
            *standing(),
        )
        .order_by(RemittanceClaim.id)
    )
    return {(invoice, coverage): row for invoice, coverage, row in await session.execute(query)}


def standing() -> list[Any]:
    """What is true of an answer that is posted and was not taken back."""
    taken_back = select(RemittanceClaim.reverses_id).where(RemittanceClaim.reverses_id.is_not(None))
    return [
        RemittanceClaim.state == Answered.POSTED.value,
        RemittanceClaim.status_code != REVERSAL_STATUS,
        RemittanceClaim.id.not_in(taken_back),
    ]


def split_name(name: str) -> tuple[str, str]:
    """Given and family name of a name in one piece; titles are left out."""
    words = [word for word in name.split() if word.lower() not in _TITLES]
    return " ".join(words[:-1]), words[-1] if words else ""


def _person(patient: Patient) -> facts.Person:
    return facts.Person(
        patient.given_name or "", patient.family_name or "", patient.born_on, patient.sex or "",
        dict(patient.address or {}),
    )  # fmt: skip


def _insured(coverage: Coverage, patient: Patient) -> facts.Insured:
    said = coverage.subscriber or {}
    given, family = split_name(coverage.subscriber_name or "")
    born = said.get("born_on")
    other = facts.Person(
        said.get("given_name") or given, said.get("family_name") or family, date.fromisoformat(born) if born else None,
        said.get("sex") or "", dict(said.get("address") or {}),
    )  # fmt: skip
    itself = coverage.relationship_to_subscriber == "self"
    return facts.Insured(
        rank=coverage.rank,
        payer_name=coverage.payer.name,
        payer_identifier=coverage.payer.payer_identifier or "",
        payer_kind=coverage.payer.kind,
        member_id=coverage.member_id,
        group_number=coverage.group_number or "",
        relationship=coverage.relationship_to_subscriber,
        subscriber=_person(patient) if itself else other,
    )


def _lines(claim: Claim) -> list[facts.ClaimLine]:
    changes = {each["line"]: each for each in claim.line_changes or ()}
    found = []
    for at, line in enumerate(claim.invoice.lines, 1):
        change = changes.get(at, {})
        modifiers, diagnoses = change.get("modifiers"), change.get("diagnosis_codes")
        found.append(
            facts.ClaimLine(
                line.fee_code or "", line.description, line.amount_minor, line.quantity,
                tuple(line.modifiers if modifiers is None else modifiers),
                tuple(line.diagnosis_codes if diagnoses is None else diagnoses),
            )
        )  # fmt: skip
    return found


def _answer(
    coverage: Coverage, row: RemittanceClaim, lines: Sequence[facts.ClaimLine], patient: Patient, terms: Terms
) -> facts.EarlierAnswer:
    places = _places(row, lines)
    whole: list[facts.Adjusted] = []
    by_line: dict[int, list[facts.Adjusted]] = {}
    for each in row.adjustments:
        if said := (each["group"], each["reason"], each["amount_minor"]) if each["amount_minor"] else None:
            place = places.get(each["line"]) if each["line"] else None
            (by_line.setdefault(place, []) if place else whole).append(said)
    paid: dict[int, int] = {}
    for at, place in places.items():
        paid[place] = paid.get(place, 0) + row.lines[at - 1]["paid_minor"]
    return facts.EarlierAnswer(
        insured=_insured(coverage, patient),
        status=row.status_code,
        paid_minor=row.paid_minor,
        payer_claim_number=row.payer_claim_number,
        answered_on=row.payment.paid_on or terms.day_of(row.payment.remittance.received_at),
        adjustments=tuple(whole),
        lines=tuple(
            facts.EarlierLine(place, amount, tuple(by_line.get(place, ()))) for place, amount in sorted(paid.items())
        ),
    )


def _places(row: RemittanceClaim, lines: Sequence[facts.ClaimLine]) -> dict[int, int]:
    """
    Which line of the claim each service of an answer is: by our own reference (REF 6R), or by code and charge.

    Empty if one cannot be told: then the answer is passed on for the claim as a whole.
    """
    places: dict[int, int] = {}
    for at, said in enumerate(row.lines, 1):
        number = (said.get("reference") or "").removeprefix(f"{row.control_number}-")
        place = int(number) if number.isdecimal() and 1 <= int(number[:4]) <= len(lines) else None
        if place is None:
            alike = (
                n
                for n, line in enumerate(lines, 1)
                if n not in places.values() and (line.code, line.amount_minor) == (said["code"], said["charge_minor"])
            )
            place = next(alike, None)
        if place is None:
            return {}
        places[at] = place
    return places if set(places.values()) == set(range(1, len(lines) + 1)) else {}
