"""What a patient reaches by link, without signing in."""

from collections.abc import Callable
from typing import Annotated, Any

from clinic_common.http import Db, Now, problems
from fastapi import Path

from .. import commands, queries
from ..rules import LinkNotValid, LinkOver, NotByLink
from ..schemas import LinkCancellation, LinkedAppointmentView, LinkedVisitView
from .router import open_router

# Not checked by the framework: whatever is no token of ours is the same to whoever tries (S12).
Token = Annotated[str, Path(max_length=1000, description="As it stands in the message.")]


def _view_of(db: Any) -> Callable[[Any], LinkedVisitView]:
    def view(visit: Any) -> LinkedVisitView:
        shown = LinkedAppointmentView.model_validate(visit)
        shown.clinic_name = db.resources.settings.clinic_name or None
        return LinkedVisitView(appointment=shown)

    return view


@open_router.get("/visits/{token}", responses=problems(LinkNotValid, LinkOver))
async def get_linked_visit(token: Token, db: Db, now: Now) -> LinkedVisitView:
    """Give the visit a patient's link is about."""
    return await db.read(queries.get_linked_visit, _view_of(db), token=token, now=now)


@open_router.post("/visits/{token}/confirm", responses=problems(LinkNotValid, LinkOver, NotByLink))
async def confirm_linked_visit(token: Token, db: Db, now: Now) -> LinkedVisitView:
    """Have a patient say that they will come."""
    return await db.run(commands.confirm_linked_visit, _view_of(db), token=token, now=now)


@open_router.post("/visits/{token}/cancel", responses=problems(LinkNotValid, LinkOver, NotByLink))
async def cancel_linked_visit(token: Token, db: Db, now: Now, body: LinkCancellation | None = None) -> LinkedVisitView:
    """Have a patient call off their visit."""
    reason = body.reason if body else None
    return await db.run(commands.cancel_linked_visit, _view_of(db), token=token, now=now, reason=reason)
