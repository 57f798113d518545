"""Door 2: what identity does when something happened elsewhere."""

from clinic_common.database import Session
from clinic_common.inbox import Reactions
from clinic_contracts.trail import AccessRecorded

from . import commands

reactions = Reactions("identity")


@reactions.on(AccessRecorded)
async def keep_access(session: Session, event: AccessRecorded) -> None:
    """Keep what somebody saw or did in the access trail."""
    await commands.append_access(session, access=event)
