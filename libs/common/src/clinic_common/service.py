"""A service is a description; joined with resources it becomes an app that lives and stops in order."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import MetaData

from . import idempotency, inbox, outbox, telemetry
from .database import utc_now
from .http import problem
from .http.doors import Res, answer_again, signed_in
from .http.middleware import Observed
from .idempotency import Answered
from .inbox import Reactions
from .resealing import SealedColumn
from .resources import Resources
from .settings import Settings, read_settings

log = structlog.get_logger(__name__)
_STARTED = time.monotonic()


@dataclass(frozen=True)
class Job:
    """Work a service does by itself, again and again while it lives; each round is one call."""

    name: str
    every_seconds: float
    run: Callable[[Resources], Awaitable[None]]


@dataclass(frozen=True)
class Service:
    """
    Everything that makes a service what it is.

    :param name: one word: folder, package, schema, queue prefix
    :param doors: gives the routes for people signed in, and the few anybody may call; asked when an app is built,
        because commands of the terminal need no routes and routes take longest to load
    :param subject: the attribute that says whose data a result holds; every such result stands in the trail
    :param sealed: the columns it keeps sealed, so that `clinic keys rotate` can seal them anew
    :param reseal_files: seals its files anew, if it keeps some; says of each whether it had to
    :param start: opens what this service alone needs, into `Resources.extras`
    """

    name: str
    metadata: MetaData
    migrations: Path
    doors: Callable[[], tuple[APIRouter, APIRouter]]
    reactions: Reactions
    settings: type[Settings] = Settings
    subject: str | None = "patient_id"
    jobs: tuple[Job, ...] = ()
    sealed: tuple[SealedColumn, ...] = ()
    reseal_files: Callable[[Resources], AsyncIterator[bool]] | None = None
    start: Callable[[Resources], AbstractAsyncContextManager[None]] | None = None


def app_of(service: Service) -> FastAPI:
    """A service as a process of its own, its settings read from the environment."""
    resources = Resources.of(read_settings(service.settings), service=service.name)
    return build_app(service, resources, owns_bus=True)


def build_app(service: Service, resources: Resources, *, owns_bus: bool = False) -> FastAPI:
    """
    Join a service with what it stands on.

    While the app's lifespan is entered, its reactions consume, its outbox leaves and its jobs run; leaving
    it finishes what was begun.

    :param owns_bus: close the bus as well; one that is shared is closed by whoever made it
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        resources: Resources = app.state.resources
        async with AsyncExitStack() as stack:
            stack.push_async_callback(resources.database.close)
            if owns_bus:
                stack.push_async_callback(resources.bus.close)
            if service.start:
                await stack.enter_async_context(service.start(resources))
            await resources.bus.open()
            for subscription in service.reactions.subscriptions(resources.database):
                await resources.bus.subscribe(subscription)
            relay = outbox.Relay(resources.database, resources.bus)
            relay.start()
            stack.push_async_callback(relay.stop)
            if owns_bus:
                stack.push_async_callback(resources.bus.stop_consuming)
            for job in (*service.jobs, _HOUSEKEEPING, _measuring(service)):
                await stack.enter_async_context(_repeating(job, resources))
            yield

    app = FastAPI(
        title=service.name,
        lifespan=lifespan,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
        responses=problem.ANY_PROBLEM,
    )
    app.state.resources = resources
    app.state.service = service
    problem.install(app)
    app.add_exception_handler(Answered, answer_again)
    app.add_middleware(Observed, service=service.name)
    router, open_router = service.doors()
    app.include_router(router, dependencies=[Depends(signed_in)])
    app.include_router(open_router)
    app.include_router(_health)
    return app


_health = APIRouter(include_in_schema=False)


@_health.get("/openapi.json")
async def _document(request: Request) -> dict[str, Any]:
    # Made at the first call, which takes seconds: nobody else waits for it.
    return await asyncio.to_thread(request.app.openapi)


@_health.get("/health/live")
async def _live() -> dict[str, str]:
    return {"status": "ok"}


@_health.get("/health/ready")
async def _ready(response: Response, resources: Res) -> dict[str, Any]:
    # Bookings go on while the broker is away; without the database nothing does.
    up = await resources.database.is_up()
    telemetry.DATABASE_UP.labels(resources.database.service).set(up)
    response.status_code = 200 if up else 503
    return {"status": "ok" if up else "down"}


@_health.get("/health")
async def _health_of_all(response: Response, resources: Res) -> dict[str, Any]:
    database, bus = await asyncio.gather(resources.database.is_up(), resources.bus.is_up())
    telemetry.DATABASE_UP.labels(resources.database.service).set(database)
    response.status_code = 200 if database else 503
    return {
        "status": "ok" if database and bus else "degraded" if database else "down",
        "database": database,
        "bus": bus,
        "uptime_seconds": round(time.monotonic() - _STARTED, 1),
        "memory_mb": memory_mb(),
        "proofs": resources.proofs,
    }


def memory_mb() -> float:
    """Resident memory of this process in MB."""
    with suppress(OSError), open("/proc/self/statm") as statm:
        return round(int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, 1)


async def _tidy(resources: Resources) -> None:
    for forget_old in (outbox.forget_old, inbox.forget_old, idempotency.forget_old):
        await resources.database.run(forget_old, now=utc_now())


_HOUSEKEEPING = Job("tidy", 600, _tidy)


def _measuring(service: Service) -> Job:
    """Set the gauges that nothing else sets by itself."""

    async def measure(resources: Resources) -> None:
        database, bus = resources.database, resources.bus
        telemetry.DATABASE_UP.labels(service.name).set(await database.is_up())
        in_use, size = database.pool()
        telemetry.POOL_IN_USE.labels(service.name).set(in_use)
        telemetry.POOL_SIZE.labels(service.name).set(size)
        for reaction in service.reactions.all if await bus.is_up() else ():
            waiting, dead = await bus.depth(f"{service.name}.{reaction}")
            telemetry.QUEUE_WAITING.labels(service.name, reaction).set(waiting)
            telemetry.QUEUE_DEAD.labels(service.name, reaction).set(dead)

    return Job("measure", 5, measure)


@asynccontextmanager
async def _repeating(job: Job, resources: Resources) -> AsyncIterator[None]:
    stopping = asyncio.Event()

    async def work() -> None:
        while not stopping.is_set():
            try:
                await job.run(resources)
            except Exception as error:
                log.warning("job failed", job=job.name, error=telemetry.describe(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), job.every_seconds)

    task = asyncio.create_task(work(), name=job.name)
    try:
        yield
    finally:
        stopping.set()
        await task


def routes_of(service: Service) -> list[APIRoute]:
    """All documented routes of a service."""
    return [route for router in service.doors() for route in router.routes if isinstance(route, APIRoute)]
