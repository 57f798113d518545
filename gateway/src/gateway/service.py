"""The gateway joined together: its settings, the app, and what lives as long as it does."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import structlog
from clinic_common import telemetry
from clinic_common.access import FetchKeys, TokenVerifier
from clinic_common.bus import Bus
from clinic_common.errors import Unavailable
from clinic_common.http import problem
from clinic_common.http.middleware import App, Observed, Receive, Scope, Send
from clinic_common.resources import make_bus
from clinic_common.sealing import Sealer
from clinic_common.settings import read_settings
from fastapi import FastAPI
from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from . import status
from .access import IDENTITY, SERVICES, TABLE
from .addresses import Addresses
from .composed import Suite, router
from .documents import Documents
from .door import Door, Rates
from .health import Health
from .live import Live
from .pages import Pages
from .paths import Routes
from .proxy import Limits, Proxy
from .rates import Counted, Rate, Together
from .revocations import Revocations
from .security import Secured
from .upstreams import HttpUpstream, UpstreamGone, ask

log = structlog.get_logger(__name__)


def _networks(text: str) -> str:
    Addresses(_listed(text))
    return text


def _rate(text: str) -> str:
    Rate.from_text(text)
    return text


def _redis(url: SecretStr) -> SecretStr:
    if not re.match(r"(rediss?://.+)?$", url.get_secret_value()):
        raise ValueError("must begin with redis:// or rediss://")
    return url


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


RateText = Annotated[str, AfterValidator(_rate)]


class GatewaySettings(BaseSettings):
    """What the gateway stands on; field names are the environment variables in upper case."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, env_ignore_empty=True)

    bus_url: SecretStr = Field(description="amqp(s)://… for RabbitMQ, or inprocess:// within one process.")
    sealing_keys: SecretStr = Field(description="Key ring: id:base64url-of-32-bytes, newest last.")
    identity_url: str = Field("", description="Base URL of identity.")
    patients_url: str = Field("", description="Base URL of patients.")
    scheduling_url: str = Field("", description="Base URL of scheduling.")
    billing_url: str = Field("", description="Base URL of billing.")
    notifications_url: str = Field("", description="Base URL of notifications.")
    otlp_endpoint: str = Field("", description="OTLP/HTTP endpoint for traces; empty: no traces.")
    port: int = Field(8000, ge=0, le=65535, description="Where the gateway listens.")
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "", description="Addresses or networks whose X-Forwarded-For and -Proto are believed, comma-separated."
    )
    web_folder: Path | None = Field(None, description="The built web app to serve; empty: none.")
    storage_origins: str = Field(
        "", description="Origins the web app sends documents to: the bucket's (DOCUMENT_STORE), space-separated."
    )
    body_limit: int = Field(1_000_000, ge=1, description="Bytes a request may bring.")
    heavy_body_limit: int = Field(64 * 1024 * 1024, ge=1, description="Bytes an import or a remittance file may bring.")
    upstream_seconds: float = Field(10.0, gt=0, description="Time a service has to answer.")
    heavy_upstream_seconds: float = Field(120.0, gt=0, description="Time a service has for imports and exports.")
    client_seconds: float = Field(30.0, gt=0, description="Time the next piece of a request's body has to arrive.")
    revocations_seconds: float = Field(30.0, gt=0, description="How often ended sign-ins are read again.")
    call_rate: RateText = Field("3000/10", description="Calls per seconds allowed to one address and account.")
    sign_in_rate: RateText = Field("300/60", description="Attempts to sign in per seconds allowed to one address.")
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] = Field(
        SecretStr(""),
        description="redis(s)://… where several gateways count rates together; empty: each counts by itself.",
    )


class Gateway:
    """
    The suite's one door as an ASGI app.

    Its lifespan is entered by the server, or by whoever composes it with `async with gateway.lifespan()`.
    """

    def __init__(self, app: App, *, live: Live, revocations: Revocations, bus: Bus, sealer: Sealer) -> None:
        self._app, self._bus, self._sealer = app, bus, sealer
        self._revocations, self.live = revocations, live
        self._owned: list[Any] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._serve_lifespan(receive, send)
        elif scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def end_streams(self) -> None:
        """Let the open event streams end, so that a stop does not wait for them."""
        self.live.end()

    def owns(self, *parts: Any) -> "Gateway":
        """Close these, each by its `close()`, after the lifespan."""
        self._owned += parts
        return self

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Hear of revocations and events while entered."""
        async with AsyncExitStack() as stack:
            for part in self._owned:
                stack.push_async_callback(part.close)
            await self._bus.open()
            await stack.enter_async_context(self._revocations.kept(self._bus, self._sealer))
            await stack.enter_async_context(self.live.kept(self._bus, self._sealer))
            yield

    async def _serve_lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            async with self.lifespan():
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:
            log.error("the gateway cannot start", error=telemetry.describe(error), stack=telemetry.stack(error))
            await send({"type": "lifespan.startup.failed", "message": telemetry.describe(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})


def build_gateway(
    settings: GatewaySettings, *, upstreams: Mapping[str, App], bus: Bus, sealer: Sealer, verifier: TokenVerifier
) -> Gateway:
    """
    Join the gateway with what it stands on.

    :param upstreams: service word → ASGI app: `HttpUpstream(url)`, or `in_own_task(app)` for one of this process.
        A service that is missing is answered for as one that is down.
    """
    upstreams = {word: upstreams.get(word, _missing) for word in SERVICES}
    addresses = Addresses(_listed(settings.trusted_proxies))
    revocations = Revocations(upstreams[IDENTITY], reread_seconds=settings.revocations_seconds)
    live = Live(revocations)
    limits = Limits(
        (settings.body_limit, settings.heavy_body_limit),
        (settings.upstream_seconds, settings.heavy_upstream_seconds),
        client_seconds=settings.client_seconds,
    )
    own = FastAPI(
        title="gateway",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        responses=problem.ANY_PROBLEM,
    )
    problem.install(own)
    own.include_router(router)
    own.include_router(status.router)
    own.state.suite = Suite(
        upstreams,
        live=live,
        health=Health(upstreams, bus),
        documents=Documents(upstreams, own.openapi()),
        seconds=settings.upstream_seconds,
    )
    redis = settings.redis_url.get_secret_value()
    together = Together(redis, secret=sealer.derived_keys("rates")[-1]) if redis else None
    door = Door(
        routes=Routes(TABLE),
        verifier=verifier,
        revocations=revocations,
        rates=Rates(
            Counted(Rate.from_text(settings.call_rate), name="calls", together=together),
            Counted(Rate.from_text(settings.sign_in_rate), name="sign-ins", together=together),
        ),
        proxy=Proxy(upstreams, limits),
        own=own,
        pages=Pages(settings.web_folder, origins=settings.storage_origins.split()),
    )
    app = Secured(Observed(door, service="gateway"), addresses)
    gateway = Gateway(app, live=live, revocations=revocations, bus=bus, sealer=sealer)
    return gateway.owns(together) if together else gateway


async def _missing(scope: Scope, receive: Receive, send: Send) -> None:
    raise UpstreamGone("not part of this suite")


def keys_from(identity: App) -> FetchKeys:
    """How a verifier gets identity's public keys through an upstream."""

    async def fetch() -> Mapping[str, Any]:
        status, _, keys = await ask(identity, "GET", "/.well-known/jwks.json", seconds=5.0)
        if status != 200:
            raise Unavailable()
        return dict(keys)

    return fetch


def app() -> Gateway:
    """The gateway in a process of its own, from the environment: `uvicorn --factory gateway.service:app`."""
    settings = read_settings(GatewaySettings)
    telemetry.set_up_logs()
    telemetry.set_up_traces("gateway", settings.otlp_endpoint)
    urls = {word: getattr(settings, f"{word}_url") for word in SERVICES}
    upstreams = {word: HttpUpstream(url) for word, url in urls.items() if url}
    bus = make_bus(settings.bus_url.get_secret_value(), name="gateway")
    gateway = build_gateway(
        settings,
        upstreams=upstreams,
        bus=bus,
        sealer=Sealer.from_text(settings.sealing_keys.get_secret_value()),
        verifier=TokenVerifier(keys_from(upstreams.get(IDENTITY, _missing))),
    )
    return gateway.owns(bus, *upstreams.values())
