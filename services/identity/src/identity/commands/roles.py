"""Roles: made, changed and removed by the clinic; a change reaches everybody who holds it at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from clinic_common.access import Principal
from clinic_common.database import Session
from clinic_contracts.permissions import Permission
from sqlalchemy import exists, func, select

from .. import rules
from ..models import Role, SignIn, Staff

TICK = timedelta(microseconds=1)


async def role_of(session: Session, name: str) -> Role:
    """
    A role as it is now, held so until this transaction ends: no token says what a change before it took away.

    :raises UnknownRole: there is none of this name (I3)
    """
    role = await session.get(Role, name, with_for_update={"read": True})
    if role is None:
        raise rules.UnknownRole(f"There is no role called {name}.", field="role")
    return role


async def _get(session: Session, name: str) -> Role:
    role = await session.get(Role, name, with_for_update=True)
    if role is None:
        raise rules.NoSuchRole()
    return role


def _permissions(chosen: Iterable[str]) -> list[str]:
    """What a clinic chose, and what everybody may."""
    return sorted({*chosen, Permission.PROFILE})


async def make_role(
    session: Session,
    *,
    name: str,
    description: str,
    permissions: Iterable[str],
    totp_required: bool = False,
    practises: bool = False,
    by: Principal | None,
) -> Role:
    """
    Make a role of the clinic's own.

    :param practises: whether its holders have a calendar patients are booked into
    :raises RoleTaken: there is one of this name
    :raises MoreThanYouMay: it would allow more than its maker may, who is not the owner (I19)
    """
    chosen = _permissions(permissions)
    rules.must_be_within(chosen, by)
    role = Role(
        name=name, description=description, permissions=chosen, totp_required=totp_required, practises=practises
    )
    async with session.refusing_duplicates(rules.RoleTaken(field="name")):
        session.add(role)
    return role


async def change_role(
    session: Session, *, name: str, version: int, changes: Mapping[str, Any], by: Principal | None, now: datetime
) -> Role:
    """
    Change what a role is and allows: any of description, permissions, totp_required.

    The access tokens of all who hold it become stale; their next ones say the new.

    :raises NoSuchRole: there is none of this name
    :raises Stale: somebody else changed it since
    :raises BuiltInRole: it came with the suite, and more than `totp_required` was to change
    :raises MoreThanYouMay: it allows, or would, more than who changes it may (I19)
    """
    role = await _get(session, name)
    session.expect_version(role, version)
    if role.built_in and changes.keys() - {"totp_required"}:
        raise rules.BuiltInRole()
    rules.must_be_within(role.allowed, by)
    if "permissions" in changes:
        changes = {**changes, "permissions": _permissions(changes["permissions"])}
        rules.must_be_within(changes["permissions"], by)
    for field, value in changes.items():
        setattr(role, field, value)
    if not session.is_modified(role):
        return role
    # While its row is locked no token is made of it, so this is later than all of them.
    at = role.tokens_not_before = await _after_all_tokens(session, name, now)
    await session.flush()
    session.emit(role.changed(at=at))
    return role


async def _after_all_tokens(session: Session, name: str, now: datetime) -> datetime:
    last_used = select(func.max(SignIn.last_used_at)).join(Staff, Staff.id == SignIn.staff_id).where(Staff.role == name)
    with session.no_autoflush:
        latest = (await session.execute(last_used)).scalar()
    return max(now, latest + TICK) if latest else now


async def remove_role(session: Session, *, name: str, by: Principal | None) -> None:
    """
    Remove a role nobody has.

    :raises NoSuchRole: there is none of this name
    :raises BuiltInRole: it came with the suite
    :raises RoleInUse: somebody has it, also if they no longer work here
    :raises MoreThanYouMay: it allows more than who removes it may (I19)
    """
    role = await _get(session, name)
    if role.built_in:
        raise rules.BuiltInRole()
    rules.must_be_within(role.allowed, by)
    if (await session.execute(select(exists().where(Staff.role == name)))).scalar():
        raise rules.RoleInUse()
    await session.delete(role)
