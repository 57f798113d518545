"""Providers over HTTPS: what they get, what becomes of a message when they fail, and when another way is taken."""

import base64
from datetime import timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from clinic_common.database import utc_now
from clinic_common.settings import MissingSettings, read_settings
from clinic_common.testing import RING
from clinic_contracts.notifications import MessageFailed, MessageSent
from notifications import commands, rules
from notifications.itip import CalendarPart
from notifications.models import Message
from notifications.service import NotificationsSettings
from notifications.transports import MailApi, NotSent, Outgoing, TwilioSms, https

from .conftest import ADA, appointment, patient
from .provider import KEY, provider
from .test_sending import DESK, hurry, outgoing

PHONE = "+12125550123"
KNOWN = {"database_url": "sqlite://", "bus_url": "inprocess:", "sealing_keys": RING}


# --- what goes out ------------------------------------------------------------------------------------------------


async def test_a_mail_api_gets_the_whole_message_under_its_own_id():
    message = outgoing(to_name="Grüße, Ömer", subject="Ωmega")
    message = Outgoing(**{**vars(message), "calendar": CalendarPart("REQUEST", "BEGIN:VCALENDAR")})
    async with provider() as ours:
        await MailApi(ours.url, KEY, DESK).send(message)
        [mail] = ours.mails
    assert mail["from"] == "Riverside Clinic <desk@clinic.example>"
    assert (mail["to"], mail["subject"], mail["text"]) == (['"Grüße, Ömer" <ada@example.org>'], "Ωmega", "See you.\n")
    assert mail["headers"]["Message-ID"] == f"<{message.message_id}@clinic.example>"
    assert mail["key"] == str(message.message_id)
    [part] = mail["attachments"]
    assert base64.b64decode(part["content"]) == b"BEGIN:VCALENDAR"
    assert part["content_type"].endswith("method=REQUEST")


async def test_a_text_message_goes_in_twilios_form():
    async with provider() as ours:
        await TwilioSms(ours.sms_url, "+15550100").send(outgoing(to=PHONE, text="¿Viene? & más"))
        assert ours.texts == [{"To": PHONE, "From": "+15550100", "Body": "¿Viene? & más"}]
        with pytest.raises(NotSent, match="country code") as refused:
            await TwilioSms(ours.sms_url, "+15550100").send(outgoing(to="+12125550123;ext=4"))
    assert refused.value.final


async def test_the_mail_server_of_a_stranger_hears_nothing(certificate):
    _, context = certificate
    heard = []

    async def hear(request):
        heard.append(request)
        return web.Response()

    app = web.Application()
    app.router.add_post("/", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    with pytest.raises(NotSent, match="cannot be reached") as refused:
        await MailApi(f"https://localhost:{runner.addresses[0][1]}/", KEY, DESK).send(outgoing())
    await runner.cleanup()
    assert (heard, refused.value.uncertain) == ([], False)


# --- faults -------------------------------------------------------------------------------------------------------

SOON = format_datetime(utc_now() + timedelta(days=2), usegmt=True)


@pytest.mark.parametrize(
    ("fault", "final", "uncertain", "wait"),
    [
        (400, True, False, 0),
        (401, False, False, 0),
        (302, True, False, 0),
        (500, False, False, 0),
        (503, False, False, 0),
        (504, False, True, 0),
        ("cut off", False, True, 0),
        ("silent", False, True, 0),
        ((429, {"Retry-After": "90"}), False, False, 90),
        ((429, {"Retry-After": SOON}), False, False, 3600),
        ((429, {"Retry-After": "next week"}), False, False, 0),
    ],
)
async def test_every_fault_is_known_for_what_it_is(fault, final, uncertain, wait, monkeypatch):
    if fault == "silent":
        monkeypatch.setattr(https, "TIMEOUT_SECONDS", 0.3)
    async with provider() as ours:
        for way in (MailApi(ours.url, KEY, DESK), TwilioSms(ours.sms_url, "+15550100")):
            ours.faults = [fault]
            with pytest.raises(NotSent) as refused:
                await way.send(outgoing(to=PHONE if isinstance(way, TwilioSms) else "ada@example.org"))
            error = refused.value
            assert (error.final, error.uncertain, error.wait) == (final, uncertain, timedelta(seconds=wait))
            assert "ada@" not in error.reason
            assert PHONE not in error.reason


async def test_a_provider_that_is_not_there_took_nothing_for_sure():
    async with provider() as ours:
        pass
    with pytest.raises(NotSent) as refused:
        await MailApi(ours.url, KEY, DESK).send(outgoing())
    assert (refused.value.final, refused.value.uncertain) == (False, False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"mail_api_url": "http://mail.example/emails", "mail_api_key": "k"}, "MAIL_API_URL"),
        ({"mail_api_url": "https://mail.example/emails"}, "MAIL_API_KEY"),
        ({"mail_api_url": "https://m.example", "mail_api_key": "k", "smtp_url": "smtps://h"}, "MAIL_API_URL"),
        ({"sms_url": "https://api.twilio.com", "sms_from": "+15550100"}, "SMS_URL"),
        ({"sms_url": "http://a:secret@sms.example", "sms_from": "+15550100"}, "SMS_URL"),
        ({"sms_url": "https://a:secret@sms.example:no"}, "SMS_URL"),
        ({"sms_url": "https://a:secret@sms.example"}, "SMS_FROM"),
    ],
)
def test_ways_that_cannot_work_stop_the_start_and_are_named(wrong, named):
    with pytest.raises(MissingSettings, match=named) as stopped:
        read_settings(NotificationsSettings, **KNOWN, **wrong)
    assert "secret" not in str(stopped.value)


# --- what becomes of a message ------------------------------------------------------------------------------------


@pytest.fixture
async def ours(sending):
    """A provider by which all messages go."""
    async with provider() as ours:
        mail, sms = MailApi(ours.url, KEY, DESK), TwilioSms(ours.sms_url, "+15550100")
        sending.extras["transports"] = {"email": mail, "sms": sms}
        yield ours


@pytest.fixture
def confirmation(messages):
    """`await confirmation()`: the one message these tests are about."""

    async def look():
        [message] = await messages(template=rules.CONFIRMATION)
        return message

    return look


async def test_a_lost_answer_of_a_mail_api_makes_no_second_mail(told, send, ours, confirmation, database):
    await told(patient(), appointment())
    ours.faults = ["cut off"]
    await send()
    message = await confirmation()
    assert (message.status, message.failure) == ("planned", "The mail service did not answer.")
    await hurry(database)
    await send()
    assert (await confirmation()).status == "sent"
    assert ours.keys == {str(message.id): 2}
    assert len(ours.mails) == 1


async def test_a_lost_answer_about_a_text_message_is_left_to_people(told, send, ours, confirmation, emitted):
    await told(patient(phone=PHONE, contact_by="sms"), appointment())
    ours.faults = ["cut off"]
    await send()
    await send()
    message = await confirmation()
    assert message.status == "failed"
    assert message.failure == "The text message service did not answer. It may have been sent; try again if not."
    assert (len(ours.texts), len(ours.mails)) == (1, 0)
    assert len(await emitted(MessageFailed)) == 1


async def test_a_provider_is_left_alone_as_long_as_it_asks(told, send, ours, confirmation):
    await told(patient(), appointment())
    ours.faults = [(429, {"Retry-After": "900"})]
    await send()
    assert (await confirmation()).available_at > utc_now() + timedelta(seconds=800)


# N11
async def test_a_channel_that_fails_again_and_again_gives_way_to_another(told, send, ours, confirmation, database):
    await told(patient(phone=PHONE), appointment())
    ours.faults = [500] * rules.PATIENCE
    for attempt in range(rules.PATIENCE):
        message = await confirmation()
        assert (message.status, message.channel, message.attempts) == ("planned", "email", attempt)
        await send()
        await hurry(database)
    message = await confirmation()
    assert (message.channel, message.given_up, message.attempts) == ("sms", "email", 0)
    assert message.failure == "The mail service takes nothing at the moment (500)."
    await send()
    assert (await confirmation()).status == "sent"
    assert [text["To"] for text in ours.texts] == [PHONE]
    assert ours.mails == []


# N11
async def test_an_address_that_is_refused_gives_way_at_once(told, send, ours, messages, confirmation, emitted):
    await told(patient(phone=PHONE), appointment())
    ours.faults = [400]
    await send()
    await send()
    message = await confirmation()
    assert (message.status, message.channel, len(ours.texts)) == ("sent", "sms", 1)
    assert [event.channel for event in await emitted(MessageSent)] == ["sms"]


# N11
@pytest.mark.parametrize(("phone", "opted_out"), [(None, False), (PHONE, True)])
async def test_without_another_way_that_is_allowed_a_failure_is_seen(
    told, send, ours, confirmation, emitted, database, phone, opted_out
):
    said = {"email_opt_out": False, "sms_opt_out": opted_out, "contact_by": None, "language": None}
    await database.run(commands.set_contact_preferences, patient_id=ADA, **said)
    await told(patient(phone=phone), appointment())
    ours.faults = [400]
    await send()
    message = await confirmation()
    assert (message.status, message.failure) == ("failed", "The mail service refused the message (400).")
    assert ours.texts == []
    assert [event.reason for event in await emitted(MessageFailed)] == [message.failure]


# N11
async def test_both_ways_fail_and_it_ends(told, send, ours, confirmation, database):
    await told(patient(phone=PHONE), appointment())
    ours.faults = [400] + [503] * 20
    for _ in range(10):
        await send()
        await hurry(database)
    message = await confirmation()
    assert (message.status, message.channel) == ("failed", "sms")
    assert message.attempts == len(rules.RETRY_DELAYS) + 1
    assert ours.texts == []


# N11
async def test_what_a_rule_wants_by_one_channel_goes_by_no_other(told, send, ours, database, confirmation):
    await told(patient(phone=PHONE), appointment())
    message_id = (await confirmation()).id

    async def by_mail_only(session):
        (await session.get(Message, message_id)).wanted_channel = "email"

    await database.run(by_mail_only)
    ours.faults = [400]
    await send()
    assert (await confirmation()).status == "failed"
    assert ours.texts == []
