"""The gateway's own order of questions: is the address sensible, is there such a call, who asks, may they."""

from typing import Any
from urllib.parse import quote

from clinic_common.access import Principal, TokenVerifier, bearer
from clinic_common.errors import NotFound, Refusal
from clinic_common.http.middleware import App, Receive, Scope, Send, header
from clinic_common.http.problem import answer_to

from . import paths
from .access import GATEWAY, Row
from .proxy import Proxy, TooLarge
from .rates import Counted
from .revocations import Revocations

_MOST_HEADERS, _MOST_HEADER_BYTES = 100, 32_768
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_IN = frozenset(
    f"/api/auth/{call}" for call in ("login", "token", "forgot-password", "reset-password", "accept-invitation")
)
"""Where proofs of who somebody is can be guessed, or mails be asked for."""


class NoSuchCall(NotFound):
    """There is nothing at this address."""


NoSuchCall.code = "not_found"


class MethodNotAllowed(Refusal):
    """This cannot be done at this address."""

    status = 405


class HeadersTooLarge(Refusal):
    """The request's headers are too large."""

    status = 431


class Rates:
    """
    How often one may call.

    :param calls: per address, and per address and account for those signed in
    :param sign_ins: attempts to sign in, per address
    """

    def __init__(self, calls: Counted, sign_ins: Counted) -> None:
        self.calls, self.sign_ins = calls, sign_ins


class Door:
    """Answers every HTTP request: refused here, forwarded, or handed to the gateway's own routes or pages."""

    def __init__(
        self,
        *,
        routes: paths.Routes,
        verifier: TokenVerifier,
        revocations: Revocations,
        rates: Rates,
        proxy: Proxy,
        own: App,
        pages: App,
    ) -> None:
        self._routes, self._verifier, self._revocations = routes, verifier, revocations
        self._rates, self._proxy, self._own, self._pages = rates, proxy, own, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            send = _without_body(send)
        try:
            await self._answer(scope, receive, send)
        except Refusal as refusal:
            answer = answer_to(refusal)
            if isinstance(refusal, MethodNotAllowed):
                answer.headers["Allow"] = str(refusal.extra["allow"])
            if isinstance(refusal, (TooLarge, HeadersTooLarge)):
                answer.headers["Connection"] = "close"  # whatever is still being sent is not read
            await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        _must_be_bearable(scope)
        path = paths.read(scope.get("raw_path") or quote(scope["path"]).encode())
        by_method = self._routes.at(path.segments) if path else {}
        if path is None or not by_method:
            await self._no_row(path, scope, receive, send)
            return
        method = scope["method"]
        row = by_method.get("GET" if method == "HEAD" else method)
        if row is None:
            scope["clinic.route"] = next(iter(by_method.values())).path
            if method != "OPTIONS":
                raise MethodNotAllowed(allow=_allow(by_method))
            await _say_what_is_allowed(_allow(by_method), send)
            return
        scope["clinic.route"] = row.path
        await self._admit(row, scope)
        if row.upstream == GATEWAY:
            await self._own(scope, receive, send)
        else:
            await self._proxy.forward(row, path, scope, receive, send)

    async def _no_row(self, path: paths.Path | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything outside `/api` that no row names may be a page of the web app; nothing else exists."""
        if path is None or path.segments[:1] == ("api",) or scope["method"] not in ("GET", "HEAD"):
            await self._rates.calls.count(scope["clinic.address"])
            raise NoSuchCall()
        scope["clinic.route"] = "page"
        scope["clinic.page"] = path.segments
        await self._pages(scope, receive, send)

    async def _admit(self, row: Row, scope: Scope) -> None:
        address = scope["clinic.address"]
        if row.path in SIGN_IN:
            await self._rates.sign_ins.count(address)
        if row.who.open:
            await self._rates.calls.count(address)
            return
        try:
            principal = await self._sign_in_of(scope)
        except Refusal:
            await self._rates.calls.count(address)
            raise
        await self._rates.calls.count((address, principal.staff_id))
        row.who.must_include(principal)
        scope["clinic.principal"] = principal

    async def _sign_in_of(self, scope: Scope) -> Principal:
        principal = await self._verifier.verify(bearer(header(scope, b"authorization")))
        await self._revocations.check(principal)
        return principal


def _must_be_bearable(scope: Scope) -> None:
    headers = scope["headers"]
    if len(headers) > _MOST_HEADERS or sum(len(k) + len(v) for k, v in headers) > _MOST_HEADER_BYTES:
        raise HeadersTooLarge()
    if len(scope["query_string"]) > paths.LONGEST:
        raise paths.TooLong()


def _allow(by_method: dict[str, Row]) -> str:
    return ", ".join(m for m in _METHODS if m in by_method or m == "OPTIONS" or (m == "HEAD" and "GET" in by_method))


async def _say_what_is_allowed(allow: str, send: Send) -> None:
    # No Access-Control headers: other origins are not let in.
    await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", allow.encode())]})
    await send({"type": "http.response.body", "body": b""})


def _without_body(send: Send) -> Send:
    async def send_head(message: Any) -> None:
        if message["type"] == "http.response.body":
            message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
        await send(message)

    return send_head
