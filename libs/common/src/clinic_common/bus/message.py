"""Events on their way, readable only with the key ring."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from clinic_contracts.base import CATALOGUE, Event

from ..sealing import Sealer


@dataclass(frozen=True)
class Message:
    """An event on its way: a sealed body in a readable envelope."""

    message_id: UUID
    type: str
    occurred_at: datetime
    app_id: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def opened(self, sealer: Sealer) -> Event:
        """The event inside."""
        plain = sealer.open(self.body, context=f"event/{self.message_id}")
        return CATALOGUE[self.type].model_validate_json(plain)


def sealed_body(event: Event, message_id: UUID, sealer: Sealer) -> bytes:
    """The event as a message body that only holders of the key ring can read."""
    return sealer.seal(event.model_dump_json().encode(), context=f"event/{message_id}")
