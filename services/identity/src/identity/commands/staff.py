"""Staff members: invited, changed, deactivated."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.access import Principal
from clinic_common.database import Session, is_duplicate
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import Credentials, Invitation, Role, SignIn, Staff
from .roles import TICK, role_of
from .sessions import end_sign_ins_of


@asynccontextmanager
async def _unlike_all_others(session: Session) -> AsyncIterator[None]:
    """Flush what is done inside; a duplicate key becomes EmailTaken (I1) or NpiTaken (I2)."""
    try:
        yield
        await session.flush()
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        # Both databases name the key last: `… for key 'staff.uq_staff_npi'`, `… failed: staff.npi`.
        by_npi = str(error.orig).rstrip("\"')").endswith("npi")
        raise (rules.NpiTaken(field="npi") if by_npi else rules.EmailTaken(field="email")) from error


async def _get(session: Session, staff_id: UUID) -> Staff:
    """One staff member, locked: their sign-ins and changes come one after another."""
    staff = await session.get(Staff, staff_id, with_for_update=True)
    if staff is None:
        raise rules.NoSuchStaff()
    return staff


async def add_staff(
    session: Session,
    *,
    email: str,
    display_name: str,
    role: str,
    npi: str | None = None,
    locations: Iterable[UUID] | None = None,
    password_hash: str | None = None,
    invitation_token: str | None = None,
    by: Principal | None = None,
    now: datetime,
) -> Staff:
    """
    Add somebody and tell the other services.

    :param locations: what is at others is to them as if it were not; None: they work everywhere
    :param password_hash: argon2id, or bcrypt from another system; None: they cannot sign in yet
    :param by: who adds them; None: a command line
    :raises EmailTaken: the address is somebody's (I1)
    :raises NpiTaken: the NPI is somebody's (I2)
    :raises InvalidNpi: its check digit is wrong (I2)
    :raises UnknownRole: there is no such role (I3)
    :raises MoreThanYouMay: the role allows more than who adds them may (I19)
    """
    their_role = await role_of(session, role)
    rules.must_be_within(their_role.allowed, by)
    rules.must_be_npi(npi)
    staff = Staff.join(email=email, display_name=display_name, role=role, npi=npi, now=now)
    staff.keep_to(locations)
    rules.must_reach(staff.locations, by)
    if password_hash:
        staff.joined_at = now
    async with _unlike_all_others(session):
        session.add(staff)
    session.add(Credentials(staff_id=staff.id, password_hash=password_hash, password_set_at=staff.joined_at))
    if invitation_token:
        _invite(session, staff, invitation_token, now=now)
    session.emit(staff.invited(invitation_token, role=their_role, at=now))
    return staff


def _invite(session: Session, staff: Staff, token: str, *, now: datetime) -> None:
    expires_at = now + rules.INVITATION_LASTS
    session.add(Invitation(token_hash=rules.fingerprint(token), staff_id=staff.id, expires_at=expires_at))


async def invite_staff(
    session: Session,
    *,
    email: str,
    display_name: str,
    role: str,
    npi: str | None = None,
    locations: Iterable[UUID] | None = None,
    by: Principal | None = None,
    now: datetime,
) -> Staff:
    """Add somebody who will choose a password by the link in the invitation. Refusals as `add_staff`."""
    token = rules.new_secret()
    return await add_staff(
        session,
        email=email,
        display_name=display_name,
        role=role,
        npi=npi,
        locations=locations,
        invitation_token=token,
        by=by,
        now=now,
    )


async def invite_staff_again(session: Session, *, staff_id: UUID, by: Principal | None = None, now: datetime) -> Staff:
    """
    Send a new invitation; also the way back in for somebody who lost their password.

    :raises NoSuchStaff: there is nobody with this id
    :raises StaffInactive: they no longer work here
    :raises MoreThanYouMay: they hold more than who invites them (I19)
    """
    staff, role = await _within(session, staff_id, by)
    if not staff.active:
        raise rules.StaffInactive()
    token = rules.new_secret()
    await session.execute(delete(Invitation).where(Invitation.staff_id == staff_id))
    _invite(session, staff, token, now=now)
    session.emit(staff.invited(token, role=role, at=now))
    return staff


async def add_staff_with_password(
    session: Session,
    *,
    email: str,
    display_name: str,
    role: str,
    password: str,
    npi: str | None = None,
    now: datetime,
) -> Staff:
    """
    Add somebody who can sign in at once; for command lines. Refusals as `add_staff`.

    :raises PasswordTooShort: less than 12 characters (I6)
    """
    rules.must_be_a_password(password)
    hashed = rules.hash_now(password)
    return await add_staff(
        session, email=email, display_name=display_name, role=role, npi=npi, password_hash=hashed, now=now
    )


async def add_admin(session: Session, *, email: str, display_name: str, password: str, now: datetime) -> Staff:
    """Add an admin who can sign in at once: the first one has nobody to invite them. Refusals as `add_staff`."""
    return await add_staff_with_password(
        session, email=email, display_name=display_name, role="admin", password=password, now=now
    )


async def change_staff(
    session: Session,
    *,
    staff_id: UUID,
    version: int,
    changes: Mapping[str, Any],
    by: Principal | None = None,
    now: datetime,
) -> Staff:
    """
    Change what is said of somebody: any of email, display_name, role, npi, locations, active.

    Access tokens they hold become stale: their next one says the new.

    :raises NoSuchStaff: there is nobody with this id
    :raises Stale: somebody else changed them since
    :raises LastAdmin: no active admin would be left (I4)
    :raises MoreThanYouMay: they hold, or would, more than who changes them (I19)
    """
    admins = await _lock_admins(session)
    staff, role = await _within(session, staff_id, by)
    session.expect_version(staff, version)
    if "role" in changes:
        role = await role_of(session, changes["role"])
        rules.must_be_within(role.allowed, by)
    if "locations" in changes:
        rules.must_reach(changes["locations"], by)
    if changes.get("active") is False:
        changes = {field: value for field, value in changes.items() if field != "active"}
        return await _deactivate(session, staff, role, admins, changes, now=now)
    was_admin = staff.is_active_admin
    _apply(staff, changes)
    if "active" in changes:
        staff.active, staff.deactivated_at = True, None
    if was_admin and not staff.is_active_admin:
        rules.must_leave_an_admin(len(admins - {staff_id}))
    if not session.is_modified(staff):
        return staff
    return await _tell_change(session, staff, role, now=now)


def _apply(staff: Staff, changes: Mapping[str, Any]) -> None:
    if "role" in changes:
        staff.role = changes["role"]
    if "npi" in changes:
        rules.must_be_npi(changes["npi"])
        staff.npi = changes["npi"]
    if "locations" in changes:
        staff.keep_to(changes["locations"])
    if "display_name" in changes:
        staff.rename(changes["display_name"])
    if "email" in changes:
        staff.move_to(changes["email"])


async def _tell_change(session: Session, staff: Staff, role: Role, *, now: datetime) -> Staff:
    at = staff.tokens_not_before = await _after_all_tokens(session, staff.id, now)
    async with _unlike_all_others(session):
        pass
    session.emit(staff.changed(role=role, at=at))
    return staff


async def deactivate_staff(session: Session, *, staff_id: UUID, by: Principal | None = None, now: datetime) -> Staff:
    """
    Let somebody in no more, from now on: their sessions end, their invitations are void.

    :raises NoSuchStaff: there is nobody with this id
    :raises LastAdmin: no active admin would be left (I4)
    :raises MoreThanYouMay: they hold more than who lets them go (I19)
    """
    admins = await _lock_admins(session)
    staff, role = await _within(session, staff_id, by)
    return await _deactivate(session, staff, role, admins, {}, now=now)


async def _within(session: Session, staff_id: UUID, by: Principal | None) -> tuple[Staff, Role]:
    """One staff member, locked, and their role; refused if they hold more than who asks (I19)."""
    staff = await _get(session, staff_id)
    role = await role_of(session, staff.role)
    rules.must_be_within(role.allowed, by)
    rules.must_reach(staff.locations, by)
    return staff, role


async def _deactivate(
    session: Session, staff: Staff, role: Role, admins: set[UUID], changes: Mapping[str, Any], *, now: datetime
) -> Staff:
    if staff.is_active_admin:
        rules.must_leave_an_admin(len(admins - {staff.id}))
    _apply(staff, changes)
    if not staff.active:
        return await _tell_change(session, staff, role, now=now) if session.is_modified(staff) else staff
    at = await _after_all_tokens(session, staff.id, now)
    staff.active, staff.deactivated_at, staff.tokens_not_before = False, at, at
    async with _unlike_all_others(session):
        pass
    await session.execute(delete(Invitation).where(Invitation.staff_id == staff.id))
    await end_sign_ins_of(session, staff.id, reason="staff_deactivated", now=at)
    if changes:
        session.emit(staff.changed(role=role, at=at))
    session.emit(staff.deactivated(at=at))
    return staff


async def _lock_admins(session: Session) -> set[UUID]:
    """All active admins, locked: of two who remove one another at once, the second sees what the first did (I4)."""
    admins = select(Staff.id).where(Staff.role == "admin", Staff.active.is_(True)).order_by(Staff.id)
    return set((await session.execute(admins.with_for_update())).scalars())


async def _after_all_tokens(session: Session, staff_id: UUID, now: datetime) -> datetime:
    """
    A moment later than every access token this person holds.

    The staff row is locked here and whenever a token is made, so none is made meanwhile; but `now` was read
    before this transaction had its turn.
    """
    last_used = select(func.max(SignIn.last_used_at)).where(SignIn.staff_id == staff_id)
    # One flush later, with everything: each would count the version up.
    with session.no_autoflush:
        latest = (await session.execute(last_used)).scalar()
    return max(now, latest + TICK) if latest else now
