"""Door 2: what identity does when something happened elsewhere."""

from clinic_common.database import Session, utc_now
from clinic_common.inbox import Reactions
from clinic_contracts.identity import PasswordResetAsked
from clinic_contracts.trail import AccessesRecorded, AccessRecorded

from . import commands, rules

reactions = Reactions("identity")


@reactions.on(AccessRecorded)
async def keep_access(session: Session, event: AccessRecorded) -> None:
    """Keep what somebody saw or did, told by a service of the release before accesses were numbered."""
    await commands.append_access(session, access=event)


@reactions.on(AccessesRecorded)
async def keep_accesses(session: Session, event: AccessesRecorded) -> None:
    """Keep what was seen or done at one source in the access trail, in the order it was numbered there (I17)."""
    await commands.append_accesses(session, batch=event)


@reactions.on(PasswordResetAsked)
async def offer_reset(session: Session, event: PasswordResetAsked) -> None:
    """Send whoever forgot their password a link to another, if they work here."""
    if utc_now() - event.occurred_at < rules.RESET_LASTS:
        await commands.offer_reset(session, email=event.email, now=utc_now())
