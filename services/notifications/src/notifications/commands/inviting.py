"""Inviting staff: the only message that carries a secret."""

import hashlib
import json
from datetime import datetime

from clinic_common.database import Session, new_id
from clinic_contracts.identity import StaffInvited
from sqlalchemy import select

from .. import rules
from ..models import Message


async def invite_staff_member(session: Session, *, event: StaffInvited, now: datetime) -> None:
    """
    Plan the e-mail with which somebody chooses their password.

    The token stands sealed in the row until the message is sent, and nowhere else (N8).
    """
    if event.invitation_token is None:
        return
    # Somebody may be invited again, with another token; a token is long and random, so its digest tells nothing.
    digest = hashlib.sha256(event.invitation_token.encode()).hexdigest()[:32]
    occasion = f"{event.staff_id}/{rules.INVITATION}/{digest}"
    if (await session.execute(select(Message.id).where(Message.occasion == occasion))).first():
        return
    message = Message(
        id=new_id(),
        occasion=occasion,
        template=rules.INVITATION,
        channel=rules.EMAIL,
        wanted_channel=rules.EMAIL,
        sequence=event.version,
        status=rules.PLANNED,
        due_at=now,
        available_at=now,
        attempts=0,
        created_at=now,
    )
    secret = {"email": event.email, "display_name": event.display_name, "token": event.invitation_token}
    message.parameters = session.sealer.seal(json.dumps(secret).encode(), context=message.context)
    session.add(message)
