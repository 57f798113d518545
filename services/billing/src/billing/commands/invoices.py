"""Opening, changing, issuing and voiding invoices."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from clinic_common.database import Session, is_duplicate, new_id
from clinic_contracts.billing import InvoiceIssued, InvoiceOpened, InvoiceState, InvoiceVoided
from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import CODE_LENGTH, Coverage, Fee, Invoice, InvoiceLine, Location, Patient, Practitioner
from ..rules import DocumentKind, InvoiceStatus, Line, Rank, Terms
from .ledger import next_number, post_entry
from .patients import known_patient, patient_or_stub

E = TypeVar("E", bound=InvoiceState)


def state_of(invoice: Invoice, event: type[E], now: datetime, **more: Any) -> E:
    """An event that tells how an invoice stands."""
    return event(
        invoice_id=invoice.id,
        number=invoice.number,
        patient_id=invoice.patient_id,
        appointment_id=invoice.appointment_id,
        status=invoice.status,
        total_minor=invoice.total_minor,
        balance_minor=invoice.balance_minor,
        currency=invoice.currency,
        version=invoice.version,
        occurred_at=now,
        **more,
    )


async def locked_invoice(session: Session, invoice_id: UUID) -> Invoice:
    """
    An invoice that nobody else changes until this transaction ends.

    :raises NoSuchInvoice: there is none
    """
    query = select(Invoice).where(Invoice.id == invoice_id).with_for_update()
    invoice = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if invoice is None:
        raise rules.NoSuchInvoice()
    return invoice


async def _fees(session: Session, codes: set[str | None], *, on: date | None, payer_id: UUID | None) -> dict[str, Fee]:
    """The prices of codes on a day, for the patients of a payer (B11)."""
    wanted = codes - {None}
    if not wanted:
        return {}
    query = select(Fee).where(
        Fee.code.in_(wanted),
        Fee.active,
        or_(Fee.payer_id.is_(None), Fee.payer_id == payer_id),
        Fee.valid_from <= on,
        or_(Fee.valid_until.is_(None), Fee.valid_until >= on),
    )
    return rules.best_fees((await session.execute(query)).scalars())


async def _insured_by(session: Session, patient: Patient, on: date) -> UUID | None:
    """The payer of a patient's primary coverage on a day; None who pays for themselves."""
    query = (
        select(Coverage.payer_id)
        .join(Patient, Patient.id == Coverage.original_patient_id)
        .where(
            Patient.owner_id == patient.owner_id,
            Coverage.rank == Rank.PRIMARY.value,
            Coverage.valid_from <= on,
            or_(Coverage.valid_until.is_(None), Coverage.valid_until >= on),
        )
        .order_by(Coverage.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar()


def _rows(lines: Sequence[Line]) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            id=new_id(),
            position=position,
            fee_code=line.fee_code,
            description=line.description,
            quantity=line.quantity,
            unit_price_minor=line.unit_price_minor,
            discount_minor=line.discount_minor,
            amount_minor=line.amount_minor,
            tax_rate=line.tax_rate,
            tax_minor=line.tax_minor,
            diagnosis_codes=list(line.diagnosis_codes),
            modifiers=list(line.modifiers),
        )
        for position, line in enumerate(lines, 1)
    ]


def _draft(patient: Patient, lines: Sequence[Line], *, currency: str, now: datetime, **more: Any) -> Invoice:
    return Invoice(
        id=new_id(),
        original_patient_id=patient.id,
        patient=patient,
        status=InvoiceStatus.DRAFT.value,
        currency=currency,
        total_minor=rules.total_of(lines),
        tax_minor=sum(line.tax_minor for line in lines),
        paid_minor=0,
        adjusted_minor=0,
        balance_minor=0,
        payer_minor=0,
        dunned=0,
        opened_at=now,
        changed_at=now,
        lines=_rows(lines),
        payments=[],
        adjustments=[],
        credits=[],
        **{"needs_attention": False, **more},
    )


async def create_invoice(
    session: Session,
    *,
    patient_id: UUID,
    lines: Sequence[dict[str, Any]],
    terms: Terms,
    now: datetime,
    service_on: date | None = None,
    practitioner_id: UUID | None = None,
    location_id: UUID | None = None,
) -> Invoice:
    """
    Open a draft by hand.

    :raises PatientUnknown: no such patient has been heard of
    :raises PractitionerUnknown: no such practitioner has been heard of
    :raises LocationUnknown: no such location has been heard of
    :raises FeeUnknown: a fee code has no price on the day of service
    :raises LineIncomplete: a line has neither a code nor a text and a price
    :raises DiscountTooLarge: a discount is more than its line
    :raises CurrencyMismatch: its fees are in several currencies (B4)
    :raises TotalTooLarge: it comes to too much (B3)
    """
    patient = await known_patient(session, patient_id)
    if practitioner_id and await session.get(Practitioner, practitioner_id) is None:
        raise rules.PractitionerUnknown(field="practitioner_id")
    location = await session.get(Location, location_id) if location_id else None
    if location_id and location is None:
        raise rules.LocationUnknown(field="location_id")
    service_on = service_on or terms.at(location.time_zone if location else None).day_of(now)
    payer_id = await _insured_by(session, patient, service_on)
    fees = await _fees(session, {line["fee_code"] for line in lines}, on=service_on, payer_id=payer_id)
    priced = rules.priced_lines(lines, dict(fees))
    invoice = _draft(
        patient, priced, currency=rules.one_currency(fees.values(), default=terms.currency), now=now,
        service_on=service_on, payer_id=payer_id, practitioner_id=practitioner_id, location_id=location_id,
    )  # fmt: skip
    session.add(invoice)
    await session.flush()
    session.emit(state_of(invoice, InvoiceOpened, now))
    return invoice


async def open_invoice_of_visit(
    session: Session,
    *,
    appointment_id: UUID,
    patient_id: UUID,
    fee_code: str | None,
    visit_type_name: str,
    now: datetime,
    service_on: date | None = None,
    practitioner_id: UUID | None = None,
    location_id: UUID | None = None,
) -> Invoice | None:
    """
    Open the one draft of a visit that took place; None if there is one already (B1).

    Without a fee for the visit's code the draft holds a line at nought and needs attention: it cannot be issued
    until a person has completed it.
    """
    if (await session.execute(select(Invoice.id).where(Invoice.appointment_id == appointment_id))).first():
        return None
    patient = await patient_or_stub(session, patient_id)
    service_on = service_on or now.date()
    payer_id = await _insured_by(session, patient, service_on)
    fee = (await _fees(session, {fee_code}, on=service_on, payer_id=payer_id)).get(fee_code or "")
    if fee:
        line = Line(fee.description, 1, fee.price_minor, fee.code, tax_rate=fee.tax_rate)
        currency = fee.currency
    else:
        told = fee_code if fee_code and len(fee_code) <= CODE_LENGTH else None
        line, currency = Line(visit_type_name[:500], 1, 0, told), await _usual_currency(session)
    invoice = _draft(
        patient, [line], currency=currency, now=now, appointment_id=appointment_id, needs_attention=fee is None,
        service_on=service_on, payer_id=payer_id, practitioner_id=practitioner_id, location_id=location_id,
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(invoice)
            await session.flush()
    except IntegrityError as error:
        if is_duplicate(error):
            return None
        raise
    session.emit(state_of(invoice, InvoiceOpened, now))
    return invoice


async def _usual_currency(session: Session) -> str:
    """The currency most of the fee schedule is in; whoever completes the draft settles it."""
    query = select(Fee.currency).group_by(Fee.currency).order_by(func.count().desc(), Fee.currency).limit(1)
    return (await session.execute(query)).scalar() or Terms().currency


async def change_invoice(
    session: Session,
    *,
    invoice_id: UUID,
    version: int,
    lines: Sequence[dict[str, Any]],
    terms: Terms,
    now: datetime,
) -> Invoice:
    """
    Replace the lines of a draft.

    :raises NoSuchInvoice: there is none
    :raises Stale: it was changed since
    :raises NotADraft: it was issued or voided; what was issued never changes
    """
    invoice = await locked_invoice(session, invoice_id)
    session.expect_version(invoice, version)
    if invoice.status != InvoiceStatus.DRAFT:
        raise rules.NotADraft()
    on = invoice.service_on or terms.day_of(invoice.opened_at)
    fees = await _fees(session, {line["fee_code"] for line in lines}, on=on, payer_id=invoice.payer_id)
    priced = rules.priced_lines(lines, dict(fees))
    total, currency = rules.total_of(priced), rules.one_currency(fees.values(), default=terms.currency)
    # The old lines go first: two lines never hold one place.
    invoice.lines.clear()
    await session.flush()
    invoice.lines.extend(_rows(priced))
    invoice.total_minor, invoice.currency = total, currency
    invoice.tax_minor = sum(line.tax_minor for line in priced)
    invoice.needs_attention, invoice.changed_at = False, now
    return invoice


async def issue_invoice(session: Session, *, invoice_id: UUID, terms: Terms, now: datetime) -> Invoice:
    """
    Give a draft its number and its due date, and post what is owed.

    :raises NotADraft: it was issued or voided before
    :raises InvoiceIncomplete: a person has to complete it first
    """
    invoice = await locked_invoice(session, invoice_id)
    if invoice.status != InvoiceStatus.DRAFT:
        raise rules.NotADraft()
    if invoice.needs_attention:
        raise rules.InvoiceIncomplete()
    location = await session.get(Location, invoice.location_id) if invoice.location_id else None
    terms = terms.at(location.time_zone if location else None)
    invoice.number = f"INV-{await next_number(session, 'invoice'):06}"
    invoice.issued_at, invoice.issued_on, invoice.due_on = now, terms.day_of(now), terms.due_on(now)
    settle(invoice, now)
    await session.flush()
    await post_entry(
        session,
        kind=DocumentKind.INVOICE,
        document_id=invoice.id,
        invoice=invoice,
        number=invoice.number,
        description=f"Invoice {invoice.number}",
        legs=rules.invoice_legs(invoice.total_minor, invoice.tax_minor),
        now=now,
    )
    session.emit(state_of(invoice, InvoiceIssued, now))
    return invoice


async def void_invoice(session: Session, *, invoice_id: UUID, reason: str, now: datetime) -> Invoice:
    """
    Declare an invoice void: nothing is owed on it, and its charge and adjustments are taken back.

    A draft that is not wanted is voided too, and never had a number.

    :raises AlreadyVoid: it is
    :raises HasPayments: money is kept for it; refund it first
    :raises HasRemittances: an insurer adjusted it; unmatch that first
    """
    invoice = await locked_invoice(session, invoice_id)
    if invoice.status == InvoiceStatus.VOID:
        raise rules.AlreadyVoid()
    if invoice.paid_minor:
        raise rules.HasPayments()
    if invoice.adjusted_minor != sum(adjustment.amount_minor for adjustment in invoice.adjustments):
        raise rules.HasRemittances()
    was_issued = invoice.status != InvoiceStatus.DRAFT
    forgiven: dict[str, int] = {}
    for adjustment in invoice.adjustments:
        forgiven[adjustment.kind] = forgiven.get(adjustment.kind, 0) + adjustment.amount_minor
    invoice.status = InvoiceStatus.VOID.value
    invoice.adjusted_minor = invoice.balance_minor = 0
    invoice.cap_share()
    invoice.needs_attention, invoice.open_until = False, now
    invoice.voided_at, invoice.void_reason, invoice.changed_at = now, reason, now
    await session.flush()
    if was_issued:
        await post_entry(
            session,
            kind=DocumentKind.VOID,
            document_id=invoice.id,
            invoice=invoice,
            number=invoice.number,
            description=reason,
            legs=rules.void_legs(invoice.total_minor, forgiven, invoice.tax_minor),
            now=now,
        )
    session.emit(state_of(invoice, InvoiceVoided, now))
    return invoice


def settle(invoice: Invoice, now: datetime) -> None:
    """Bring balance and status of an issued invoice in line with its amounts (B5)."""
    invoice.balance_minor = invoice.total_minor - invoice.paid_minor - invoice.adjusted_minor
    invoice.status = rules.status_of(
        total_minor=invoice.total_minor, paid_minor=invoice.paid_minor, adjusted_minor=invoice.adjusted_minor
    ).value
    invoice.cap_share()
    invoice.open_until = rules.OPEN_END if invoice.balance_minor else now
    invoice.changed_at = now
