"""What every way out of the house is to the sender: a port that takes one message, or says why it did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from ..itip import CalendarPart

TIMEOUT_SECONDS = 20.0
"""The longest a transport may take over one message; a batch of them stays within the lease."""


class NotSent(Exception):
    """
    A message did not leave.

    :param reason: in words for people; never what a server said, which may quote an address
    :param final: trying again is of no use
    :param uncertain: no answer came, so it may have left all the same
    :param wait: how long the other side asks to be left alone
    """

    def __init__(
        self, reason: str, *, final: bool = False, uncertain: bool = False, wait: timedelta = timedelta(0)
    ) -> None:
        super().__init__(reason)
        self.reason, self.final, self.uncertain, self.wait = reason, final, uncertain, wait


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
    sent, or what was never answered, is then sent again, and otherwise left to people (N7).
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
