"""The passwords people choose: by an invitation, by a link they asked for, or by the one they have."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clinic_common.database import Session
from clinic_contracts.identity import PasswordResetAsked, PasswordResetOffered
from sqlalchemy import delete, insert, select

from .. import rules
from ..models import Credentials, Invitation, ListedPassword, Staff
from .second_factor import forget_second_factor
from .sessions import end_sign_ins_of, own_sign_in


async def accept_invitation(session: Session, *, token: str, password_hash: str, now: datetime) -> Staff:
    """
    Set somebody's password by their invitation, which is used up by it (I5).

    Sessions and a second factor from before are over: who needs an invitation again has lost something.

    :raises InvalidInvitation: used, expired, replaced, or never given out
    """
    staff, credentials = await _by_link(session, token, reset=False, refusal=rules.InvalidInvitation, now=now)
    await forget_second_factor(session, credentials)
    return await _set(session, staff, credentials, password_hash, now=now)


async def ask_for_reset(session: Session, *, email: str, now: datetime) -> None:
    """
    Note that somebody forgot their password; who it is, is looked up later.

    So that whoever asks can tell nothing from the answer or its time: the work is the same for every address (I7).
    """
    session.emit(PasswordResetAsked(email=email, occurred_at=now))


async def offer_reset(session: Session, *, email: str, now: datetime) -> None:
    """Offer somebody who works here another password by mail, unless they were offered one just now."""
    by_email = select(Staff).where(Staff.email_key == rules.email_key(email), Staff.active.is_(True))
    staff = (await session.execute(by_email.with_for_update())).scalar_one_or_none()
    if staff is None:
        return
    own = (Invitation.staff_id == staff.id, Invitation.reset.is_(True))
    lately = Invitation.expires_at > now + rules.RESET_LASTS - rules.RESET_AGAIN_AFTER
    if (await session.execute(select(Invitation.token_hash).where(*own, lately))).first():
        return
    token = rules.new_secret()
    await session.execute(delete(Invitation).where(*own))
    session.add(
        Invitation(
            token_hash=rules.fingerprint(token), staff_id=staff.id, expires_at=now + rules.RESET_LASTS, reset=True
        )
    )
    session.emit(
        PasswordResetOffered(
            staff_id=staff.id, email=staff.email, display_name=staff.display_name, token=token, occurred_at=now
        )
    )


async def reset_password(session: Session, *, token: str, password_hash: str, now: datetime) -> Staff:
    """
    Set somebody's password by the link they asked for, which is used up by it (I5); all their sessions end.

    :raises InvalidReset: used, expired, replaced, or never given out
    """
    staff, credentials = await _by_link(session, token, reset=True, refusal=rules.InvalidReset, now=now)
    return await _set(session, staff, credentials, password_hash, now=now)


async def _by_link(
    session: Session,
    token: str,
    *,
    reset: bool,
    refusal: type[rules.InvalidInvitation | rules.InvalidReset],
    now: datetime,
) -> tuple[Staff, Credentials]:
    token_hash = rules.fingerprint(token)
    staff_id = (
        await session.execute(
            select(Invitation.staff_id).where(Invitation.token_hash == token_hash, Invitation.reset.is_(reset))
        )
    ).scalar_one_or_none()
    if staff_id is None:
        raise refusal(field="token")
    staff = await session.get_one(Staff, staff_id, with_for_update=True)
    # Of two who use it at once the second has waited for the first, and finds it used.
    link = await session.get(Invitation, token_hash, with_for_update=True)
    if link is None or link.expires_at <= now or not staff.active:
        raise refusal(field="token")
    return staff, await _credentials(session, staff_id)


async def _set(session: Session, staff: Staff, credentials: Credentials, password_hash: str, *, now: datetime) -> Staff:
    await session.execute(delete(Invitation).where(Invitation.staff_id == staff.id))
    credentials.password_hash, credentials.password_set_at = password_hash, now
    staff.joined_at = staff.joined_at or now
    await end_sign_ins_of(session, staff.id, reason="password_set", now=now)
    return staff


async def change_password(
    session: Session, *, staff_id: UUID, session_id: UUID, seen_hash: str, password_hash: str, now: datetime
) -> None:
    """
    Replace one's own password; all other sessions end.

    :param seen_hash: the hash the current password was checked against
    :raises InvalidToken: this session is over
    :raises WrongPassword: it was changed meanwhile
    """
    await own_sign_in(session, staff_id=staff_id, session_id=session_id, now=now)
    credentials = await _credentials(session, staff_id)
    if credentials.password_hash != seen_hash:
        raise rules.WrongPassword(field="current_password")
    credentials.password_hash, credentials.password_set_at = password_hash, now
    await end_sign_ins_of(session, staff_id, reason="password_changed", but=session_id, now=now)


async def _credentials(session: Session, staff_id: UUID) -> Credentials:
    return await session.get_one(Credentials, staff_id, with_for_update=True)


async def list_passwords(session: Session, *, hashes: Sequence[bytes], anew: bool) -> int:
    """
    Add passwords to those nobody may choose (I6); those that are there already stay.

    :param hashes: `rules.listed_hash` of each
    :param anew: forget the list so far
    :return: how many were added
    """
    if anew:
        await session.execute(delete(ListedPassword))
    known = select(ListedPassword.hash).where(ListedPassword.hash.in_(hashes))
    new = set(hashes) - {rules.as_bytes(found) for found in (await session.execute(known)).scalars()}
    if new:
        await session.execute(insert(ListedPassword), [{"hash": each} for each in new])
    return len(new)
