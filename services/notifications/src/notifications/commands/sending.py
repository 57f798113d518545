"""Claiming what is due, and settling what became of it; between the two, the sender speaks to the outside."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from clinic_common import telemetry
from clinic_common.database import Session, new_id
from clinic_common.sealing import Unsealable
from clinic_contracts.notifications import MessageFailed, MessageSent
from sqlalchemy import ColumnElement, select, update

from .. import rules
from ..letters import Material, Written, gather_material, parameters_of
from ..models import Appointment, Invoice, Message
from .planning import current_reminder_settings

log = structlog.get_logger(__name__)

CLAIMED_AT_ONCE = 20
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Means:
    """
    What this process can send by.

    :param channels: those with a transport
    :param time_zone: the clinic's own; empty: where the newest visit takes place
    """

    channels: frozenset[str]
    time_zone: str = ""


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send until the lease ends."""

    message_id: UUID
    lease: UUID
    channel: str
    address: str = field(repr=False)
    material: Material = field(repr=False)


async def claim_due(
    session: Session, *, means: Means, now: datetime, limit: int = CLAIMED_AT_ONCE
) -> tuple[list[Claimed], bool]:
    """
    Lease the messages whose time has come to this sender, each checked against the newest copies (N1, N2).

    What no longer holds, may not be sent, or has to wait is settled here and now.

    :return: the messages to send, and whether more may be due
    """
    due = (
        select(Message)
        .where(Message.available_at <= now)
        .order_by(Message.available_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    messages = list((await session.execute(due)).scalars())
    readable = [message for message in messages if await _is_readable(session, message, now=now)]
    materials = await gather_material(session, readable)
    quiet = (await current_reminder_settings(session)).quiet_hours
    zone = await _zone_of_clinic(session, means) if any(message.invoice_id for message in readable) else _UTC
    claimed = []
    for message in readable:
        if message.status == rules.SENDING and message.begun:
            # Its sender died on the way: nobody knows whether it left, and a second one might be too many.
            await _fail(session, message, "Sending was interrupted; it may have been sent. Try again if not.", now=now)
            continue
        if message.status == rules.SENDING and rules.retry_at(message.attempts, now) is None:
            await _fail(session, message, "Sending was interrupted again and again.", now=now)
            continue
        material = materials[message.id]
        verdict = _judge(message, material, means=means, quiet=quiet, zone=zone, now=now)
        if isinstance(verdict, rules.Send):
            lease = new_id()
            took = await _move(
                session,
                message,
                status=rules.SENDING,
                lease=lease,
                begun=False,
                channel=verdict.channel,
                available_at=now + rules.LEASE,
                attempts=message.attempts + 1,
            )
            if took:
                claimed.append(Claimed(message.id, lease, verdict.channel, verdict.address, material))
        elif isinstance(verdict, rules.Wait):
            await _move(session, message, status=rules.PLANNED, lease=None, available_at=verdict.until)
        elif verdict.status == rules.FAILED:
            await _fail(session, message, verdict.reason, now=now)
        else:
            await _move(session, message, status=verdict.status, lease=None, available_at=None, failure=verdict.reason)
    return claimed, len(messages) == limit


def _judge(
    message: Message, material: Material, *, means: Means, quiet: rules.QuietHours, zone: ZoneInfo, now: datetime
) -> rules.Send | rules.Wait | rules.Stop:
    channels = means.channels - {message.given_up}
    person = material.reader.person if material.reader else None
    if material.invoice:
        return rules.judge_debt(
            material.still_owed,
            person,
            wanted=message.wanted_channel,
            created_at=message.created_at,
            channels=channels,
            quiet=quiet,
            zone=zone,
            now=now,
        )
    if message.starts_at is None or material.appointment is None:
        staff_member = rules.Person(email=material.parameters.get("email"))
        return rules.way_to(staff_member, message.wanted_channel, means.channels)
    plan = rules.Plan(message.template, message.wanted_channel, message.starts_at, message.due_at, message.created_at)
    try:
        return rules.judge(plan, material.appointment.as_visit(), person, channels=channels, quiet=quiet, now=now)
    except Exception as error:
        # One message that cannot be judged must not hold up all others.
        log.error("message cannot be judged", message_id=str(message.id), error=telemetry.describe(error))
        return rules.Stop(rules.FAILED, "Something is wrong with this message; please report its number.")


async def _zone_of_clinic(session: Session, means: Means) -> ZoneInfo:
    newest = select(Appointment.time_zone).order_by(Appointment.appointment_id.desc()).limit(1)
    return rules.zone_of(means.time_zone or await session.scalar(newest) or "UTC")


async def _is_readable(session: Session, message: Message, *, now: datetime) -> bool:
    if message.parameters is None:
        return True
    try:
        session.sealer.open(message.parameters, context=message.context)
    except Unsealable:
        await _fail(session, message, "What it was to say can no longer be read: its key is gone.", now=now)
        return False
    return True


async def begin(session: Session, *, claimed: Claimed) -> bool:
    """Note that a message is about to leave by a way that must not be gone twice (N7); whether it is still ours."""
    message = await _ours(session, claimed)
    if message is None:
        return False
    message.begun = True
    return True


async def settle_sent(session: Session, *, claimed: Claimed, written: Written, now: datetime) -> bool:
    """
    Note that a message left; whether it was still ours.

    What it said is kept sealed, but for links: an invitation's (N8) and a patient's (N10) are theirs alone.
    """
    message = await _ours(session, claimed)
    if message is None:
        return False
    await _move(
        session,
        message,
        status=rules.SENT,
        lease=None,
        available_at=None,
        sent_at=now,
        failure=None,
        parameters=None,
        language=written.language,
        content=_sealed(session, message, claimed, written),
    )
    session.emit(
        MessageSent(
            message_id=message.id,
            patient_id=message.patient_id,
            appointment_id=message.appointment_id,
            channel=claimed.channel,
            template=message.template,
            occurred_at=now,
        )
    )
    return True


async def settle_unsent(
    session: Session,
    *,
    claimed: Claimed,
    failure: rules.Failure,
    now: datetime,
    channels: frozenset[str] = frozenset(),
    written: Written | None = None,
) -> None:
    """
    Note that a message did not leave: it is tried again after a growing pause, goes another way, or has failed.

    If its visit was cancelled or moved meanwhile, it dies with it (N4).

    :param channels: those this clinic can send by
    """
    message = await _ours(session, claimed)
    if message is None:
        return
    if written:
        message.content, message.language = _sealed(session, message, claimed, written), written.language
        await session.flush()
    again = None if failure.final else rules.retry_at(message.attempts, now, wait=failure.wait)
    other = _another_way(message, claimed, channels) if rules.may_go_another_way(failure, message.attempts) else None
    planned = {"status": rules.PLANNED, "lease": None, "failure": failure.reason}
    if ended := await _outdated(session, message):
        await _move(session, message, status=rules.CANCELLED, lease=None, available_at=None, failure=ended)
    elif other:
        new = {"channel": other, "given_up": claimed.channel, "attempts": 0}
        await _move(session, message, available_at=now, **planned, **new)
    elif again is None:
        await _fail(session, message, failure.reason, now=now)
    else:
        await _move(session, message, available_at=again, **planned)


def _another_way(message: Message, claimed: Claimed, channels: frozenset[str]) -> str | None:
    """The channel that is left to a message, if its patient may be written to by it (N5, N11)."""
    reader = claimed.material.reader
    if reader is None or message.given_up:
        return None
    way = rules.way_to(reader.person, message.wanted_channel, channels - {claimed.channel})
    return way.channel if isinstance(way, rules.Send) else None


async def retry_message(session: Session, *, message_id: UUID, now: datetime) -> Message:
    """
    Try a message again that failed or was skipped; it is checked anew before it leaves (N2).

    :raises NoSuchMessage: there is none
    :raises MessageNotFailed: it did not fail
    """
    message = await session.get(Message, message_id, with_for_update=True)
    if message is None:
        raise rules.NoSuchMessage()
    if message.status not in (rules.FAILED, rules.SKIPPED):
        raise rules.MessageNotFailed(f"This message is {message.status}.")
    message.status, message.available_at = rules.PLANNED, now
    message.attempts, message.failure, message.given_up = 0, None, None
    return message


async def _ours(session: Session, claimed: Claimed) -> Message | None:
    message = await session.get(Message, claimed.message_id, with_for_update=True)
    if message is None or message.status != rules.SENDING or message.lease != claimed.lease:
        log.warning("a message took longer to send than its lease", message_id=str(claimed.message_id))
        return None
    return message


async def _outdated(session: Session, message: Message) -> str | None:
    """Why what a message says no longer holds, if so."""
    if message.invoice_id:
        invoice = await session.get_one(Invoice, message.invoice_id)
        still_owed = invoice.still_owes(int(parameters_of(session, message)["balance_minor"]))
        return None if still_owed else rules.NO_LONGER_OWED
    if message.appointment_id is None or message.starts_at is None:
        return None
    appointment = await session.get_one(Appointment, message.appointment_id)
    holds = rules.still_true(message.template, message.starts_at, appointment.as_visit())
    return None if holds else "The visit was moved, cancelled or has begun."


def _sealed(session: Session, message: Message, claimed: Claimed, written: Written) -> bytes:
    text = "" if message.template in rules.SECRET else written.kept
    content = {"to": claimed.address, "subject": written.subject, "text": text}
    return session.sealer.seal(json.dumps(content).encode(), context=message.context)


async def _fail(session: Session, message: Message, reason: str, *, now: datetime) -> None:
    if not await _move(session, message, status=rules.FAILED, lease=None, available_at=None, failure=reason):
        return
    session.emit(
        MessageFailed(
            message_id=message.id,
            patient_id=message.patient_id,
            appointment_id=message.appointment_id,
            channel=message.channel,
            template=message.template,
            reason=reason,
            occurred_at=now,
        )
    )


async def _move(session: Session, message: Message, **values: object) -> bool:
    """Change a message only if nobody else has since it was read (N1); whether it was changed."""
    unchanged: list[ColumnElement[bool]] = [
        Message.id == message.id,
        Message.status == message.status,
        Message.lease == message.lease if message.lease else Message.lease.is_(None),
    ]
    result = await session.execute(
        update(Message).where(*unchanged).values(**values).execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
