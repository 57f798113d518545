"""The composition: which services there are, and how they live together in one process."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from clinic_common.access import TokenVerifier
from clinic_common.bus import Bus
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.database import Database
from clinic_common.resources import Resources, make_bus
from clinic_common.sealing import Sealer
from clinic_common.service import Service, build_app
from clinic_common.settings import Settings, read_settings
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

NAMES = ("identity", "patients", "scheduling", "billing", "notifications")


class HouseSettings(BaseSettings):
    """What the whole clinic in one process stands on."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, populate_by_name=True)

    data: Path = Field(Path("var"), validation_alias="CLINIC_DATA", description="Folder of everything kept on disk.")
    database_url: SecretStr = Field(
        SecretStr(""),
        validation_alias="CLINIC_DATABASE_URL",
        description="URL of all schemas with {service} in it; empty: one SQLite file per service in the data folder. "
        "<SERVICE>_DATABASE_URL sets one service apart.",
    )
    bus_url: SecretStr = Field(SecretStr("inprocess:"), validation_alias="CLINIC_BUS_URL")
    sealing_keys: SecretStr = Field(
        SecretStr(""),
        description="Key ring; empty with SQLite: made once and kept in the data folder.",
    )
    otlp_endpoint: str = ""

    def url_of(self, service: str) -> str:
        """The database URL of one service."""
        own = os.environ.get(f"{service.upper()}_DATABASE_URL")
        if own:
            return own
        template = self.database_url.get_secret_value()
        if template:
            return template.replace("{service}", service)
        self.data.mkdir(parents=True, exist_ok=True)
        return f"sqlite+aiosqlite:///{self.data / service}.db"

    def is_small(self) -> bool:
        """Whether everything is kept in the data folder."""
        return all(self.url_of(name).startswith("sqlite") for name in NAMES)

    def ring(self) -> str:
        """
        The key ring.

        A clinic on SQLite keeps it beside its data; one on a server has a disk that may be gone tomorrow, so
        there the ring must be set.
        """
        given = self.sealing_keys.get_secret_value()
        if given:
            return given
        if not self.is_small():
            raise SystemExit("SEALING_KEYS is missing: without it nothing that is sealed can ever be opened again.")
        file = self.data / "sealing.keys"
        if not file.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            write_private(file, Sealer.new_ring())
        return file.read_text().strip()


def write_private(file: Path, text: str) -> None:
    """Write a file only its owner can read."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text + "\n")


def describe(name: str) -> Service:
    """The description of a service, by its word."""
    service: Service = import_module(f"{name}.service").SERVICE
    return service


def settings_of(service: Service, house: HouseSettings) -> Settings:
    """One service's settings within the house; its own further ones come from the environment."""
    own: dict[str, Any] = {}
    for field, folder in (("message_folder", "messages"), ("document_folder", "documents")):
        if field in service.settings.model_fields and field.upper() not in os.environ:
            own[field] = house.data / folder
    return read_settings(
        service.settings,
        database_url=house.url_of(service.name),
        bus_url=house.bus_url.get_secret_value(),
        sealing_keys=house.ring(),
        **own,
    )


@dataclass
class House:
    """A clinic that is open: its door, and what its services stand on."""

    door: Any
    resources: dict[str, Resources]
    bus: Bus


@asynccontextmanager
async def open_house(settings: HouseSettings) -> AsyncIterator[House]:
    """Open the whole clinic; leaving closes it in order: the door, the reactions, the outboxes, the databases."""
    # Loaded here: most commands open no door, and a process of one service needs 10 MB less.
    from gateway.service import GatewaySettings, build_gateway
    from gateway.upstreams import ask, in_own_task

    bus = make_bus(settings.bus_url.get_secret_value(), name="clinic")
    if isinstance(bus, InProcessBus):
        # No event may pass a service that has not subscribed yet.
        bus = InProcessBus(held=True)
    upstreams: dict[str, Any] = {}

    async def public_keys() -> dict[str, Any]:
        _, _, keys = await ask(upstreams["identity"], "GET", "/.well-known/jwks.json")
        return dict(keys)

    resources: dict[str, Resources] = {}
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bus.close)
        for name in NAMES:
            service = describe(name)
            resources[name] = Resources.of(
                settings_of(service, settings), service=name, bus=bus, fetch_keys=public_keys
            )
            app = build_app(service, resources[name])
            upstreams[name] = in_own_task(app)
            await stack.enter_async_context(app.router.lifespan_context(app))
        door = build_gateway(
            read_settings(GatewaySettings, bus_url=settings.bus_url.get_secret_value(), sealing_keys=settings.ring()),
            upstreams=upstreams,
            bus=bus,
            sealer=Sealer.from_text(settings.ring()),
            verifier=TokenVerifier(public_keys),
        )
        await stack.enter_async_context(door.lifespan())
        if isinstance(bus, InProcessBus):
            bus.release()
        stack.push_async_callback(bus.stop_consuming)
        yield House(door, resources, bus)


@asynccontextmanager
async def house_database(name: str) -> AsyncIterator[Database]:
    """One service's database, opened for a command and closed after it."""
    resources = Resources.of(settings_of(describe(name), HouseSettings()), service=name)
    try:
        yield resources.database
    finally:
        await resources.database.close()
