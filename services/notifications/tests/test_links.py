"""Links in messages: what stands in them, what they open, and where they are never seen."""

import re
from datetime import timedelta
from email import message_from_string, policy

import pytest
from clinic_common.database import utc_now
from clinic_common.links import open_link
from clinic_contracts.scheduling import (
    VISIT_LINK,
    AppointmentCancelled,
    AppointmentRescheduled,
    visit_link_state,
)
from notifications import queries, templates
from notifications.models import Message

from .conftest import HOUSE, appointment, noon, patient

LINK = re.compile(r"https://clinic\.example/visits/([A-Za-z0-9_-]+)")


def plain(text):
    """What a person reads of a message."""
    mail = message_from_string(text, policy=policy.default)
    part = mail.get_body(("plain",)) if mail["Message-ID"] else None
    return part.get_content() if part else text


def opened(text):
    [token] = LINK.findall(plain(text))
    return open_link(token, purpose=VISIT_LINK, sealer=HOUSE.sealer, now=utc_now())


# N10
@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_confirmation_carries_a_link_that_holds_while_the_visit_stands_as_told(told, send, folder, language):
    visit = appointment(sequence=3)
    await told(patient(preferred_language=language), visit)
    await send()
    [mail] = folder()
    link = opened(mail)
    assert (link.subject_id, link.expires_at) == (visit.appointment_id, visit.ends_at)
    assert link.state == visit_link_state(visit.starts_at, 3)


async def test_a_moved_visit_has_another_link_and_a_cancelled_one_none(told, send, folder, settings):
    await told(patient(), appointment())
    later = noon(4)
    await told(appointment(AppointmentRescheduled, version=2, sequence=1, starts_at=later))
    await send()
    [mail] = folder()
    assert opened(mail).state == visit_link_state(later, 1)
    await told(appointment(AppointmentCancelled, version=3, sequence=2, starts_at=later))
    await send()
    [cancelled] = [text for text in folder() if text != mail]
    assert "/visits/" not in cancelled


async def test_staff_never_see_the_token_of_a_patients_link(told, send, folder, database, messages, capsys):
    await told(patient(), appointment())
    [planned] = await messages(template="appointment_confirmation")
    before = await database.read(queries.get_message, message_id=planned.id, house=HOUSE)
    await send()
    after = await database.read(queries.get_message, message_id=planned.id, house=HOUSE)
    for seen in (before, after):
        assert "https://clinic.example/visits/…" in seen.text
        assert not LINK.search(seen.text)
    [token] = LINK.findall(plain(folder()[0]))
    [message] = await messages(id=planned.id)
    row = {column.name: getattr(message, column.name) for column in Message.__table__.columns}
    assert token not in repr(row)
    captured = capsys.readouterr()
    assert token not in captured.out + captured.err


def test_every_message_about_a_visit_to_come_has_its_link_in_every_form():
    for name in ("appointment_confirmation", "appointment_rescheduled", "appointment_reminder"):
        template = templates.get_template(name)
        for text in template.texts.values():
            assert "{link}" in text.text
            assert "{link}" in (text.sms or "")
    for text in templates.get_template("appointment_cancelled").texts.values():
        assert "{link}" not in text.text + (text.sms or "")


async def test_a_text_message_with_its_link_stays_short(told, send, folder):
    await told(patient(email=None, phone="+15550100"), appointment(starts_at=noon() + timedelta(hours=2)))
    await send()
    [text] = folder()
    assert opened(text)
    assert len(text.partition("\n\n")[2]) < 2 * 153
