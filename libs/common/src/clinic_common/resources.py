"""What a service stands on: built from settings by a process, or by hand in a composition or a test."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from urllib.request import ProxyHandler, build_opener

from . import telemetry
from .access import FetchKeys, TokenVerifier
from .bus import Bus
from .bus.inprocess import InProcessBus
from .database import Database
from .sealing import Sealer
from .settings import Settings
from .trail import Trail


@dataclass
class Resources:
    """The database, the bus and the keys one service works with."""

    settings: Settings
    database: Database
    bus: Bus
    sealer: Sealer
    verifier: TokenVerifier
    trail: Trail = field(init=False)
    extras: dict[str, Any] = field(default_factory=dict)
    """What one service alone needs, put there by its own start (a mail transport, a key store)."""

    proofs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was proved last, and when: shown by `/health` and as metrics."""

    def __post_init__(self) -> None:
        self.trail = Trail(self.database)

    def note_proof(self, name: str, *, good: bool, at: datetime | None) -> None:
        """
        Show how a proof went.

        :param at: when it held last; None: it never did, or did when it was noted before
        """
        service = self.database.service
        telemetry.PROOF_HOLDS.labels(service, name).set(good)
        if at:
            telemetry.PROOF_AT.labels(service, name).set(at.timestamp())
        said = at.isoformat(timespec="seconds") if at else self.proofs.get(name, {}).get("at")
        self.proofs[name] = {"good": good, "at": said}

    @classmethod
    def of(
        cls, settings: Settings, *, service: str, bus: Bus | None = None, fetch_keys: FetchKeys | None = None
    ) -> "Resources":
        """
        Build what the settings describe.

        :param bus: one shared with other services of the process; without it, one of its own
        :param fetch_keys: another way to identity's public keys than HTTP
        """
        sealer = Sealer.from_text(settings.sealing_keys.get_secret_value())
        database = Database(
            settings.database_url.get_secret_value(),
            service=service,
            sealer=sealer,
            pool_size=settings.pool_size,
        )
        return cls(
            settings=settings,
            database=database,
            bus=bus or make_bus(settings.bus_url.get_secret_value(), name=service),
            sealer=sealer,
            verifier=TokenVerifier(fetch_keys or _keys_over_http(settings.identity_url)),
        )


def make_bus(url: str, *, name: str) -> Bus:
    """
    The bus a URL names.

    :param url: `inprocess:`, or `amqp(s)://…`; with `?prefix=word.` several clinics can share one broker
    """
    if url.startswith("inprocess:"):
        return InProcessBus()
    from .bus.rabbitmq import RabbitBus

    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    prefix = query.pop("prefix", "")
    return RabbitBus(urlunsplit(parts._replace(query=urlencode(query))), name=name, prefix=prefix)


def _keys_over_http(identity_url: str) -> FetchKeys:
    address = f"{identity_url.rstrip('/')}/.well-known/jwks.json"
    # The library's own client, straight and without a proxy: once in a process's life, 10 MB for another are too much.
    straight = build_opener(ProxyHandler({}))

    def ask() -> dict[str, Any]:
        with straight.open(address, timeout=5) as answer:
            return dict(json.load(answer))

    async def fetch() -> dict[str, Any]:
        try:
            return await asyncio.to_thread(ask)
        except (HTTPException, ValueError) as error:
            raise ConnectionError("identity does not answer") from error

    return fetch
