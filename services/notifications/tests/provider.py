"""A mail and text message service of our own, on a real socket: takes both forms, and fails as it is told."""

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

ACCOUNT, TOKEN, KEY = "AC0", "sms:token", "mail-key"
TEXTS = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


class Provider:
    """What it took, and what it answers to the next messages instead of taking them."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[dict[str, Any]] = []
        self.texts: list[dict[str, str]] = []
        self.keys: Counter[str] = Counter()
        """How often each idempotency key was sent, taken or not."""
        self.taken: set[str | None] = set()
        self.on_taken: Callable[[int], None] | None = None
        """Told how many were taken, each time before that is answered."""
        self.faults: list[int | str | tuple[int, dict[str, str]]] = []
        """A status, one with headers, `cut off` (taken, but the answer is lost), or `silent` (never answered)."""

    @property
    def url(self) -> str:
        """Where e-mails are posted."""
        return f"http://127.0.0.1:{self.port}/emails"

    @property
    def sms_url(self) -> str:
        """Where text messages are posted, with the sign-in."""
        return f"http://{ACCOUNT}:{TOKEN.replace(':', '%3A')}@127.0.0.1:{self.port}"

    async def take_mail(self, request: web.Request) -> web.Response:
        """One e-mail; with a key that was seen, it is not taken again."""
        if request.headers["Authorization"] != f"Bearer {KEY}":
            return web.Response(status=401)
        key, mail = request.headers["Idempotency-Key"], await request.json()
        known = key in self.taken
        self.keys[key] += 1
        return await self._answer(request, self.mails if not known else [], mail | {"key": key}, 200)

    async def take_text(self, request: web.Request) -> web.Response:
        """One text message; every one is another."""
        sign_in = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers["Authorization"] != f"Basic {sign_in}":
            return web.Response(status=401)
        return await self._answer(request, self.texts, dict((await request.post()).items()), 201)

    async def _answer(self, request: web.Request, taken: list[Any], message: Any, status: int) -> web.Response:
        fault = self.faults.pop(0) if self.faults else status
        if isinstance(fault, tuple):
            return web.Response(status=fault[0], headers=fault[1])
        if fault == "silent":
            await asyncio.Event().wait()
        if fault in (status, "cut off"):
            taken.append(message)
            self.taken.add(message.get("key"))
            if self.on_taken:
                self.on_taken(len(self.mails) + len(self.texts))
        if fault == "cut off":
            assert request.transport
            request.transport.abort()
            return web.Response()
        return web.Response(status=int(fault))


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    """Such a service on a free port."""
    ours = Provider()
    app = web.Application()
    app.router.add_post("/emails", ours.take_mail)
    app.router.add_post(TEXTS, ours.take_text)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ours.port = runner.addresses[0][1]
        yield ours
    finally:
        await runner.cleanup()
