"""Ways out over HTTPS: a mail API that takes JSON, and text messages in the form Twilio takes."""

import base64
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from clinic_common.database import utc_now

from .port import TIMEOUT_SECONDS, NotSent, Outgoing, Sender
from .smtp import as_email

CONNECT_SECONDS = 5.0
LONGEST_WAIT = timedelta(hours=1)
"""However long a provider asks to be left alone."""
_LATER = {408, 409, 425, 429}
_UNANSWERED = {502, 504}
_NO_SIGN_IN = {401, 403}
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


class BadMailApiUrl(ValueError):
    """The address of the mail API must be https://…; plain http:// goes to this machine only."""


class BadSmsUrl(ValueError):
    """The SMS URL must be https://account:token@host; plain http:// goes to this machine only."""


class MailApi:
    """
    Sends e-mail through an HTTPS API, in the form several providers share.

    One POST a message, `Authorization: Bearer <key>`, and as JSON `from`, `to` (a list), `subject`, `text`, `headers`,
    and `attachments` (`filename`, `content` in base64, `content_type`). Any 2xx means it was taken.

    :param url: the address such messages are posted to
    """

    # `Idempotency-Key` is the message's id: what was taken is not taken again. A provider that does not know the
    # header sends a second one with the same Message-ID, and receivers drop it.
    repeatable = True

    def __init__(self, url: str, key: str, sender: Sender) -> None:
        _must_be_safe(url, BadMailApiUrl)
        self._url, self._key, self._sender = url, key, sender

    async def send(self, message: Outgoing) -> None:
        """Post it."""
        mail = as_email(message, self._sender)
        body: dict[str, Any] = {name: str(mail[name]) for name in ("from", "subject")}
        body |= {"to": [str(mail["to"])], "text": message.text}
        body["headers"] = {name: str(mail[name]) for name in ("Message-ID", "Auto-Submitted", "Content-Language")}
        if part := message.calendar:
            content = base64.b64encode(part.content.encode()).decode()
            kind = f"text/calendar; charset=utf-8; method={part.method}"
            body["attachments"] = [{"filename": "appointment.ics", "content": content, "content_type": kind}]
        headers = {"Authorization": f"Bearer {self._key}", "Idempotency-Key": str(message.message_id)}
        await _post("mail service", self._url, headers=headers, json=body)


class TwilioSms:
    """
    Sends text messages through Twilio, or whoever takes the same form.

    :param url: `https://account:token@api.twilio.com`
    :param number: whom they come from, such as +15550100
    """

    # Nothing in this form lets the other side tell a repeat from a second message.
    repeatable = False

    def __init__(self, url: str, number: str) -> None:
        parts = _must_be_safe(url, BadSmsUrl)
        if not parts.username or not parts.password:
            raise BadSmsUrl(BadSmsUrl.__doc__)
        account, self._token = unquote(parts.username), unquote(parts.password)
        self._sign_in = base64.b64encode(f"{account}:{self._token}".encode()).decode()
        base = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl().rstrip("/")
        self._url = f"{base}/2010-04-01/Accounts/{quote(account, safe='')}/Messages.json"
        self._number = number

    async def send(self, message: Outgoing) -> None:
        """Post it."""
        if not _NUMBER.fullmatch(message.to):
            raise NotSent("The phone number cannot get text messages; it needs its country code.", final=True)
        form = {"To": message.to, "From": self._number, "Body": message.text}
        headers = {"Authorization": f"Basic {self._sign_in}"}
        await _post("text message service", self._url, headers=headers, data=form)

    def signed(self, url: str, form: Iterable[tuple[str, str]]) -> str:
        """The signature under a form the other side posts to us: HMAC-SHA1 of the address and the sorted fields."""
        said = url + "".join(name + value for name, value in sorted(form))
        return base64.b64encode(hmac.digest(self._token.encode(), said.encode(), "sha1")).decode()


async def _post(service: str, url: str, *, headers: Mapping[str, str], **body: Any) -> None:
    """
    Post something once, in a connection of its own.

    :raises NotSent: it was not taken; whether anybody may know otherwise is `uncertain`
    """
    # Loaded when first needed: a clinic without such a service does not pay for it.
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS, sock_connect=CONNECT_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as client,
            client.post(url, headers=headers, allow_redirects=False, **body) as answer,
        ):
            status, later = answer.status, answer.headers.get("Retry-After", "")
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent(f"The {service} cannot be reached.") from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise NotSent(f"The {service} did not answer.", uncertain=True) from error
    if 200 <= status < 300:
        return
    if status in _UNANSWERED:
        raise NotSent(f"The {service} did not answer ({status}).", uncertain=True, wait=_wait(later))
    if status in _LATER or status >= 500:
        raise NotSent(f"The {service} takes nothing at the moment ({status}).", wait=_wait(later))
    if status in _NO_SIGN_IN:
        raise NotSent(f"The {service} did not accept our sign-in ({status}).")
    raise NotSent(f"The {service} refused the message ({status}).", final=True)


def _wait(retry_after: str) -> timedelta:
    """How long a Retry-After header asks for, in seconds or as a date (RFC 9110 10.2.3); nothing if unreadable."""
    if retry_after.isascii() and retry_after.isdigit():
        asked = timedelta(seconds=min(int(retry_after[:9]), 10**6))
    else:
        try:
            moment: datetime = parsedate_to_datetime(retry_after)
        except ValueError:
            return timedelta(0)
        asked = moment.replace(tzinfo=moment.tzinfo or UTC) - utc_now()
    return min(max(asked, timedelta(0)), LONGEST_WAIT)


def _must_be_safe(url: str, problem: type[ValueError]) -> SplitResult:
    try:
        parts = urlsplit(url)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        usable = bool(parts.hostname) and (parts.port or True)
    except ValueError as error:
        raise problem(problem.__doc__) from error
    if not usable or parts.scheme not in (("https", "http") if local else ("https",)):
        raise problem(problem.__doc__)
    return parts
