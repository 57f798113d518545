"""What identity looks up of staff, their sign-ins, and what no longer counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.access import InvalidToken
from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import literal, select, tuple_, union_all

from .. import rules
from ..models import Credentials, FailedAttempts, Invitation, ListedPassword, Program, Role, SignIn, Staff


def sort_values(columns: tuple[Any, ...], key: tuple[Any, ...]) -> Any:
    """The sort values of a cursor, each stored as its column stores it."""
    return tuple_(*(literal(value, column.type) for column, value in zip(columns, key, strict=True)))


async def list_staff(
    session: Session, *, role: str | None = None, active: bool | None = None, page: PageRequest
) -> object:
    """Staff members by name."""
    order = (Staff.name_key, Staff.id)
    query = select(Staff).order_by(*order).limit(page.limit + 1)
    if role is not None:
        query = query.where(Staff.role == role)
    if active is not None:
        query = query.where(Staff.active.is_(active))
    if key := page.key(str, UUID):
        query = query.where(tuple_(*order) > sort_values(order, key))
    return paged((await session.execute(query)).scalars().all(), page, lambda staff: (staff.name_key, staff.id))


async def get_staff(session: Session, *, staff_id: UUID) -> Staff:
    """
    One staff member.

    :raises NoSuchStaff: there is nobody with this id
    """
    staff = await session.get(Staff, staff_id)
    if staff is None:
        raise rules.NoSuchStaff()
    return staff


@dataclass(frozen=True)
class Me:
    """Who is signed in, and what they may do now."""

    id: UUID
    email: str
    display_name: str
    role: str
    locations: list[str] | None
    totp_on: bool
    totp_required: bool
    permissions: list[str]


async def get_me(session: Session, *, staff_id: UUID, session_id: UUID, now: datetime) -> Me:
    """
    Who is signed in, as of now and not as of their token.

    :raises InvalidToken: their session is over
    """
    row = (
        await session.execute(
            select(Staff, Role, Credentials.totp_on, SignIn)
            .join(Role, Role.name == Staff.role)
            .join(SignIn, SignIn.staff_id == Staff.id)
            .join(Credentials, Credentials.staff_id == Staff.id)
            .where(Staff.id == staff_id, SignIn.id == session_id, Staff.active.is_(True))
        )
    ).one_or_none()
    if row is None or not row.SignIn.is_live(now):
        raise InvalidToken()
    staff, role, totp_on, _ = row
    return Me(
        id=staff.id,
        email=staff.email,
        display_name=staff.display_name,
        role=role.name,
        locations=staff.locations,
        totp_on=totp_on,
        totp_required=role.totp_required,
        permissions=rules.in_effect(role.allowed, totp_required=role.totp_required, totp_on=totp_on),
    )


@dataclass(frozen=True)
class Account:
    """
    What a password is checked against.

    :param counters: of failed attempts, that this attempt meets
    """

    staff_id: UUID | None
    password_hash: str | None
    totp_on: bool
    counters: frozenset[bytes]


async def find_account(session: Session, *, email: str, place: str, now: datetime) -> Account:
    """
    The account of an e-mail address, if there is one; as much work if there is none (I7).

    :raises TooManyAttempts: too many failed lately; look again in `retry_after` seconds (I8)
    """
    email_key = rules.email_key(email)
    row = (
        await session.execute(
            select(Staff.id, Credentials.password_hash, Credentials.totp_on)
            .join(Credentials, Credentials.staff_id == Staff.id)
            .where(Staff.email_key == email_key, Staff.active.is_(True))
        )
    ).one_or_none()
    lately = select(SignIn.id).where(
        SignIn.staff_id == (row.id if row else UUID(int=0)),
        SignIn.place == place,
        SignIn.created_at > now - rules.KNOWN_PLACE_FOR,
    )
    known_place = (await session.execute(lately.limit(1))).first() is not None
    limits = rules.attempt_keys(email_key, place, known_place=known_place)
    failed = await session.execute(select(FailedAttempts).where(FailedAttempts.key.in_(limits)))
    waits = [rules.seconds_to_wait(limits[f.key], f.failures, f.last_failed_at, now) for f in failed.scalars()]
    if wait := max(waits, default=0):
        raise rules.TooManyAttempts(f"Try again in {wait} seconds.", retry_after=wait)
    counters = frozenset(limits)
    if row is None:
        return Account(None, None, False, counters)
    return Account(row.id, row.password_hash, row.totp_on, counters)


async def must_be_open_link(session: Session, *, token: str, reset: bool, now: datetime) -> None:
    """
    Insist that a link to a password can still be used, before one is hashed for it (I5).

    :raises InvalidInvitation: it cannot
    :raises InvalidReset: it cannot, and somebody asked for it who forgot their password
    """
    query = select(Invitation.expires_at).where(
        Invitation.token_hash == rules.fingerprint(token), Invitation.reset.is_(reset)
    )
    expires_at = (await session.execute(query)).scalar_one_or_none()
    if expires_at is None or expires_at <= now:
        raise (rules.InvalidReset if reset else rules.InvalidInvitation)(field="token")


async def must_not_be_listed(session: Session, *, password: str, field: str = "password") -> None:
    """
    Insist that a chosen password is not one of those that are guessed first (I6).

    :raises PasswordListed: it is on the clinic's list
    """
    listed = select(ListedPassword.hash).where(ListedPassword.hash == rules.listed_hash(password))
    if (await session.execute(listed)).first():
        raise rules.PasswordListed(field=field)


async def list_sessions(session: Session, *, staff_id: UUID, now: datetime, page: PageRequest) -> object:
    """Somebody's live sessions, newest first."""
    query = (
        select(SignIn)
        .where(
            SignIn.staff_id == staff_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            SignIn.last_used_at > now - rules.SESSION_IDLE,
        )
        .order_by(SignIn.id.desc())  # UUIDv7: ids sort by the time they were made
        .limit(page.limit + 1)
    )
    if key := page.key(UUID):
        query = query.where(SignIn.id < key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda sign_in: (sign_in.id,))


async def list_programs(session: Session) -> list[Program]:
    """All programs that were ever let in, the newest first; there are never many."""
    return list((await session.execute(select(Program).order_by(Program.id.desc()).limit(200))).scalars())


async def list_roles(session: Session) -> list[Role]:
    """All roles by name; there are never many."""
    return list((await session.execute(select(Role).order_by(Role.name))).scalars())


@dataclass(frozen=True)
class Revoked:
    """What makes access tokens invalid that have not expired yet."""

    sessions: list[Any]
    staff: list[Any]
    roles: list[Any]


async def list_revocations(session: Session, *, now: datetime) -> Revoked:
    """Sessions ended, staff and roles changed within the life of an access token."""
    since = now - rules.REVOCATIONS_KEPT
    ended = select(SignIn.id.label("session_id"), SignIn.ended_at).where(SignIn.ended_at > since)
    revoked = select(Program.id, Program.revoked_at).where(Program.revoked_at > since)
    changed = select(
        Staff.id.label("staff_id"), Staff.tokens_not_before.label("not_before"), Staff.role, Staff.active
    ).where(Staff.tokens_not_before > since)
    rewritten = select(Role.name.label("role"), Role.tokens_not_before.label("not_before")).where(
        Role.tokens_not_before > since
    )
    return Revoked(
        sessions=list((await session.execute(union_all(ended, revoked))).all()),
        staff=list((await session.execute(changed)).all()),
        roles=list((await session.execute(rewritten)).all()),
    )
