"""What a patient does by link, without signing in (S12)."""

from datetime import datetime

from clinic_common.database import Session

from .. import rules
from ..models import LinkedVisit, visit_of_link
from ..rules import Status
from .flow import advance_appointment, cancel_appointment


async def confirm_linked_visit(session: Session, *, token: str, now: datetime) -> LinkedVisit:
    """
    Note that the patient will come; once more is fine.

    :raises LinkNotValid: it was not made here for this
    :raises LinkOver: its time is over, or the visit was moved or cancelled
    :raises NotByLink: the visit has begun
    """
    visit = await visit_of_link(session, token, now=now, lock=True)
    if visit.status != Status.CONFIRMED:
        if not rules.may_confirm(Status(visit.status), visit.starts_at, now=now):
            raise rules.NotByLink()
        await advance_appointment(
            session, appointment_id=visit.id, step=Status.CONFIRMED, now=now, reason=rules.BY_PATIENT
        )
    return LinkedVisit.of(visit, now=now)


async def cancel_linked_visit(session: Session, *, token: str, now: datetime, reason: str | None = None) -> LinkedVisit:
    """
    Have the patient call off their visit, until it starts; its time is free again.

    :raises LinkNotValid: it was not made here for this
    :raises LinkOver: its time is over, or the visit was moved or cancelled
    :raises NotByLink: the visit has begun
    """
    visit = await visit_of_link(session, token, now=now, lock=True)
    if not rules.may_cancel(Status(visit.status), visit.starts_at, now=now):
        raise rules.NotByLink()
    await cancel_appointment(session, appointment_id=visit.id, reason=reason or rules.BY_PATIENT, now=now)
    return LinkedVisit.of(visit, now=now)
