"""Serves the built web app; without one, a plain page that says where the documentation is."""

import asyncio
import hashlib
import mimetypes
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clinic_common.errors import NotFound
from clinic_common.http.middleware import Receive, Scope, Send, header
from starlette.responses import Response

from .documents import PAGE_POLICY, plain_page

NONCE = "{{csp-nonce}}"
"""Stands in the built index.html (Vite: `html.cspNonce`) where each answer's own nonce goes."""
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_WORKER = ("sw.js",)
_WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""What the service worker fetches, to keep it, goes by its own policy, not by that of the page."""
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class NoSuchPage(NotFound):
    """There is no such page."""


NoSuchPage.code = "not_found"


@dataclass(frozen=True)
class _File:
    place: Path
    kind: str
    etag: str
    encoded: dict[str, Path]


class Pages:
    """
    The web app's files, listed once at the start: what was not in the folder then is never served.

    :param folder: the built web app, or None
    :param origins: other origins the web app may speak to (signed uploads), for its policy
    """

    def __init__(self, folder: Path | None, *, origins: Iterable[str] = ()) -> None:
        self._files = _listed(folder.resolve(strict=True)) if folder else {}
        self._origins = " ".join(origins)
        self._index = self._files.pop(("index.html",), None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Answer a GET outside `/api`; the door has put the path's segments into the scope.

        :raises NoSuchPage: a file that is not there
        """
        segments: tuple[str, ...] = scope["clinic.page"]
        if file := self._files.get(segments):
            answer = await self._file(file, segments, scope)
        elif segments and "." in segments[-1] and segments != ("index.html",):
            raise NoSuchPage()
        elif self._index:
            answer = await self._app(self._index)
        elif not segments:
            answer = _welcome()
        else:
            raise NoSuchPage()
        await answer(scope, receive, send)

    async def _app(self, index: _File) -> Response:
        """The one page of the web app, for every address that is a place within it."""
        text = (await asyncio.to_thread(index.place.read_bytes)).decode()
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
            "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            f"connect-src 'self' {self._origins}".rstrip()
            + "; worker-src 'self'; manifest-src 'self'; frame-src blob:; "
            "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        )
        headers = {"Cache-Control": _ASK_AGAIN, "Content-Security-Policy": policy}
        return Response(text.replace(NONCE, nonce), 200, headers, media_type="text/html")

    async def _file(self, file: _File, segments: tuple[str, ...], scope: Scope) -> Response:
        headers = {
            "Cache-Control": _FOREVER if segments[0] == "assets" else _ASK_AGAIN,
            "ETag": file.etag,
            "Vary": "Accept-Encoding",
        }
        if segments == _WORKER:
            headers["Content-Security-Policy"] = _WORKER_POLICY
        if header(scope, b"if-none-match") == file.etag:
            return Response(status_code=304, headers=headers)
        place = file.place
        accepted = _accepted(header(scope, b"accept-encoding") or "")
        for encoding, better in file.encoded.items():
            if encoding in accepted:
                headers["Content-Encoding"], place = encoding, better
                break
        content = await asyncio.to_thread(place.read_bytes)
        return Response(content, 200, headers | {"Content-Type": file.kind})


def _accepted(text: str) -> set[str]:
    found = set()
    for part in text.lower().split(","):
        name, _, quality = part.partition(";")
        if quality.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            found.add(name.strip())
    return found


def _listed(folder: Path) -> dict[tuple[str, ...], _File]:
    files: dict[tuple[str, ...], _File] = {}
    for place in sorted(folder.rglob("*")):
        # A link that leads out of the folder is no part of the web app.
        if not place.is_file() or not place.resolve().is_relative_to(folder):
            continue
        if place.suffix in (".br", ".gz") and place.with_suffix("").is_file():
            continue
        kind = _TYPES.get(place.suffix) or mimetypes.guess_type(place.name)[0] or "application/octet-stream"
        encoded = {
            name: better for name, ending in _ENCODINGS if (better := place.with_name(place.name + ending)).is_file()
        }
        etag = f'"{hashlib.sha256(place.read_bytes()).hexdigest()[:20]}"'
        files[place.relative_to(folder).parts] = _File(place, kind, etag, encoded)
    return files


def _welcome() -> Response:
    inner = (
        "<h1>The clinic is running</h1><p>No web app is installed here. "
        'What this door answers is described in <a href="/docs">the documentation</a>; '
        'how it is, at <a href="/health">/health</a>.</p>'
    )
    headers = {"Cache-Control": _ASK_AGAIN, "Content-Security-Policy": PAGE_POLICY}
    return Response(plain_page("Clinic", inner), 200, headers, media_type="text/html")
