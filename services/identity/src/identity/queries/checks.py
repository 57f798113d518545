"""How what is looked after from time to time went the last time."""

from clinic_common.database import Session
from sqlalchemy import select

from ..models import Check


async def list_checks(session: Session) -> list[Check]:
    """All there are; few."""
    return list((await session.execute(select(Check).order_by(Check.name))).scalars())
