"""Looking at a visit by link."""

from datetime import datetime

from clinic_common.database import Session

from ..models import LinkedVisit, visit_of_link


async def get_linked_visit(session: Session, *, token: str, now: datetime) -> LinkedVisit:
    """
    Give the visit a link is about.

    :raises LinkNotValid: it was not made here for this
    :raises LinkOver: its time is over, or the visit was moved or cancelled
    """
    return LinkedVisit.of(await visit_of_link(session, token, now=now), now=now)
