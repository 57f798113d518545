"""The headers every answer carries, whoever gave it."""

from clinic_common.http.middleware import App, Receive, Scope, Send

from .addresses import Addresses

NOTHING_LOADS = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy of everything that is no page."""
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_NOT_STORED = (b"cache-control", b"no-store")
_OURS = frozenset(name for name, _ in (*_ALWAYS, _HSTS))


class Secured:
    """Wraps an ASGI app so that browsers load, frame, cache and leak nothing they need not."""

    def __init__(self, app: App, addresses: Addresses) -> None:
        self._app, self._addresses = app, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address, scheme = self._addresses.client_of(scope)
        scope["clinic.address"], scope["clinic.scheme"] = address, scheme
        private = str(scope["path"]).startswith("/api")

        async def send_secured(message: Scope) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _secured(message["headers"], https=scheme == "https", private=private)
            await send(message)

        await self._app(scope, receive, send_secured)


def _secured(given: list[tuple[bytes, bytes]], *, https: bool, private: bool) -> list[tuple[bytes, bytes]]:
    headers = [(key, value) for key, value in given if key.lower() not in _OURS]
    names = {key.lower() for key, _ in headers}
    headers += _ALWAYS
    if https:
        headers.append(_HSTS)
    if private:
        headers = [(key, value) for key, value in headers if key.lower() != b"cache-control"]
        headers.append(_NOT_STORED)
    if b"content-security-policy" not in names:
        headers.append((b"content-security-policy", NOTHING_LOADS))
    return headers
