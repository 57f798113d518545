"""Letting staff choose a password: the only messages that carry a secret."""

import hashlib
import json
from datetime import datetime

from clinic_common.database import Session, new_id
from clinic_contracts.identity import PasswordResetOffered, StaffInvited
from sqlalchemy import select

from .. import rules
from ..models import Message


async def invite_staff_member(session: Session, *, event: StaffInvited, now: datetime) -> None:
    """
    Plan the e-mail with which somebody chooses their password.

    The token stands sealed in the row until the message is sent, and nowhere else (N8).
    """
    if event.invitation_token is not None:
        await _write_to(session, event, rules.INVITATION, event.invitation_token, sequence=event.version, now=now)


async def send_password_reset(session: Session, *, event: PasswordResetOffered, now: datetime) -> None:
    """Plan the e-mail with which somebody chooses another password; the token as in an invitation (N8)."""
    await _write_to(session, event, rules.PASSWORD_RESET, event.token, sequence=1, now=now)


async def _write_to(
    session: Session,
    event: StaffInvited | PasswordResetOffered,
    template: str,
    token: str,
    *,
    sequence: int,
    now: datetime,
) -> None:
    # Somebody may be invited again, with another token; a token is long and random, so its digest tells nothing.
    digest = hashlib.sha256(token.encode()).hexdigest()[:32]
    occasion = f"{event.staff_id}/{template}/{digest}"
    if (await session.execute(select(Message.id).where(Message.occasion == occasion))).first():
        return
    message = Message(
        id=new_id(),
        occasion=occasion,
        template=template,
        channel=rules.EMAIL,
        wanted_channel=rules.EMAIL,
        sequence=sequence,
        status=rules.PLANNED,
        due_at=now,
        available_at=now,
        attempts=0,
        created_at=now,
    )
    secret = {"email": event.email, "display_name": event.display_name, "token": token}
    message.parameters = session.sealer.seal(json.dumps(secret).encode(), context=message.context)
    session.add(message)
