"""Looking at fees, invoices and payments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from clinic_common.http import PageRequest, paged
from sqlalchemy import ColumnElement, exists, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from .. import rules
from ..models import Appointment, Claim, Denial, Fee, Invoice, Location, Patient, Payment

Within = frozenset[UUID] | None
"""The locations whoever asks is kept to; None: none in particular."""


def seen_by(practitioner_id: UUID | None, owner_id: Any) -> ColumnElement[bool]:
    """
    Whether a practitioner may see the billing of a patient: they have or had an appointment with them (B8).

    :param practitioner_id: None for those who may see everything
    :param owner_id: the column that says whose billing it is
    """
    if practitioner_id is None:
        return true()
    treated = aliased(Patient)
    return exists(
        select(1)
        .select_from(Appointment)
        .join(treated, treated.id == Appointment.patient_id)
        .where(
            Appointment.practitioner_id == practitioner_id,
            Appointment.status != "cancelled",
            treated.owner_id == owner_id,
        )
    )


def reached_from(within: Within) -> ColumnElement[bool]:
    """Whether an invoice is of a visit at one of these locations, or of none (B15); None: wherever it was."""
    return true() if within is None else or_(Invoice.location_id.is_(None), among(Invoice.location_id, within))


_OF_INVOICE: dict[str, Any] = {
    "invoice_id": select(Invoice.id),
    "claim_id": select(Claim.id).join(Invoice, Invoice.id == Claim.invoice_id),
    "denial_id": select(Denial.id).join(Invoice, Invoice.id == Denial.invoice_id),
}
_IS: dict[str, Any] = {"invoice_id": Invoice.id, "claim_id": Claim.id, "denial_id": Denial.id}


async def is_reached(session: Session, *, kind: str, row_id: UUID, within: Within) -> bool:
    """
    Whether there is such an invoice, claim or denial, of a visit at one of these locations (B15).

    :param kind: `invoice_id`, `claim_id` or `denial_id`
    """
    query = _OF_INVOICE[kind].where(_IS[kind] == row_id, reached_from(within))
    return (await session.execute(query)).first() is not None


async def is_known_patient(session: Session, *, patient_id: UUID) -> bool:
    """Whether billing has heard of a patient."""
    return (await session.execute(select(Patient.id).where(Patient.id == patient_id))).first() is not None


async def zone_of_clinic(session: Session) -> str | None:
    """The time zone of the clinic's first location; None before any is known."""
    return (await session.execute(select(Location.time_zone).order_by(Location.id).limit(1))).scalar()


async def owner_of(session: Session, patient_id: UUID, own: UUID | None) -> Patient:
    """
    The patient who owns what was recorded under this id.

    :raises NoSuchPatient: nobody of this id is known, or none the asker may see (B8)
    """
    asked, owner = aliased(Patient), aliased(Patient)
    query = select(owner).join(asked, asked.owner_id == owner.id).where(asked.id == patient_id, seen_by(own, owner.id))
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise rules.NoSuchPatient()
    return found


async def list_fees(session: Session, *, active: bool | None, page: PageRequest) -> object:
    """The fee schedule by code; of one code everybody's price first, the oldest before the newest."""
    order = (Fee.code, Fee.schedule, Fee.valid_from)
    query = select(Fee).order_by(*order).limit(page.limit + 1)
    if active is not None:
        query = query.where(Fee.active.is_(active))
    if key := page.key(str, str, date.fromisoformat):
        query = query.where(tuple_(*order) > tuple_(*key))
    rows = (await session.execute(query)).scalars().all()
    return paged(rows, page, lambda fee: (fee.code, fee.schedule, fee.valid_from))


async def get_fee(session: Session, *, fee_id: UUID) -> Fee:
    """
    One price of the schedule.

    :raises NoSuchFee: there is none
    """
    fee = await session.get(Fee, fee_id)
    if fee is None:
        raise rules.NoSuchFee()
    return fee


SUMMARY = (
    Invoice.id,
    Invoice.number,
    Patient.owner_id.label("patient_id"),
    Patient.given_name,
    Patient.family_name,
    Invoice.appointment_id,
    Invoice.status,
    Invoice.needs_attention,
    Invoice.currency,
    Invoice.total_minor,
    Invoice.paid_minor,
    Invoice.adjusted_minor,
    Invoice.balance_minor,
    Invoice.tax_minor,
    Invoice.payer_minor,
    Invoice.opened_at,
    Invoice.issued_at,
    Invoice.issued_on,
    Invoice.due_on,
    Invoice.version,
)


async def list_invoices(
    session: Session,
    *,
    patient_id: UUID | None,
    statuses: Sequence[str],
    begin: datetime | None,
    end: datetime | None,
    own: UUID | None,
    page: PageRequest,
    within: Within = None,
) -> object:
    """Invoices, the newest first; of one patient, in some states, opened in [begin, end)."""
    query = (
        select(*SUMMARY)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(seen_by(own, Patient.owner_id), reached_from(within))
        .order_by(Invoice.id.desc())
        .limit(page.limit + 1)
    )
    if patient_id is not None:
        asked = select(Patient.owner_id).where(Patient.id == patient_id).scalar_subquery()
        query = query.where(Patient.owner_id == asked)
    if statuses:
        query = query.where(Invoice.status.in_(statuses))
    if begin:
        query = query.where(Invoice.opened_at >= begin)
    if end:
        query = query.where(Invoice.opened_at < end)
    if key := page.key(UUID):
        query = query.where(Invoice.id < key[0])
    return paged((await session.execute(query)).all(), page, lambda row: (row.id,))


async def get_invoice(session: Session, *, invoice_id: UUID, own: UUID | None) -> Invoice:
    """
    One invoice with its lines, payments and adjustments.

    :raises NoSuchInvoice: there is none, or none the asker may see (B8)
    """
    query = (
        select(Invoice)
        .join(Patient, Patient.id == Invoice.original_patient_id)
        .where(Invoice.id == invoice_id, seen_by(own, Patient.owner_id))
    )
    invoice = (await session.execute(query)).scalar_one_or_none()
    if invoice is None:
        raise rules.NoSuchInvoice()
    return invoice


async def get_payment(session: Session, *, payment_id: UUID, own: UUID | None) -> Payment:
    """
    One payment with its invoice.

    :raises NoSuchPayment: there is none, or none the asker may see (B8)
    """
    query = (
        select(Payment)
        .join(Patient, Patient.id == Payment.original_patient_id)
        .where(Payment.id == payment_id, seen_by(own, Patient.owner_id))
    )
    payment = (await session.execute(query)).scalar_one_or_none()
    if payment is None:
        raise rules.NoSuchPayment()
    return payment
