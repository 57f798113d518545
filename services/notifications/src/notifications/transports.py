"""The ways out of the house: an SMTP server, or a folder in which every message is a file one can read."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from clinic_common.database import utc_now

from .itip import CalendarPart
from .rules import EMAIL, SMS

TIMEOUT_SECONDS = 20.0
"""The longest a transport may take over one message; a batch of them stays within the lease."""


class NotSent(Exception):
    """
    A message did not leave.

    :param reason: in words for people; never what a server said, which may quote an address
    :param final: trying again is of no use
    """

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.final = reason, final


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to leave."""

    message_id: UUID
    template: str
    to: str = field(repr=False)
    to_name: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    language: str
    calendar: CalendarPart | None = None
    """What a calendar program reads of it; only e-mail carries it."""


class Transport(Protocol):
    """
    One way to send.

    `repeatable` says that the same message sent twice reaches somebody once: what a killed sender may have
    sent is then sent again, and otherwise left to people (N7).
    """

    repeatable: bool

    async def send(self, message: Outgoing) -> None:
        """
        Hand a message over; returning means it was taken.

        :raises NotSent: it was not
        """


Transports = Mapping[str, Transport]
"""Channel → the way it goes; a channel without one cannot be used."""


@dataclass(frozen=True)
class Sender:
    """Whom e-mails come from."""

    name: str
    address: str


def as_email(message: Outgoing, sender: Sender) -> EmailMessage:
    """
    A message as an e-mail (RFC 5322); its Message-ID depends on nothing but the message's id.

    :raises NotSent: name, address or subject cannot stand in a header, such as with a line break in it
    """
    mail = EmailMessage(policy=SMTP_POLICY)
    try:
        if any(character in "\r\n" for text in (message.to, message.to_name, message.subject) for character in text):
            raise ValueError("a line break")
        mail["From"] = _address(sender.name, sender.address)
        mail["To"] = _address(message.to_name, message.to)
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(utc_now())
        mail["Message-ID"] = f"<{message.message_id}@{sender.address.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = message.language
        mail.set_content(message.text, cte="quoted-printable" if not message.text.isascii() else None)
        if part := message.calendar:
            # The alternative that calendar programs understand (RFC 6047 2.4).
            cte = "quoted-printable" if not part.content.isascii() else None
            mail.add_alternative(part.content, subtype="calendar", params={"method": part.method}, cte=cte)
    except (ValueError, MessageError, IndexError) as error:
        raise NotSent("The e-mail address or the subject is not usable.", final=True) from error
    return mail


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    domain = domain.encode("idna").decode()
    if local.isascii():
        return Address(name, addr_spec=f"{local}@{domain}")
    # Needs a server that speaks SMTPUTF8 (RFC 6531); the parser for the other ones refuses it.
    if not re.fullmatch(r"[^\s@<>()\[\]:;,\\\"]+", local):
        raise ValueError("not an address")
    return Address(name, username=local, domain=domain)


class Folder:
    """Writes every message into a folder: for trying the clinic out, and for tests."""

    repeatable = True

    def __init__(self, folder: Path, sender: Sender, *, channel: str) -> None:
        self._folder, self._sender, self._channel = folder, sender, channel

    async def send(self, message: Outgoing) -> None:
        """Write one file; the same message written twice is one file."""
        if self._channel == EMAIL:
            name, content = f"{message.message_id}.eml", bytes(as_email(message, self._sender))
        else:
            name, content = f"{message.message_id}.txt", f"To: {message.to}\n\n{message.text}\n".encode()
        try:
            await asyncio.to_thread(self._write, name, content)
        except OSError as error:
            raise NotSent("The message folder cannot be written to.") from error

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f".{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(self._folder / name)


class BadSmtpUrl(ValueError):
    """The SMTP URL is not one of smtp://, smtp+starttls://, smtps://, smtp+plain:// user:password@host:port."""


class Smtp:
    """
    Sends e-mail through an SMTP server.

    :param url: `smtps://user:password@host:465` (TLS), `smtp+starttls://…:587` (insists on STARTTLS),
        `smtp://…` (STARTTLS where offered, insisted on if there is a password), `smtp+plain://…` (a relay
        on a private network)
    :param ca_file: trust these certificates instead of the system's
    """

    # The Message-ID stays the same, so receivers drop the second one.
    repeatable = True

    def __init__(self, url: str, sender: Sender, *, ca_file: str = "") -> None:
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError as error:
            raise BadSmtpUrl(BadSmtpUrl.__doc__) from error
        if parts.scheme not in _PORTS or not parts.hostname:
            raise BadSmtpUrl(BadSmtpUrl.__doc__)
        self._host, self._port = parts.hostname, port or _PORTS[parts.scheme]
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._tls = parts.scheme == "smtps"
        # None: where the server offers it. A password never travels in the clear without having been asked to.
        self._start_tls = {"smtp+starttls": True, "smtp": True if self._password else None}.get(parts.scheme, False)
        self._sender, self._ca_file = sender, ca_file or None

    async def send(self, message: Outgoing) -> None:
        """Speak to the server once, in a connection of its own."""
        import aiosmtplib
        from aiosmtplib import errors

        mail = as_email(message, self._sender)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await aiosmtplib.send(
                    mail,
                    hostname=self._host,
                    port=self._port,
                    username=self._user,
                    password=self._password,
                    use_tls=self._tls,
                    start_tls=self._start_tls,
                    cert_bundle=self._ca_file,
                    timeout=TIMEOUT_SECONDS,
                )
        except errors.SMTPRecipientsRefused as error:
            code = error.recipients[0].code
            raise NotSent(f"The mail server refused the address ({code}).", final=code >= 500) from error
        except errors.SMTPAuthenticationError as error:
            raise NotSent(f"The mail server did not accept our sign-in ({error.code}).") from error
        except errors.SMTPNotSupported as error:
            raise NotSent("The mail server cannot carry this address.", final=True) from error
        except errors.SMTPResponseException as error:
            raise NotSent(f"The mail server refused the message ({error.code}).", final=error.code >= 500) from error
        except (errors.SMTPException, OSError, TimeoutError) as error:
            raise NotSent("The mail server did not answer as it should.") from error


_PORTS = {"smtp": 587, "smtp+starttls": 587, "smtps": 465, "smtp+plain": 25}


def choose_transports(
    *, smtp_url: str, message_folder: Path, sender: Sender, smtp_ca_file: str = ""
) -> dict[str, Transport]:
    """
    The ways out that the settings describe.

    Without a mail server everything goes into the folder. With one, text messages have no way out until one
    is set up: a message in a folder nobody reads would only pretend to have been sent.

    :raises BadSmtpUrl: the URL cannot be read
    """
    if smtp_url:
        return {EMAIL: Smtp(smtp_url, sender, ca_file=smtp_ca_file)}
    return {channel: Folder(message_folder, sender, channel=channel) for channel in (EMAIL, SMS)}


def is_address(text: str) -> bool:
    """Whether an e-mail address could be a sender's."""
    return bool(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text))
