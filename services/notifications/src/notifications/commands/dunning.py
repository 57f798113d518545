"""Reminding patients of what they owe, as long as they do."""

import json
from datetime import datetime

from clinic_common.database import Session, new_id
from clinic_contracts.billing import InvoiceOverdue, InvoiceState
from sqlalchemy import select

from .. import rules
from ..letters import parameters_of
from ..models import Invoice, Message
from .following import locked


async def follow_invoice(session: Session, *, event: InvoiceState) -> Invoice:
    """Take over what is owed on an invoice; a reminder of something else is dropped in the same transaction (N13)."""
    state = event.model_dump(include={"invoice_id", "status", "balance_minor", "version"})
    invoice, made = await locked(session, Invoice, event.invoice_id, state)
    if not made and event.version > invoice.version:
        for name, value in state.items():
            setattr(invoice, name, value)
    for message in await _planned(session, invoice):
        if not invoice.still_owes(int(parameters_of(session, message)["balance_minor"])):
            _drop(message, rules.NO_LONGER_OWED)
    await session.flush()
    return invoice


async def remind_of_debt(session: Session, *, event: InvoiceOverdue, now: datetime) -> None:
    """
    Plan the message about an overdue invoice, unless something was paid since or a later step was told before (N13).

    Whoever was not yet told of an earlier step is told of this one alone.
    """
    invoice = await follow_invoice(session, event=event)
    later = select(Message.id).where(Message.invoice_id == event.invoice_id, Message.sequence >= event.step)
    if not invoice.still_owes(event.balance_minor) or await session.scalar(later.limit(1)):
        return
    for message in await _planned(session, invoice):
        _drop(message, "A later reminder takes its place.")
    message = Message(
        id=new_id(),
        occasion=f"{event.invoice_id}/{rules.OVERDUE}/{event.step}",
        template=rules.OVERDUE,
        channel=rules.EMAIL,
        wanted_channel=rules.PREFERRED,
        patient_id=event.patient_id,
        invoice_id=event.invoice_id,
        sequence=event.step,
        status=rules.PLANNED,
        due_at=now,
        available_at=now,
        attempts=0,
        created_at=now,
    )
    told = {
        "number": event.number or "",
        "owed_minor": str(event.owed_minor),
        "balance_minor": str(event.balance_minor),
        "currency": event.currency,
        "due_on": event.due_on.isoformat(),
    }
    message.parameters = session.sealer.seal(json.dumps(told).encode(), context=message.context)
    session.add(message)


async def _planned(session: Session, invoice: Invoice) -> list[Message]:
    planned = select(Message).where(Message.invoice_id == invoice.invoice_id, Message.status == rules.PLANNED)
    return list((await session.scalars(planned.with_for_update())).all())


def _drop(message: Message, reason: str) -> None:
    message.status, message.available_at, message.failure = rules.CANCELLED, None, reason
