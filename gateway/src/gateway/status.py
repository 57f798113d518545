"""The status page: what is up, when the last backup was proved, whether the ledger holds; nothing about anybody."""

from html import escape

from fastapi import APIRouter, Response
from pydantic import BaseModel

from .composed import The
from .documents import PAGE_POLICY, plain_page
from .health import Health, ProofHealth, Status

router = APIRouter()

PROOFS = {
    "backup": ("identity", "Backup taken"),
    "restore": ("identity", "Backup restored and proved"),
    "ledger": ("billing", "Ledger proved"),
}
"""What is proved → the service that tells of it, and how the page calls it."""
_WORDS = {"ok": "works", "degraded": "works, something behind it does not", "down": "is down"}
_HEADLINES = {
    "ok": "Everything works",
    "degraded": "Everything answers, something behind it does not work",
    "down": "A part of the clinic is down",
}
_ASK_AGAIN = {"Cache-Control": "no-cache"}


class StatusView(BaseModel):
    """How the clinic is, for anybody."""

    status: Status
    parts: dict[str, Status]
    backup: ProofHealth
    restore: ProofHealth
    ledger: ProofHealth


async def status_of(health: Health) -> StatusView:
    """How everything is now, or was a moment ago."""
    seen = await health.look()
    proofs = {name: seen.services[word].proofs.get(name, ProofHealth()) for name, (word, _) in PROOFS.items()}
    parts = {word: part.status for word, part in seen.services.items()}
    return StatusView(status=seen.status, parts=parts, **proofs)


@router.get("/status.json")
async def get_status(suite: The) -> StatusView:
    """What is up, when the last backup was taken and proved, and whether the ledger holds."""
    return await status_of(suite.health)


@router.get(
    "/status",
    response_class=Response,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "A page."}},
)
async def get_status_page(suite: The) -> Response:
    """The same for people."""
    status = await status_of(suite.health)
    rows = [(word.capitalize(), _WORDS[state]) for word, state in status.parts.items()]
    rows += [(said, _told(getattr(status, name))) for name, (_, said) in PROOFS.items()]
    table = "".join(f"<tr><th>{escape(what)}</th><td>{escape(how)}</td></tr>" for what, how in rows)
    page = plain_page("Status", f"<h1>{_HEADLINES[status.status]}</h1><table>{table}</table>")
    headers = {"Content-Security-Policy": PAGE_POLICY, **_ASK_AGAIN}
    return Response(page, media_type="text/html", headers=headers)


def _told(proof: ProofHealth) -> str:
    when = f"{proof.at:%Y-%m-%d %H:%M} UTC" if proof.at else "never"
    if proof.good is None:
        return "not known yet"
    return when if proof.good else f"FAILED the last time; last good: {when}"
