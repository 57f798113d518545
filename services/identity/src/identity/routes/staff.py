"""Staff."""

from typing import Annotated
from uuid import UUID

from clinic_common.errors import Stale
from clinic_common.http import Db, IfMatch, Me, Now, Page, Paging, problems
from fastapi import APIRouter, Query

from .. import commands, queries, rules
from ..schemas import MeView, NewStaff, RoleName, StaffChange, StaffView

router = APIRouter()
open_router = APIRouter()


@router.get("/me")
async def get_me(me: Me, db: Db, now: Now) -> MeView:
    """Tell who is signed in and what they may do."""
    return await db.read(queries.get_me, MeView.of, staff_id=me.staff_id, session_id=me.session_id, now=now)


@router.get("/staff")
async def list_staff(
    db: Db,
    page: Paging,
    role: Annotated[RoleName | None, Query(description="Only this role.")] = None,
    active: Annotated[bool | None, Query(description="Only those who work here, or only those who left.")] = None,
) -> Page[StaffView]:
    """List staff members by name."""
    return await db.read(queries.list_staff, Page[StaffView].of, role=role, active=active, page=page)


@router.post("/staff", status_code=201, responses=problems(rules.EmailTaken, rules.NpiTaken, rules.MoreThanYouMay))
async def invite_staff(body: NewStaff, me: Me, db: Db, now: Now) -> StaffView:
    """Add a staff member and send them an invitation to choose a password."""
    return await db.run(commands.invite_staff, StaffView.of, **body.model_dump(), by=me, now=now)


@router.get("/staff/{staff_id}", responses=problems(rules.NoSuchStaff))
async def get_staff(staff_id: UUID, db: Db) -> StaffView:
    """Get one staff member."""
    return await db.read(queries.get_staff, StaffView.of, staff_id=staff_id)


@router.patch(
    "/staff/{staff_id}",
    responses=problems(
        rules.NoSuchStaff, rules.EmailTaken, rules.NpiTaken, rules.LastAdmin, Stale, rules.MoreThanYouMay
    ),
)
async def change_staff(staff_id: UUID, body: StaffChange, version: IfMatch, me: Me, db: Db, now: Now) -> StaffView:
    """Change a staff member; their role counts at once, everywhere."""
    changes = body.model_dump(exclude_unset=True)
    return await db.run(
        commands.change_staff, StaffView.of, staff_id=staff_id, version=version, changes=changes, by=me, now=now
    )


@router.post(
    "/staff/{staff_id}/deactivate", responses=problems(rules.NoSuchStaff, rules.LastAdmin, rules.MoreThanYouMay)
)
async def deactivate_staff(staff_id: UUID, me: Me, db: Db, now: Now) -> StaffView:
    """Let a staff member in no more; all their sessions end at once."""
    return await db.run(commands.deactivate_staff, StaffView.of, staff_id=staff_id, by=me, now=now)


@router.post(
    "/staff/{staff_id}/invite", responses=problems(rules.NoSuchStaff, rules.StaffInactive, rules.MoreThanYouMay)
)
async def invite_staff_again(staff_id: UUID, me: Me, db: Db, now: Now) -> StaffView:
    """Send a staff member a new invitation: the first was lost, or they forgot their password."""
    return await db.run(commands.invite_staff_again, StaffView.of, staff_id=staff_id, by=me, now=now)
