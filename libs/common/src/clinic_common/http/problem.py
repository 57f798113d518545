"""RFC 9457: how every refusal and every mistake is told, rendered in this one place."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from .. import telemetry
from ..errors import Refusal

log = structlog.get_logger(__name__)

PROBLEM_JSON = "application/problem+json"


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    pointer: str
    """JSON pointer into the body, or the name of a query, path or header value."""
    detail: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem] = []


def problem_body(status: int, code: str, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": telemetry.request_id.get(),
        **more,
    }


def answer_to(refusal: Refusal) -> JSONResponse:
    """The answer a refusal is told with."""
    more = dict(refusal.extra)
    if refusal.field:
        pointer = refusal.field if refusal.field.startswith("/") else f"/{refusal.field}"
        more["errors"] = [{"pointer": pointer, "detail": refusal.detail}]
    headers = {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in refusal.extra:
        headers["Retry-After"] = str(refusal.extra["retry_after"])
    body = problem_body(refusal.status, refusal.code, refusal.title, refusal.detail, **more)
    return JSONResponse(body, refusal.status, headers, media_type=PROBLEM_JSON)


PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def _told(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_JSON: {"schema": PROBLEM_SCHEMA}}}


def problems(*refusals: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can be refused in these ways."""
    told: dict[int | str, dict[str, Any]] = {}
    for refusal in refusals:
        entry = told.setdefault(refusal.status, _told(""))
        entry["description"] += ("; " if entry["description"] else "") + f"`{refusal.code}`: {refusal.title}"
    return told


ANY_PROBLEM: dict[int | str, dict[str, Any]] = {
    "4XX": _told("A problem document (RFC 9457); `code` names it."),
    "503": _told("A part of the clinic is not reachable right now."),
}


def _pointer(location: tuple[Any, ...]) -> str:
    head, *rest = location or ("body",)
    escaped = [str(part).replace("~", "~0").replace("/", "~1")[:100] for part in rest]
    return "/" + "/".join(escaped) if head == "body" else "/".join(escaped) or str(head)


def _plain(error: dict[str, Any]) -> str:
    message = str(error.get("msg", "is not valid"))
    return message.removeprefix("Value error, ")[:300]


async def _on_refusal(_: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, Refusal)
    return answer_to(refusal)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = [{"pointer": _pointer(e["loc"]), "detail": _plain(e)} for e in error.errors()[:20]]
    named = ", ".join(f["pointer"].lstrip("/") or "the body" for f in fields[:3])
    body = problem_body(
        422, "invalid_request", "What was sent cannot be right", f"Please check: {named}.", errors=fields
    )
    return JSONResponse(body, 422, media_type=PROBLEM_JSON)


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    codes = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    code = codes.get(error.status_code, "refused")
    body = problem_body(error.status_code, code, code.replace("_", " ").capitalize(), str(error.detail))
    return JSONResponse(body, error.status_code, dict(error.headers or {}), media_type=PROBLEM_JSON)


def internal_error(error: BaseException) -> JSONResponse:
    """A mistake of ours: logged with its stack, told without it."""
    log.error("internal error", error=telemetry.describe(error), stack=telemetry.stack(error))
    detail = "Something went wrong on our side. Nothing was changed. The request id helps to find it."
    body = problem_body(500, "internal_error", "Internal error", detail)
    return JSONResponse(body, 500, media_type=PROBLEM_JSON)


def _documented(app: FastAPI) -> dict[str, Any]:
    """The app's OpenAPI document, with every refusal as the problem document it is answered with."""
    if app.openapi_schema:
        return app.openapi_schema
    document = FastAPI.openapi(app)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for framework_own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(framework_own, None)
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schemas |= shape.pop("$defs") | {"Problem": shape}
    for operations in document.get("paths", {}).values():
        for operation in operations.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                operation["responses"]["422"] = _told("`invalid_request`: what was sent cannot be right")
    app.openapi_schema = document
    return document


def install(app: FastAPI) -> None:
    """Have an app tell all its problems this way."""
    app.openapi = lambda: _documented(app)  # type: ignore[method-assign]
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
