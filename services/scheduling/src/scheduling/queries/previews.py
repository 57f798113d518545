"""Looking at what a booking or a change would be, before anything is written."""

from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from sqlalchemy import select

from .. import rules
from ..models import Appointment, Plan, Within, plan_booking, plan_move


async def preview_booking(session: Session, /, **wanted: Any) -> Plan:
    """Tell how each visit of a booking would fit; see `plan_booking`."""
    return await plan_booking(session, **wanted)


async def preview_change(session: Session, /, *, appointment_id: UUID, within: Within = None, **wanted: Any) -> Plan:
    """
    Tell how a visit, and others of its series, would fit at another time, with somebody else or longer.

    :raises AppointmentNotFound: no such appointment, or none at these locations (S17)
    """
    named = (Appointment.id == appointment_id, among(Appointment.location_id, within))
    appointment = await session.scalar(select(Appointment).where(*named))
    if appointment is None:
        raise rules.AppointmentNotFound()
    return await plan_move(session, appointment=appointment, within=within, **wanted)
