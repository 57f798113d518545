"""Programs outside the house: let in, listed, shut out; and how they get their access tokens (RFC 6749)."""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

from clinic_common.http import Db, Me, Now, Page, problems
from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from .. import commands, queries, rules
from ..schemas import NewProgram, NewProgramView, ProgramToken, ProgramView, TokenRequest
from .sign_in import Keys

router = APIRouter()
open_router = APIRouter()

_FORM = "application/x-www-form-urlencoded"
_BODY = {"schema": TokenRequest.model_json_schema()}


@router.get("/programs")
async def list_programs(db: Db) -> Page[ProgramView]:
    """List the programs that may call, and those that no longer may."""
    return Page(items=await db.read(queries.list_programs, lambda found: [ProgramView.of(each) for each in found]))


@router.post("/programs", status_code=201, responses=problems(rules.MoreThanYouMay))
async def add_program(body: NewProgram, me: Me, db: Db, now: Now) -> NewProgramView:
    """Let a program outside the house call as itself; its secret is shown only now."""
    return await db.run(commands.add_program, NewProgramView.of, **body.model_dump(), by=me, now=now)


@router.post("/programs/{program_id}/revoke", responses=problems(rules.NoSuchProgram, rules.MoreThanYouMay))
async def revoke_program(program_id: UUID, me: Me, db: Db, now: Now) -> ProgramView:
    """Let a program in no more; its access tokens end at once."""
    return await db.run(commands.revoke_program, ProgramView.of, program_id=program_id, by=me, now=now)


@open_router.post(
    "/auth/token",
    responses=problems(rules.InvalidClient, rules.InvalidTokenRequest, rules.UnsupportedGrantType, rules.InvalidScope),
    openapi_extra={"requestBody": {"required": True, "content": {_FORM: _BODY, "application/json": _BODY}}},
)
async def admit_program(request: Request, response: Response, db: Db, keys: Keys, now: Now) -> ProgramToken:
    """Give a program an access token for its id and secret (`grant_type=client_credentials`)."""
    asked = _asked(await request.body(), request.headers)
    if asked.grant_type != "client_credentials":
        raise rules.UnsupportedGrantType(error="unsupported_grant_type")
    key = await keys.current(now)

    def view(issued: rules.Issued) -> ProgramToken:
        return ProgramToken(
            access_token=rules.access_token(issued, key_id=key.key_id, key=key.private),
            expires_in=int(rules.ACCESS_TOKEN_LASTS.total_seconds()),
            scope=" ".join(issued.permissions),
        )

    response.headers["Cache-Control"] = "no-store"
    return await db.run(
        commands.admit_program,
        view,
        program_id=_id(asked.client_id),
        secret=asked.client_secret,
        scope=asked.scope,
        now=now,
    )


def _asked(body: bytes, headers: Any) -> TokenRequest:
    """
    What a program asks, in either form; HTTP Basic goes before what stands in the body.

    :raises InvalidTokenRequest: it cannot be read
    """
    try:
        if headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
            asked = TokenRequest.model_validate_json(body)
        else:
            pairs = parse_qsl(body.decode(), max_num_fields=20)
            if len(dict(pairs)) != len(pairs):
                raise rules.InvalidTokenRequest("Every field may be there once.", error="invalid_request")
            asked = TokenRequest.model_validate(dict(pairs))
        scheme, _, basic = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            name, _, secret = base64.b64decode(basic, validate=True).decode().partition(":")
            asked.client_id, asked.client_secret = unquote_plus(name), unquote_plus(secret)
    except (ValidationError, ValueError, binascii.Error) as error:
        raise rules.InvalidTokenRequest(error="invalid_request") from error
    return asked


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
