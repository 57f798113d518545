"""Links that let somebody without a sign-in do one thing for a while: signed, short enough for a text message."""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from .sealing import Sealer

_HEAD = struct.Struct(">B16sI")
_FORM = 1
_SIGNATURE = 16
_LONGEST_STATE = 100


class LinkNotOurs(ValueError):
    """The token was not made here for this purpose: changed, cut short, or meant for something else."""


class LinkExpired(ValueError):
    """The token was made here, but its time is over."""


@dataclass(frozen=True)
class Link:
    """
    What a token says.

    :param subject_id: what it is about
    :param state: what must still be so for the link to hold; whoever opens it compares
    :param expires_at: from this moment on it opens nothing; counted in whole seconds
    """

    subject_id: UUID
    state: str
    expires_at: datetime


def sign_link(link: Link, *, purpose: str, sealer: Sealer) -> str:
    """
    Make the token of a link: nobody else can, and it serves this purpose only.

    The purpose is part of the key, so that a token of one purpose is no token of another.
    """
    state = link.state.encode()
    if len(state) > _LONGEST_STATE:
        raise ValueError("the state of a link must be short")
    said = _HEAD.pack(_FORM, link.subject_id.bytes, int(link.expires_at.timestamp())) + state
    key = sealer.derived_keys(_context(purpose))[-1]
    return base64.urlsafe_b64encode(said + _signature(key, said)).decode().rstrip("=")


def open_link(token: str, *, purpose: str, sealer: Sealer, now: datetime) -> Link:
    """
    Give what a token says; every key of the ring is good for it.

    :raises LinkNotOurs: changed, cut short, made for another purpose, or its key is gone
    :raises LinkExpired: its time is over
    """
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise LinkNotOurs() from error
    said, signature = whole[:-_SIGNATURE], whole[-_SIGNATURE:]
    keys = sealer.derived_keys(_context(purpose))
    # The same token written another way (spare bits at its end) is another token: one link, one address.
    canonical = base64.urlsafe_b64encode(whole).decode().rstrip("=") == token
    if not canonical or not any([hmac.compare_digest(_signature(key, said), signature) for key in keys]):
        raise LinkNotOurs()
    form, subject, expires = _HEAD.unpack_from(said)
    if form != _FORM:
        raise LinkNotOurs()
    link = Link(UUID(bytes=subject), said[_HEAD.size :].decode(), datetime.fromtimestamp(expires, UTC))
    if now >= link.expires_at:
        raise LinkExpired()
    return link


def _context(purpose: str) -> str:
    return f"link/{purpose}"


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, hashlib.sha256)[:_SIGNATURE]
