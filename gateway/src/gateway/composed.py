"""The few answers that need several services, or none: composed, never stored."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from clinic_common import telemetry
from clinic_common.access import Principal
from clinic_common.errors import Forbidden, Invalid, NotFound, Refusal
from clinic_common.http import Day, needs, problems
from clinic_common.http.middleware import App, header
from clinic_common.sheets import AS_SHEET, report_answer
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from .access import BILLING, PATIENTS, SCHEDULING, TABLE
from .documents import PAGE_POLICY, Documents, parameters_apart
from .health import Health, HealthView
from .live import Live, TooManyScreens
from .proxy import ServiceUnavailable
from .upstreams import UpstreamGone, ask


class Suite:
    """What the composed answers are made from."""

    def __init__(
        self, upstreams: Mapping[str, App], *, live: Live, health: Health, documents: Documents, seconds: float
    ) -> None:
        self.upstreams, self.live, self.health, self.documents = upstreams, live, health, documents
        self.seconds = seconds


def _suite(request: Request) -> Suite:
    suite: Suite = request.app.state.suite
    return suite


def _caller(request: Request) -> Principal:
    # The door checked the token before it let the request in here.
    principal: Principal = request.scope["clinic.principal"]
    return principal


The = Annotated[Suite, needs(_suite)]
Caller = Annotated[Principal, needs(_caller)]
router = APIRouter()

_WHO = {(row.upstream, row.method, parameters_apart(row.upstream_path)): row.who for row in TABLE}


async def _get(request: Request, suite: Suite, word: str, path: str, query: str = "") -> tuple[int, Any]:
    """
    Ask a service on the caller's behalf: with their token, so that it applies its own rules and notes who saw what.

    :raises ServiceUnavailable: it does not answer in time
    """
    scope = request.scope
    headers = {
        "authorization": request.headers["authorization"],
        "x-request-id": telemetry.request_id.get(),
        "x-forwarded-for": str(scope.get("clinic.address", "")),
    }
    if traceparent := telemetry.traceparent_now():
        headers["traceparent"] = traceparent
    if purpose := header(scope, b"x-purpose"):
        headers["x-purpose"] = purpose
    try:
        status, _, found = await ask(
            suite.upstreams[word], "GET", path, query=query, headers=headers, seconds=suite.seconds
        )
    except (UpstreamGone, OSError) as error:
        raise ServiceUnavailable(part=word, retry_after=2) from error
    if status >= 500:
        raise ServiceUnavailable(part=word, retry_after=2)
    return status, found


class HistoryView(BaseModel):
    """
    Everything about one patient that the caller may see.

    Lists are the first page of each service's own list. What the caller may not see is left out; what could
    not be asked for is named in `unavailable`.
    """

    patient: dict[str, Any] | None = None
    appointments: dict[str, Any] | None = None
    account: dict[str, Any] | None = None
    invoices: dict[str, Any] | None = None
    allergies: dict[str, Any] | None = None
    problems: dict[str, Any] | None = None
    medications: dict[str, Any] | None = None
    immunizations: dict[str, Any] | None = None
    vitals: dict[str, Any] | None = None
    notes: dict[str, Any] | None = None
    consents: dict[str, Any] | None = None
    unavailable: list[str] = []


_OF_PATIENT = "/patients/{patient_id}"
PARTS: dict[str, tuple[str, str, str]] = {
    "patient": (PATIENTS, _OF_PATIENT, ""),
    "appointments": (SCHEDULING, "/appointments", "patient_id={patient_id}&limit=200"),
    "account": (BILLING, f"{_OF_PATIENT}/account", ""),
    "invoices": (BILLING, "/invoices", "patient_id={patient_id}&limit=200"),
    **{
        name: (PATIENTS, f"{_OF_PATIENT}/{name}", "limit=200")
        for name in (
            "allergies", "problems", "medications", "immunizations", "vitals", "notes", "consents",
        )
    },
}  # fmt: skip
"""Part of a history → the service that has it, its path there, the query."""


class NoSuchPatient(NotFound):
    """There is no such patient."""


@router.get(
    "/api/patients/{patient_id}/history",
    responses=problems(NoSuchPatient, ServiceUnavailable),
    response_model_exclude_none=True,
)
async def get_patient_history(patient_id: UUID, request: Request, suite: The, caller: Caller) -> HistoryView:
    """One patient's whole history: demographics, visits, account, and the chart as far as the caller may see it."""
    wanted = {
        name: part
        for name, part in PARTS.items()
        if part[0] in suite.upstreams and (who := _WHO.get((part[0], "GET", parameters_apart(part[1]))))
        and who.includes(caller)
    }  # fmt: skip

    async def look(word: str, path: str, query: str) -> tuple[int, Any] | None:
        try:
            return await _get(
                request, suite, word, path.format(patient_id=patient_id), query.format(patient_id=patient_id)
            )
        except ServiceUnavailable:
            return None

    found = dict(zip(wanted, await asyncio.gather(*(look(*part) for part in wanted.values())), strict=True))
    unavailable = [name for name, answer in found.items() if answer is None]
    if len(unavailable) == len(found):
        raise ServiceUnavailable(retry_after=2)
    if (patient := found.get("patient")) and patient[0] == 404:
        raise NoSuchPatient()
    parts = {name: answer[1] for name, answer in found.items() if answer and answer[0] == 200}
    return HistoryView(**parts, unavailable=unavailable)


class DaySheet(BaseModel):
    """A day of the clinic: who came, what was booked, charged, taken and is owed."""

    model_config = ConfigDict(extra="allow")

    on: date
    time_zone: str
    seen: int
    no_shows: int
    cancelled: int
    booked_minutes: int
    available_minutes: int
    charged_minor: int
    taken_minor: int
    refunded_minor: int
    outstanding_minor: int
    currency: str
    by_method: dict[str, int]
    by_practitioner: list[dict[str, Any]]


class BadReport(Invalid):
    """This report cannot be made."""


@router.get("/api/reports/day", responses=problems(BadReport, ServiceUnavailable) | AS_SHEET, response_model=DaySheet)
async def get_day_sheet(
    request: Request,
    suite: The,
    on: Annotated[Day | None, Query(description="Today at the clinic, if left out.")] = None,
) -> Any:
    """The day sheet, as JSON, CSV or PDF. Billing counts the same day, in the clinic's time zone."""
    query = f"on={on.isoformat()}" if on else ""
    day = _whole(await _get(request, suite, SCHEDULING, "/reports/day", query))
    bounds = urlencode({"from": day["from"], "to": day["to"]})
    money = _whole(await _get(request, suite, BILLING, "/reports/day", bounds))
    sheet = DaySheet(**(money | day))
    return await report_answer(request, sheet, title=f"Day sheet, {day['on']}", name=f"day-{day['on']}")


def _whole(answer: tuple[int, Any]) -> dict[str, Any]:
    status, found = answer
    if status == 200 and isinstance(found, dict):
        return found
    detail = str(found.get("detail", "")) if isinstance(found, dict) else ""
    refusals: dict[int, type[Refusal]] = {403: Forbidden, 404: NotFound}
    raise refusals.get(status, BadReport)(detail)


@router.get("/health", responses={503: {"model": HealthView, "description": "A service is down."}})
async def get_health(suite: The, response: Response) -> HealthView:
    """How every service is, with its database and the bus; 503 when one is down."""
    health = await suite.health.look()
    response.status_code = 503 if health.status == "down" else 200
    return health


class Alive(BaseModel):
    """It answers."""

    status: str = "ok"


@router.get("/health/live")
async def get_liveness() -> Alive:
    """Whether the gateway's process answers."""
    return Alive()


@router.get("/health/ready")
async def get_readiness() -> Alive:
    """Whether the gateway takes requests; services that are down are answered for with 503."""
    return Alive()


@router.get(
    "/openapi.json",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "OpenAPI 3.1."}},
)
async def get_openapi_document(suite: The) -> Response:
    """This document: every call of the suite."""
    return Response(await suite.documents.as_json(), media_type="application/json", headers=_ASK_AGAIN)


@router.get(
    "/docs",
    response_class=Response,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "A page."}},
)
async def get_documentation_page(suite: The) -> Response:
    """The same for people."""
    headers = {"Content-Security-Policy": PAGE_POLICY, **_ASK_AGAIN}
    return Response(await suite.documents.as_page(), media_type="text/html", headers=headers)


_ASK_AGAIN = {"Cache-Control": "no-cache"}


@router.get(
    "/api/events",
    response_class=StreamingResponse,
    responses=problems(TooManyScreens)
    | {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "An endless stream."}},
)
async def listen_to_events(
    suite: The,
    caller: Caller,
    last_event_id: Annotated[str | None, Header(description="The id of the last event heard before.")] = None,
) -> StreamingResponse:
    """
    What changes, as it happens: server-sent events of `{type, at, ids, version?}`.

    Only what the caller's role may see. With `Last-Event-ID` what was missed since comes first, at least once;
    `event: lost` means that some of it is no longer kept: load anew. Ends when the token expires.
    """
    headers = {"X-Accel-Buffering": "no"}
    stream = suite.live.join(caller, last_event_id=last_event_id)
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
