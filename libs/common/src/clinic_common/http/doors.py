"""What a route asks for: the database behind it, who is there, what time it is, which version is meant."""

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from clinic_contracts.trail import AccessRecorded
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from .. import telemetry, trail
from ..access import Principal, bearer, subjects_of
from ..database import Session, utc_now
from ..errors import Invalid, PreconditionRequired
from ..idempotency import Answered, Claim
from ..resources import Resources
from .needs import needs

P = ParamSpec("P")
R = TypeVar("R")
V = TypeVar("V")


def resources_of(request: Request) -> Resources:
    """What the service behind this request stands on."""
    resources: Resources = request.app.state.resources
    return resources


Res = Annotated[Resources, needs(resources_of)]


def now() -> datetime:
    """The moment of this request."""
    return utc_now()


Now = Annotated[datetime, needs(now)]


async def signed_in(request: Request, resources: Res) -> Principal:
    """Who is asking; every route but the open ones depends on it."""
    principal = await resources.verifier.verify(bearer(request.headers.get("authorization")))
    request.state.principal = principal
    return principal


Me = Annotated[Principal, Depends(signed_in)]


class BadIfMatch(Invalid):
    """If-Match must be the version as given in the ETag, such as "3"."""


def if_match(if_match: Annotated[str | None, Header(description="The ETag being changed.")] = None) -> int:
    """
    The version a change was made against.

    :raises PreconditionRequired: no If-Match header
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the version you have seen.", field="If-Match")
    found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', if_match.strip())
    if not found:
        raise BadIfMatch(field="If-Match")
    return int(found[1])


IfMatch = Annotated[int, needs(if_match)]


def _etag(answer: object) -> str | None:
    version = getattr(answer, "version", None)
    return f'"{version}"' if isinstance(version, int) else None


class Database:
    """
    The database behind one request: `run` changes, `read` looks.

    Both take an optional `view` that turns the result into its JSON shape while the transaction is still
    open. What either shows or changes of somebody's data stands in the trail before the answer leaves:
    a change in its own transaction, a look by a group commit.
    """

    def __init__(
        self,
        request: Request,
        response: Response,
        resources: Res,
        idempotency_key: Annotated[
            str | None,
            Header(description="The same key and body gives the same answer.", min_length=1, max_length=255),
        ] = None,
    ) -> None:
        self._request, self._response, self._resources = request, response, resources
        self._key = idempotency_key if request.method == "POST" else None

    @property
    def resources(self) -> Resources:
        """What the service stands on."""
        return self._resources

    async def run(
        self,
        command: Callable[Concatenate[Session, P], Awaitable[R]],
        view: Callable[[R], V] | None = None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> V:
        """Run a command; committed when this returns."""
        claim = await self._claim()

        async def transaction(session: Session) -> V:
            if claim:
                await claim.reserve(session)
            result = await command(session, *args, **kwargs)
            await session.flush()
            if seen := self._seen(result, "write"):
                await trail.note(session, seen)
            answer: Any = view(result) if view else result
            if claim:
                await self._keep(session, claim, answer)
            return answer  # type: ignore[no-any-return]

        transaction.__name__ = getattr(command, "__name__", "command")
        answer = await self._resources.database.run(transaction)
        self._mark_version(answer)
        return answer

    async def read(
        self,
        query: Callable[Concatenate[Session, P], Awaitable[R]],
        view: Callable[[R], V] | None = None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> V:
        """Run a query; who saw what is on disk when this returns."""

        async def look(session: Session) -> tuple[R, V]:
            result = await query(session, *args, **kwargs)
            return result, (view(result) if view else result)  # type: ignore[return-value]

        look.__name__ = getattr(query, "__name__", "query")
        result, answer = await self._resources.database.read(look)
        kind = "list" if isinstance(getattr(result, "items", result), list) else "read"
        if seen := self._seen(result, kind):
            await self._resources.trail.write(seen)
        self._mark_version(answer)
        return answer

    def _mark_version(self, answer: object) -> None:
        if etag := _etag(answer):
            self._response.headers["ETag"] = etag

    def _seen(self, result: object, kind: str) -> AccessRecorded | None:
        subject = self._request.app.state.service.subject
        subjects = subjects_of(result, subject) if subject else []
        if not subjects:
            return None
        principal: Principal | None = getattr(self._request.state, "principal", None)
        forwarded = self._request.headers.get("x-forwarded-for", "")
        client = self._request.client
        route = self._request.scope.get("route")
        return AccessRecorded(
            source=self._resources.database.service,
            actor_id=principal.staff_id if principal else None,
            actor_name=principal.display_name if principal else None,
            role=principal.role if principal else None,
            session_id=principal.session_id if principal else None,
            action=getattr(route, "name", "unknown"),
            kind=kind,
            subject_ids=subjects,
            address=forwarded.split(",")[0].strip()[:45] or (client.host if client else None),
            request_id=telemetry.request_id.get(),
            purpose=(self._request.headers.get("x-purpose") or "")[:200] or None,
            occurred_at=utc_now(),
        )

    async def _claim(self) -> Claim | None:
        if self._key is None:
            return None
        principal: Principal | None = getattr(self._request.state, "principal", None)
        url = self._request.url
        request = f"{self._request.method} {url.path}?{url.query}\n".encode() + await self._request.body()
        if principal is None:
            # Whoever is not signed in may still be somebody by these; their answer is nobody else's.
            for proof in ("authorization", "cookie"):
                request += f"\n{proof}: {self._request.headers.get(proof, '')}".encode()
        key = self._key.encode()
        return Claim(
            owner=str(principal.staff_id) if principal else "public",
            key_hash=hashlib.sha256(key).digest(),
            # Under the key, which is not kept: nobody can guess a password from a kept fingerprint of its request.
            fingerprint=hmac.digest(key, request, "sha256"),
            sealer=self._resources.sealer,
        )

    async def _keep(self, session: Session, claim: Claim, answer: object) -> None:
        body = answer.model_dump_json(by_alias=True).encode() if isinstance(answer, BaseModel) else b"null"
        status = getattr(self._request.scope.get("route"), "status_code", None) or 200
        await claim.keep(session, status=status, body=body, etag=_etag(answer))


Db = Annotated[Database, needs(Database)]


async def answer_again(_: Request, error: Exception) -> Response:
    """Give the answer that was given before."""
    assert isinstance(error, Answered)
    headers = {"Idempotency-Replayed": "true"} | ({"ETag": error.etag} if error.etag else {})
    if error.answer_status == 204:
        return Response(status_code=204, headers=headers)
    return Response(error.body, error.answer_status, headers, media_type="application/json")
