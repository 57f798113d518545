"""Planning messages about visits: what is planned follows from the newest state, in whatever order events arrive."""

from datetime import datetime
from uuid import UUID

from clinic_common.database import Session, new_id
from clinic_contracts.scheduling import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentRescheduled,
    AppointmentState,
)
from sqlalchemy import select, update

from .. import rules
from ..letters import Reader, readers_of
from ..models import Appointment, Message, ReminderSettings

REPLANNED_AT_ONCE = 50


async def keep_messages_true(session: Session, appointment: Appointment, *, now: datetime) -> None:
    """
    Cancel what no longer holds, and see that the reminders are the ones the rules ask for (N4).

    A reminder's occasion is its visit, its start, its offset and channel: planning again finds what is there,
    and a visit moved away and back gets its reminder back, if that was not sent before.
    """
    settings = await current_reminder_settings(session)
    visit = appointment.as_visit()
    upcoming = visit.status in rules.EXPECTED and visit.starts_at > now
    visit_type_id = str(appointment.visit_type_id)
    chosen = rules.rules_for(settings.reminder_rules(), visit_type_id) if upcoming else []
    due = rules.reminders_of(chosen, starts_at=visit.starts_at, quiet=settings.quiet_hours, zone=visit.zone, now=now)
    wanted = {_reminder_occasion(appointment, rule): rule for rule in chosen}
    appointment.rules_version = settings.version
    messages = await _messages_of(session, appointment.appointment_id)
    for message in messages:
        rule = wanted.get(message.occasion)
        moment = due.get(rule) if rule else None
        if message.status == rules.PLANNED:
            assert message.starts_at is not None
            if not rules.still_true(message.template, message.starts_at, visit):
                await _cancel(session, message, "The visit was moved, cancelled or has begun.")
            elif message.template == rules.REMINDER and rule is None:
                await _cancel(session, message, "The reminder rules were changed.")
            elif moment and not message.attempts:
                message.due_at = message.available_at = moment
        elif message.status == rules.CANCELLED and moment:
            message.status, message.failure, message.attempts = rules.PLANNED, None, 0
            message.due_at = message.available_at = moment
    there = {message.occasion for message in messages}
    missing = {rule: moment for rule, moment in due.items() if _reminder_occasion(appointment, rule) not in there}
    reader = await _reader_of(session, appointment) if missing else None
    for rule, moment in missing.items():
        session.add(
            _message_about(
                appointment,
                reader,
                template=rules.REMINDER,
                occasion=_reminder_occasion(appointment, rule),
                channel=rule.channel,
                sequence=rule.offset_minutes,
                due_at=moment,
                now=now,
            )
        )
    await session.flush()


async def plan_notice(session: Session, event: AppointmentState, appointment: Appointment, *, now: datetime) -> None:
    """
    Plan the notice an event is worth, unless something newer has overtaken it (N4).

    A visit whose time has come is worth none.
    """
    template = next((name for kind, name in _NOTICES.items() if isinstance(event, kind)), None)
    visit = appointment.as_visit()
    if template is None or visit.starts_at <= now or not rules.still_true(template, event.starts_at, visit):
        return
    messages = await _messages_of(session, appointment.appointment_id)
    occasion = _notice_occasion(appointment, template, event.version)
    newer = any(message.template in _OVERTAKES[template] and message.sequence > event.version for message in messages)
    if newer or any(message.occasion == occasion for message in messages):
        return
    session.add(
        _message_about(
            appointment,
            await _reader_of(session, appointment),
            template=template,
            occasion=occasion,
            channel=rules.PREFERRED,
            sequence=event.version,
            due_at=now,
            now=now,
        )
    )
    await session.flush()


_NOTICES: dict[type[AppointmentState], str] = {
    AppointmentBooked: rules.CONFIRMATION,
    AppointmentRescheduled: rules.RESCHEDULED,
    AppointmentCancelled: rules.CANCELLATION,
}
_OVERTAKES = {
    rules.CONFIRMATION: {rules.CONFIRMATION, rules.RESCHEDULED},
    rules.RESCHEDULED: {rules.RESCHEDULED},
    rules.CANCELLATION: {rules.CANCELLATION},
}
"""Template → those that, if about a newer version, make it old news."""


async def replan_some(session: Session, *, now: datetime) -> int:
    """
    Plan the reminders of some upcoming visits anew, whose rules have changed since; how many there were.

    Several processes pass over each other's.
    """
    settings = await current_reminder_settings(session)
    if not settings.version:
        return 0
    outdated = (
        select(Appointment)
        .where(
            Appointment.starts_at > now,
            Appointment.rules_version != settings.version,
            Appointment.status.in_(rules.EXPECTED),
        )
        .order_by(Appointment.starts_at)
        .limit(REPLANNED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    appointments = list((await session.execute(outdated)).scalars())
    for appointment in appointments:
        await keep_messages_true(session, appointment, now=now)
    return len(appointments)


async def current_reminder_settings(session: Session) -> ReminderSettings:
    """The rules as the clinic set them, or those it starts with."""
    return await session.get(ReminderSettings, 1) or ReminderSettings.by_default()


async def _messages_of(session: Session, appointment_id: UUID) -> list[Message]:
    query = select(Message).where(Message.appointment_id == appointment_id).with_for_update()
    found = await session.execute(query.execution_options(populate_existing=True))
    return list(found.scalars())


async def _cancel(session: Session, message: Message, reason: str) -> None:
    await session.execute(
        update(Message)
        .where(Message.id == message.id, Message.status == rules.PLANNED)
        .values(status=rules.CANCELLED, available_at=None, failure=reason)
    )


async def _reader_of(session: Session, appointment: Appointment) -> Reader | None:
    return (await readers_of(session, {appointment.patient_id})).get(appointment.patient_id)


def _message_about(
    appointment: Appointment,
    reader: Reader | None,
    *,
    template: str,
    occasion: str,
    channel: str,
    sequence: int,
    due_at: datetime,
    now: datetime,
) -> Message:
    likely = channel
    if channel == rules.PREFERRED:
        way = rules.way_to(reader.person, channel, rules.CHANNELS) if reader else None
        likely = way.channel if isinstance(way, rules.Send) else rules.EMAIL
    return Message(
        id=new_id(),
        occasion=occasion,
        template=template,
        channel=likely,
        wanted_channel=channel,
        patient_id=appointment.patient_id,
        appointment_id=appointment.appointment_id,
        starts_at=appointment.starts_at,
        sequence=sequence,
        status=rules.PLANNED,
        due_at=due_at,
        available_at=due_at,
        attempts=0,
        created_at=now,
    )


def _notice_occasion(appointment: Appointment, template: str, version: int) -> str:
    if template == rules.CONFIRMATION:
        return f"{appointment.appointment_id}/{template}"
    return f"{appointment.appointment_id}/{template}/{version}"


def _reminder_occasion(appointment: Appointment, rule: rules.ReminderRule) -> str:
    start = f"{appointment.starts_at:%Y%m%dT%H%M%S}"
    return f"{appointment.appointment_id}/{rules.REMINDER}/{rule.channel}/{rule.offset_minutes}/{start}"
