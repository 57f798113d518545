"""Looking at who is where now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_common.database import Session, among
from sqlalchemy import select

from .. import rules
from ..models import Appointment, Patient, Room, StaffMember, VisitType, Within, location_within
from ..rules import Status, minutes_between

_HERE = (Status.ARRIVED, Status.ROOMED, Status.IN_VISIT)
TODAY = timedelta(hours=18)
"""How far from now a visit begins whose patient is here; one left open since yesterday is not."""
MOST_ROOMS, MOST_HERE = 500, 500


@dataclass(frozen=True)
class OnBoard:
    """A patient who is here, and since when."""

    id: UUID
    patient_id: UUID
    patient_name: str
    practitioner_id: UUID
    practitioner_name: str
    visit_type_name: str
    color: str | None
    room_id: UUID | None
    starts_at: datetime
    status: str
    arrived_at: datetime | None
    roomed_at: datetime | None
    started_at: datetime | None
    overbooked: bool
    at: datetime

    @property
    def waiting_minutes(self) -> int | None:
        """How long they waited, or have been waiting."""
        return minutes_between(self.arrived_at, self.roomed_at or self.started_at or self.at)

    @property
    def room_minutes(self) -> int | None:
        """How long they have been in the room, or in the visit."""
        return minutes_between(self.roomed_at or self.started_at, self.at)


@dataclass(frozen=True)
class RoomOnBoard:
    """A room and who is in it."""

    room_id: UUID
    room_name: str
    location_id: UUID
    visits: list[OnBoard]


@dataclass(frozen=True)
class RoomsBoard:
    """Who is where; `items` are all of them, whose data this is."""

    at: datetime
    items: list[OnBoard]
    rooms: list[RoomOnBoard]

    @property
    def waiting(self) -> list[OnBoard]:
        """Those who have arrived and are in no room, the longest waiting first."""
        return [visit for visit in self.items if visit.status == Status.ARRIVED]

    @property
    def elsewhere(self) -> list[OnBoard]:
        """Those who were brought somewhere nobody named."""
        return [visit for visit in self.items if visit.status != Status.ARRIVED and visit.room_id is None]


async def get_rooms_board(
    session: Session, *, now: datetime, location_id: UUID | None = None, within: Within = None
) -> RoomsBoard:
    """
    Tell who is in which room now, and who is waiting.

    :param location_id: only there
    :param within: only at these locations (S17)
    :raises LocationUnknown: no such location
    """
    if location_id and await location_within(session, location_id, within) is None:
        raise rules.LocationUnknown(field="location_id")
    here = (
        select(
            Appointment.id,
            Appointment.patient_id,
            (Patient.given_name + " " + Patient.family_name).label("patient_name"),
            Appointment.practitioner_id,
            StaffMember.display_name.label("practitioner_name"),
            VisitType.name.label("visit_type_name"),
            VisitType.color,
            Appointment.room_id,
            Appointment.starts_at,
            Appointment.status,
            Appointment.arrived_at,
            Appointment.roomed_at,
            Appointment.started_at,
            Appointment.overbooked,
        )
        .join(Patient, Patient.id == Appointment.patient_id)
        .join(StaffMember, StaffMember.id == Appointment.practitioner_id)
        .join(VisitType, VisitType.id == Appointment.visit_type_id)
        .where(
            Appointment.status.in_(sorted(_HERE)),
            Appointment.starts_at > now - TODAY,
            Appointment.starts_at < now + TODAY,
            among(Appointment.location_id, within),
        )
        .order_by(Appointment.arrived_at, Appointment.starts_at, Appointment.id)
        .limit(MOST_HERE)
    )
    places = select(Room.id, Room.name, Room.location_id).where(among(Room.location_id, within))
    places = places.order_by(Room.location_id, Room.name).limit(MOST_ROOMS)
    if location_id:
        here, places = here.where(Appointment.location_id == location_id), places.where(Room.location_id == location_id)
    visits = [OnBoard(**row._mapping, at=now) for row in await session.execute(here)]
    inside: dict[Any, list[OnBoard]] = {}
    for visit in visits:
        if visit.status != Status.ARRIVED:
            inside.setdefault(visit.room_id, []).append(visit)
    rooms = [
        RoomOnBoard(row.id, row.name, row.location_id, inside.get(row.id, [])) for row in await session.execute(places)
    ]
    return RoomsBoard(now, visits, rooms)
