"""What is looked after from time to time, and how it went: a backup, its proof."""

from datetime import datetime

from clinic_common.database import Session

from ..models import Check


async def note_check(session: Session, *, name: str, good: bool, said: str, now: datetime) -> None:
    """Remember how something went now; the last time it went well stays known."""
    check = await session.get(Check, name, with_for_update=True)
    if check is None:
        check = Check(name=name)
        session.add(check)
    check.at, check.good, check.said = now, good, said[:200]
    if good:
        check.good_at = now
