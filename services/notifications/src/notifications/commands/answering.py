"""What patients answer by text message: leave me alone, write to me again, I will come, I will not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from clinic_common.database import Session
from clinic_contracts.notifications import CANCEL, CONFIRM, VisitAnswered
from sqlalchemy import select

from .. import answers, rules
from ..letters import House, Reader, readers_of, same_people
from ..models import Appointment, Message, Patient
from .setting import opt_out_of_texts

log = structlog.get_logger(__name__)

SHARED_BY = 20
"""More people than this do not share a phone; a number that does is somebody's exchange."""


@dataclass(frozen=True)
class Person:
    """Whose data was touched."""

    patient_id: UUID


@dataclass(frozen=True)
class Heard:
    """What became of a text message: the answer to it, empty if there is none, and who is concerned."""

    answer: str
    items: list[Person]


async def take_text_message(session: Session, *, sender: str, text: str, house: House, now: datetime) -> Heard:
    """
    Do what a text message asks for (N12).

    STOP and START hold for everybody known by that number; the service they go through confirms them itself. YES and
    NO are about the one visit that number was reminded of; if it is not clear which, nothing is changed. Of a number
    that nobody here has, nothing is kept.

    :param sender: the number it came from, in E.164
    """
    found = await session.scalars(select(Patient.patient_id).where(Patient.phone == sender).limit(SHARED_BY))
    known = await same_people(session, found.all())
    word = answers.word_of(text)
    if not known:
        return Heard("", [])
    if word in (answers.STOP, answers.START):
        rows = await opt_out_of_texts(session, patient_ids=known, out=word == answers.STOP)
        log.info("text messages stopped" if word == answers.STOP else "text messages wanted again", people=len(rows))
        return Heard("", [Person(row.patient_id) for row in rows])
    readers = {
        one: reader for one, reader in (await readers_of(session, known)).items() if reader.person.phone == sender
    }
    language = next((reader.language for reader in readers.values() if reader.language), None) or house.language
    if word is None:
        return Heard(answers.say(answers.UNREAD, language), [])
    visits = await _reminded_of(session, readers, now=now)
    if len(visits) > 1:
        return Heard(answers.say(answers.SEVERAL, language), [])
    if not visits or visits[0].status not in rules.EXPECTED:
        return Heard(answers.say(answers.NOTHING, language), [])
    [visit] = visits
    answer = CONFIRM if word == answers.YES else CANCEL
    session.emit(
        VisitAnswered(
            appointment_id=visit.appointment_id,
            patient_id=visit.patient_id,
            answer=answer,
            link=house.visit_token(visit),
            occurred_at=now,
        )
    )
    said = answers.say(answers.CONFIRMED if word == answers.YES else answers.CANCELLED, language, visit.as_visit())
    return Heard(said, [Person(visit.patient_id)])


async def _reminded_of(session: Session, readers: dict[UUID, Reader], *, now: datetime) -> list[Appointment]:
    """
    The visits ahead that these people were reminded of by text message, as they still stand.

    A visit that was called off meanwhile counts: whoever says NO twice means the same one twice.
    """
    reminded = (
        select(Appointment)
        .join(Message, Message.appointment_id == Appointment.appointment_id)
        .where(
            Message.patient_id.in_(readers),
            Message.template == rules.REMINDER,
            Message.channel == rules.SMS,
            Message.status == rules.SENT,
            Message.starts_at == Appointment.starts_at,
            Appointment.starts_at > now,
        )
        .order_by(Appointment.starts_at)
        .distinct()
        .limit(2)
    )
    return list((await session.scalars(reminded)).all())
