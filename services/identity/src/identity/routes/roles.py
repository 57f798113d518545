"""Roles: what each allows, in plain words; and those a clinic makes."""

from typing import Annotated

from clinic_common.errors import Stale
from clinic_common.http import Db, IfMatch, Me, Now, Page, problems
from fastapi import APIRouter
from fastapi import Path as InPath

from .. import commands, queries, rules
from ..schemas import NewRole, RoleChange, RoleView

router = APIRouter()
open_router = APIRouter()

Named = Annotated[str, InPath(pattern=rules.ROLE_NAME)]


@router.get("/roles")
async def list_roles(db: Db) -> Page[RoleView]:
    """List the roles with what each may do, in plain words."""
    return Page(items=await db.read(queries.list_roles, lambda roles: [RoleView.of(role) for role in roles]))


@router.post("/roles", status_code=201, responses=problems(rules.RoleTaken, rules.MoreThanYouMay))
async def make_role(body: NewRole, me: Me, db: Db) -> RoleView:
    """Make a role of the clinic's own, out of single permissions."""
    return await db.run(commands.make_role, RoleView.of, **body.model_dump(), by=me)


@router.patch("/roles/{name}", responses=problems(rules.NoSuchRole, rules.BuiltInRole, rules.MoreThanYouMay, Stale))
async def change_role(name: Named, body: RoleChange, version: IfMatch, me: Me, db: Db, now: Now) -> RoleView:
    """Change what a role allows; it counts at once for everybody who has it."""
    changes = body.model_dump(exclude_unset=True)
    return await db.run(commands.change_role, RoleView.of, name=name, version=version, changes=changes, by=me, now=now)


@router.delete(
    "/roles/{name}",
    status_code=204,
    responses=problems(rules.NoSuchRole, rules.BuiltInRole, rules.RoleInUse, rules.MoreThanYouMay),
)
async def remove_role(name: Named, me: Me, db: Db) -> None:
    """Remove a role nobody has."""
    await db.run(commands.remove_role, name=name, by=me)
