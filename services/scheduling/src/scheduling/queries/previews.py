"""Looking at what a booking or a change would be, before anything is written."""

from typing import Any
from uuid import UUID

from clinic_common.database import Session

from .. import rules
from ..models import Appointment, Plan, plan_booking, plan_move


async def preview_booking(session: Session, /, **wanted: Any) -> Plan:
    """Tell how each visit of a booking would fit; see `plan_booking`."""
    return await plan_booking(session, **wanted)


async def preview_change(session: Session, /, *, appointment_id: UUID, **wanted: Any) -> Plan:
    """
    Tell how a visit, and others of its series, would fit at another time, with somebody else or longer.

    :raises AppointmentNotFound: no such appointment
    """
    appointment = await session.get(Appointment, appointment_id)
    if appointment is None:
        raise rules.AppointmentNotFound()
    return await plan_move(session, appointment=appointment, **wanted)
