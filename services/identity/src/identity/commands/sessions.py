"""Sessions: begun by a password, kept alive by refresh tokens that are used once, ended at any time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from clinic_common.access import InvalidToken, Principal
from clinic_common.database import Session, is_duplicate, new_id
from clinic_common.sealing import Sealer
from clinic_contracts.permissions import Permission
from sqlalchemy import case, delete, select, update
from sqlalchemy.exc import IntegrityError

from .. import rules
from ..models import Credentials, FailedAttempts, Invitation, RefreshToken, Role, SignIn, SigningKey, Staff
from .roles import role_of
from .second_factor import use_code, use_recovery_code

_SIGN_INS_KEPT = timedelta(days=90)
_BATCH = 1000


async def note_failure(session: Session, *, keys: Iterable[bytes], now: datetime) -> None:
    """Count a proof that failed (I8)."""
    for key in sorted(keys):
        if not await _count(session, key, now):
            try:
                async with session.begin_nested():
                    session.add(FailedAttempts(key=key, failures=1, last_failed_at=now))
            except IntegrityError as error:
                if not is_duplicate(error):
                    raise
                await _count(session, key, now)


async def _count(session: Session, key: bytes, now: datetime) -> bool:
    long_ago = FailedAttempts.last_failed_at < now - rules.QUIET_AFTER
    counted = await session.execute(
        update(FailedAttempts)
        .where(FailedAttempts.key == key)
        .values(failures=case((long_ago, 1), else_=FailedAttempts.failures + 1), last_failed_at=now)
    )
    return bool(counted.rowcount)  # type: ignore[attr-defined]


async def start_sign_in(
    session: Session,
    *,
    staff_id: UUID,
    seen_hash: str,
    better_hash: str | None,
    otp: str | None,
    forgive: Iterable[bytes],
    address: str | None,
    device: str | None,
    sealer: Sealer,
    now: datetime,
) -> rules.Issued:
    """
    Begin a session for somebody whose password was just found right.

    :param seen_hash: the hash it was checked against
    :param better_hash: the same password hashed anew, if that one was of an older kind
    :param otp: the code of the second factor or a recovery code, checked here because it works once (I9)
    :param forgive: counters of failed attempts that are cleared
    :raises InvalidCredentials: deactivated, or the password was changed meanwhile
    :raises OtpRequired: there is a second factor, and this is not its code
    """
    staff = await session.get(Staff, staff_id, with_for_update=True)
    credentials = await session.get(Credentials, staff_id, with_for_update=True)
    if not staff or not staff.active or not credentials or credentials.password_hash != seen_hash:
        raise rules.InvalidCredentials()
    if credentials.totp_on:
        await _must_have_code(session, credentials, otp, sealer=sealer, now=now)
    if better_hash:
        credentials.password_hash = better_hash
    await session.execute(delete(FailedAttempts).where(FailedAttempts.key.in_(list(forgive))))
    role = await role_of(session, staff.role)
    sign_in = SignIn(
        id=new_id(),
        staff_id=staff_id,
        created_at=now,
        last_used_at=_token_moment(staff, role, now),
        expires_at=now + rules.SESSION_LIFETIME,
        generation=1,
        address=address,
        place=rules.place_of(address),
        device=device,
    )
    session.add(sign_in)
    await session.flush()
    return _issue(session, staff, role, sign_in, totp_on=credentials.totp_on)


async def _must_have_code(
    session: Session, credentials: Credentials, otp: str | None, *, sealer: Sealer, now: datetime
) -> None:
    if otp is None:
        raise rules.OtpRequired(field="otp")
    if len(otp) > 6:
        right = await use_recovery_code(session, credentials.staff_id, otp)
    else:
        right = use_code(credentials, otp, sealer=sealer, now=now)
    if not right:
        raise rules.OtpRequired("That code is not right, or was used already: wait for the next one.", field="otp")


def _token_moment(staff: Staff, role: Role, now: datetime) -> datetime:
    """When a token made now counts as made: never before the last change of its owner or their role."""
    return max(now, staff.tokens_not_before or now, role.tokens_not_before or now)


def _issue(session: Session, staff: Staff, role: Role, sign_in: SignIn, *, totp_on: bool) -> rules.Issued:
    token = rules.new_secret()
    session.add(RefreshToken(token_hash=rules.fingerprint(token), sign_in_id=sign_in.id, generation=sign_in.generation))
    return rules.Issued(
        staff_id=staff.id,
        session_id=sign_in.id,
        role=role.name,
        permissions=rules.in_effect(role.allowed, totp_required=role.totp_required, totp_on=totp_on),
        display_name=staff.display_name,
        issued_at=sign_in.last_used_at,
        refresh_token=token,
        locations=staff.locations,
        totp_missing=role.totp_required and not totp_on,
    )


async def refresh_sign_in(session: Session, *, token: str, now: datetime) -> rules.Issued:
    """
    Give a fresh pair of tokens for a refresh token, which is used up by it (I10).

    The token before the present one still gets an answer for ten seconds, as long as nobody used the present
    one: the answer may have been lost, or two windows asked at once.

    :raises InvalidRefreshToken: unknown, or its session is over
    :raises ReuseDetected: it was replaced before; end its session
    """
    found = await _by_refresh_token(session, token)
    if found is None:
        raise rules.InvalidRefreshToken()
    staff, sign_in, generation = found
    if not staff.active or not sign_in.is_live(now):
        raise rules.InvalidRefreshToken()
    if generation == sign_in.generation:
        sign_in.generation += 1
        sign_in.rotated_at = now
    elif not sign_in.may_repeat(generation, now):
        raise rules.ReuseDetected(sign_in.id)
    role = await role_of(session, staff.role)
    credentials = await session.get_one(Credentials, staff.id)
    sign_in.last_used_at = max(sign_in.last_used_at, _token_moment(staff, role, now))
    await session.flush()
    return _issue(session, staff, role, sign_in, totp_on=credentials.totp_on)


async def _by_refresh_token(session: Session, token: str) -> tuple[Staff, SignIn, int] | None:
    """Whose refresh token this is, their session, and its generation; both rows locked, staff first."""
    row = (
        await session.execute(
            select(SignIn.staff_id, SignIn.id, RefreshToken.generation)
            .join(SignIn, SignIn.id == RefreshToken.sign_in_id)
            .where(RefreshToken.token_hash == rules.fingerprint(token))
        )
    ).one_or_none()
    if row is None:
        return None
    staff = await session.get_one(Staff, row.staff_id, with_for_update=True)
    sign_in = await session.get_one(SignIn, row.id, with_for_update=True)
    return staff, sign_in, row.generation


async def sign_out(session: Session, *, token: str | None, session_id: UUID | None, now: datetime) -> None:
    """End the session a refresh token or an access token belongs to; unknown ones are none of our business."""
    found = await _by_refresh_token(session, token) if token else None
    sign_in = found[1] if found else await _lock(session, session_id) if session_id else None
    if sign_in and sign_in.ended_at is None:
        session.emit(sign_in.end("signed_out", now=now))


async def _lock(session: Session, session_id: UUID) -> SignIn | None:
    staff_id = (await session.execute(select(SignIn.staff_id).where(SignIn.id == session_id))).scalar_one_or_none()
    if staff_id is None:
        return None
    await session.get_one(Staff, staff_id, with_for_update=True)
    return await session.get(SignIn, session_id, with_for_update=True)


async def end_sign_in(session: Session, *, session_id: UUID, by: Principal, now: datetime) -> None:
    """
    End one session.

    :param by: its owner, or somebody who may change staff
    :raises NoSuchSession: there is none, or it is somebody else's
    :raises MoreThanYouMay: it is of somebody who holds more (I19)
    """
    sign_in = await _lock(session, session_id)
    own = sign_in is not None and sign_in.staff_id == by.staff_id
    if sign_in is None or not (own or by.may(Permission.STAFF_WRITE)):
        raise rules.NoSuchSession()
    if not own:
        staff = await session.get_one(Staff, sign_in.staff_id)
        rules.must_be_within((await role_of(session, staff.role)).allowed, by)
        rules.must_reach(staff.locations, by)
    if sign_in.ended_at is None:
        session.emit(sign_in.end("ended_by_owner" if own else "ended_by_admin", now=now))


async def end_reused_sign_in(session: Session, *, session_id: UUID, now: datetime) -> None:
    """End a session whose refresh token was copied (I10)."""
    sign_in = await _lock(session, session_id)
    if sign_in and sign_in.ended_at is None:
        session.emit(sign_in.end("refresh_reused", now=now))


async def end_other_sign_ins(session: Session, *, staff_id: UUID, session_id: UUID, now: datetime) -> None:
    """
    End all one's sessions but this one.

    :raises InvalidToken: this session is over itself
    """
    await own_sign_in(session, staff_id=staff_id, session_id=session_id, now=now)
    await end_sign_ins_of(session, staff_id, reason="ended_by_owner", but=session_id, now=now)


async def own_sign_in(session: Session, *, staff_id: UUID, session_id: UUID, now: datetime) -> SignIn:
    """
    The session somebody is in, locked together with their staff row.

    :raises InvalidToken: it is over, although their access token has some minutes left
    """
    staff = await session.get(Staff, staff_id, with_for_update=True)
    sign_in = await session.get(SignIn, session_id, with_for_update=True)
    if not staff or not staff.active or not sign_in or sign_in.staff_id != staff_id or not sign_in.is_live(now):
        raise InvalidToken()
    return sign_in


async def end_sign_ins_of(
    session: Session, staff_id: UUID, *, reason: str, but: UUID | None = None, now: datetime
) -> None:
    """End all sessions of somebody, whose staff row is locked by the caller."""
    live = select(SignIn).where(SignIn.staff_id == staff_id, SignIn.ended_at.is_(None)).order_by(SignIn.id)
    for sign_in in (await session.execute(live.with_for_update())).scalars():
        if sign_in.id != but:
            session.emit(sign_in.end(reason, now=now))


async def forget_old(session: Session, *, now: datetime) -> None:
    """Remove sessions, invitations, counters and keys nothing depends on any more, a bounded number at a time."""
    old = select(SignIn.id).where(SignIn.created_at < now - _SIGN_INS_KEPT).limit(_BATCH)
    if ids := (await session.execute(old)).scalars().all():
        await session.execute(delete(SignIn).where(SignIn.id.in_(ids)))
    quiet = select(FailedAttempts.key).where(FailedAttempts.last_failed_at < now - rules.QUIET_AFTER).limit(_BATCH)
    if keys := (await session.execute(quiet)).scalars().all():
        await session.execute(delete(FailedAttempts).where(FailedAttempts.key.in_(keys)))
    expired = select(Invitation.token_hash).where(Invitation.expires_at < now - rules.INVITATION_LASTS).limit(_BATCH)
    if hashes := (await session.execute(expired)).scalars().all():
        await session.execute(delete(Invitation).where(Invitation.token_hash.in_(hashes)))
    # All keys before one that has signed for longer than any token lives: nothing they signed is good any more.
    successor = (
        select(SigningKey.number)
        .where(SigningKey.signs_from < now - rules.KEY_STAYS_AFTER)
        .order_by(SigningKey.number.desc())
        .limit(1)
    )
    if (number := (await session.execute(successor)).scalar_one_or_none()) is not None:
        await session.execute(delete(SigningKey).where(SigningKey.number < number))
