"""E-mail as such (RFC 5322), and the way through an SMTP server."""

import asyncio
import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from clinic_common.database import utc_now

from .port import TIMEOUT_SECONDS, NotSent, Outgoing, Sender


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
