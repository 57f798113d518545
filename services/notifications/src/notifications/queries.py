"""Everything that only looks."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from clinic_common.sealing import Unsealable
from sqlalchemy import select

from . import letters, rules, templates
from .models import ContactPreferences, Message, MessageTemplate, ReminderSettings

_COLUMNS = (
    Message.id,
    Message.patient_id,
    Message.appointment_id,
    Message.template,
    Message.channel,
    Message.status,
    Message.due_at,
    Message.sent_at,
    Message.attempts,
    Message.available_at.label("next_attempt_at"),
    Message.failure,
    Message.language,
    Message.created_at,
)


async def list_messages(
    session: Session,
    *,
    page: PageRequest,
    patient_id: UUID | None = None,
    appointment_id: UUID | None = None,
    status: str | None = None,
) -> object:
    """Messages, the newest first; a patient's include those to registrations that were merged with theirs."""
    query = select(*_COLUMNS).order_by(Message.id.desc()).limit(page.limit + 1)
    if key := page.key(UUID):
        query = query.where(Message.id < key[0])
    if patient_id:
        query = query.where(Message.patient_id.in_(await letters.same_people(session, [patient_id])))
    if appointment_id:
        query = query.where(Message.appointment_id == appointment_id)
    if status:
        query = query.where(Message.status == status)
    return paged((await session.execute(query)).all(), page, lambda row: (row.id,))


@dataclass(frozen=True)
class MessageDetail:
    """A message with what it says, as it was sent or as it would be sent now."""

    id: UUID
    patient_id: UUID | None
    appointment_id: UUID | None
    template: str
    channel: str
    status: str
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    next_attempt_at: datetime | None
    failure: str | None
    language: str | None
    created_at: datetime
    to: str | None
    subject: str | None
    text: str | None


async def get_message(session: Session, *, message_id: UUID, house: letters.House) -> MessageDetail:
    """
    One message and what it says; an invitation's link is never shown (N8).

    :raises NoSuchMessage: there is none
    """
    message = await session.get(Message, message_id)
    if message is None:
        raise rules.NoSuchMessage()
    try:
        to, subject, text = await _said(session, message, house)
    except Unsealable:
        to = subject = text = None
    return MessageDetail(
        id=message.id,
        patient_id=message.patient_id,
        appointment_id=message.appointment_id,
        template=message.template,
        channel=message.channel,
        status=message.status,
        due_at=message.due_at,
        sent_at=message.sent_at,
        attempts=message.attempts,
        next_attempt_at=message.available_at,
        failure=message.failure,
        language=message.language,
        created_at=message.created_at,
        to=to,
        subject=subject,
        text=text,
    )


async def _said(session: Session, message: Message, house: letters.House) -> tuple[str | None, str | None, str | None]:
    if message.content is not None:
        content = json.loads(session.sealer.open(message.content, context=message.context))
        return content["to"], content["subject"], content["text"] or None
    if message.template in rules.SECRET:
        return letters.parameters_of(session, message).get("email"), None, None
    material = (await letters.gather_material(session, [message]))[message.id]
    written = material.written(message.channel, house)
    return None, written.subject, written.kept


async def list_templates(session: Session) -> list[templates.InForce]:
    """All templates."""
    own = {row.name: row for row in (await session.execute(select(MessageTemplate))).scalars()}
    return [
        own[name].in_force() if name in own else templates.in_force(template)
        for name, template in templates.TEMPLATES.items()
    ]


async def get_template(session: Session, *, name: str) -> templates.InForce:
    """
    One template.

    :raises NoSuchTemplate: there is none of that name
    """
    template = templates.get_template(name)
    own = await session.get(MessageTemplate, name)
    return own.in_force() if own else templates.in_force(template)


async def get_reminder_rules(session: Session) -> ReminderSettings:
    """When the clinic reminds."""
    return await session.get(ReminderSettings, 1) or ReminderSettings.by_default()


async def get_contact_preferences(session: Session, *, patient_id: UUID) -> ContactPreferences:
    """How a patient wants to be written to; nothing special if they never said."""
    nothing = ContactPreferences(patient_id=patient_id, email_opt_out=False, sms_opt_out=False, version=0)
    return await session.get(ContactPreferences, patient_id) or nothing
