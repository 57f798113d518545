"""Appointments over HTTP: booking, their steps, their end."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from clinic_common.errors import Stale
from clinic_common.http import Db, IfMatch, Me, Now, Page, Paging, PlainText, needs, problems, until_heard_of
from clinic_contracts.permissions import Permission
from fastapi import Query
from pydantic import Field

from .. import commands, queries
from ..rules import (
    AlreadyDone,
    AppointmentNotFound,
    InThePast,
    LocationUnknown,
    NotASeries,
    OutsideAvailability,
    PatientElsewhere,
    PatientUnknown,
    PractitionerNotBookable,
    RecurrenceNotHonoured,
    RoomTaken,
    SeriesConflicts,
    SeriesNotFound,
    SlotTaken,
    Status,
    TooSoon,
    WrongStep,
)
from ..schemas import (
    AppointmentChange,
    AppointmentDetailView,
    AppointmentView,
    Cancellation,
    Move,
    NewAppointment,
    PlanView,
    Reopening,
    RoomMove,
    RoomsBoardView,
    SeriesView,
)
from .asked import BookedAt, SeenAt, SeenVersion, When, period
from .router import router

STEP = problems(AppointmentNotFound, WrongStep, AlreadyDone, Stale)
STATUSES = Annotated[list[Status], Field(max_length=len(Status)), Query(description="Any of these.")]


async def _heard_of(db: Any, patient_id: UUID, now: datetime) -> None:
    """Wait for a patient registered just now."""

    async def known() -> bool:
        return bool(await db.read(queries.knows_patient, None, patient_id=patient_id))

    await until_heard_of(known, patient_id, within=db.resources.settings.patient_wait_seconds, now=now)


@router.get("/appointments")
async def list_appointments(
    db: Db,
    page: Paging,
    within: SeenAt,
    starts: Annotated[When | None, Query(alias="from", description="A moment or a date.")] = None,
    ends: Annotated[When | None, Query(alias="to", description="A moment, or a date: through that day.")] = None,
    practitioner_id: UUID | None = None,
    patient_id: UUID | None = None,
    location_id: UUID | None = None,
    status: STATUSES = [],  # noqa: B006
    q: Annotated[PlainText | None, Query(description="Words of the patient's name, record number, phone.")] = None,
) -> Page[AppointmentView]:
    """List appointments by time."""
    starts_at, ends_at = await period(db, starts, ends, location_id, within)
    return await db.read(
        queries.list_appointments,
        Page[AppointmentView].of,
        page=page,
        starts_at=starts_at,
        ends_at=ends_at,
        practitioner_id=practitioner_id,
        patient_id=patient_id,
        location_id=location_id,
        status=status,
        q=q,
        within=within,
    )


@router.post(
    "/appointments",
    status_code=201,
    responses=problems(
        SlotTaken,
        RoomTaken,
        SeriesConflicts,
        PractitionerNotBookable,
        PatientUnknown,
        OutsideAvailability,
        InThePast,
        RecurrenceNotHonoured,
        TooSoon,
        PatientElsewhere,
    ),
)
async def book_appointment(body: NewAppointment, me: Me, db: Db, now: Now, within: BookedAt) -> AppointmentView:
    """Book an appointment, or a whole series of them."""
    if body.overbook_reason:
        me.must(Permission.APPOINTMENTS_OVERBOOK)
    await _heard_of(db, body.patient_id, now)
    return await db.run(
        commands.book_appointment,
        AppointmentView.of,
        **body.model_dump(),
        staff_id=me.staff_id,
        now=now,
        within=within,
    )


@router.post(
    "/appointments/preview",
    responses=problems(PractitionerNotBookable, PatientUnknown, OutsideAvailability, InThePast, RecurrenceNotHonoured),
)
async def preview_booking(body: NewAppointment, me: Me, db: Db, now: Now, within: BookedAt) -> PlanView:
    """Tell how each visit of a booking would fit; nothing is written."""
    wanted = _planned(body, me)
    await _heard_of(db, body.patient_id, now)
    return await db.read(queries.preview_booking, PlanView.of, **wanted, now=now, within=within)


def _planned(body: NewAppointment | Move, me: Any) -> dict[str, Any]:
    """What a plan is made of: all but what is only noted beside it."""
    if body.overbook_reason:
        me.must(Permission.APPOINTMENTS_OVERBOOK)
    wanted = body.model_dump(exclude={"reason", "overbook_reason", "accept_conflict"})
    return wanted | {"overbook": body.overbook_reason is not None}


@router.get("/appointments/{appointment_id}", responses=problems(AppointmentNotFound))
async def get_appointment(appointment_id: UUID, db: Db, now: Now, within: SeenAt) -> AppointmentDetailView:
    """Give an appointment with its history."""
    return await db.read(
        queries.get_appointment, AppointmentDetailView.of, appointment_id=appointment_id, now=now, within=within
    )


@router.patch(
    "/appointments/{appointment_id}",
    responses=problems(AppointmentNotFound, WrongStep, SlotTaken, RoomTaken, OutsideAvailability, Stale),
)
async def change_appointment(
    appointment_id: UUID, body: AppointmentChange, version: IfMatch, me: Me, db: Db, now: Now, within: BookedAt
) -> AppointmentView:
    """Change reason, room or length of an appointment."""
    return await db.run(
        commands.change_appointment,
        AppointmentView.of,
        appointment_id=appointment_id,
        version=version,
        changes=body.model_dump(exclude_unset=True),
        staff_id=me.staff_id,
        now=now,
        within=within,
    )


class Change:
    """What every change of one appointment is told: which, who makes it, when, the version they saw, where they may."""

    def __init__(self, appointment_id: UUID, version: SeenVersion, me: Me, now: Now, within: BookedAt) -> None:
        self.told: dict[str, Any] = {
            "appointment_id": appointment_id,
            "version": version,
            "staff_id": me.staff_id,
            "now": now,
            "within": within,
        }


Changed = Annotated[Change, needs(Change)]


async def _advance(db: Any, step: Status, change: Change, room_id: UUID | None = None) -> AppointmentView:
    found: AppointmentView = await db.run(
        commands.advance_appointment, AppointmentView.of, step=step, room_id=room_id, **change.told
    )
    return found


@router.post("/appointments/{appointment_id}/confirm", responses=STEP)
async def confirm_appointment(db: Db, change: Changed) -> AppointmentView:
    """Note that the patient will come."""
    return await _advance(db, Status.CONFIRMED, change)


@router.post("/appointments/{appointment_id}/arrive", responses=STEP)
async def arrive_appointment(db: Db, change: Changed) -> AppointmentView:
    """Note that the patient is here."""
    return await _advance(db, Status.ARRIVED, change)


@router.post("/appointments/{appointment_id}/room", responses=STEP)
async def room_appointment(db: Db, change: Changed, body: RoomMove | None = None) -> AppointmentView:
    """Note that the patient is in a room, and in which."""
    return await _advance(db, Status.ROOMED, change, body.room_id if body else None)


@router.post("/appointments/{appointment_id}/start", responses=STEP)
async def start_appointment(db: Db, change: Changed) -> AppointmentView:
    """Note that the visit has begun."""
    return await _advance(db, Status.IN_VISIT, change)


@router.post("/appointments/{appointment_id}/complete", responses=STEP)
async def complete_appointment(db: Db, change: Changed) -> AppointmentView:
    """Note that the visit took place."""
    return await _advance(db, Status.COMPLETED, change)


@router.post("/appointments/{appointment_id}/no-show", responses=STEP)
async def miss_appointment(db: Db, change: Changed) -> AppointmentView:
    """Note that the patient did not come."""
    return await _advance(db, Status.NO_SHOW, change)


@router.post(
    "/appointments/{appointment_id}/cancel",
    responses=problems(AppointmentNotFound, WrongStep, AlreadyDone, NotASeries, Stale),
)
async def cancel_appointment(body: Cancellation, db: Db, change: Changed) -> AppointmentView:
    """Cancel an appointment and free its time."""
    return await db.run(commands.cancel_appointment, AppointmentView.of, **body.model_dump(), **change.told)


@router.post(
    "/appointments/{appointment_id}/reschedule",
    responses=problems(
        AppointmentNotFound, WrongStep, SlotTaken, SeriesConflicts, OutsideAvailability, InThePast, NotASeries,
        TooSoon, PatientElsewhere, Stale,
    ),
)  # fmt: skip
async def reschedule_appointment(body: Move, me: Me, db: Db, change: Changed) -> AppointmentView:
    """Move an appointment to another time, give it to another practitioner, or change its length."""
    if body.overbook_reason:
        me.must(Permission.APPOINTMENTS_OVERBOOK)
    return await db.run(commands.reschedule_appointment, AppointmentView.of, **body.model_dump(), **change.told)


@router.post(
    "/appointments/{appointment_id}/reschedule/preview",
    responses=problems(AppointmentNotFound, WrongStep, InThePast, NotASeries),
)
async def preview_change(appointment_id: UUID, body: Move, me: Me, db: Db, now: Now, within: BookedAt) -> PlanView:
    """Tell how an appointment, and others of its series, would fit if they were moved so; nothing is written."""
    wanted = _planned(body, me)
    return await db.read(
        queries.preview_change, PlanView.of, appointment_id=appointment_id, **wanted, now=now, within=within
    )


@router.post(
    "/appointments/{appointment_id}/reopen", responses=problems(AppointmentNotFound, WrongStep, SlotTaken, Stale)
)
async def reopen_appointment(body: Reopening, db: Db, change: Changed) -> AppointmentView:
    """Take the last step back, with the reason on record."""
    return await db.run(commands.reopen_appointment, AppointmentView.of, reason=body.reason, **change.told)


@router.get("/rooms/board", responses=problems(LocationUnknown))
async def get_rooms_board(db: Db, now: Now, within: SeenAt, location_id: UUID | None = None) -> RoomsBoardView:
    """Tell who is in which room now, and who is waiting."""
    return await db.read(queries.get_rooms_board, RoomsBoardView.of, now=now, location_id=location_id, within=within)


@router.get("/series/{series_id}", responses=problems(SeriesNotFound))
async def get_series(series_id: UUID, db: Db, within: SeenAt) -> SeriesView:
    """Give a series with all its visits."""
    return await db.read(queries.get_series, SeriesView.of, series_id=series_id, within=within)
