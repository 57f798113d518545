"""Text messages that come in: signed or not, from whom, and what they change."""

import base64
import hashlib
import hmac
import logging
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from clinic_common.database import new_id, utc_now
from clinic_common.links import open_link
from clinic_contracts.notifications import VisitAnswered
from clinic_contracts.patients import PatientsMerged
from clinic_contracts.scheduling import VISIT_LINK, AppointmentCancelled, AppointmentRescheduled
from clinic_contracts.trail import AccessRecorded
from notifications import answers, commands, queries, rules
from notifications.models import ContactPreferences, Message
from notifications.service import NotificationsSettings
from pydantic import SecretStr
from sqlalchemy import func, select

from .conftest import ADA, HOUSE, appointment, noon, patient
from .provider import TOKEN
from .test_rules import VISIT

PHONE, ADDRESS = "+12125550123", "https://clinic.example/api/sms/incoming"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


def signature(form, *, token=TOKEN, address=ADDRESS):
    """As the other side's documentation describes it, written once more."""
    said = address
    for name in sorted(form):
        said += name + form[name]
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()


@pytest.fixture
def settings(settings: NotificationsSettings) -> NotificationsSettings:
    """Settings with a text message service that is never spoken to."""
    url = f"http://AC0:{TOKEN.replace(':', '%3A')}@127.0.0.1:1"
    return settings.model_copy(update={"sms_url": SecretStr(url), "sms_from": "+15550100"})


@pytest.fixture
def text(client):
    """`await text("YES")`: what a message from that phone is answered."""
    client.headers.pop("Authorization")

    async def bring(body, sender=PHONE, **other):
        form = {"From": sender, "Body": body, "MessageSid": "SM1", "To": "+15550100"}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature(form)} | other
        return await client.post("/sms/incoming", content=urlencode(form), headers=headers)

    return bring


@pytest.fixture
def reminded(told, database, messages):
    """`await reminded(visit)`: the visit is booked, and its reminder has gone out by text message."""

    async def send(visit):
        await told(visit)

        async def went(session):
            ours = (Message.appointment_id == visit.appointment_id, Message.template == rules.REMINDER)
            for message in await session.scalars(select(Message).where(*ours)):
                message.status, message.available_at, message.channel = rules.SENT, None, rules.SMS
                message.sent_at = utc_now()

        await database.run(went)
        return visit

    return send


# N12
@pytest.mark.parametrize(
    ("word", "answer"), [("Yes!", "confirm"), (" sí ", "confirm"), ("NO", "cancel"), ("n.", "cancel")]
)
async def test_yes_and_no_are_answers_to_the_reminder_by_the_visits_own_link(
    text, told, reminded, emitted, word, answer
):
    await told(patient(phone=PHONE))
    visit = await reminded(appointment())
    said = await text(word)
    assert (said.status_code, said.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert "<Message>Thank you" in said.text
    [event] = await emitted(VisitAnswered)
    assert (event.appointment_id, event.patient_id, event.answer) == (visit.appointment_id, ADA, answer)
    link = open_link(event.link, purpose=VISIT_LINK, sealer=HOUSE.sealer, now=utc_now())
    assert link.subject_id == visit.appointment_id
    assert event.link not in repr(event)
    [access] = await emitted(AccessRecorded)
    assert (access.action, access.actor_id, access.subject_ids) == ("take_text_message", None, [ADA])


# N12
@pytest.mark.parametrize("times", [1, 2])
async def test_it_is_never_guessed_which_visit_is_meant(text, told, reminded, emitted, times):
    await told(patient(phone=PHONE, preferred_language="es-MX"))
    first = await reminded(appointment())
    await reminded(appointment(appointment_id=new_id(), starts_at=noon(4)))
    if times == 2:  # the first one was called off by an earlier NO
        await told(appointment(AppointmentCancelled, version=2, starts_at=first.starts_at))
    assert "Tiene varias citas" in (await text("no")).text
    assert await emitted(VisitAnswered) == []


# N12
async def test_a_family_that_shares_a_phone_is_not_guessed_at_either(text, told, reminded, emitted):
    other = new_id()
    await told(patient(phone=PHONE), patient(patient_id=other, given_name="Ben", phone=PHONE))
    await reminded(appointment())
    await reminded(appointment(appointment_id=new_id(), patient_id=other))
    assert "several" in (await text("YES")).text
    assert await emitted(VisitAnswered) == []


# N12
@pytest.mark.parametrize("state", ["none", "moved", "cancelled", "by e-mail", "over"])
async def test_without_a_visit_that_was_reminded_of_nothing_is_answered_for(
    text, told, reminded, emitted, database, state
):
    await told(patient(phone=PHONE))
    if state == "by e-mail":
        await told(appointment())
    elif state != "none":
        await reminded(appointment())
    if state == "moved":
        await told(appointment(AppointmentRescheduled, version=2, sequence=1, starts_at=noon(5)))
    if state == "cancelled":
        await told(appointment(AppointmentCancelled, version=2))
    if state == "over":
        heard = await database.run(
            commands.take_text_message, sender=PHONE, text="yes", house=HOUSE, now=noon() + timedelta(seconds=1)
        )
        assert "no appointment" in heard.answer
    else:
        assert "no appointment" in (await text("yes")).text
    assert await emitted(VisitAnswered) == []


# N12
async def test_stop_and_start_are_heeded_for_everybody_with_that_number(text, told, database, messages, send, emitted):
    other, registration = new_id(), new_id()
    await told(
        patient(phone=PHONE, email=None), patient(patient_id=other, phone=PHONE), patient(patient_id=registration)
    )
    merge = PatientsMerged(merge_id=new_id(), survivor_id=ADA, duplicate_id=registration, occurred_at=utc_now())
    await database.run(commands.merge_patients, event=merge)
    for word, out in (("STOP", True), ("Alto", True), ("start", False)):
        assert (await text(word)).text == EMPTY
        for patient_id in (ADA, other):
            said = await database.read(queries.get_contact_preferences, patient_id=patient_id)
            assert (said.sms_opt_out, said.email_opt_out) == (out, False)
    accesses = await emitted(AccessRecorded)
    assert {*accesses[0].subject_ids} == {ADA, other, registration}
    await text("stop")
    await told(appointment())
    await send()
    [message] = await messages(template=rules.CONFIRMATION)
    assert (message.status, message.failure) == ("skipped", "The patient opted out of text messages.")


# N12
async def test_a_stranger_leaves_no_trace(text, database, capsys, told, emitted):
    await told(patient(phone="+12125550199"))
    for word in ("STOP", "YES", "what?"):
        answer = await text(word)
        assert (answer.status_code, answer.text) == (200, EMPTY)

    async def count(session):
        return await session.scalar(select(func.count()).select_from(ContactPreferences))

    assert await database.read(count) == 0
    assert await emitted() == []


async def test_what_is_no_answer_is_told_that_nobody_reads_it(text, told, emitted):
    await told(patient(phone=PHONE, given_name="<Ada>"))
    assert "Nobody reads" in (await text("I am 10 minutes late & sorry")).text
    assert await emitted(VisitAnswered) == []


# N12
@pytest.mark.parametrize("wrong", ["", "x", "ÿ", "of another token", "of another address", "of another text"])
async def test_nobody_else_can_write_as_a_patient(text, told, database, wrong):
    await told(patient(phone=PHONE))
    form = {"From": PHONE, "Body": "STOP", "MessageSid": "SM1", "To": "+15550100"}
    made = {
        "of another token": signature(form, token="other"),
        "of another address": signature(form, address="https://other.example/api/sms/incoming"),
        "of another text": signature(form | {"Body": "START"}),
    }
    answer = await text("STOP", **{"X-Twilio-Signature": made.get(wrong, wrong).encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (403, "signature_wrong")
    assert (await database.read(queries.get_contact_preferences, patient_id=ADA)).version == 0


async def test_no_number_is_ever_logged(text, told, reminded, capsys, caplog):
    caplog.set_level(logging.INFO)
    await told(patient(phone=PHONE))
    await reminded(appointment())
    for word in ("YES", "STOP", "START", "hm"):
        await text(word)
    captured = capsys.readouterr()
    assert PHONE[1:] not in captured.out + captured.err + caplog.text


def test_every_answer_is_said_in_both_languages():
    for kind in (answers.CONFIRMED, answers.CANCELLED, answers.NOTHING, answers.SEVERAL, answers.UNREAD):
        said = {answers.say(kind, language, VISIT) for language in ("en", "es-MX", "fr")}
        assert len(said) == 2
        assert not any("{" in each or len(each) > 2 * 153 for each in said)
