"""The job that sends what is due: claim, send outside any transaction, settle."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from clinic_common import telemetry
from clinic_common.database import utc_now
from clinic_common.resources import Resources
from sqlalchemy.exc import SQLAlchemyError

from . import commands, rules
from .itip import CalendarPart, calendar_part
from .letters import House, Written
from .transports import NotSent, Outgoing, Transports

log = structlog.get_logger(__name__)

ROUND_SECONDS = 5.0
"""How long one round goes on while there is more, so that a stop need not wait long."""
AT_ONCE = 5
"""How many messages one process sends at the same time; mail servers limit connections."""
SETTLING_PAUSES = (0.2, 1.0, 4.0)


async def send_due(resources: Resources) -> None:
    """Send all messages whose time has come."""
    transports: Transports = resources.extras["transports"]
    house: House = resources.extras["house"]
    means = commands.Means(channels=frozenset(transports), time_zone=house.time_zone)
    gate = asyncio.Semaphore(AT_ONCE)

    async def send(claimed: commands.Claimed) -> None:
        async with gate:
            await _send(resources, transports, house, claimed)

    until = time.monotonic() + ROUND_SECONDS
    more = True
    while more and time.monotonic() < until:
        batch, more = await resources.database.run(commands.claim_due, means=means, now=utc_now())
        results = await asyncio.gather(*map(send, batch), return_exceptions=True)
        for failure in results:
            if isinstance(failure, BaseException):
                # Its lease ends, and it is taken up again.
                log.error("a message was not settled", error=telemetry.describe(failure))


async def _send(resources: Resources, transports: Transports, house: House, claimed: commands.Claimed) -> None:
    database, template, written = resources.database, claimed.material.template, None
    transport = transports[claimed.channel]
    try:
        written = claimed.material.written(claimed.channel, house)
        outgoing = Outgoing(
            message_id=claimed.message_id,
            template=template,
            to=claimed.address,
            to_name=claimed.material.to_name,
            subject=written.subject,
            text=written.text,
            language=written.language,
            calendar=_calendar_part(claimed, written, house) if claimed.channel == rules.EMAIL else None,
        )
        if not transport.repeatable and not await database.run(commands.begin, claimed=claimed):
            return
        await transport.send(outgoing)
    except NotSent as error:
        failure = _failure(error, repeatable=transport.repeatable)
    except Exception as error:
        log.error("message not sent", message_id=str(claimed.message_id), error=telemetry.describe(error))
        failure = rules.Failure("Something went wrong on our side while sending.")
    else:
        await _surely(lambda now: database.run(commands.settle_sent, claimed=claimed, written=written, now=now))
        log.info("message sent", message_id=str(claimed.message_id), channel=claimed.channel, template=template)
        return
    log.warning("message not sent", message_id=str(claimed.message_id), channel=claimed.channel, reason=failure.reason)

    async def settle(now: datetime) -> None:
        channels = frozenset(transports)
        await database.run(
            commands.settle_unsent, claimed=claimed, failure=failure, channels=channels, written=written, now=now
        )

    await _surely(settle)


def _failure(error: NotSent, *, repeatable: bool) -> rules.Failure:
    if error.uncertain and not repeatable:
        return rules.Failure(f"{error.reason} It may have been sent; try again if not.", final=True, uncertain=True)
    return rules.Failure(error.reason, final=error.final, wait=error.wait)


def _calendar_part(claimed: commands.Claimed, written: Written, house: House) -> CalendarPart | None:
    material = claimed.material
    if material.appointment is None:
        return None
    return calendar_part(
        material.template,
        material.appointment,
        organizer=(house.clinic_name, house.mail_from),
        attendee=(material.to_name, claimed.address),
        language=written.language,
        link=written.link,
        now=utc_now(),
    )


async def _surely(settle: Callable[[datetime], Awaitable[object]]) -> None:
    """Settle what was sent, also if the database is away for a moment: forgotten, it would be sent again."""
    for pause in SETTLING_PAUSES:
        try:
            await settle(utc_now())
            return
        except (SQLAlchemyError, OSError) as error:
            log.warning("a message could not be settled yet", error=telemetry.describe(error))
            await asyncio.sleep(pause)
    await settle(utc_now())


async def replan(resources: Resources) -> None:
    """Let the reminders of upcoming visits follow rules that were changed."""
    until = time.monotonic() + ROUND_SECONDS
    while await resources.database.run(commands.replan_some, now=utc_now()) and time.monotonic() < until:
        continue
