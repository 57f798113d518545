"""Messages on their way: real mail servers, real files, several senders at once, and what goes wrong."""

import asyncio
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from clinic_common.database import Database, new_id, utc_now
from clinic_common.resources import Resources
from clinic_common.sealing import Sealer
from clinic_common.settings import MissingSettings, read_settings
from clinic_common.testing import RING, eventually, serving
from clinic_contracts.notifications import MessageFailed, MessageSent
from notifications import commands, rules, sender
from notifications.models import Message
from notifications.service import NotificationsSettings
from notifications.transports import Folder, NotSent, Outgoing, Sender, Smtp, Ways, as_email
from sqlalchemy import text, update

from .conftest import HOUSE, Mailbox, appointment, invitation, mail_server, patient
from .test_commands import due_message

DESK = Sender("Riverside Clinic", "desk@clinic.example")


def outgoing(**other: str) -> Outgoing:
    known = {"to": "ada@example.org", "to_name": "Ada Lovelace", "subject": "Hello", "text": "See you.\n"}
    return Outgoing(message_id=new_id(), template=rules.REMINDER, language="en", **(known | other))


# --- e-mails as such ----------------------------------------------------------------------------------------------


def test_an_email_of_the_same_message_has_the_same_message_id():
    message = outgoing()
    first, second = as_email(message, DESK), as_email(message, DESK)
    assert first["Message-ID"] == second["Message-ID"] == f"<{message.message_id}@clinic.example>"


@pytest.mark.parametrize("name", ["أحمد بن علي", "Zoë 🦊 O'Brien", "山田太郎", 'Ada "the first", Lovelace <x@y>'])
def test_every_name_can_be_written_to(name):
    text = f"Hello {name}\n" + "long " * 400
    mail = as_email(outgoing(to_name=name, subject=f"For {name}", text=text), DESK)
    read = message_from_bytes(bytes(mail), policy=policy.default)
    assert read["To"].addresses[0].display_name == name
    assert read["Subject"] == f"For {name}"
    assert read.get_content().split() == text.split()
    assert all(len(line) <= 998 for line in bytes(mail).splitlines())


@pytest.mark.parametrize("part", ["to", "to_name", "subject"])
@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
def test_nothing_can_be_smuggled_into_the_headers(part, line_break):
    smuggled = {part: f"ada@example.org{line_break}Bcc: everybody@example.org"}
    with pytest.raises(NotSent) as refused:
        as_email(outgoing(**smuggled), DESK)
    assert refused.value.final


@pytest.mark.parametrize("to", ["", "ada", "a b@example.org", "ada@", "@example.org", "a@b@c", "ada@example.org,b@c.d"])
def test_what_is_no_address_is_not_written_to(to):
    with pytest.raises(NotSent) as refused:
        as_email(outgoing(to=to), DESK)
    assert refused.value.final


# --- SMTP ---------------------------------------------------------------------------------------------------------


async def test_a_mail_server_gets_what_was_written():
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        await Smtp(f"smtp://127.0.0.1:{port}", DESK).send(outgoing(text="Grüße, Ωmega\n"))
    [mail] = mailbox.mails
    assert mailbox.envelopes == [("desk@clinic.example", ["ada@example.org"])]
    assert mail["From"] == "Riverside Clinic <desk@clinic.example>"
    assert mail.get_content().strip() == "Grüße, Ωmega"


async def test_addresses_of_every_script_are_written_to_where_the_server_can():
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        for address in ("jürgen@example.org", "山田@例え.jp"):
            await Smtp(f"smtp://127.0.0.1:{port}", DESK).send(outgoing(to=address))
    assert [to for _, to in mailbox.envelopes] == [["jürgen@example.org"], ["山田@xn--r8jz45g.jp"]]
    async with mail_server(mailbox, utf8=False) as port:
        with pytest.raises(NotSent) as refused:
            await Smtp(f"smtp://127.0.0.1:{port}", DESK).send(outgoing(to="jürgen@example.org"))
    assert refused.value.final


async def test_a_password_travels_only_over_tls(certificate):
    public, context = certificate
    seen = []

    def check(server, session, envelope, mechanism, login):
        seen.append((login.login, login.password, session.ssl is not None))
        return AuthResult(success=login.password == b"pass:word@1", handled=False)

    mailbox = Mailbox()
    async with mail_server(mailbox, start_tls=context, authenticator=check) as port:
        url = f"smtp://desk:pass%3Aword%401@localhost:{port}"
        await Smtp(url, DESK, ca_file=str(public)).send(outgoing())
        with pytest.raises(NotSent, match="sign-in"):
            await Smtp(f"smtp://desk:wrong@localhost:{port}", DESK, ca_file=str(public)).send(outgoing())
    assert mailbox.secure == [True]
    assert seen[0] == (b"desk", b"pass:word@1", True)
    assert all(secure for _, _, secure in seen)
    async with mail_server(mailbox) as port:
        with pytest.raises(NotSent):
            await Smtp(f"smtp://desk:secret@127.0.0.1:{port}", DESK).send(outgoing())
    assert len(mailbox.mails) == 1


async def test_starttls_is_insisted_on_and_no_stranger_is_behind_it(certificate):
    public, context = certificate
    mailbox = Mailbox()
    async with mail_server(mailbox, start_tls=context) as port:
        await Smtp(f"smtp+starttls://localhost:{port}", DESK, ca_file=str(public)).send(outgoing())
        with pytest.raises(NotSent):
            await Smtp(f"smtp+starttls://localhost:{port}", DESK).send(outgoing())
    async with mail_server(mailbox) as port:
        with pytest.raises(NotSent):
            await Smtp(f"smtp+starttls://localhost:{port}", DESK, ca_file=str(public)).send(outgoing())
    assert mailbox.secure == [True]


async def test_tls_from_the_first_byte_and_no_stranger_behind_it(certificate):
    public, context = certificate
    mailbox = Mailbox()
    async with mail_server(mailbox, tls=context) as port:
        await Smtp(f"smtps://localhost:{port}", DESK, ca_file=str(public)).send(outgoing())
        with pytest.raises(NotSent):
            await Smtp(f"smtps://localhost:{port}", DESK).send(outgoing())
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    ("answer", "final"),
    [("451 try later", False), ("552 mailbox full of ada@example.org", True)],
)
async def test_what_a_server_refuses_is_told_without_quoting_it(answer, final):
    mailbox = Mailbox()
    mailbox.answers = [answer]
    async with mail_server(mailbox) as port:
        with pytest.raises(NotSent) as refused:
            await Smtp(f"smtp://127.0.0.1:{port}", DESK).send(outgoing())
        with pytest.raises(NotSent) as unknown:
            await Smtp(f"smtp://127.0.0.1:{port}", DESK).send(outgoing(to="nobody@example.org"))
    assert refused.value.reason == f"The mail server refused the message ({answer[:3]})."
    assert refused.value.final == final
    assert (unknown.value.reason, unknown.value.final) == ("The mail server refused the address (550).", True)


async def test_a_server_that_is_not_there_is_tried_again_later():
    async with mail_server(Mailbox()) as port:
        pass
    with pytest.raises(NotSent) as refused:
        await Smtp(f"smtp://127.0.0.1:{port}", DESK).send(outgoing())
    assert not refused.value.final


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://host:notaport", "smtp:host", "smtp://host:99999"])
def test_a_wrong_smtp_url_stops_the_start_and_names_the_variable(url):
    known = {"database_url": "sqlite://", "bus_url": "inprocess:", "sealing_keys": RING}
    with pytest.raises(MissingSettings, match="SMTP_URL") as stopped:
        read_settings(NotificationsSettings, **known, smtp_url=url)
    assert "notaport" not in str(stopped.value)
    with pytest.raises(MissingSettings, match="MAIL_FROM"):
        read_settings(NotificationsSettings, **known, mail_from="nobody")


# --- the folder ---------------------------------------------------------------------------------------------------


async def test_messages_are_files_and_the_same_one_is_one_file(tmp_path: Path):
    email, sms = outgoing(to="jürgen@example.org"), outgoing(to="+15550100", text="See you at nine.")
    for _ in range(2):
        await Folder(tmp_path / "new", DESK, channel="email").send(email)
        await Folder(tmp_path / "new", DESK, channel="sms").send(sms)
    assert sorted(file.suffix for file in (tmp_path / "new").iterdir()) == [".eml", ".txt"]
    assert (tmp_path / "new" / f"{sms.message_id}.txt").read_text() == "To: +15550100\n\nSee you at nine.\n"


async def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(NotSent) as refused:
        await Folder(tmp_path / "taken", DESK, channel="sms").send(outgoing())
    assert not refused.value.final


def test_with_a_mail_server_and_nothing_for_text_messages_none_are_pretended():
    sms = {"sms_url": "https://account:token@sms.example", "sms_from": "+15550100"}
    assert set(Ways(Path("x")).open(DESK)) == {"email", "sms"}
    assert set(Ways(Path("x"), smtp_url="smtps://host").open(DESK)) == {"email"}
    assert set(Ways(Path("x"), mail_api_url="https://host", mail_api_key="k", **sms).open(DESK)) == {"email", "sms"}
    assert set(Ways(Path("x"), **sms).open(DESK)) == {"sms"}


# --- the job ------------------------------------------------------------------------------------------------------


async def test_a_message_is_sent_by_the_running_service(client, told, messages, folder, emitted):
    await told(patient(), appointment())

    async def sent():
        return await messages(status="sent")

    [message] = await eventually(sent)
    assert message.template == rules.CONFIRMATION
    assert "Ada Lovelace" in folder()[0]
    [event] = await emitted(MessageSent)
    assert (event.message_id, event.channel, event.patient_id) == (message.id, "email", message.patient_id)


async def test_a_server_that_fails_first_gets_the_message_later_once(sending, told, messages, database):
    await told(patient(), appointment())
    mailbox = Mailbox()
    mailbox.answers = ["451 not now"]
    async with mail_server(mailbox) as port:
        sending.extras["transports"] = {"email": Smtp(f"smtp://127.0.0.1:{port}", DESK)}
        await sender.send_due(sending)
        [message] = await messages(template=rules.CONFIRMATION)
        assert (message.status, message.attempts) == ("planned", 1)
        assert message.failure == "The mail server refused the message (451)."
        assert message.available_at > utc_now() + timedelta(seconds=20)
        await hurry(database)
        await sender.send_due(sending)
        await sender.send_due(sending)
    [message] = await messages(template=rules.CONFIRMATION)
    assert (message.status, message.attempts, message.failure) == ("sent", 2, None)
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<{message.id}@clinic.example>"]


async def test_an_address_that_does_not_exist_fails_at_once_and_visibly(sending, told, messages, emitted):
    await told(patient(email="nobody@example.org"), appointment())
    async with mail_server(Mailbox()) as port:
        sending.extras["transports"] = {"email": Smtp(f"smtp://127.0.0.1:{port}", DESK)}
        await sender.send_due(sending)
    [message] = await messages(template=rules.CONFIRMATION)
    assert (message.status, message.failure) == ("failed", "The mail server refused the address (550).")
    assert [event.reason for event in await emitted(MessageFailed)] == [message.failure]


async def test_an_invitation_arrives_with_its_link_and_leaves_none_behind(sending, told, messages, capsys):
    await told(invitation())
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        sending.extras["transports"] = {"email": Smtp(f"smtp://127.0.0.1:{port}", DESK)}
        await sender.send_due(sending)
    [mail] = mailbox.mails
    assert "https://clinic.example/invitation#one-time-secret" in mail.get_content()
    assert mail["To"] == "Nora Nurse <nurse@example.org>"
    [message] = await messages()
    assert (message.status, message.parameters) == ("sent", None)
    captured = capsys.readouterr()
    assert "one-time-secret" not in captured.out + captured.err


# N1
async def test_three_senders_at_once_send_two_hundred_messages_each_once(told, settings, signer, bus, messages):
    await told(patient(), appointment())
    now = utc_now()
    senders = [_another(settings, bus, signer) for _ in range(3)]

    async def many(session):
        session.add_all([due_message(f"extra/{number}", now) for number in range(199)])

    await senders[0].database.run(many)
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        for one in senders:
            one.extras["house"] = HOUSE
            one.extras["transports"] = {"email": Smtp(f"smtp://127.0.0.1:{port}", DESK)}
        while await messages(status="planned", template=rules.CONFIRMATION):
            await asyncio.gather(*map(sender.send_due, senders))
    for one in senders:
        await one.database.close()
    sent = Counter(mail["Message-ID"] for mail in mailbox.mails)
    assert len(sent) == 200
    assert set(sent.values()) == {1}
    assert len(await messages(status="sent")) == 200


# N7
async def test_a_sender_killed_after_sending_leaves_a_double_that_receivers_can_tell(sending, told, messages, database):
    await told(patient(), appointment())
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        smtp = Smtp(f"smtp://127.0.0.1:{port}", DESK)
        means = commands.Means(frozenset({"email"}))
        [claimed], _ = await database.run(commands.claim_due, means=means, now=utc_now())
        written = claimed.material.written("email", HOUSE)
        lost = Outgoing(claimed.message_id, "", claimed.address, "Ada", written.subject, written.text, "en")
        await smtp.send(lost)  # and killed before it could be settled
        sending.extras["transports"] = {"email": smtp}
        await sender.send_due(sending)
        assert len(mailbox.mails) == 1
        await hurry(database)
        await sender.send_due(sending)
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1
    assert [m.status for m in await messages(template=rules.CONFIRMATION)] == ["sent"]


async def test_a_database_away_for_a_moment_after_sending_makes_no_double(sending, told, messages):
    await told(patient(), appointment())
    mailbox, engine = Mailbox(), sending.database.engine

    class LeavesAfterSending(Smtp):
        async def send(self, message: Outgoing) -> None:
            await super().send(message)
            async with engine.begin() as connection:
                await connection.execute(text("ALTER TABLE messages RENAME TO messages_away"))
            asyncio.get_running_loop().call_later(0.1, lambda: tasks.append(asyncio.ensure_future(come_back())))

    async def come_back():
        async with engine.begin() as connection:
            await connection.execute(text("ALTER TABLE messages_away RENAME TO messages"))

    tasks: list[asyncio.Future[None]] = []
    async with mail_server(mailbox) as port:
        sending.extras["transports"] = {"email": LeavesAfterSending(f"smtp://127.0.0.1:{port}", DESK)}
        await sender.send_due(sending)
        await asyncio.gather(*tasks)
    assert [m.status for m in await messages(template=rules.CONFIRMATION)] == ["sent"]
    assert len(mailbox.mails) == 1


async def test_one_message_that_cannot_be_written_holds_up_no_other(sending, told, messages, database, folder):
    await told(patient(), appointment(), invitation())
    [poison] = await messages(template=rules.INVITATION)

    async def poisoned(session):
        message = await session.get(Message, poison.id)
        message.template = "gone"

    await database.run(poisoned)
    await sender.send_due(sending)
    assert [m.status for m in await messages(template=rules.CONFIRMATION)] == ["sent"]
    [message] = await messages(id=poison.id)
    assert (message.status, message.failure) == ("planned", "Something went wrong on our side while sending.")


async def test_the_service_stops_in_order_while_it_is_sending(app, told, messages):
    await told(patient(), appointment())
    async with serving(app):
        pass
    assert "sending" not in {m.status for m in await messages()}


def _another(settings, bus, signer) -> Resources:
    database = Database(
        settings.database_url.get_secret_value(), service="notifications", sealer=Sealer.from_text(RING)
    )
    return Resources(settings=settings, database=database, bus=bus, sealer=database.sealer, verifier=None)


async def hurry(database: Database) -> None:
    """Let the pause or lease of every message that was begun be over."""

    async def due_now(session):
        begun = (Message.attempts > 0, Message.available_at.is_not(None))
        await session.execute(update(Message).where(*begun).values(available_at=utc_now()))

    await database.run(due_now)
