"""The ways out of the house: an SMTP server, a mail API, an SMS API, or a folder of files one can read."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..rules import EMAIL, SMS
from .folder import Folder
from .https import BadMailApiUrl, BadSmsUrl, MailApi, TwilioSms
from .port import NotSent, Outgoing, Sender, Transport, Transports
from .smtp import BadSmtpUrl, Smtp, as_email

__all__ = [
    "BadMailApiUrl", "BadSmsUrl", "BadSmtpUrl", "Folder", "MailApi", "NotSent", "Outgoing", "Sender", "Smtp",
    "Transport", "Transports", "TwilioSms", "Ways", "as_email", "is_address",
]  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """The ways out as the settings describe them; an empty URL is no way."""

    message_folder: Path
    smtp_url: str = field(default="", repr=False)
    smtp_ca_file: str = ""
    mail_api_url: str = ""
    mail_api_key: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    sms_from: str = ""

    def open(self, sender: Sender) -> dict[str, Transport]:
        """
        Channel → the way it goes.

        Without any server everything goes into the folder. With one, a channel that has none has no way out: a
        message in a folder nobody reads would only pretend to have been sent.

        :raises BadSmtpUrl: the URL cannot be read; as `BadMailApiUrl` and `BadSmsUrl`
        """
        ways: dict[str, Transport] = {}
        if self.smtp_url:
            ways[EMAIL] = Smtp(self.smtp_url, sender, ca_file=self.smtp_ca_file)
        if self.mail_api_url:
            ways[EMAIL] = MailApi(self.mail_api_url, self.mail_api_key, sender)
        if self.sms_url:
            ways[SMS] = TwilioSms(self.sms_url, self.sms_from)
        return ways or {channel: Folder(self.message_folder, sender, channel=channel) for channel in (EMAIL, SMS)}


def is_address(text: str) -> bool:
    """Whether an e-mail address could be a sender's."""
    return bool(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text))
