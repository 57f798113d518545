"""Door 2: what identity does when something happened elsewhere."""

from clinic_common.database import Session
from clinic_common.inbox import Reactions
from clinic_contracts.trail import AccessesRecorded, AccessRecorded

from . import commands

reactions = Reactions("identity")


@reactions.on(AccessRecorded)
async def keep_access(session: Session, event: AccessRecorded) -> None:
    """Keep what somebody saw or did, told by a service of the release before accesses were numbered."""
    await commands.append_access(session, access=event)


@reactions.on(AccessesRecorded)
async def keep_accesses(session: Session, event: AccessesRecorded) -> None:
    """Keep what was seen or done at one source in the access trail, in the order it was numbered there (I17)."""
    await commands.append_accesses(session, batch=event)
