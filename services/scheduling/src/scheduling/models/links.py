"""The visit behind a patient's link, as far as the link shows it (S12)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session
from clinic_common.links import LinkExpired, LinkNotOurs, open_link
from clinic_contracts.scheduling import VISIT_LINK, visit_link_state
from sqlalchemy import select

from ..rules import LinkNotValid, LinkOver, Status, may_cancel, may_confirm
from .appointments import Appointment


@dataclass(frozen=True)
class LinkedVisit:
    """When, where and with whom; of the patient only whose access this is, which is not shown."""

    patient_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    practitioner_name: str
    location_name: str
    address: dict[str, str] | None
    phone: str | None
    visit_type_name: str
    status: str
    can_confirm: bool
    can_cancel: bool

    @classmethod
    def of(cls, visit: Appointment, *, now: datetime) -> "LinkedVisit":
        """What a link shows of a visit now."""
        status = Status(visit.status)
        return cls(
            patient_id=visit.patient_id,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            time_zone=visit.time_zone,
            practitioner_name=visit.practitioner_name,
            location_name=visit.location_name,
            address=visit.location.address,
            phone=visit.location.phone,
            visit_type_name=visit.visit_type_name,
            status=status.value,
            can_confirm=may_confirm(status, visit.starts_at, now=now),
            can_cancel=may_cancel(status, visit.starts_at, now=now),
        )


async def visit_of_link(session: Session, token: str, *, now: datetime, lock: bool = False) -> Appointment:
    """
    The visit a link is about (S12).

    :param lock: nobody else changes it until this transaction ends
    :raises LinkNotValid: changed, cut short, made for something else
    :raises LinkOver: its time is over, or the visit was moved or cancelled since
    """
    try:
        link = open_link(token, purpose=VISIT_LINK, sealer=session.sealer, now=now)
    except LinkNotOurs as error:
        raise LinkNotValid() from error
    except LinkExpired as error:
        raise LinkOver() from error
    if lock:
        # By its key alone: what is joined to the visit need not wait.
        await session.scalar(select(Appointment.id).where(Appointment.id == link.subject_id).with_for_update())
    visit = await session.get(Appointment, link.subject_id, populate_existing=True)
    if visit is None:
        raise LinkNotValid()
    gone = visit.status == Status.CANCELLED
    if gone or link.state != visit_link_state(visit.starts_at, visit.sequence):
        raise LinkOver()
    return visit
